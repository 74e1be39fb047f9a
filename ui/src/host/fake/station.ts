// What the station in memory holds, and how it judges, undoes and works for long.
import type { FakeLot } from './lots';
import type {
  Offer,
  PersonOffer,
  BookRow,
  CasePicture,
  CaseView,
  Cell,
  CheckFilter,
  CheckLine,
  CheckLines,
  Confirmed,
  Counts,
  DisputedPart,
  FieldValue,
  Finding,
  Found,
  GridRow,
  HeldCase,
  Job,
  LayoutView,
  PageRow,
  Problem,
  Saved,
  Settings,
  WorkspaceInfo,
} from '../../generated';
import { plain } from '../../form/codes';
import { WHOLE, type DropEvent } from '../types';
import { bookTypes, rules } from './catalogue';
import { judge } from './judge';
import { PAGE_HEIGHT, PAGE_WIDTH } from './picture';
import { FakeStaff } from './staff';
import { FakeWork, once } from './work';
import { invent, type FakeBook, type FakeCase, type FakePage } from './people';

export const defaultSettings: Settings = {
  severity: {},
  off: [],
  nameCase: 'asIs',
  wordsFromDigits: false,
  skipOtherPurposes: false,
  bookYears: 30,
  motherAge: [13, 55],
  fatherAge: [14, 85],
  oldest: 115,
  yearsApart: 13,
  sentinelDates: ['19.11.1999'],
  sentinelPercent: 10,
  longest: [500, 50],
};

interface Step {
  what: string;
  case: string;
  field: string;
  back: () => void;
  again: () => void;
}

export class FakeStation {
  lots: FakeLot[] = [];
  stock: FakeBook[] = invent();
  staff = new FakeStaff();
  work = new FakeWork();
  place = { folder: 'D:\\Ho tich\\An Nhon', place: 'UBND xã An Nhơn' };
  get workspace(): WorkspaceInfo {
    return { ...this.place, who: this.staff.who, here: this.staff.here };
  }
  opened = true;
  problem: Problem | null = null;
  /** While set, every save is refused with it. */
  refuseSaves: Problem | null = null;
  /** What several stations wrote differently. */
  disputes: DisputedPart[] = [];
  /** The bundle that is picked next. */
  bundle = 'D:\\ban-giao.goi';
  /** Every command that came, for tests. */
  calls: string[] = [];
  /** How large the window was told to draw. */
  zoom = 1;
  #undo: Step[] = [];
  #redo: Step[] = [];
  #desk = new Map<string, { case: string; field: string }>();
  #jobs = new Set<(job: Job) => void>();
  #drops = new Set<(event: DropEvent) => void>();
  #cancelled = new Set<string>();

  bookOf(id: string): FakeBook {
    const book = this.stock.find((one) => one.id === id);
    if (!book) throw { code: 'unknown_book', message: 'Không còn sổ này.' } satisfies Problem;
    return book;
  }
  at(id: string): { book: FakeBook; case_: FakeCase } {
    for (const book of this.stock) {
      const case_ = book.cases.find((one) => one.id === id);
      if (case_) return { book, case_ };
    }
    throw { code: 'unknown_case', message: 'Không còn trường hợp này.' } satisfies Problem;
  }
  type(book: FakeBook) {
    const type = bookTypes.find((one) => one.code === book.kind);
    if (!type) throw new Error(`no type ${book.kind}`);
    return type;
  }
  judged(book: FakeBook, case_: FakeCase) {
    const position = book.cases.indexOf(case_) + 1;
    return judge(
      this.type(book),
      { id: case_.id, position, values: case_.values, pictures: case_.pages },
      case_.confirmed,
    );
  }
  loose(book: FakeBook): FakePage[] {
    const used = new Set(book.cases.flatMap((one) => one.pages.map((p) => p.page)));
    return book.pages.filter((page) => page.role === 'cases' && !used.has(page.id));
  }
  bookFindings(book: FakeBook): Finding[] {
    const loose = this.loose(book).map((page): Finding => {
      const position = String(book.pages.indexOf(page) + 1);
      return {
        rule: 'page_without_case',
        severity: 'error',
        confirmable: false,
        case: null,
        position: null,
        page: page.id,
        other: null,
        field: null,
        value: '',
        message: `Trang ${position} chưa thuộc trường hợp nào.`,
        advice: rules['page_without_case']?.todo ?? '',
        fix: null,
      };
    });
    return [...book.cases.flatMap((one) => this.judged(book, one).findings), ...loose];
  }
  counts(found: Finding[]): Counts {
    const of = (severity: Finding['severity']) =>
      found.filter((one) => one.severity === severity).length;
    return { error: of('error'), warning: of('warning'), info: of('info') };
  }
  row(book: FakeBook): BookRow {
    return {
      id: book.id,
      code: `${book.kind}.${book.year}.${String(book.volume).padStart(2, '0')}`,
      kind: book.kind,
      year: book.year,
      volume: book.volume,
      place: book.place,
      sheet: book.sheet,
      pages: book.pages.length,
      loosePages: this.loose(book).length,
      cases: book.cases.length,
      begun: book.cases.filter(begun).length,
      done: book.cases.filter((one) => one.state === 'done').length,
      findings: this.counts(this.bookFindings(book)),
      begunFindings: this.counts(
        book.cases.filter(begun).flatMap((one) => this.judged(book, one).findings),
      ),
      disputed: this.disputes.filter((one) => one.book === book.id).length,
      state: book.state,
      closing: book.closing ?? { cases: null, pages: null },
      keying: this.work.keying.get(book.id) ?? once,
      thirds: 0,
      who: this.workspace.who,
      changedAt: book.changedAt,
    };
  }
  bookWith(page: string): FakeBook {
    const book = this.stock.find((one) => one.pages.some((p) => p.id === page));
    if (!book) throw { code: 'unknown_page', message: 'Không còn trang này.' } satisfies Problem;
    return book;
  }
  /** Two forms a page, parted by a line in the middle. */
  layout(page: string): LayoutView {
    const book = this.bookWith(page);
    const line = (at: number) => ({ at, from: 0.04, to: 0.96, strength: 0.8 });
    const parts = book.cases.flatMap((one) => one.pages).filter((part) => part.page === page);
    const whole = { x: 0, y: 0, w: 1, h: 1 };
    return {
      page,
      across: [0.06, 0.5, 0.94].map(line),
      down: [],
      cells: parts.map(({ region }) => ({
        cell: { region: region ?? whole, continues: false },
        empty: false,
      })),
      proposed: [],
      drawn: false,
      doubtful: false,
    };
  }
  draw(book: FakeBook, page: string, cells: Cell[]): void {
    book.cases = book.cases.filter((one) => one.pages.every((part) => part.page !== page));
    for (const { region, continues } of cells) {
      const last = book.cases.at(-1);
      if (continues && last) last.pages.push({ page, region });
      else
        book.cases.push({
          id: crypto.randomUUID(),
          state: 'draft',
          held: null,
          values: this.type(book).fields.map(() => ({ text: '', state: 'given' as const })),
          pages: [{ page, region }],
          confirmed: [],
        });
    }
  }
  pageRows(book: FakeBook): PageRow[] {
    return book.pages.map((page, index) => ({
      id: page.id,
      position: index + 1,
      file: page.file,
      width: page.turns % 2 ? PAGE_HEIGHT : PAGE_WIDTH,
      height: page.turns % 2 ? PAGE_WIDTH : PAGE_HEIGHT,
      print: String(page.turns),
      shape: null,
      lookedAt: false,
      number: null,
      numberTo: null,
      numberTyped: false,
      missingBefore: 0,
      askNumber: false,
      verdict: 'good',
      reasons: [],
      role: page.role,
      cases: book.cases.flatMap((one, at) =>
        one.pages
          .filter((p) => p.page === page.id)
          .map((p) => ({ case: one.id, position: at + 1, region: p.region })),
      ),
    }));
  }
  view(id: string): CaseView {
    const { book, case_ } = this.at(id);
    const index = book.cases.indexOf(case_);
    const pictures: CasePicture[] = case_.pages.map(({ page, region }) => {
      const at = book.pages.findIndex((one) => one.id === page);
      const turns = book.pages[at]?.turns ?? 0;
      return {
        page,
        position: at + 1,
        region,
        width: turns % 2 ? PAGE_HEIGHT : PAGE_WIDTH,
        height: turns % 2 ? PAGE_WIDTH : PAGE_HEIGHT,
        print: String(turns),
      };
    });
    return {
      id,
      book: book.id,
      position: index + 1,
      total: book.cases.length,
      state: case_.state,
      held: case_.held,
      values: structuredClone(case_.values),
      ...this.proposed(book, case_),
      pictures,
      judgement: this.judged(book, case_),
      second: null,
      returned: null,
      previous: book.cases[index - 1]?.id ?? null,
      next: book.cases[index + 1]?.id ?? null,
    };
  }
  /** Whoever has every word somewhere in the name. */
  find(typed: string, kind: string | null): Found {
    const words = plain(typed).split(' ').filter(Boolean);
    const hits = this.stock
      .filter((book) => !kind || book.kind === kind)
      .flatMap((book) => {
        const fields = this.type(book).fields;
        const of = (one: FakeCase, role: string) =>
          one.values[fields.findIndex((field) => field.role === role)]?.text ?? '';
        return book.cases.map((one) => ({
          case: one.id,
          book: book.id,
          code: this.row(book).code,
          kind: book.kind,
          number: of(one, 'number'),
          name: of(one, 'subjectName'),
          birth: of(one, 'subjectBirthDate'),
          registered: of(one, 'registrationDate'),
          met: null,
        }));
      })
      .filter((hit) => words.length > 0 && words.every((word) => plain(hit.name).includes(word)));
    return { hits: hits.slice(0, 50), more: hits.length > 50, waiting: 0 };
  }
  gridRows(id: string, places: number[]): GridRow[] {
    return this.bookOf(id).cases.flatMap((one, index) =>
      places.includes(index)
        ? [
            {
              case: one.id,
              position: index + 1,
              state: one.state,
              held: one.held !== null,
              values: structuredClone(one.values),
              wrong: [],
            },
          ]
        : [],
    );
  }
  held(): HeldCase[] {
    return this.stock.flatMap((book) =>
      book.cases.flatMap((one, at) =>
        one.held
          ? [
              {
                ...one.held,
                book: this.row(book).code,
                case: one.id,
                position: at + 1,
                number: '',
                name: '',
                pages: [],
              },
            ]
          : [],
      ),
    );
  }
  saved(id: string): Saved {
    const at = new Date().toISOString();
    this.at(id).book.changedAt = at;
    this.at(id).book.state = 'open';
    return { at, case: this.view(id) };
  }
  /** A taste of what the station proposes: signer and residence of the mother as in the case before. */
  proposed(book: FakeBook, case_: FakeCase): Pick<CaseView, 'proposals' | 'passed'> {
    const before = book.cases[book.cases.indexOf(case_) - 1];
    const fields = this.type(book).fields.map((one) => one.column);
    const proposals = ['nguoiKy', 'meLoaiCuTru'].flatMap((column) => {
      const field = fields.indexOf(column);
      const [value, own] = [before?.values[field], case_.values[field]];
      const said = value && (value.text !== '' || value.state !== 'given');
      const open = case_.state !== 'done' && own?.text === '' && own.state === 'given';
      return said && open ? [{ field, value: { ...value }, why: 'before' as const }] : [];
    });
    return { proposals, passed: proposals.map((one) => one.field) };
  }
  written(text: string): string {
    const short = /^(\d)(\d)(\d\d)$/.exec(text);
    return short ? `0${short[1]}.0${short[2]}.19${short[3]}` : text;
  }
  offers(id: string, column: string, typed: string): Offer[] {
    const { book } = this.at(id);
    const field = this.type(book).fields.findIndex((one) => one.column === column);
    const all = new Set(book.cases.map((one) => one.values[field]?.text ?? ''));
    return [...all]
      .filter(
        (text) => text && text !== typed && text.toLowerCase().startsWith(typed.toLowerCase()),
      )
      .slice(0, 5)
      .map((text) => ({ text, from: 'book' as const, begins: false }));
  }
  people(id: string, column: string): PersonOffer[] {
    if (!column.startsWith('nyc')) return [];
    const { book, case_ } = this.at(id);
    const at = (name: string) => this.type(book).fields.findIndex((one) => one.column === name);
    return (['cha', 'me'] as const).flatMap((prefix) => {
      const value = case_.values[at(`${prefix}HoTen`)];
      if (!value?.text) return [];
      return [
        {
          part: prefix === 'cha' ? ('father' as const) : ('mother' as const),
          before: false,
          elsewhere: null,
          name: value.text,
          values: [[at('nycHoTen'), { ...value }] as [number, FieldValue]],
        },
      ];
    });
  }
  put(id: string, column: string, value: FieldValue): Saved {
    if (this.refuseSaves) throw this.refuseSaves;
    const { book, case_ } = this.at(id);
    const index = this.type(book).fields.findIndex((field) => field.column === column);
    const before = case_.values[index] ?? { text: '', state: 'given' };
    case_.values[index] = { ...value };
    this.#undo.push({
      what: 'Sửa ô',
      case: id,
      field: column,
      back: () => (case_.values[index] = before),
      again: () => (case_.values[index] = { ...value }),
    });
    this.#redo = [];
    return this.saved(id);
  }
  take(from: 'undo' | 'redo') {
    const [stack, other] = from === 'undo' ? [this.#undo, this.#redo] : [this.#redo, this.#undo];
    const step = stack.pop();
    if (!step) return { what: null, case: null, field: null };
    if (from === 'undo') step.back();
    else step.again();
    other.push(step);
    return { what: step.what, case: step.case, field: step.field };
  }
  settings: Settings = structuredClone(defaultSettings);
  #lines(): CheckLine[] {
    return this.stock.flatMap((book) =>
      book.cases.filter(begun).flatMap((one) =>
        this.judged(book, one).findings.map((finding) => ({
          book: book.id,
          code: this.row(book).code,
          number: one.values[1]?.text ?? '',
          name: '',
          who: this.workspace.who,
          finding,
        })),
      ),
    );
  }
  checkLines(filter: CheckFilter): CheckLines {
    const lines = this.#lines().filter(
      ({ book, who, finding }) =>
        (!filter.rule || filter.rule === finding.rule) &&
        (!filter.severity || filter.severity === finding.severity) &&
        (!filter.who || filter.who === who) &&
        (!filter.book || filter.book === book),
    );
    const rules = [...new Set(lines.map((one) => one.finding.rule))].map((rule) => {
      const own = lines.filter((one) => one.finding.rule === rule);
      const severity = own[0]?.finding.severity ?? 'info';
      return { rule, severity, count: own.length, books: [] };
    });
    return { total: lines.length, rules, lines };
  }
  checkJob(): Job {
    return this.job(null, 'check', this.stock.length, (job) => {
      const { rules } = this.checkLines({ rule: null, severity: null, who: null, book: null });
      job.checked = {
        at: new Date().toISOString(),
        books: this.stock.length,
        cases: 0,
        begun: 0,
        rules,
        people: [this.workspace.who],
      };
    });
  }
  job(book: FakeBook | null, kind: Job['kind'], total: number, each: (job: Job) => void): Job {
    const job: Job = {
      id: crypto.randomUUID(),
      kind,
      book: book?.id ?? WHOLE,
      state: 'running',
      done: 0,
      total,
      now: '',
      secondsLeft: null,
      rejected: [],
      imported: 0,
      already: 0,
      package: null,
      checked: null,
      made: null,
      taken: null,
      problem: null,
    };
    const step = () => {
      if (this.#cancelled.has(job.id)) job.state = 'cancelled';
      else if (job.done < total) {
        job.done += 1;
        job.secondsLeft = Math.ceil((total - job.done) * 0.12);
        each(job);
      } else {
        job.state = 'done';
        each(job);
      }
      this.#jobs.forEach((told) => told(structuredClone(job)));
      if (job.state === 'running') setTimeout(step, 120);
    };
    setTimeout(step, 20);
    return structuredClone(job);
  }
  drop(event: DropEvent): void {
    this.#drops.forEach((told) => told(event));
  }
  onJob(told: (job: Job) => void) {
    this.#jobs.add(told);
    return () => void this.#jobs.delete(told);
  }
  onDrop(told: (event: DropEvent) => void) {
    this.#drops.add(told);
    return () => void this.#drops.delete(told);
  }
  cancel(id: string) {
    this.#cancelled.add(id);
  }
  deskOf(book: string) {
    return this.#desk.get(book) ?? null;
  }
  remember(book: string, place: { case: string; field: string }) {
    this.#desk.set(book, place);
  }
}

export function begun(case_: FakeCase): boolean {
  return case_.values.some((value) => value.text !== '' || value.state !== 'given');
}

export const station = new FakeStation();
