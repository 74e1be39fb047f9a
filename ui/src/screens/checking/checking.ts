// What a checker is told about a field, and where the cursor goes next.
import type { CaseMarks, MarkView, ToCheck } from '../../generated';
import { untouched, type FormField } from '../../form/model';
import type { FieldValue } from '../../generated';

/** How a field stands for its checker. */
export type Looked = 'open' | 'right' | 'wrong' | 'changed' | 'empty';

export const lookedNames: Record<Looked, string> = {
  open: 'chưa xem',
  right: 'đúng',
  wrong: 'không đúng',
  changed: 'đã sửa, xem lại',
  empty: 'để trống',
};

export const stateNames: Record<ToCheck['state'], string> = {
  unlooked: 'chưa soát',
  passed: 'đã soát, đúng',
  changed: 'đã sửa sau khi soát',
  returned: 'đã trả lại',
  mended: 'đã sửa, soát lại',
};

export function markOf(marks: CaseMarks | null, column: string): MarkView | null {
  return marks?.fields.find((one) => one.column === column) ?? null;
}

export function looked(mark: MarkView | null, value: FieldValue): Looked {
  if (mark && !mark.holds) return 'changed';
  if (mark?.said === 'right') return 'right';
  if (mark?.said === 'wrong') return 'wrong';
  return untouched(value) ? 'empty' : 'open';
}

/** The next field somebody has to look at, after that one and then from the first on. */
export function nextOpen(
  order: readonly FormField[],
  marks: CaseMarks,
  from: string | null,
): string | null {
  const at = order.findIndex((field) => field.column === from);
  const round = [...order.slice(at + 1), ...order.slice(0, Math.max(0, at))];
  const wrong = new Set(
    marks.fields.filter((one) => one.said === 'wrong' && one.holds).map((one) => one.column),
  );
  const open = new Set(marks.open);
  return round.find((field) => open.has(field.column) && !wrong.has(field.column))?.column ?? null;
}

/** Whether a case waits for this checker. */
export function waits(row: ToCheck): boolean {
  return row.done && !row.own && ['unlooked', 'changed', 'mended'].includes(row.state);
}

/** The next case that waits, after that one and then from the first on. */
export function nextCase(rows: readonly ToCheck[], from: string | null): ToCheck | null {
  const at = rows.findIndex((row) => row.case === from);
  return [...rows.slice(at + 1), ...rows.slice(0, Math.max(0, at))].find(waits) ?? null;
}
