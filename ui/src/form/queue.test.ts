import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SaveQueue, type Errand } from './queue';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const full = { code: 'disk_full', message: 'Ổ đĩa đã đầy.' };

/** A disk that takes what it is told to take, in the order it comes. */
function disk() {
  const written: string[] = [];
  let broken = false;
  const save = (key: string, text = key, more: Partial<Errand<string>> = {}): Errand<string> => ({
    key,
    run: async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (broken) throw full;
      written.push(text);
      return text;
    },
    ...more,
  });
  return { written, save, break: (now: boolean) => (broken = now) };
}

test('errands go one after another in the order they came', async () => {
  const { written, save } = disk();
  const queue = new SaveQueue<string>();
  ['a', 'b', 'c'].forEach((key) => queue.push(save(key)));
  await vi.advanceTimersByTimeAsync(100);
  expect(written).toEqual(['a', 'b', 'c']);
  expect(queue.state).toEqual({ waiting: 0, problem: null });
});

test('of what still waits for one field only the newest is written', async () => {
  const { written, save } = disk();
  const queue = new SaveQueue<string>();
  queue.push(save('other'));
  queue.push(save('name', 'Y'));
  queue.push(save('name', 'Y Ƀ'));
  queue.push(save('name', 'Y Ƀhăm'));
  await vi.advanceTimersByTimeAsync(100);
  expect(written).toEqual(['other', 'Y Ƀhăm']);
});

test('a newer text does not jump over a deed in between', async () => {
  const { written, save } = disk();
  const queue = new SaveQueue<string>();
  queue.push(save('other'));
  queue.push(save('name', 'one'));
  queue.push(save('finish'));
  queue.push(save('name', 'two'));
  await vi.advanceTimersByTimeAsync(100);
  expect(written).toEqual(['other', 'one', 'finish', 'two']);
});

test('what is refused is kept, told and written later, still in order', async () => {
  const { written, save, break: breakDisk } = disk();
  const states: (string | undefined)[] = [];
  const queue = new SaveQueue<string>((state) => states.push(state.problem?.code));
  breakDisk(true);
  queue.push(save('a'));
  queue.push(save('b'));
  await vi.advanceTimersByTimeAsync(5000);
  expect(written).toEqual([]);
  expect(queue.state).toEqual({ waiting: 2, problem: full });
  expect(queue.has('a')).toBe(true);
  breakDisk(false);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(written).toEqual(['a', 'b']);
  expect(queue.state.problem).toBeNull();
  expect(states.at(-1)).toBeUndefined();
});

test('a text typed anew while the old one is refused takes its place', async () => {
  const { written, save, break: breakDisk } = disk();
  const queue = new SaveQueue<string>();
  breakDisk(true);
  queue.push(save('name', 'old'));
  await vi.advanceTimersByTimeAsync(5);
  queue.push(save('name', 'new'));
  await vi.advanceTimersByTimeAsync(50);
  breakDisk(false);
  queue.retry();
  await vi.advanceTimersByTimeAsync(50);
  expect(written).toEqual(['new']);
});

test('flush says whether everything is safe', async () => {
  const { save, break: breakDisk } = disk();
  const queue = new SaveQueue<string>();
  queue.push(save('a'));
  const safe = queue.flush();
  await vi.advanceTimersByTimeAsync(50);
  expect(await safe).toBe(true);
  breakDisk(true);
  queue.push(save('b'));
  const unsafe = queue.flush();
  await vi.advanceTimersByTimeAsync(50);
  expect(await unsafe).toBe(false);
  expect(queue.state.waiting).toBe(1);
});

test('only the one who asked may give an errand up', async () => {
  const { written, save, break: breakDisk } = disk();
  const queue = new SaveQueue<string>();
  breakDisk(true);
  queue.push(save('gone', 'gone', { refused: (problem) => problem.code === 'disk_full' }));
  await vi.advanceTimersByTimeAsync(50);
  breakDisk(false);
  queue.push(save('next'));
  await vi.advanceTimersByTimeAsync(50);
  expect(written).toEqual(['next']);
});

test('what is given up takes its warning with it', async () => {
  const { save } = disk();
  let code = 'disk_full';
  const queue = new SaveQueue<string>();
  queue.push({
    ...save('case'),
    run: () => Promise.reject({ code, message: code }),
    refused: (problem) => problem.code === 'unknown_case',
  });
  await vi.advanceTimersByTimeAsync(50);
  expect(queue.state.problem?.code).toBe('disk_full');
  code = 'unknown_case';
  queue.retry();
  await vi.advanceTimersByTimeAsync(50);
  expect(queue.state).toEqual({ waiting: 0, problem: null });
});

test('a screen that stumbles over a saved errand does not have it written again', async () => {
  const { written, save } = disk();
  const told = vi.fn();
  vi.stubGlobal('reportError', told);
  const queue = new SaveQueue<string>();
  const stumble = () => {
    throw new Error('stumbled');
  };
  queue.push(save('a', 'a', { then: stumble }));
  queue.push(save('b'));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(written).toEqual(['a', 'b']);
  expect(queue.state).toEqual({ waiting: 0, problem: null });
  expect(told).toHaveBeenCalledOnce();
  vi.unstubAllGlobals();
});

test('what is pushed while an outcome is told waits for its turn', async () => {
  const { written, save } = disk();
  const queue = new SaveQueue<string>();
  let together = 0;
  let most = 0;
  const counted = (key: string, more: Partial<Errand<string>> = {}): Errand<string> => {
    const errand = save(key, key, more);
    const run = async () => {
      most = Math.max(most, ++together);
      const text = await errand.run();
      together -= 1;
      return text;
    };
    return { ...errand, run };
  };
  queue.push(counted('a', { then: () => queue.push(counted('c')) }));
  queue.push(counted('b'));
  const safe = queue.flush();
  await vi.advanceTimersByTimeAsync(100);
  expect(await safe).toBe(true);
  expect(written).toEqual(['a', 'b', 'c']);
  expect(most).toBe(1);
});

test('what is not safe yet can be looked at, in its order', async () => {
  const { save, break: breakDisk } = disk();
  const queue = new SaveQueue<string>();
  breakDisk(true);
  queue.push(save('name'));
  queue.push(save('finish'));
  queue.push(save('name'));
  const keys = () => queue.waiting.map((one) => one.key);
  expect(keys()).toEqual(['name', 'finish', 'name']);
  await vi.advanceTimersByTimeAsync(50);
  expect(keys()).toEqual(['name', 'finish', 'name']);
  breakDisk(false);
  queue.retry();
  await vi.advanceTimersByTimeAsync(100);
  expect(keys()).toEqual([]);
});
