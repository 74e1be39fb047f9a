import { expect, test } from 'vitest';
import { aidNamed, aids, nextAid } from './aids';

test('going on leads through every way of looking and back', () => {
  let at = 'plain';
  const seen = aids.map(() => (at = nextAid(at)));
  expect(new Set(seen).size).toBe(aids.length);
  expect(at).toBe('plain');
});

test('a name that is not known any more shows the page as it is', () => {
  expect(aidNamed('gone').filter).toBe('none');
  expect(nextAid('gone')).toBe('plain');
});
