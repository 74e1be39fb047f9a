// The entry desk over a station of air, with keys pressed as a person does.
import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach } from 'vitest';
import { host } from '../host';
import { FakeStation, station as fake } from '../host/fake/station';
import Entry from '../screens/entry/Entry.svelte';
import { station } from '../state/station.svelte';

let shown: ReturnType<typeof mount>;

export const settle = async (ms = 20) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await tick();
  flushSync();
};
export const field = (column: string) => {
  const found = document.getElementById(`f-${column}`);
  if (!found) throw new Error(`no field ${column}`);
  return found as HTMLInputElement;
};
export const press = (key: string, more: KeyboardEventInit = {}) => {
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
  flushSync();
};
export const type = (text: string) => {
  const box = document.activeElement as HTMLInputElement;
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
};
export const at = () => document.activeElement?.id;
export const position = () => document.querySelector('[data-testid=position]')?.textContent;
/** The stored text of a field in the case at that place of the first book. */
export const stored = (place: number, column: string) => {
  const book = fake.stock[0];
  const index = book ? fake.type(book).fields.findIndex((one) => one.column === column) : -1;
  return book?.cases[place - 1]?.values[index];
};

/** Opens the first book on the desk before every test of a file. */
export function onTheDesk(): void {
  beforeEach(async () => {
    Object.assign(fake, { stock: new FakeStation().stock, calls: [], refuseSaves: null });
    await station.begin();
    station.book = (await host.books())[0] ?? null;
    if (!station.book) throw new Error('no book');
    shown = mount(Entry, { target: document.body, props: { book: station.book } });
    await settle();
  });
  afterEach(async () => {
    fake.refuseSaves = null;
    station.queue.retry();
    await station.queue.flush();
    await unmount(shown);
    document.body.innerHTML = '';
  });
}
