// Typing a case a second time: only the fields that are asked for, and how each of them stands.
import type { CaseView } from '../generated';
import type { FormField, FormModel } from './model';

/** How a field stands for its second keyer. */
export type Second = 'open' | 'again' | 'fixed';

/** The form of only these fields; none of them is folded away. */
export function narrowed(model: FormModel, takes: readonly number[]): FormModel {
  const taken = new Set(takes);
  const fields = model.order
    .filter((field) => taken.has(field.index))
    .map((field): FormField => ({ ...field, rare: false }));
  const names = [...model.sections, ...model.rare].map((section) => section.name);
  const sections = [...new Set(names)]
    .map((name) => ({ name, fields: fields.filter((field) => field.section === name) }))
    .filter((section) => section.fields.length > 0);
  const order = sections.flatMap((section) => section.fields);
  return { sections, rare: [], order, byColumn: new Map(order.map((one) => [one.column, one])) };
}

export function standing(view: CaseView | null, field: FormField): Second | null {
  if (!view?.second) return null;
  if (view.second.again.includes(field.index)) return 'again';
  return view.second.fixed.includes(field.index) ? 'fixed' : 'open';
}

/** What is to be typed again, told, and where that begins; nothing when both agree. */
export function toTypeAgain(
  view: CaseView,
  order: readonly FormField[],
): { column: string; told: string } | null {
  const again = order.filter((field) => standing(view, field) === 'again');
  const told = `Còn ${again.length} ô khác với lần nhập thứ nhất: nhìn lại hình rồi nhập lại.`;
  return again[0] ? { column: again[0].column, told } : null;
}
