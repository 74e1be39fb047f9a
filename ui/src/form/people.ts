// Filling in a person from where they stand already: one key, and again for the next who may be meant.
import type { FieldValue, PersonOffer } from '../generated';
import { host, type Id } from '../host';
import { keyFor } from '../keymap/keymap';
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
  /** What fields held before, and what was put into them: what a person typed since is neither. */
  #before = new Map<FormField, FieldValue>();
  #put = new Map<FormField, FieldValue>();
  #at = -1;

  private constructor(
    readonly field: FormField,
    readonly offers: PersonOffer[],
    readonly fields: FormField[],
  ) {}

  static async begin(model: FormModel, id: Id, field: FormField): Promise<Filling | null> {
    const offers = await station.look(() => host.people(id, field.column));
    if (!offers) return null;
    const about = new Set(offers.flatMap((one) => one.values.map(([index]) => index)));
    const fields = model.order.filter((one) => about.has(one.index));
    return new Filling(field, offers, fields);
  }

  /** Whether a field was filled in just now, and holds that still. */
  holds(field: FormField, value: FieldValue): boolean {
    const put = this.#put.get(field);
    return this.#at >= 0 && !!put && !untouched(value) && sameValue(put, value);
  }

  fits(field: FormField): boolean {
    return this.field === field;
  }

  /** Goes to the next person, and after the last back to what was there. Says what was done. */
  next(held: (field: FormField) => FieldValue): string {
    if (this.offers.length === 0) return 'Không có người nào để chép vào đây.';
    this.#at = this.#at + 1 >= this.offers.length ? -1 : this.#at + 1;
    const offer = this.offers[this.#at];
    const filled = new Map(offer?.values ?? []);
    this.values = this.fields.flatMap((field): [FormField, FieldValue][] => {
      const now = held(field);
      const put = this.#put.get(field);
      // What somebody typed stays; the box in hand is asked about.
      const free = put ? sameValue(put, now) : untouched(now) || field === this.field;
      if (!free) return [];
      const before = this.#before.get(field) ?? now;
      this.#before.set(field, before);
      return [[field, filled.get(field.index) ?? before]];
    });
    for (const [field, value] of this.values) this.#put.set(field, value);
    if (!offer) return 'Đã trả lại như trước khi chép.';
    const part = names[offer.part] ?? '';
    const who = offer.before
      ? 'trường hợp trước'
      : offer.elsewhere
        ? `${part} ở ${offer.elsewhere}`
        : part;
    const key = keyFor('fillPerson');
    const more = this.offers.length > 1 ? 'người khác' : 'trả lại';
    return `Đã chép ${who}: ${offer.name}. ${key} lần nữa: ${more}.`;
  }
}
