//! How strict the next inspection of a contractor's work is, by how the ones before ended.
//!
//! Source: ISO 2859-1:1999, 9.3 (switching) and 9.4 (discontinuation). The standard tightens after two of five lots in
//! a row were rejected; here it is a setting, and as a rule one is enough: that is how supervisors asked for it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Regime;

/// How the inspection of a lot ended, the first time it was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Outcome {
    /// It was accepted.
    Accepted,
    /// It went back whole.
    Rejected,
}

/// When inspection becomes stricter, and less strict again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export_to = "index.ts")]
pub struct Switching {
    /// So many rejected among the last five under normal inspection tighten it.
    pub tighten_after: u8,
    /// So many accepted in a row under tightened inspection bring it back to normal.
    pub relax_after: u8,
    /// So many rejected altogether while it is tightened: nothing more should be taken until the contractor has shown
    /// what was changed.
    pub stop_after: u8,
}

impl Default for Switching {
    fn default() -> Self {
        Self {
            tighten_after: 1,
            relax_after: 5,
            stop_after: 5,
        }
    }
}

/// Lots in a row among which rejected ones are counted.
const LOOKED_BACK: usize = 5;

impl Switching {
    /// The regime of the next lot after those, the oldest first, and whether it should be taken at all.
    #[must_use]
    pub fn next(&self, before: &[Outcome]) -> (Regime, bool) {
        let mut regime = Regime::Normal;
        // Of the regime that holds: how many in a row were accepted, how many were rejected altogether.
        let (mut row, mut rejected) = (0, 0);
        let mut last: Vec<Outcome> = Vec::new();
        for outcome in before {
            match outcome {
                Outcome::Accepted => row += 1,
                Outcome::Rejected => {
                    row = 0;
                    rejected += 1;
                }
            }
            last.push(*outcome);
            let among = last.iter().rev().take(LOOKED_BACK);
            let bad = among.filter(|one| **one == Outcome::Rejected).count();
            let switch = match regime {
                Regime::Normal => bad >= usize::from(self.tighten_after.max(1)),
                Regime::Tightened => row >= u32::from(self.relax_after.max(1)),
            };
            if switch {
                regime = match regime {
                    Regime::Normal => Regime::Tightened,
                    Regime::Tightened => Regime::Normal,
                };
                (row, rejected) = (0, 0);
                last.clear();
            }
        }
        let stop = regime == Regime::Tightened && rejected >= u32::from(self.stop_after.max(1));
        (regime, stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(switching: Switching, lots: &str) -> (Regime, bool) {
        let outcome = |letter| match letter {
            '+' => Outcome::Accepted,
            _ => Outcome::Rejected,
        };
        switching.next(&lots.chars().map(outcome).collect::<Vec<_>>())
    }

    #[test]
    fn a_table_of_what_comes_next() {
        use Regime::{Normal, Tightened};
        let standard = Switching {
            tighten_after: 2,
            ..Switching::default()
        };
        for (switching, lots, regime, stop) in [
            (Switching::default(), "", Normal, false),
            (Switching::default(), "+++", Normal, false),
            (Switching::default(), "-", Tightened, false),
            (Switching::default(), "-++++", Tightened, false),
            (Switching::default(), "-+++++", Normal, false),
            (Switching::default(), "-++++-+", Tightened, false),
            (Switching::default(), "-+++++-", Tightened, false),
            (Switching::default(), "------", Tightened, true),
            (Switching::default(), "-----", Tightened, false),
            // Counted altogether, not in a row.
            (Switching::default(), "--+-+-+-+-", Tightened, true),
            (standard, "-", Normal, false),
            (standard, "-+++-", Tightened, false),
            (standard, "-++++-", Normal, false),
            // What was rejected before it was tightened is forgotten when it is normal again.
            (standard, "--+++++-", Normal, false),
        ] {
            assert_eq!(after(switching, lots), (regime, stop), "{lots}");
        }
    }
}
