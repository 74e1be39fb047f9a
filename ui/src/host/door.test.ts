import { expect, test } from 'vitest';

const sources = import.meta.glob('../**/*.{ts,svelte}', {
  query: '?raw',
  import: 'default',
  eager: true,
}) as Record<string, string>;

test('only this folder knows the desktop', () => {
  const named = '@tauri' + '-apps';
  const others = Object.entries(sources)
    .filter(([path, text]) => !path.startsWith('./') && text.includes(named))
    .map(([path]) => path);
  expect(others).toEqual([]);
});

test('no source file has grown past reading', () => {
  const long = Object.entries(sources)
    .filter(([path, text]) => !path.includes('/generated/') && text.split('\n').length > 520)
    .map(([path]) => path);
  expect(long).toEqual([]);
});
