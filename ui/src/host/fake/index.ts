// A station kept in memory, with invented people: for tests and for looking at the screens in a
// plain browser. It is not part of what is shipped (vite.config.ts).
import type { Confirmed, Finding, PageRow, Problem, Region } from '../../generated';
import type { Host } from '../types';
import { bookTypes, codeLists, rules } from './catalogue';
import { lotsHost } from './lots';
import { drawnPage } from './picture';
import { sheets } from './sheets';
import { bundlesHost } from './bundles';
import { spots } from './spots';
import { roles, staffHost } from './staff';
import type { FakeBook, FakeCase, FakePage } from './people';
import { defaultSettings, begun, station, type FakeStation } from './station';
import { pictureWindow } from './window';
import { workHost } from './work';

/** Answers later, as the real one does, with copies nobody else can change. */
async function later<T>(name: string, work: () => T): Promise<T> {
  station.calls.push(name);
  await Promise.resolve();
  return structuredClone(work());
}

const staff = staffHost(() => station, later);
const work = workHost(() => station, later);
const lots = lotsHost(() => station, later);

const columnAt = (id: string, column: string) =>
  station.type(station.at(id).book).fields.findIndex((one) => one.column === column);

const pageLimits = { sharpness: 45, blurred: 28, glare: 0.01, shade: 0.35, dpi: 120 };

export const host: Host = {
  start: () =>
    later('start', () => ({
      workspace: station.opened ? station.workspace : null,
      problem: station.problem,
      bookTypes,
      codeLists,
      rules,
      roles,
      defaultSettings,
      defaultPageLimits: pageLimits,
      version: '0.1.0',
    })),
  workspaceCreate: (folder, place) =>
    later('workspace_create', () => {
      station.place = { folder, place };
      station.opened = true;
      station.stock = [];
      return station.workspace;
    }),
  workspaceOpen: (folder) =>
    later('workspace_open', () => {
      station.opened = true;
      return { ...station.workspace, folder };
    }),
  pick: (what) =>
    later('pick', () =>
      what === 'folder'
        ? ['D:\\Giao nop']
        : what === 'sheet'
          ? ['D:\\KS 2008.xlsx']
          : what === 'bundle' || what === 'newBundle'
            ? [station.bundle]
            : Array.from({ length: 24 }, (_, i) => `D:\\Chup\\IMG_${1000 + i}.jpg`),
    ),

  ...staff,
  ...work,
  ...lots,

  books: () => later('books', () => station.stock.map((book) => station.row(book))),
  bookAdd: (book) =>
    later('book_add', () => {
      const type = bookTypes.find((one) => one.code === book.kind);
      if (
        station.stock.some(
          (b) => b.kind === book.kind && b.year === book.year && b.volume === book.volume,
        )
      )
        throw { code: 'book_exists', message: 'Sổ này đã có trong kho.' } satisfies Problem;
      const made: FakeBook = {
        id: crypto.randomUUID(),
        kind: book.kind,
        year: book.year,
        volume: book.volume,
        place: book.place || station.workspace.place,
        sheet: book.sheet ?? type?.defaultSheet ?? book.kind,
        state: 'open',
        pages: [],
        cases: [],
        changedAt: new Date().toISOString(),
      };
      station.stock.push(made);
      return station.row(made);
    }),
  book: (book) => later('book', () => station.row(station.bookOf(book))),

  pages: (book) => later('pages', () => station.pageRows(station.bookOf(book))),
  pagesTurn: (pages, quarterTurns) =>
    changePages('pages_turn', pages, (page) => (page.turns = (page.turns + quarterTurns) % 4)),
  pagesRole: (pages, role) => changePages('pages_role', pages, (page) => (page.role = role)),
  pagesRemove: (pages) =>
    changePages('pages_remove', pages, (page, book) => {
      book.pages.splice(book.pages.indexOf(page), 1);
      book.cases.forEach((one) => (one.pages = one.pages.filter((p) => p.page !== page.id)));
    }),
  pagesOutline: (pages) => changePages('pages_outline', pages, () => undefined),
  pageLimits: () =>
    later('page_limits', () => ({
      sharpness: 45,
      blurred: 28,
      glare: 0.01,
      shade: 0.35,
      dpi: 120,
    })),
  keepPageLimits: () => later('keep_page_limits', () => undefined),
  pagesLookedAt: (pages) => changePages('pages_looked_at', pages, () => undefined),
  pageNumber: (page) => changePages('page_number', [page], () => undefined),
  retakeList: (book, folder) => later('retake_list', () => `${folder}\\chup-lai-${book}.html`),
  pageDelivery: () =>
    later('page_delivery', () => ({
      bytes: 96_000,
      width: 1240,
      height: 1754,
      dpi: 150,
      way: 'encoded' as const,
      quality: 60,
      strokes: 0.97,
    })),
  pageReplace: (page) => changePages('page_replace', [page], () => undefined),
  pageMove: (page, to) =>
    changePages('page_move', [page], (moved, book) => {
      book.pages.splice(book.pages.indexOf(moved), 1);
      book.pages.splice(to - 1, 0, moved);
    }),

  importStart: (id, paths) =>
    later('import_start', () => {
      const book = station.bookOf(id);
      return station.job(book, 'import', Math.max(24, paths.length), (job) => {
        const file = (paths[job.done - 1] ?? `IMG_${1000 + job.done}.jpg`).replace(/^.*\\/, '');
        job.now = file;
        if (job.state === 'done') return;
        if (job.done === 5)
          job.rejected.push({ file, code: 'broken', reason: 'Tệp bị hỏng, không mở được hình.' });
        else if (job.done === 9) job.already += 1;
        else {
          job.imported += 1;
          book.pages.push({ id: crypto.randomUUID(), file, turns: 0, role: 'cases' });
        }
      });
    }),
  packageStart: (id, folder) =>
    later('package_start', () => {
      const book = station.bookOf(id);
      return station.job(book, 'package', Math.min(40, book.cases.length), (job) => {
        job.now = `PDF ${job.done}`;
        if (job.state !== 'done') return;
        book.state = 'packaged';
        const stem = `${folder}\\${station.row(book).code}`;
        job.package = {
          lists: `${stem}.danh-sach.xlsx`,
          xlsx: `${stem}.xlsx`,
          zip: `${stem}.zip`,
          manifest: `${stem}.txt`,
          cases: book.cases.length,
          bytes: 48_300_000,
          folder,
        };
      });
    }),
  watchStart: (book, folder) =>
    later('watch_start', () => ({ book, folder, came: 0, refused: [], problem: null })),
  watchStop: () => later('watch_stop', () => undefined),
  watching: () => later('watching', () => null),
  importsBegun: () => later('imports_begun', () => []),
  importResume: () =>
    later('import_resume', () => station.job(station.bookOf(''), 'import', 1, () => undefined)),
  importForget: () => later('import_forget', () => undefined),
  jobPause: (job) => later('job_pause', () => station.cancel(job)),
  jobCancel: (job) => later('job_cancel', () => station.cancel(job)),

  cases: (id) =>
    later('cases', () => {
      const book = station.bookOf(id);
      const type = station.type(book);
      const text = (one: FakeCase, role: string) =>
        one.values[type.fields.findIndex((field) => field.role === role)]?.text ?? '';
      return book.cases.map((one, index) => ({
        id: one.id,
        position: index + 1,
        number: text(one, 'number'),
        name: text(one, 'subjectName'),
        state: one.state,
        held: one.held?.office ?? '',
        remarks: one.values.filter((value) => value.remark).length,
        begun: begun(one),
        who: station.workspace.who,
        page: book.pages.findIndex((page) => page.id === one.pages[0]?.page) + 1 || null,
        findings: station.counts(station.judged(book, one).findings),
      }));
    }),
  casesCut: (id, way, pages) =>
    later('cases_cut', () => {
      const book = station.bookOf(id);
      const todo = station.loose(book).filter((p) => pages.length === 0 || pages.includes(p.id));
      const type = station.type(book);
      const before = book.cases.length;
      const add = (on: FakeCase['pages']) =>
        book.cases.push({
          id: crypto.randomUUID(),
          state: 'draft',
          held: null,
          values: type.fields.map(() => ({ text: '', state: 'given' as const })),
          pages: on,
          confirmed: [],
        });
      if (way.way === 'pagesPerCase') {
        for (let i = 0; i < todo.length; i += way.count)
          add(todo.slice(i, i + way.count).map((p) => ({ page: p.id, region: null })));
      } else {
        const count = way.way === 'spread' ? 2 : way.count;
        for (const page of todo)
          for (let i = 0; i < count; i += 1) {
            const region: Region | null =
              count === 1
                ? null
                : way.way === 'spread'
                  ? { x: i / 2, y: 0, w: 0.5, h: 1 }
                  : { x: 0, y: i / count, w: 1, h: 1 / count };
            add([{ page: page.id, region }]);
          }
      }
      return { cases: book.cases.length - before, pages: todo.length, ruled: 0 };
    }),
  layout: (page) => later('layout', () => station.layout(page)),
  layoutDraw: (page, cells) =>
    changePages('layout_draw', [page], (_, book) => station.draw(book, page, cells)),
  layoutCarry: (page, cells, onto) =>
    later('layout_carry', () => {
      const book = station.bookWith(page);
      const before = book.cases.length;
      station.draw(book, page, cells);
      const after = book.pages.slice(book.pages.findIndex((one) => one.id === page) + 1);
      const wanted = after.filter(
        (one) => one.role === 'cases' && (onto?.includes(one.id) ?? true),
      );
      for (const one of wanted) station.draw(book, one.id, cells);
      return {
        rows: station.pageRows(book),
        cases: book.cases.length - before,
        pages: wanted.map((one) => ({
          page: one.id,
          position: book.pages.indexOf(one) + 1,
          outcome: 'cut' as const,
          cells: cells.map((cell) => ({ cell, empty: false })),
          confidence: 0.9,
          flagged: false,
          example: 1,
        })),
      };
    }),
  layoutsRight: (pages) => changePages('layouts_right', pages, () => undefined),
  casePart: (id, page, nth, region) =>
    later('case_part', () => {
      const part = station.at(id).case_.pages.filter((one) => one.page === page)[nth];
      if (part) part.region = region;
      return station.view(id);
    }),
  caseAttach: (id, page, region) =>
    later('case_attach', () => {
      station.at(id).case_.pages.push({ page, region });
      return station.view(id);
    }),
  caseDetach: (id, page) =>
    later('case_detach', () => {
      const { case_ } = station.at(id);
      case_.pages = case_.pages.filter((p) => p.page !== page);
      return station.view(id);
    }),
  caseRemove: (id) =>
    later('case_remove', () => {
      const { book, case_ } = station.at(id);
      book.cases.splice(book.cases.indexOf(case_), 1);
    }),

  caseOpen: (id) => later('case_open', () => station.view(id)),
  editsSave: (id, edits) =>
    later(`edits_save ${edits.map((one) => `${one.column}=${one.value.text}`).join(' ')}`, () => {
      for (const { column, value, short, over } of edits) {
        const stands = station.at(id).case_.values[columnAt(id, column)];
        if (over && stands && stands.text !== over.text && stands.text !== value.text)
          throw { code: 'changed_elsewhere', message: `Ô ${column} vừa được sửa ở cửa sổ khác.` };
        station.put(id, column, short ? { ...value, text: station.written(value.text) } : value);
      }
      return station.saved(id);
    }),
  offers: (id, column, typed) => later('offers', () => station.offers(id, column, typed)),
  people: (id, column) => later('people', () => station.people(id, column)),
  deskSave: (book, id, column) =>
    later('desk_save', () => station.remember(book, { case: id, field: column })),
  desk: (book) => later('desk', () => station.deskOf(book)),
  caseFinish: (id, done, taken) =>
    later('case_finish', () => {
      if (station.refuseSaves) throw station.refuseSaves;
      for (const { column, value } of taken) station.put(id, column, value);
      station.at(id).case_.state = done ? 'done' : 'draft';
      return station.saved(id);
    }),
  caseHold: (id, held) =>
    later('case_hold', () => {
      station.at(id).case_.held = held;
      return station.saved(id);
    }),
  find: (typed, kind) => later('find', () => station.find(typed, kind)),
  grid: (id) => later('grid', () => station.bookOf(id).cases.map((_, index) => index)),
  gridRows: (id, places) => later('grid_rows', () => station.gridRows(id, places)),
  cellsSave: (_, cells) =>
    later(`cells_save ${cells.map((one) => `${one.column}=${one.value.text}`).join(' ')}`, () => {
      if (station.refuseSaves) throw station.refuseSaves;
      for (const one of cells) station.put(one.case, one.column, one.value);
      return cells.length;
    }),
  replacing: () => later('replacing', () => ({ total: 0, cells: [] })),
  history: () => later('history', () => []),
  restore: (id) => later('restore', () => station.saved(id)),
  held: () => later('held', () => station.held()),
  heldExport: () => later('held_export', () => station.held().length),

  findings: (id) =>
    later('findings', () => {
      const book = station.bookOf(id);
      return {
        findings: station.bookFindings(book),
        confirmed: book.cases.flatMap((one) => station.judged(book, one).confirmed),
      };
    }),
  confirm: (id, rule, field, reason) =>
    later('confirm', () => {
      const found = station
        .view(id)
        .judgement.findings.find((one) => one.rule === rule && (one.field ?? '') === field);
      if (found) station.at(id).case_.confirmed.push(accepted(found, reason));
      return station.saved(id);
    }),
  unconfirm: (confirmation) =>
    later('unconfirm', () => {
      for (const book of station.stock)
        for (const one of book.cases) {
          if (!one.confirmed.some((c) => c.id === confirmation)) continue;
          one.confirmed = one.confirmed.filter((c) => c.id !== confirmation);
          return station.saved(one.id);
        }
      throw { code: 'unknown_confirmation', message: 'Không còn xác nhận này.' } satisfies Problem;
    }),
  fix: (id, rule, field) =>
    later('fix', () => {
      const found = station
        .view(id)
        .judgement.findings.find((one) => one.rule === rule && (one.field ?? '') === field);
      if (!found?.fix)
        throw { code: 'no_fix', message: 'Chỗ này phải sửa bằng tay.' } satisfies Problem;
      return station.put(id, found.fix.field, { text: found.fix.to, state: 'given' });
    }),

  fixAll: (_book, rule, cases) =>
    later('fix_all', () => {
      let mended = 0;
      for (const id of cases)
        for (const { rule: own, fix } of station.view(id).judgement.findings)
          if (own === rule && fix) {
            station.put(id, fix.field, { text: fix.to, state: 'given' });
            mended += 1;
          }
      return mended;
    }),
  confirmAll: (_book, rule, cases, reason) =>
    later('confirm_all', () => {
      let count = 0;
      for (const id of cases)
        for (const found of station.view(id).judgement.findings)
          if (found.rule === rule && found.confirmable) {
            station.at(id).case_.confirmed.push(accepted(found, reason));
            count += 1;
          }
      return count;
    }),
  markAll: (_book, rule, cases, state) =>
    later('mark_all', () => {
      let count = 0;
      for (const id of cases)
        for (const found of station.view(id).judgement.findings)
          if (found.rule === rule && found.field && !found.value) {
            station.put(id, found.field, { text: '', state });
            count += 1;
          }
      return count;
    }),

  undo: () => later('undo', () => station.take('undo')),
  redo: () => later('redo', () => station.take('redo')),

  findingsExport: () => later('findings_export', () => 12),
  checkStart: () => later('check_start', () => station.checkJob()),
  checkLines: (filter) => later('check_lines', () => station.checkLines(filter)),
  checkExport: () => later('check_export', () => 12),
  bookClosing: (id, closing) =>
    later('book_closing', () => {
      const book = station.bookOf(id);
      book.closing = closing;
      return station.row(book);
    }),
  ...spots,
  ruleSettings: () => later('rule_settings', () => station.settings),
  keepRuleSettings: (settings) => later('keep_rule_settings', () => (station.settings = settings)),

  ...sheets,
  packagePlan: (id) =>
    later('package_plan', () => {
      const book = station.bookOf(id);
      const row = station.row(book);
      const names = book.cases.map(
        (one, i) => `${row.code}.${one.values[1]?.text || i + 1}.05-06-2008.pdf`,
      );
      const withPage = book.cases.filter((one) => one.pages.length > 0).length;
      return {
        cases: row.cases,
        held: 0,
        withPage,
        done: row.done,
        loosePages: row.loosePages,
        findings: row.findings,
        confirmed: book.cases.flatMap((one) => one.confirmed).length,
        ready: row.findings.error === 0 && row.cases > 0,
        names,
        xlsx: `${row.code}.xlsx`,
        zip: `${row.code}.zip`,
        manifest: `${row.code}.txt`,
        folder: 'D:\\Giao nop',
      };
    }),
  ...bundlesHost(() => station, later),
  folderOpen: () => later('folder_open', () => undefined),

  pictureUrl: (kind, id, print) => {
    for (const book of station.stock) {
      const at = book.pages.findIndex((page) => page.id === id);
      if (at >= 0) return drawnPage(kind, at + 1, Number(print));
    }
    return drawnPage(kind, 0, Number(print));
  },
  ...pictureWindow,
  onJob: (told) => station.onJob(told),
  onDrop: (told) => station.onDrop(told),
  onClose: () => () => undefined,
  zoom: (factor) =>
    later('zoom', () => {
      station.zoom = factor;
    }),
  closeNow: () => Promise.resolve(),
};

function changePages(
  name: string,
  ids: string[],
  change: (page: FakePage, book: FakeBook) => void,
): Promise<PageRow[]> {
  return later(name, () => {
    const book = station.stock.find((one) => one.pages.some((page) => page.id === ids[0]));
    if (!book) throw { code: 'unknown_page', message: 'Không còn trang này.' } satisfies Problem;
    for (const id of ids) {
      const page = book.pages.find((one) => one.id === id);
      if (page) change(page, book);
    }
    return station.pageRows(book);
  });
}

function accepted(finding: Finding, reason: string): Confirmed {
  return {
    id: crypto.randomUUID(),
    finding,
    reason,
    who: station.workspace.who,
    at: new Date().toISOString(),
  };
}

// A hand on the station for whoever looks at the screens from outside.
(globalThis as { fakeStation?: FakeStation }).fakeStation = station;
