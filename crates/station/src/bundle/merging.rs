//! What taking a book does to what is here: worked out first, then done.

use std::collections::{BTreeSet, HashSet};

use sohoa_core::book::{Book, BookState, Id};

use super::replay::Replayed;
use super::take::Share;
use crate::meetings::Traces;
use crate::parts::thing;
use crate::station::Inner;
use crate::store::told::Taken;
use crate::store::{Change, Original};
use crate::view::BookTaken;
use crate::{Result, StationError};

/// What would become of one book.
pub(super) struct Merging {
    told: BookTaken,
    /// Nothing when it brings nothing new.
    all: Option<Taken>,
    /// The cases that somebody typed a second time.
    typed: BTreeSet<Id>,
    /// The deeds that the station it came from has.
    known_there: HashSet<Id>,
}

/// Whether a change would take something from another book that is here.
fn takes_from_another(change: &Change, book: Id) -> bool {
    match change {
        Change::Page { before, .. } => before.as_ref().is_some_and(|page| page.book != book),
        Change::Case { before, .. } => before.as_ref().is_some_and(|case| case.book != book),
        Change::Layout { before, .. } => before.as_ref().is_some_and(|one| one.book != book),
        Change::Assignment { before, .. } => before.as_ref().is_some_and(|one| one.book != book),
        _ => false,
    }
}

impl Inner {
    /// Works out what one book of a bundle brings; nothing is changed.
    ///
    /// # Errors
    /// `bundle_damaged` when it would take something from another book, `bundle_rests` when it rests on deeds that are
    /// not here
    pub(super) fn merging(
        &self,
        share: Share,
        originals: Vec<Original>,
        blind: bool,
    ) -> Result<Merging> {
        let typed = share.typed_again();
        let book = share.card.id;
        let log = self.store.log(book)?;
        let known: HashSet<Id> = log.iter().map(|entry| entry.set.id).collect();
        share.fits(&log, &known)?;
        let known_there = share.known_there();
        let new = self.store.book(book)?.is_none();
        let mut entries = share.entries;
        entries.retain(|entry| !known.contains(&entry.set.id));
        if entries.is_empty() {
            let told = BookTaken {
                id: book,
                book: share.card.book,
                new: false,
                entries: 0,
                changed: 0,
                disputed: self.store.disputed_count(book)?,
            };
            return Ok(Merging {
                told,
                all: None,
                typed,
                known_there,
            });
        }
        let mut replayed = Replayed::of(&log);
        let mut touched = BTreeSet::new();
        for entry in &entries {
            replayed.follow(entry);
            let changes = entry.set.changes.iter();
            touched.extend(changes.filter_map(thing).map(|(_, id)| id));
            touched.extend(entry.set.changes.iter().filter_map(|change| match change {
                Change::Settled { part } => Some(part.id),
                _ => None,
            }));
        }
        let mut changes = replayed.differing(self.store.as_ref(), touched)?;
        if changes
            .iter()
            .any(|(change, _)| takes_from_another(change, book))
        {
            return Err(StationError::new("bundle_damaged").with("path", &share.card.book));
        }
        if !changes.is_empty() {
            self.open_again(book, &mut changes)?;
        }
        let disputed = replayed.disputed();
        let told = BookTaken {
            id: book,
            book: share.card.book,
            new,
            entries: entries.len() as u32,
            changed: changes.len() as u32,
            disputed: disputed.len() as u32,
        };
        let all = Taken {
            entries,
            changes,
            originals,
            surveys: share.measured,
            disputed,
            blind: blind && (new || self.store.is_blind(book)?),
        };
        Ok(Merging {
            told,
            all: Some(all),
            typed,
            known_there,
        })
    }

    /// Takes one book: all of it, or nothing. From which station is not told of this one's own bundles.
    pub(super) fn merge(&mut self, merging: Merging, from: Option<Id>) -> Result<BookTaken> {
        let Merging {
            told,
            all,
            typed,
            known_there,
        } = merging;
        if let Some(all) = all {
            self.close_book();
            let traces = Traces::new(&self.knowledge);
            self.store.take(told.id, &all, &traces)?;
            self.learning.changed(told.id);
        }
        if let Some(station) = from {
            self.store.keep_handed(told.id, station, &known_there)?;
        }
        for case in typed {
            self.compare(told.id, case, None)?;
        }
        Ok(told)
    }

    /// A book that was packaged is open again when it is otherwise now.
    fn open_again(&self, book: Id, changes: &mut Vec<(Change, String)>) -> Result<()> {
        let packaged = |book: &&Book| book.state == BookState::Packaged;
        let Some(before) = self.store.book(book)?.as_ref().filter(packaged).cloned() else {
            return Ok(());
        };
        for (change, _) in changes.iter_mut() {
            if let Change::Book {
                after: Some(after), ..
            } = change
            {
                after.state = BookState::Open;
                return Ok(());
            }
        }
        let after = Book {
            state: BookState::Open,
            ..before.clone()
        };
        let change = Change::Book {
            before: Some(before),
            after: Some(after),
        };
        changes.insert(0, (change, String::new()));
        Ok(())
    }
}
