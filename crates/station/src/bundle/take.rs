//! Taking a bundle: all that is in it is looked at before anything of it is kept.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use ed25519_dalek::VerifyingKey;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use sohoa_core::book::Id;
use sohoa_core::merge::Noun;
use sohoa_core::people::Right;
use zip::ZipArchive;

use super::replay::Replayed;
use super::seal::{self, Section};
use super::{Entry, FORM, Manifest, Measured, fingerprint, identity};
use crate::jobs::Pace;
use crate::parts::thing;
use crate::store::told::Logged;
use crate::store::{Change, Op, Original, Surveyed};
use crate::view::{BundleBook, BundleLook, BundleTaken, Purpose};
use crate::workspace::{HALF, sync_folder};
use crate::{Cancel, Progress, Result, Station, StationError};

/// Endings originals have.
const ENDINGS: [&str; 5] = ["jpg", "png", "tif", "pdf", "zip"];
/// Bytes of one line of a bundle's history; a deed over all pages of the largest book stays far below.
const LONGEST_LINE: u64 = 256 << 20;

/// A bundle whose seal is whole, and what it says of itself.
struct Unsealed {
    zip: ZipArchive<BufReader<Section>>,
    manifest: Manifest,
    key: VerifyingKey,
    closed: bool,
}

/// A book of a bundle, read and, if it is whole, found to hold together.
pub(super) struct Share {
    pub card: BundleBook,
    pub entries: Vec<Logged>,
    pub measured: Vec<Surveyed>,
    /// Originals its pages are of.
    originals: BTreeSet<String>,
    /// Deeds it leaves out: whoever it goes back to has them.
    rests: HashSet<Id>,
}

impl Unsealed {
    fn open(file: &Path, password: Option<&str>, scratch: &Path) -> Result<Self> {
        let damaged = || StationError::new("bundle_damaged").with("path", file.display());
        let opened = seal::open(file)?;
        let (key, closed) = (opened.key, opened.closed());
        let inside = opened.inside(password, scratch)?;
        let mut zip =
            ZipArchive::new(BufReader::with_capacity(1 << 16, inside)).map_err(|_| damaged())?;
        let manifest: serde_json::Value = {
            let entry = zip.by_name("manifest.json").map_err(|_| damaged())?;
            serde_json::from_reader(entry.take(LONGEST_LINE)).map_err(|_| damaged())?
        };
        if manifest["form"]
            .as_u64()
            .is_some_and(|form| form > u64::from(FORM))
        {
            return Err(StationError::new("bundle_newer").with("path", file.display()));
        }
        let manifest: Manifest = serde_json::from_value(manifest).map_err(|_| damaged())?;
        // Whoever sealed it is who it says.
        if manifest.station.id != identity(&key) {
            return Err(damaged());
        }
        Ok(Self {
            zip,
            manifest,
            key,
            closed,
        })
    }

    fn lines<T: DeserializeOwned>(&mut self, name: &str) -> Option<Vec<T>> {
        let entry = self.zip.by_name(name).ok()?;
        let mut from = BufReader::with_capacity(1 << 20, entry);
        let mut all = Vec::new();
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut from)
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut line)
                .ok()?;
            if read == 0 {
                return Some(all);
            }
            all.push(serde_json::from_slice(&line).ok()?);
        }
    }

    /// Reads a book; nothing when it does not hold together.
    fn share(&mut self, card: &BundleBook) -> Option<Share> {
        let entries: Vec<Entry> = self.lines(&format!("log/{}.jsonl", card.id))?;
        let measured: Vec<Measured> = self.lines(&format!("measured/{}.jsonl", card.id))?;
        let rests = match self.manifest.form {
            // Every bundle was whole then.
            1 => Vec::new(),
            _ => self.lines(&format!("rests/{}.jsonl", card.id))?,
        };
        let entries: Vec<Logged> = entries
            .into_iter()
            .map(|entry| entry.logged(card.id))
            .collect();
        let mut originals = BTreeSet::new();
        for change in entries.iter().flat_map(|entry| &entry.set.changes) {
            if let Change::Page {
                after: Some(page), ..
            } = change
            {
                originals.insert(page.original.clone());
            }
        }
        let surveyed = |one: Measured| Surveyed {
            original: one.original,
            frame: one.frame,
            survey: one.survey,
        };
        let measured: Vec<Surveyed> = measured.into_iter().map(surveyed).collect();
        let share = Share {
            card: card.clone(),
            entries,
            measured: (measured.into_iter())
                .filter(|one| originals.contains(&one.original))
                .collect(),
            originals,
            rests: rests.into_iter().collect(),
        };
        // What rests on deeds that are here is looked at beside them.
        (share.is_partial() || share.holds_together(HashSet::new())).then_some(share)
    }

    /// Copies the originals that are missing here into the workspace, each only under the name its content has.
    fn bring_originals(
        &mut self,
        station: &Station,
        wanted: &BTreeSet<String>,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<HashMap<String, Original>> {
        let damaged = || StationError::new("bundle_damaged").with("path", "");
        let (pace, total) = (Pace::new(), wanted.len() as u32);
        let names = self.zip.file_names().filter_map(std::result::Result::ok);
        let names: Vec<String> = names.map(std::borrow::Cow::into_owned).collect();
        let mut brought = HashMap::new();
        for name in names {
            let Some((sha256, ending)) = name
                .strip_prefix("originals/")
                .and_then(|name| name.split_once('.'))
                .filter(|(sha256, ending)| wanted.contains(*sha256) && ENDINGS.contains(ending))
            else {
                continue;
            };
            cancel.check()?;
            let mut entry = self.zip.by_name(&name).map_err(|_| damaged())?;
            let target = station.folder.original(sha256, ending);
            let fail = |error: std::io::Error| StationError::io(&error, &target);
            let bytes = if fs::metadata(&target).is_ok_and(|found| found.len() == entry.size()) {
                entry.size()
            } else {
                let shelf = target.parent().unwrap_or(Path::new("."));
                fs::create_dir_all(shelf).map_err(fail)?;
                let mut half = tempfile::Builder::new()
                    .prefix(HALF)
                    .suffix(".tmp")
                    .tempfile_in(shelf)
                    .map_err(fail)?;
                let mut hash = Sha256::new();
                let mut bytes = 0;
                let mut piece = vec![0; 1 << 18];
                loop {
                    let read = entry.read(&mut piece).map_err(|_| damaged())?;
                    if read == 0 {
                        break;
                    }
                    hash.update(&piece[..read]);
                    bytes += read as u64;
                    half.write_all(&piece[..read]).map_err(fail)?;
                }
                let hex: String = hash
                    .finalize()
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect();
                if hex != sha256 {
                    return Err(damaged());
                }
                half.as_file().sync_all().map_err(fail)?;
                half.persist(&target).map_err(|error| fail(error.error))?;
                sync_folder(shelf).map_err(fail)?;
                bytes
            };
            let original = Original {
                sha256: sha256.to_owned(),
                bytes,
                ending: ending.to_owned(),
            };
            brought.insert(sha256.to_owned(), original);
            let done = brought.len() as u32;
            tell(pace.progress(done, total, format!("{done} / {total}")));
        }
        Ok(brought)
    }
}

impl Share {
    /// Whether it leaves out what whoever takes it has.
    pub(super) fn is_partial(&self) -> bool {
        !self.rests.is_empty()
    }

    /// Whether it rests on what is known here, and belongs to it.
    ///
    /// # Errors
    /// `bundle_rests` when something is missing here, `bundle_damaged` when it does not belong there
    pub(super) fn fits(&self, log: &[Logged], known: &HashSet<Id>) -> Result<()> {
        if !self.is_partial() {
            return Ok(());
        }
        if !self.rests.is_subset(known) {
            return Err(StationError::new("bundle_rests").with("book", &self.card.book));
        }
        let changes = log.iter().flat_map(|entry| &entry.set.changes);
        let things = changes.filter_map(thing).collect();
        match self.holds_together(things) {
            true => Ok(()),
            false => Err(StationError::new("bundle_damaged").with("path", &self.card.book)),
        }
    }

    /// Whether everything in it belongs to its book, which is in it or among the things that are known.
    fn holds_together(&self, mut things: HashSet<(Noun, Id)>) -> bool {
        let mut book = things.contains(&(Noun::Book, self.card.id));
        let mut belongs = true;
        for entry in &self.entries {
            for (change, told) in entry.set.changes.iter().zip(&entry.told) {
                let known = |noun: Noun, id: Id| things.contains(&(noun, id));
                belongs &= match change {
                    Change::Book { before, after } => {
                        book |= after.is_some();
                        before
                            .iter()
                            .chain(after)
                            .all(|book| book.id == self.card.id)
                    }
                    Change::Page { before, after } => {
                        let mut pages = before.iter().chain(after);
                        pages.all(|page| page.book == self.card.id)
                            && one_thing(before.as_ref(), after.as_ref(), |page| page.id)
                    }
                    Change::Case { before, after } => {
                        let mut cases = before.iter().chain(after);
                        cases.all(|case| case.book == self.card.id)
                            && one_thing(before.as_ref(), after.as_ref(), |case| case.id)
                    }
                    Change::Layout { before, after } => before
                        .iter()
                        .chain(after)
                        .all(|one| one.book == self.card.id && known(Noun::Page, one.page)),
                    Change::Value { case, .. }
                    | Change::Reading { case, .. }
                    | Change::Mark { case, .. } => known(Noun::Case, *case),
                    Change::Assignment { before, after } => {
                        let mut all = before.iter().chain(after);
                        all.all(|one| one.book == self.card.id)
                            && one_thing(before.as_ref(), after.as_ref(), |one| one.id)
                    }
                    Change::Confirmation { before, after } => before
                        .iter()
                        .chain(after)
                        .all(|one| known(Noun::Case, one.case)),
                    Change::Person { .. } | Change::Lot { .. } | Change::Inspection { .. } => false,
                    Change::Settled { part } => {
                        part.id == self.card.id
                            || known(part.noun, part.id)
                            || known(Noun::Case, part.id)
                            || known(Noun::Page, part.id)
                    }
                };
                things.extend(thing(change));
                belongs &= told.is_some();
            }
        }
        book && belongs
    }
}

impl Share {
    /// The deeds that whoever sealed it has, and keeps: empty forms are made for one bundle.
    pub(super) fn known_there(&self) -> HashSet<Id> {
        let kept = self
            .entries
            .iter()
            .filter(|entry| entry.set.op != Op::FormsGiven);
        let kept = kept.map(|entry| entry.set.id);
        kept.chain(self.rests.iter().copied()).collect()
    }

    /// The cases that somebody typed a second time.
    pub(super) fn typed_again(&self) -> BTreeSet<Id> {
        let changes = self.entries.iter().flat_map(|entry| &entry.set.changes);
        let case = |change: &Change| match change {
            Change::Reading { case, .. } => Some(*case),
            _ => None,
        };
        changes.filter_map(case).collect()
    }
}

/// Whether an entry writes to the book itself: few do.
fn of_book(entry: &Logged) -> bool {
    entry.set.changes.iter().any(|change| match change {
        Change::Book { .. } => true,
        Change::Settled { part } => part.noun == Noun::Book,
        _ => false,
    })
}

/// Whether no page or case is in two of the books.
fn apart(shares: &[Share]) -> bool {
    let mut owner: HashMap<Id, Id> = HashMap::new();
    shares.iter().all(|share| {
        let changes = share.entries.iter().flat_map(|entry| &entry.set.changes);
        let things = changes.filter_map(|change| match change {
            Change::Page { after, .. } => after.as_ref().map(|page| page.id),
            Change::Case { after, .. } => after.as_ref().map(|case| case.id),
            _ => None,
        });
        things
            .into_iter()
            .all(|id| *owner.entry(id).or_insert(share.card.id) == share.card.id)
    })
}

/// Whether what was and what is are the same thing.
fn one_thing<T>(before: Option<&T>, after: Option<&T>, id: fn(&T) -> Id) -> bool {
    before
        .zip(after)
        .is_none_or(|(before, after)| id(before) == id(after))
}

impl Station {
    /// What a bundle is, without taking it.
    ///
    /// # Errors
    /// `bundle_foreign`, `bundle_newer`, `bundle_damaged`, `bundle_password`, and what the disk says
    pub fn bundle_show(&self, file: &Path, password: Option<&str>) -> Result<BundleLook> {
        let _asked = self.may(Right::HandOver)?;
        let mut unsealed = Unsealed::open(file, password, &self.folder.cache())?;
        let manifest = unsealed.manifest.clone();
        let damaged = || StationError::new("bundle_damaged").with("path", file.display());
        let mut news = Vec::new();
        for card in &manifest.books {
            let share = unsealed.share(card).ok_or_else(damaged)?;
            let known = self.inner().store.deeds(card.id)?;
            let new = share
                .entries
                .iter()
                .filter(|entry| !known.contains(&entry.set.id));
            news.push(new.count() as u32);
        }
        let known = self.is_known(&unsealed.key)?;
        Ok(BundleLook {
            id: manifest.id,
            station: crate::view::StationCard {
                // Not what the file says, what its key says.
                fingerprint: fingerprint(&unsealed.key),
                ..manifest.station
            },
            known,
            who: manifest.who,
            at: manifest.at,
            purpose: manifest.purpose,
            blind: manifest.blind,
            closed: unsealed.closed,
            books: manifest.books,
            news,
        })
    }

    /// Whether a station's work is taken: it was taken before, or it is this one.
    fn is_known(&self, key: &VerifyingKey) -> Result<bool> {
        let mut inner = self.inner();
        let own = inner.station_key()?.verifying_key();
        Ok(own == *key || inner.store.known_station(identity(key))?.is_some())
    }

    /// Takes a bundle: what is not here yet is added, field by field; what was changed on both sides is kept for a
    /// person to look at. Taken twice it changes nothing.
    ///
    /// # Errors
    /// Refused whole: `bundle_foreign`, `bundle_newer`, `bundle_damaged`, `bundle_password`, `bundle_stranger` when
    /// that station's work was never taken and `trust` is not said, `bundle_other_book`, `bundle_no_pictures`, `cancelled`, and what the disk
    /// says
    pub fn bundle_take(
        &self,
        file: &Path,
        password: Option<&str>,
        trust: bool,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<BundleTaken> {
        let _asked = self.may(Right::HandOver)?;
        let damaged = || StationError::new("bundle_damaged").with("path", file.display());
        let mut unsealed = Unsealed::open(file, password, &self.folder.cache())?;
        let manifest = unsealed.manifest.clone();
        if !trust && !self.is_known(&unsealed.key)? {
            return Err(StationError::new("bundle_stranger")
                .with("name", &manifest.station.name)
                .with("fingerprint", fingerprint(&unsealed.key)));
        }
        let mut shares = Vec::new();
        let mut wanted = BTreeSet::new();
        for card in &manifest.books {
            let share = unsealed.share(card).ok_or_else(damaged)?;
            self.no_other_book(&share)?;
            wanted.extend(share.originals.iter().cloned());
            shares.push(share);
        }
        if !apart(&shares) {
            return Err(damaged());
        }
        let brought = unsealed.bring_originals(self, &wanted, cancel, tell)?;
        cancel.check()?;
        let mut inner = self.inner();
        for sha256 in wanted
            .iter()
            .filter(|sha256| !brought.contains_key(*sha256))
        {
            if inner.store.original(sha256)?.is_none() {
                return Err(StationError::new("bundle_no_pictures"));
            }
        }
        // Every book is found to fit in before the first of them is touched.
        let mut merges = Vec::new();
        for share in shares {
            let originals = share
                .originals
                .iter()
                .filter_map(|sha256| brought.get(sha256).cloned());
            let originals = originals.collect();
            let blind = manifest.blind && manifest.purpose == Purpose::SecondKeying;
            merges.push(inner.merging(share, originals, blind)?);
        }
        let id = identity(&unsealed.key);
        let own = inner.station_key()?.verifying_key() == unsealed.key;
        if !own {
            let at = self.host.stamp();
            let key = unsealed.key.as_bytes();
            inner
                .store
                .keep_station(id, key, &manifest.station.name, &at)?;
        }
        Ok(BundleTaken {
            id: manifest.id,
            books: merges
                .into_iter()
                .map(|one| inner.merge(one, (!own).then_some(id)))
                .collect::<Result<_>>()?,
        })
    }

    /// Whether a book with the same code is here that is another one.
    fn no_other_book(&self, share: &Share) -> Result<()> {
        let here = self.inner().store.books()?;
        let mut replayed = Replayed::default();
        for entry in share.entries.iter().filter(|entry| of_book(entry)) {
            replayed.follow(entry);
        }
        let code = replayed.book_code(share.card.id);
        // What rests on deeds that are here says nothing new of the code, as a rule.
        if share.is_partial() && code.is_none() {
            return Ok(());
        }
        let other = here
            .iter()
            .any(|book| book.id != share.card.id && Some(book.code()) == code);
        if other || code.is_none() {
            return Err(StationError::new("bundle_other_book").with("book", &share.card.book));
        }
        Ok(())
    }
}
