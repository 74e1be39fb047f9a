import type {
  AssignablePerson,
  AssignAsk,
  AssignmentRow,
  Begun,
  BookRow,
  BundleAsk,
  BundleLook,
  Carried,
  CaseMarks,
  CaseRow,
  CaseView,
  Cell,
  CellEdit,
  CheckFilter,
  CheckLines,
  Closing,
  ContractorRow,
  CutDone,
  CutWay,
  DeskPlace,
  DisputedPart,
  Edit,
  FieldState,
  FieldValue,
  Found,
  GridAsk,
  GridRow,
  Held,
  HeldCase,
  Here,
  HistoryEntry,
  InspectDraft,
  InspectView,
  Job,
  JoinLook,
  JoinPair,
  JudgedField,
  Judgement,
  Keying,
  KeyingLook,
  LayoutView,
  MergedPart,
  LotAsk,
  LotPreview,
  LotRow,
  LotView,
  MinutesAsk,
  MinutesWritten,
  NewBook,
  NewPerson,
  Offer,
  Outline,
  PackagePlan,
  PageRole,
  PageDelivery,
  PageRow,
  PairBy,
  PersonAdded,
  PersonName,
  PersonOffer,
  PersonRow,
  Point,
  Problem,
  RecordsImported,
  Region,
  ReplaceAsk,
  Replacing,
  ReturnedBook,
  ReturnedCase,
  Saved,
  Settings,
  SheetAsk,
  SheetLook,
  SheetPlan,
  Spots,
  Start,
  StationCard,
  Taking,
  ThirdField,
  Thresholds,
  ToCheck,
  TypedField,
  Undone,
  Watching,
  WorkspaceInfo,
} from '../generated';

export type Id = string;
/** Stands for a book where work is about the whole workspace, or about several books. */
export const WHOLE: Id = '00000000-0000-0000-0000-000000000000';
/** `source` is the whole picture as it came, which the page was taken out of. */
export type PictureKind = 'thumb' | 'half' | 'clear' | 'display' | 'original' | 'source';
export type Corners = [Point, Point, Point, Point];
export type PickWhat = 'folder' | 'pages' | 'sheet' | 'newSheet' | 'bundle' | 'newBundle';
export type DropEvent = { phase: 'over' | 'leave' } | { phase: 'drop'; paths: string[] };

/** A picture of the case in hand, as the viewer takes it. */
export interface SeenPicture {
  shown: { page: Id; width: number; height: number; print: string };
  region: Region | null;
  /** The spot of the field in hand. */
  spot: Region | null;
  /** What it is called. */
  name: string;
}
/** What the window with the picture shows. */
export interface Seen {
  /** Which case, in words. */
  title: string;
  pictures: SeenPicture[];
  /** Which of them. */
  at: number;
  /** What a key at the desk asks of the picture; the number makes the same wish twice two wishes. */
  wish: { action: string; turn: number } | null;
}
/** What a person did in that window and the desk shall do or say: a key, another picture, letters that went
 * nowhere. */
export type Said =
  | { key: string; ctrlKey: boolean; altKey: boolean; shiftKey: boolean }
  | { picture: number }
  | { lost: true };

/** Everything the interface can ask of the station. Every refusal is a {@link Problem}. */
export interface Host {
  start(): Promise<Start>;
  workspaceCreate(folder: string, place: string): Promise<WorkspaceInfo>;
  workspaceOpen(folder: string): Promise<WorkspaceInfo>;
  /** The only way to a path chosen by the person; null when the person thought better of it. */
  pick(what: PickWhat): Promise<string[] | null>;

  /** Somebody is at the machine and asks for nothing: it is not locked meanwhile. */
  present(): Promise<Here>;
  whoIsHere(): Promise<Here>;
  namesToSignIn(): Promise<PersonName[]>;
  signIn(name: string, password: string): Promise<WorkspaceInfo>;
  signOut(): Promise<WorkspaceInfo>;
  lock(): Promise<WorkspaceInfo>;
  /** Sets a forgotten password anew; gives the next recovery code. */
  recover(name: string, code: string, password: string): Promise<string>;
  staff(): Promise<PersonRow[]>;
  personAdd(person: NewPerson, password: string): Promise<PersonAdded>;
  personChange(id: Id, person: NewPerson, active: boolean): Promise<PersonRow>;
  passwordSet(id: Id, password: string): Promise<void>;
  passwordChange(old: string, password: string): Promise<void>;
  recoveryNew(): Promise<string>;
  /** Seconds without anybody after which it is locked; null for never. */
  keepIdle(seconds: number | null): Promise<Here>;

  books(): Promise<BookRow[]>;
  bookAdd(book: NewBook): Promise<BookRow>;
  book(book: Id): Promise<BookRow>;

  pages(book: Id): Promise<PageRow[]>;
  pagesTurn(pages: Id[], quarterTurns: number): Promise<PageRow[]>;
  pagesRole(pages: Id[], role: PageRole): Promise<PageRow[]>;
  pagesRemove(pages: Id[]): Promise<PageRow[]>;
  /** In fractions of the picture; null makes the whole picture the page. */
  pagesOutline(pages: Id[], outline: Outline | null): Promise<PageRow[]>;
  /** From which measures on a page is no longer simply good. */
  pageLimits(): Promise<Thresholds>;
  keepPageLimits(limits: Thresholds): Promise<void>;
  pagesLookedAt(pages: Id[]): Promise<PageRow[]>;
  /** The number read on its paper; `null` takes it back. */
  pageNumber(page: Id, number: number | null): Promise<PageRow[]>;
  /** Writes the list of pages to be taken again into a folder; gives its path. */
  retakeList(book: Id, folder: string): Promise<string>;
  pageDelivery(page: Id): Promise<PageDelivery>;
  pageReplace(page: Id, path: string): Promise<PageRow[]>;
  pageMove(page: Id, to: number): Promise<PageRow[]>;

  importStart(book: Id, paths: string[]): Promise<Job>;
  packageStart(book: Id, folder: string): Promise<Job>;
  /** New files of a folder come into the book by themselves. */
  watchStart(book: Id, folder: string): Promise<Watching>;
  watchStop(book: Id): Promise<void>;
  watching(book: Id): Promise<Watching | null>;
  /** What was brought in and stopped before its end. */
  importsBegun(book: Id): Promise<Begun[]>;
  importResume(id: Id): Promise<Job>;
  importForget(id: Id): Promise<void>;
  jobPause(job: Id): Promise<void>;
  jobCancel(job: Id): Promise<void>;

  cases(book: Id): Promise<CaseRow[]>;
  casesCut(book: Id, way: CutWay, pages: Id[]): Promise<CutDone>;
  /** A page with its printed lines and its cells, to be drawn on. */
  layout(page: Id): Promise<LayoutView>;
  /** Cuts one page as it was drawn. */
  layoutDraw(page: Id, cells: Cell[]): Promise<PageRow[]>;
  /** Cuts a page as it was drawn and carries that to others: to all after it when `onto` is null. Pages
   * come in runs of `run`. */
  layoutCarry(page: Id, cells: Cell[], onto: Id[] | null, run: number): Promise<Carried>;
  /** A person has looked: these pages are cut where they should be. */
  layoutsRight(pages: Id[]): Promise<PageRow[]>;
  caseAttach(case_: Id, page: Id, region: Region | null): Promise<CaseView>;
  /** Moves a part of a case: the `nth` it has on that page, from 0. */
  casePart(case_: Id, page: Id, nth: number, region: Region): Promise<CaseView>;
  caseDetach(case_: Id, page: Id): Promise<CaseView>;
  caseRemove(case_: Id): Promise<void>;

  caseOpen(case_: Id): Promise<CaseView>;
  /** In one deed. What was typed in short comes back written out. */
  editsSave(case_: Id, edits: Edit[]): Promise<Saved>;
  /** What may be meant by what is being typed, the best first. */
  offers(case_: Id, column: string, typed: string): Promise<Offer[]>;
  /** Who the person may be that a field belongs to. */
  people(case_: Id, column: string): Promise<PersonOffer[]>;
  deskSave(book: Id, case_: Id, column: string): Promise<void>;
  desk(book: Id): Promise<DeskPlace | null>;
  /** With what was taken of the case's proposals. */
  caseFinish(case_: Id, done: boolean, taken: Edit[]): Promise<Saved>;
  caseHold(case_: Id, held: Held | null): Promise<Saved>;
  find(typed: string, kind: string | null, most: number): Promise<Found>;
  grid(book: Id, ask: GridAsk): Promise<number[]>;
  gridRows(book: Id, places: number[]): Promise<GridRow[]>;
  /** How many were changed. */
  cellsSave(book: Id, cells: CellEdit[]): Promise<number>;
  replacing(book: Id, ask: ReplaceAsk): Promise<Replacing>;
  history(case_: Id): Promise<HistoryEntry[]>;
  restore(case_: Id, set: Id, column: string | null): Promise<Saved>;
  held(): Promise<HeldCase[]>;
  heldExport(file: string): Promise<number>;

  /** Which fields of a book are typed twice. */
  keyingSet(book: Id, keying: Keying): Promise<BookRow>;
  keyingLook(book: Id): Promise<KeyingLook>;
  /** What two keyers could not agree on. */
  thirds(book: Id): Promise<ThirdField[]>;
  thirdDecide(case_: Id, column: string, value: FieldValue): Promise<void>;
  thirdTyped(case_: Id, column: string, typed: string): Promise<FieldValue>;

  /** What was said about a case and its fields. */
  caseMarks(case_: Id): Promise<CaseMarks>;
  /** Of a field: right or wrong; null takes back what was said. */
  mark(case_: Id, column: string, right: boolean | null, reason: string): Promise<CaseMarks>;
  checkPass(case_: Id): Promise<CaseMarks>;
  sendBack(case_: Id, reason: string): Promise<CaseMarks>;
  toCheck(book: Id): Promise<ToCheck[]>;
  /** What of a book came back to whoever is here. */
  returned(book: Id): Promise<ReturnedCase[]>;
  /** Of which books something did. */
  returnedBooks(): Promise<ReturnedBook[]>;

  assignable(): Promise<AssignablePerson[]>;
  assign(ask: AssignAsk): Promise<AssignmentRow[]>;
  assignEnd(id: Id): Promise<void>;
  assignments(book: Id | null): Promise<AssignmentRow[]>;
  myWork(): Promise<AssignmentRow[]>;

  findings(book: Id): Promise<Judgement>;
  confirm(case_: Id, rule: string, field: string, reason: string): Promise<Saved>;
  unconfirm(confirmation: Id): Promise<Saved>;
  fix(case_: Id, rule: string, field: string): Promise<Saved>;
  /** All that a rule proposes in these cases, as one deed; how many findings it mended. */
  fixAll(book: Id, rule: string, cases: Id[]): Promise<number>;
  /** All that a rule finds in these cases, with one reason; how many findings were accepted. */
  confirmAll(book: Id, rule: string, cases: Id[], reason: string): Promise<number>;
  /** Says of what a rule misses in these cases that the ledger leaves it out or that it cannot be read. */
  markAll(
    book: Id,
    rule: string,
    cases: Id[],
    state: Exclude<FieldState, 'given'>,
  ): Promise<number>;

  undo(book: Id): Promise<Undone>;
  redo(book: Id): Promise<Undone>;

  /** What is wrong with a book as far as it was begun, written as .xlsx; how many rows. */
  findingsExport(book: Id, file: string): Promise<number>;
  /** Judges every book of the workspace. */
  checkStart(): Promise<Job>;
  /** Some of what the last check of the workspace found. */
  checkLines(filter: CheckFilter): Promise<CheckLines>;
  checkExport(filter: CheckFilter, file: string): Promise<number>;

  /** What the office wrote when it closed the ledger. */
  bookClosing(book: Id, closing: Closing): Promise<BookRow>;
  /** Where the fields of a book stand on the pictures of a case. */
  spots(book: Id): Promise<Spots>;
  /** On which picture of a case and where on it; null takes it back. */
  spotSave(book: Id, column: string, at: [number, Region] | null): Promise<Spots>;
  spotsTake(book: Id, from: Id): Promise<Spots>;
  ruleSettings(): Promise<Settings>;
  keepRuleSettings(settings: Settings): Promise<Settings>;

  /** Looks at a sheet before anything of it is brought in. */
  sheetLook(book: Id, ask: SheetAsk): Promise<SheetLook>;
  /** What bringing it in would do. */
  sheetPlan(book: Id, ask: SheetAsk): Promise<SheetPlan>;
  /** In one deed. What stands in a case gives way only where `taking` says so. */
  recordsImport(book: Id, ask: SheetAsk, taking: Taking): Promise<RecordsImported>;
  /** Cases that are only pictures, and cases typed before there was a picture. */
  joinLook(book: Id, by: PairBy): Promise<JoinLook>;
  join(book: Id, pairs: JoinPair[]): Promise<number>;
  packagePlan(book: Id): Promise<PackagePlan>;

  /** This station, as others know it. */
  stationCard(): Promise<StationCard>;
  /** Seals books into one file for another station. */
  bundleMake(ask: BundleAsk, file: string): Promise<Job>;
  /** What a bundle is, without taking it. */
  bundleShow(file: string, password: string | null): Promise<BundleLook>;
  /** `trust`: a person compared the fingerprint of a station that is not known yet. */
  bundleTake(file: string, password: string | null, trust: boolean): Promise<Job>;
  /** What several stations wrote differently in a book. */
  disputed(book: Id): Promise<DisputedPart[]>;
  /** What that deed wrote there stands from now on. */
  settle(book: Id, part: MergedPart, deed: Id): Promise<void>;

  folderOpen(path: string): Promise<void>;

  /** All lots, the last made first. */
  lots(): Promise<LotRow[]>;
  contractors(): Promise<ContractorRow[]>;
  /** What a lot would come to, before it is made. */
  lotPreview(ask: LotAsk): Promise<LotPreview>;
  lotAdd(ask: LotAsk): Promise<LotView>;
  lotOpen(lot: Id): Promise<LotView>;
  /** Once; with null a seed is made at random. */
  lotDraw(lot: Id, seed: string | null): Promise<LotView>;
  /** A case of the sample, or the next one for whoever is here; null when none is left for them. */
  inspectOpen(lot: Id, case_: Id | null): Promise<InspectView | null>;
  /** What the paper says, typed without seeing what was delivered. */
  inspectKeep(lot: Id, case_: Id, draft: InspectDraft): Promise<void>;
  inspectType(lot: Id, case_: Id, typed: TypedField[]): Promise<InspectView>;
  inspectJudge(lot: Id, case_: Id, said: JudgedField[]): Promise<InspectView>;
  lotDecide(lot: Id): Promise<LotView>;
  /** Writes .docx and PDF into a folder. */
  lotMinutes(lot: Id, folder: string, ask: MinutesAsk): Promise<MinutesWritten>;

  /** Address of a page's picture; it arrives upright after that many quarter turns clockwise. */
  pictureUrl(kind: PictureKind, page: Id, print: string): string;

  /** Opens the window with the picture. */
  pictureOpen(): Promise<void>;
  pictureClose(): Promise<void>;
  /** What it shall show; nothing while no case is in hand. */
  pictureShow(shown: Seen | null): Promise<void>;
  /** Brings the desk to the front. */
  deskFront(): Promise<void>;
  /** In the window with the picture: what it shall show, now and at every change. */
  onPictureShow(told: (shown: Seen | null) => void): () => void;
  /** In the window with the picture: tells the desk. */
  pictureSay(said: Said): Promise<void>;
  onPictureSaid(told: (said: Said) => void): () => void;
  onPictureClosed(told: () => void): () => void;

  /** Long work that moved. Returns the way to stop listening. */
  onJob(told: (job: Job) => void): () => void;
  /** Files dragged over the window. */
  onDrop(told: (event: DropEvent) => void): () => void;
  /** Asked before the window closes; `false` keeps it open. */
  onClose(mayClose: () => Promise<boolean>): () => void;
  /** Draws everything that many times as large. */
  zoom(factor: number): Promise<void>;
  /** Closes the window without asking again. */
  closeNow(): Promise<void>;
}

export function isProblem(thrown: unknown): thrown is Problem {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    typeof (thrown as Problem).code === 'string' &&
    typeof (thrown as Problem).message === 'string'
  );
}

/** Whatever was thrown, as something that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (isProblem(thrown)) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'unexpected',
    message: `Máy gặp lỗi lạ (${detail}). Dữ liệu đã lưu vẫn còn; hãy đóng rồi mở lại chương trình.`,
  };
}
