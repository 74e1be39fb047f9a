// Several people at one machine, as the station in memory has them.
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import App from '../../App.svelte';
import { host } from '../../host';
import { FakeStation, station as fake } from '../../host/fake/station';
import { session } from '../../state/session.svelte';
import { station } from '../../state/station.svelte';

let app: ReturnType<typeof mount>;

async function settle() {
  for (let i = 0; i < 6; i += 1) {
    await Promise.resolve();
    await new Promise((done) => setTimeout(done, 0));
    flushSync();
  }
}

beforeEach(async () => {
  Object.assign(fake, new FakeStation());
  await host.personAdd(
    { name: 'Quản Trị', roles: ['supervisor', 'administrator'] },
    'mật khẩu một',
  );
  await host.personAdd({ name: 'Y Ƀhăm', roles: ['keyer'] }, 'mật khẩu hai');
  await host.signOut();
  station.book = null;
  station.start = null;
  app = mount(App, { target: document.body });
  await settle();
});
afterEach(async () => {
  vi.useRealTimers();
  await unmount(app);
  Object.assign(fake, new FakeStation());
  station.start = null;
  station.book = null;
  document.body.innerHTML = '';
});

const there = (selector: string) => document.querySelector<HTMLElement>(selector);

test('nobody sees anything before signing in, and a wrong password says so', async () => {
  expect(document.body.textContent).toContain('Bạn là ai?');
  expect(there('[data-book]')).toBeNull();
  const refused = await session.signIn('Y Ƀhăm', 'sai mật khẩu');
  expect(refused?.code).toBe('wrong_password');
  expect(session.out).toBe(true);
});

test('what the roles do not allow is not offered', async () => {
  await session.signIn('Y Ƀhăm', 'mật khẩu hai');
  await settle();
  expect(there('[data-book]')).not.toBeNull();
  expect(there('[data-act=new-book]')).toBeNull();
  there('[data-book]')?.click();
  await settle();
  expect(there('[data-tab=entry]')).not.toBeNull();
  expect(there('[data-tab=package]')).toBeNull();
  await session.signOut();
  await session.signIn('Quản Trị', 'mật khẩu một');
  await settle();
  there('[data-act=shelf]')?.click();
  await settle();
  expect(there('[data-act=new-book]')).not.toBeNull();
});

test('it locks over the work after a while without anybody', async () => {
  await session.signIn('Y Ƀhăm', 'mật khẩu hai');
  await settle();
  await session.lock();
  await settle();
  expect(there('[data-testid=lock]')).not.toBeNull();
  expect(there('[data-book]')).not.toBeNull();
  await session.signIn('Y Ƀhăm', 'mật khẩu hai');
  await settle();
  expect(there('[data-testid=lock]')).toBeNull();
});

test('a station that is locked while the window did not know it is told in no error', async () => {
  await session.signIn('Y Ƀhăm', 'mật khẩu hai');
  await settle();
  fake.staff.locked = true;
  await station.ask(() => Promise.reject({ code: 'locked', message: 'Máy đang khóa.' }));
  await settle();
  expect(station.problem).toBeNull();
  expect(there('[data-testid=lock]')).not.toBeNull();
});

test('whoever comes instead finds nothing open of whoever was there', async () => {
  await session.signIn('Quản Trị', 'mật khẩu một');
  await settle();
  there('[data-act=settings]')?.click();
  await settle();
  there('[data-act=people]')?.click();
  await settle();
  expect(there('[data-person]')).not.toBeNull();
  await session.lock();
  await settle();
  await session.signIn('Y Ƀhăm', 'mật khẩu hai');
  await settle();
  expect(there('[data-person]')).toBeNull();
  expect(there('[data-testid=lock]')).toBeNull();
  expect(there('[data-book]')).not.toBeNull();
});
