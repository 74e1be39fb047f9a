import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import type { Job } from '../generated';
import type { Host, Said, Seen } from './types';

// `page://localhost/` here, `http://page.localhost/` on Windows: the API knows which.
const pictures = convertFileSrc('', 'page');

/** A listener that is asked to stop before it has begun must stop all the same. */
function stopLater(begun: Promise<() => void>): () => void {
  return () => void begun.then((stop) => stop());
}

export const host: Host = {
  start: () => invoke('start'),
  workspaceCreate: (folder, place) => invoke('workspace_create', { folder, place }),
  workspaceOpen: (folder) => invoke('workspace_open', { folder }),
  pick: (what) => invoke('pick', { what }),

  present: () => invoke('present'),
  whoIsHere: () => invoke('who_is_here'),
  namesToSignIn: () => invoke('names_to_sign_in'),
  signIn: (name, password) => invoke('sign_in', { name, password }),
  signOut: () => invoke('sign_out'),
  lock: () => invoke('lock'),
  recover: (name, code, password) => invoke('recover', { name, code, password }),
  staff: () => invoke('staff'),
  personAdd: (person, password) => invoke('person_add', { person, password }),
  personChange: (id, person, active) => invoke('person_change', { id, person, active }),
  passwordSet: (id, password) => invoke('password_set', { id, password }),
  passwordChange: (old, password) => invoke('password_change', { old, password }),
  recoveryNew: () => invoke('recovery_new'),
  keepIdle: (seconds) => invoke('keep_idle', { seconds }),

  books: () => invoke('books'),
  bookAdd: (book) => invoke('book_add', { book }),
  book: (book) => invoke('book', { book }),

  pages: (book) => invoke('pages', { book }),
  pagesTurn: (pages, quarterTurns) => invoke('pages_turn', { pages, quarterTurns }),
  pagesRole: (pages, role) => invoke('pages_role', { pages, role }),
  pagesRemove: (pages) => invoke('pages_remove', { pages }),
  pagesOutline: (pages, outline) => invoke('pages_outline', { pages, outline }),
  pageLimits: () => invoke('page_limits'),
  keepPageLimits: (limits) => invoke('keep_page_limits', { limits }),
  pagesLookedAt: (pages) => invoke('pages_looked_at', { pages }),
  pageNumber: (page, number) => invoke('page_number', { page, number }),
  retakeList: (book, folder) => invoke('retake_list', { book, folder }),
  pageDelivery: (page) => invoke('page_delivery', { page }),
  pageReplace: (page, path) => invoke('page_replace', { page, path }),
  pageMove: (page, to) => invoke('page_move', { page, to }),

  importStart: (book, paths) => invoke('import_start', { book, paths }),
  packageStart: (book, folder) => invoke('package_start', { book, folder }),
  watchStart: (book, folder) => invoke('watch_start', { book, folder }),
  watchStop: (book) => invoke('watch_stop', { book }),
  watching: (book) => invoke('watching', { book }),
  importsBegun: (book) => invoke('imports_begun', { book }),
  importResume: (id) => invoke('import_resume', { id }),
  importForget: (id) => invoke('import_forget', { id }),
  jobPause: (job) => invoke('job_pause', { job }),
  jobCancel: (job) => invoke('job_cancel', { job }),

  cases: (book) => invoke('cases', { book }),
  casesCut: (book, way, pages) => invoke('cases_cut', { book, way, pages }),
  layout: (page) => invoke('layout', { page }),
  layoutDraw: (page, cells) => invoke('layout_draw', { page, cells }),
  layoutCarry: (page, cells, onto, run) => invoke('layout_carry', { page, cells, onto, run }),
  layoutsRight: (pages) => invoke('layouts_right', { pages }),
  caseAttach: (case_, page, region) => invoke('case_attach', { case: case_, page, region }),
  casePart: (case_, page, nth, region) => invoke('case_part', { case: case_, page, nth, region }),
  caseDetach: (case_, page) => invoke('case_detach', { case: case_, page }),
  caseRemove: (case_) => invoke('case_remove', { case: case_ }),

  caseOpen: (case_) => invoke('case_open', { case: case_ }),
  editsSave: (case_, edits) => invoke('edits_save', { case: case_, edits }),
  offers: (case_, column, typed) => invoke('offers', { case: case_, column, typed }),
  people: (case_, column) => invoke('people', { case: case_, column }),
  deskSave: (book, case_, column) => invoke('desk_save', { book, case: case_, column }),
  desk: (book) => invoke('desk', { book }),
  caseFinish: (case_, done, taken) => invoke('case_finish', { case: case_, done, taken }),
  caseHold: (case_, held) => invoke('case_hold', { case: case_, held }),
  find: (typed, kind, most) => invoke('find', { typed, kind, most }),
  grid: (book, ask) => invoke('grid', { book, ask }),
  gridRows: (book, places) => invoke('grid_rows', { book, places }),
  cellsSave: (book, cells) => invoke('cells_save', { book, cells }),
  replacing: (book, ask) => invoke('replacing', { book, ask }),
  history: (case_) => invoke('history', { case: case_ }),
  restore: (case_, set, column) => invoke('restore', { case: case_, set, column }),
  held: () => invoke('held'),
  heldExport: (file) => invoke('held_export', { file }),

  keyingSet: (book, keying) => invoke('keying_set', { book, keying }),
  keyingLook: (book) => invoke('keying_look', { book }),
  thirds: (book) => invoke('thirds', { book }),
  thirdDecide: (case_, column, value) => invoke('third_decide', { case: case_, column, value }),
  thirdTyped: (case_, column, typed) => invoke('third_typed', { case: case_, column, typed }),

  caseMarks: (case_) => invoke('case_marks', { case: case_ }),
  mark: (case_, column, right, reason) => invoke('mark', { case: case_, column, right, reason }),
  checkPass: (case_) => invoke('check_pass', { case: case_ }),
  sendBack: (case_, reason) => invoke('send_back', { case: case_, reason }),
  toCheck: (book) => invoke('to_check', { book }),
  returned: (book) => invoke('returned', { book }),
  returnedBooks: () => invoke('returned_books'),

  assignable: () => invoke('assignable'),
  assign: (ask) => invoke('assign', { ask }),
  assignEnd: (id) => invoke('assign_end', { id }),
  assignments: (book) => invoke('assignments', { book }),
  myWork: () => invoke('my_work'),

  findings: (book) => invoke('findings', { book }),
  confirm: (case_, rule, field, reason) => invoke('confirm', { case: case_, rule, field, reason }),
  unconfirm: (confirmation) => invoke('unconfirm', { confirmation }),
  fix: (case_, rule, field) => invoke('fix', { case: case_, rule, field }),
  fixAll: (book, rule, cases) => invoke('fix_all', { book, rule, cases }),
  confirmAll: (book, rule, cases, reason) => invoke('confirm_all', { book, rule, cases, reason }),
  markAll: (book, rule, cases, state) => invoke('mark_all', { book, rule, cases, state }),

  undo: (book) => invoke('undo', { book }),
  redo: (book) => invoke('redo', { book }),

  findingsExport: (book, file) => invoke('findings_export', { book, file }),
  checkStart: () => invoke('check_start'),
  checkLines: (filter) => invoke('check_lines', { filter }),
  checkExport: (filter, file) => invoke('check_export', { filter, file }),

  bookClosing: (book, closing) => invoke('book_closing', { book, closing }),
  spots: (book) => invoke('spots', { book }),
  spotSave: (book, column, at) => invoke('spot_save', { book, column, at }),
  spotsTake: (book, from) => invoke('spots_take', { book, from }),
  ruleSettings: () => invoke('rule_settings'),
  keepRuleSettings: (settings) => invoke('keep_rule_settings', { settings }),

  sheetLook: (book, ask) => invoke('sheet_look', { book, ask }),
  sheetPlan: (book, ask) => invoke('sheet_plan', { book, ask }),
  recordsImport: (book, ask, taking) => invoke('records_import', { book, ask, taking }),
  joinLook: (book, by) => invoke('join_look', { book, by }),
  join: (book, pairs) => invoke('join', { book, pairs }),
  packagePlan: (book) => invoke('package_plan', { book }),
  stationCard: () => invoke('station_card'),
  bundleMake: (ask, file) => invoke('bundle_make', { ask, file }),
  bundleShow: (file, password) => invoke('bundle_show', { file, password }),
  bundleTake: (file, password, trust) => invoke('bundle_take', { file, password, trust }),
  disputed: (book) => invoke('disputed', { book }),
  settle: (book, part, deed) => invoke('settle', { book, part, deed }),
  folderOpen: (path) => invoke('folder_open', { path }),

  lots: () => invoke('lots'),
  contractors: () => invoke('contractors'),
  lotPreview: (ask) => invoke('lot_preview', { ask }),
  lotAdd: (ask) => invoke('lot_add', { ask }),
  lotOpen: (lot) => invoke('lot_open', { lot }),
  lotDraw: (lot, seed) => invoke('lot_draw', { lot, seed }),
  inspectOpen: (lot, case_) => invoke('inspect_open', { lot, case: case_ }),
  inspectKeep: (lot, case_, draft) => invoke('inspect_keep', { lot, case: case_, draft }),
  inspectType: (lot, case_, typed) => invoke('inspect_type', { lot, case: case_, typed }),
  inspectJudge: (lot, case_, said) => invoke('inspect_judge', { lot, case: case_, said }),
  lotDecide: (lot) => invoke('lot_decide', { lot }),
  lotMinutes: (lot, folder, ask) => invoke('lot_minutes', { lot, folder, ask }),

  pictureUrl: (kind, page, print) => `${pictures}${kind}/${page}?${print}`,

  pictureOpen: () => invoke('picture_open'),
  pictureClose: () => invoke('picture_close'),
  pictureShow: (shown) => invoke('picture_show', { shown }),
  deskFront: () => invoke('desk_front'),
  onPictureShow: (told) => {
    const begun = listen<Seen | null>('picture-show', (event) => told(event.payload));
    // Heard first, asked then: nothing told in between is missed.
    void begun.then(() => invoke<Seen | null>('picture_shown')).then(told);
    return stopLater(begun);
  },
  pictureSay: (said) => invoke('picture_say', { said }),
  onPictureSaid: (told) => stopLater(listen<Said>('picture-said', (event) => told(event.payload))),
  onPictureClosed: (told) => stopLater(listen('picture-closed', told)),

  onJob: (told) => stopLater(listen<Job>('job', (event) => told(event.payload))),
  onDrop: (told) =>
    stopLater(
      getCurrentWebview().onDragDropEvent(({ payload }) => {
        if (payload.type === 'drop') told({ phase: 'drop', paths: payload.paths });
        else if (payload.type === 'leave') told({ phase: 'leave' });
        else told({ phase: 'over' });
      }),
    ),
  onClose: (mayClose) =>
    stopLater(
      getCurrentWindow().onCloseRequested(async (event) => {
        if (!(await mayClose())) event.preventDefault();
      }),
    ),
  zoom: (factor) => getCurrentWebview().setZoom(factor),
  closeNow: () => getCurrentWindow().destroy(),
};
