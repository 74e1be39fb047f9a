// The entry desk: one case under the hands of a person, the way from field to field and from case to case.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  BookRow,
  BookType,
  CaseRow,
  CaseView,
  Code,
  Confirmed,
  Edit,
  FieldValue,
  Finding,
  Held,
  Problem,
  Proposal,
  Saved,
} from '../generated';
import { asProblem, host, type Id } from '../host';
import { station } from '../state/station.svelte';
import { atTheEnd, Cases, notWritten, rowAfter, wrongCase } from './cases';
import { Offers } from './offers.svelte';
import { Filling } from './people';
import { Proposals } from './proposals.svelte';
import { finished } from './today';
import { narrowed, standing, toTypeAgain } from './second';
import { kept, Typed } from './typed.svelte';
import {
  byField,
  confirmedByField,
  findingAfter,
  firstField,
  formModel,
  neighbour,
  untouched,
  withText,
  type FormField,
  type FormModel,
} from './model';

export class Desk {
  readonly book: BookRow;
  readonly #whole: FormModel;
  view = $state.raw<CaseView | null>(null);
  rows = $state.raw<CaseRow[]>([]);
  focused = $state<string | null>(null);
  rareOpen = $state(false);
  /** The field the cursor shall go to; the number makes the same wish twice two wishes. */
  wish = $state.raw<{ column: string | null; turn: number }>({ column: null, turn: 0 });
  /** The column whose confirmable finding shall ask for its reason. */
  asking = $state<string | null>(null);
  /** The column about which something is being written. */
  remarking = $state<string | null>(null);
  /** Fields left in this visit: only these, and typed ones, are told what is missing. */
  readonly left = new SvelteSet<string>();
  /** What was typed into fields that another window wrote into meanwhile. */
  readonly clashes = new SvelteMap<string, FieldValue>();
  /** Where the cursor goes after a reason was given; its field when absent. */
  back: (() => void) | null = null;
  /** Told after every change that reached the disk. */
  onsaved: () => void = () => undefined;
  /** A first case was asked for. */
  begun = $state(false);
  /** Nothing more to open: the book has no cases. */
  empty = $state(false);
  /** What is offered under the box in hand. */
  readonly offers = new Offers();
  readonly proposals = new Proposals();
  readonly #typed: Typed;
  #cases = new Cases();
  /** What a field held before it was said to be left out or illegible, to take that back. */
  #before = new Map<string, string>();
  #filling: Filling | null = null;
  #turn = 0;
  #gone = false;

  constructor(book: BookRow, type: BookType, lists: Record<string, Code[]>) {
    this.book = book;
    this.#whole = formModel(type, book.sheet, lists);
    this.#typed = new Typed(
      this.#whole,
      (saved) => this.received(saved),
      (id) => this.#cases.get(id),
      (id, field, mine, problem) => void this.#clashed(id, field, mine, problem),
    );
  }

  /** Which fields are typed a second time; an equal list is the same one. */
  readonly #takes = $derived(this.view?.second?.takes.join() ?? null);
  /** The fields of the case in hand: of one that is typed a second time, only those that are. */
  readonly model = $derived.by((): FormModel =>
    this.#takes === null ? this.#whole : narrowed(this.#whole, this.#takes.split(',').map(Number)),
  );
  readonly findings = $derived.by(() => byField(this.view?.judgement.findings ?? []));
  readonly confirmed = $derived.by(() => confirmedByField(this.view?.judgement.confirmed ?? []));
  /** What a checker found wrong, while the case waits to be mended. */
  readonly returned = $derived.by(() => {
    const wrong = this.view?.returned?.fields.filter((one) => one.said === 'wrong' && one.holds);
    return new Map(wrong?.map((one) => [one.column, one]));
  });
  /** The fields the cursor can reach now. */
  readonly order = $derived.by((): FormField[] =>
    this.rareOpen ? this.model.order : this.model.order.filter((field) => !field.rare),
  );

  value(field: FormField): FieldValue {
    return this.#typed.value(field);
  }

  /** What is proposed for a field nobody has typed in. */
  proposal(field: FormField): Proposal | null {
    return this.proposals.for(field, this.value(field));
  }

  /** Whether Enter goes past a field. */
  readonly passes = (field: FormField): boolean =>
    standing(this.view, field) === 'fixed' ||
    this.proposals.passes(field, this.value(field)) ||
    (this.#filling?.holds(field, this.value(field)) ?? false);

  /** Takes what is proposed for a field. */
  take(field: FormField): void {
    const proposal = this.proposal(field);
    if (proposal) this.#typed.choose(field, { ...proposal.value });
  }

  /** Goes to the place asked for, else where the person was, else to the first unfinished case. */
  async begin(): Promise<void> {
    const wish = station.wish;
    station.wish = null;
    this.begun = true;
    this.empty = false;
    this.#cases.forget();
    const [rows, place] = await Promise.all([
      station.look(() => host.cases(this.book.id)),
      wish ? null : station.look(() => host.desk(this.book.id)),
    ]);
    this.rows = rows ?? [];
    const known = (id: string | undefined) => this.rows.some((row) => row.id === id);
    if (wish && known(wish.case)) return this.open(wish.case, wish.field);
    if (place && known(place.case)) return this.open(place.case, place.field);
    const todo = this.rows.find((row) => row.state !== 'done') ?? this.rows[0];
    if (todo) return this.open(todo.id);
    this.empty = true;
  }

  /** Lays a case on the desk. What was typed in the one before is on its way already. */
  async open(id: Id, field: string | null = null): Promise<void> {
    this.commitAll();
    const turn = ++this.#turn;
    const cached = this.#cases.get(id);
    if (cached) this.#lay(cached, field);
    const ahead = cached ? this.#cases.lookAhead(cached) : null;
    const fresh = cached ?? (await station.look(() => this.#cases.fetch(id)));
    // Somebody may have gone on to another case meanwhile.
    if (!fresh || this.#gone || turn !== this.#turn) return;
    if (!cached) {
      this.#cases.remember(fresh, this.view?.id);
      this.#lay(fresh, field);
    }
    await this.#propose(id, field);
    await (ahead ?? (this.view?.id === id ? this.#cases.lookAhead(fresh) : null));
  }

  /** Fetches a case again when what was typed before it is safe: only then its proposals are true. */
  async #propose(id: Id, field: string | null): Promise<void> {
    const laid = this.wish.turn;
    if (!(await station.queue.flush())) return;
    const fresh = await station.look(() => host.caseOpen(id));
    if (!fresh || this.#gone) return;
    this.#cases.remember(fresh, this.view?.id);
    if (this.view?.id !== id) return;
    this.#apply(fresh);
    this.proposals.know(fresh);
    // The first field to be typed may be another one now; a cursor that moved already stays.
    const first = firstField(this.model, fresh, this.passes);
    const still = this.wish.turn === laid && this.focused === this.wish.column;
    if (!field && still && first !== this.focused && !this.#typed.isDirty()) this.focus(first);
  }

  #lay(view: CaseView, field: string | null): void {
    this.left.clear();
    this.#letGo();
    this.#before.clear();
    this.#filling = null;
    this.remarking = null;
    this.proposals.clear();
    this.offers.close();
    this.view = view;
    this.#typed.lay(view);
    // With what an earlier visit typed and is not safe yet.
    const known = { ...view, values: this.#typed.values };
    this.focus(field ?? firstField(this.model, known, this.passes));
  }

  #apply(view: CaseView): void {
    this.#typed.apply(view);
    this.view = view;
  }

  received(saved: Saved): void {
    station.saved(saved);
    this.#cases.remember(saved.case, this.view?.id);
    this.rows = this.rows.map((row) => rowAfter(row, saved.case));
    if (this.view?.id === saved.case.id) {
      this.#apply(saved.case);
      if (station.queue.state.waiting === 0) this.proposals.know(saved.case);
    }
    this.onsaved();
  }

  /** Another window wrote into a field while something was typed here: both are shown, a person says. */
  async #clashed(id: Id, field: FormField, mine: FieldValue, problem: Problem): Promise<void> {
    const fresh = await station.look(() => host.caseOpen(id));
    if (fresh) this.#cases.remember(fresh, this.view?.id);
    if (!fresh || this.view?.id !== id || this.#gone) {
      station.problem = problem;
      return;
    }
    this.#apply(fresh);
    this.clashes.set(field.column, mine);
  }

  /** The person goes on without having said which of two readings stands: what is not written is told. */
  #letGo(): void {
    const [column, mine] = [...this.clashes][0] ?? [];
    const label = column && this.model.byColumn.get(column)?.label;
    if (label && mine && this.view) station.problem = notWritten(this.view, label, mine);
    this.clashes.clear();
  }

  /** What was typed here takes the place of what another window wrote; or not. */
  settle(field: FormField, useMine: boolean): void {
    const mine = this.clashes.get(field.column);
    this.clashes.delete(field.column);
    if (mine && useMine) this.#typed.choose(field, mine);
    this.focus(field.column);
  }

  /** A person typed. */
  edit(field: FormField, text: string): void {
    this.#typed.hand.typed(field.index);
    this.#typed.soon(field, withText(this.value(field), text));
    if (this.view) void this.offers.ask(this.view.id, field.column, text);
  }

  /** A person went to an offer, or back to what was typed. */
  pick(field: FormField, text: string): void {
    if (this.offers.at >= 0) this.#typed.hand.chosen(field.index);
    else this.#typed.hand.typed(field.index);
    this.#typed.soon(field, withText(this.value(field), text));
  }

  /** A person chose: nothing more will be typed, so it is saved at once. */
  choose(field: FormField, text: string): void {
    this.#typed.choose(field, withText(this.value(field), text));
  }

  /** Says that the ledger leaves a field out, or that it cannot be read; said twice, takes it back. */
  mark(field: FormField, state: 'leftOut' | 'illegible'): void {
    const value = this.value(field);
    if (value.state === state) {
      const text = this.#before.get(field.column) ?? '';
      return this.#typed.choose(field, { ...value, text, state: 'given' });
    }
    if (value.text) this.#before.set(field.column, value.text);
    this.#typed.choose(field, { ...value, text: '', state });
  }

  /** Something is being written about a field: saved when the hands rest. */
  remark(field: FormField, value: FieldValue): void {
    this.#typed.soon(field, value);
  }

  /** What is said about a field stands; back into its box. */
  remarked(field: FormField, value: FieldValue): void {
    this.remarking = null;
    this.#typed.choose(field, value);
    this.focus(field.column);
  }

  /** Gives a field, or all, what they held when a deed was done. */
  restore(set: Id, column: string | null): void {
    const view = this.view;
    if (!view) return;
    this.commitAll();
    this.#deed(`restore/${view.id}`, () => host.restore(view.id, set, column));
  }

  /** Says that another office hands the case in, or that this one does. */
  hold(held: Held | null): void {
    const view = this.view;
    if (view) this.#deed(`hold/${view.id}`, () => host.caseHold(view.id, held));
  }

  commitAll(): void {
    this.#typed.commitAll();
  }

  /** What was typed is safe. */
  async rest(): Promise<void> {
    this.commitAll();
    await station.queue.flush();
  }

  /** Whether a field holds text that was not sent yet. */
  isDirty(column: string | null): boolean {
    return this.#typed.isDirty(column);
  }

  entered(field: FormField): void {
    this.focused = field.column;
    this.asking = null;
    if (this.remarking !== field.column) this.remarking = null;
    this.#tellPlace();
    const empty = untouched(this.value(field)) && !this.proposal(field);
    if (this.view && empty && field.options.length === 0)
      void this.offers.ask(this.view.id, field.column, '');
    else this.offers.close();
  }

  leave(field: FormField): void {
    this.left.add(field.column);
    this.offers.close();
    // Another window in front is no leaving: half a date stays half a date.
    this.#typed.commit(field, document.hasFocus());
  }

  /** Fills in the person a field belongs to from where they stand already; again, the next who may be meant. */
  async fillPerson(field: FormField): Promise<void> {
    const view = this.view;
    if (!view) return;
    if (!this.#filling?.fits(field))
      this.#filling = await Filling.begin(this.model, view.id, field);
    const filling = this.#filling;
    if (!filling || this.view?.id !== view.id) return;
    const said = filling.next((one) => this.value(one));
    for (const [one, value] of filling.values) this.#typed.choose(one, value);
    station.say(said);
  }

  #tellPlace(): void {
    const [view, column] = [this.view, this.focused];
    // Where the cursor stands is a comfort: failing to keep it must not disturb anybody.
    if (view && column && !this.#gone)
      host.deskSave(this.book.id, view.id, column).catch(() => undefined);
  }

  focus(column: string | null): void {
    if (column && this.model.byColumn.get(column)?.rare) this.rareOpen = true;
    this.wish = { column, turn: this.wish.turn + 1 };
  }

  /** The field beside one; going on, past those that need nobody. */
  step(column: string, step: 1 | -1, pass = false): FormField | null {
    const order = pass
      ? this.order.filter((field) => field.column === column || !this.passes(field))
      : this.order;
    return neighbour(order, column, step);
  }

  async go(step: 1 | -1): Promise<void> {
    const id = step === 1 ? this.view?.next : this.view?.previous;
    if (id) await this.open(id);
    else
      station.say(step === 1 ? 'Đây là trường hợp cuối của sổ.' : 'Đây là trường hợp đầu của sổ.');
  }

  /** Saves, says the case is complete, and goes on. */
  async finish(): Promise<void> {
    this.commitAll();
    const view = this.view;
    if (!view) return;
    const taken = this.#takeAll();
    const filled = this.model.order.filter((field) => !untouched(this.value(field)));
    if (view.state !== 'done')
      finished(filled.length, filled.filter((field) => !this.#typed.hand.ever(field.index)).length);
    this.#deed(`finish/${view.id}`, () => host.caseFinish(view.id, true, taken));
    if (view.second && !(await this.#agreed(view.id))) return;
    if (view.next) return this.open(view.next);
    await station.queue.flush();
    const open = this.rows.filter((row) => row.state !== 'done' && !row.held).length;
    station.say(atTheEnd(open));
  }

  /** Waits for what comparing says; goes to what is to be typed again, if there is any. */
  async #agreed(id: Id): Promise<boolean> {
    await station.queue.flush();
    const again = this.view?.id === id ? toTypeAgain(this.view, this.order) : null;
    if (!again) return true;
    station.say(again.told);
    this.focus(again.column);
    return false;
  }

  /** Takes what finishing the case takes. */
  #takeAll(): Edit[] {
    const seen = this.model.order.filter((f) => this.passes(f) || this.focused === f.column);
    const taken = this.proposals.taken(seen, (field) => this.value(field));
    for (const [field, value] of taken) this.#typed.taken(field, value);
    return taken.map(([{ column }, value]) => ({ column, value, short: false }));
  }

  reopen(): void {
    const view = this.view;
    if (view) this.#deed(`finish/${view.id}`, () => host.caseFinish(view.id, false, []));
  }

  /** Puts a deed in line after every save that came before it. */
  #deed(key: string, run: () => Promise<Saved>): void {
    station.queue.push({
      key,
      run,
      then: (saved) => this.received(saved as Saved),
      // Full disks are retried like a save; a refusal on the merits is told and let go.
      refused: (problem) => {
        if (kept.has(problem.code)) return false;
        station.problem = problem;
        return true;
      },
    });
  }

  fix(finding: Finding): void {
    this.commitAll();
    const { case: id, rule, field } = finding;
    if (id) this.#deed(`fix/${id}/${rule}/${field ?? ''}`, () => host.fix(id, rule, field ?? ''));
  }

  confirm(finding: Finding, reason: string): void {
    this.commitAll();
    const { case: id, rule, field } = finding;
    if (id)
      this.#deed(`confirm/${id}/${rule}/${field ?? ''}`, () =>
        host.confirm(id, rule, field ?? '', reason),
      );
  }

  unconfirm(one: Confirmed): void {
    this.#deed(`unconfirm/${one.id}`, () => host.unconfirm(one.id));
  }

  /** Copies the field of the case before. */
  async same(field: FormField): Promise<void> {
    const id = this.view?.previous;
    if (!id) return station.say('Đây là trường hợp đầu, không có trường hợp trước để chép.');
    const before = this.#cases.get(id) ?? (await station.look(() => host.caseOpen(id)));
    if (!before) return;
    this.#cases.remember(before, this.view?.id);
    const value = before.values[field.index];
    if (untouched(value)) return station.say('Ô này của trường hợp trước để trống.');
    // What was asked about it belongs to the other case.
    if (value) this.#typed.choose(field, { text: value.text, state: value.state });
  }

  /** To the next finding: in this case, and then in the next case that has one. */
  async toFinding(step: 1 | -1): Promise<void> {
    // What was typed a moment ago may have mended what is still told.
    this.commitAll();
    await station.queue.flush();
    const view = this.view;
    if (!view) return;
    const column = findingAfter(this.model.order, view.judgement.findings, this.focused, step);
    if (column) return this.focus(column);
    const rows = await station.look(() => host.cases(this.book.id));
    if (!rows) return;
    this.rows = rows;
    const found = wrongCase(rows, view.id, step);
    if (!found) {
      const way = step === 1 ? 'sau' : 'trước';
      return station.say(`Không còn lỗi nào ở các trường hợp ${way} đã nhập.`);
    }
    await this.open(found.id);
    const wrong = this.view?.judgement.findings ?? [];
    this.focus(findingAfter(this.model.order, wrong, null, step) ?? null);
  }

  async takeBack(way: 'undo' | 'redo'): Promise<void> {
    this.commitAll();
    if (!(await station.queue.flush())) return;
    const undone = await station.takeBack(this.book.id, way);
    if (!undone) return;
    void station.refreshBook();
    this.#cases.forget();
    try {
      const id = undone.case ?? this.view?.id;
      if (!id) return;
      const view = await host.caseOpen(id);
      this.#cases.remember(view, this.view?.id);
      if (this.view?.id === id) {
        this.#apply(view);
        if (undone.field) this.focus(undone.field);
      } else this.#lay(view, undone.field);
    } catch (thrown) {
      station.problem = asProblem(thrown);
      await this.begin();
    }
  }

  async removeCase(): Promise<void> {
    const view = this.view;
    if (!view) return;
    await station.queue.flush();
    if ((await station.ask(() => host.caseRemove(view.id).then(() => true))) === null) return;
    station.say(`Đã bỏ trường hợp ${view.position}. Ctrl+Z để lấy lại.`);
    this.#cases.forget();
    this.#typed.drop();
    this.view = null;
    void station.refreshBook();
    station.wish =
      (view.next ?? view.previous) ? { case: view.next ?? view.previous ?? '', field: null } : null;
    await this.begin();
  }

  /** The tab goes away; what is typed is sent first. */
  close(): void {
    this.commitAll();
    this.#gone = true;
  }
}
