import { asProblem } from '../host/types';
import type { Problem } from '../generated';

/** One thing to be written. A later one with the same key takes the place of one still waiting. */
export interface Errand<T> {
  key: string;
  run: () => Promise<T>;
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
    return this.#underWay?.key === key || this.#line.some((one) => one.key === key);
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
    if (this.#underWay) return;
    for (let errand = this.#line.shift(); errand; errand = this.#line.shift()) {
      this.#underWay = errand;
      this.#tell();
      try {
        const result = await errand.run();
        this.#underWay = null;
        this.#tries = 0;
        this.#problem = null;
        errand.then?.(result);
      } catch (thrown) {
        this.#underWay = null;
        const problem = asProblem(thrown);
        if (errand.refused?.(problem)) continue;
        this.#keep(errand);
        this.#problem = problem;
        const pause = PAUSES[Math.min(this.#tries, PAUSES.length - 1)];
        this.#tries += 1;
        this.#timer = setTimeout(() => this.retry(), pause);
        this.#tell();
        this.#wake();
        return;
      }
    }
    this.#tell();
    this.#wake();
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
