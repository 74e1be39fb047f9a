// Where the fields of a book stand on its pictures, as far as somebody pointed at them.
import type { BookRow, Region, Spot, Spots, SpotsOffered } from '../generated';
import { host } from '../host';
import { station } from '../state/station.svelte';

export class FieldSpots {
  spots = $state.raw<Spot[]>([]);
  /** Another book of the kind that has them, while this one has none. */
  offered = $state.raw<SpotsOffered | null>(null);
  /** A person is pointing at them. */
  pointing = $state(false);

  constructor(readonly book: BookRow) {}

  of(column: string | null): Spot | null {
    return this.spots.find((one) => one.column === column) ?? null;
  }

  async load(): Promise<void> {
    this.#take(await station.look(() => host.spots(this.book.id)));
  }

  async save(column: string, at: [number, Region] | null): Promise<boolean> {
    return this.#take(await station.ask(() => host.spotSave(this.book.id, column, at)));
  }

  /** Takes those of the book that is offered. */
  async takeOffered(): Promise<void> {
    const from = this.offered;
    if (!from) return;
    if (this.#take(await station.ask(() => host.spotsTake(this.book.id, from.book))))
      station.say(`Đã lấy chỗ của ${from.fields} ô từ sổ ${from.code}. Ctrl+Z để lấy lại như cũ.`);
  }

  #take(known: Spots | null): boolean {
    if (!known) return false;
    this.spots = known.spots;
    this.offered = known.offered;
    return true;
  }
}
