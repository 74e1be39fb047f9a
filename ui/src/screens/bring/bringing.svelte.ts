// A sheet on its way into a book: looked at, its columns matched, its rows paired, what stands in the way shown.
// Nothing is brought in before the last step.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  BookRow,
  Clash,
  ColumnAsk,
  PairBy,
  RecordsImported,
  RowChoice,
  SheetAsk,
  SheetLook,
  SheetPlan,
} from '../../generated';
import { asProblem, host } from '../../host';
import { station } from '../../state/station.svelte';

export type Step = 'file' | 'columns' | 'rows' | 'clashes' | 'done';

export class Bringing {
  step = $state<Step>('file');
  file = $state('');
  look = $state.raw<SheetLook | null>(null);
  columns = $state<ColumnAsk[]>([]);
  pairing = $state<PairBy>('number');
  newCases = $state(false);
  /** Whoever brings it in did not type it. */
  ofOthers = $state(false);
  readonly chosen = new SvelteMap<number, RowChoice>();
  plan = $state.raw<SheetPlan | null>(null);
  /** Columns whose cells give way as a whole. */
  readonly wholeColumns = new SvelteSet<string>();
  /** Cells that are the other way round than their column. */
  readonly odd = new SvelteSet<string>();
  done = $state.raw<RecordsImported | null>(null);
  working = $state(false);
  refused = $state('');
  #turn = 0;

  constructor(readonly book: BookRow) {
    this.newCases = book.cases === 0;
  }

  get fields(): string[] {
    const taken = this.columns.map((one) => one.means);
    return taken.flatMap((one) => (one.is === 'field' ? [one.column] : []));
  }

  /** A field that two columns are taken for. */
  get twice(): string | null {
    const fields = this.fields;
    return fields.find((one, at) => fields.indexOf(one) !== at) ?? null;
  }

  get hasFile(): boolean {
    return this.columns.some((one) => one.means.is === 'file');
  }

  #ask(): SheetAsk {
    return {
      file: this.file,
      sheet: this.look?.sheet ?? null,
      content: this.look?.content ?? null,
      headerRow: this.look?.headerRow ?? null,
      columns: $state.snapshot(this.columns),
      pairing: this.pairing,
      keysAlone: false,
      newCases: this.newCases,
      chosen: [...this.chosen.values()],
    };
  }

  async #try<T>(work: () => Promise<T>): Promise<T | null> {
    const turn = ++this.#turn;
    this.working = true;
    this.refused = '';
    try {
      const got = await work();
      return turn === this.#turn ? got : null;
    } catch (thrown) {
      if (turn === this.#turn) this.refused = asProblem(thrown).message;
      return null;
    } finally {
      if (turn === this.#turn) this.working = false;
    }
  }

  async choose(): Promise<void> {
    const file = (await station.ask(() => host.pick('sheet')))?.[0];
    if (!file) return;
    this.file = file;
    await this.read(null, null);
  }

  /** Looks at the sheet, or at another sheet or row of headings of it. */
  async read(sheet: string | null, headerRow: number | null): Promise<void> {
    const ask: SheetAsk = {
      file: this.file,
      sheet,
      headerRow,
      content: null,
      columns: null,
      pairing: this.pairing,
      keysAlone: false,
      newCases: false,
      chosen: [],
    };
    const look = await this.#try(() => host.sheetLook(this.book.id, ask));
    if (!look) return;
    this.look = look;
    this.columns = look.columns.map(({ means, legacy }) => ({ means, legacy }));
    this.chosen.clear();
    this.plan = null;
    this.step = 'columns';
    // The best way that this sheet allows; a person may choose another.
    const known = this.fields;
    const numbered = station.type(this.book.kind)?.fields.find((one) => one.role === 'number');
    if (this.hasFile && this.book.cases > 0) this.pairing = 'file';
    else this.pairing = numbered && known.includes(numbered.column) ? 'number' : 'order';
  }

  /** Works out what would be done. */
  async work(): Promise<void> {
    await station.queue.flush();
    const plan = await this.#try(() => host.sheetPlan(this.book.id, this.#ask()));
    if (plan) this.plan = plan;
  }

  say(choice: RowChoice | null, row: number): void {
    if (choice) this.chosen.set(row, choice);
    else this.chosen.delete(row);
    void this.work();
  }

  gives(clash: Clash): boolean {
    const whole = this.wholeColumns.has(clash.column);
    return this.odd.has(key(clash)) ? !whole : whole;
  }

  turn(clash: Clash): void {
    const cell = key(clash);
    if (!this.odd.delete(cell)) this.odd.add(cell);
  }

  turnColumn(column: string, gives: boolean): void {
    if (gives) this.wholeColumns.add(column);
    else this.wholeColumns.delete(column);
    for (const cell of [...this.odd]) if (cell.endsWith(`/${column}`)) this.odd.delete(cell);
  }

  async bring(): Promise<void> {
    const clashes = this.plan?.clashes ?? [];
    // A column gives way as a whole only when none of its cells was taken out of that.
    const columns = [...this.wholeColumns].filter(
      (column) => !clashes.some((one) => one.column === column && !this.gives(one)),
    );
    const cells = clashes
      .filter((one) => this.gives(one) && !columns.includes(one.column))
      .map(({ row, column }) => ({ row, column }));
    await station.queue.flush();
    const done = await this.#try(() =>
      host.recordsImport(this.book.id, this.#ask(), {
        columns,
        cells,
        all: false,
        of_others: this.ofOthers,
      }),
    );
    if (!done) return;
    this.done = done;
    this.step = 'done';
    await station.refreshBook();
  }
}

function key(clash: Clash): string {
  return `${clash.row}/${clash.column}`;
}
