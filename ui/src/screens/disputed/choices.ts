// What there is to choose between where several stations wrote something different.
import type { DisputedPart, DisputedReading } from '../../generated';
import { moment } from '../../words/format';

/** One of them; its deed is named to choose it. */
export interface Choice extends DisputedReading {
  /** It holds meanwhile. */
  stands: boolean;
}

/** Who wrote it, where and when. */
export function written(one: DisputedReading, now = new Date()): string {
  return `${one.who}, ${one.place ?? 'kho này'}, ${moment(one.at, now)}`;
}

export function choices(part: DisputedPart): Choice[] {
  const gone = part.hidden.length > 0;
  const all: Choice[] = [
    { ...part.stands, text: gone ? 'Vẫn bỏ' : part.stands.text, stands: true },
    ...part.others.map((one) => ({ ...one, stands: false })),
  ];
  // Any of the deeds that worked on it brings it back, with all that was done there.
  const first = part.hidden[0];
  if (first) all.push({ ...first, text: 'Lấy lại, với những gì đã ghi ở nơi kia', stands: false });
  return all;
}

/** What it is about, in few words. */
export function about(part: DisputedPart): string {
  if (part.position) return `Trường hợp ${part.position}`;
  if (part.case) return 'Trường hợp đã bỏ';
  const page = part.pictures[0];
  return page ? `Trang ${page.position}` : 'Cả sổ';
}

/** Names one of them among all of its book. */
export function keyOf(part: DisputedPart): string {
  return `${part.part.noun} ${part.part.id} ${part.part.name}`;
}
