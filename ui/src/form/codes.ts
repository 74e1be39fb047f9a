import type { Code, FieldValue } from '../generated';

/** `Đã ly hôn` → `da ly hon`: so that keys and searches work without diacritics. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll('đ', 'd').normalize('NFD').replace(/\p{M}/gu, '');
}

/** Up to this many options stand side by side; longer lists drop down. */
export const SIDE_BY_SIDE = 4;

/**
 * The option a key picks: the one with that code, or the next after `current` whose label begins
 * with that letter. Null when the key means nothing here.
 */
export function pickByKey(options: readonly Code[], key: string, current: string): Code | null {
  if (key.length !== 1 || key === ' ') return null;
  const exact = options.find((one) => one.code === key);
  if (exact) return exact;
  if (/\d/.test(key)) return null;
  const letter = plain(key);
  const at = options.findIndex((one) => one.code === current);
  const turn = [...options.slice(at + 1), ...options.slice(0, at + 1)];
  return turn.find((one) => plain(one.label).startsWith(letter)) ?? null;
}

/** The option a step up or down leads to, staying inside the list. */
export function pickByStep(options: readonly Code[], current: string, step: 1 | -1): Code | null {
  const at = options.findIndex((one) => one.code === current);
  if (at < 0) return options[step === 1 ? 0 : options.length - 1] ?? null;
  return options[Math.min(options.length - 1, Math.max(0, at + step))] ?? null;
}

export function labelOf(options: readonly Code[], code: string): string | null {
  return options.find((one) => one.code === code)?.label ?? null;
}

/** What a field holds, as people read it; nothing for an empty one. */
export function inWords(value: FieldValue, options: readonly Code[]): string {
  if (value.state === 'leftOut') return '∅ sổ không ghi';
  if (value.state === 'illegible') return '≋ không đọc được';
  const label = labelOf(options, value.text);
  return label ? `${value.text} ${label}` : value.text;
}
