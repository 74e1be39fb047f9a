// Handing over and deciding, as the station in memory has it.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../../App.svelte';
import type { DisputedPart, DisputedReading } from '../../generated';
import { host } from '../../host';
import { PASSWORD } from '../../host/fake/bundles';
import { FakeStation, station as fake } from '../../host/fake/station';
import { session } from '../../state/session.svelte';
import { station } from '../../state/station.svelte';
import { bundleFile } from './words';

let app: ReturnType<typeof mount>;

const there = (selector: string) => document.querySelector<HTMLElement>(selector);
const said = () => document.body.textContent?.replace(/\s+/g, ' ') ?? '';

async function settle(ms = 0) {
  for (let i = 0; i < 6; i += 1) {
    await new Promise((done) => setTimeout(done, ms / 6));
    flushSync();
  }
}
async function click(selector: string, ms = 0) {
  const found = there(selector);
  if (!found) throw new Error(`no ${selector} in ${said()}`);
  found.click();
  await settle(ms);
}
function fill(selector: string, text: string) {
  const box = there(selector) as HTMLInputElement;
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}
function press(key: string) {
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  );
}

const reading = (deed: string, text: string): DisputedReading => ({
  deed,
  text,
  who: 'Y Ƀhăm Êban',
  place: deed.startsWith('b') ? 'UBND xã Ea Drăng' : null,
  at: '2026-11-21T08:02:00Z',
});

/** A field of a case of the first book, typed differently at two stations. */
function differing(nth: number): DisputedPart {
  const book = fake.stock[0];
  const case_ = book?.cases[nth];
  if (!book || !case_) throw new Error('no case');
  return {
    book: book.id,
    case: case_.id,
    position: nth + 1,
    part: { noun: 'value', id: case_.id, name: 'nksHoTen' },
    label: 'Người được khai sinh: Họ tên',
    pictures: [],
    stands: reading(`a${nth}`, 'Lò Thị Ba'),
    others: [reading(`b${nth}`, 'Lò Thị Bà')],
    hidden: [],
  };
}

beforeEach(async () => {
  Object.assign(fake, new FakeStation());
  station.book = null;
  station.start = null;
  station.handing = null;
  station.jobs = {};
  app = mount(App, { target: document.body });
  await settle();
});
afterEach(async () => {
  await unmount(app);
  Object.assign(fake, new FakeStation());
  station.book = null;
  station.handing = null;
  station.start = null;
  document.body.innerHTML = '';
});

test('books are given out: a second keying is blind, a password is typed twice', async () => {
  await click('[data-act=hand-over]');
  expect(said()).toContain('3f2a 91c0');
  await click('[data-act=give]');
  const seal = () => (there('[data-act=seal]') as HTMLButtonElement).disabled;
  expect(seal()).toBe(true);
  await click('[data-give]');
  expect(seal()).toBe(false);
  await click('input[value=second_keying]');
  expect((there('[data-act=blind]') as HTMLInputElement).checked).toBe(true);
  await click('[data-act=close-bundle]');
  expect(seal()).toBe(true);
  fill('#new-password', PASSWORD);
  fill('#new-password-again', PASSWORD);
  expect(seal()).toBe(false);
  await click('[data-act=seal]', 600);
  expect(fake.calls).toContain('bundle_make second_keying blind');
  expect(said()).toContain('Đã niêm phong ban-giao.goi');
  expect(said()).toContain('Báo mật khẩu qua điện thoại');
});

test('the password is asked for only when there is one, and a stranger must be compared', async () => {
  fake.bundle = 'D:\\kin.goi';
  await click('[data-act=hand-over]');
  await click('[data-act=take]');
  await click('[data-act=pick-bundle]');
  fill('#bundle-password', 'sai mật khẩu');
  await click('[data-act=open-bundle]');
  expect(said()).toContain('Mật khẩu chưa đúng');
  fill('#bundle-password', PASSWORD);
  await click('[data-act=open-bundle]');
  expect(there('[data-testid=stranger]')?.textContent).toContain('a1b2');
  expect((there('[data-act=take-bundle]') as HTMLButtonElement).disabled).toBe(true);
  await click('[data-act=compared]');
  fake.disputes = [differing(0)];
  await click('[data-act=take-bundle]', 600);
  expect(there('[data-testid=taken]')?.textContent).toContain('1 chỗ hai nơi ghi khác nhau');
  await click('[data-decide]');
  expect(station.tab).toBe('disputed');
  expect(said()).toContain('Lò Thị Bà');
});

test('a known station asks for nothing, and a bundle that is dropped leads there', async () => {
  fake.drop({ phase: 'drop', paths: ['D:\\quen.goi'] });
  await settle(60);
  expect(there('[data-testid=stranger]')).toBeNull();
  expect((there('[data-act=take-bundle]') as HTMLButtonElement).disabled).toBe(false);
  press('Escape');
  await settle();
  expect(there('[data-act=hand-over]')).not.toBeNull();
});

test('a number chooses, and the next one comes', async () => {
  fake.disputes = [differing(0), differing(1)];
  const book = (await host.books())[0];
  if (!book) throw new Error('no book');
  station.enter(book);
  await settle();
  expect(there('[data-tab=disputed]')?.textContent).toContain('2');
  await click('[data-tab=disputed]');
  expect(there('[data-choice="1"]')?.textContent).toContain('đang giữ trong sổ');
  expect(there('[data-choice="2"]')?.textContent).toContain('Y Ƀhăm Êban, UBND xã Ea Drăng, ');
  press('2');
  await settle();
  expect(fake.calls).toContain('settle nksHoTen b0');
  expect(there('[data-testid=decide]')?.textContent).toContain('Trường hợp 2');
  press('1');
  await settle(30);
  expect(fake.calls).toContain('settle nksHoTen a1');
  expect(said()).toContain('Không còn chỗ nào hai nơi ghi khác nhau.');
});

test('the field at the desk shows it and leads there', async () => {
  fake.disputes = [differing(0), differing(1)];
  const book = (await host.books())[0];
  if (!book) throw new Error('no book');
  station.enter(book);
  station.work({ case: differing(1).case ?? '', field: 'nksHoTen' });
  await settle(60);
  await click('[data-field=nksHoTen] [data-act=decide]', 30);
  expect(there('[data-testid=decide]')?.textContent).toContain('Trường hợp 2');
});

test('who may not decide sees, and is told who may', async () => {
  await host.personAdd({ name: 'Quản Trị', roles: ['administrator'] }, 'mật khẩu một');
  await host.personAdd({ name: 'Y Ƀhăm', roles: ['keyer'] }, 'mật khẩu hai');
  await host.signOut();
  await station.begin();
  await session.signIn('Y Ƀhăm', 'mật khẩu hai');
  await settle();
  expect(there('[data-act=hand-over]')).toBeNull();
  fake.disputes = [differing(0)];
  await station.decide(fake.stock[0]?.id ?? '');
  await settle();
  expect((there('[data-choice="2"]') as HTMLButtonElement).disabled).toBe(true);
  expect(there('[data-testid=who-may]')?.textContent).toContain('người phụ trách');
  press('2');
  await settle();
  expect(fake.disputes.length).toBe(1);
});

test('a case taken out here and worked on there says what would be lost', async () => {
  const gone = differing(0);
  fake.disputes = [
    {
      ...gone,
      position: null,
      part: { ...gone.part, noun: 'case', name: 'removed' },
      others: [],
      stands: reading('a', 'đã bỏ'),
      hidden: [reading('b', 'Người được khai sinh: Họ tên: Lò Thị Ba')],
    },
  ];
  await station.decide(gone.book);
  await settle();
  expect(said()).toContain('Trường hợp đã bỏ');
  expect(said()).toContain('Người được khai sinh: Họ tên: Lò Thị Ba');
  await click('[data-choice="2"]');
  expect(fake.calls).toContain('settle removed b');
});

test('a bundle has its ending also where the dialog added none', () => {
  expect(bundleFile('D:\\so-01')).toBe('D:\\so-01.goi');
  expect(bundleFile('D:\\so-01.GOI')).toBe('D:\\so-01.GOI');
});
