// The entry desk: one case under the hands of a person. It keeps what is typed ahead of what the
// station has, saves every field on its way, and never writes over a field that is being typed in.
import { SvelteSet } from 'svelte/reactivity';
import type {
  BookRow,
  BookType,
  CaseRow,
  CaseView,
  Code,
  Confirmed,
  Edit,
  FieldState,
  FieldValue,
  Finding,
  Problem,
  Saved,
} from '../generated';
import { asProblem, host, type Id } from '../host';
import { station } from '../state/station.svelte';
import { Cases } from './cases';
import { Offers } from './offers.svelte';
import { Filling } from './people';
import { Proposals } from './proposals.svelte';
import { Hand } from './hand';
import {
  byField,
  findingAfter,
  firstField,
  formModel,
  merged,
  neighbour,
  sameValue,
  untouched,
  type FormField,
  type FormModel,
} from './model';

const IDLE = 1000;
const nothing: FieldValue = { text: '', state: 'given' };

/** Refusals that trying again cannot mend: the case is gone. */
const hopeless = new Set(['unknown_case', 'unknown_field', 'unknown_book']);

export class Desk {
  readonly book: BookRow;
  readonly model: FormModel;
  view = $state.raw<CaseView | null>(null);
  values = $state.raw<FieldValue[]>([]);
  rows = $state.raw<CaseRow[]>([]);
  focused = $state<string | null>(null);
  rareOpen = $state(false);
  /** The field the cursor shall go to; the number makes the same wish twice two wishes. */
  wish = $state.raw<{ column: string | null; turn: number }>({ column: null, turn: 0 });
  /** The column whose confirmable finding shall ask for its reason. */
  asking = $state<string | null>(null);
  /** Fields left in this visit: only these, and typed ones, are told what is missing. */
  readonly left = new SvelteSet<string>();
  /** Where the cursor goes after a reason was given; its field when absent. */
  back: (() => void) | null = null;
  /** Told after every change that reached the disk. */
  onsaved: () => void = () => undefined;
  /** Nothing more to open: the book has no cases. */
  empty = $state(false);
  /** What is offered under the box in hand. */
  readonly offers = new Offers();
  readonly proposals = new Proposals();

  #sent: FieldValue[] = [];
  #dirty = new Set<number>();
  #idle: ReturnType<typeof setTimeout> | null = null;
  #cases = new Cases();
  /** What a field held before it was said to be left out or illegible, to take that back. */
  #before = new Map<string, string>();
  #hand = new Hand();
  #filling: Filling | null = null;
  #turn = 0;
  #gone = false;

  constructor(book: BookRow, type: BookType, lists: Record<string, Code[]>) {
    this.book = book;
    this.model = formModel(type, book.sheet, lists);
  }

  readonly findings = $derived.by(() => byField(this.view?.judgement.findings ?? []));
  readonly confirmed = $derived.by(() => {
    const map = new Map<string, Confirmed[]>();
    for (const one of this.view?.judgement.confirmed ?? []) {
      const key = one.finding.field ?? '';
      map.set(key, [...(map.get(key) ?? []), one]);
    }
    return map;
  });
  /** The fields the cursor can reach now. */
  readonly order = $derived.by((): FormField[] =>
    this.rareOpen ? this.model.order : this.model.order.filter((field) => !field.rare),
  );

  value(field: FormField): FieldValue {
    return this.values[field.index] ?? nothing;
  }

  /** What is proposed for a field nobody has typed in. */
  proposal(field: FormField): FieldValue | null {
    return this.proposals.for(field, this.value(field));
  }

  /** Whether Enter goes past a field. */
  readonly passes = (field: FormField): boolean =>
    this.proposals.passes(field, this.value(field)) ||
    (this.#filling?.holds(field, this.value(field)) ?? false);

  /** Takes what is proposed for a field. */
  take(field: FormField): void {
    const value = this.proposal(field);
    if (!value) return;
    this.#put(field, { ...value });
    this.commit(field);
  }

  /** Goes to the place asked for, else where the person was, else to the first unfinished case. */
  async begin(): Promise<void> {
    const wish = station.wish;
    station.wish = null;
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
    if (!field && still && first !== this.focused && this.#dirty.size === 0) this.focus(first);
  }

  #lay(view: CaseView, field: string | null): void {
    this.left.clear();
    this.#before.clear();
    this.#dirty.clear();
    this.#hand.clear();
    this.#filling = null;
    this.proposals.clear();
    this.offers.close();
    this.view = view;
    this.values = view.values;
    this.#sent = [...view.values];
    // The saves of an earlier visit may still be under way.
    this.focus(field ?? firstField(this.model, view, this.passes));
  }

  #key(id: Id, index: number): string {
    return `${id}/${index}`;
  }

  /** Takes in what the station says, where the person is not ahead of it. */
  #apply(view: CaseView): void {
    const ahead = (index: number) =>
      this.#dirty.has(index) || station.queue.has(this.#key(view.id, index));
    this.#sent = merged(this.#sent, view.values, ahead);
    this.values = merged(this.values, view.values, ahead);
    this.view = view;
  }

  received(saved: Saved): void {
    station.saved(saved);
    this.#cases.remember(saved.case, this.view?.id);
    this.rows = this.rows.map((row) =>
      row.id === saved.case.id ? { ...row, state: saved.case.state, begun: true } : row,
    );
    if (this.view?.id === saved.case.id) {
      this.#apply(saved.case);
      if (station.queue.state.waiting === 0) this.proposals.know(saved.case);
    }
    this.onsaved();
  }

  /** A person typed. */
  edit(field: FormField, text: string): void {
    this.#hand.typed(field.index);
    this.#soon(field, text);
    if (this.view) void this.offers.ask(this.view.id, field.column, text);
  }

  /** A person went to an offer, or back to what was typed. */
  pick(field: FormField, text: string): void {
    if (this.offers.at >= 0) this.#hand.chosen(field.index);
    else this.#hand.typed(field.index);
    this.#soon(field, text);
  }

  /** Saved when the hands rest: then nothing is written out yet. */
  #soon(field: FormField, text: string): void {
    this.#put(field, { text, state: 'given' });
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#rest(), IDLE);
  }

  #put(field: FormField, value: FieldValue): void {
    this.values = this.values.with(field.index, value);
    this.#dirty.add(field.index);
  }

  /** A person chose: nothing more will be typed, so it is saved at once. */
  choose(field: FormField, text: string): void {
    this.#put(field, { text, state: 'given' });
    this.commit(field);
  }

  /** Says that the ledger leaves a field out, or that it cannot be read; said twice, takes it back. */
  mark(field: FormField, state: Exclude<FieldState, 'given'>): void {
    const value = this.value(field);
    if (value.state === state) {
      this.#put(field, { text: this.#before.get(field.column) ?? '', state: 'given' });
    } else {
      if (value.text) this.#before.set(field.column, value.text);
      this.#put(field, { text: '', state });
    }
    this.commit(field);
  }

  /** Sends a field on its way to the disk; `left` when the person is through with it. */
  commit(field: FormField, left = false): void {
    const view = this.view;
    if (!view) return;
    const dirty = this.#dirty.delete(field.index);
    const value = this.value(field);
    const short = left && this.#hand.left(field.index, value.text);
    const known = sameValue(value, this.#sent[field.index] ?? nothing);
    if (!short && (!dirty || known)) return;
    this.#sent[field.index] = value;
    station.queue.push({
      key: this.#key(view.id, field.index),
      run: () => host.editsSave(view.id, [{ column: field.column, value, short }]),
      then: (saved) => this.received(saved as Saved),
      refused: (problem) => this.#hopeless(problem),
    });
  }

  /** Sends everything; the person goes elsewhere. */
  commitAll(): void {
    this.#each(new Set([...this.#dirty, ...this.#hand.fields]), true);
  }

  #rest(): void {
    this.#each(new Set(this.#dirty), false);
  }

  #each(indices: Set<number>, left: boolean): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    for (const index of indices) {
      const field = this.model.order.find((one) => one.index === index);
      if (field) this.commit(field, left);
    }
  }

  #hopeless(problem: Problem): boolean {
    if (!hopeless.has(problem.code)) return false;
    station.problem = problem;
    return true;
  }

  /** Whether a field holds text that was not sent yet. */
  isDirty(column: string | null): boolean {
    const field = column ? this.model.byColumn.get(column) : undefined;
    return !!field && this.#dirty.has(field.index);
  }

  entered(field: FormField): void {
    this.focused = field.column;
    this.asking = null;
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
    this.commit(field, document.hasFocus());
  }

  /** Fills in the person a field belongs to from where they stand already; again, the next who may be meant. */
  async fillPerson(field: FormField): Promise<void> {
    const view = this.view;
    if (!view) return;
    const fits = this.#filling?.fits(field);
    const filling = fits
      ? this.#filling
      : await Filling.begin(this.model, this.values, view.id, field);
    if (!filling || this.view?.id !== view.id) return;
    this.#filling = filling;
    const said = filling.next();
    for (const [one, value] of filling.values) {
      this.#hand.chosen(one.index);
      this.#put(one, value);
      this.commit(one);
    }
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
    this.#deed(`finish/${view.id}`, () => host.caseFinish(view.id, true, taken));
    if (view.next) return this.open(view.next);
    await station.queue.flush();
    const open = this.rows.filter((row) => row.state !== 'done').length;
    station.say(
      open === 0
        ? 'Đã xong mọi trường hợp của sổ. Sang thẻ Soát lỗi.'
        : `Đã xong trường hợp cuối. Còn ${open} trường hợp chưa xong.`,
    );
  }

  /** Takes what finishing the case takes. */
  #takeAll(): Edit[] {
    const seen = this.model.order.filter((f) => this.passes(f) || this.focused === f.column);
    const taken = this.proposals.taken(seen, (field) => this.value(field));
    for (const [{ index }, value] of taken) {
      this.values = this.values.with(index, value);
      this.#sent[index] = value;
    }
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
        if (problem.code === 'disk_full' || problem.code === 'folder_read_only') return false;
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
    if (!value) return;
    this.#put(field, { ...value });
    this.commit(field);
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
    const at = rows.findIndex((row) => row.id === view.id);
    const ahead = step === 1 ? rows.slice(at + 1) : rows.slice(0, Math.max(0, at)).reverse();
    const found = ahead.find((row) => row.begun && row.findings.error + row.findings.warning > 0);
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
    const undone = await station.ask(() => host[way](this.book.id));
    if (!undone) return;
    if (!undone.what)
      return station.say(way === 'undo' ? 'Không còn gì để hoàn tác.' : 'Không còn gì để làm lại.');
    station.say(`${way === 'undo' ? 'Đã hoàn tác' : 'Đã làm lại'}: ${undone.what}`);
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
    this.#dirty.clear();
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
