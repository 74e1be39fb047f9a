//! Who works here, as the interface asks.

use sohoa_core::book::Id;
use sohoa_station::Password;
use sohoa_station::view::{Here, NewPerson, PersonAdded, PersonName, PersonRow, WorkspaceInfo};
use tauri::State;

use crate::shell::{Answer, Shell};

type Desk<'a> = State<'a, Shell>;

#[tauri::command(async)]
pub fn present(shell: Desk<'_>) -> Answer<Here> {
    shell.at(|station| Ok(station.present()))
}

#[tauri::command(async)]
pub fn who_is_here(shell: Desk<'_>) -> Answer<Here> {
    shell.at(|station| Ok(station.who_is_here()))
}

#[tauri::command(async)]
pub fn names_to_sign_in(shell: Desk<'_>) -> Answer<Vec<PersonName>> {
    shell.at(|station| Ok(station.names_to_sign_in()))
}

#[tauri::command(async)]
pub fn sign_in(shell: Desk<'_>, name: String, password: Password) -> Answer<WorkspaceInfo> {
    shell.at(|station| station.sign_in(&name, &password))
}

#[tauri::command(async)]
pub fn sign_out(shell: Desk<'_>) -> Answer<WorkspaceInfo> {
    shell.at(|station| station.sign_out())
}

#[tauri::command(async)]
pub fn lock(shell: Desk<'_>) -> Answer<WorkspaceInfo> {
    shell.at(|station| station.lock())
}

#[tauri::command(async)]
pub fn recover(
    shell: Desk<'_>,
    name: String,
    code: Password,
    password: Password,
) -> Answer<String> {
    shell.at(|station| station.recover(&name, &code, &password))
}

#[tauri::command(async)]
pub fn staff(shell: Desk<'_>) -> Answer<Vec<PersonRow>> {
    shell.at(|station| station.staff())
}

#[tauri::command(async)]
pub fn person_add(shell: Desk<'_>, person: NewPerson, password: Password) -> Answer<PersonAdded> {
    shell.at(|station| station.person_add(&person, &password))
}

#[tauri::command(async)]
pub fn person_change(
    shell: Desk<'_>,
    id: Id,
    person: NewPerson,
    active: bool,
) -> Answer<PersonRow> {
    shell.at(|station| station.person_change(id, &person, active))
}

#[tauri::command(async)]
pub fn password_set(shell: Desk<'_>, id: Id, password: Password) -> Answer<()> {
    shell.at(|station| station.password_set(id, &password))
}

#[tauri::command(async)]
pub fn password_change(shell: Desk<'_>, old: Password, password: Password) -> Answer<()> {
    shell.at(|station| station.password_change(&old, &password))
}

#[tauri::command(async)]
pub fn recovery_new(shell: Desk<'_>) -> Answer<String> {
    shell.at(|station| station.recovery_new())
}

#[tauri::command(async)]
pub fn keep_idle(shell: Desk<'_>, seconds: Option<u32>) -> Answer<Here> {
    shell.at(|station| station.keep_idle(seconds))
}
