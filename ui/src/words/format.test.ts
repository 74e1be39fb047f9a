import { expect, test } from 'vitest';
import { count, left, megabytes, moment } from './format';

test('numbers are written as in Vietnam', () => {
  expect(count(1234567)).toBe('1.234.567');
  expect(count(12)).toBe('12');
  expect(megabytes(48_300_000)).toBe('48,3 MB');
});

test('the time left is told roughly', () => {
  expect(left(2)).toBe('vài giây');
  expect(left(17)).toBe('khoảng 20 giây');
  expect(left(200)).toBe('khoảng 4 phút');
});

test('today needs no date', () => {
  const now = new Date(2026, 10, 21, 14, 2);
  expect(moment(now.toISOString(), now)).toBe('hôm nay 14:02');
  expect(moment(now.toISOString(), new Date(2026, 10, 22))).toBe('21.11.2026 14:02');
});
