//! The minutes of an acceptance (*biên bản nghiệm thu*) as .docx and .pdf, both made from one plain [`Minutes`].
//!
//! What stands in them is put together once, as a list of blocks (`compose`); the two writers know blocks and nothing
//! of acceptance. Sentences come from `assets/messages/vi.toml`. Equal data give equal bytes: no clock, no number that
//! was made up on the way.

mod blocks;
mod compose;
mod docx;
mod pdf;
mod spot;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sohoa_core::acceptance::{Grade, Look, Way};
use sohoa_core::messages::Messages;
use sohoa_core::sampling::{Outcome, Regime};

use crate::{Result, StationError};

/// Everything the minutes say. Free text is printed as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Minutes {
    /// The office whose ledgers they are, which takes the work over.
    pub office: String,
    /// Who did the work and hands it in.
    pub contractor: String,
    /// Where the minutes were made, as it stands before the date.
    pub place: String,
    /// Their day.
    pub date: NaiveDate,
    /// Their number, `03/BB-NT`; empty where it is given later by hand.
    pub number: String,
    /// The books of the lot, in the order in which they were drawn from.
    pub books: Vec<LotBook>,
    /// How it was decided how many are looked at.
    pub way: Way,
    /// How the cases were looked at.
    pub look: Look,
    /// How many were to be looked at.
    pub n: u32,
    /// With so many wrong cases the lot is accepted; one more and it goes back.
    pub ac: u32,
    /// What the bounds hold with, 0 to 1.
    pub confidence: f64,
    /// What the sample was drawn with.
    pub seed: String,
    /// The sample, in the order of the lot.
    pub sample: Vec<Drawn>,
    /// Everything that was found wrong.
    pub defects: Vec<Defect>,
    /// Cases of the sample that were changed after they were drawn, and judged as they were drawn.
    pub changed: u32,
    /// How it ended.
    pub decision: Outcome,
    /// The regime of the next lot.
    pub next: Regime,
    /// Nothing more should be taken until the contractor has shown what was changed.
    pub stop: bool,
    /// Head of the history's hash chain, in hex; empty where there is none.
    pub chain: String,
    /// Who signs for the contractor; empty leaves room for a name by hand.
    pub signs_contractor: String,
    /// Who signs for the office.
    pub signs_office: String,
    /// Who looked.
    pub inspector: String,
}

/// One book of the lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LotBook {
    /// Its code.
    pub book: String,
    /// What it is, for people: `Khai sinh 2008, quyển 01`.
    pub title: String,
    /// How many cases of it are delivered.
    pub cases: u32,
}

/// A case of the sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drawn {
    /// Code of its book.
    pub book: String,
    /// Its place in the book, from 1.
    pub case: u32,
    /// Its number in the ledger.
    pub number: String,
}

/// One thing that was found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Defect {
    /// Code of the book.
    pub book: String,
    /// The case's place in it, from 1.
    pub case: u32,
    /// The case's number in the ledger.
    pub number: String,
    /// What the field is called; empty for something about the whole case.
    pub field: String,
    /// What was delivered.
    pub delivered: String,
    /// What the paper says.
    pub paper: String,
    /// How much it matters.
    pub grade: Grade,
    /// The spot on the paper, as JPEG (or any picture this program reads). One that cannot be read, or is too large,
    /// is left out with a note.
    pub picture: Option<Vec<u8>>,
}

impl Minutes {
    /// How many cases the lot has.
    #[must_use]
    pub fn lot(&self) -> u32 {
        let cases = self.books.iter().map(|book| book.cases);
        cases.fold(0, u32::saturating_add)
    }

    /// How many cases of the sample have at least one defect: what rates are reckoned from.
    #[must_use]
    pub fn wrong(&self) -> u32 {
        let cases: BTreeSet<(&str, u32)> = self
            .defects
            .iter()
            .map(|defect| (defect.book.as_str(), defect.case))
            .collect();
        cases.len() as u32
    }

    /// The minutes as a Word document.
    ///
    /// # Errors
    /// `store_trouble` when writing into memory fails, which is never expected.
    pub fn docx(&self, messages: &Messages) -> Result<Vec<u8>> {
        docx::write(&compose::compose(self, messages), self, messages).map_err(|e| trouble(&e))
    }

    /// The minutes as a PDF of A4 pages.
    ///
    /// # Errors
    /// `store_trouble` when the library refuses, which is never expected.
    pub fn pdf(&self, messages: &Messages) -> Result<Vec<u8>> {
        pdf::write(&compose::compose(self, messages), self, messages).map_err(|e| trouble(&e))
    }
}

fn trouble(detail: &impl ToString) -> StationError {
    StationError::new("store_trouble").with("detail", detail.to_string())
}
