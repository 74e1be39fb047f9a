// What is typed of the case in hand: kept ahead of what the station has, sent field by field, never written
// over while a person is at it.
import type { CaseView, FieldValue, Problem, Saved } from '../generated';
import { host, type Id } from '../host';
import { station } from '../state/station.svelte';
import { Hand } from './hand';
import { merged, sameValue, type FormField, type FormModel } from './model';

const IDLE = 1000;
const nothing: FieldValue = { text: '', state: 'given' };

/** Refusals of the moment: a full disk is emptied, a lock is opened. */
export const kept = new Set(['disk_full', 'folder_read_only', 'locked', 'signed_out']);

/** Refusals that trying again cannot mend: the case is gone. */
const hopeless = new Set(['unknown_case', 'unknown_field', 'unknown_book', 'not_allowed']);

/** The values of a case with what was typed there and is not safe yet, on the desk or in the table. */
export function withWaiting(model: FormModel, id: Id, values: FieldValue[]): FieldValue[] {
  const now = [...values];
  for (const { case: of, column, value } of station.queue.waiting.flatMap(
    (one) => one.holds ?? [],
  )) {
    const field = of === id ? model.byColumn.get(column) : undefined;
    if (field) now[field.index] = value;
  }
  return now;
}

/** A field of the case in hand: with a signal of its own, so that a letter typed in one concerns no other. */
class Box {
  value = $state.raw<FieldValue>(nothing);
}

export class Typed {
  readonly #boxes: readonly Box[];
  readonly hand = new Hand();
  #case: Id | null = null;
  #sent: FieldValue[] = [];
  #dirty = new Set<number>();
  #idle: ReturnType<typeof setTimeout> | null = null;

  constructor(
    readonly model: FormModel,
    readonly received: (saved: Saved) => void,
    /** What the station has told of a case last. */
    readonly told: (id: Id) => CaseView | undefined = () => undefined,
    /** Somebody else wrote where this was to be written. */
    readonly clashed: (id: Id, field: FormField, mine: FieldValue, problem: Problem) => void = () =>
      undefined,
  ) {
    const last = Math.max(-1, ...model.order.map((field) => field.index));
    this.#boxes = Array.from({ length: last + 1 }, () => new Box());
  }

  /** By position of the field. */
  get values(): FieldValue[] {
    return this.#boxes.map((box) => box.value);
  }

  /** Shows these; what says the same as before stays what it is. */
  #show(values: readonly FieldValue[]): void {
    this.#boxes.forEach((box, index) => {
      const value = values[index] ?? nothing;
      if (!sameValue(box.value, value)) box.value = value;
    });
  }

  /** Another case. What was typed in the one before is on its way already. */
  lay(view: CaseView): void {
    this.#dirty.clear();
    this.hand.clear();
    this.#case = view.id;
    // What was typed on an earlier visit may not be safe yet: it stands there all the same.
    const values = withWaiting(this.model, view.id, view.values);
    this.#show(values);
    this.#sent = values;
  }

  /** The case is gone, and what was typed in it with it. */
  drop(): void {
    this.#dirty.clear();
    this.hand.clear();
    this.#case = null;
  }

  /** Takes in what the station says, where the person is not ahead of it. */
  apply(view: CaseView): void {
    const ahead = (index: number) =>
      this.#dirty.has(index) || station.queue.has(`${view.id}/${index}`);
    this.#sent = merged(this.#sent, view.values, ahead);
    this.#show(merged(this.values, view.values, ahead));
  }

  value(field: FormField): FieldValue {
    return this.#boxes[field.index]?.value ?? nothing;
  }

  #write(field: FormField, value: FieldValue): void {
    const box = this.#boxes[field.index];
    if (box) box.value = value;
  }

  put(field: FormField, value: FieldValue): void {
    this.#write(field, value);
    this.#dirty.add(field.index);
  }

  /** Put and saved at once: nothing more will be typed. */
  choose(field: FormField, value: FieldValue): void {
    this.hand.chosen(field.index);
    this.put(field, value);
    this.commit(field);
  }

  /** Put, and saved when the hands rest: then nothing is written out yet. */
  soon(field: FormField, value: FieldValue): void {
    this.put(field, value);
    this.#stopWaiting();
    this.#idle = setTimeout(() => this.#each(this.#dirty, false), IDLE);
  }

  /** Shown at once; saved by what finishes the case. */
  taken(field: FormField, value: FieldValue): void {
    this.#write(field, value);
    this.#sent[field.index] = value;
  }

  /** Sends a field on its way to the disk; `left` when the person is through with it. */
  commit(field: FormField, left = false): void {
    const id = this.#case;
    if (!id) return;
    const dirty = this.#dirty.delete(field.index);
    const value = this.value(field);
    const short = left && this.hand.left(field.index, value.text);
    const known = sameValue(value, this.#sent[field.index] ?? nothing);
    if (!short && (!dirty || known)) return;
    this.#sent[field.index] = value;
    station.queue.push({
      key: `${id}/${field.index}`,
      run: () => {
        // Everything sent before has been answered by now: what is told is what the person could see.
        const over = this.told(id)?.values[field.index];
        const edit = { column: field.column, value, short };
        return host.editsSave(id, [over ? { ...edit, over } : edit]);
      },
      holds: [{ case: id, column: field.column, value }],
      then: (saved) => this.received(saved as Saved),
      refused: (problem) => {
        if (problem.code !== 'changed_elsewhere') return this.#hopeless(problem);
        this.clashed(id, field, value, problem);
        return true;
      },
    });
  }

  /** Sends everything; the person goes elsewhere. */
  commitAll(): void {
    this.#each([...this.#dirty, ...this.hand.fields], true);
  }

  #each(indices: Iterable<number>, left: boolean): void {
    this.#stopWaiting();
    for (const index of new Set(indices)) {
      const field = this.model.order.find((one) => one.index === index);
      if (field) this.commit(field, left);
    }
  }

  #stopWaiting(): void {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
  }

  #hopeless(problem: Problem): boolean {
    if (!hopeless.has(problem.code)) return false;
    station.problem = problem;
    return true;
  }

  /** Whether anything was typed that was not sent yet; in one field, or at all. */
  isDirty(column?: string | null): boolean {
    if (column === undefined) return this.#dirty.size > 0;
    const field = column ? this.model.byColumn.get(column) : undefined;
    return !!field && this.#dirty.has(field.index);
  }
}
