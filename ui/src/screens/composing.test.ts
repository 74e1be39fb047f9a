import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { host } from '../host';
import { FakeStation, station as fake } from '../host/fake/station';
import { station } from '../state/station.svelte';
import { compose, keyOfMethod } from '../test/composing';
import { press, settle } from '../test/entry';
import Find from './Find.svelte';
import GridTable from './grid/GridTable.svelte';

let shown: ReturnType<typeof mount> | undefined;

beforeEach(async () => {
  Object.assign(fake, { stock: new FakeStation().stock, calls: [], refuseSaves: null });
  // The station of air judges a whole book for every hit.
  for (const book of fake.stock) book.cases.splice(12);
  await station.begin();
  station.book = (await host.books())[0] ?? null;
});
afterEach(async () => {
  await station.queue.flush();
  if (shown) await unmount(shown);
  document.body.innerHTML = '';
});

test('whoever looks for somebody opens nobody while a name is put together', async () => {
  let closed = 0;
  shown = mount(Find, { target: document.body, props: { onclose: () => (closed += 1) } });
  await settle();
  const box = document.getElementById('find-words') as HTMLInputElement;
  box.focus();
  const finish = compose('M', 'Ma', 'Mâ', 'Mẫu');
  await settle(60);
  expect(document.querySelectorAll('.hit').length).toBeGreaterThan(1);
  expect(keyOfMethod('Enter')).toBe(false);
  expect(keyOfMethod('ArrowDown')).toBe(false);
  expect(document.querySelector('.hit')?.getAttribute('aria-selected')).toBe('true');
  expect([closed, box.value]).toEqual([0, 'Mẫu']);
  finish();
  await settle(60);
  press('Enter');
  await settle(60);
  expect(closed).toBe(1);
});

test('a word put together in a cell is typed into it, and no key moves on meanwhile', async () => {
  const book = station.book;
  if (!book) throw new Error('no book');
  shown = mount(GridTable, { target: document.body, props: { book, onopen: () => undefined } });
  await settle(60);
  const hand = () => document.querySelector<HTMLInputElement>('.hand');
  const cell = () => document.querySelector<HTMLElement>('.at')?.dataset['at'];
  hand()?.focus();
  const from = cell();
  const finish = compose('T', 'Tr', 'Trâ', 'Trần');
  expect(hand()?.classList.contains('typing')).toBe(true);
  for (const key of ['Enter', 'Tab', 'ArrowRight', 'Escape', 'F2', 'F4', 'Delete', 'Backspace'])
    expect(keyOfMethod(key), key).toBe(false);
  flushSync();
  expect([cell(), hand()?.value]).toEqual([from, 'Trần']);
  finish();
  press('Enter');
  await settle(60);
  expect(cell()).not.toBe(from);
  expect(document.querySelector(`[data-at="${from}"] .cut`)?.textContent).toBe('Trần');
});
