// A handful of the station's checks, enough to see findings come and go while typing.
import type { BookType, Confirmed, FieldValue, Finding, Judgement, Role } from '../../generated';
import { codeLists, sentences } from './catalogue';

export interface Judged {
  id: string;
  position: number;
  values: FieldValue[];
  pictures: unknown[];
}

const fill = (text: string, with_: Record<string, string>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => with_[name] ?? '');

function impossible(text: string): boolean {
  const match = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
  if (!match) return false;
  const [day, month, year] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  return date.getMonth() !== month - 1 || date.getDate() !== day;
}

const missing: Partial<Record<Role, string>> = {
  number: 'missing_number',
  volume: 'missing_volume',
  registrationDate: 'missing_registration_date',
  subjectName: 'missing_name',
  subjectBirthDate: 'missing_birth_date',
};

export function judge(type: BookType, case_: Judged, confirmed: Confirmed[]): Judgement {
  const found: Finding[] = [];
  const valueOf = (column: string | null) =>
    case_.values[type.fields.findIndex((field) => field.column === column)]?.text ?? '';
  const say = (
    rule: string,
    severity: Finding['severity'],
    confirmable: boolean,
    column: string | null,
    words: Record<string, string> = {},
    to: string | null = null,
  ) => {
    const sentence = sentences[rule];
    found.push({
      rule,
      severity,
      confirmable,
      case: case_.id,
      position: case_.position,
      page: null,
      other: null,
      field: column,
      value: valueOf(column),
      message: fill(sentence?.message ?? rule, words),
      advice: fill(sentence?.todo ?? '', words),
      fix: to === null || column === null ? null : { field: column, to },
    });
  };
  type.fields.forEach((field, index) => {
    const value = case_.values[index];
    if (!value) return;
    const { text, state } = value;
    const rule = field.role ? missing[field.role] : undefined;
    if (rule && text === '' && state === 'given') {
      const hard = rule === 'missing_number' || rule === 'missing_volume';
      say(rule, hard ? 'error' : 'warning', !hard, field.column);
    }
    if (text === '') return;
    const tidy = text.trim().replace(/ {2,}/g, ' ');
    if (tidy !== text) {
      say('stray_space_or_control', 'warning', false, field.column, {}, tidy);
    } else if (text.normalize('NFC') !== text) {
      say('not_nfc', 'error', false, field.column, {}, text.normalize('NFC'));
    }
    if (field.kind === 'date') {
      const loose = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(text);
      if (loose) {
        const to = `${loose[1]?.padStart(2, '0')}.${loose[2]?.padStart(2, '0')}.${loose[3]}`;
        say('bad_date_form', 'error', false, field.column, { value: text }, to);
      } else if (!/^((\d{2}\.)?\d{2}\.)?\d{4}$/.test(tidy)) {
        say('bad_date_form', 'error', false, field.column, { value: text });
      } else if (impossible(tidy)) {
        say('impossible_date', 'error', false, field.column, { value: text });
      }
    }
    const list = field.list ? codeLists[field.list] : undefined;
    if (list && !list.some((code) => code.code === text)) {
      const known = list.map((code) => `${code.code} ${code.label}`).join(', ');
      say('unknown_code', 'error', false, field.column, { value: text, known });
    }
  });
  const year = (role: Role) => {
    const index = type.fields.findIndex((field) => field.role === role);
    return Number(/(\d{4})$/.exec(case_.values[index]?.text ?? '')?.[1] ?? 0);
  };
  const [born, registered] = [year('subjectBirthDate'), year('registrationDate')];
  const birth = type.fields.find((field) => field.role === 'subjectBirthDate');
  if (born && registered && born > registered && birth) {
    say('birth_after_registration', 'warning', true, birth.column, {
      born: String(born),
      registered: String(registered),
    });
  }
  if (case_.pictures.length === 0) say('case_without_page', 'error', false, null);
  const accepted = confirmed.filter((one) =>
    found.some((f) => f.rule === one.finding.rule && f.field === one.finding.field),
  );
  const open = found.filter(
    (f) => !accepted.some((one) => f.rule === one.finding.rule && f.field === one.finding.field),
  );
  return { findings: open, confirmed: accepted };
}
