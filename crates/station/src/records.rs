//! Reading a sheet into the cases of a book. Everything the sheet changes is one deed that undo
//! takes back, and what is kept otherwise than it stood is told, cell by cell.

use std::collections::HashMap;
use std::path::Path;

use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_core::rules::registration_year;
use sohoa_core::schema::{Kind, Role};
use sohoa_core::value::number::number_key;
use sohoa_core::value::text;

use crate::contents::Contents;
use crate::sheet::{self, Cell, Table};
use crate::store::{Change, Op};
use crate::view::{ChangedValue, RecordsImported, Unpaired};
use crate::{Result, Station};

/// How rows find their cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// The first row is the first case, and so on.
    Order,
    /// By the page of the book the case begins on (`trangSo`).
    Page,
    /// By year and number, with what was typed before.
    Number,
}

impl Station {
    /// Reads a sheet into the cases of a book.
    ///
    /// # Errors
    /// `unknown_book`, `sheet_unreadable`, `sheet_protected`, `sheet_empty`, `sheet_header`
    pub fn records_import(
        &self,
        book: Id,
        file: &Path,
        pairing: Pairing,
    ) -> Result<RecordsImported> {
        let raw = sheet::read(file)?;
        let mut inner = self.inner();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let table = raw.table(book_type, file)?;
        let unknown = table
            .columns
            .iter()
            .filter(|(header, field)| field.is_none() && !text::clean(header).is_empty());
        let mut report = RecordsImported {
            rows: table.rows.len() as u32,
            unknown_columns: unknown.map(|(header, _)| header.clone()).collect(),
            ..RecordsImported::default()
        };
        let cases = self.pair(contents, &table, pairing)?;
        let mut changes = Vec::new();
        for ((row, cells), case) in (1u32..).zip(&table.rows).zip(cases) {
            let index = match case {
                Ok(index) => index,
                Err(code) => {
                    let reason = self.knowledge.messages.text(code, &[]);
                    report.unpaired.push(Unpaired { row, reason });
                    continue;
                }
            };
            report.paired += 1;
            let record = &contents.inputs[index].record;
            for (cell, (_, field)) in cells.iter().zip(&table.columns) {
                let Some(field) = *field else { continue };
                let kept = text::clean(&cell.text);
                let column = &book_type.fields[field].column;
                if let Some(code) = why_otherwise(cell, &kept) {
                    let why = self.knowledge.messages.text(code, &[]);
                    report.changed.push(ChangedValue {
                        row,
                        column: column.clone(),
                        from: cell.text.clone(),
                        to: kept.clone(),
                        why,
                    });
                }
                let before = record.at(field);
                // An empty cell says nothing: what a person typed or said stays. The running
                // number is written by the program.
                if kept.is_empty()
                    || book_type.fields[field].kind == Kind::RowNo
                    || (before.text == kept && before.state.is_read())
                {
                    continue;
                }
                if !before.text.is_empty() && before.text != kept {
                    let why = self.knowledge.messages.text("why_replaced", &[]);
                    report.changed.push(ChangedValue {
                        row,
                        column: column.clone(),
                        from: before.text.clone(),
                        to: kept.clone(),
                        why,
                    });
                }
                changes.push(Change::Value {
                    case: contents.cases[index].id,
                    column: column.clone(),
                    before: before.clone(),
                    after: before.retold(kept),
                });
            }
        }
        inner.transact(Op::RecordsImport, book, changes)?;
        Ok(report)
    }

    /// For each row the case it belongs to, or why it has none. No case is given to two rows.
    fn pair(
        &self,
        contents: &Contents,
        table: &Table,
        pairing: Pairing,
    ) -> Result<Vec<std::result::Result<usize, &'static str>>> {
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let cell = |row: &'_ [Cell], role: Role| -> String {
            let wanted = book_type.role(role);
            let at = table
                .columns
                .iter()
                .position(|(_, field)| field.is_some_and(|f| wanted.contains(&f)));
            at.and_then(|at| row.get(at))
                .map(|cell| text::clean(&cell.text))
                .unwrap_or_default()
        };
        let mut by_key: HashMap<(u64, u64, String), Vec<usize>> = HashMap::new();
        let places: HashMap<Id, u64> = contents
            .pages
            .iter()
            .zip(1..)
            .map(|(page, place)| (page.id, place))
            .collect();
        for (index, (case, input)) in contents.cases.iter().zip(&contents.inputs).enumerate() {
            let key = match pairing {
                Pairing::Order => continue,
                Pairing::Page => {
                    let Some(place) = case.pages.iter().find_map(|part| places.get(&part.page))
                    else {
                        continue;
                    };
                    (*place, 0, String::new())
                }
                Pairing::Number => {
                    let so = text::clean(input.record.role_text(book_type, Role::Number));
                    if so.is_empty() {
                        continue;
                    }
                    let (number, rest) = number_key(&so);
                    (
                        u64::from(registration_year(
                            book_type,
                            &input.record,
                            contents.volume(),
                        )),
                        number,
                        rest,
                    )
                }
            };
            by_key.entry(key).or_default().push(index);
        }
        let key_of = |row: &[Cell]| match pairing {
            Pairing::Order => None,
            Pairing::Page => Some((cell(row, Role::PageNo).parse().ok()?, 0, String::new())),
            Pairing::Number => {
                let so = cell(row, Role::Number);
                let mut record = sohoa_core::Record::new(book_type);
                for role in [Role::Number, Role::RegistrationDate, Role::Volume] {
                    for &field in book_type.role(role) {
                        record.set(field, FieldValue::given(cell(row, role)));
                    }
                }
                let (number, rest) = number_key(&so);
                let year = registration_year(book_type, &record, contents.volume());
                (!so.is_empty()).then_some((u64::from(year), number, rest))
            }
        };
        let total = contents.cases.len();
        let mut rows_of: HashMap<(u64, u64, String), usize> = HashMap::new();
        if pairing == Pairing::Number {
            for row in &table.rows {
                if let Some(key) = key_of(row) {
                    *rows_of.entry(key).or_default() += 1;
                }
            }
        }
        let mut taken: HashMap<(u64, u64, String), usize> = HashMap::new();
        let paired = table.rows.iter().enumerate().map(|(nth, row)| {
            if pairing == Pairing::Order {
                return if nth < total {
                    Ok(nth)
                } else {
                    Err("unpaired_more_rows")
                };
            }
            let key = key_of(row).ok_or("unpaired_no_key")?;
            let found = by_key.get(&key).ok_or("unpaired_no_case")?;
            if pairing == Pairing::Number
                && (found.len() > 1 || rows_of.get(&key).is_some_and(|n| *n > 1))
            {
                // Two of one number: which is which is for a person to say.
                return Err("unpaired_twice");
            }
            // Several cases on one page take the rows of that page in order.
            let next = taken.entry(key).or_default();
            *next += 1;
            found.get(*next - 1).copied().ok_or("unpaired_more_rows")
        });
        Ok(paired.collect())
    }
}

/// Why the kept text is not what stood in the cell, as a message code.
fn why_otherwise(cell: &Cell, kept: &str) -> Option<&'static str> {
    if kept.is_empty() {
        return None;
    }
    match cell.other {
        Some("date") => Some("why_date_cell"),
        _ if !text::is_composed(&cell.text) => Some("why_not_nfc"),
        _ if cell.text != kept => Some("why_stray"),
        _ => None,
    }
}
