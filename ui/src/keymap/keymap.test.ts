import { expect, test } from 'vitest';
import {
  actionOf,
  changeKey,
  comboOf,
  composing,
  isBrowserKey,
  isUsed,
  keyFor,
  mayChange,
  shortcuts,
  spoken,
  together,
  type Shortcut,
} from './keymap';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...more,
});

test('every action stands in the list once', () => {
  const actions = shortcuts.map((one) => one.action);
  expect(new Set(actions).size).toBe(actions.length);
});

test.each(together.map((scopes) => [scopes]))('no key means two things in %s', (scopes) => {
  const keys = shortcuts
    .filter((one) => (scopes as readonly string[]).includes(one.scope))
    .flatMap((one) => [...one.keys]);
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('a key that a browser would use is taken from it and still ours', () => {
  const gone = { defaultPrevented: true };
  expect(isBrowserKey(press('F3'))).toBe(true);
  expect(isBrowserKey(press('R', { ctrlKey: true, shiftKey: true }))).toBe(true);
  expect(isBrowserKey(press('r'))).toBe(false);
  expect(isUsed({ ...press('r', { ctrlKey: true }), ...gone })).toBe(false);
  expect(isUsed({ ...press('ArrowDown'), ...gone })).toBe(true);
});

test('every shortcut says in Vietnamese what it does', () => {
  for (const one of shortcuts) expect(one.what.length).toBeGreaterThan(3);
});

test('the list spells combinations as events do', () => {
  expect(comboOf(press('Enter', { ctrlKey: true }))).toBe('Ctrl+Enter');
  expect(comboOf(press('z', { ctrlKey: true }))).toBe('Ctrl+Z');
  expect(comboOf(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+Z');
  expect(comboOf(press('F8', { shiftKey: true }))).toBe('Shift+F8');
  expect(comboOf(press('+', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl++');
});

test('a key is looked up only where it holds', () => {
  expect(actionOf(press('F4'), 'desk')).toBe('leftOut');
  expect(actionOf(press('F4'), 'pages')).toBeNull();
  expect(actionOf(press('c'), 'findings')).toBe('confirm');
});

test('single letters are text where text is typed', () => {
  const target = document.createElement('input');
  expect(actionOf(press('c', { target }), 'findings')).toBeNull();
  expect(actionOf(press('F1', { target }), 'all')).toBe('keys');
});

test('keys of an input method putting a letter together are left alone', () => {
  expect(composing(press('Enter', { isComposing: true }))).toBe(true);
  expect(actionOf(press('Enter', { isComposing: true }), 'desk')).toBeNull();
  // WebKit's way of saying it.
  expect(actionOf(press('Enter', { keyCode: 229 }), 'desk')).toBeNull();
  expect(actionOf(press('Enter', { keyCode: 13 }), 'desk')).toBe('nextField');
});

test('arrows are written as arrows', () => {
  expect(spoken('Alt+ArrowDown')).toBe('Alt+↓');
});

test('a person gives a shortcut another key, and gets the first ones back', () => {
  const of = (action: string) => shortcuts.find((one) => one.action === action) as Shortcut;
  expect(changeKey(of('leftOut'), 'Ctrl+M')).toBeNull();
  expect(actionOf(press('m', { ctrlKey: true }), 'desk')).toBe('leftOut');
  expect(actionOf(press('F4'), 'desk')).toBeNull();
  expect(keyFor('leftOut')).toBe('Ctrl+M');
  // The table has a key of its own.
  expect(actionOf(press('F4'), 'grid')).toBe('gridLeftOut');
  // Not a key of another that listens there, not a letter, not what every program has.
  expect(changeKey(of('illegible'), 'Ctrl+M')).toContain('Sổ không ghi');
  expect(changeKey(of('illegible'), 'F8')).toContain('Lỗi kế tiếp');
  for (const combo of ['A', 'Enter', 'Ctrl+C', 'Tab'])
    expect(changeKey(of('illegible'), combo)).toContain('Không dùng được');
  expect(changeKey(of('rule'), 'L')).toBeNull();
  expect(changeKey(of('rule'), null)).toBeNull();
  expect(changeKey(of('illegible'), 'F4')).toBeNull();
  expect(changeKey(of('illegible'), 'F6')).toBeNull();
  expect(changeKey(of('leftOut'), null)).toBeNull();
  expect(actionOf(press('F4'), 'desk')).toBe('leftOut');
  expect(mayChange(of('nextField'))).toBe(false);
});
