import { describe, expect, it } from 'vitest';
import type { Candidate, JoinLook, JoinPicture } from '../../generated';
import { closed, lines, pairs, shifted, type Line } from './joining';

const picture = (name: string) => ({ case: `p${name}` }) as JoinPicture;
const record = (name: string) => ({ case: `r${name}` }) as Candidate;
const look: JoinLook = {
  pictures: ['1', '2', '3'].map(picture),
  records: ['1', '2', '3', '4'].map(record),
  pairs: [2, null, 0, null],
};
const told = (all: Line[]) =>
  all.map((one) => `${one.picture?.case ?? '-'} ${one.record?.case ?? '-'}`);

describe('pictures beside records', () => {
  it('stands side by side in order, with what is too many at the end', () => {
    expect(told(lines(look, true))).toEqual(['p1 r1', 'p2 r2', 'p3 r3', '- r4']);
  });

  it('moves down what is below a gap, and up again', () => {
    const all = lines(look, true);
    const gap = shifted(all, 1, 'picture');
    expect(told(gap)).toEqual(['p1 r1', '- r2', 'p2 r3', 'p3 r4']);
    expect(told(closed(gap, 1))).toEqual(told(all));
    const other = shifted(all, 0, 'record');
    expect(told(other)).toEqual(['p1 -', 'p2 r1', 'p3 r2', '- r3', '- r4']);
    expect(told(closed(other, 0))).toEqual(told(all));
  });

  it('joins only lines that have both', () => {
    expect(pairs(shifted(lines(look, true), 1, 'picture'))).toEqual([
      { picture: 'p1', record: 'r1' },
      { picture: 'p2', record: 'r3' },
      { picture: 'p3', record: 'r4' },
    ]);
  });

  it('shows pairs found by key first, and loses nobody', () => {
    expect(told(lines(look, false))).toEqual(['p3 r1', 'p1 r3', '- r2', '- r4', 'p2 -']);
  });
});
