import { expect, test } from 'vitest';
import type { CaseMarks, MarkView, ToCheck } from '../../generated';
import type { FormField } from '../../form/model';
import { looked, nextCase, nextOpen } from './checking';

const mark = (column: string, said: MarkView['said'], holds = true): MarkView => ({
  column,
  said,
  reason: '',
  who: 'Mai',
  at: '',
  holds,
});
const given = (text: string) => ({ text, state: 'given' as const });

test('how a field stands', () => {
  expect(looked(null, given('A'))).toBe('open');
  expect(looked(null, given(''))).toBe('empty');
  expect(looked(mark('a', 'right'), given('A'))).toBe('right');
  expect(looked(mark('a', 'wrong'), given('A'))).toBe('wrong');
  expect(looked(mark('a', 'wrong', false), given('B'))).toBe('changed');
});

test('the cursor goes to what nobody has looked at, and round', () => {
  const order = ['a', 'b', 'c', 'd'].map((column) => ({ column }) as FormField);
  const marks = { fields: [mark('d', 'wrong')], open: ['b', 'c', 'd'] } as unknown as CaseMarks;
  expect(nextOpen(order, marks, 'a')).toBe('b');
  expect(nextOpen(order, marks, 'c')).toBe('b');
  expect(nextOpen(order, marks, null)).toBe('b');
  expect(nextOpen(order, { ...marks, open: [] }, 'a')).toBe(null);
});

test('the next case is one that is finished, waits, and was typed by somebody else', () => {
  const row = (id: string, rest: Partial<ToCheck>): ToCheck => ({
    case: id,
    position: 1,
    number: '',
    name: '',
    done: true,
    state: 'unlooked',
    own: false,
    ...rest,
  });
  const rows = [
    row('1', {}),
    row('2', { done: false }),
    row('3', { own: true }),
    row('4', { state: 'passed' }),
    row('5', { state: 'mended' }),
  ];
  expect(nextCase(rows, '1')?.case).toBe('5');
  expect(nextCase(rows, '5')?.case).toBe('1');
  expect(nextCase(rows, null)?.case).toBe('1');
  expect(nextCase([row('1', { state: 'returned' })], null)).toBe(null);
});
