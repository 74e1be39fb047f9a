// What is proposed for the case in hand, until a person takes it or wipes it away.
import { SvelteSet } from 'svelte/reactivity';
import type { CaseView, FieldValue, Proposal } from '../generated';
import { sameValue, untouched, type FormField } from './model';

export class Proposals {
  #all = $state.raw(new Map<number, Proposal>());
  #passed = $state.raw(new Set<number>());
  #values: readonly FieldValue[] = [];
  readonly #refused = new SvelteSet<number>();

  /** Another case: nothing is proposed until that is known for sure. */
  clear(): void {
    this.#refused.clear();
    this.know(null);
  }

  /** What the station says, worked out after everything typed before it was safe. */
  know(view: Pick<CaseView, 'proposals' | 'passed' | 'values'> | null): void {
    this.#all = new Map((view?.proposals ?? []).map((one) => [one.field, one]));
    this.#passed = new Set(view?.passed);
    this.#values = view?.values ?? [];
  }

  /** Whether anything is proposed at all. */
  get any(): boolean {
    return this.#all.size > 0;
  }

  /** What is proposed for a field that holds this; null when somebody typed in it. */
  for(field: FormField, value: FieldValue): Proposal | null {
    if (!untouched(value) || this.#refused.has(field.index)) return null;
    return this.#all.get(field.index) ?? null;
  }

  /** Whether the cursor goes past a field that holds this: not when the person changed it. */
  passes(field: FormField, value: FieldValue): boolean {
    const known = this.#values[field.index];
    const mine = this.#refused.has(field.index) || !known || !sameValue(value, known);
    return !mine && this.#passed.has(field.index);
  }

  /** Wipes away what is proposed. */
  refuse(field: FormField): void {
    this.#refused.add(field.index);
  }

  /**
   * What finishing the case takes: what has stayed the same for some cases, and what the cursor stands on.
   * Anything else that is proposed waits for somebody to look at it.
   */
  taken(
    seen: readonly FormField[],
    value: (field: FormField) => FieldValue,
  ): [FormField, FieldValue][] {
    return seen.flatMap((field) => {
      const proposed = this.for(field, value(field));
      return proposed ? [[field, { ...proposed.value }] as [FormField, FieldValue]] : [];
    });
  }
}
