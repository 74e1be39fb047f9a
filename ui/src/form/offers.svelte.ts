// What is offered under the box that is being typed in: walked through with the arrows, taken by staying
// on it, refused by typing on.
import type { Offer } from '../generated';
import { host, type Id } from '../host';

/** Milliseconds the hand has to rest: who types faster needs no offer for every letter. */
const REST = 40;

export class Offers {
  /** The field they are for. */
  column = $state<string | null>(null);
  list = $state.raw<Offer[]>([]);
  /** Which of them stands in the box now; -1 is what was typed. */
  at = $state(-1);
  #typed = '';
  #turn = 0;

  get shown(): boolean {
    return this.list.length > 0;
  }

  /** Asks anew; an answer to an earlier question is dropped. */
  async ask(id: Id, column: string, typed: string): Promise<void> {
    const turn = ++this.#turn;
    this.#typed = typed;
    await new Promise((resolve) => setTimeout(resolve, REST));
    if (turn !== this.#turn) return;
    try {
      const list = await host.offers(id, column, typed);
      if (turn !== this.#turn) return;
      this.column = column;
      this.list = list;
      this.at = -1;
    } catch {
      // Only a comfort: typing goes on without it.
      if (turn === this.#turn) this.close();
    }
  }

  /** The text of the next offer, or of what was typed when there is none above. */
  step(by: 1 | -1): string {
    this.at = Math.min(this.list.length - 1, Math.max(-1, this.at + by));
    return this.list[this.at]?.text ?? this.#typed;
  }

  close(): void {
    this.#turn += 1;
    this.column = null;
    this.list = [];
    this.at = -1;
  }
}
