//! What is handed from station to station.

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::merge::Part;
use ts_rs::TS;

use super::CasePicture;

/// What a bundle is handed over for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, export_to = "index.ts")]
pub enum Purpose {
    /// To be typed.
    #[default]
    Keying,
    /// To be typed a second time.
    SecondKeying,
    /// To be checked.
    Checking,
    /// To be mended.
    Correction,
    /// Back to where it came from: pictures that came from there stay behind.
    Return,
}

/// What shall be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "index.ts")]
pub struct BundleAsk {
    /// The books.
    pub books: Vec<Id>,
    /// What for.
    pub purpose: Purpose,
    /// Only the pictures and empty forms leave: nothing that was typed.
    pub blind: bool,
    /// It only opens with that.
    pub password: Option<String>,
}

/// A station, as people tell it from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct StationCard {
    /// Identity; follows from its key.
    pub id: Id,
    /// The office, as its workspace says.
    pub name: String,
    /// The beginning of its key's hash, to be compared on the telephone.
    pub fingerprint: String,
}

/// A book in a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct BundleBook {
    /// Identity.
    pub id: Id,
    /// `KS.2008.01`
    pub book: String,
    /// The office that keeps it.
    pub place: String,
    /// Pages.
    pub pages: u32,
    /// Cases.
    pub cases: u32,
    /// Entries of its history.
    pub entries: u32,
}

/// A bundle that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct BundleMade {
    /// Identity.
    pub id: Id,
    /// The file.
    pub file: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// What is in it.
    pub books: Vec<BundleBook>,
}

/// What is known of a bundle before it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct BundleLook {
    /// Identity.
    pub id: Id,
    /// Who sealed it.
    pub station: StationCard,
    /// That station's work was taken before, or it is this one.
    pub known: bool,
    /// Who made it.
    pub who: String,
    /// When.
    pub at: String,
    /// What for.
    pub purpose: Purpose,
    /// Nothing that was typed is in it.
    pub blind: bool,
    /// It took a password.
    pub closed: bool,
    /// What is in it.
    pub books: Vec<BundleBook>,
    /// Of each book, how many entries are not here yet.
    pub news: Vec<u32>,
}

/// What taking a bundle did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct BundleTaken {
    /// Identity of the bundle.
    pub id: Id,
    /// Book by book.
    pub books: Vec<BookTaken>,
}

/// What taking a bundle did to a book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct BookTaken {
    /// Identity.
    pub id: Id,
    /// `KS.2008.01`
    pub book: String,
    /// It was not here before.
    pub new: bool,
    /// Entries that were not here.
    pub entries: u32,
    /// Fields, pages and cases that are otherwise than before.
    pub changed: u32,
    /// What somebody has to look at now.
    pub disputed: u32,
}

/// What stands against each other in a part of a book, for somebody to decide.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct DisputedPart {
    /// The book.
    pub book: Id,
    /// The case it is about, where there is one.
    pub case: Option<Id>,
    /// Where the case stands in its book, from 1; absent when it was taken out.
    pub position: Option<u32>,
    /// Where.
    pub part: Part,
    /// What that is called; of a field, the section of the printed page before it.
    pub label: String,
    /// What to look at on the paper: the case's pictures, or the page.
    pub pictures: Vec<CasePicture>,
    /// What holds until somebody decides.
    pub stands: DisputedReading,
    /// What else was written there.
    pub others: Vec<DisputedReading>,
    /// What went out of sight unseen, when something was taken out here and worked on elsewhere.
    pub hidden: Vec<DisputedReading>,
}

/// One of the things that stand against each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct DisputedReading {
    /// The deed that wrote it.
    pub deed: Id,
    /// What it says, for people.
    pub text: String,
    /// Who wrote it.
    pub who: String,
    /// The office it was written at, as its station calls itself; absent for this one.
    pub place: Option<String>,
    /// When.
    pub at: String,
}
