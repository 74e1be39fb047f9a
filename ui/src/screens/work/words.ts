// What work that is given is called.
import type { AssignmentRow, Right, SlipRate, Task } from '../../generated';
import { count } from '../../words/format';

export const tasks: { task: Task; name: string; right: Right }[] = [
  { task: 'key', name: 'Nhập', right: 'key' },
  { task: 'second_key', name: 'Nhập lần hai', right: 'key' },
  { task: 'check', name: 'Soát', right: 'check' },
  { task: 'mend', name: 'Sửa', right: 'key' },
];

export function taskName(task: Task): string {
  return tasks.find((one) => one.task === task)?.name ?? task;
}

/** `30/11/2026`, from a day as it is kept. */
export function day(kept: string): string {
  return kept.split('-').reverse().join('/');
}

/** `cả sổ`, `trường hợp 1–120` */
export function range(row: Pick<AssignmentRow, 'whole' | 'from' | 'to'>): string {
  if (row.whole) return 'cả sổ';
  if (row.from === null) return 'không còn trường hợp nào';
  return row.to === row.from
    ? `trường hợp ${count(row.from)}`
    : `trường hợp ${count(row.from)}–${count(row.to ?? row.from)}`;
}

/** `còn 37 / 120`, `xong 120` */
export function remains(row: Pick<AssignmentRow, 'left' | 'cases'>): string {
  return row.left > 0 ? `còn ${count(row.left)} / ${count(row.cases)}` : `xong ${count(row.cases)}`;
}

/** `2 người: Cô Lan 3 sổ, 620 trường hợp; …`, of work that was dealt. */
export function shared(rows: readonly AssignmentRow[]): string {
  const all = byPerson(rows);
  const first = all.slice(0, 3).map((one) => {
    const books = one.books > 1 ? `${count(one.books)} sổ, ` : '';
    return `${one.name} ${books}${count(one.cases)} trường hợp`;
  });
  return `${count(all.length)} người: ${first.join('; ')}${all.length > 3 ? '; …' : ''}`;
}

/** What somebody has to do of one kind. */
export interface Share {
  person: string;
  name: string;
  task: Task;
  books: number;
  cases: number;
  left: number;
  /** The nearest day. */
  due: string | null;
  late: boolean;
}

/** Work by person and task: who has how much. */
export function byPerson(rows: readonly AssignmentRow[]): Share[] {
  const shares = new Map<string, Share>();
  const books = new Set<string>();
  for (const row of rows) {
    const key = `${row.person} ${row.task}`;
    const { person, name, task } = row;
    const share = shares.get(key) ?? {
      ...{ person, name, task },
      ...{ books: 0, cases: 0, left: 0, due: null, late: false },
    };
    if (!books.has(`${key} ${row.book}`)) share.books += 1;
    books.add(`${key} ${row.book}`);
    share.cases += row.cases;
    share.left += row.left;
    share.late ||= row.late;
    if (row.due && (share.due === null || row.due < share.due)) share.due = row.due;
    shares.set(key, share);
  }
  return [...shares.values()];
}

/** How often somebody, or a field, was typed otherwise than it stands: as the first and as the second. */
export interface SlipLine {
  name: string;
  first: SlipRate | null;
  second: SlipRate | null;
}

export function slipping(line: SlipLine): boolean {
  return (line.first?.slips ?? 0) + (line.second?.slips ?? 0) > 0;
}

/** First and second side by side, the worst first. */
export function slipLines(rates: readonly SlipRate[]): SlipLine[] {
  const lines = new Map<string, SlipLine>();
  for (const rate of rates) {
    const line = lines.get(rate.name) ?? { name: rate.name, first: null, second: null };
    line[rate.second ? 'second' : 'first'] = rate;
    lines.set(rate.name, line);
  }
  const slips = (line: SlipLine) => (line.first?.slips ?? 0) + (line.second?.slips ?? 0);
  const typed = (line: SlipLine) => (line.first?.typed ?? 0) + (line.second?.typed ?? 0);
  const share = (line: SlipLine) => slips(line) / Math.max(1, typed(line));
  return [...lines.values()].sort((a, b) => share(b) - share(a) || a.name.localeCompare(b.name));
}

/** `3 / 120 (2,5 %)`; nothing where nothing was typed. */
export function slipped(rate: SlipRate | null): string {
  if (!rate || rate.typed === 0) return '';
  const share = ((rate.slips / rate.typed) * 100).toFixed(1).replace('.', ',');
  return `${count(rate.slips)} / ${count(rate.typed)} (${share} %)`;
}
