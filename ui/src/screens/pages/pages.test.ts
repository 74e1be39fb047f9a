import { expect, test } from 'vitest';
import type { PageRow } from '../../generated';
import { carriedInWords, casesFrom, cutInWords, loose, ranges } from './cut';
import { all, clicked, noSelection, stepped, within } from './selection';

const plainClick = { shift: false, ctrl: false };

test('shift takes the range from where it began, either way', () => {
  const begun = clicked(noSelection, 5, plainClick);
  expect([...clicked(begun, 8, { shift: true, ctrl: false }).chosen]).toEqual([5, 6, 7, 8]);
  expect([...clicked(begun, 3, { shift: true, ctrl: false }).chosen]).toEqual([3, 4, 5]);
});

test('ctrl adds one and takes it away again', () => {
  const one = clicked(clicked(noSelection, 2, plainClick), 4, { shift: false, ctrl: true });
  expect([...one.chosen]).toEqual([2, 4]);
  expect([...clicked(one, 2, { shift: false, ctrl: true }).chosen]).toEqual([4]);
});

test('the cursor stays inside the book', () => {
  expect(stepped(clicked(noSelection, 0, plainClick), -4, 10, false).at).toBe(0);
  expect(stepped(clicked(noSelection, 8, plainClick), 4, 10, false).at).toBe(9);
  expect(all(3).chosen.size).toBe(3);
});

test('a selection survives pages being taken out', () => {
  const selection = within(all(10), 4);
  expect(selection.chosen.size).toBe(4);
  expect(within(clicked(noSelection, 9, plainClick), 4).at).toBe(3);
});

const page = (role: PageRow['role'], cases: unknown[]) => ({ role, cases }) as PageRow;

test('covers and pages with a case are not cut', () => {
  const pages = [page('cover', []), page('cases', []), page('cases', [{}]), page('void', [])];
  expect(loose(pages)).toHaveLength(1);
});

test('the preview counts as the station cuts', () => {
  expect(casesFrom({ way: 'perPage', count: 3 }, 10)).toBe(30);
  expect(casesFrom({ way: 'spread' }, 10)).toBe(20);
  expect(casesFrom({ way: 'pagesPerCase', count: 3 }, 10)).toBe(4);
});

test('what was carried is told in words', () => {
  const page = (position: number, outcome: string, flagged = false) => ({
    position,
    outcome,
    flagged,
  });
  const told = (pages: unknown[], cases: number) => carriedInWords({ pages, cases } as never, 1);
  expect(told([page(2, 'cut'), page(3, 'cut', true)], 16)).toBe(
    'Đã cắt trang 1 và 2 trang khác, 16 trường hợp mới, 1 trang cần xem lại (F8). Ctrl+Z để lấy lại.',
  );
  expect(told([page(2, 'moved'), page(3, 'left', true), page(4, 'left')], 0)).toBe(
    'Đã cắt trang 1, dời chỗ cắt 1 trang. Trang 3–4 đã cắt thành số phần khác nên để nguyên. Ctrl+Z để lấy lại.',
  );
  expect(told([], 8)).toContain('không có trang nào khác');
  expect(cutInWords({ cases: 20, pages: 10, ruled: 9 })).toContain('9 / 10 trang theo dòng kẻ in');
});

test('page numbers are told as ranges', () => {
  expect(ranges([1, 2, 3, 7, 9, 10])).toBe('1–3, 7, 9–10');
  expect(ranges([4])).toBe('4');
  expect(ranges([])).toBe('');
});
