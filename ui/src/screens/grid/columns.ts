// The columns of the table: how wide they are, which are hidden, which stay in sight.
import type { FormField } from '../../form/model';

export interface Column {
  field: FormField;
  width: number;
}

export interface Spread {
  /** Columns that stay in sight. */
  frozen: Column[];
  /** Columns in sight beside them. */
  shown: Column[];
  /** Place of the first of these among all that can be reached. */
  from: number;
  before: number;
  after: number;
}

const widths: Partial<Record<FormField['kind'], number>> = {
  registrationNo: 84,
  volumeNo: 92,
  pageNo: 72,
  date: 112,
  time: 72,
  code: 124,
  name: 200,
  ethnicity: 104,
  nationality: 104,
  idNumber: 132,
  personalId: 132,
  address: 260,
  adminUnit: 220,
  registrationPlace: 200,
  dateWords: 240,
  note: 240,
};

export function columnsOf(order: readonly FormField[], hidden: ReadonlySet<string>): Column[] {
  return order
    .filter((field) => !hidden.has(field.column))
    .map((field) => ({ field, width: widths[field.kind] ?? 160 }));
}

/** Which columns are drawn: those that stay, and those in sight with one more at each side. */
export function spread(
  columns: readonly Column[],
  frozen: number,
  left: number,
  width: number,
): Spread {
  const fixed = columns.slice(0, frozen);
  const rest = columns.slice(frozen);
  const room = width - fixed.reduce((sum, one) => sum + one.width, 0);
  let at = 0;
  let first = rest.length;
  let last = 0;
  const starts: number[] = [];
  rest.forEach((one, i) => {
    starts.push(at);
    if (at + one.width >= left && first === rest.length) first = i;
    if (at <= left + room) last = i + 1;
    at += one.width;
  });
  first = Math.max(0, first - 1);
  last = Math.min(rest.length, last + 1);
  const shown = rest.slice(first, last);
  const before = starts[first] ?? 0;
  const used = shown.reduce((sum, one) => sum + one.width, 0);
  return { frozen: fixed, shown, from: frozen + first, before, after: at - before - used };
}

/** Where a column begins, behind those that stay. */
export function leftOf(columns: readonly Column[], frozen: number, at: number): number {
  return columns.slice(frozen, at).reduce((sum, one) => sum + one.width, 0);
}
