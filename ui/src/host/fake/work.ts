// Checking and work that is given, at the station in memory. One person works there: nothing is typed twice.
import type { AssignmentRow, CaseMarks, Keying, MarkView, Problem } from '../../generated';
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
  | 'caseMarks'
  | 'mark'
  | 'checkPass'
  | 'sendBack'
  | 'toCheck'
  | 'returned'
  | 'assignable'
  | 'assign'
  | 'assignEnd'
  | 'assignments'
  | 'myWork'
>;

export const once: Keying = {
  twice: 'nothing',
  chosen: [],
  lenience: { spaces: true, tonePlacement: true, case: false },
};

/** What was said of each case, by column; of the whole under none. */
export class FakeWork {
  marks = new Map<string, Map<string, MarkView & { value: string }>>();
  given: AssignmentRow[] = [];
}

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
  return {
    keyingSet: () =>
      later('keying_set', () => {
        throw refusal('second_needs_people', 'Nhập hai lần cần ít nhất hai người có tài khoản.');
      }),
    keyingLook: (book) =>
      later('keying_look', () => ({
        keying: once,
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
    returned: () => later('returned', () => []),
    assignable: () => later('assignable', () => []),
    assign: () =>
      later('assign', () => {
        throw refusal('unknown_person', 'Không thấy người này.');
      }),
    assignEnd: (id) =>
      later('assign_end', () => {
        of().work.given = of().work.given.filter((one) => one.id !== id);
      }),
    assignments: () => later('assignments', () => of().work.given),
    myWork: () => later('my_work', () => of().work.given),
  };
}
