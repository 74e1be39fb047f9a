// Work that is given, and whose it is, as the station in memory has it.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test } from 'vitest';
import App from '../../App.svelte';
import type { AssignmentRow, ReturnedCase, StaffRole } from '../../generated';
import { host } from '../../host';
import { FakeStation, station as fake } from '../../host/fake/station';
import { session } from '../../state/session.svelte';
import { station } from '../../state/station.svelte';
import { byPerson, range, remains, shared, slipLines, slipped } from './words';

let app: ReturnType<typeof mount>;

const there = (selector: string) => document.querySelector<HTMLElement>(selector);
const said = () => document.body.textContent?.replace(/\s+/g, ' ') ?? '';

async function settle() {
  for (let i = 0; i < 8; i += 1) {
    await new Promise((done) => setTimeout(done));
    flushSync();
  }
}
async function click(selector: string) {
  const found = there(selector);
  if (!found) throw new Error(`no ${selector} in ${said()}`);
  found.click();
  await settle();
}
function fill(selector: string, text: string) {
  const box = there(selector) as HTMLInputElement | HTMLSelectElement;
  box.value = text;
  box.dispatchEvent(
    new Event(box instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }),
  );
  flushSync();
}
const option = (select: string, name: string) =>
  [...(there(select) as HTMLSelectElement).options].find((one) => one.text.startsWith(name))
    ?.value ?? '';

const WORD = 'mật khẩu thử';
const add = (name: string, role: StaffRole) => host.personAdd({ name, roles: [role] }, WORD);
async function arrive(name: string) {
  const one = fake.staff.people.find((person) => person.name === name);
  if (!one) throw new Error(name);
  fake.staff.here_ = one.id;
  session.turn += 1;
  await station.begin();
  await settle();
}

beforeEach(async () => {
  Object.assign(fake, new FakeStation());
  station.putAway();
  station.start = null;
  app = mount(App, { target: document.body });
  await settle();
});
afterEach(async () => {
  await unmount(app);
  Object.assign(fake, new FakeStation());
  station.putAway();
  station.start = null;
  document.body.innerHTML = '';
});

test('where nobody has an account nothing is given, and nobody is asked what is theirs', () => {
  expect(there('[data-act=giving]')).toBeNull();
  expect(there('[data-testid=my-work]')).toBeNull();
});

test('a range of cases is given to somebody, who finds it and goes to it', async () => {
  await add('Bà Phụ', 'supervisor');
  await add('Cô Lan', 'keyer');
  await arrive('Bà Phụ');
  await click('[data-act=giving]');
  expect(said()).toContain('Chưa giao ai việc nào ở sổ này.');

  // Only whose roles let them: nobody checks here but the supervisor.
  fill('#give-task', 'check');
  expect(option('#give-person', 'Cô Lan')).toBe('');
  fill('#give-task', 'second_key');
  expect(said()).toContain('Sổ này chưa nhập hai lần');
  expect((there('[data-act=assign]') as HTMLButtonElement).disabled).toBe(true);

  fill('#give-task', 'key');
  fill('#give-person', option('#give-person', 'Cô Lan'));
  fill('#give-part', option('#give-part', 'từ'));
  fill('#give-from', '3');
  fill('#give-to', 'bốn');
  await click('[data-act=assign]');
  expect(there('[role=alert]')?.textContent).toContain('có 212 trường hợp');
  fill('#give-to', '4');
  fill('#give-due', '30/11/2026');
  await click('[data-act=assign]');
  expect(said()).toContain('Đã giao cho Cô Lan: nhập trường hợp 3–4.');
  expect(there('[data-given="Cô Lan"]')?.textContent).toContain('hẹn 30/11/2026');

  await arrive('Cô Lan');
  expect(there('[data-act=giving]')).toBeNull();
  station.putAway();
  await settle();
  expect(there('[data-testid=my-work]')?.textContent).toContain('còn 2 / 2');
  await click('[data-act=go-on]');
  expect(station.book?.code).toBe('KS.2008.01');
  expect(station.tab).toBe('entry');
});

test('several books are dealt to several people, and set to be typed twice', async () => {
  await add('Bà Phụ', 'supervisor');
  await add('Cô Lan', 'keyer');
  await add('Anh Minh', 'keyer');
  await arrive('Bà Phụ');
  await click('[data-act=giving]');
  await click('[data-tick="KS.2008.01"]');
  await click('[data-tick="KH.2011.01"]');
  expect(said()).toContain('Đang chọn 2 sổ');
  expect(said()).toContain('Giao việc ở 2 sổ 290 trường hợp');
  expect(said()).toContain('Chưa giao ai việc nào ở các sổ này.');
  expect(there('#give-part')).toBeNull();
  fill('#give-task', 'second_key');
  expect(said()).toContain('Có sổ chưa nhập hai lần.');
  await click('input[value=critical]');
  await click('[data-act=keying-set-many]');
  expect(said()).toContain('ô quan trọng ở 2 sổ');

  fill('#give-task', 'key');
  fill('#give-person', 'several');
  await settle();
  expect(said()).toContain('Đánh dấu những người cùng làm.');
  await click('[data-several="Cô Lan"]');
  await click('[data-several="Anh Minh"]');
  await click('[data-act=assign]');
  expect(said()).toContain('Đã chia cho 2 người: Cô Lan 212 trường hợp; Anh Minh 78 trường hợp.');
  expect(there('[data-share="Anh Minh"]')?.textContent).toContain('còn 78 / 78');

  // Another tick takes one away; a book by itself is as ever.
  await click('[data-tick="KH.2011.01"]');
  expect(said()).toContain('Đang chọn 1 sổ');
  await click('[data-act=tick-all]');
  expect(document.querySelectorAll('[data-tick]:checked').length).toBe(4);
  await click('[data-give="KH.2011.01"]');
  expect(document.querySelectorAll('[data-tick]:checked').length).toBe(0);
  expect(said()).toContain('Giao việc ở sổ KH.2011.01');
});

test('which fields are typed twice is chosen field by field, and kept when asked', async () => {
  await add('Bà Phụ', 'supervisor');
  await arrive('Bà Phụ');
  await click('[data-act=giving]');
  await click('input[value=chosen]');
  const ticked = [...document.querySelectorAll<HTMLInputElement>('[data-twice]:checked')];
  expect(ticked.length).toBeGreaterThan(0);
  expect(ticked.length).toBeLessThan(document.querySelectorAll('[data-twice]').length);
  for (const one of ticked) one.click();
  await settle();
  expect(said()).toContain('Chọn ít nhất một ô.');
  expect((there('[data-act=keying-set]') as HTMLButtonElement).disabled).toBe(true);
  await click('[data-twice=nksHoTen]');
  await click('[data-lenient=case]');
  await click('[data-act=keying-set]');
  expect(fake.work.keying.get(fake.stock[0]?.id ?? '')).toEqual({
    twice: 'chosen',
    chosen: ['nksHoTen'],
    lenience: { spaces: true, tonePlacement: true, case: true },
  });
  expect(said()).toContain('Hai lần nhập đến đâu');
});

test('what came back stands first, a book a line, and the rest is asked for', async () => {
  const back = (nth: number): ReturnedCase => ({
    book: fake.stock[0]?.id ?? '',
    code: 'KS.2008.01',
    case: fake.stock[0]?.cases[nth]?.id ?? '',
    position: nth + 1,
    number: String(nth + 1),
    name: 'Y Ƀhăm Êban',
    reason: `ngày sinh sai ${nth}`,
    who: 'Ông Soát',
    at: '2026-11-21T08:02:00Z',
  });
  // One of another book, which has a line of its own.
  fake.work.back = [back(4), back(5), { ...back(7), book: 'other', code: 'KS.2009.01' }];
  const given = (nth: number): AssignmentRow => ({
    id: `g${nth}`,
    book: fake.stock[0]?.id ?? '',
    code: 'KS.2008.01',
    kind: 'KS',
    task: 'key',
    whole: false,
    from: nth,
    to: nth,
    cases: 1,
    left: nth === 9 ? 0 : 1,
    next: fake.stock[0]?.cases[nth]?.id ?? null,
    own: 0,
    person: fake.staff.person?.id ?? '',
    name: '',
    due: '2026-11-01',
    late: true,
    note: '',
    by: '',
    at: '',
  });
  await add('Cô Lan', 'keyer');
  await arrive('Cô Lan');
  fake.work.given = [1, 2, 3, 4, 5, 9].map(given);
  station.turn += 1;
  await settle();
  const lines = () => document.querySelectorAll('[data-testid=my-work] li').length;
  expect(lines()).toBe(4);
  expect(there('[data-testid=my-work] li')?.textContent).toContain('Bị trả lại');
  expect(said()).toContain('hẹn 01/11/2026 – đã quá hạn');
  await click('[data-act=all-work]');
  expect(lines()).toBe(7);
  await click('[data-act=see-returned]');
  expect(said()).toContain('ngày sinh sai 5');
  expect(there('dialog')?.textContent).not.toContain('ngày sinh sai 7');
  await click('[data-returned="6"]');
  expect(station.book?.code).toBe('KS.2008.01');
  expect(station.tab).toBe('entry');

  fake.work.back = [];
  fake.work.given = [given(9)];
  station.putAway();
  await settle();
  expect(said()).toContain('Bạn đã làm xong mọi việc được giao.');
});

test('work by person: books once, the nearest day, and how it is said', () => {
  const row = (book: string, name: string, cases: number, due: string | null) =>
    ({ book, person: name, name, task: 'key', cases, left: 1, due, late: false }) as AssignmentRow;
  const rows = [
    row('a', 'Lan', 10, '2026-12-31'),
    row('a', 'Lan', 5, '2026-11-30'),
    row('b', 'Lan', 7, null),
    row('c', 'Minh', 3, null),
  ];
  expect(byPerson(rows)).toEqual([
    {
      ...{ person: 'Lan', name: 'Lan', task: 'key', books: 2, cases: 22, left: 3 },
      ...{ due: '2026-11-30', late: false },
    },
    {
      ...{ person: 'Minh', name: 'Minh', task: 'key', books: 1, cases: 3, left: 1 },
      ...{ due: null, late: false },
    },
  ]);
  expect(shared(rows)).toBe('2 người: Lan 2 sổ, 22 trường hợp; Minh 3 trường hợp');
});

test('ranges, what is left and slips in words', () => {
  expect(range({ whole: true, from: 1, to: 9 })).toBe('cả sổ');
  expect(range({ whole: false, from: 1, to: 1200 })).toBe('trường hợp 1–1.200');
  expect(range({ whole: false, from: 7, to: 7 })).toBe('trường hợp 7');
  expect(range({ whole: false, from: null, to: null })).toBe('không còn trường hợp nào');
  expect(remains({ left: 3, cases: 10 })).toBe('còn 3 / 10');
  expect(remains({ left: 0, cases: 10 })).toBe('xong 10');
  const rate = (name: string, second: boolean, typed: number, slips: number) => ({
    name,
    second,
    typed,
    slips,
  });
  const lines = slipLines([
    rate('An', false, 1000, 5),
    rate('Bình', true, 40, 1),
    rate('An', true, 0, 0),
  ]);
  expect(lines.map((one) => one.name)).toEqual(['Bình', 'An']);
  expect(lines.map((one) => [slipped(one.first), slipped(one.second)])).toEqual([
    ['', '1 / 40 (2,5 %)'],
    ['5 / 1.000 (0,5 %)', ''],
  ]);
});
