// What every screen shares: the start, where the person is, long work, and what is to be said.
import { SaveQueue, type QueueState } from '../form/queue';
import type { BookRow, BookType, Job, Problem, Saved, Start, Undone } from '../generated';
import { asProblem, host } from '../host';
import { remember, remembered } from './view';

export type Tab = 'pages' | 'entry' | 'findings' | 'package' | 'disputed' | 'thirds';

/** A case, and a field of it, that another tab wants opened on the desk. */
export interface Wish {
  case: string;
  field: string | null;
}

/** Where two stations wrote something different, to be shown first. */
export interface Dispute {
  case: string;
  column: string;
}

/** Milliseconds between two looks at a book while pages come into it. */
const LOOK_EVERY = 2500;

/** What the open book of whoever is here is remembered under: everybody goes on where they were themselves. */
function openBook(start: Start | null): string {
  const person = start?.workspace?.here.person;
  return person ? `book.${person.id}` : 'book';
}

class StationState {
  start = $state<Start | null>(null);
  book = $state<BookRow | null>(null);
  tab = $state<Tab>('pages');
  wish = $state<Wish | null>(null);
  savedAt = $state('');
  saving = $state<QueueState>({ waiting: 0, problem: null });
  jobs = $state<Record<string, Job>>({});
  /** A refusal to be read and put away. */
  problem = $state<Problem | null>(null);
  /** A short word that goes by itself. */
  note = $state('');
  keysShown = $state(false);
  /** Somebody looks for a person. */
  finding = $state(false);
  /** The findings of the whole workspace are on the screen. */
  whole = $state(false);
  /** Books are handed over; with a bundle that was dropped on the window. */
  handing = $state<{ file: string | null } | null>(null);
  /** What was asked for on the way to what two stations wrote differently. */
  dispute = $state.raw<Dispute | null>(null);
  /** Lots that are accepted or go back are on the screen. */
  accepting = $state(false);
  /** Who does what is on the screen. */
  giving = $state(false);
  /** Goes up when pages, cases or values changed behind a screen's back. */
  turn = $state(0);

  /** Told of every refusal; true when it is dealt with and needs no words. */
  onRefused: (problem: Problem) => boolean = () => false;

  readonly queue = new SaveQueue<unknown>((state) => (this.saving = state));
  #noteTimer: ReturnType<typeof setTimeout> | null = null;
  #lastLook = 0;
  #countTimer: ReturnType<typeof setTimeout> | null = null;

  type(kind: string): BookType | undefined {
    return this.start?.bookTypes.find((one) => one.code === kind);
  }

  async begin(): Promise<void> {
    try {
      const start = await host.start();
      const here = start.workspace?.here;
      if (here && (!here.accounts || (here.person && !here.locked))) await this.#resume(start);
      // Work in another workspace says nothing about this one.
      if (start.workspace?.folder !== this.start?.workspace?.folder) this.jobs = {};
      this.start = start;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  /** Opens the book that was open when the program ended, be it by a power cut. */
  async #resume(start: Start): Promise<void> {
    const last = remembered<string | null>(openBook(start), null);
    if (!last || this.book) return;
    const book = (await host.books()).find((one) => one.id === last);
    if (book) this.enter(book);
  }

  /** Does something that may be refused; the refusal is shown and null comes back. */
  async ask<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const answer = await work();
      this.problem = null;
      return answer;
    } catch (thrown) {
      this.#refused(asProblem(thrown));
      return null;
    }
  }

  /** As {@link ask}, for looking something up: it does not wipe away what was to be read. */
  async look<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (thrown) {
      this.#refused(asProblem(thrown));
      return null;
    }
  }

  #refused(problem: Problem): void {
    if (!this.onRefused(problem)) this.problem = problem;
  }

  say(note: string): void {
    this.note = note;
    if (this.#noteTimer) clearTimeout(this.#noteTimer);
    this.#noteTimer = setTimeout(() => (this.note = ''), 5000);
  }

  enter(book: BookRow): void {
    this.book = book;
    remember(openBook(this.start), book.id);
    this.savedAt = '';
    this.wish = null;
    this.problem = null;
    this.tab = book.cases > 0 && book.loosePages === 0 ? 'entry' : 'pages';
    const rights = this.start?.workspace?.here.rights;
    if (book.state === 'packaged' && rights?.includes('package')) this.tab = 'package';
  }

  async leave(): Promise<void> {
    await this.queue.flush();
    this.book = null;
    remember(openBook(this.start), null);
    this.problem = null;
  }

  /** Back to the shelf from whatever is on the screen: whoever comes next sees their own work first. */
  putAway(): void {
    this.book = null;
    remember(openBook(this.start), null);
    this.whole = false;
    this.handing = null;
    this.accepting = false;
    this.giving = false;
    this.note = '';
  }

  /** Opens a case on the desk. */
  work(wish: Wish): void {
    this.wish = wish;
    this.tab = 'entry';
  }

  /** Takes the last deed in a book back, or does it again, and says so; null where there was none. */
  async takeBack(book: string, way: 'undo' | 'redo'): Promise<Undone | null> {
    const undone = await this.ask(() => host[way](book));
    if (!undone) return null;
    if (!undone.what) {
      this.say(way === 'undo' ? 'Không còn gì để hoàn tác.' : 'Không còn gì để làm lại.');
      return null;
    }
    this.say(`${way === 'undo' ? 'Đã hoàn tác' : 'Đã làm lại'}: ${undone.what}`);
    return undone;
  }

  /** Opens a case wherever it is, on the desk or on another tab; without a case, the tab alone. */
  async visit(book: string, wish: Wish | null, tab: Tab = 'entry'): Promise<void> {
    if (this.book?.id !== book) {
      await this.queue.flush();
      const found = await this.look(() => host.book(book));
      if (!found) return;
      this.whole = false;
      this.enter(found);
    }
    this.wish = wish;
    this.tab = tab;
  }

  /** Goes to what two stations wrote differently in a book. */
  async decide(book: string, at: Dispute | null = null): Promise<void> {
    await this.queue.flush();
    const found = await this.look(() => host.book(book));
    if (!found) return;
    this.handing = null;
    this.whole = false;
    if (this.book?.id !== book) this.enter(found);
    this.dispute = at;
    this.tab = 'disputed';
  }

  /** Hands books over, from wherever the person is. */
  async hand(file: string | null = null): Promise<void> {
    if (this.book) await this.leave();
    this.whole = false;
    this.handing = { file };
  }

  async refreshBook(): Promise<void> {
    const book = this.book;
    if (!book) return;
    const fresh = await this.look(() => host.book(book.id));
    if (fresh && this.book?.id === fresh.id) this.book = fresh;
  }

  saved(saved: Saved): void {
    this.touched(saved.at);
  }

  /** Something of the book in hand was changed and is safe. */
  touched(at = new Date().toISOString()): void {
    this.savedAt = at;
    // The counts at the top follow, once the typing pauses.
    if (this.#countTimer) clearTimeout(this.#countTimer);
    this.#countTimer = setTimeout(() => void this.refreshBook(), 700);
  }

  heard(job: Job): void {
    // The answer to starting it may come after the first events, even after the last one.
    const known = this.jobs[job.id];
    if (known && job.state === 'running' && (known.state !== 'running' || job.done < known.done))
      return;
    this.jobs[job.id] = job;
    if (job.kind === 'bundleTake' && job.state === 'done') {
      this.turn += 1;
      void this.refreshBook();
    }
    if (job.book !== this.book?.id) return;
    // Pages show up while they come in, but not with every single file.
    const soon = job.state === 'running' && Date.now() - this.#lastLook < LOOK_EVERY;
    if (soon || (job.state === 'running' && job.kind === 'package')) return;
    this.#lastLook = Date.now();
    this.turn += 1;
    void this.refreshBook();
  }

  jobOf(book: string, kind: Job['kind']): Job | null {
    const found = Object.values(this.jobs).filter((one) => one.book === book && one.kind === kind);
    return found.find((one) => one.state === 'running') ?? found.at(-1) ?? null;
  }

  forget(job: Job): void {
    delete this.jobs[job.id];
  }
}

export const station = new StationState();
