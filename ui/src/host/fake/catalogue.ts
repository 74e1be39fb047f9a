// The real book types, lists and sentences, read from assets/ so that what is seen here is what
// the clerk sees.
import { parse } from 'smol-toml';
import type { BookType, Code, Field, Kind, Role, RuleText } from '../../generated';
import CMC from '../../../../assets/book-types/CMC.toml?raw';
import HN from '../../../../assets/book-types/HN.toml?raw';
import KH from '../../../../assets/book-types/KH.toml?raw';
import KS from '../../../../assets/book-types/KS.toml?raw';
import KT from '../../../../assets/book-types/KT.toml?raw';
import codes from '../../../../assets/lists/codes.tsv?raw';
import messages from '../../../../assets/messages/rules.toml?raw';

interface FieldEntry {
  column: string;
  label: string;
  section: string;
  kind: Kind;
  list?: string;
  expected?: boolean;
  rare?: boolean;
  keeps?: boolean;
  role?: Role;
  aliases?: string[];
}

interface TypeFile {
  code: string;
  name: string;
  title: string;
  default_sheet: string;
  sections: string[];
  field: FieldEntry[];
  sheet: { name: string; columns: string[] }[];
}

function bookType(text: string): BookType {
  const file = parse(text) as unknown as TypeFile;
  const fields: Field[] = file.field.map((entry) => ({
    column: entry.column,
    label: entry.label,
    section: entry.section,
    kind: entry.kind,
    list: entry.list ?? null,
    expected: entry.expected ?? false,
    rare: entry.rare ?? false,
    keeps: entry.keeps ?? false,
    role: entry.role ?? null,
    aliases: entry.aliases ?? [],
  }));
  return {
    code: file.code,
    name: file.name,
    title: file.title,
    defaultSheet: file.default_sheet,
    sections: file.sections,
    fields,
    sheets: file.sheet.map(({ name, columns }) => ({
      name,
      columns: columns.map((column) => fields.findIndex((field) => field.column === column)),
    })),
  };
}

export const bookTypes: BookType[] = [KS, KH, KT, HN, CMC].map(bookType);

export const codeLists: Record<string, Code[]> = {};
for (const line of codes.split('\n').slice(1)) {
  const [list, code, label] = line.split('\t');
  if (list && code && label) (codeLists[list] ??= []).push({ code, label });
}

type RuleEntry = RuleText & { message: string };
export const sentences = parse(messages) as unknown as Record<string, RuleEntry>;
export const rules: Record<string, RuleText> = Object.fromEntries(
  Object.entries(sentences).map(([name, { title, what, why, todo }]) => [
    name,
    { title, what, why, todo, severity: 'warning' as const, mayChange: true },
  ]),
);
