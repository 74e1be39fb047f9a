import { expect, test } from 'vitest';
import type { Counts, PackagePlan } from '../../generated';
import { checks } from './checks';

const counts = (error: number, warning = 0): Counts => ({ error, warning, info: 0 });
const plan = (findings: Counts): PackagePlan => ({
  cases: 12,
  held: 0,
  withPage: 12,
  done: 0,
  loosePages: 0,
  findings,
  confirmed: 0,
  ready: false,
  names: [],
  xlsx: '',
  zip: '',
  manifest: '',
  folder: '',
});
const words = (all: Counts, begun: number, begunFindings: Counts) =>
  checks(plan(all), { cases: 12, begun, begunFindings, disputed: 0 }).map((one) => one.words);

test('what is missing because nobody has typed yet is said to be that', () => {
  expect(words(counts(24), 0, counts(0))).toContain('Còn 24 lỗi, vì 12 trường hợp chưa nhập');
  expect(words(counts(21), 2, counts(1))).toContain(
    'Còn 21 lỗi, trong đó 20 vì 10 trường hợp chưa nhập',
  );
  expect(words(counts(2, 3), 12, counts(2, 3))).toEqual(
    expect.arrayContaining(['Còn 2 lỗi', 'Còn 3 cảnh báo']),
  );
});

test('what only needs typing leads to the desk, what is wrong to the findings', () => {
  const at = (begun: number, begunFindings: Counts) =>
    checks(plan(counts(24)), { cases: 12, begun, begunFindings, disputed: 0 }).find((one) =>
      one.words.includes('lỗi'),
    )?.tab;
  expect(at(0, counts(0))).toBe('entry');
  expect(at(6, counts(4))).toBe('findings');
});

test('what two stations wrote differently is told, and where to choose', () => {
  const book = { cases: 12, begun: 12, begunFindings: counts(0), disputed: 2 };
  expect(checks(plan(counts(0)), book)).toContainEqual({
    state: 'warning',
    words: '2 chỗ hai nơi ghi khác nhau, chưa ai chọn',
    tab: 'disputed',
  });
});
