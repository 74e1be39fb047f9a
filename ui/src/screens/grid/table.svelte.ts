// A book as a table: which rows there are, those that were read, the cell in hand, what is typed and changed.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type {
  BookRow,
  BookType,
  CellEdit,
  Code,
  FieldValue,
  GridAsk,
  GridOnly,
  GridRow,
} from '../../generated';
import { labelOf } from '../../form/codes';
import { formModel, withText, type FormField, type FormModel } from '../../form/model';
import { withWaiting } from '../../form/typed.svelte';
import { host } from '../../host';
import { session } from '../../state/session.svelte';
import { station } from '../../state/station.svelte';
import { remember, remembered } from '../../state/view';
import { count } from '../../words/format';
import { parseCells, writeCells } from './clipboard';
import { columnsOf, type Column } from './columns';

/** Rows read at once. */
const BLOCK = 100;
/** Rows kept until all are let go. */
const MOST_ROWS = 8000;
/** Most cells that are pasted at once. */
const MOST_CELLS = 100_000;
const nothing: FieldValue = { text: '', state: 'given' };
const marks = {
  given: '',
  doubtful: '? ',
  leftOut: '∅ sổ không ghi',
  illegible: '≋ không đọc được',
} as const;

export interface Spot {
  row: number;
  column: number;
}

/** Of all tables: no save may be taken for another. */
let saves = 0;

export class Table {
  readonly book: BookRow;
  readonly model: FormModel;
  /** Places in the book, in the order they are shown. */
  order = $state.raw<number[]>([]);
  ready = $state(false);
  /** Rows that were read, by their place in the book. */
  readonly rows = new SvelteMap<number, GridRow>();
  sort = $state<GridAsk['sort']>(null);
  only = $state<GridOnly>('all');
  readonly filters = new SvelteMap<string, string>();
  /** The cell in hand, and where the selection began. */
  at = $state<Spot>({ row: 0, column: 0 });
  anchor = $state<Spot>({ row: 0, column: 0 });
  /** What is being typed over the cell in hand. */
  typing = $state<string | null>(null);
  /** Columns out of sight. */
  readonly hidden = new SvelteSet<string>(remembered<string[]>('table-hidden', []));
  /** How many columns stay in sight. */
  frozen = $state(remembered<number>('table-frozen', 1));
  readonly columns = $derived.by((): Column[] => columnsOf(this.model.order, this.hidden));
  readonly fields = $derived(this.columns.map((one) => one.field));
  #asked = new Set<number>();
  #turn = 0;

  constructor(book: BookRow, type: BookType, lists: Record<string, Code[]>) {
    this.book = book;
    this.model = formModel(type, book.sheet, lists);
  }

  async look(): Promise<void> {
    const turn = ++this.#turn;
    const filters = [...this.filters].map(([column, text]) => ({ column, text }));
    const ask = { sort: this.sort ?? null, filters, only: this.only };
    await station.queue.flush();
    const order = await station.look(() => host.grid(this.book.id, ask));
    if (!order || turn !== this.#turn) return;
    this.order = order;
    this.ready = true;
    this.forget();
    this.go(Math.min(this.at.row, Math.max(0, order.length - 1)), this.at.column);
  }

  /** What was read may be otherwise by now. */
  forget(): void {
    this.rows.clear();
    this.#asked.clear();
  }

  rowAt(row: number): GridRow | undefined {
    const place = this.order[row];
    return place === undefined ? undefined : this.rows.get(place);
  }

  /** Reads what is not read yet of these rows. */
  async need(from: number, to: number): Promise<void> {
    const missing: Promise<void>[] = [];
    // A large book scrolled from end to end must not fill the memory.
    if (this.rows.size > MOST_ROWS) this.forget();
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to; block++) {
      if (this.#asked.has(block) || block < 0) continue;
      this.#asked.add(block);
      missing.push(this.#read(this.order.slice(block * BLOCK, (block + 1) * BLOCK)));
    }
    await Promise.all(missing);
  }

  async #read(places: number[]): Promise<void> {
    if (places.length === 0) return;
    const turn = this.#turn;
    const rows = await station.look(() => host.gridRows(this.book.id, places));
    if (turn !== this.#turn) return;
    for (const row of rows ?? []) {
      const values = withWaiting(this.model, row.case, row.values);
      this.rows.set(row.position - 1, { ...row, values });
    }
  }

  valueOf(row: GridRow | undefined, field: FormField): FieldValue {
    return row?.values[field.index] ?? nothing;
  }

  /** What a cell shows. */
  shown(row: GridRow | undefined, field: FormField): string {
    const value = this.valueOf(row, field);
    return marks[value.state] + (labelOf(field.options, value.text) ?? value.text);
  }

  go(row: number, column: number, select = false): void {
    const within = (at: number, count: number) => Math.max(0, Math.min(count - 1, at));
    this.at = {
      row: within(row, this.order.length),
      column: within(column, this.fields.length),
    };
    if (!select) this.anchor = this.at;
  }

  /** The cells that are selected, both ends in. */
  get selected(): { from: Spot; to: Spot } {
    const [a, b] = [this.at, this.anchor];
    return {
      from: { row: Math.min(a.row, b.row), column: Math.min(a.column, b.column) },
      to: { row: Math.max(a.row, b.row), column: Math.max(a.column, b.column) },
    };
  }

  /** Keeps cells in one deed; shown at once. */
  save(cells: CellEdit[], done?: (changed: number) => void): void {
    if (!session.mayOrSay('key')) return;
    if (cells.length === 0) return;
    const byCase = new Map([...this.rows.values()].map((row) => [row.case, row] as const));
    const touched = new Set<number>();
    for (const cell of cells) {
      const row = byCase.get(cell.case);
      const field = this.model.byColumn.get(cell.column);
      if (!row || !field) continue;
      touched.add(row.position - 1);
      const known = this.rows.get(row.position - 1) ?? row;
      const values = known.values.with(field.index, cell.value);
      this.rows.set(row.position - 1, { ...known, values });
    }
    station.queue.push({
      key: `cells/${++saves}`,
      holds: cells,
      run: () => host.cellsSave(this.book.id, cells),
      then: (changed) => {
        void this.#read([...touched].slice(0, 500));
        station.touched();
        done?.(changed as number);
      },
      refused: (problem) => {
        if (problem.code === 'disk_full' || problem.code === 'folder_read_only') return false;
        station.problem = problem;
        return true;
      },
    });
  }

  edit(row: GridRow, field: FormField, text: string, short = false): CellEdit {
    const value = withText(this.valueOf(row, field), text);
    return { case: row.case, column: field.column, value, short };
  }

  /** The typed text goes into the cell in hand. */
  commit(): void {
    const text = this.typing;
    this.typing = null;
    const row = this.rowAt(this.at.row);
    const field = this.fields[this.at.column];
    if (text === null || !row || !field || text === this.valueOf(row, field).text) return;
    this.save([this.edit(row, field, text, true)]);
  }

  /** Rows of the selection, all of them read. */
  async #selectedRows(from: number, to: number): Promise<GridRow[]> {
    await this.need(from, to + 1);
    const rows: GridRow[] = [];
    for (let row = from; row <= to; row++) {
      const read = this.rowAt(row);
      if (read) rows.push(read);
    }
    return rows;
  }

  /** What is selected, as long as all of it was read. */
  copiedNow(): string | null {
    const { from, to } = this.selected;
    const rows: GridRow[] = [];
    for (let row = from.row; row <= to.row; row++) {
      const read = this.rowAt(row);
      if (!read) return null;
      rows.push(read);
    }
    return this.#written(rows);
  }

  async copied(): Promise<string> {
    const { from, to } = this.selected;
    return this.#written(await this.#selectedRows(from.row, to.row));
  }

  #written(rows: readonly GridRow[]): string {
    const { from, to } = this.selected;
    const fields = this.fields.slice(from.column, to.column + 1);
    return writeCells(rows.map((row) => fields.map((field) => this.valueOf(row, field).text)));
  }

  /** Puts cells of another table here, from the cell in hand on; one cell into all that are selected. */
  async paste(text: string): Promise<void> {
    const cells = parseCells(text);
    const { from, to } = this.selected;
    const one = cells.length === 1 && cells[0]?.length === 1 ? (cells[0][0] ?? '') : null;
    const height = one === null ? cells.length : to.row - from.row + 1;
    const width = one === null ? Math.max(0, ...cells.map((row) => row.length)) : 0;
    if (height * Math.max(1, width) > MOST_CELLS)
      return station.say(`Nhiều quá: mỗi lần dán được ${count(MOST_CELLS)} ô.`);
    const rows = await this.#selectedRows(
      from.row,
      Math.min(this.order.length, from.row + height) - 1,
    );
    let over = 0;
    const edits = rows.flatMap((row, i) => {
      const wide = one === null ? (cells[i]?.length ?? 0) : to.column - from.column + 1;
      return this.fields.slice(from.column, from.column + wide).map((field, j) => {
        const text = (one ?? cells[i]?.[j] ?? '').replace(/\s*[\r\n]+\s*/g, ' ').trim();
        const known = this.valueOf(row, field).text;
        if (known !== '' && known !== text) over += 1;
        return this.edit(row, field, text);
      });
    });
    const left = height - rows.length;
    this.save(edits, (changed) => {
      const lost = left > 0 ? ` ${count(left)} dòng thừa không có chỗ dán.` : '';
      const old = over > 0 ? `, ${count(over)} ô đang có chữ khác` : '';
      station.say(`Đã dán: ${count(changed)} ô đổi${old}.${lost} Ctrl+Z để bỏ.`);
    });
  }

  /** The first row of the selection into the others; of one row alone, the one above it. */
  async fillDown(): Promise<void> {
    const { from, to } = this.selected;
    const first = from.row === to.row ? from.row - 1 : from.row;
    if (first < 0) return;
    const [top, ...rest] = await this.#selectedRows(first, to.row);
    const fields = this.fields.slice(from.column, to.column + 1);
    if (!top) return;
    const edits = rest.flatMap((row) =>
      fields.map((field): CellEdit => {
        const { text, state } = this.valueOf(top, field);
        return { case: row.case, column: field.column, value: { text, state }, short: false };
      }),
    );
    this.save(edits, (changed) => {
      if (rest.length > 1) station.say(`Đã chép xuống: ${count(changed)} ô đổi. Ctrl+Z để bỏ.`);
    });
  }

  /** Empties what is selected, or says of it what the ledger does. */
  async put(value: FieldValue): Promise<void> {
    const { from, to } = this.selected;
    const rows = await this.#selectedRows(from.row, to.row);
    const fields = this.fields.slice(from.column, to.column + 1);
    this.save(
      rows.flatMap((row) =>
        fields.map((field) => ({
          case: row.case,
          column: field.column,
          value: { ...this.valueOf(row, field), ...value },
          short: false,
        })),
      ),
    );
  }

  /** Puts the column in hand out of sight. */
  hide(): void {
    const field = this.fields[this.at.column];
    if (!field || this.fields.length === 1) return;
    this.hidden.add(field.column);
    this.#keepColumns();
    this.go(this.at.row, this.at.column);
  }

  showAll(): void {
    this.hidden.clear();
    this.#keepColumns();
  }

  /** The columns up to the one in hand stay in sight; said again there, none does. */
  freeze(): void {
    const upTo = this.at.column + 1;
    this.frozen = this.frozen === upTo ? 0 : upTo;
    this.#keepColumns();
  }

  #keepColumns(): void {
    remember('table-hidden', [...this.hidden]);
    remember('table-frozen', this.frozen);
  }

  /** Sorts by a column; again the other way, and then as in the ledger. */
  sortBy(column: string): void {
    const known = this.sort?.column === column ? this.sort : null;
    this.sort = !known ? { column, down: false } : known.down ? null : { column, down: true };
    void this.look();
  }

  async takeBack(way: 'undo' | 'redo'): Promise<void> {
    if (!(await station.queue.flush())) return;
    if (!(await station.takeBack(this.book.id, way))) return;
    station.touched();
    await this.look();
  }
}
