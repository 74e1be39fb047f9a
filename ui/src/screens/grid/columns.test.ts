import { expect, test } from 'vitest';
import type { FormField } from '../../form/model';
import { columnsOf, leftOf, spread } from './columns';

const field = (column: string, kind: FormField['kind']) => ({ column, kind }) as FormField;
const order = [
  field('so', 'registrationNo'),
  field('ten', 'name'),
  ...Array.from({ length: 20 }, (_, i) => field(`o${i}`, 'text')),
];

test('only what is in sight is drawn, with one more at each side, and nothing is lost', () => {
  const columns = columnsOf(order, new Set());
  const whole = columns.reduce((sum, one) => sum + one.width, 0);
  for (const left of [0, 100, 480, 1700, 3000]) {
    const now = spread(columns, 2, left, 1000);
    expect(now.frozen.map((one) => one.field.column)).toEqual(['so', 'ten']);
    const drawn = [...now.frozen, ...now.shown].reduce((sum, one) => sum + one.width, 0);
    expect(drawn + now.before + now.after).toBe(whole);
    expect(now.before).toBeLessThanOrEqual(Math.max(0, left));
    expect(now.shown.length).toBeLessThanOrEqual(9);
    expect(columns[now.from]).toBe(now.shown[0]);
  }
});

test('hidden columns are gone, and the others move up', () => {
  const columns = columnsOf(order, new Set(['ten']));
  expect(columns[1]?.field.column).toBe('o0');
  expect(leftOf(columns, 1, 3)).toBe(320);
});
