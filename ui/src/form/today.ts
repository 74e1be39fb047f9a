// What one person did today at this desk, for that person alone: kept on this machine, never sent, no list of people.
import { SvelteMap } from 'svelte/reactivity';
import { remember, remembered } from '../state/view';

export interface Day {
  day: string;
  /** Cases said to be complete. */
  cases: number;
  /** Keys pressed on the desk. */
  keys: number;
  /** Fields that were filled, and those of them that were proposed, offered or copied. */
  fields: number;
  given: number;
  /** Milliseconds between keys, pauses over a minute left out. */
  busy: number;
}

const PAUSE = 60_000;
const none = (day: string): Day => ({ day, cases: 0, keys: 0, fields: 0, given: 0, busy: 0 });
const today = () => new Date().toDateString();

const kept = new SvelteMap<string, Day>();
let last = 0;

function now(): Day {
  const day = today();
  const known = kept.get('day') ?? remembered<Day>('today', none(day));
  return known.day === day ? known : none(day);
}

function put(day: Day): void {
  kept.set('day', day);
}

/** A key was pressed on the desk. */
export function pressed(at = Date.now()): void {
  const day = now();
  const gap = last > 0 && at - last < PAUSE ? at - last : 0;
  last = at;
  // In memory only: a key must not wait for the disk.
  put({ ...day, keys: day.keys + 1, busy: day.busy + gap });
}

/** A case is complete: how many of its fields hold something, and how many of these were not typed. */
export function finished(fields: number, given: number): void {
  const day = now();
  put({
    ...day,
    cases: day.cases + 1,
    fields: day.fields + fields,
    given: day.given + Math.min(fields, given),
  });
  remember('today', now());
}

/** In words; nothing before the first case of the day. */
export function told(): string {
  const { cases, keys, fields, given, busy } = now();
  if (cases === 0) return '';
  const hours = busy / 3_600_000;
  const pace = hours > 0.05 ? `, khoảng ${Math.round(cases / hours)} trường hợp một giờ gõ` : '';
  const share = fields > 0 ? `, ${Math.round((given / fields) * 100)} % ô không phải gõ` : '';
  return `Hôm nay: ${cases} trường hợp xong${pace}, ${Math.round(keys / cases)} phím một trường hợp${share}.`;
}
