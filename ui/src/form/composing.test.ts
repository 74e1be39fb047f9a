import { expect, test } from 'vitest';
import { station } from '../state/station.svelte';
import { compose, keyOfMethod } from '../test/composing';
import { at, field, onTheDesk, position, press, settle, stored, type } from '../test/entry';

onTheDesk();

const offered = () => document.querySelectorAll('[aria-label^="Gợi ý"] .text').length;

test('no key of the desk is taken from a word that is being put together', async () => {
  field('nksHoTen').focus();
  type('');
  const finish = compose('N', 'Ng', 'Nguyê', 'Nguyễn');
  const keys = ['Enter', 'Tab', 'Escape', 'ArrowDown', 'PageDown', 'F2', 'F4', 'F6', 'F7', 'F8'];
  for (const key of [...keys, 'F9', 'F11', 'Backspace', 'Delete']) {
    expect(keyOfMethod(key), key).toBe(false);
    press(key, { isComposing: true });
  }
  await settle(60);
  expect(at()).toBe('f-nksHoTen');
  expect(position()).toBe('37 / 212');
  expect(field('nksHoTen').value).toBe('Nguyễn');
  finish();
  press('Enter');
  await settle(40);
  expect(at()).not.toBe('f-nksHoTen');
  expect(stored(37, 'nksHoTen')).toEqual({ text: 'Nguyễn', state: 'given' });
});

test('a word that is saved while it is half put together goes on', async () => {
  field('nksHoTen').focus();
  type('Lê ');
  const finish = compose('T', 'Th');
  await settle(1100);
  expect(stored(37, 'nksHoTen')?.text).toBe('Lê Th');
  expect(station.saving.waiting).toBe(0);
  expect(field('nksHoTen').value).toBe('Lê Th');
  finish();
  expect(field('nksHoTen').value).toBe('Lê Th');
});

test('offers come while a word is put together, and only an arrow of one’s own takes them', async () => {
  field('noiDangKy').focus();
  type('');
  const finish = compose('U', 'UB');
  await settle(80);
  expect(offered()).toBe(1);
  expect(keyOfMethod('ArrowDown')).toBe(false);
  expect(keyOfMethod('Escape')).toBe(false);
  expect(field('noiDangKy').value).toBe('UB');
  expect(offered()).toBe(1);
  finish();
  await settle(80);
  press('ArrowDown');
  expect(field('noiDangKy').value).toBe('UBND xã An Nhơn');
});

test('a letter that an input method finishes picks from a list of codes', async () => {
  field('loaiDangKy').focus();
  press('Delete');
  await settle(40);
  const finish = compose('d', 'đ');
  finish();
  await settle(40);
  expect(stored(37, 'loaiDangKy')?.text).toMatch(/^\d$/);
  expect(field('loaiDangKy').value).toMatch(/^\d$/);
});
