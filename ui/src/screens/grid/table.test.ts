import { afterEach, expect, test } from 'vitest';
import { host } from '../../host';
import { FakeStation, station as fake } from '../../host/fake/station';
import { station } from '../../state/station.svelte';
import { settle } from '../../test/entry';
import { Table } from './table.svelte';

afterEach(() => (fake.refuseSaves = null));

test('cells that could not be saved yet hold what was typed when they are read anew', async () => {
  Object.assign(fake, { stock: new FakeStation().stock, calls: [], refuseSaves: null });
  for (const book of fake.stock) book.cases.splice(12);
  await station.begin();
  const book = (await host.books())[0];
  const type = book && station.type(book.kind);
  if (!book || !type) throw new Error('no book');
  const open = () => new Table(book, type, station.start?.codeLists ?? {});
  let table = open();
  const look = async () => {
    await table.look();
    await table.need(0, 12);
  };
  await look();
  const field = table.fields[0];
  const shown = () => field && table.shown(table.rowAt(0), field);
  fake.refuseSaves = { code: 'disk_full', message: 'Ổ đĩa đã đầy.' };
  table.typing = '1735';
  table.commit();
  await settle();
  expect(station.saving.waiting).toBe(1);
  await look();
  expect(shown()).toBe('1735');
  // In a table that is opened anew, too; and what is typed there takes no other save's place.
  table = open();
  await look();
  expect(shown()).toBe('1735');
  table.go(1, 0);
  table.typing = '1736';
  table.commit();
  expect(station.saving.waiting).toBe(2);
  fake.refuseSaves = null;
  expect(await station.queue.flush()).toBe(true);
  await look();
  expect(shown()).toBe('1735');
  expect(field && table.shown(table.rowAt(1), field)).toBe('1736');
});
