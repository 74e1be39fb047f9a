import { asProblem } from '../host/types';
import type { FieldValue, Problem } from '../generated';

/** A value that an errand writes. */
export interface Held {
  case: string;
  column: string;
  value: FieldValue;
}

/** One thing to be written. A later one with the same key takes the place of one still waiting. */
export interface Errand<T> {
  key: string;
  run: () => Promise<T>;
  /** What it writes, for a screen that shows it before it is safe. */
  holds?: readonly Held[];
  /** Told once it is safe on disk. */
  then?: (result: T) => void;
  /**
   * Told when it was refused. Returning true gives it up; otherwise it is kept and tried again:
   * what a person typed is never thrown away on our own account.
   */
  refused?: (problem: Problem) => boolean;
}

export interface QueueState {
  /** Errands not yet safe, the one under way included. */
  waiting: number;
  /** Why the first of them does not go through, while it does not. */
  problem: Problem | null;
}

const PAUSES = [1000, 2000, 5000, 10_000];

/**
 * Writes errands one after another, in the order they came, and keeps each until it went through.
 */
export class SaveQueue<T = unknown> {
  #line: Errand<T>[] = [];
  #underWay: Errand<T> | null = null;
  #working = false;
  #tries = 0;
  #problem: Problem | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #idle: (() => void)[] = [];
  #told: (state: QueueState) => void;

  constructor(told: (state: QueueState) => void = () => undefined) {
    this.#told = told;
  }

  get state(): QueueState {
    return {
      waiting: this.#line.length + (this.#underWay ? 1 : 0),
      problem: this.#problem,
    };
  }

  /** Something with that key is not safe yet. */
  has(key: string): boolean {
    return this.waiting.some((one) => one.key === key);
  }

  /** What is not safe yet, in the order it came. */
  get waiting(): readonly Errand<T>[] {
    return this.#underWay ? [this.#underWay, ...this.#line] : this.#line;
  }

  push(errand: Errand<T>): void {
    // Only the last in line may be replaced by a newer one of the same key: an errand in between
    // (finish, fix, undo) may rely on what stood before it.
    const last = this.#line.at(-1);
    if (last?.key === errand.key) this.#line[this.#line.length - 1] = errand;
    else this.#line.push(errand);
    this.#tell();
    if (!this.#timer) void this.#work();
  }

  /** Tries again at once what was refused. */
  retry(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    void this.#work();
  }

  /** Resolves with true when everything is safe, with false when something is refused. */
  flush(): Promise<boolean> {
    if (this.state.waiting === 0) return Promise.resolve(true);
    if (this.#timer) this.retry();
    return new Promise((resolve) => {
      this.#idle.push(() => resolve(this.state.waiting === 0));
    });
  }

  async #work(): Promise<void> {
    // Also while an errand's outcome is told: what is pushed then waits for its turn.
    if (this.#working) return;
    this.#working = true;
    try {
      await this.#throughTheLine();
    } finally {
      this.#tell();
      this.#wake();
    }
  }

  /** Until nothing is left, or the first is refused. */
  async #throughTheLine(): Promise<void> {
    for (let errand = this.#line.shift(); errand; errand = this.#line.shift()) {
      this.#underWay = errand;
      this.#tell();
      let result: T;
      try {
        result = await errand.run();
        this.#underWay = null;
        this.#tries = 0;
        this.#problem = null;
      } catch (thrown) {
        this.#underWay = null;
        const problem = asProblem(thrown);
        if (errand.refused?.(problem)) {
          // It is out of the way, and whatever was said about it is over.
          this.#tries = 0;
          this.#problem = null;
          continue;
        }
        this.#keep(errand);
        this.#problem = problem;
        const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)];
        this.#tries += 1;
        this.#timer = setTimeout(() => this.retry(), pause);
        break;
      }
      try {
        errand.then?.(result);
      } catch (thrown) {
        // It is safe; a screen that stumbles over that must not have it written again for ever.
        reportError(thrown);
      }
    }
    // Before anything else gets its turn: what is pushed from here on begins anew.
    this.#working = false;
  }

  /** Puts a refused errand back at the head, unless the next one writes the same thing anew. */
  #keep(errand: Errand<T>): void {
    if (this.#line[0]?.key !== errand.key) this.#line.unshift(errand);
  }

  #wake(): void {
    const waiting = this.#idle;
    this.#idle = [];
    waiting.forEach((wake) => wake());
  }

  #tell(): void {
    this.#told(this.state);
  }
}
