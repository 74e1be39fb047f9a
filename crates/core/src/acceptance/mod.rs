//! A lot (*lô nghiệm thu*): what is handed in and looked at together, which of its cases were drawn, what was found in
//! them, and how it ended. Plans, draws and bounds are in [`crate::sampling`]; here is what becomes of them.

mod looking;
mod standing;

pub use looking::{Compared, Delivered, compare, default_grade, judged, takes};
pub use standing::{GradeCounts, Standing, again, next_of, outcomes, standing};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::Id;
use crate::record::FieldValue;
use crate::sampling::{Aql, Level, Outcome, Plan, Regime, plan, share, to_be_sure};

/// How it is decided how many are looked at. Limits are in wrong cases a hundred, as the standard writes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[ts(export_to = "index.ts", rename = "LotWay")]
pub enum Way {
    /// By the tables of ISO 2859-1.
    Standard {
        /// Acceptable quality limit.
        aql: String,
        /// Inspection level.
        level: Level,
        /// Strictness. Never less than the contractor's lots before ask for.
        #[serde(default)]
        regime: Regime,
        /// Code letter; known once the size of the lot is.
        #[serde(default)]
        code: Option<char>,
    },
    /// A fixed share of the lot.
    Share {
        /// In hundredths.
        percent: u32,
        /// Limit.
        aql: String,
    },
    /// As many as it takes to be sure.
    Sure {
        /// 0 to 1.
        confidence: f64,
        /// Limit.
        aql: String,
    },
}

/// Why a way of looking leads to no plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPlan {
    /// There is no such limit.
    Aql,
    /// A share is a whole number from 1 to 100.
    Share,
    /// A confidence lies between 0 and 1.
    Confidence,
    /// The tables have none.
    Table,
}

impl Way {
    /// The limit as it was written.
    #[must_use]
    pub fn aql(&self) -> &str {
        let (Self::Standard { aql, .. } | Self::Share { aql, .. } | Self::Sure { aql, .. }) = self;
        aql
    }

    /// The limit, as a share 0 to 1; `None` for one that is no number.
    #[must_use]
    pub fn limit(&self) -> Option<f64> {
        let percent: f64 = self.aql().trim().replace(',', ".").parse().ok()?;
        (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
    }

    /// With what bounds are told: the wanted confidence where there is one.
    #[must_use]
    pub fn confidence(&self) -> f64 {
        match self {
            Self::Sure { confidence, .. } => *confidence,
            _ => 0.95,
        }
    }

    /// The plan for a lot of that size under that regime, and the way as it is then kept: with the limit as the
    /// standard writes it, regime and code letter. A lot of one case, for which there is no table, is looked at whole.
    ///
    /// # Errors
    /// [`NoPlan`]
    pub fn plan(&self, lot: u32, regime: Regime) -> Result<(Plan, Self), NoPlan> {
        let aql = Aql::parse(self.aql()).ok_or(NoPlan::Aql)?;
        let text = aql.text().to_owned();
        match self {
            Self::Standard {
                level,
                regime: wanted,
                ..
            } => {
                let regime = if *wanted == Regime::Tightened {
                    *wanted
                } else {
                    regime
                };
                let found = match lot {
                    1 => share(1, 100, aql),
                    _ => plan(lot, aql, regime, *level).ok_or(NoPlan::Table)?,
                };
                let kept = Self::Standard {
                    aql: text,
                    level: *level,
                    regime,
                    code: found.code,
                };
                Ok((found, kept))
            }
            Self::Share { percent, .. } => {
                if !(1..=100).contains(percent) {
                    return Err(NoPlan::Share);
                }
                let kept = Self::Share {
                    percent: *percent,
                    aql: text,
                };
                Ok((share(lot, *percent, aql), kept))
            }
            Self::Sure { confidence, .. } => {
                if !(*confidence > 0.0 && *confidence < 1.0) {
                    return Err(NoPlan::Confidence);
                }
                let kept = Self::Sure {
                    confidence: *confidence,
                    aql: text,
                };
                Ok((to_be_sure(lot, aql, *confidence), kept))
            }
        }
    }
}

/// How the books of a lot came together. They are named when the lot is made, and stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[ts(export_to = "index.ts", rename = "LotOrigin")]
pub enum Origin {
    /// Named one by one.
    Books,
    /// All books of an office.
    Office {
        /// The office, as its books have it.
        place: String,
    },
    /// What was handed in and belongs to no lot yet, or only to lots that went back.
    Delivery,
    /// Books that were opened in those years.
    Years {
        /// The first.
        from: u16,
        /// The last.
        to: u16,
    },
}

/// How cases are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Look {
    /// Critical fields are typed from the picture before what was delivered is shown.
    #[default]
    Blind,
    /// What was delivered is compared with the picture.
    Compare,
}

/// How much a defect matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Grade {
    /// *Nghiêm trọng.*
    Critical,
    /// *Nặng.*
    Major,
    /// *Nhẹ.*
    Minor,
}

impl Grade {
    /// The word its sentences are looked up by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::Major => "major",
            Self::Minor => "minor",
        }
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// By name.
    pub who: String,
    /// By identity, where the workspace knows people.
    pub person: Option<Id>,
    /// RFC 3339.
    pub at: String,
}

/// A lot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lot {
    /// Identity.
    pub id: Id,
    /// What people call it.
    pub name: String,
    /// The office that takes the work over.
    pub office: String,
    /// Who did the work and hands it in.
    pub contractor: String,
    /// How its books came together.
    pub origin: Origin,
    /// Its books, in the order in which it is drawn from.
    pub books: Vec<Id>,
    /// How many are looked at.
    pub way: Way,
    /// How they are looked at.
    pub look: Look,
    /// Books of it went back before: what becomes of it does not count for the contractor's regime.
    pub again: bool,
    /// Who made it.
    pub made: By,
    /// What was drawn; nothing before.
    pub drawn: Option<Draw>,
    /// How it ended; nothing before.
    pub decision: Option<Decision>,
}

/// One book of a lot at the draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotBook {
    /// The book.
    pub id: Id,
    /// Its code.
    pub code: String,
    /// What it is, for people.
    pub title: String,
    /// How many cases of it were handed in.
    pub cases: u32,
}

/// A case of the sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled {
    /// The case.
    pub id: Id,
    /// Code of its book.
    pub book: String,
    /// Its place in the book, from 1.
    pub position: u32,
    /// Its number in the ledger, as it was delivered.
    pub number: String,
    /// [`crate::record::digest`] of what was delivered.
    pub digest: String,
}

/// A draw, which is never done again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    /// What it was drawn with.
    pub seed: String,
    /// How many were to be looked at.
    pub n: u32,
    /// With so many wrong cases the lot is accepted.
    pub ac: u32,
    /// From so many on it goes back.
    pub re: u32,
    /// The books with what they held.
    pub books: Vec<LotBook>,
    /// The sample, in the order of the lot.
    pub sample: Vec<Sampled>,
    /// Who drew.
    pub by: By,
}

impl Draw {
    /// How many cases the lot had.
    #[must_use]
    pub fn lot(&self) -> u32 {
        let cases = self.books.iter().map(|book| book.cases);
        cases.fold(0, u32::saturating_add)
    }

    /// The plan it was drawn by, without its code letter.
    #[must_use]
    pub fn plan(&self) -> Plan {
        Plan {
            code: None,
            n: self.n,
            ac: self.ac,
            re: self.re,
            full: self.n >= self.lot(),
        }
    }

    /// A case of the sample.
    #[must_use]
    pub fn sampled(&self, case: Id) -> Option<&Sampled> {
        self.sample.iter().find(|one| one.id == case)
    }
}

/// How a lot ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Taken over, or gone back whole.
    pub outcome: Outcome,
    /// Wrong cases of the sample.
    pub wrong: u32,
    /// The regime of the contractor's next lot.
    pub next: Regime,
    /// Nothing more should be taken until the contractor has shown what was changed.
    pub stop: bool,
    /// Who decided.
    pub by: By,
}

/// What somebody typed from the picture, not knowing what was delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The column.
    pub column: String,
    /// What the paper says.
    pub value: FieldValue,
}

/// A field in which the paper and what was delivered do not say the same, or seemed not to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differing {
    /// The column.
    pub column: String,
    /// What was delivered.
    pub delivered: FieldValue,
    /// What the paper says.
    pub paper: FieldValue,
    /// Whose slip it is; nothing while nobody has said.
    pub verdict: Option<Ruling>,
}

/// What somebody says of a field that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "is")]
#[ts(export_to = "index.ts")]
pub enum Ruling {
    /// What was delivered is right: whoever looked had slipped.
    Right,
    /// What was delivered is wrong.
    Wrong {
        /// How much it matters.
        grade: Grade,
    },
}

/// What somebody typed or said of a case of a sample and has not sent yet, by column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "index.ts")]
pub struct InspectDraft {
    /// What the paper says.
    pub papers: BTreeMap<String, FieldValue>,
    /// Whose slip it is.
    pub said: BTreeMap<String, Ruling>,
    /// How many fields, from the first on, somebody came to.
    pub reached: u32,
}

/// What was found in one case of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// The lot.
    pub lot: Id,
    /// The case.
    pub case: Id,
    /// What was typed from the picture; empty where it was compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub typed: Vec<Typed>,
    /// Columns that were found right.
    pub right: Vec<String>,
    /// Columns that differ.
    pub differing: Vec<Differing>,
    /// The case was changed between the draw and this look. What was delivered at the draw is what is judged.
    pub changed: bool,
    /// Who looked.
    pub by: By,
}

impl Inspection {
    /// Every field of it is decided.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.differing.iter().all(|one| one.verdict.is_some())
    }

    /// What was delivered wrong, with how much it matters.
    pub fn defects(&self) -> impl Iterator<Item = (&Differing, Grade)> {
        self.differing.iter().filter_map(|one| match one.verdict {
            Some(Ruling::Wrong { grade }) => Some((one, grade)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
