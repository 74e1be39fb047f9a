// Accepting a lot by keys, as the station in memory has it.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../../App.svelte';
import { FakeStation, station as fake } from '../../host/fake/station';
import { host } from '../../host';
import { station } from '../../state/station.svelte';

let app: ReturnType<typeof mount>;

async function settle() {
  for (let i = 0; i < 8; i += 1) {
    await Promise.resolve();
    await new Promise((done) => setTimeout(done, 0));
    flushSync();
  }
}

const there = (selector: string) => document.querySelector<HTMLElement>(selector);
const step = () => there('[data-testid=inspect-step]')?.dataset.step;

async function press(key: string) {
  const at = document.activeElement ?? document.body;
  at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  await settle();
}

async function type(column: string, text: string) {
  const input = there(`#i-${column}`) as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await settle();
}

beforeEach(async () => {
  Object.assign(fake, new FakeStation());
  station.book = null;
  station.start = null;
  station.accepting = true;
  const made = await host.lotAdd({
    name: 'Lô 1',
    contractor: 'Công ty Thử',
    origin: { kind: 'books' },
    books: [],
    way: { kind: 'share', percent: 30, aql: '1.0' },
    look: 'blind',
  });
  await host.lotDraw(made.row.id, null);
  app = mount(App, { target: document.body });
  await settle();
  there('[data-lot]')?.click();
  await settle();
  there('[data-act=look]')?.click();
  await settle();
});
afterEach(async () => {
  await unmount(app);
  Object.assign(fake, new FakeStation());
  station.start = null;
  station.accepting = false;
  document.body.innerHTML = '';
});

test('blind: nothing delivered is on the screen, and Enter walks through the fields', async () => {
  expect(step()).toBe('type');
  expect(document.activeElement?.id).toBe('i-so');
  expect(document.body.textContent).not.toContain('Y Ƀhăm Êban');
  await press('Enter');
  expect(document.activeElement?.id).toBe('i-ngayDangKy');
  await press('ArrowUp');
  expect(document.activeElement?.id).toBe('i-so');
  await press('F6');
  expect((document.activeElement as HTMLInputElement).placeholder).toContain('không đọc được');
  // A letter that is typed is no shortcut.
  await press('s');
  expect(step()).toBe('type');
});

test('a key each says whose slip it is, and all of it is sent at once', async () => {
  const known = {
    so: '1',
    ngayDangKy: '05.06.2008',
    nksHoTen: 'Y Bhăm',
    nksGioiTinh: '1',
    nksNgaySinh: '13.05.2008',
  };
  for (const [column, text] of Object.entries(known)) {
    await type(column, text);
    await press('Enter');
  }
  expect(document.activeElement?.getAttribute('data-act')).toBe('inspect-send');
  await press('Enter');
  expect(step()).toBe('differing');
  const send = there('[data-act=inspect-send]') as HTMLButtonElement;
  expect(send.disabled).toBe(true);
  // Passing a field by says nothing of it.
  await press('Enter');
  expect(send.disabled).toBe(true);
  await press('ArrowUp');
  await press('s');
  await press('n');
  expect(there('[data-column=nksHoTen]')?.textContent).toContain('sai, nghiêm trọng');
  expect(there('[data-column=nksNgaySinh]')?.textContent).toContain('giao đúng');
  await press('ArrowUp');
  await press('ArrowUp');
  await press('3');
  expect(there('[data-column=nksHoTen]')?.textContent).toContain('sai, nhẹ');
  await press('ArrowDown');
  await press('ArrowDown');
  await press('Enter');
  expect(step()).toBe('done');
  expect(fake.calls).toContain('inspect_judge nksHoTen:wrong nksNgaySinh:right');
  await press('Enter');
  expect(step()).toBe('type');
  expect(document.body.textContent).toContain('2 / 3 của mẫu');
});

test('what was typed and not sent is there again', async () => {
  await type('so', '1');
  await press('Enter');
  await press('F6');
  await press('Enter');
  await type('nksHoTen', 'Y Bh');
  await press('Escape');
  await station.queue.flush();
  expect(there('[data-testid=lot-state]')?.dataset.state).toBe('looking');
  (there('[data-act=look]') as HTMLButtonElement).click();
  await settle();
  const held = (column: string) => (there(`#i-${column}`) as HTMLInputElement).value;
  expect([held('so'), held('ngayDangKy'), held('nksHoTen')]).toEqual(['1', '', 'Y Bh']);
  expect((there('#i-ngayDangKy') as HTMLInputElement).placeholder).toContain('không đọc được');
  // The cursor stands where it was left.
  expect(document.activeElement?.id).toBe('i-nksHoTen');
});

test('Escape leads back to the lot, and from there to the list and the shelf', async () => {
  await press('Escape');
  expect(there('[data-testid=lot-state]')?.dataset.state).toBe('looking');
  await press('Escape');
  expect(there('[data-lot]')).not.toBeNull();
  await press('Escape');
  expect(there('[data-book]')).not.toBeNull();
});
