import { flushSync, mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { host } from '../host';
import { FakeStation, station as fake } from '../host/fake/station';
import Entry from '../screens/entry/Entry.svelte';
import { station } from '../state/station.svelte';

let shown: ReturnType<typeof mount>;

const settle = async (ms = 20) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  await tick();
  flushSync();
};
const field = (column: string) => {
  const found = document.getElementById(`f-${column}`);
  if (!found) throw new Error(`no field ${column}`);
  return found as HTMLInputElement;
};
const press = (key: string, more: KeyboardEventInit = {}) => {
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );
  flushSync();
};
const type = (text: string) => {
  const box = document.activeElement as HTMLInputElement;
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
};
const at = () => document.activeElement?.id;
const position = () => document.querySelector('[data-testid=position]')?.textContent;
/** The stored text of a field in the case at that place of the first book. */
const stored = (place: number, column: string) => {
  const book = fake.stock[0];
  const index = book ? fake.type(book).fields.findIndex((one) => one.column === column) : -1;
  return book?.cases[place - 1]?.values[index];
};

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

test('work goes on at the first case that is not done, at its first empty field', () => {
  expect(position()).toBe('37 / 212');
  expect(at()).toBe('f-ghiChu');
});

test('Enter goes on, Shift+Enter goes back, and the field is saved on its way', async () => {
  press('PageDown');
  await settle();
  expect(at()).toBe('f-so');
  type('38');
  press('Enter');
  expect(at()).not.toBe('f-so');
  await settle();
  expect(at()).toBe('f-quyenSo');
  expect(stored(38, 'so')?.text).toBe('38');
  press('Enter', { shiftKey: true });
  await settle();
  expect(at()).toBe('f-so');
});

test('keys of an input method are not acted on', async () => {
  press('Enter', { isComposing: true });
  press('PageDown', { isComposing: true });
  await settle();
  expect(at()).toBe('f-ghiChu');
  expect(position()).toBe('37 / 212');
});

test('F4 says the ledger leaves it out, and says so again to take it back', async () => {
  field('nguoiKy').focus();
  press('F4');
  await settle();
  expect(stored(37, 'nguoiKy')).toEqual({ text: '', state: 'leftOut' });
  expect(field('nguoiKy').placeholder).toContain('sổ không ghi');
  press('F4');
  await settle();
  expect(stored(37, 'nguoiKy')).toEqual({ text: 'Trần Văn Mẫu', state: 'given' });
});

test('F2 copies the field of the case before', async () => {
  press('PageDown');
  await settle(60);
  field('noiDangKy').focus();
  press('F2');
  await settle();
  expect(stored(38, 'noiDangKy')?.text).toBe('UBND xã An Nhơn');
});

test('a digit picks a code', async () => {
  field('nksGioiTinh').focus();
  press('2');
  await settle();
  expect(stored(37, 'nksGioiTinh')?.text).toBe('2');
});

test('what is typed is saved when the typing pauses', async () => {
  type('Chữ số nhòe');
  await settle(1100);
  expect(stored(37, 'ghiChu')?.text).toBe('Chữ số nhòe');
  expect(at()).toBe('f-ghiChu');
});

test('an answer does not write over what is being typed', async () => {
  type('một');
  await settle(1005);
  type('một hai');
  await settle(40);
  expect(field('ghiChu').value).toBe('một hai');
});

test('Ctrl+Enter saves, finishes and goes on', async () => {
  type('xong');
  press('Enter', { ctrlKey: true });
  await settle(40);
  expect(position()).toBe('38 / 212');
  expect(stored(37, 'ghiChu')?.text).toBe('xong');
  expect(fake.stock[0]?.cases[36]?.state).toBe('done');
});

test('nothing is lost while the disk is full', async () => {
  fake.refuseSaves = { code: 'disk_full', message: 'Ổ đĩa đã đầy.' };
  type('giữ lại');
  press('Enter', { ctrlKey: true });
  await settle(40);
  expect(station.saving.problem?.code).toBe('disk_full');
  expect(stored(37, 'ghiChu')?.text).toBe('');
  fake.refuseSaves = null;
  station.queue.retry();
  await settle(40);
  expect(stored(37, 'ghiChu')?.text).toBe('giữ lại');
  expect(station.saving).toEqual({ waiting: 0, problem: null });
});

test('Ctrl+Z takes back what was saved, and leaves unsaved text to the box', async () => {
  type('thử');
  press('z', { ctrlKey: true });
  await settle();
  expect(fake.calls).not.toContain('undo');
  press('Enter');
  await settle();
  press('z', { ctrlKey: true });
  await settle(40);
  expect(stored(37, 'ghiChu')?.text).toBe('');
  expect(field('ghiChu').value).toBe('');
});

test('a finding is told beside its field, and its fix is one key away', async () => {
  field('ngayDangKy').focus();
  type('5/6/2008');
  press('Enter');
  await settle();
  const row = document.querySelector('[data-field=ngayDangKy]');
  expect(row?.textContent).toContain('không phải dạng ngày.tháng.năm');
  field('ngayDangKy').focus();
  press('s', { altKey: true });
  await settle();
  expect(field('ngayDangKy').value).toBe('05.06.2008');
});

test('the rare fields open with a key and take the cursor', async () => {
  press('ArrowDown', { altKey: true });
  await settle();
  expect(document.querySelector('[data-act=rare]')?.getAttribute('aria-expanded')).toBe('true');
  expect(at()).toBe('f-trangSo');
});
