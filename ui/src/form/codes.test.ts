import { expect, test } from 'vitest';
import { labelOf, pickByKey, pickByStep, plain } from './codes';

const sex = [
  { code: '1', label: 'Nam' },
  { code: '2', label: 'Nữ' },
  { code: '3', label: 'Không xác định' },
];
const marriage = [
  { code: '1', label: 'Đã ly hôn' },
  { code: '2', label: 'Đã hủy việc kết hôn' },
  { code: '4', label: 'Không có thông tin' },
];

test('a digit picks the option with that code', () => {
  expect(pickByKey(sex, '2', '')?.label).toBe('Nữ');
  expect(pickByKey(sex, '7', '')).toBeNull();
});

test('a first letter picks, and pressed again goes on to the next', () => {
  expect(pickByKey(sex, 'k', '')?.code).toBe('3');
  expect(pickByKey(sex, 'n', '')?.code).toBe('1');
  expect(pickByKey(sex, 'N', '1')?.code).toBe('2');
  expect(pickByKey(sex, 'n', '2')?.code).toBe('1');
});

test('letters with marks are found without them', () => {
  expect(pickByKey(marriage, 'd', '')?.code).toBe('1');
  expect(pickByKey(marriage, 'đ', '1')?.code).toBe('2');
  expect(plain('Đã Hủy')).toBe('da huy');
});

test('keys that are no letter mean nothing', () => {
  expect(pickByKey(sex, 'Enter', '')).toBeNull();
  expect(pickByKey(sex, ' ', '')).toBeNull();
  expect(pickByKey(sex, 'x', '')).toBeNull();
});

test('steps stay inside the list', () => {
  expect(pickByStep(sex, '', 1)?.code).toBe('1');
  expect(pickByStep(sex, '3', 1)?.code).toBe('3');
  expect(pickByStep(sex, '2', -1)?.code).toBe('1');
});

test('a code nobody knows has no label', () => {
  expect(labelOf(sex, 'Nam')).toBeNull();
});
