//! What the check of the whole workspace shows.

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::rules::{Finding, Severity};
use ts_rs::TS;

/// How often a rule found something, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct RuleCount {
    /// The rule.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// Findings.
    pub count: u32,
    /// The same by book.
    pub books: Vec<BookCount>,
}

/// How often something was found in a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct BookCount {
    /// The book.
    pub book: Id,
    /// `KS.2008.01`
    pub code: String,
    /// Findings.
    pub count: u32,
}

/// What a check of the whole workspace came to. Cases nobody has begun are not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct WholeChecked {
    /// When, RFC 3339.
    pub at: String,
    /// Books looked at.
    pub books: u32,
    /// Cases in them.
    pub cases: u32,
    /// Cases in which something was typed.
    pub begun: u32,
    /// What was found, heaviest and most frequent first.
    pub rules: Vec<RuleCount>,
    /// The people who typed the cases in which something was found.
    pub people: Vec<String>,
}

/// Which findings of the last check are wanted; all where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(default)]
#[ts(export, export_to = "index.ts")]
pub struct CheckFilter {
    /// The rule.
    pub rule: Option<String>,
    /// The weight.
    pub severity: Option<Severity>,
    /// Who typed the case.
    pub who: Option<String>,
    /// The book.
    pub book: Option<Id>,
}

/// A finding somewhere in the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CheckLine {
    /// The book.
    pub book: Id,
    /// `KS.2008.01`
    pub code: String,
    /// Number of the case, as typed.
    pub number: String,
    /// The people it is about.
    pub name: String,
    /// Who typed it.
    pub who: String,
    /// What was found.
    pub finding: Finding,
}

/// Findings of the last check that fit a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct CheckLines {
    /// How many there are.
    pub total: u32,
    /// How often each rule is among them.
    pub rules: Vec<RuleCount>,
    /// The first of them.
    pub lines: Vec<CheckLine>,
}
