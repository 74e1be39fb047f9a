//! How many are looked at, and how many of them may be wrong.
//!
//! Source: ISO 2859-1:1999, tables 1, 2-A and 2-B. Both single-sampling tables are one staircase: along a diagonal
//! from the lower left to the upper right the acceptance number is the same, so a cell is known by its code letter
//! and its AQL alone, and the arrows lead along the column to the next step.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How strict an inspection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Regime {
    /// As begun.
    #[default]
    Normal,
    /// After deliveries were rejected.
    Tightened,
}

/// How much is looked at of a delivery of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub enum Level {
    /// General, less.
    I,
    /// General, as a rule.
    #[default]
    II,
    /// General, more.
    III,
    /// Special: small samples where a look costs much.
    #[serde(rename = "S-1")]
    S1,
    /// Special.
    #[serde(rename = "S-2")]
    S2,
    /// Special.
    #[serde(rename = "S-3")]
    S3,
    /// Special.
    #[serde(rename = "S-4")]
    S4,
}

/// An acceptable quality limit, in wrong ones a hundred, by its place in the standard's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Aql(u8);

/// The limits for which there are plans here, in wrong ones a hundred.
pub const AQLS: [&str; 11] = [
    "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5", "4.0", "6.5", "10",
];
/// Place of the first of them in the standard's row, which begins at 0.010.
const FIRST: u8 = 5;

impl Aql {
    /// The limit written so; `None` when the standard has none of that value, or there is no plan for it here.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let wanted: f64 = text.trim().replace(',', ".").parse().ok()?;
        let same = |known: &&str| {
            known
                .parse()
                .is_ok_and(|known: f64| (known - wanted).abs() < 1e-9)
        };
        let place = AQLS.iter().position(same)?;
        Some(Self(FIRST + u8::try_from(place).ok()?))
    }

    /// As the standard writes it.
    #[must_use]
    pub fn text(self) -> &'static str {
        AQLS[usize::from(self.0 - FIRST)]
    }

    /// As a share, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        self.text().parse().unwrap_or(0.0) / 100.0
    }
}

/// Code letters in the order of the standard; S stands in the tightened table alone.
const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRS";
/// How many are looked at, by code letter.
const SIZES: [u32; 17] = [
    2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150,
];
/// Largest lot of each row of table 1; the last row has no end.
const LOTS: [u32; 14] = [
    8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000,
];

impl Level {
    /// Code letters of table 1, row by row.
    const fn letters(self) -> &'static [u8; 15] {
        match self {
            Self::S1 => b"AAAABBBBCCCCDDD",
            Self::S2 => b"AAABBBCCCDDDEEE",
            Self::S3 => b"AABBCCDDEEFFGGH",
            Self::S4 => b"AABCCDEEFGGHJJK",
            Self::I => b"AABCCDEFGHJKLMN",
            Self::II => b"ABCDEFGHJKLMNPQ",
            Self::III => b"BCDEFGHJKLMNPQR",
        }
    }
}

/// A single sampling plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Plan {
    /// Code letter whose plan it is; absent where no table was asked.
    pub code: Option<char>,
    /// How many are looked at. More than the lot has means all of it.
    pub n: u32,
    /// With so many wrong ones the lot is accepted.
    pub ac: u32,
    /// From so many on it is rejected.
    pub re: u32,
    /// The whole lot is looked at.
    pub full: bool,
}

/// What a cell of the staircase says.
enum Step {
    /// So many may be wrong.
    Accept(u32),
    /// The plan of the letter before, or after, holds.
    Up,
    Down,
}

/// The staircase: letter and limit by their places, A and 0.010 being 0.
fn step(letter: usize, aql: Aql, regime: Regime) -> Step {
    let at = letter + usize::from(aql.0);
    match regime {
        Regime::Normal => match at {
            0..14 => Step::Down,
            14 => Step::Accept(0),
            // Above the first letter there is nothing to go up to.
            15 if letter > 0 => Step::Up,
            15 | 16 => Step::Down,
            17..=24 => Step::Accept([1, 2, 3, 5, 7, 10, 14, 21][at - 17]),
            _ => Step::Up,
        },
        Regime::Tightened => match at {
            0..15 => Step::Down,
            // The first letter has no plan for 10 in the table, though the staircase would lead through it.
            15 if letter > 0 => Step::Accept(0),
            15..=17 => Step::Down,
            18..=24 => Step::Accept([1, 2, 3, 5, 8, 12, 18][at - 18]),
            _ => Step::Up,
        },
    }
}

/// The plan for a lot; `None` for a lot of fewer than two, of which all are looked at.
#[must_use]
pub fn plan(lot: u32, aql: Aql, regime: Regime, level: Level) -> Option<Plan> {
    if lot < 2 {
        return None;
    }
    let row = LOTS
        .iter()
        .position(|most| lot <= *most)
        .unwrap_or(LOTS.len());
    let letter = level.letters()[row];
    let mut at = LETTERS.iter().position(|known| *known == letter)?;
    // Arrows lead one way along a column, so this ends.
    let ac = loop {
        match step(at, aql, regime) {
            Step::Accept(ac) => break ac,
            Step::Up => at = at.checked_sub(1)?,
            Step::Down => at += 1,
        }
        if at >= SIZES.len() {
            return None;
        }
    };
    let n = SIZES[at];
    Some(Plan {
        code: Some(char::from(letter)),
        n,
        ac,
        re: ac + 1,
        full: n >= lot,
    })
}

/// A fixed share of a lot, in hundredths, with no wrong one allowed beyond the limit's share of the sample.
#[must_use]
pub fn share(lot: u32, percent: u32, aql: Aql) -> Plan {
    let n = (u64::from(lot) * u64::from(percent.min(100))).div_ceil(100);
    let n = u32::try_from(n).unwrap_or(lot).min(lot);
    let ac = (f64::from(n) * aql.share()).floor() as u32;
    Plan {
        code: None,
        n,
        ac,
        re: ac + 1,
        full: n >= lot,
    }
}

/// As many as it takes to be that sure that no more than the limit's share of the lot is wrong, when none is found
/// wrong: the smallest sample of which a lot just beyond the limit passes with no greater chance than `1 - confidence`.
#[must_use]
pub fn to_be_sure(lot: u32, aql: Aql, confidence: f64) -> Plan {
    // The fewest wrong ones that are too many.
    let wrong = ((f64::from(lot) * aql.share()).floor() as u32 + 1).min(lot);
    let mut passes = 1.0;
    let mut n = 0;
    while n < lot && passes > 1.0 - confidence {
        let left = f64::from(lot - n);
        passes *= ((left - f64::from(wrong)) / left).max(0.0);
        n += 1;
    }
    Plan {
        code: None,
        n,
        ac: 0,
        re: 1,
        full: n >= lot,
    }
}
