//! What the books of an office tell each other, so that what was typed in one is offered in the others. Every book
//! has a summary of what its fields hold most often, made in the background once nobody types in it any more; those
//! of an office are gathered in memory for the book that is typed in. Saving a field costs nothing, and what is not
//! gathered yet is simply not offered.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sohoa_core::book::{Book, Id};
use sohoa_core::people::Right;
use sohoa_core::viet::fold::search_key;

use crate::meetings::record_of;
use crate::pace::for_a_pause;
use crate::phrases::{BEGINNINGS, COMMON, ENDS, Phrases, ended, fitting};
use crate::station::Inner;
use crate::store::BookPhrases;
use crate::{Result, Station};

/// Goes up when summaries come out otherwise than before.
const VERSION: u32 = 1;
/// Values of one meaning that are kept in memory. With 45 meanings, of which 15 are much used, and never more than
/// twice as many while they are gathered, about 5 MB and at most 18.
const KEPT: usize = 800;
/// Cases that are read while nobody else can reach the store.
const AT_ONCE: usize = 100;
/// Between two books, for those who work meanwhile.
const PAUSE: Duration = Duration::from_millis(2);
/// Years after which what a book tells is worth half as much: officers change, villages are renamed.
const FADES: f64 = 5.0;

/// What was typed in the other books of an office, as one book is offered it.
#[derive(Debug)]
pub(crate) struct Office {
    book: Id,
    known: HashMap<String, HashMap<String, Known>>,
}

#[derive(Debug)]
struct Known {
    key: String,
    uses: u32,
    weight: f64,
}

impl Office {
    fn new(book: Id) -> Self {
        Self {
            book,
            known: HashMap::new(),
        }
    }

    /// Takes in what a book tells that is so many years from this one.
    fn learn(&mut self, years: u16, told: BookPhrases) {
        let worth = FADES / (FADES + f64::from(years));
        for (meaning, phrases) in told {
            let known = self.known.entry(meaning).or_default();
            for (text, uses) in phrases {
                let weight = f64::from(uses) * worth;
                if let Some(one) = known.get_mut(&text) {
                    one.uses = one.uses.saturating_add(uses);
                    one.weight += weight;
                } else {
                    let key = search_key(&text);
                    known.insert(text, Known { key, uses, weight });
                }
            }
            if known.len() > 2 * KEPT {
                keep_best(known);
            }
        }
    }

    fn learned(mut self) -> Self {
        self.known.values_mut().for_each(keep_best);
        self
    }

    /// Those of a meaning that fit what is typed, the best first.
    pub fn fitting(&self, meaning: &str, typed: &str) -> Vec<&str> {
        self.fitting_from(meaning, typed, 1)
    }

    fn fitting_from(&self, meaning: &str, typed: &str, least: u32) -> Vec<&str> {
        let known = self.known.get(meaning).into_iter().flatten();
        let known = known.filter(|(_, one)| one.uses >= least);
        fitting(
            typed,
            known.map(|(text, one)| (text.as_str(), one.key.as_str(), one.weight)),
        )
    }

    /// Addresses that end like others of the office, once their last comma is typed.
    pub fn ended(&self, typed: &str) -> Vec<String> {
        ended(typed, |rest| self.fitting(ENDS, rest))
    }

    /// How names begin that begin like what is typed.
    pub fn beginnings(&self, typed: &str) -> Vec<String> {
        let known = self.fitting_from(BEGINNINGS, typed, COMMON);
        known.into_iter().map(str::to_owned).collect()
    }
}

fn keep_best(known: &mut HashMap<String, Known>) {
    if known.len() <= KEPT {
        return;
    }
    let mut weights: Vec<f64> = known.values().map(|one| one.weight).collect();
    weights.sort_by(|a, b| b.total_cmp(a));
    let least = weights[KEPT - 1];
    let mut room = KEPT - weights.iter().take_while(|one| **one > least).count();
    // Of equals, whoever comes.
    known.retain(|_, one| {
        let equal = one.weight <= least;
        let stays = !equal || (one.weight >= least && room > 0);
        room -= usize::from(stays && equal);
        stays
    });
}

/// How far that has come.
#[derive(Debug, Default)]
pub(crate) struct Learning {
    /// The book somebody types in.
    wanted: Option<Id>,
    office: Option<Arc<Office>>,
    /// Another book was changed since.
    stale: bool,
}

impl Learning {
    /// A book was changed.
    pub fn changed(&mut self, book: Id) {
        self.stale |= self.wanted != Some(book);
    }

    /// Whether there is something to be done, now that somebody types in this book.
    fn wants(&mut self, book: Id) -> bool {
        if self.wanted == Some(book) {
            return std::mem::take(&mut self.stale);
        }
        self.wanted = Some(book);
        self.office = None;
        self.stale = false;
        true
    }
}

/// Wakes the thread that learns.
#[derive(Default)]
pub(crate) struct Alarm(Mutex<Option<SyncSender<()>>>);

impl Alarm {
    fn set(&self) -> Receiver<()> {
        let (ring, hear) = sync_channel(1);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(ring);
        hear
    }

    fn ring(&self) {
        let mut alarm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ring) = &*alarm
            && matches!(ring.try_send(()), Err(TrySendError::Disconnected(())))
        {
            *alarm = None;
        }
    }
}

/// The book that is typed in, and the others of its office with the years they are from it, the nearest first.
struct Around {
    wanted: Id,
    near: Vec<(Id, u16)>,
}

impl Station {
    /// What other books of the office have, as far as it is gathered for the one that is typed in.
    pub(crate) fn office(&self, inner: &mut Inner, book: Id) -> Option<Arc<Office>> {
        if inner.learning.wants(book) {
            self.alarm.ring();
        }
        inner.learning.office.clone()
    }

    /// Learns in a thread of its own, with pauses in which others get to work, whenever somebody begins to type in
    /// another book or other books were changed.
    pub fn learn_in_background(self: &Arc<Self>) {
        let hear = self.alarm.set();
        let station = Arc::downgrade(self);
        std::thread::spawn(move || {
            // A thread that knows the station only while it works does not keep it alive.
            loop {
                // Trouble with the disk shows wherever somebody works; the rest waits for the next time.
                let _ = learn(&|| station.upgrade(), &for_a_pause);
                // The station holds the other end.
                if hear.recv().is_err() {
                    return;
                }
            }
        });
    }

    /// The same at once, to its end.
    ///
    /// # Errors
    /// What the disk says.
    pub fn learn_all(self: &Arc<Self>) -> Result<()> {
        let _asked = self.may(Right::Look)?;
        learn(&|| Some(self.clone()), &|_| ())
    }

    /// Books whose summary is missing or not of today, without the one that is typed in: it would be old again
    /// at the next field.
    fn unlearned(&self) -> Result<Vec<Id>> {
        let inner = self.inner();
        let mut stale = inner.store.unlearned(VERSION)?;
        stale.retain(|book| inner.learning.wanted != Some(*book));
        Ok(stale)
    }

    /// Makes the summary of a book anew.
    fn learn_book(&self, book: Id) -> Result<()> {
        let (found, last, cases) = {
            let inner = self.inner();
            let Some(found) = inner.store.book(book)? else {
                return Ok(());
            };
            (
                found,
                inner.store.last_change(book)?.map(|last| last.id),
                inner.store.cases(book)?,
            )
        };
        // Another program's book, which this one cannot read, tells nothing.
        let Ok(book_type) = self.knowledge.book_type(&found.kind) else {
            return Ok(());
        };
        let live: Vec<Id> = cases
            .iter()
            .filter(|case| !case.removed)
            .map(|case| case.id)
            .collect();
        let mut phrases = Phrases::default();
        for some in live.chunks(AT_ONCE) {
            let records = {
                let inner = self.inner();
                let records = some.iter().map(|case| inner.store.record(*case));
                records.collect::<std::result::Result<Vec<_>, _>>()?
            };
            for values in records {
                phrases.add(book_type, &record_of(book_type, values));
            }
        }
        let told = phrases.told(book_type);
        let mut inner = self.inner();
        // Somebody typed meanwhile: what was read is of no one moment.
        if inner.store.last_change(book)?.map(|last| last.id) == last {
            inner.store.keep_phrases(book, last, VERSION, &told)?;
        }
        Ok(())
    }

    fn around(&self) -> Result<Option<Around>> {
        let inner = self.inner();
        let Some(wanted) = inner.learning.wanted else {
            return Ok(None);
        };
        let books = inner.store.books()?;
        let Some(own) = books.iter().find(|book| book.id == wanted) else {
            return Ok(None);
        };
        let neighbour = |book: &&Book| book.id != wanted && book.place == own.place;
        let mut near: Vec<(Id, u16)> = books
            .iter()
            .filter(neighbour)
            .map(|book| (book.id, book.year.abs_diff(own.year)))
            .collect();
        near.sort_by_key(|one| one.1);
        Ok(Some(Around { wanted, near }))
    }
}

/// The station, as long as it is open.
type At<'a> = &'a dyn Fn() -> Option<Arc<Station>>;

/// Makes the summaries that are missing or not of today, and gathers those of the office. The station is let go
/// of between two books, so that it can be closed.
fn learn(station: At<'_>, wait: &dyn Fn(At<'_>)) -> Result<()> {
    // First what is there already: somebody may be waiting for it.
    gather(station)?;
    let Some(stale) = station().map(|station| station.unlearned()).transpose()? else {
        return Ok(());
    };
    for book in &stale {
        wait(station);
        let Some(station) = station() else {
            return Ok(());
        };
        station.learn_book(*book)?;
        drop(station);
        std::thread::sleep(PAUSE);
    }
    if stale.is_empty() {
        return Ok(());
    }
    gather(station)
}

fn gather(station: At<'_>) -> Result<()> {
    let around = station().map(|station| station.around()).transpose()?;
    let Some(Around { wanted, near }) = around.flatten() else {
        return Ok(());
    };
    let mut office = Office::new(wanted);
    for (book, years) in near {
        let Some(station) = station() else {
            return Ok(());
        };
        let told = {
            let inner = station.inner();
            if inner.learning.wanted != Some(wanted) {
                // Somebody went on to another book, and rang.
                return Ok(());
            }
            inner.store.phrases(book)?
        };
        drop(station);
        if let Some(told) = told {
            office.learn(years, told);
        }
        std::thread::yield_now();
    }
    let office = Arc::new(office.learned());
    if let Some(station) = station() {
        let mut inner = station.inner();
        if inner.learning.wanted == Some(office.book) {
            inner.learning.office = Some(office);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sohoa_core::typing::PLACES;

    fn told(meaning: &str, phrases: &[(&str, u32)]) -> BookPhrases {
        let phrases = phrases
            .iter()
            .map(|(text, uses)| ((*text).to_owned(), *uses));
        BookPhrases::from([(meaning.to_owned(), phrases.collect())])
    }

    #[test]
    fn near_books_weigh_more_and_many_uses_too() {
        let mut office = Office::new(Id::nil());
        office.learn(0, told("Signer", &[("Trần Văn Gần", 10)]));
        office.learn(30, told("Signer", &[("Trần Văn Xa", 50)]));
        office.learn(30, told("Signer", &[("Trần Văn Gần", 1)]));
        let office = office.learned();
        assert_eq!(
            office.fitting("Signer", "tr"),
            ["Trần Văn Gần", "Trần Văn Xa"]
        );
        assert_eq!(office.fitting("Signer", "tvx"), ["Trần Văn Xa"]);
        assert!(office.fitting("Registrar", "tr").is_empty());
    }

    #[test]
    fn one_name_is_no_custom_and_ends_follow_a_comma() {
        let mut office = Office::new(Id::nil());
        office.learn(0, told(BEGINNINGS, &[("lê ", 1), ("lý ", 2)]));
        office.learn(1, told(ENDS, &[("xã An Nhơn", 3)]));
        assert_eq!(office.beginnings("l"), ["lý "]);
        assert_eq!(office.ended("Tổ 7, x"), ["Tổ 7, xã An Nhơn"]);
        assert!(office.ended("Tổ 7").is_empty());
    }

    #[test]
    fn memory_is_bounded_and_the_best_stay() {
        let mut office = Office::new(Id::nil());
        for book in 0..100 {
            let names: Vec<String> = (0..60).map(|nth| format!("thôn {book} {nth}")).collect();
            let mut phrases: Vec<(&str, u32)> =
                names.iter().map(|name| (name.as_str(), 1)).collect();
            phrases.push(("thôn Chung", 3));
            office.learn(0, told(PLACES, &phrases));
            assert!(office.known[PLACES].len() <= 2 * KEPT + phrases.len());
        }
        let office = office.learned();
        assert_eq!(office.known[PLACES].len(), KEPT);
        assert_eq!(office.fitting(PLACES, "thôn c"), ["thôn Chung"]);
    }
}
