//! Handing work over, as the interface asks.

use std::path::PathBuf;

use sohoa_core::book::Id;
use sohoa_core::merge::Part;
use sohoa_station::view::{BundleAsk, BundleLook, DisputedPart, Job, StationCard};
use tauri::{AppHandle, State};

use crate::commands::teller;
use crate::shell::{Answer, Shell};

type Desk<'a> = State<'a, Shell>;

#[tauri::command(async)]
pub fn station_card(shell: Desk<'_>) -> Answer<StationCard> {
    shell.at(|station| station.station_card())
}

#[tauri::command(async)]
pub fn bundle_make(app: AppHandle, shell: Desk<'_>, ask: BundleAsk, file: PathBuf) -> Answer<Job> {
    shell.at(|station| station.bundle_make_start(ask, &file, teller(app)))
}

#[tauri::command(async)]
pub fn bundle_show(shell: Desk<'_>, file: PathBuf, password: Option<String>) -> Answer<BundleLook> {
    shell.at(|station| station.bundle_show(&file, password.as_deref()))
}

#[tauri::command(async)]
pub fn bundle_take(
    app: AppHandle,
    shell: Desk<'_>,
    file: PathBuf,
    password: Option<String>,
    trust: bool,
) -> Answer<Job> {
    shell.at(|station| station.bundle_take_start(&file, password, trust, teller(app)))
}

/// What several stations wrote differently, of one book.
#[tauri::command(async)]
pub fn disputed(shell: Desk<'_>, book: Id) -> Answer<Vec<DisputedPart>> {
    shell.at(|station| station.disputed(Some(book)))
}

#[tauri::command(async)]
pub fn settle(shell: Desk<'_>, book: Id, part: Part, deed: Id) -> Answer<()> {
    shell.at(|station| station.settle(book, &part, deed))
}
