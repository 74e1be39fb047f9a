import { afterEach, beforeEach, expect, vi } from 'vitest';

// A message on the console is a fault nobody has looked at yet.
const spies = (['error', 'warn'] as const).map((level) => vi.spyOn(console, level));

beforeEach(() => spies.forEach((spy) => spy.mockClear()));
afterEach(() => spies.forEach((spy) => expect(spy.mock.calls).toEqual([])));
