// Drawing where the cases of a page lie: cuts down and across, and what each strip between them is.
// Everything is in fractions of the page.
import type { Cell, LayoutView, Line, Region } from '../../generated';

/** A strip is a case, goes on with the one before it, or is none: a heading, a margin. */
export type Use = 'own' | 'more' | 'none';

export interface Column {
  from: number;
  to: number;
  /** Cuts across it, from the top. */
  cuts: number[];
  /** What the strips between them are: one more than there are cuts. */
  uses: Use[];
}

export interface Ruling {
  columns: Column[];
  /** Strips side by side are one case: rows that run over both pages of an open book. */
  together: boolean;
}

/** A cut in hand: across a column, or between a column and the next. */
export type Grip = { way: 'row'; column: number; cut: number } | { way: 'column'; column: number };

/** No strip is lower or narrower than this. */
const LEAST = 0.008;
/** Cuts of columns side by side that stand as level as this move together. */
const LEVEL = 0.004;
/** A gap between two cells that is smaller than this is none. */
const GAP = 0.012;

export const blank: Ruling = {
  columns: [{ from: 0, to: 1, cuts: [], uses: ['own'] }],
  together: false,
};

const inside = (n: number) => Math.min(1, Math.max(0, n));

/** The same ruling with other columns. */
const withColumns = (ruling: Ruling, change: (column: Column, i: number) => Column): Ruling => ({
  ...ruling,
  columns: ruling.columns.map(change),
});

/** Cuts across one column that leave these cells, and strips that are none between them. */
function columnOf(from: number, to: number, cells: readonly Cell[]): Column {
  const sorted = [...cells].sort((a, b) => a.region.y - b.region.y);
  if (sorted.length === 0) return { from, to, cuts: [], uses: ['none'] };
  const cuts: number[] = [];
  const uses: Use[] = [];
  let end = 0;
  sorted.forEach(({ region, continues }, i) => {
    const gap = region.y - end;
    if (gap > GAP || (i === 0 && gap > LEAST)) {
      uses.push('none');
      if (i > 0) cuts.push(end);
      cuts.push(region.y);
    } else if (i > 0) cuts.push(region.y - gap / 2);
    uses.push(continues ? 'more' : 'own');
    end = region.y + region.h;
  });
  if (1 - end > LEAST) {
    cuts.push(end);
    uses.push('none');
  }
  return { from, to, cuts, uses };
}

/** The ruling that leaves these cells. */
export function fromCells(cells: readonly Cell[]): Ruling {
  if (cells.length === 0) return blank;
  const groups: { x: number; end: number; cells: Cell[] }[] = [];
  for (const cell of [...cells].sort((a, b) => a.region.x - b.region.x)) {
    const { x, w } = cell.region;
    const group = groups.at(-1);
    // Parts that share most of their width stand below each other.
    if (group && group.end - x > 0.2 * Math.min(w, group.end - group.x)) {
      group.cells.push(cell);
      group.end = Math.max(group.end, x + w);
    } else groups.push({ x, end: x + w, cells: [cell] });
  }
  const columns: Column[] = [];
  let end = 0;
  groups.forEach((group, i) => {
    const gap = group.x - end;
    let from = end;
    if (gap > GAP) {
      columns.push(columnOf(end, group.x, []));
      from = group.x;
    } else if (i > 0) {
      from = end + gap / 2;
      const before = columns.at(-1);
      if (before) before.to = from;
    }
    columns.push(columnOf(from, group.end, group.cells));
    end = group.end;
  });
  const last = columns.at(-1);
  if (last && 1 - end <= GAP) last.to = 1;
  else columns.push(columnOf(end, 1, []));
  // Row by row, each goes on to the right: that is what `together` means.
  const width = groups.length;
  const together =
    width > 1 &&
    cells.length % width === 0 &&
    cells.every((cell, i) => i % width === 0 || cell.continues);
  if (together)
    for (const column of columns.slice(columns.findIndex((one) => one.uses.some(isCell)) + 1))
      column.uses = column.uses.map((use) => (use === 'none' ? use : 'own'));
  return { columns, together };
}

const isCell = (use: Use) => use !== 'none';

/** A strip as a part of the page. */
export function strip({ from, to, cuts }: Column, nth: number): Region {
  const y = cuts[nth - 1] ?? 0;
  return { x: from, y, w: to - from, h: (cuts[nth] ?? 1) - y };
}

/** Whether strips side by side can be one case: every column has as many. */
export function mayBeTogether(ruling: Ruling): boolean {
  const counts = ruling.columns.map((column) => column.uses.filter(isCell).length).filter((n) => n);
  return counts.length > 1 && counts.every((n) => n === counts[0]);
}

/** The cells between the cuts, in reading order. */
export function toCells(ruling: Ruling): Cell[] {
  const columns = ruling.columns.map((column) =>
    column.uses.flatMap((use, nth) =>
      use === 'none' ? [] : [{ region: strip(column, nth), continues: use === 'more' }],
    ),
  );
  if (!ruling.together || !mayBeTogether(ruling)) return columns.flat();
  const full = columns.filter((cells) => cells.length > 0);
  return (full[0] ?? []).flatMap((_, row) =>
    full.flatMap((cells, i) => {
      const cell = cells[row];
      return cell ? [{ ...cell, continues: i > 0 || cell.continues }] : [];
    }),
  );
}

/** A cut across every column; the strip it parts becomes two of its kind. */
export function cutAcross(ruling: Ruling, at: number): Ruling {
  return withColumns(ruling, (column) => {
    const nth = column.cuts.filter((cut) => cut < at).length;
    const { y, h } = strip(column, nth);
    if (at - y < LEAST || y + h - at < LEAST) return column;
    const use = column.uses[nth] ?? 'own';
    // What goes on with the page before does so once.
    const second: Use = use === 'more' ? 'own' : use;
    return {
      ...column,
      cuts: [...column.cuts.slice(0, nth), at, ...column.cuts.slice(nth)],
      uses: [...column.uses.slice(0, nth), use, second, ...column.uses.slice(nth + 1)],
    };
  });
}

/** A cut down the page: the column it parts becomes two alike. */
export function cutDown(ruling: Ruling, at: number): Ruling {
  const columns = ruling.columns.flatMap((column) =>
    at - column.from < 0.02 || column.to - at < 0.02
      ? [column]
      : [
          { ...column, to: at },
          { ...column, from: at },
        ],
  );
  return { ...ruling, columns };
}

/** A cut elsewhere, between its neighbours; those beside it that stand level go along. */
export function moved(ruling: Ruling, grip: Grip, to: number): Ruling {
  if (grip.way === 'column') {
    const left = ruling.columns[grip.column];
    const right = ruling.columns[grip.column + 1];
    if (!left || !right) return ruling;
    const at = Math.min(right.to - 0.02, Math.max(left.from + 0.02, to));
    return withColumns(ruling, (column, i) =>
      i === grip.column
        ? { ...column, to: at }
        : i === grip.column + 1
          ? { ...column, from: at }
          : column,
    );
  }
  const from = ruling.columns[grip.column]?.cuts[grip.cut];
  if (from === undefined) return ruling;
  return withColumns(ruling, (column, i) => {
    const nth = column.cuts.findIndex((cut, n) =>
      i === grip.column ? n === grip.cut : Math.abs(cut - from) < LEVEL,
    );
    if (nth < 0) return column;
    const low = (column.cuts[nth - 1] ?? 0) + LEAST;
    const high = (column.cuts[nth + 1] ?? 1) - LEAST;
    const cuts = [...column.cuts];
    cuts[nth] = Math.min(high, Math.max(low, inside(to)));
    return { ...column, cuts };
  });
}

/** Without a cut: the strips or columns on both sides of it become one. */
export function without(ruling: Ruling, grip: Grip): Ruling {
  if (grip.way === 'column') {
    const right = ruling.columns[grip.column + 1];
    if (!right) return ruling;
    return {
      ...ruling,
      columns: ruling.columns
        .map((column, i) => (i === grip.column ? { ...column, to: right.to } : column))
        .filter((_, i) => i !== grip.column + 1),
    };
  }
  const at = ruling.columns[grip.column]?.cuts[grip.cut];
  if (at === undefined) return ruling;
  return withColumns(ruling, (column, i) => {
    const nth = column.cuts.findIndex((cut, n) =>
      i === grip.column ? n === grip.cut : Math.abs(cut - at) < LEVEL,
    );
    if (nth < 0) return column;
    const [above, below] = [column.uses[nth] ?? 'none', column.uses[nth + 1] ?? 'none'];
    return {
      ...column,
      cuts: column.cuts.filter((_, n) => n !== nth),
      uses: [
        ...column.uses.slice(0, nth),
        above === 'none' ? below : above,
        ...column.uses.slice(nth + 2),
      ],
    };
  });
}

/** The next thing a strip may be. */
export function nextUse(ruling: Ruling, at: { column: number; strip: number }): Ruling {
  const next: Record<Use, Use> = { own: 'more', more: 'none', none: 'own' };
  return withColumns(ruling, (column, i) =>
    i === at.column
      ? { ...column, uses: column.uses.map((use, n) => (n === at.strip ? next[use] : use)) }
      : column,
  );
}

/** The column a place across the page is in. */
export function columnAt(ruling: Ruling, x: number): number {
  const at = ruling.columns.findIndex((column) => x < column.to);
  return at < 0 ? ruling.columns.length - 1 : at;
}

/** The cut near a place; `near` in fractions of the page. */
export function gripAt(
  ruling: Ruling,
  at: { x: number; y: number },
  near: { x: number; y: number },
): Grip | null {
  const nth = columnAt(ruling, at.x);
  const column = ruling.columns[nth];
  if (!column) return null;
  let best: Grip | null = null;
  let least = near.y;
  column.cuts.forEach((cut, i) => {
    const far = Math.abs(cut - at.y);
    if (far <= least) [best, least] = [{ way: 'row', column: nth, cut: i }, far];
  });
  if (best) return best;
  const side = ruling.columns.slice(0, -1).findIndex((one) => Math.abs(one.to - at.x) <= near.x);
  return side < 0 ? null : { way: 'column', column: side };
}

/** A place on the printed line near it, if there is one that runs through the stretch. */
export function snapped(
  at: number,
  lines: readonly Line[],
  near: number,
  stretch: readonly [number, number] = [0, 1],
): number {
  const covers = (line: Line) =>
    (Math.min(line.to, stretch[1]) - Math.max(line.from, stretch[0])) / (stretch[1] - stretch[0]);
  let best = at;
  let least = near;
  for (const line of lines) {
    const far = Math.abs(line.at - at);
    if (covers(line) > 0.3 && far <= least) [best, least] = [line.at, far];
  }
  return best;
}

/** How many cases begin on the page. */
export function casesOn(cells: readonly Cell[]): number {
  return cells.filter((cell) => !cell.continues).length;
}

/** Whether a strip is one of those in which nothing seems to be written. */
export function seemsEmpty(seen: LayoutView | null, part: Region): boolean {
  const known = [...(seen?.cells ?? []), ...(seen?.proposed ?? [])];
  return known.some(
    ({ empty, cell: { region: r } }) =>
      empty &&
      Math.abs(r.y - part.y) < 0.012 &&
      Math.abs(r.h - part.h) < 0.02 &&
      r.x < part.x + part.w &&
      r.x + r.w > part.x,
  );
}
