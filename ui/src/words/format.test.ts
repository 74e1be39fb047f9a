import { expect, test } from 'vitest';
import { count, delivery, left, megabytes, moment } from './format';

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

test('what was chosen for a page is told in words', () => {
  const page = { bytes: 97_200, width: 1240, height: 1754, dpi: 150, quality: 60, strokes: 0.968 };
  expect(delivery({ ...page, way: 'encoded' })).toBe(
    '98 kB · 150 điểm/inch · nén lại, nét còn 97 % độ đậm',
  );
  expect(delivery({ ...page, way: 'bits', quality: null, strokes: null })).toBe(
    '98 kB · 150 điểm/inch · đen trắng, không mất nét',
  );
});
