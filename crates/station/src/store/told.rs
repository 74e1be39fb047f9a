//! The history as other stations are told of it, and what comes from them.

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::merge::{Part, Write, meaning};

use super::{Change, ChangeSet, Original, Surveyed};

/// One write of a change, as other stations are told: what it replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Name of the part; its thing is the change's.
    pub name: String,
    /// Deeds whose writes it replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<Id>,
    /// See [`Write::turn`].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub turn: u32,
    /// See [`Write::copy`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub copy: bool,
    /// What stands there since, where the change itself does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

fn is_zero(turn: &u32) -> bool {
    *turn == 0
}

/// One entry of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// The deed.
    pub set: ChangeSet,
    /// The station it was done at; absent for this one.
    pub station: Option<Id>,
    /// For each of its changes what its writes replaced, where that was said elsewhere.
    pub told: Vec<Option<Vec<Told>>>,
}

impl Logged {
    /// Whether what its writes replaced was said elsewhere.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.told.iter().any(Option::is_some)
    }
}

/// One of the writes that stand against each other, as people are shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The part.
    pub part: Part,
    /// The deed.
    pub deed: Id,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// The station it was done at; absent for this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub station: Option<Id>,
    /// What, as the part's value is written.
    pub value: String,
}

impl Reading {
    /// A write, with who did it.
    #[must_use]
    pub fn new(part: &Part, write: &Write, who: &str, station: Option<Id>) -> Self {
        Self {
            part: part.clone(),
            deed: write.deed,
            at: write.at.clone(),
            who: who.to_owned(),
            station,
            value: write.value.clone(),
        }
    }
}

/// Something of a book that several stations changed apart from each other, and nobody has looked at yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disputed {
    /// Where.
    pub part: Part,
    /// What stands until then.
    pub stands: Reading,
    /// What else was written there.
    pub others: Vec<Reading>,
    /// What went out of sight with it unseen.
    #[serde(default)]
    pub hidden: Vec<Reading>,
}

impl Disputed {
    /// What is left to look at after a deed of this station wrote there: it replaced what stood, and saw what went out
    /// of sight.
    #[must_use]
    pub fn written_over(&self, set: &ChangeSet, value: &str) -> Option<Self> {
        let mut others = self.others.clone();
        others.retain(|other| meaning(&other.value) != meaning(value));
        (!others.is_empty()).then(|| Self {
            part: self.part.clone(),
            stands: Reading {
                part: self.part.clone(),
                deed: set.id,
                at: set.at.clone(),
                who: set.who.clone(),
                station: None,
                value: value.to_owned(),
            },
            others,
            hidden: Vec::new(),
        })
    }
}

/// What came of a book from another station.
#[derive(Debug, Default)]
pub struct Taken {
    /// Entries that were not here, oldest first.
    pub entries: Vec<Logged>,
    /// What becomes of the tables by them, each with who wrote what stands there now.
    pub changes: Vec<(Change, String)>,
    /// Files that came with them; their copies are safe on disk already.
    pub originals: Vec<Original>,
    /// What was measured of their pictures.
    pub surveys: Vec<Surveyed>,
    /// What somebody has to look at in the book, instead of what was kept before.
    pub disputed: Vec<Disputed>,
    /// Whether only pictures and empty forms of the book are here from now on, to be typed a second time.
    pub blind: bool,
}

/// An entry as it is handed to an inspector: everything its hash is made of, as it is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which entry, from 1.
    pub entry: u64,
    /// The deed.
    pub id: Id,
    /// When.
    pub at: String,
    /// Who, by name.
    pub who: String,
    /// Who, by identity.
    pub person: Option<Id>,
    /// Where, when it was not here.
    pub station: Option<Id>,
    /// What was done.
    pub op: String,
    /// To which book.
    pub book: Id,
    /// What it takes back, or does again.
    pub of: Option<Id>,
    /// What it belongs to.
    pub batch: Option<Id>,
    /// Its changes, each with what it replaced elsewhere.
    pub changes: Vec<(String, Option<String>)>,
    /// Its hash.
    pub hash: String,
}
