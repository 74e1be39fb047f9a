// Filling in a person from where they stand already: one key, and again for the next who may be meant.
import type { FieldValue, PersonOffer } from '../generated';
import { host, type Id } from '../host';
import { station } from '../state/station.svelte';
import { sameValue, untouched, type FormField, type FormModel } from './model';

const names: Partial<Record<PersonOffer['part'], string>> = {
  father: 'cha',
  mother: 'mẹ',
  certified: 'người được xác nhận',
  parent: 'cha/mẹ',
  recognised: 'người con',
  husband: 'chồng',
  wife: 'vợ',
};

export class Filling {
  /** What has to be put now. */
  values: [FormField, FieldValue][] = [];
  #at = -1;

  private constructor(
    readonly column: string,
    readonly offers: PersonOffer[],
    /** The fields that may be filled, with what they held. */
    readonly before: Map<number, FieldValue>,
    readonly fields: Map<number, FormField>,
  ) {}

  static async begin(
    model: FormModel,
    values: readonly FieldValue[],
    id: Id,
    field: FormField,
  ): Promise<Filling | null> {
    const offers = await station.look(() => host.people(id, field.column));
    if (!offers) return null;
    const before = new Map<number, FieldValue>();
    const fields = new Map<number, FormField>();
    for (const [index] of offers.flatMap((one) => one.values)) {
      const one = model.order.find((other) => other.index === index);
      const value = values[index];
      // What somebody typed stays; the box in hand is asked about.
      if (!one || !value || (!untouched(value) && one !== field)) continue;
      fields.set(index, one);
      before.set(index, value);
    }
    return new Filling(field.column, offers, before, fields);
  }

  /** Whether a field was filled in just now, and holds that still. */
  holds(field: FormField, value: FieldValue): boolean {
    return (
      !untouched(value) &&
      this.#at >= 0 &&
      this.values.some(([one, put]) => one === field && sameValue(put, value))
    );
  }

  fits(field: FormField): boolean {
    return this.column === field.column;
  }

  /** Goes to the next person, and after the last back to what was there. Says what was done. */
  next(): string {
    if (this.offers.length === 0) return 'Không có người nào để chép vào đây.';
    this.#at = this.#at + 1 >= this.offers.length ? -1 : this.#at + 1;
    const offer = this.offers[this.#at];
    const filled = new Map(offer?.values ?? []);
    this.values = [...this.before].flatMap(([index, held]) => {
      const field = this.fields.get(index);
      return field ? [[field, filled.get(index) ?? held] as [FormField, FieldValue]] : [];
    });
    if (!offer) return 'Đã trả lại như trước khi chép.';
    const who = offer.before ? 'trường hợp trước' : (names[offer.part] ?? '');
    const more = this.offers.length > 1 ? ' F9 lần nữa: người khác.' : ' F9 lần nữa: trả lại.';
    return `Đã chép ${who}: ${offer.name}.${more}`;
  }
}
