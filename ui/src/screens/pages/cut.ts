import { count } from '../../words/format';
import type { Carried, CutDone, CutWay, PageRow } from '../../generated';

/** Pages that wait to be cut: they hold registrations and belong to no case. */
export function loose(pages: readonly PageRow[]): PageRow[] {
  return pages.filter((page) => page.role === 'cases' && page.cases.length === 0);
}

/** How many cases a way of cutting makes of so many pages. */
export function casesFrom(way: CutWay, pages: number): number {
  switch (way.way) {
    case 'perPage':
      return pages * way.count;
    case 'spread':
      return pages * 2;
    case 'pagesPerCase':
      return Math.ceil(pages / Math.max(1, way.count));
  }
}

/** What cutting did, as a sentence. */
export function cutInWords({ cases, pages, ruled }: CutDone): string {
  const how = ruled === 0 ? '' : `, ${count(ruled)} / ${count(pages)} trang theo dòng kẻ in`;
  return `Đã cắt thành ${count(cases)} trường hợp${how}. Ctrl+Z để lấy lại.`;
}

/** What carrying the layout of a page did, as sentences. */
export function carriedInWords({ pages, cases }: Carried, from: number): string {
  const of = (outcome: string) => pages.filter((page) => page.outcome === outcome).length;
  const flagged = pages.filter((page) => page.flagged && page.outcome !== 'left');
  const left = pages.filter((page) => page.outcome === 'left').map((page) => page.position);
  const said: string[] = [];
  if (of('cut') > 0) said.push(`Đã cắt trang ${from} và ${count(of('cut'))} trang khác`);
  else said.push(`Đã cắt trang ${from}`);
  if (of('moved') > 0) said.push(`dời chỗ cắt ${count(of('moved'))} trang`);
  if (cases > 0) said.push(`${count(cases)} trường hợp mới`);
  if (flagged.length > 0) said.push(`${count(flagged.length)} trang cần xem lại (F8)`);
  if (pages.length === 0) said.push('không có trang nào khác để mang theo');
  const aside =
    left.length > 0 ? ` Trang ${ranges(left)} đã cắt thành số phần khác nên để nguyên.` : '';
  return `${said.join(', ')}.${aside} Ctrl+Z để lấy lại.`;
}

/** `1–12, 15, 20–22` */
export function ranges(numbers: readonly number[]): string {
  const parts: string[] = [];
  let from = numbers[0];
  let last = from;
  for (const n of [...numbers.slice(1), undefined]) {
    if (from === undefined || last === undefined) break;
    if (n === last + 1) {
      last = n;
      continue;
    }
    parts.push(from === last ? `${from}` : `${from}–${last}`);
    from = last = n;
  }
  return parts.join(', ');
}
