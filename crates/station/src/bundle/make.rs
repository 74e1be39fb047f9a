//! Making a bundle.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use sohoa_core::assignment::{Assignment, Task};
use sohoa_core::book::{Book, Case, Id, Page};
use sohoa_core::keying::Reading;
use sohoa_core::layout::PageLayout;
use sohoa_core::people::Right;
use sohoa_core::survey::Survey;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::replay::Replayed;
use super::{Entry, FORM, Manifest, Measured, seal};
use crate::jobs::Pace;
use crate::parts::writes;
use crate::station::Inner;
use crate::store::told::{Logged, Told};
use crate::store::{Change, ChangeSet, Op, chain};
use crate::view::{BundleAsk, BundleBook, BundleMade, Purpose};
use crate::{Cancel, Progress, Result, Station, StationError};

type Zip<'a> = ZipWriter<StreamWriter<&'a mut dyn Write>>;

/// A book's part of a bundle, before it is written.
struct Share {
    card: BundleBook,
    entries: Vec<Entry>,
    /// Deeds that stay here, because where it goes back to has them.
    rests: Vec<Id>,
    originals: Vec<(String, String)>,
    measured: Vec<Measured>,
}

/// A book as the store has it at one moment.
struct Stands {
    book: Book,
    /// Its history; taken out of here when it is gone through.
    log: Vec<Logged>,
    pages: Vec<Page>,
    cases: Vec<Case>,
    layouts: Vec<PageLayout>,
    surveys: HashMap<Id, Survey>,
    /// What second keyers typed: case, column and what stands there.
    readings: Vec<(Id, String, Reading)>,
    /// Work that was given.
    assignments: Vec<Assignment>,
}

impl Inner {
    fn stands(&self, book: Id) -> Result<Stands> {
        let store = self.store.as_ref();
        Ok(Stands {
            book: self.book(book)?,
            log: store.log(book)?,
            pages: store.pages(book)?,
            cases: store.cases(book)?,
            layouts: store.layouts(book)?,
            surveys: store.surveys(book)?,
            readings: store.readings(book)?,
            assignments: store.assignments(Some(book))?,
        })
    }
}

impl Station {
    /// Makes a bundle of books: everything that is known of them, or only their pictures and empty forms.
    ///
    /// # Errors
    /// `bundle_empty`, `unknown_book`, `bundle_short_password`, `original_missing`, `cancelled`, and what the disk says;
    /// nothing is left behind then
    pub fn bundle_make(
        &self,
        ask: &BundleAsk,
        file: &Path,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<BundleMade> {
        let _asked = self.may(Right::HandOver)?;
        if ask.books.is_empty() {
            return Err(StationError::new("bundle_empty"));
        }
        if ask
            .password
            .as_ref()
            .is_some_and(|password| password.chars().count() < 8)
        {
            return Err(StationError::new("bundle_short_password"));
        }
        let (key, card) = self.inner().station_card()?;
        let mut shares = Vec::new();
        for book in &ask.books {
            cancel.check()?;
            if shares.iter().all(|share: &Share| share.card.id != *book) {
                shares.push(self.share(*book, card.id, ask)?);
            }
        }
        let manifest = Manifest {
            form: FORM,
            id: self.host.new_id(),
            station: card,
            who: self.session.actor().who,
            at: self.host.stamp(),
            purpose: ask.purpose,
            blind: ask.blind,
            books: shares.iter().map(|share| share.card.clone()).collect(),
            history_head: self.inner().store.history_head()?.as_ref().map(chain::hex),
        };
        let sealed = seal::seal(file, &key, ask.password.as_deref(), |out| {
            self.write_inside(&manifest, &shares, out, cancel, tell)
                .map_err(|error| match error {
                    Trouble::Refused(error) => error,
                    Trouble::Disk(error) => StationError::io(&error, file),
                })
        })?;
        Ok(BundleMade {
            id: manifest.id,
            file: file.display().to_string(),
            bytes: sealed.bytes,
            books: manifest.books,
        })
    }

    /// What leaves of a book.
    fn share(&self, book: Id, station: Id, ask: &BundleAsk) -> Result<Share> {
        // Read in one go; going through all of it keeps nobody else from the store.
        let mut stands = self.inner().stands(book)?;
        let mut replayed = Replayed::default();
        let mut entries = Vec::new();
        for logged in std::mem::take(&mut stands.log) {
            let told = replayed.entry(&logged);
            let at = logged.station.unwrap_or(station);
            entries.push(Entry::new(logged.set, at, told));
        }
        if ask.blind {
            if ask.purpose == Purpose::SecondKeying && !stands.book.keying.is_double() {
                let code = stands.book.code();
                return Err(StationError::new("second_not_double").with("book", code));
            }
            let second = ask.purpose == Purpose::SecondKeying;
            // Who is to do there what the forms are for, by when: also what was ended since, so that it ends there.
            let task = match ask.purpose {
                Purpose::SecondKeying => Some(Task::SecondKey),
                Purpose::Keying => Some(Task::Key),
                _ => None,
            };
            stands.assignments.retain(|one| Some(one.task) == task);
            let away = typed_away(&entries, station);
            stands
                .readings
                .retain(|(case, column, _)| second && away.contains(&(*case, column.clone())));
            // What was found by comparing says what is asked for again.
            entries.retain(|entry| second && entry.is_of(&away));
            entries.insert(0, self.empty_forms(&stands, &replayed, station));
        }
        let mut rests = Vec::new();
        if ask.purpose == Purpose::Return && !ask.blind {
            rests = self.known_there(book)?.into_iter().collect();
            rests.sort_unstable();
            entries.retain(|entry| rests.binary_search(&entry.id).is_err());
        }
        // Pictures that were replaced leave, too: what replaced them may be taken back. Where work goes back to are
        // the pictures that came from there.
        let leaves = |entry: &&Entry| ask.purpose != Purpose::Return || entry.station == station;
        let changes = entries
            .iter()
            .filter(leaves)
            .flat_map(|entry| &entry.changes);
        let pictures = changes.filter_map(|(change, _)| match change {
            Change::Page {
                after: Some(page), ..
            } => Some((page.original.as_str(), page.file.as_str())),
            _ => None,
        });
        // A page that was changed often has its picture once.
        let pictures: BTreeMap<&str, &str> = pictures.collect();
        let mut originals = Vec::new();
        for (sha256, file) in pictures {
            let known = self.inner().store.original(sha256)?;
            let known =
                known.ok_or_else(|| StationError::new("original_missing").with("file", file))?;
            originals.push((known.sha256, known.ending));
        }
        let surveys = &stands.surveys;
        let measured = stands.pages.iter().filter_map(|page| {
            Some(Measured {
                original: page.original.clone(),
                frame: page.frame,
                survey: surveys.get(&page.id)?.clone(),
            })
        });
        let measured = measured.collect();
        Ok(Share {
            card: BundleBook {
                id: book,
                book: stands.book.code(),
                place: stands.book.place.clone(),
                pages: stands.pages.iter().filter(|page| !page.removed).count() as u32,
                cases: stands.cases.iter().filter(|case| !case.removed).count() as u32,
                entries: entries.len() as u32,
            },
            entries,
            rests,
            originals,
            measured,
        })
    }

    /// The deeds of a book that every station has which brought any of it. Empty forms are made for one bundle, and are
    /// in no history but that of who took it.
    fn known_there(&self, book: Id) -> Result<HashSet<Id>> {
        let handed = self.inner().store.handed(book)?;
        let both =
            |one: HashSet<Id>, other: HashSet<Id>| one.intersection(&other).copied().collect();
        Ok(handed.into_iter().reduce(both).unwrap_or_default())
    }

    /// A book as it stands without anything that was typed: copies of what its history says, for a station that shall
    /// not see the rest.
    fn empty_forms(&self, stands: &Stands, replayed: &Replayed, station: Id) -> Entry {
        let book = &stands.book;
        let mut changes = vec![Change::Book {
            before: None,
            after: Some(book.clone()),
        }];
        let pages = stands.pages.iter().cloned();
        changes.extend(pages.filter(|page| !page.removed).map(|page| Change::Page {
            before: None,
            after: Some(page),
        }));
        let cases = stands.cases.iter().cloned();
        changes.extend(cases.filter(|case| !case.removed).map(|mut case| {
            // Whose case it is and why is typed, too.
            case.held = None;
            Change::Case {
                before: None,
                after: Some(case),
            }
        }));
        let layouts = stands.layouts.iter().cloned();
        changes.extend(layouts.map(|layout| Change::Layout {
            before: None,
            after: Some(layout),
        }));
        // What the second typed before; none of it tells the first.
        let readings = stands.readings.iter().cloned();
        changes.extend(readings.map(|(case, column, typed)| Change::Reading {
            case,
            column,
            before: None,
            after: Some(typed),
        }));
        let given = stands.assignments.iter().cloned();
        changes.extend(given.map(|one| Change::Assignment {
            before: None,
            after: Some(one),
        }));
        let copy = |change: &Change| -> Vec<Told> {
            let told = |own: sohoa_core::merge::Own| {
                let standing = replayed.merge.standing(&own.part)?;
                let mut over = standing.stands.over.clone();
                over.push(standing.stands.deed);
                Some(Told {
                    name: own.part.name,
                    over,
                    turn: standing.stands.turn,
                    copy: true,
                    value: None,
                })
            };
            writes(change).into_iter().filter_map(told).collect()
        };
        let told = changes.iter().map(copy).collect();
        let set = ChangeSet {
            id: self.host.new_id(),
            at: self.host.stamp(),
            who: self.session.actor().who,
            person: self.session.actor().person,
            op: Op::FormsGiven,
            book: book.id,
            of: None,
            batch: None,
            changes,
            originals: Vec::new(),
            surveys: Vec::new(),
        };
        Entry::new(set, station, told)
    }

    fn write_inside(
        &self,
        manifest: &Manifest,
        shares: &[Share],
        out: &mut dyn Write,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> std::result::Result<(), Trouble> {
        let mut zip: Zip<'_> = ZipWriter::new_stream(out);
        // A fixed day: when it was made is in the manifest.
        let small = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(1))
            .last_modified_time(zip::DateTime::default());
        // Pictures do not get smaller, and may be large.
        let large = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .large_file(true)
            .last_modified_time(zip::DateTime::default());
        zip.start_file("manifest.json", small)?;
        write_line(&mut zip, manifest)?;
        for share in shares {
            zip.start_file(format!("log/{}.jsonl", share.card.id), small)?;
            for entry in &share.entries {
                cancel.check()?;
                write_line(&mut zip, entry)?;
            }
            zip.start_file(format!("rests/{}.jsonl", share.card.id), small)?;
            for one in &share.rests {
                write_line(&mut zip, one)?;
            }
            zip.start_file(format!("measured/{}.jsonl", share.card.id), small)?;
            for one in &share.measured {
                write_line(&mut zip, one)?;
            }
        }
        let mut originals: Vec<&(String, String)> =
            shares.iter().flat_map(|share| &share.originals).collect();
        originals.sort_unstable();
        originals.dedup();
        let (pace, total) = (Pace::new(), originals.len() as u32);
        for (done, (sha256, ending)) in (1u32..).zip(&originals) {
            cancel.check()?;
            let path = self.folder.original(sha256, ending);
            let mut from = File::open(&path).map_err(|error| StationError::io(&error, &path))?;
            zip.start_file(format!("originals/{sha256}.{ending}"), large)?;
            io::copy(&mut from, &mut zip)?;
            tell(pace.progress(done, total, format!("{done} / {total}")));
        }
        zip.finish()?;
        Ok(())
    }
}

/// The fields that were typed a second time at other stations: what was typed here a second time stays here.
fn typed_away(entries: &[Entry], station: Id) -> HashSet<(Id, String)> {
    let foreign = entries.iter().filter(|entry| entry.station != station);
    let part = |(change, _): &(Change, Vec<Told>)| match change {
        Change::Reading { case, column, .. } => Some((*case, column.clone())),
        _ => None,
    };
    foreign
        .flat_map(|entry| &entry.changes)
        .filter_map(part)
        .collect()
}

/// Writes one thing as a line of JSON, whole: the archive packs large pieces better and faster than many small ones.
fn write_line(zip: &mut Zip<'_>, thing: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(thing)?;
    line.push(b'\n');
    zip.write_all(&line)
}

/// What may go wrong while a bundle is written.
enum Trouble {
    Refused(StationError),
    Disk(io::Error),
}

impl From<StationError> for Trouble {
    fn from(error: StationError) -> Self {
        Self::Refused(error)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<zip::result::ZipError> for Trouble {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Disk(error.into())
    }
}
