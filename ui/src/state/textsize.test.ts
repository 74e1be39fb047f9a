import { afterEach, expect, test } from 'vitest';
import { station as fake } from '../host/fake/station';
import { textSize } from './textsize.svelte';

const pressed = (key: string) => {
  const event = new KeyboardEvent('keydown', { key, altKey: true, cancelable: true });
  return textSize.key(event);
};

afterEach(() => textSize.choose(100));

test('the size goes up and down by one, stays within its bounds, and is kept', async () => {
  for (const size of [110, 125, 150, 150]) {
    expect(pressed('=')).toBe(true);
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve));
    expect([textSize.now, fake.zoom]).toEqual([size, size / 100]);
  }
  expect(localStorage.getItem('view.text-size')).toBe('150');
  await textSize.step(-1);
  expect(textSize.now).toBe(125);
  expect(pressed('x')).toBe(false);
});

test('a size that was left is there again, one that is unknown is not', async () => {
  localStorage.setItem('view.text-size', '125');
  await textSize.begin();
  expect(fake.zoom).toBe(1.25);
  localStorage.setItem('view.text-size', '900');
  await textSize.begin();
  expect(fake.zoom).toBe(1.25);
});
