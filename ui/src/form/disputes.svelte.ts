// Fields of the open book that several stations wrote differently, for the mark beside them.
import { host, type Id } from '../host';
import { station } from '../state/station.svelte';

class Disputes {
  #at = $state.raw<ReadonlySet<string>>(new Set());

  has(case_: Id | undefined, column: string): boolean {
    return this.#at.has(`${case_} ${column}`);
  }

  async load(book: Id): Promise<void> {
    const parts = await station.look(() => host.disputed(book));
    const fields = (parts ?? []).filter((one) => one.part.noun === 'value');
    this.#at = new Set(fields.map((one) => `${one.case} ${one.part.name}`));
  }

  none(): void {
    this.#at = new Set();
  }
}

export const disputes = new Disputes();
