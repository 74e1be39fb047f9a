// Who is at the station: signing in, locking, and what may be offered. What somebody may do is told by the station;
// here it is only looked up.
import { tick } from 'svelte';
import type { Here, PersonName, Problem, Right } from '../generated';
import { asProblem, host } from '../host';
import { station } from './station.svelte';

/** Longest time between somebody doing something and the station hearing of it. */
const TELL_EVERY = 20_000;

class Session {
  /** When a person last did something in this window. */
  #last = Date.now();
  #telling: ReturnType<typeof setTimeout> | null = null;
  #locking = false;
  /** Goes up when somebody else sits down: nothing of whoever sat here before stays open. */
  turn = $state(0);
  /** Where the cursor stood when it was locked. */
  #field: HTMLElement | null = null;

  constructor() {
    station.onRefused = (problem) => this.refused(problem);
  }

  get here(): Here | null {
    return station.start?.workspace?.here ?? null;
  }
  get accounts(): boolean {
    return this.here?.accounts ?? false;
  }
  get person(): PersonName | null {
    return this.here?.person ?? null;
  }
  /** Somebody is here and was away: their work stays under the lock. */
  get locked(): boolean {
    return this.accounts && !!this.person && !!this.here?.locked;
  }
  /** Nobody is here. */
  get out(): boolean {
    return this.accounts && !this.person;
  }

  may(right: Right): boolean {
    return this.here?.rights.includes(right) ?? false;
  }

  /** The roles that may do something, as people call them. */
  whoMay(right: Right): string {
    const roles = (station.start?.roles ?? []).filter((one) => one.rights.includes(right));
    return roles.map((one) => one.title.toLowerCase()).join(', ');
  }

  /** As {@link may}, and says so when not: for keys, which cannot be hidden. */
  mayOrSay(right: Right): boolean {
    if (this.may(right)) return true;
    station.say('Vai trò của bạn ở kho này không làm việc đó.');
    return false;
  }

  /** Hears that somebody moves, and locks after nobody did. Returns the way to stop. */
  watch(): () => void {
    const moved = () => this.#moved();
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    for (const sign of signs)
      window.addEventListener(sign, moved, { capture: true, passive: true });
    // A machine that slept is found late, but found.
    const clock = setInterval(() => this.#look(), 1000);
    return () => {
      for (const sign of signs) window.removeEventListener(sign, moved, { capture: true });
      clearInterval(clock);
    };
  }

  #moved(): void {
    // Who comes back after it was time is not there yet.
    this.#look();
    this.#last = Date.now();
    const idle = this.here?.idle;
    if (!this.person || this.locked || !idle || this.#telling) return;
    // Told behind the deed: what the station heard is never older than what happened here.
    const tell = () => {
      this.#telling = null;
      void host.present().then(
        (here) => this.#heard(here),
        () => undefined,
      );
    };
    this.#telling = setTimeout(tell, Math.min(TELL_EVERY, idle * 250));
  }

  #look(): void {
    const idle = this.here?.idle;
    if (!this.person || this.locked || !idle) return;
    if (Date.now() - this.#last >= idle * 1000) void this.lock();
  }

  #heard(here: Here): void {
    if (station.start?.workspace) station.start.workspace.here = here;
  }

  /** The station refused because it is locked, or nobody is signed in. True when that is what it was. */
  refused(problem: Problem): boolean {
    if (problem.code !== 'locked' && problem.code !== 'signed_out') return false;
    void host.whoIsHere().then(
      (here) => this.#heard(here),
      () => undefined,
    );
    return true;
  }

  /** The field being typed in saves itself when it is left. */
  #leaveField(): void {
    const at = document.activeElement;
    this.#field = at instanceof HTMLElement && at !== document.body ? at : null;
    this.#field?.blur();
  }

  /** What is typed is saved first, by whoever typed it. */
  async lock(): Promise<void> {
    if (this.#locking || !this.person || this.locked) return;
    this.#locking = true;
    try {
      this.#leaveField();
      await Promise.race([station.queue.flush(), new Promise((done) => setTimeout(done, 3000))]);
      const info = await host.lock();
      this.#heard(info.here);
    } catch (thrown) {
      station.problem = asProblem(thrown);
    } finally {
      this.#locking = false;
    }
  }

  async signOut(): Promise<void> {
    this.#leaveField();
    if (!(await station.queue.flush())) {
      station.problem = station.saving.problem;
      return;
    }
    await station.ask(() => host.signOut());
    station.putAway();
    await station.begin();
  }

  /** Gives the refusal, or nothing. */
  async signIn(name: string, password: string): Promise<Problem | null> {
    const before = this.person;
    try {
      const info = await host.signIn(name, password);
      this.#last = Date.now();
      station.problem = null;
      if (info.here.person?.id !== before?.id) {
        // Somebody else begins where the program begins.
        station.putAway();
        station.finding = false;
        station.keysShown = false;
        this.turn += 1;
        await station.begin();
      } else {
        if (station.start) station.start.workspace = info;
        station.queue.retry();
        await tick();
        this.#field?.focus();
      }
      return null;
    } catch (thrown) {
      return asProblem(thrown);
    }
  }
}

export const session = new Session();
