// The picture in a window of its own, for a second screen: what it shall show, and what is done there.
import type { CasePicture, CaseView, Region } from '../../generated';
import { asProblem, host, type Said, type Seen, type SeenPicture } from '../../host';
import { shortcuts, type Action, type Shortcut } from '../../keymap/keymap';
import { station } from '../../state/station.svelte';

/** Keys of the desk that also work in the window with the picture: those for which it does not matter where the
 * cursor stands. */
export const heardThere: readonly Action[] = [
  'nextCase',
  'prevCase',
  'finish',
  'nextPicture',
  'pictureWindow',
];

/** What the viewer is asked itself. */
function isOfPicture(action: Action): boolean {
  const found = (shortcuts as readonly Shortcut[]).find((one) => one.action === action);
  return found?.scope === 'picture' && action !== 'nextPicture';
}

class Elsewhere {
  /** The picture is in the other window. */
  away = $state(false);
  #seen: Seen | null = null;
  #wish: Seen['wish'] = null;
  #listening = false;
  #covered = false;
  #choose: (picture: number) => void = () => undefined;

  /** Puts the picture into a window of its own, or back. */
  async toggle(): Promise<void> {
    this.#listen();
    try {
      if (this.away) return await host.pictureClose();
      await host.pictureShow(this.#seen);
      await host.pictureOpen();
      this.away = true;
    } catch (thrown) {
      station.problem = asProblem(thrown);
    }
  }

  /** The case and picture in hand. */
  show(
    view: CaseView | null,
    at: number,
    flat: (one: CasePicture) => SeenPicture['shown'],
    name: (at: number) => string,
    spot: (at: number) => Region | null,
  ): void {
    const pictures = (view?.pictures ?? []).map((one, i) => ({
      shown: flat(one),
      region: one.region,
      spot: spot(i),
      name: name(i),
    }));
    const title = view ? `Trường hợp ${view.position} / ${view.total}` : '';
    this.#tell(view && { title, pictures, at, wish: null });
  }

  /** While the station is locked nothing is shown over there. */
  cover(covered: boolean): void {
    if (this.#covered === covered) return;
    this.#covered = covered;
    if (this.away) host.pictureShow(covered ? null : this.#seen).catch(() => undefined);
  }

  /** Does with the picture over there what a key asks; false when it is none of its business. */
  act(action: Action): boolean {
    if (!this.#seen || !isOfPicture(action)) return false;
    this.#wish = { action, turn: (this.#wish?.turn ?? 0) + 1 };
    this.#tell(this.#seen);
    return true;
  }

  /** Hears for the desk which picture was chosen over there; returns the way to stop. */
  hear(choose: (picture: number) => void): () => void {
    this.#choose = choose;
    return () => {
      this.#choose = () => undefined;
      this.#tell(null);
    };
  }

  #tell(seen: Seen | null): void {
    const before = JSON.stringify(this.#seen);
    this.#seen = seen && { ...seen, wish: this.#wish };
    // A field that was saved changes nothing there. The next one told sets right what one missed.
    if (this.away && !this.#covered && JSON.stringify(this.#seen) !== before)
      host.pictureShow(this.#seen).catch(() => undefined);
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    host.onPictureSaid((said) => this.#heard(said));
    host.onPictureClosed(() => (this.away = false));
  }

  #heard(said: Said): void {
    if (this.#covered) return;
    if ('picture' in said) return this.#choose(said.picture);
    if ('lost' in said)
      return station.say('Phím vừa bấm ở cửa sổ hình không vào ô nào. Hãy gõ lại ở đây.');
    // As if it had been pressed here.
    const key = new KeyboardEvent('keydown', { ...said, bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(key);
  }
}

export const elsewhere = new Elsewhere();
