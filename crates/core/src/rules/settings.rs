//! What an office decides about the rules. Every number the law or practice leaves open is here,
//! with the default and where it comes from.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Severity;

/// How names shall be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum NameCase {
    /// As the ledger has them.
    #[default]
    AsIs,
    /// `Nguyễn Văn An`
    Title,
    /// `NGUYỄN VĂN AN`
    Upper,
}

/// See the module. Kept with the workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export_to = "index.ts")]
pub struct Settings {
    /// Rules that weigh otherwise here than by default.
    pub severity: BTreeMap<String, Severity>,
    /// Rules that are not run.
    pub off: BTreeSet<String>,
    /// How names shall be written.
    pub name_case: NameCase,
    /// The one apostrophe to use for all (`’` or `'`); any when absent.
    #[ts(optional)]
    pub apostrophe: Option<char>,
    /// Propose dates in words from the digits where the words are empty.
    pub words_from_digits: bool,
    /// Marital certificates for purposes other than marriage do not count here.
    pub skip_other_purposes: bool,
    /// For how many years after it was opened a book is filled.
    pub book_years: u16,
    /// Youngest and oldest mother at a birth.
    pub mother_age: (u16, u16),
    /// Youngest and oldest father at a birth.
    pub father_age: (u16, u16),
    /// Oldest age at death.
    pub oldest: u16,
    /// Fewest years between a parent and a child.
    pub years_apart: u16,
    /// Dates known to stand in for a missing one.
    pub sentinel_dates: Vec<String>,
    /// One registration date on more than this share of a book's cases, in percent, is suspicious.
    pub sentinel_percent: u32,
    /// Most characters of names and places, and of numbers and dates, that the receiving system
    /// takes.
    pub longest: (usize, usize),
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            severity: BTreeMap::new(),
            off: BTreeSet::new(),
            name_case: NameCase::AsIs,
            apostrophe: None,
            words_from_digits: false,
            skip_other_purposes: false,
            book_years: 30,
            mother_age: (13, 55),
            father_age: (14, 85),
            oldest: 115,
            years_apart: 13,
            sentinel_dates: vec!["19.11.1999".to_owned()],
            sentinel_percent: 10,
            longest: (500, 50),
        }
    }
}

impl Settings {
    /// How much a rule weighs here; `None` when it is not run.
    #[must_use]
    pub fn severity_of(&self, rule: &super::Rule) -> Option<Severity> {
        (!self.off.contains(rule.name)).then(|| {
            self.severity
                .get(rule.name)
                .copied()
                .unwrap_or(rule.severity)
        })
    }
}
