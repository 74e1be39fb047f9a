// Looking at one case of a sample: where the cursor is, what was typed, what was said of each field. The station
// compares and keeps; here is only what a person has not sent yet.
import type {
  FieldValue,
  Grade,
  InspectDraft,
  InspectField,
  InspectView,
  JudgedField,
  Ruling,
} from '../../generated';
import { host } from '../../host';
import { station } from '../../state/station.svelte';

/** What somebody is doing with the case. */
export type Doing = 'type' | 'differing' | 'compare' | 'done';

/** Refusals that trying again cannot mend: somebody decided the lot meanwhile, say. */
const hopeless = new Set(['unknown_lot', 'unknown_case', 'lot_decided', 'own_work', 'not_allowed']);

export class Looking {
  readonly lot: string;
  view = $state.raw<InspectView | null>(null);
  /** Nobody is left for whoever is here. */
  over = $state(false);
  /** The field in hand; one past the last is the button that sends. */
  at = $state(0);
  /** What the paper says, by column: typed blind, or beside a wrong field. */
  papers = $state<Record<string, FieldValue>>({});
  said = $state<Record<string, Ruling>>({});
  /** The paper's words of that field are being typed. */
  telling = $state(false);
  /** The furthest field the cursor came to: what nobody came to is not said to be right. */
  reached = $state(0);
  #again = $state(false);
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(lot: string) {
    this.lot = lot;
  }

  get doing(): Doing {
    const step = this.view?.step ?? 'done';
    if (step !== 'done' || !this.#again) return step;
    return this.blind ? 'differing' : 'compare';
  }
  /** The case was typed blind: only what differs is shown. */
  get blind(): boolean {
    return !!this.view && this.view.step === 'done' && this.view.fields.every((one) => one.paper);
  }
  get fields(): InspectField[] {
    return this.view?.fields ?? [];
  }
  get field(): InspectField | null {
    return this.fields[this.at] ?? null;
  }
  /** Fields that differ and of which nothing was said. */
  get open(): number {
    return this.doing === 'differing'
      ? this.fields.filter((one) => !this.said[one.column]).length
      : 0;
  }
  /** All that has to be said was said. */
  get ready(): boolean {
    return this.open === 0 && (this.doing !== 'compare' || this.reached >= this.fields.length);
  }
  get wrong(): number {
    return Object.values(this.said).filter((one) => one.is === 'wrong').length;
  }

  async go(case_: string | null): Promise<void> {
    const view = await station.look(() => host.inspectOpen(this.lot, case_));
    this.#show(view);
    this.over = view === null && !station.problem;
  }

  #show(view: InspectView | null): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.view = view;
    this.at = 0;
    this.reached = 0;
    this.telling = false;
    this.#again = false;
    this.papers = {};
    this.said = {};
    for (const one of view?.fields ?? []) {
      if (one.verdict) this.said[one.column] = one.verdict;
      if (one.paper) this.papers[one.column] = one.paper;
    }
    const draft = view?.draft;
    if (!draft) return;
    Object.assign(this.papers, draft.papers);
    Object.assign(this.said, draft.said);
    this.reached = draft.reached;
    const left = this.fields.findIndex((one, i) => i >= draft.reached && !this.said[one.column]);
    this.at = left < 0 ? this.fields.length : left;
  }

  /** What is not sent yet is safe all the same, whatever happens to the machine. */
  keep(): void {
    const view = this.view;
    if (!view || this.doing === 'done' || this.#again) return;
    const draft: InspectDraft = {
      papers: $state.snapshot(this.papers) as InspectDraft['papers'],
      said: $state.snapshot(this.said) as InspectDraft['said'],
      reached: this.reached,
    };
    station.queue.push({
      key: `inspect/${view.lot}/${view.case}`,
      run: () => host.inspectKeep(view.lot, view.case, draft),
      refused: (problem) => hopeless.has(problem.code),
    });
  }

  /** What was said of a case is said anew. */
  anew(): void {
    this.#again = true;
    this.at = 0;
    this.reached = this.fields.length;
  }

  paper(column: string): FieldValue {
    return this.papers[column] ?? { text: '', state: 'given' };
  }
  type(column: string, text: string): void {
    this.papers[column] = { text, state: 'given' };
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.keep(), 1000);
  }
  illegible(column: string): void {
    const known = this.paper(column);
    this.papers[column] =
      known.state === 'illegible' ? { text: '', state: 'given' } : { text: '', state: 'illegible' };
    this.keep();
  }

  move(step: number): void {
    this.telling = false;
    this.at = Math.max(0, Math.min(this.fields.length, this.at + step));
    this.reached = Math.max(this.reached, this.at);
    this.keep();
  }

  /** What was delivered in this field is right. */
  right(): void {
    const one = this.field;
    if (!one) return;
    if (this.doing === 'differing') this.said[one.column] = { is: 'right' };
    else delete this.said[one.column];
    this.#on();
    this.keep();
  }

  wrongHere(grade: Grade | null = null): void {
    const one = this.field;
    if (!one || (this.doing !== 'differing' && this.doing !== 'compare')) return;
    this.said[one.column] = { is: 'wrong', grade: grade ?? one.grade };
    if (this.doing === 'compare') this.telling = true;
    else if (!grade) this.#on();
    this.keep();
  }

  grade(grade: Grade): void {
    const one = this.field;
    if (one && this.said[one.column]?.is === 'wrong') {
      this.said[one.column] = { is: 'wrong', grade };
      this.keep();
    } else this.wrongHere(grade);
  }

  /** To the next field of which nothing was said. */
  #on(): void {
    const left = (from: number) =>
      this.fields.findIndex((one, i) => i >= from && !this.said[one.column]);
    if (this.doing === 'differing') {
      const next = left(this.at) >= 0 ? left(this.at) : left(0);
      this.at = next >= 0 ? next : this.fields.length;
    } else this.move(1);
  }

  /** Sends what was typed, or said. True when it was kept. */
  async send(): Promise<boolean> {
    const view = this.view;
    if (!view || this.#busy || !this.ready) return false;
    this.#busy = true;
    // What was kept on the way is older than what is sent now, and must not come after it.
    await station.queue.flush();
    try {
      const kept = await station.ask(() =>
        this.doing === 'type'
          ? host.inspectType(
              this.lot,
              view.case,
              this.fields.map(({ column }) => ({ column, value: { ...this.paper(column) } })),
            )
          : host.inspectJudge(this.lot, view.case, this.#judged()),
      );
      if (kept) this.#show(kept);
      return !!kept;
    } finally {
      this.#busy = false;
    }
  }

  #judged(): JudgedField[] {
    return this.fields.flatMap(({ column }) => {
      const ruling = this.said[column];
      if (!ruling) return [];
      const paper = ruling.is === 'wrong' ? { ...this.paper(column) } : null;
      return [{ column, ruling: { ...ruling }, paper }];
    });
  }
}
