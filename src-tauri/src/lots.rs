//! Acceptance by sample, as the interface asks.

use std::path::PathBuf;

use sohoa_core::acceptance::InspectDraft;
use sohoa_core::book::Id;
use sohoa_station::view::{
    ContractorRow, InspectView, JudgedField, LotAsk, LotPreview, LotRow, LotView, MinutesAsk,
    MinutesWritten, TypedField,
};
use tauri::State;

use crate::shell::{Answer, Shell};

type Desk<'a> = State<'a, Shell>;

#[tauri::command(async)]
pub fn lots(shell: Desk<'_>) -> Answer<Vec<LotRow>> {
    shell.at(|station| station.lots())
}

#[tauri::command(async)]
pub fn contractors(shell: Desk<'_>) -> Answer<Vec<ContractorRow>> {
    shell.at(|station| station.contractors())
}

#[tauri::command(async)]
pub fn lot_preview(shell: Desk<'_>, ask: LotAsk) -> Answer<LotPreview> {
    shell.at(|station| station.lot_preview(&ask))
}

#[tauri::command(async)]
pub fn lot_add(shell: Desk<'_>, ask: LotAsk) -> Answer<LotView> {
    shell.at(|station| station.lot_add(&ask))
}

#[tauri::command(async)]
pub fn lot_open(shell: Desk<'_>, lot: Id) -> Answer<LotView> {
    shell.at(|station| station.lot_open(lot))
}

#[tauri::command(async)]
pub fn lot_draw(shell: Desk<'_>, lot: Id, seed: Option<String>) -> Answer<LotView> {
    shell.at(|station| station.lot_draw(lot, seed.as_deref()))
}

#[tauri::command(async)]
pub fn inspect_open(shell: Desk<'_>, lot: Id, case: Option<Id>) -> Answer<Option<InspectView>> {
    shell.at(|station| station.inspect_open(lot, case))
}

#[tauri::command(async)]
pub fn inspect_keep(shell: Desk<'_>, lot: Id, case: Id, draft: InspectDraft) -> Answer<()> {
    shell.at(|station| station.inspect_keep(lot, case, &draft))
}

#[tauri::command(async)]
pub fn inspect_type(
    shell: Desk<'_>,
    lot: Id,
    case: Id,
    typed: Vec<TypedField>,
) -> Answer<InspectView> {
    shell.at(|station| station.inspect_type(lot, case, &typed))
}

#[tauri::command(async)]
pub fn inspect_judge(
    shell: Desk<'_>,
    lot: Id,
    case: Id,
    said: Vec<JudgedField>,
) -> Answer<InspectView> {
    shell.at(|station| station.inspect_judge(lot, case, &said))
}

#[tauri::command(async)]
pub fn lot_decide(shell: Desk<'_>, lot: Id) -> Answer<LotView> {
    shell.at(|station| station.lot_decide(lot))
}

#[tauri::command(async)]
pub fn lot_minutes(
    shell: Desk<'_>,
    lot: Id,
    folder: PathBuf,
    ask: MinutesAsk,
) -> Answer<MinutesWritten> {
    shell.at(|station| station.lot_minutes(lot, &folder, &ask))
}
