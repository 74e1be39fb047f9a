// Where the curve of a plan and its marks stand; no drawing here.

export interface Point {
  /** Share of wrong cases in the lot, 0 to 1. */
  wrong: number;
  /** Chance that it is accepted, 0 to 1. */
  chance: number;
}

export interface Mark {
  /** Share of wrong cases, 0 to 1. */
  share: number;
  /** What it is; the share is written behind it. */
  words: string;
}

export interface Box {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Plot {
  /** `d` of the curve. */
  path: string;
  across: { x: number; share: number }[];
  up: { y: number; hundred: number }[];
  marks: (Mark & { x: number; y: number; before: boolean })[];
}

/** A round distance between ticks, for five to ten of them up to there. */
export function step(end: number): number {
  const power = 10 ** Math.floor(Math.log10(end / 5));
  const rough = end / 5 / power;
  return power * (rough < 2 ? 1 : rough < 5 ? 2 : 5);
}

/** Room a mark's words take above the curve. */
export const MARK = 18;

/**
 * The curve in a box. Words of marks stand above it, one below the other, and before their line where they would run
 * out at the right: `top` of the box holds `MARK` for each.
 */
export function plot(points: Point[], marks: Mark[], box: Box): Plot {
  const shares = [...points.map((p) => p.wrong), ...marks.map((m) => m.share)];
  const widest = Math.min(1, Math.max(1e-6, ...shares));
  const tick = step(widest);
  const end = Math.min(1, Math.ceil(widest / tick - 1e-9) * tick);
  const within = (n: number) => Math.min(1, Math.max(0, n));
  const x = (share: number) => box.left + (box.width - box.left - box.right) * within(share / end);
  const bottom = box.height - box.bottom;
  const y = (chance: number) => bottom - (bottom - box.top) * within(chance);
  const at = (n: number) => Math.round(n * 10) / 10;
  const count = Math.floor(end / tick + 1e-9);
  return {
    path: points.map((p, i) => `${i ? 'L' : 'M'}${at(x(p.wrong))} ${at(y(p.chance))}`).join(''),
    across: Array.from({ length: count + 1 }, (_, i) => ({ x: x(i * tick), share: i * tick })),
    up: [0, 25, 50, 75, 100].map((hundred) => ({ y: y(hundred / 100), hundred })),
    marks: marks.map((mark, i) => ({
      ...mark,
      x: x(mark.share),
      y: box.top - MARK * (marks.length - i) + 6,
      before: x(mark.share) > box.left + (box.width - box.left - box.right) * 0.6,
    })),
  };
}

/** How many of a hundred lots pass at that share, from the nearest points. */
export function passing(points: Point[], share: number): number | null {
  const after = points.findIndex((p) => p.wrong >= share);
  const to = points[after === -1 ? points.length - 1 : after];
  if (!to) return null;
  const from = points[after - 1];
  if (!from || after === -1) return to.chance;
  const part = (share - from.wrong) / (to.wrong - from.wrong);
  return from.chance + (to.chance - from.chance) * part;
}
