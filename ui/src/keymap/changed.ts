// Keys that this person changed, by action. Losing them brings the first ones back.
import { SvelteMap } from 'svelte/reactivity';
import { remember, remembered } from '../state/view';

const kept = remembered<Record<string, string>>('keys', {});

export const changed = new SvelteMap<string, string>(Object.entries(kept));

export function keep(action: string, combo: string | null): void {
  if (combo === null) changed.delete(action);
  else changed.set(action, combo);
  remember('keys', Object.fromEntries(changed));
}
