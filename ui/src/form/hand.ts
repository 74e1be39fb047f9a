/** Which fields were typed in by hand since the cursor came to them, and what was written out once. */
export class Hand {
  #typed = new Set<number>();
  #short = new Map<number, string>();
  /** Those that somebody typed in during this visit, and that still hold what was typed. */
  #ever = new Set<number>();

  clear(): void {
    this.#typed.clear();
    this.#ever.clear();
    this.#short.clear();
  }

  typed(index: number): void {
    this.#typed.add(index);
    this.#ever.add(index);
  }

  /** What stands there now was chosen, not typed. */
  chosen(index: number): void {
    this.#typed.delete(index);
    this.#ever.delete(index);
  }

  /** Whether what stands there was typed in this visit. */
  ever(index: number): boolean {
    return this.#ever.has(index);
  }

  get fields(): readonly number[] {
    return [...this.#typed];
  }

  /**
   * The person is through with a field that holds this: whether it may be written out. Typed once more after
   * it was, it is meant as it is.
   */
  left(index: number, text: string): boolean {
    if (!this.#typed.delete(index) || text === '' || this.#short.get(index) === text) return false;
    this.#short.set(index, text);
    return true;
  }
}
