//! The station's use cases, as the interface calls them.

use std::path::PathBuf;

use sohoa_core::book::{Closing, Held, Id, PageRole, Region};
use sohoa_core::layout::Cell;
use sohoa_core::record::FieldState;
use sohoa_core::rules::Settings;
use sohoa_core::survey::Thresholds;
use sohoa_station::view::{
    BookRow, Carried, CaseRow, CaseView, CellEdit, CheckFilter, CheckLines, CutDone, CutWay,
    DeskPlace, Edit, Found, GridAsk, GridRow, HeldCase, HistoryEntry, Job, JoinLook, JoinPair,
    Judgement, LayoutView, NewBook, Offer, Outline, PackagePlan, PageDelivery, PageRow, PairBy,
    People, RecordsImported, ReplaceAsk, Replacing, Saved, SheetAsk, SheetLook, SheetPlan, Spots,
    Start, Taking, Undone, WorkspaceInfo,
};
use sohoa_station::{Begun, Bring, Onto, Watching};
use tauri::{AppHandle, Emitter, State};

use crate::shell::{Answer, Shell};

type Desk<'a> = State<'a, Shell>;

#[tauri::command(async)]
pub fn start(shell: Desk<'_>) -> Answer<Start> {
    shell.start()
}

#[tauri::command(async)]
pub fn workspace_create(shell: Desk<'_>, folder: PathBuf, place: String) -> Answer<WorkspaceInfo> {
    shell.create(&folder, &place)
}

#[tauri::command(async)]
pub fn workspace_open(shell: Desk<'_>, folder: PathBuf) -> Answer<WorkspaceInfo> {
    shell.open(&folder)
}

#[tauri::command(async)]
pub fn books(shell: Desk<'_>) -> Answer<Vec<BookRow>> {
    shell.at(|station| station.books())
}

#[tauri::command(async)]
pub fn book_add(shell: Desk<'_>, book: NewBook) -> Answer<BookRow> {
    shell.at(|station| station.book_add(&book))
}

#[tauri::command(async)]
pub fn book(shell: Desk<'_>, book: Id) -> Answer<BookRow> {
    shell.at(|station| station.book(book))
}

#[tauri::command(async)]
pub fn pages(shell: Desk<'_>, book: Id) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.pages(book))
}

#[tauri::command(async)]
pub fn pages_turn(shell: Desk<'_>, pages: Vec<Id>, quarter_turns: u8) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.pages_turn(&pages, quarter_turns))
}

#[tauri::command(async)]
pub fn pages_role(shell: Desk<'_>, pages: Vec<Id>, role: PageRole) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.pages_role(&pages, role))
}

#[tauri::command(async)]
pub fn pages_remove(shell: Desk<'_>, pages: Vec<Id>) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.pages_remove(&pages))
}

#[tauri::command(async)]
pub fn pages_outline(
    shell: Desk<'_>,
    pages: Vec<Id>,
    outline: Option<Outline>,
) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.pages_outline(&pages, outline))
}

#[tauri::command(async)]
pub fn page_limits(shell: Desk<'_>) -> Answer<Thresholds> {
    shell.at(|station| station.page_limits())
}

#[tauri::command(async)]
pub fn keep_page_limits(shell: Desk<'_>, limits: Thresholds) -> Answer<()> {
    shell.at(|station| station.keep_page_limits(limits))
}

#[tauri::command(async)]
pub fn pages_looked_at(shell: Desk<'_>, pages: Vec<Id>) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.pages_looked_at(&pages))
}

#[tauri::command(async)]
pub fn page_number(shell: Desk<'_>, page: Id, number: Option<u32>) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.page_number(page, number))
}

#[tauri::command(async)]
pub fn retake_list(shell: Desk<'_>, book: Id, folder: PathBuf) -> Answer<PathBuf> {
    shell.at(|station| station.retake_list(book, &folder).map(|told| told.path))
}

#[tauri::command(async)]
pub fn page_delivery(shell: Desk<'_>, page: Id) -> Answer<PageDelivery> {
    shell.at(|station| station.page_delivered(page).map(|(_, told)| told))
}

#[tauri::command(async)]
pub fn page_replace(shell: Desk<'_>, page: Id, path: PathBuf) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.page_replace(page, &path))
}

#[tauri::command(async)]
pub fn page_move(shell: Desk<'_>, page: Id, to: u32) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.page_move(page, to))
}

/// Tells the window how long work stands.
pub(crate) fn teller(app: AppHandle) -> impl Fn(Job) + Send + Sync + 'static {
    move |job| {
        // A window that is closing hears nothing any more, and that is no fault.
        let _ = app.emit("job", job);
    }
}

#[tauri::command(async)]
pub fn import_start(app: AppHandle, shell: Desk<'_>, book: Id, paths: Vec<PathBuf>) -> Answer<Job> {
    shell.at(|station| station.import_start(book, paths, Bring::default(), teller(app)))
}

#[tauri::command(async)]
pub fn watch_start(shell: Desk<'_>, book: Id, folder: PathBuf) -> Answer<Watching> {
    shell.at(|station| station.watch_start(book, &folder))
}

#[tauri::command(async)]
pub fn watch_stop(shell: Desk<'_>, book: Id) -> Answer<()> {
    shell.at(|station| station.watch_stop(book))
}

#[tauri::command(async)]
pub fn watching(shell: Desk<'_>, book: Id) -> Answer<Option<Watching>> {
    shell.at(|station| station.watching(book))
}

/// What was begun and stopped, of one book.
#[tauri::command(async)]
pub fn imports_begun(shell: Desk<'_>, book: Id) -> Answer<Vec<Begun>> {
    shell.at(|station| {
        let mut all = station.imports_begun()?;
        all.retain(|one| one.book == book);
        Ok(all)
    })
}

#[tauri::command(async)]
pub fn import_resume(app: AppHandle, shell: Desk<'_>, id: Id) -> Answer<Job> {
    shell.at(|station| station.import_resume_start(id, teller(app)))
}

#[tauri::command(async)]
pub fn import_forget(shell: Desk<'_>, id: Id) -> Answer<()> {
    shell.at(|station| station.import_forget(id))
}

#[tauri::command(async)]
pub fn job_pause(shell: Desk<'_>, job: Id) -> Answer<()> {
    shell.at(|station| station.job_pause(job))
}

#[tauri::command(async)]
pub fn package_start(app: AppHandle, shell: Desk<'_>, book: Id, folder: PathBuf) -> Answer<Job> {
    shell.at(|station| station.package_start(book, &folder, teller(app)))
}

#[tauri::command(async)]
pub fn job_cancel(shell: Desk<'_>, job: Id) -> Answer<()> {
    shell.at(|station| station.job_cancel(job))
}

#[tauri::command(async)]
pub fn cases(shell: Desk<'_>, book: Id) -> Answer<Vec<CaseRow>> {
    shell.at(|station| station.cases(book))
}

#[tauri::command(async)]
pub fn cases_cut(shell: Desk<'_>, book: Id, way: CutWay, pages: Vec<Id>) -> Answer<CutDone> {
    shell.at(|station| station.cases_cut(book, way, &pages))
}

#[tauri::command(async)]
pub fn layout(shell: Desk<'_>, page: Id) -> Answer<LayoutView> {
    shell.at(|station| station.layout(page))
}

#[tauri::command(async)]
pub fn layout_draw(shell: Desk<'_>, page: Id, cells: Vec<Cell>) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.layout_draw(page, &cells))
}

/// Carries what was drawn on a page to the pages given, or to all that come after it.
#[tauri::command(async)]
pub fn layout_carry(
    shell: Desk<'_>,
    page: Id,
    cells: Vec<Cell>,
    onto: Option<Vec<Id>>,
    run: u32,
) -> Answer<Carried> {
    shell.at(|station| {
        let onto = onto.as_deref().map_or(Onto::After, Onto::These);
        station.layout_carry(page, Some(&cells), onto, run)
    })
}

#[tauri::command(async)]
pub fn layouts_right(shell: Desk<'_>, pages: Vec<Id>) -> Answer<Vec<PageRow>> {
    shell.at(|station| station.layouts_right(&pages))
}

#[tauri::command(async)]
pub fn case_attach(
    shell: Desk<'_>,
    case: Id,
    page: Id,
    region: Option<Region>,
) -> Answer<CaseView> {
    shell.at(|station| station.case_attach(case, page, region))
}

#[tauri::command(async)]
pub fn case_part(
    shell: Desk<'_>,
    case: Id,
    page: Id,
    nth: u32,
    region: Region,
) -> Answer<CaseView> {
    shell.at(|station| station.case_part(case, page, nth, region))
}

#[tauri::command(async)]
pub fn case_detach(shell: Desk<'_>, case: Id, page: Id) -> Answer<CaseView> {
    shell.at(|station| station.case_detach(case, page))
}

#[tauri::command(async)]
pub fn case_remove(shell: Desk<'_>, case: Id) -> Answer<()> {
    shell.at(|station| station.case_remove(case))
}

#[tauri::command(async)]
pub fn case_open(shell: Desk<'_>, case: Id) -> Answer<CaseView> {
    shell.at(|station| station.case_open(case))
}

#[tauri::command(async)]
pub fn edits_save(shell: Desk<'_>, case: Id, edits: Vec<Edit>) -> Answer<Saved> {
    shell.at(|station| station.edits_save(case, &edits))
}

#[tauri::command(async)]
pub fn offers(shell: Desk<'_>, case: Id, column: String, typed: String) -> Answer<Vec<Offer>> {
    shell.at(|station| station.offers(case, &column, &typed))
}

#[tauri::command(async)]
pub fn people(shell: Desk<'_>, case: Id, column: String) -> Answer<People> {
    shell.at(|station| station.people(case, &column))
}

#[tauri::command(async)]
pub fn desk_save(shell: Desk<'_>, book: Id, case: Id, column: String) -> Answer<()> {
    shell.at(|station| station.desk_save(book, case, &column))
}

#[tauri::command(async)]
pub fn desk(shell: Desk<'_>, book: Id) -> Answer<Option<DeskPlace>> {
    shell.at(|station| station.desk(book))
}

#[tauri::command(async)]
pub fn case_finish(shell: Desk<'_>, case: Id, done: bool, taken: Vec<Edit>) -> Answer<Saved> {
    shell.at(|station| station.case_finish(case, done, &taken))
}

#[tauri::command(async)]
pub fn case_hold(shell: Desk<'_>, case: Id, held: Option<Held>) -> Answer<Saved> {
    shell.at(|station| station.case_hold(case, held.as_ref()))
}

#[tauri::command(async)]
pub fn grid(shell: Desk<'_>, book: Id, ask: GridAsk) -> Answer<Vec<u32>> {
    shell.at(|station| station.grid(book, &ask))
}

#[tauri::command(async)]
pub fn grid_rows(shell: Desk<'_>, book: Id, places: Vec<u32>) -> Answer<Vec<GridRow>> {
    shell.at(|station| station.grid_rows(book, &places))
}

#[tauri::command(async)]
pub fn cells_save(shell: Desk<'_>, book: Id, cells: Vec<CellEdit>) -> Answer<u32> {
    shell.at(|station| station.cells_save(book, &cells))
}

#[tauri::command(async)]
pub fn replacing(shell: Desk<'_>, book: Id, ask: ReplaceAsk) -> Answer<Replacing> {
    shell.at(|station| station.replacing(book, &ask))
}

#[tauri::command(async)]
pub fn history(shell: Desk<'_>, case: Id) -> Answer<Vec<HistoryEntry>> {
    shell.at(|station| station.history(case))
}

#[tauri::command(async)]
pub fn restore(shell: Desk<'_>, case: Id, set: Id, column: Option<String>) -> Answer<Saved> {
    shell.at(|station| station.restore(case, set, column.as_deref()))
}

#[tauri::command(async)]
pub fn find(shell: Desk<'_>, typed: String, kind: Option<String>, most: usize) -> Answer<Found> {
    shell.at(|station| station.find(&typed, kind.as_deref(), most))
}

#[tauri::command(async)]
pub fn held(shell: Desk<'_>) -> Answer<Vec<HeldCase>> {
    shell.at(|station| station.held())
}

#[tauri::command(async)]
pub fn held_export(shell: Desk<'_>, file: PathBuf) -> Answer<u32> {
    shell.at(|station| station.held_export(&file))
}

#[tauri::command(async)]
pub fn findings(shell: Desk<'_>, book: Id) -> Answer<Judgement> {
    shell.at(|station| station.findings_begun(book))
}

#[tauri::command(async)]
pub fn confirm(
    shell: Desk<'_>,
    case: Id,
    rule: String,
    field: String,
    reason: String,
) -> Answer<Saved> {
    shell.at(|station| station.confirm(case, &rule, &field, &reason))
}

#[tauri::command(async)]
pub fn unconfirm(shell: Desk<'_>, confirmation: Id) -> Answer<Saved> {
    shell.at(|station| station.unconfirm(confirmation))
}

#[tauri::command(async)]
pub fn fix(shell: Desk<'_>, case: Id, rule: String, field: String) -> Answer<Saved> {
    shell.at(|station| station.fix(case, &rule, &field))
}

#[tauri::command(async)]
pub fn fix_all(shell: Desk<'_>, book: Id, rule: String, cases: Vec<Id>) -> Answer<u32> {
    shell.at(|station| station.fix_all(book, &rule, &cases))
}

#[tauri::command(async)]
pub fn confirm_all(
    shell: Desk<'_>,
    book: Id,
    rule: String,
    cases: Vec<Id>,
    reason: String,
) -> Answer<u32> {
    shell.at(|station| station.confirm_all(book, &rule, &cases, &reason))
}

#[tauri::command(async)]
pub fn mark_all(
    shell: Desk<'_>,
    book: Id,
    rule: String,
    cases: Vec<Id>,
    state: FieldState,
) -> Answer<u32> {
    shell.at(|station| station.mark_all(book, &rule, &cases, state))
}

#[tauri::command(async)]
pub fn undo(shell: Desk<'_>, book: Id) -> Answer<Undone> {
    shell.at(|station| station.undo(book))
}

#[tauri::command(async)]
pub fn redo(shell: Desk<'_>, book: Id) -> Answer<Undone> {
    shell.at(|station| station.redo(book))
}

#[tauri::command(async)]
pub fn sheet_look(shell: Desk<'_>, book: Id, ask: SheetAsk) -> Answer<SheetLook> {
    shell.at(|station| station.sheet_look(book, &ask))
}

#[tauri::command(async)]
pub fn sheet_plan(shell: Desk<'_>, book: Id, ask: SheetAsk) -> Answer<SheetPlan> {
    shell.at(|station| station.sheet_plan(book, &ask))
}

#[tauri::command(async)]
pub fn records_import(
    shell: Desk<'_>,
    book: Id,
    ask: SheetAsk,
    taking: Taking,
) -> Answer<RecordsImported> {
    shell.at(|station| station.records_import(book, &ask, &taking))
}

#[tauri::command(async)]
pub fn join_look(shell: Desk<'_>, book: Id, by: PairBy) -> Answer<JoinLook> {
    shell.at(|station| station.join_look(book, by))
}

#[tauri::command(async)]
pub fn join(shell: Desk<'_>, book: Id, pairs: Vec<JoinPair>) -> Answer<u32> {
    shell.at(|station| station.join(book, &pairs))
}

#[tauri::command(async)]
pub fn check_start(app: AppHandle, shell: Desk<'_>) -> Answer<Job> {
    shell.at(|station| station.check_start(teller(app)))
}

#[tauri::command(async)]
pub fn check_lines(shell: Desk<'_>, filter: CheckFilter) -> Answer<CheckLines> {
    shell.at(|station| station.check_lines(&filter))
}

#[tauri::command(async)]
pub fn check_export(shell: Desk<'_>, filter: CheckFilter, file: PathBuf) -> Answer<u32> {
    shell.at(|station| station.check_export(&filter, &file))
}

#[tauri::command(async)]
pub fn findings_export(shell: Desk<'_>, book: Id, file: PathBuf) -> Answer<u32> {
    shell.at(|station| station.findings_export(book, &file))
}

#[tauri::command(async)]
pub fn book_closing(shell: Desk<'_>, book: Id, closing: Closing) -> Answer<BookRow> {
    shell.at(|station| station.book_closing(book, closing))
}

#[tauri::command(async)]
pub fn spots(shell: Desk<'_>, book: Id) -> Answer<Spots> {
    shell.at(|station| station.spots(book))
}

/// Where a field stands: on which picture of a case, and where on it.
#[tauri::command(async)]
pub fn spot_save(
    shell: Desk<'_>,
    book: Id,
    column: String,
    at: Option<(u8, Region)>,
) -> Answer<Spots> {
    shell.at(|station| station.spot_save(book, &column, at))
}

#[tauri::command(async)]
pub fn spots_take(shell: Desk<'_>, book: Id, from: Id) -> Answer<Spots> {
    shell.at(|station| station.spots_take(book, from))
}

#[tauri::command(async)]
pub fn rule_settings(shell: Desk<'_>) -> Answer<Settings> {
    shell.at(|station| station.rule_settings())
}

#[tauri::command(async)]
pub fn keep_rule_settings(shell: Desk<'_>, settings: Settings) -> Answer<Settings> {
    shell.at(|station| station.keep_rule_settings(settings))
}

#[tauri::command(async)]
pub fn package_plan(shell: Desk<'_>, book: Id) -> Answer<PackagePlan> {
    shell.at(|station| station.package_plan(book))
}
