import type {
  BookType,
  CaseView,
  Code,
  Confirmed,
  Field,
  FieldValue,
  Finding,
  Remark,
} from '../generated';

export interface FormField extends Field {
  /** Position in the book type, which is the position in `CaseView.values`. */
  index: number;
  options: Code[];
}

export interface FormSection {
  name: string;
  fields: FormField[];
}

export interface FormModel {
  /** What ledgers print, in the order of the page. */
  sections: FormSection[];
  /** What they seldom print, folded away. */
  rare: FormSection[];
  /** Every field that can be typed, in the order the cursor goes: the rare ones last. */
  order: FormField[];
  byColumn: Map<string, FormField>;
}

/**
 * The form of a book: the fields of the sheet it is written to, grouped by the sections of the
 * printed page. The running number is the program's own and is not typed.
 */
export function formModel(
  type: BookType,
  sheetName: string,
  lists: Record<string, Code[]>,
): FormModel {
  const sheet = type.sheets.find((one) => one.name === sheetName);
  const wanted = sheet ? new Set(sheet.columns) : null;
  const fields = type.fields
    .map((field, index): FormField => {
      const options = field.list ? (lists[field.list] ?? []) : [];
      return { ...field, index, options };
    })
    .filter((field) => field.kind !== 'rowNo' && (!wanted || wanted.has(field.index)));
  const grouped = (rare: boolean) =>
    type.sections
      .map((name) => ({
        name,
        fields: fields.filter((field) => field.section === name && field.rare === rare),
      }))
      .filter((section) => section.fields.length > 0);
  const sections = grouped(false);
  const rare = grouped(true);
  const order = [...sections, ...rare].flatMap((section) => section.fields);
  return { sections, rare, order, byColumn: new Map(order.map((one) => [one.column, one])) };
}

export function untouched(value: FieldValue | undefined): boolean {
  return !value || (value.text === '' && value.state === 'given' && !value.remark);
}

export function sameValue(a: FieldValue, b: FieldValue): boolean {
  return a.text === b.text && a.state === b.state && sameRemark(a.remark, b.remark);
}

function sameRemark(a: Remark | undefined, b: Remark | undefined): boolean {
  const [x, y] = [a?.certificate, b?.certificate];
  return (
    (a?.note ?? '') === (b?.note ?? '') &&
    x?.reading === y?.reading &&
    x?.paper === y?.paper &&
    x?.seen === y?.seen
  );
}

/** Another text in a field: what was asked and noted about it stays. */
export function withText(value: FieldValue, text: string): FieldValue {
  const doubtful = value.state === 'doubtful' && text !== '';
  return { ...value, text, state: doubtful ? 'doubtful' : 'given' };
}

/** Where the cursor goes when a case is opened: the first field still to be typed. */
export function firstField(
  model: FormModel,
  view: CaseView,
  passes: (field: FormField) => boolean = () => false,
): string | null {
  const usual = model.sections.flatMap((section) => section.fields);
  const empty = usual.find((field) => untouched(view.values[field.index]) && !passes(field));
  return (empty ?? usual[0])?.column ?? null;
}

export function neighbour(
  order: readonly FormField[],
  column: string,
  step: 1 | -1,
): FormField | null {
  const at = order.findIndex((field) => field.column === column);
  return at < 0 ? null : (order[at + step] ?? null);
}

/** The next field with a finding that asks for something, in the order of the form, not round. */
export function findingAfter(
  order: readonly FormField[],
  findings: readonly Finding[],
  column: string | null,
  step: 1 | -1,
): string | null {
  const asks = findings.filter((one) => one.severity !== 'info');
  const wrong = new Set(asks.map((one) => one.field));
  const at = order.findIndex((field) => field.column === column);
  const from = at < 0 ? (step === 1 ? -1 : order.length) : at;
  for (let i = from + step; i >= 0 && i < order.length; i += step) {
    const field = order[i];
    if (field && wrong.has(field.column)) return field.column;
  }
  return null;
}

const weights = { error: 0, warning: 1, info: 2 } as const;

/** Findings by column, the heaviest first. Those about the whole case stand under `''`. */
export function byField(findings: readonly Finding[]): Map<string, Finding[]> {
  const map = new Map<string, Finding[]>();
  for (const one of findings) {
    const key = one.field ?? '';
    map.set(key, [...(map.get(key) ?? []), one]);
  }
  for (const list of map.values()) list.sort((a, b) => weights[a.severity] - weights[b.severity]);
  return map;
}

/**
 * What the form shows after the station answered: its values, except where the person is ahead
 * of it – the field being typed in and those whose saving is still under way.
 */
export function merged(
  mine: readonly FieldValue[],
  theirs: readonly FieldValue[],
  ahead: (index: number) => boolean,
): FieldValue[] {
  return theirs.map((value, index) => (ahead(index) ? (mine[index] ?? value) : value));
}

/** What was accepted, by column. */
export function confirmedByField(confirmed: readonly Confirmed[]): Map<string, Confirmed[]> {
  const map = new Map<string, Confirmed[]>();
  for (const one of confirmed) {
    const key = one.finding.field ?? '';
    map.set(key, [...(map.get(key) ?? []), one]);
  }
  return map;
}
