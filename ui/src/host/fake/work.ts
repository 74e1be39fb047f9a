// Checking and work that is given, at the station in memory. What is to be typed twice is kept there and not asked for.
import type {
  AssignAsk,
  AssignmentRow,
  CaseMarks,
  Keying,
  MarkView,
  Problem,
  ReturnedCase,
  StaffRole,
  Task,
} from '../../generated';
import type { Host } from '../types';
import type { FakeCase } from './people';
import type { FakeStation } from './station';

type Later = <T>(name: string, work: () => T) => Promise<T>;
type WorkHost = Pick<
  Host,
  | 'keyingSet'
  | 'keyingLook'
  | 'thirds'
  | 'thirdDecide'
  | 'thirdTyped'
  | 'caseMarks'
  | 'mark'
  | 'checkPass'
  | 'sendBack'
  | 'toCheck'
  | 'returned'
  | 'returnedBooks'
  | 'assignable'
  | 'assign'
  | 'assignEnd'
  | 'assignments'
  | 'myWork'
>;

export const once: Keying = {
  twice: 'nothing',
  lenience: { spaces: true, tonePlacement: true, case: false },
};

/** What was said of each case, by column; of the whole under none. */
export class FakeWork {
  marks = new Map<string, Map<string, MarkView & { value: string }>>();
  given: AssignmentRow[] = [];
  back: ReturnedCase[] = [];
  keying = new Map<string, Keying>();
}

const tasks: Task[] = ['key', 'second_key', 'check', 'mend'];
const keys: StaffRole[] = ['keyer', 'supervisor'];
const doing: Record<Task, StaffRole[]> = {
  key: keys,
  second_key: keys,
  check: ['checker', 'supervisor'],
  mend: keys,
};

const refusal = (code: string, message: string): Problem => ({ code, message });

export function workHost(of: () => FakeStation, later: Later): WorkHost {
  const said = (id: string) => {
    const all = of().work.marks;
    const marks = all.get(id) ?? new Map<string, MarkView & { value: string }>();
    all.set(id, marks);
    return marks;
  };
  const text = (case_: FakeCase, column: string) => {
    const station = of();
    const { book } = station.at(case_.id);
    const at = station.type(book).fields.findIndex((field) => field.column === column);
    return case_.values[at]?.text ?? '';
  };
  const put = (id: string, column: string, what: MarkView['said'], reason: string) => {
    const { case_ } = of().at(id);
    const value = text(case_, column);
    const [who, at] = [of().staff.who, new Date().toISOString()];
    said(id).set(column, { column, said: what, reason, who, at, holds: true, value });
  };
  const marksOf = (id: string): CaseMarks => {
    const { book, case_ } = of().at(id);
    const fields = of()
      .type(book)
      .fields.map(({ column }) => said(id).get(column))
      .filter((one) => one !== undefined)
      .map((one) => ({ ...one, holds: one.value === text(case_, one.column) }));
    const right = new Set(
      fields.filter((one) => one.said === 'right' && one.holds).map((one) => one.column),
    );
    const whole = said(id).get('') ?? null;
    const open = of()
      .type(book)
      .fields.filter((field) => text(case_, field.column) !== '' && !right.has(field.column))
      .map((field) => field.column);
    const states = {
      passed: open.length > 0 ? 'changed' : 'passed',
      returned: 'returned',
      mended: 'mended',
    } as const;
    const state =
      whole && whole.said in states ? states[whole.said as keyof typeof states] : 'unlooked';
    return { case: id, state, whole, fields, open, own: false };
  };
  const columnsOf = (book: string) =>
    of()
      .type(of().bookOf(book))
      .fields.map((field) => field.column)
      .filter((column) => column !== 'stt');
  /** Each book whole, one after the other to the next person. */
  const give = (
    ask: AssignAsk,
    id: string,
    person?: { id: string; name: string },
  ): AssignmentRow => {
    if (!person) throw refusal('unknown_person', 'Không thấy người này.');
    const book = of().row(of().bookOf(id));
    const [from, to] = [ask.from ?? 1, ask.to ?? book.cases];
    if (from < 1 || from > to || to > book.cases)
      throw refusal('assign_range', `Sổ ${book.code} có ${book.cases} trường hợp.`);
    return {
      id: crypto.randomUUID(),
      book: book.id,
      code: book.code,
      kind: book.kind,
      task: ask.task,
      whole: ask.from === null && ask.to === null,
      from,
      to,
      cases: to - from + 1,
      left: to - from + 1,
      next: of().bookOf(id).cases[from - 1]?.id ?? null,
      own: 0,
      person: person.id,
      name: person.name,
      due: ask.due && ask.due.split('/').reverse().join('-'),
      late: false,
      note: ask.note,
      by: of().staff.who,
      at: new Date().toISOString(),
    };
  };
  return {
    keyingSet: (book, keying) =>
      later('keying_set', () => {
        if (keying.twice !== 'nothing' && of().staff.people.length === 0)
          throw refusal('second_needs_people', 'Nhập hai lần cần ít nhất hai người có tài khoản.');
        of().work.keying.set(book, keying);
        return of().row(of().bookOf(book));
      }),
    keyingLook: (book) =>
      later('keying_look', () => ({
        keying: of().work.keying.get(book) ?? once,
        possible: columnsOf(book),
        critical: columnsOf(book).filter((column) => /^so$|HoTen|Ngay/.test(column)),
        cases: of().bookOf(book).cases.length,
        begun: 0,
        through: 0,
        again: 0,
        thirds: 0,
        people: [],
        fields: [],
      })),
    thirds: () => later('thirds', () => []),
    thirdDecide: () =>
      later('third_decide', () => {
        throw refusal('second_decided', 'Ô này không còn chờ phân xử.');
      }),
    thirdTyped: () =>
      later('third_typed', () => {
        throw refusal('second_decided', 'Ô này không còn chờ phân xử.');
      }),
    caseMarks: (id) => later('case_marks', () => marksOf(id)),
    mark: (id, column, right, reason) =>
      later('mark', () => {
        if (right === null) said(id).delete(column);
        else put(id, column, right ? 'right' : 'wrong', reason);
        return marksOf(id);
      }),
    checkPass: (id) =>
      later('check_pass', () => {
        const { open } = marksOf(id);
        if (open.length > 0)
          throw refusal('check_open', `Còn ${open.length} ô chưa được xem là đúng.`);
        put(id, '', 'passed', '');
        return marksOf(id);
      }),
    sendBack: (id, reason) =>
      later('send_back', () => {
        put(id, '', 'returned', reason);
        of().at(id).case_.state = 'draft';
        return marksOf(id);
      }),
    toCheck: (book) =>
      later('to_check', () =>
        of()
          .bookOf(book)
          .cases.map((one, index) => ({
            case: one.id,
            position: index + 1,
            number: text(one, 'so'),
            name: text(one, 'nksHoTen'),
            done: one.state === 'done',
            state: marksOf(one.id).state,
            own: false,
          })),
      ),
    returned: (book) => later('returned', () => of().work.back.filter((one) => one.book === book)),
    returnedBooks: () =>
      later('returned_books', () => {
        const { back } = of().work;
        const firsts = back.filter((one, i) => back.findIndex((b) => b.book === one.book) === i);
        return firsts.map((first) => ({
          first,
          cases: back.filter((one) => one.book === first.book).length,
        }));
      }),
    assignable: () =>
      later('assignable', () =>
        of().staff.people.map(({ id, name, roles }) => ({
          id,
          name,
          tasks: tasks.filter((one) => roles.some((role) => doing[one].includes(role))),
        })),
      ),
    assign: (ask) =>
      later('assign', () => {
        const known = of().staff.people;
        const people = ask.people.map((id) => known.find((one) => one.id === id));
        const rows = ask.books.map((id, nth) => give(ask, id, people[nth % people.length]));
        of().work.given.push(...rows);
        return rows;
      }),
    assignEnd: (id) =>
      later('assign_end', () => {
        of().work.given = of().work.given.filter((one) => one.id !== id);
      }),
    assignments: (book) =>
      later('assignments', () =>
        of().work.given.filter((one) => book === null || one.book === book),
      ),
    myWork: () =>
      later('my_work', () => of().work.given.filter((one) => one.person === of().staff.person?.id)),
  };
}
