import type { CutWay, PageRow } from '../../generated';

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
