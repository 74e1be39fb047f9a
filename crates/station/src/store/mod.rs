//! What is kept, and the one way to change it.
//!
//! [`Store`] is narrow on purpose: reads by identity or by book, and a single write,
//! [`Store::apply`], that takes a whole [`ChangeSet`] or nothing. Undo, the history and the
//! refresh of the screen all fall out of change sets. A server database can stand behind the same
//! trait; SQL is written only in `sqlite/`.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};
use sohoa_core::acceptance::{InspectDraft, Inspection, Lot};
use sohoa_core::assignment::Assignment;
use sohoa_core::book::{Book, Case, Confirmation, Id, Page};
use sohoa_core::checking::Mark;
use sohoa_core::find::{Query, Words};
use sohoa_core::keying::Reading;
use sohoa_core::layout::PageLayout;
use sohoa_core::people::Person;
use sohoa_core::record::FieldValue;
use sohoa_core::survey::Survey;

use chain::{Hash, Looked};
pub use change::{Change, ChangeSet, Op, Original, Surveyed};
use told::{Disputed, Line, Logged, Taken};

pub mod chain;
mod change;
mod read_change;
pub mod sqlite;
pub mod told;

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("disk full")]
    DiskFull,
    /// The place cannot be written to.
    #[error("read only")]
    ReadOnly,
    /// The database is damaged, or is none.
    #[error("damaged: {0}")]
    Damaged(String),
    /// It was made by a newer version of the program.
    #[error("made by a newer version")]
    Newer,
    /// What was to be changed is no longer as it was when the change was thought of.
    #[error("changed meanwhile: {0}")]
    Stale(&'static str),
    /// Anything else the database says.
    #[error("database: {0}")]
    Other(String),
}

/// What is known of a book without looking at every value: kept beside the change set it was
/// worked out for, worked out again when that is no longer the last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Pages.
    pub pages: u32,
    /// Pages that should hold cases and belong to none.
    pub loose_pages: u32,
    /// Cases.
    pub cases: u32,
    /// Cases in which something was typed.
    pub begun: u32,
    /// Cases said to be complete.
    pub done: u32,
    /// Open errors.
    pub error: u32,
    /// Open warnings.
    pub warning: u32,
    /// Informations.
    pub info: u32,
    /// Open errors of cases in which something was typed.
    pub begun_error: u32,
    /// Open warnings of such cases.
    pub begun_warning: u32,
}

/// Who changed a book last, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// The change set.
    pub id: Id,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
}

/// When and by whom exactly this content was packaged first, so that packaging it again gives
/// the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageNote {
    /// Who.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
    /// Folder it was written to.
    pub folder: String,
    /// How the history ended then: the hash of its last entry; empty when an older program packaged it.
    pub head: String,
}

/// What was typed for a case: column and value of every field that somebody touched.
pub type Values = Vec<(String, FieldValue)>;

/// What the fields of a book hold most often: by what they mean, each value with how often, the most used first.
pub type BookPhrases = BTreeMap<String, Vec<(String, u32)>>;

/// A case's record and who changed it last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The case.
    pub case: Id,
    /// What was typed.
    pub values: Values,
    /// Who changed it last; empty when an older program wrote it.
    pub who: String,
}

/// A case that went back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// Its book.
    pub book: Id,
    /// The case.
    pub case: Id,
    /// Whoever it was asked for did not type it, and nobody else is known to have.
    pub nobodys: bool,
}

/// Somebody said that a field is left out, or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The case.
    pub case: Id,
    /// The column.
    pub column: String,
    /// Who.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}

/// What a deed did to a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The deed.
    pub set: Id,
    /// When, RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done.
    pub op: Op,
    /// The column.
    pub column: String,
    /// As it was.
    pub before: FieldValue,
    /// As it was after that.
    pub after: FieldValue,
}

/// Who typed something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Keyer {
    /// By name.
    pub who: String,
    /// By identity, where the workspace knows people.
    pub person: Option<Id>,
}

/// How a person proves to be it. It is in no change set: the history is handed on, this is not.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    /// What is kept of the password, a PHC string.
    pub phc: String,
    /// What is kept of the code that replaces a forgotten one, likewise.
    pub recovery: Option<String>,
    /// Wrong tries in a row.
    pub wrong: u32,
    /// Until when no try is heard, RFC 3339.
    pub wait_until: Option<String>,
}

/// What is worked out from a record so that the case is found among all others. The store keeps it in
/// step with every change, and knows nothing of how it is made.
pub trait Tracer {
    /// Changes whenever traces come out otherwise than before.
    fn version(&self) -> u32;
    /// By what a case of a book of that kind may meet others.
    fn traces(&self, kind: &str, case: Id, values: Values) -> Vec<u64>;
    /// Changes whenever words come out otherwise than before.
    fn words_version(&self) -> u32;
    /// The words a case of a book of that kind is found by; none when it has none.
    fn words(&self, kind: &str, values: Values) -> Option<Words>;
}

/// Lots and what was found in their samples, as the store has them byte by byte: for comparing them with what the
/// history says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LotsKept {
    /// Lots by identity.
    pub lots: BTreeMap<Id, String>,
    /// What was found, by lot and case.
    pub inspections: BTreeMap<(Id, Id), String>,
}

/// Two cases that left the same trace, the second one in another book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// The trace.
    pub key: u64,
    /// The case that was asked about.
    pub case: Id,
    /// A case of another book.
    pub other: Id,
}

/// The narrow interface. Reads see everything that was applied before.
pub trait Store: Send {
    /// A setting of the workspace.
    ///
    /// # Errors
    /// See [`StoreError`]; so for every method here.
    fn setting(&self, name: &str) -> Result<Option<String>, StoreError>;
    /// Keeps a setting of the workspace.
    fn keep_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError>;
    /// Everybody who works here or did, by when they were added.
    fn people(&self) -> Result<Vec<Person>, StoreError>;
    /// One person.
    fn person(&self, id: Id) -> Result<Option<Person>, StoreError>;
    /// How a person proves to be it.
    fn secret(&self, person: Id) -> Result<Option<Secret>, StoreError>;
    /// People who have a password here.
    fn with_secrets(&self) -> Result<Vec<Id>, StoreError>;
    /// Keeps how a person proves to be it.
    fn keep_secret(&mut self, person: Id, secret: &Secret) -> Result<(), StoreError>;
    /// Cases of a book in which that person typed into a field, as whoever. Choosing between what others typed is none.
    fn worked_on(&self, book: Id, person: Id) -> Result<HashSet<Id>, StoreError>;
    /// Who typed into which case of a book: case, person, and whether as a later one, the second or a third. Only those
    /// with an account.
    fn typists(&self, book: Id) -> Result<Vec<(Id, Id, bool)>, StoreError>;
    /// What that person worked on in many books.
    fn worked_on_any(&self, books: &[Id], person: Id) -> Result<HashSet<Id>, StoreError>;
    /// Whether that is so of a case.
    fn has_worked_on(&self, case: Id, person: Id) -> Result<bool, StoreError>;
    /// All lots, in the order in which they were made.
    fn lots(&self) -> Result<Vec<Lot>, StoreError>;
    /// One lot.
    fn lot(&self, id: Id) -> Result<Option<Lot>, StoreError>;
    /// What was found in the sample of a lot.
    fn inspections(&self, lot: Id) -> Result<Vec<Inspection>, StoreError>;
    /// What was found in one case of it.
    fn inspection(&self, lot: Id, case: Id) -> Result<Option<Inspection>, StoreError>;
    /// What somebody typed or said of it and has not sent yet.
    fn inspecting(&self, lot: Id, case: Id, person: Id)
    -> Result<Option<InspectDraft>, StoreError>;
    /// Keeps that.
    fn keep_inspecting(
        &mut self,
        lot: Id,
        case: Id,
        person: Id,
        draft: &InspectDraft,
    ) -> Result<(), StoreError>;
    /// Forgets what anybody had not sent of it.
    fn forget_inspecting(&mut self, lot: Id, case: Id) -> Result<(), StoreError>;
    /// Everything about lots as it is written down.
    fn lots_kept(&self) -> Result<LotsKept, StoreError>;
    /// All books.
    fn books(&self) -> Result<Vec<Book>, StoreError>;
    /// One book.
    fn book(&self, id: Id) -> Result<Option<Book>, StoreError>;
    /// One page.
    fn page(&self, id: Id) -> Result<Option<Page>, StoreError>;
    /// What was measured of a book's pages, by page.
    fn surveys(&self, book: Id) -> Result<HashMap<Id, Survey>, StoreError>;
    /// Pages of a book by rank, the removed ones too.
    fn pages(&self, book: Id) -> Result<Vec<Page>, StoreError>;
    /// One case.
    fn case(&self, id: Id) -> Result<Option<Case>, StoreError>;
    /// Cases of a book by rank, the removed ones too.
    fn cases(&self, book: Id) -> Result<Vec<Case>, StoreError>;
    /// How many cases of a book are handed in: those that are there and that no other office keeps.
    fn handed_in(&self, book: Id) -> Result<u32, StoreError>;
    /// Books with cases that are kept for other offices.
    fn holding(&self) -> Result<Vec<Id>, StoreError>;
    /// What was typed for the cases of a book.
    fn records(&self, book: Id) -> Result<Vec<Typed>, StoreError>;
    /// What was typed for one case.
    fn record(&self, case: Id) -> Result<Values, StoreError>;
    /// Cases of other books that left a trace of this book's cases, or of one of them alone. A trace
    /// that more than `most` cases left says nothing and is left out.
    fn met(&self, book: Id, case: Option<Id>, most: usize) -> Result<Vec<Met>, StoreError>;
    /// Books whose traces are missing, or were made in another way.
    fn untraced(&self, version: u32) -> Result<Vec<Id>, StoreError>;
    /// Makes the traces of a book anew.
    fn trace_book(&mut self, book: Id, tracer: &dyn Tracer) -> Result<(), StoreError>;
    /// Books whose words are missing, or were made in another way.
    fn unindexed(&self, version: u32) -> Result<Vec<Id>, StoreError>;
    /// Makes the words of a book anew, by which its cases are found.
    fn index_book(&mut self, book: Id, tracer: &dyn Tracer) -> Result<(), StoreError>;
    /// The cases that somebody means, in books of one kind or in all: names before what else fits, whole words
    /// before beginnings, the last added first. At most `most`.
    fn sought(&self, query: &Query, kind: Option<&str>, most: usize)
    -> Result<Vec<Id>, StoreError>;
    /// Who said of which field that the ledger leaves it out or that it cannot be read, and when: the
    /// last word on each, also where it was taken back since.
    fn stated(&self, book: Id) -> Result<Vec<Stated>, StoreError>;
    /// What second keyers typed for a book's cases: case, column and what stands there.
    fn readings(&self, book: Id) -> Result<Vec<(Id, String, Reading)>, StoreError>;
    /// How many fields of a book wait for a third person.
    fn thirds(&self, book: Id) -> Result<u32, StoreError>;
    /// How many of these fields of each case of a book a second keyer has nothing to type in any more, as far as it is
    /// known; cases without any are left out.
    fn typed_second(&self, book: Id, columns: &[&str]) -> Result<HashMap<Id, usize>, StoreError>;
    /// The same of one case: column and what stands there.
    fn case_readings(&self, case: Id) -> Result<Vec<(String, Reading)>, StoreError>;
    /// The same of one field.
    fn reading(&self, case: Id, column: &str) -> Result<Option<Reading>, StoreError>;
    /// What was said about a case: column and mark.
    fn case_marks(&self, case: Id) -> Result<Vec<(String, Mark)>, StoreError>;
    /// What was said about the cases of a book as a whole.
    fn whole_marks(&self, book: Id) -> Result<Vec<(Id, Mark)>, StoreError>;
    /// The cases that went back and were not mended yet, of one book or of all: those somebody typed into as the first,
    /// and those nobody is known to have; of nobody in particular, all of them.
    fn returned(&self, book: Option<Id>, whose: Option<Id>) -> Result<Vec<Returned>, StoreError>;
    /// What was said about one field, or about the whole case.
    fn mark(&self, case: Id, column: &str) -> Result<Option<Mark>, StoreError>;
    /// Cases of a book that that person typed into as the first, at this station or another.
    fn first_keyed(&self, book: Id, person: Id) -> Result<HashSet<Id>, StoreError>;
    /// Who typed a field last as the first, by case and column.
    fn first_keyers(&self, book: Id) -> Result<HashMap<(Id, String), Keyer>, StoreError>;
    /// Work given to people: of one book or of all, ended or not.
    fn assignments(&self, book: Option<Id>) -> Result<Vec<Assignment>, StoreError>;
    /// One of them.
    fn assignment(&self, id: Id) -> Result<Option<Assignment>, StoreError>;
    /// Whether only the pictures and empty forms of a book are here, to be typed a second time.
    fn is_blind(&self, book: Id) -> Result<bool, StoreError>;
    /// How the pages of a book were cut, as far as somebody drew it or it was carried.
    fn layouts(&self, book: Id) -> Result<Vec<PageLayout>, StoreError>;
    /// The same of one page.
    fn layout(&self, page: Id) -> Result<Option<PageLayout>, StoreError>;
    /// Confirmations of a book's cases.
    fn confirmations(&self, book: Id) -> Result<Vec<Confirmation>, StoreError>;
    /// One confirmation.
    fn confirmation(&self, id: Id) -> Result<Option<Confirmation>, StoreError>;
    /// A file that was brought in.
    fn original(&self, sha256: &str) -> Result<Option<Original>, StoreError>;
    /// The last change of a book.
    fn last_change(&self, book: Id) -> Result<Option<LastChange>, StoreError>;
    /// The tally worked out for that change set, if there is one.
    fn tally(&self, book: Id, change_set: Id) -> Result<Option<Tally>, StoreError>;
    /// Keeps a tally.
    fn keep_tally(&mut self, book: Id, change_set: Id, tally: &Tally) -> Result<(), StoreError>;
    /// Forgets every tally: they were worked out under other settings.
    fn forget_tallies(&mut self) -> Result<(), StoreError>;
    /// Books whose phrases are missing, were made in another way, or before the book's last change.
    fn unlearned(&self, version: u32) -> Result<Vec<Id>, StoreError>;
    /// The phrases of a book, as they were made last.
    fn phrases(&self, book: Id) -> Result<Option<BookPhrases>, StoreError>;
    /// Keeps the phrases of a book, made after that change set.
    fn keep_phrases(
        &mut self,
        book: Id,
        change_set: Option<Id>,
        version: u32,
        phrases: &BookPhrases,
    ) -> Result<(), StoreError>;
    /// Applies a change set and writes it into the history, with what somebody has to look at in its book from then on
    /// where that changes: all of it, or nothing.
    fn apply(
        &mut self,
        set: &ChangeSet,
        disputed: Option<&[Disputed]>,
        tracer: &dyn Tracer,
    ) -> Result<(), StoreError>;
    /// Goes through the whole history and its hashes. Heads that were written down elsewhere are looked for in it.
    fn look_at_history(&self, heads: &[Hash]) -> Result<Looked, StoreError>;
    /// Tells every entry of the history, until nobody wants more.
    fn history_lines(&self, tell: &mut dyn FnMut(&Line) -> bool) -> Result<(), StoreError>;
    /// The hash of the last entry of the history.
    fn history_head(&self) -> Result<Option<Hash>, StoreError>;
    /// Everything that happened to a book, the first deed first.
    fn log(&self, book: Id) -> Result<Vec<Logged>, StoreError>;
    /// The identities of all deeds in a book's history.
    fn deeds(&self, book: Id) -> Result<HashSet<Id>, StoreError>;
    /// The deeds of a book that other stations brought, each of those stations by itself.
    fn handed(&self, book: Id) -> Result<Vec<HashSet<Id>>, StoreError>;
    /// Keeps that a station has these deeds of a book, beside those it is known to have.
    fn keep_handed(&mut self, book: Id, station: Id, deeds: &HashSet<Id>)
    -> Result<(), StoreError>;
    /// Takes what came of a book from other stations: all of it, or nothing.
    fn take(&mut self, book: Id, taken: &Taken, tracer: &dyn Tracer) -> Result<(), StoreError>;
    /// What somebody has to look at, of one book or of all, with the book.
    fn disputed(&self, book: Option<Id>) -> Result<Vec<(Id, Disputed)>, StoreError>;
    /// Whether somebody has to look at anything of a thing of a book.
    fn is_disputed(&self, book: Id, thing: Id) -> Result<bool, StoreError>;
    /// How much that is, of one book.
    fn disputed_count(&self, book: Id) -> Result<u32, StoreError>;
    /// The public key of a station whose work was taken before.
    fn known_station(&self, station: Id) -> Result<Option<Vec<u8>>, StoreError>;
    /// What the stations whose work was taken call themselves.
    fn station_names(&self) -> Result<HashMap<Id, String>, StoreError>;
    /// Keeps in mind that a station's work is taken.
    fn keep_station(
        &mut self,
        station: Id,
        key: &[u8],
        name: &str,
        at: &str,
    ) -> Result<(), StoreError>;
    /// What happened to the fields of a case, the first deed first.
    fn past(&self, book: Id, case: Id) -> Result<Vec<Past>, StoreError>;
    /// The deed that undo would take back.
    fn undoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError>;
    /// The deed that redo would do again.
    fn redoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError>;
    /// Where somebody was working in a book: case and column.
    fn desk(&self, book: Id, who: &str) -> Result<Option<(Id, String)>, StoreError>;
    /// Keeps where somebody is working.
    fn keep_desk(&mut self, book: Id, who: &str, case: Id, column: &str) -> Result<(), StoreError>;
    /// The first packaging of that content.
    fn package_note(&self, book: Id, content: &str) -> Result<Option<PackageNote>, StoreError>;
    /// The latest packaging of a book.
    fn last_package(&self, book: Id) -> Result<Option<PackageNote>, StoreError>;
    /// Notes a packaging.
    fn keep_package_note(
        &mut self,
        book: Id,
        content: &str,
        note: &PackageNote,
    ) -> Result<(), StoreError>;
}
