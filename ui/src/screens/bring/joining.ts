// Pictures beside what was typed before they came. By order a person sets gaps where one of the two is missing.
import type { Candidate, JoinLook, JoinPair, JoinPicture } from '../../generated';

/** A line of the two columns; one of them may be missing. */
export interface Line {
  picture: JoinPicture | null;
  record: Candidate | null;
}

/** As proposed: by order side by side, else the pairs first and what is left over after them. */
export function lines(look: JoinLook, byOrder: boolean): Line[] {
  if (byOrder) return beside(look.pictures, look.records);
  const used = new Set(look.pairs.filter((at) => at !== null));
  const paired = look.records.map((record, i): Line => {
    const at = look.pairs[i];
    return {
      record,
      picture: at === null || at === undefined ? null : (look.pictures[at] ?? null),
    };
  });
  const loose = look.pictures.filter((_, at) => !used.has(at));
  return [
    ...paired.filter((one) => one.picture),
    ...paired.filter((one) => !one.picture),
    ...loose.map((picture): Line => ({ picture, record: null })),
  ];
}

function beside(pictures: (JoinPicture | null)[], records: (Candidate | null)[]): Line[] {
  const length = Math.max(pictures.length, records.length);
  return Array.from({ length }, (_, i) => ({
    picture: pictures[i] ?? null,
    record: records[i] ?? null,
  }));
}

/** The picture of that line has no record, or the record no picture: those below move down by one. */
export function shifted(all: Line[], at: number, missing: 'picture' | 'record'): Line[] {
  const head = all.slice(0, at);
  const rest = all.slice(at);
  const pictures: (JoinPicture | null)[] = rest.map((one) => one.picture);
  const records: (Candidate | null)[] = rest.map((one) => one.record);
  if (missing === 'picture') pictures.unshift(null);
  else records.unshift(null);
  return [...head, ...trimmed(pictures, records)];
}

/** A gap was one too many: those below move up again. */
export function closed(all: Line[], at: number): Line[] {
  const head = all.slice(0, at);
  const rest = all.slice(at);
  const pictures = rest.map((one) => one.picture);
  const records = rest.map((one) => one.record);
  if (pictures[0] === null) pictures.shift();
  else if (records[0] === null) records.shift();
  return [...head, ...trimmed(pictures, records)];
}

function trimmed(pictures: (JoinPicture | null)[], records: (Candidate | null)[]): Line[] {
  return beside(pictures, records).filter((one) => one.picture ?? one.record);
}

/** What is to be joined. */
export function pairs(all: Line[]): JoinPair[] {
  return all.flatMap(({ picture, record }) =>
    picture && record ? [{ picture: picture.case, record: record.case }] : [],
  );
}
