//! The history as a chain: every entry's hash is over the entry before and its own content, so that nothing that was
//! written down can be changed, left out or put elsewhere without every later hash being another one.

use sha2::{Digest, Sha256};
use sohoa_core::book::Id;

/// The hash of an entry, and of everything before it.
pub type Hash = [u8; 32];

/// What of an entry is under its hash: all that is written down of a deed. Whether it was taken back since is not: it
/// follows from later entries.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Identity of the deed.
    pub id: Id,
    /// When.
    pub at: &'a str,
    /// Who, by name.
    pub who: &'a str,
    /// Who, by identity.
    pub person: Option<Id>,
    /// Where, when it was not here.
    pub station: Option<Id>,
    /// What was done.
    pub op: &'a str,
    /// To which book.
    pub book: Id,
    /// What it takes back, or does again.
    pub of: Option<Id>,
    /// What it belongs to.
    pub batch: Option<Id>,
}

/// Works out the hash of one entry.
#[derive(Debug)]
pub struct Link(Sha256);

impl Link {
    /// An entry after that one.
    #[must_use]
    pub fn after(before: Option<&Hash>, entry: &Entry<'_>) -> Self {
        let mut link = Self(Sha256::new());
        link.0.update(b"sohoa-history-1\0");
        link.0.update(before.copied().unwrap_or_default());
        link.bytes(entry.id.as_bytes());
        link.bytes(entry.at.as_bytes());
        link.bytes(entry.who.as_bytes());
        link.id(entry.person);
        link.id(entry.station);
        link.bytes(entry.op.as_bytes());
        link.bytes(entry.book.as_bytes());
        link.id(entry.of);
        link.id(entry.batch);
        link
    }

    /// The next of its changes, counted from 0, as it is written down, and what it replaced elsewhere.
    pub fn change(&mut self, nth: i64, body: &str, over: Option<&str>) {
        self.0.update(nth.to_le_bytes());
        self.bytes(body.as_bytes());
        match over {
            Some(over) => {
                self.0.update([1]);
                self.bytes(over.as_bytes());
            }
            None => self.0.update([0]),
        }
    }

    /// The hash.
    #[must_use]
    pub fn close(self) -> Hash {
        self.0.finalize().into()
    }

    /// Length first, so that no two entries give the same bytes.
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    fn id(&mut self, id: Option<Id>) {
        match id {
            Some(id) => self.bytes(id.as_bytes()),
            None => self.bytes(&[]),
        }
    }
}

/// A hash as people copy it: 64 letters.
#[must_use]
pub fn hex(hash: &Hash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A hash somebody copied, with spaces or capitals; `None` when it is none.
#[must_use]
pub fn parse(text: &str) -> Option<Hash> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|two| two.iter().fold(0, |byte, digit| byte << 4 | digit))
        .collect();
    (digits.len() == 64)
        .then(|| bytes.try_into().ok())
        .flatten()
}

/// What is wrong with a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// That entry, counted from 1, is not what was written down, or what stood before it is not.
    Changed(u64),
    /// Changes are there that belong to no entry.
    Loose(u64),
    /// That entry is said to be taken back, or not to be, and later ones say otherwise.
    Undone(u64),
    /// The history had so many entries and no longer ends where it did.
    Cut {
        /// Entries it had.
        had: u64,
        /// Entries it has.
        has: u64,
    },
    /// A head that was written down elsewhere is not among the entries.
    Unknown(String),
}

/// What a look at the whole history found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Looked {
    /// Entries.
    pub entries: u64,
    /// The hash of the last one.
    pub head: Option<Hash>,
    /// Of the heads that were asked about, the entry each is the hash of, counted from 1.
    pub known: Vec<Option<u64>>,
    /// What is wrong, the first faults.
    pub faults: Vec<Fault>,
}
