// How large everything is drawn. It is the web view's own zoom: the window then behaves as a smaller one
// would, with every measure, pointer position and `vh` in step, which zooming by style sheet does not give.
import { host } from '../host';
import { actionOf } from '../keymap/keymap';
import { station } from './station.svelte';
import { remember, remembered } from './view';

/** In per cent. */
export const textSizes = [100, 110, 125, 150] as const;
export type Percent = (typeof textSizes)[number];

class TextSize {
  now = $state<Percent>(100);

  /** As it was left; before anything is drawn, so that nothing jumps. */
  async begin(): Promise<void> {
    const kept = remembered<number>('text-size', 100);
    const known = textSizes.find((one) => one === kept);
    if (!known || known === 100) return;
    await this.#draw(known);
  }

  async choose(size: Percent): Promise<void> {
    remember('text-size', size);
    await this.#draw(size);
  }

  /** Larger or smaller by one. */
  async step(by: 1 | -1): Promise<void> {
    const at = textSizes.indexOf(this.now) + by;
    const next = textSizes[at];
    if (!next) return station.say(by === 1 ? 'Chữ đã to nhất.' : 'Chữ đã nhỏ nhất.');
    await this.choose(next);
    station.say(`Cỡ chữ ${next} %.`);
  }

  /** What a key asks; also in dialogs, that keep other keys to themselves. */
  key(event: KeyboardEvent): boolean {
    const action = actionOf(event, 'all');
    if (action !== 'textLarger' && action !== 'textSmaller') return false;
    event.preventDefault();
    void this.step(action === 'textLarger' ? 1 : -1);
    return true;
  }

  async #draw(size: Percent): Promise<void> {
    try {
      await host.zoom(size / 100);
      this.now = size;
    } catch {
      // A web view that cannot is still a window to work in.
    }
  }
}

export const textSize = new TextSize();
