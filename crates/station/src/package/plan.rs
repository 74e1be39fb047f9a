//! What packaging would write: which case is which row, and what its PDF is called.

use sohoa_core::book::{CaseState, Id};
use sohoa_core::naming::{NamePattern, distinct};
use sohoa_core::people::Right;
use sohoa_core::rules::{Finding, registration_year};
use sohoa_core::schema::{BookType, Role};
use sohoa_core::value::number::number_key;
use sohoa_core::value::text;

use crate::contents::Contents;
use crate::view::{Judgement, PackagePlan};
use crate::{Result, Station};

/// One row of the sheet.
pub(super) struct Row {
    /// Index of the case in the book.
    pub index: usize,
    /// Name of its PDF, with ending.
    pub pdf: String,
}

/// The rows in the order of the ledger: year of registration, then number, then page. Names that
/// clash are told apart in page order. What is kept for other offices is no row.
pub(super) fn rows(contents: &Contents, book_type: &BookType, names: &NamePattern) -> Vec<Row> {
    let volume = contents.volume();
    let stems = contents
        .inputs
        .iter()
        .map(|input| names.stem(book_type, &input.record, volume))
        .collect();
    let mut rows: Vec<Row> = distinct(stems)
        .into_iter()
        .enumerate()
        .filter(|(index, _)| contents.cases[*index].held.is_none())
        .map(|(index, stem)| Row {
            index,
            pdf: format!("{stem}.pdf"),
        })
        .collect();
    rows.sort_by_cached_key(|row| {
        let record = &contents.inputs[row.index].record;
        let number = number_key(&text::clean(record.role_text(book_type, Role::Number)));
        (
            registration_year(book_type, record, volume),
            number,
            row.index,
        )
    });
    rows
}

/// Leaves out what is said about cases that are kept for other offices.
pub(super) fn only_delivered(judgement: &mut Judgement, contents: &Contents) {
    let delivered = |finding: &Finding| {
        let at = finding.position.map(|position| position as usize - 1);
        at.and_then(|at| contents.cases.get(at))
            .is_none_or(|case| case.held.is_none())
    };
    judgement.findings.retain(delivered);
    judgement.confirmed.retain(|one| delivered(&one.finding));
}

impl Station {
    /// What packaging a book would do, and what stands in its way.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn package_plan(&self, book: Id) -> Result<PackagePlan> {
        let _asked = self.may(Right::Package)?;
        let mut inner = self.inner();
        inner.refuse_blind(book)?;
        let mut judgement = self.judge_book(&mut inner, book)?;
        let names = inner.names.clone();
        let folder = match inner.store.last_package(book)? {
            Some(note) => note.folder,
            None => self.folder.root().join("giao-nop").display().to_string(),
        };
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        only_delivered(&mut judgement, contents);
        let findings = judgement.counts();
        let code = contents.book.code();
        let rows = rows(contents, book_type, &names);
        let with_page = |row: &&Row| contents.inputs[row.index].pages > 0;
        let done = |row: &&Row| contents.cases[row.index].state == CaseState::Done;
        Ok(PackagePlan {
            cases: rows.len() as u32,
            held: (contents.cases.len() - rows.len()) as u32,
            with_page: rows.iter().filter(with_page).count() as u32,
            done: rows.iter().filter(done).count() as u32,
            loose_pages: contents.loose_pages().len() as u32,
            findings,
            confirmed: judgement.confirmed.len() as u32,
            ready: findings.error == 0 && !rows.is_empty(),
            names: rows.into_iter().map(|row| row.pdf).collect(),
            xlsx: format!("{code}.xlsx"),
            zip: format!("{code}.zip"),
            manifest: format!("{code}.manifest.json"),
            folder,
        })
    }
}

/// The data row (from 1) of each case, by its place in the book, for those who speak of rows.
pub(crate) fn row_numbers(
    contents: &Contents,
    book_type: &BookType,
    names: &NamePattern,
) -> Vec<u32> {
    let mut numbers = vec![0; contents.cases.len()];
    for (number, row) in (1..).zip(rows(contents, book_type, names)) {
        numbers[row.index] = number;
    }
    numbers
}
