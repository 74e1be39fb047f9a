import { beforeEach, expect, test, vi } from 'vitest';

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

test('what was done today is told in words, pauses left out, and kept when the program is closed', async () => {
  const { pressed, finished, told } = await import('./today');
  expect(told()).toBe('');
  // Twenty keys a minute for half an hour, with a lunch in between.
  let at = Date.now();
  for (let i = 0; i < 600; i++) {
    at += i === 300 ? 3_600_000 : 3000;
    pressed(at);
  }
  for (let i = 0; i < 6; i++) finished(20, 9);
  const said =
    'Hôm nay: 6 trường hợp xong, khoảng 12 trường hợp một giờ gõ, 100 phím một trường hợp, 45 % ô không phải gõ.';
  expect(told()).toBe(said);
  vi.resetModules();
  const again = await import('./today');
  expect(again.told()).toBe(said);
});
