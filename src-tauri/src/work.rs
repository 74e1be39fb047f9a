//! Double keying, checking and the work people are given, as the interface asks.

use sohoa_core::book::Id;
use sohoa_core::keying::Keying;
use sohoa_core::record::FieldValue;
use sohoa_station::view::{
    AssignAsk, AssignablePerson, AssignmentRow, BookRow, CaseMarks, KeyingLook, ReturnedBook,
    ReturnedCase, ThirdField, ToCheck,
};
use tauri::State;

use crate::shell::{Answer, Shell};

type Desk<'a> = State<'a, Shell>;

#[tauri::command(async)]
pub fn keying_set(shell: Desk<'_>, book: Id, keying: Keying) -> Answer<BookRow> {
    shell.at(|station| station.keying_set(book, &keying))
}

#[tauri::command(async)]
pub fn keying_look(shell: Desk<'_>, book: Id) -> Answer<KeyingLook> {
    shell.at(|station| station.keying_look(book))
}

#[tauri::command(async)]
pub fn thirds(shell: Desk<'_>, book: Id) -> Answer<Vec<ThirdField>> {
    shell.at(|station| station.thirds(book))
}

#[tauri::command(async)]
pub fn third_decide(shell: Desk<'_>, case: Id, column: String, value: FieldValue) -> Answer<()> {
    shell.at(|station| station.third_decide(case, &column, &value))
}

#[tauri::command(async)]
pub fn third_typed(shell: Desk<'_>, case: Id, column: String, typed: String) -> Answer<FieldValue> {
    shell.at(|station| station.third_typed(case, &column, &typed))
}

#[tauri::command(async)]
pub fn case_marks(shell: Desk<'_>, case: Id) -> Answer<CaseMarks> {
    shell.at(|station| station.case_marks(case))
}

#[tauri::command(async)]
pub fn mark(
    shell: Desk<'_>,
    case: Id,
    column: String,
    right: Option<bool>,
    reason: String,
) -> Answer<CaseMarks> {
    shell.at(|station| station.mark(case, &column, right, &reason))
}

#[tauri::command(async)]
pub fn check_pass(shell: Desk<'_>, case: Id) -> Answer<CaseMarks> {
    shell.at(|station| station.check_pass(case))
}

#[tauri::command(async)]
pub fn send_back(shell: Desk<'_>, case: Id, reason: String) -> Answer<CaseMarks> {
    shell.at(|station| station.send_back(case, &reason))
}

#[tauri::command(async)]
pub fn to_check(shell: Desk<'_>, book: Id) -> Answer<Vec<ToCheck>> {
    shell.at(|station| station.to_check(book))
}

#[tauri::command(async)]
pub fn returned(shell: Desk<'_>, book: Id) -> Answer<Vec<ReturnedCase>> {
    shell.at(|station| station.returned(Some(book)))
}

#[tauri::command(async)]
pub fn returned_books(shell: Desk<'_>) -> Answer<Vec<ReturnedBook>> {
    shell.at(|station| station.returned_books())
}

#[tauri::command(async)]
pub fn assignable(shell: Desk<'_>) -> Answer<Vec<AssignablePerson>> {
    shell.at(|station| station.assignable())
}

#[tauri::command(async)]
pub fn assign(shell: Desk<'_>, ask: AssignAsk) -> Answer<Vec<AssignmentRow>> {
    shell.at(|station| station.assign(&ask))
}

#[tauri::command(async)]
pub fn assign_end(shell: Desk<'_>, id: Id) -> Answer<()> {
    shell.at(|station| station.assign_end(id))
}

#[tauri::command(async)]
pub fn assignments(shell: Desk<'_>, book: Option<Id>) -> Answer<Vec<AssignmentRow>> {
    shell.at(|station| station.assignments(book))
}

#[tauri::command(async)]
pub fn my_work(shell: Desk<'_>) -> Answer<Vec<AssignmentRow>> {
    shell.at(|station| station.my_work())
}
