//! Folders that are watched: what a scanner's software puts there comes into the book by itself. They are
//! looked at every few seconds, which works on network drives as well; nothing in them is ever moved,
//! renamed or deleted. A file is taken once it has not grown for some seconds, so that none is read while
//! it is still written.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::people::Right;
use ts_rs::TS;

use crate::jobs::Cancel;
use crate::people::Actor;
use crate::view::{Problem, Rejected};
use crate::workspace::write_whole;
use crate::{Bring, Result, Station, StationError};

/// Between two looks.
const EVERY: Duration = Duration::from_secs(2);
/// How long a file has to stay as it is before it is taken.
const SETTLED: Duration = Duration::from_secs(4);
/// How long a settled file that cannot be read is tried again before that is told.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the watching of a folder stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Watching {
    /// The book its pages come into.
    pub book: Id,
    /// The folder.
    pub folder: String,
    /// Pages that came since it is watched by this program run.
    pub came: u32,
    /// Files that could not be taken.
    pub refused: Vec<Rejected>,
    /// Why it cannot be looked at now; it goes on by itself when it can.
    pub problem: Option<Problem>,
}

/// What is kept of it, so that it goes on when the program is started again.
#[derive(Debug, Serialize, Deserialize)]
struct Watched {
    book: Id,
    folder: PathBuf,
    /// For whom; an older program did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Actor>,
}

/// The watching that goes on, by book.
#[derive(Debug, Default)]
pub(crate) struct Watchers(Mutex<Watchful>);

/// How to stop each, and how it stands.
type Watchful = HashMap<Id, (Cancel, Arc<Mutex<Watching>>)>;

/// A file as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Found {
    bytes: u64,
    changed: Option<SystemTime>,
}

#[derive(Debug)]
struct Seen {
    found: Found,
    since: Instant,
    done: bool,
}

/// Says which files of a folder are to be taken.
#[derive(Debug, Default)]
struct Looker {
    seen: HashMap<PathBuf, Seen>,
}

impl Looker {
    /// Files that have settled and were not taken yet, by name.
    fn look(
        &mut self,
        now: Instant,
        files: impl Iterator<Item = (PathBuf, Found)>,
    ) -> Vec<PathBuf> {
        let mut ready = Vec::new();
        for (path, found) in files {
            let seen = self.seen.entry(path.clone()).or_insert(Seen {
                found,
                since: now,
                done: false,
            });
            if seen.found != found {
                // It grew, or another one took its name.
                *seen = Seen {
                    found,
                    since: now,
                    done: false,
                };
            }
            if !seen.done && found.bytes > 0 && now.duration_since(seen.since) >= SETTLED {
                ready.push(path);
            }
        }
        ready.sort();
        ready
    }

    /// It was taken, or is given up.
    fn done(&mut self, path: &Path) {
        if let Some(seen) = self.seen.get_mut(path) {
            seen.done = true;
        }
    }

    /// Whether a file that cannot be read has been waited for long enough.
    fn lost(&self, now: Instant, path: &Path) -> bool {
        let since = self.seen.get(path).map(|seen| seen.since);
        since.is_none_or(|since| now.duration_since(since) >= SETTLED + PATIENCE)
    }

    /// Nothing is still growing or waited for.
    fn calm(&self) -> bool {
        self.seen.values().all(|seen| seen.done)
    }
}

impl Station {
    fn watch_path(&self, book: Id) -> PathBuf {
        self.folder
            .root()
            .join("theo-doi")
            .join(format!("{book}.json"))
    }

    /// Watches a folder for a book, also when the program is started again.
    ///
    /// # Errors
    /// `unknown_book`, `file_missing` when there is no such folder, and what keeping it says
    pub fn watch_start(self: &Arc<Self>, book: Id, folder: &Path) -> Result<Watching> {
        let _asked = self.may(Right::Capture)?;
        self.inner().book(book)?;
        if !folder.is_dir() {
            return Err(StationError::new("file_missing").with("path", folder.display()));
        }
        let path = self.watch_path(book);
        let watched = Watched {
            book,
            folder: folder.to_owned(),
            by: Some(self.session.actor()),
        };
        let text = serde_json::to_vec(&watched)
            .map_err(|e| StationError::new("file_trouble").with("detail", e))?;
        write_whole(&path, &text, true).map_err(|e| StationError::io(&e, &path))?;
        Ok(self.watch(book, folder.to_owned(), self.session.actor()))
    }

    /// Watches again what was watched when the program ended.
    pub fn watch_again(self: &Arc<Self>) {
        let Ok(kept) = fs::read_dir(self.folder.root().join("theo-doi")) else {
            return;
        };
        for entry in kept.flatten() {
            let watched = fs::read(entry.path()).ok();
            let watched = watched.and_then(|text| serde_json::from_slice::<Watched>(&text).ok());
            if let Some(Watched { book, folder, by }) = watched
                && self.inner().book(book).is_ok()
            {
                let by = by.unwrap_or_else(|| self.session.actor());
                self.watch(book, folder, by);
            }
        }
    }

    /// Ends it; what came stays.
    ///
    /// # Errors
    /// Only who may not bring in pages.
    pub fn watch_stop(&self, book: Id) -> Result<()> {
        let _asked = self.may(Right::Capture)?;
        let _ = fs::remove_file(self.watch_path(book));
        if let Some((stop, _)) = self.watchers.all().remove(&book) {
            stop.cancel();
        }
        Ok(())
    }

    /// Ends all of it until the program is started again: the workspace is closed.
    pub fn watch_end(&self) {
        for (_, (stop, _)) in self.watchers.all().drain() {
            stop.cancel();
        }
    }

    /// How the watching for a book stands.
    ///
    /// # Errors
    /// Only who may not look.
    pub fn watching(&self, book: Id) -> Result<Option<Watching>> {
        let _asked = self.may(Right::Look)?;
        let all = self.watchers.all();
        Ok(all.get(&book).map(|(_, state)| {
            let state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.clone()
        }))
    }

    fn watch(self: &Arc<Self>, book: Id, folder: PathBuf, by: Actor) -> Watching {
        let first = Watching {
            book,
            folder: folder.display().to_string(),
            came: 0,
            refused: Vec::new(),
            problem: None,
        };
        let state = Arc::new(Mutex::new(first.clone()));
        let stop = Cancel::default();
        let before = self
            .watchers
            .all()
            .insert(book, (stop.clone(), state.clone()));
        if let Some((stop, _)) = before {
            stop.cancel();
        }
        // A thread that knows the station only while it looks does not keep it alive.
        let station = Arc::downgrade(self);
        std::thread::spawn(move || {
            let mut looker = Looker::default();
            while !stop.is_cancelled() {
                let Some(station) = station.upgrade() else {
                    break;
                };
                {
                    let _acting = station.session.act_as(by.clone());
                    station.watch_once(book, &folder, &mut looker, &stop, &state);
                }
                drop(station);
                std::thread::sleep(EVERY);
            }
        });
        first
    }

    /// Watches until everything that is in the folder now has come or is given up.
    ///
    /// # Errors
    /// `unknown_book`, `file_missing`
    pub fn watch_through(
        &self,
        book: Id,
        folder: &Path,
        until: &Cancel,
        once: bool,
    ) -> Result<Watching> {
        let _asked = self.may(Right::Capture)?;
        self.inner().book(book)?;
        if !folder.is_dir() {
            return Err(StationError::new("file_missing").with("path", folder.display()));
        }
        let state = Mutex::new(Watching {
            book,
            folder: folder.display().to_string(),
            came: 0,
            refused: Vec::new(),
            problem: None,
        });
        let mut looker = Looker::default();
        while !until.is_cancelled() {
            self.watch_once(book, folder, &mut looker, until, &state);
            if once && looker.calm() {
                break;
            }
            std::thread::sleep(EVERY);
        }
        Ok(state.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn watch_once(
        &self,
        book: Id,
        folder: &Path,
        looker: &mut Looker,
        stop: &Cancel,
        state: &Mutex<Watching>,
    ) {
        let change = |work: &dyn Fn(&mut Watching)| {
            work(&mut state.lock().unwrap_or_else(PoisonError::into_inner));
        };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let problem = self.problem(&StationError::io(&error, folder));
                change(&|state| state.problem = Some(problem.clone()));
                return;
            }
        };
        let files = entries.flatten().filter_map(|entry| {
            let about = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            let hidden = entry.file_name().to_string_lossy().starts_with(['.', '~']);
            let found = Found {
                bytes: about.len(),
                changed: about.modified().ok(),
            };
            (!hidden).then(|| (entry.path(), found))
        });
        change(&|state| state.problem = None);
        for path in looker.look(Instant::now(), files) {
            if stop.is_cancelled() {
                return;
            }
            let paths = [path.clone()];
            match self.pages_import(book, &paths, Bring::default(), stop, &|_| {}) {
                Ok(summary) if summary.rejected.is_empty() => {
                    looker.done(&path);
                    change(&|state| state.came += summary.imported.len() as u32);
                }
                Ok(summary) => {
                    // It may still be written, by a program that waits in between.
                    if looker.lost(Instant::now(), &path) {
                        looker.done(&path);
                        change(&|state| state.refused.extend(summary.rejected.iter().cloned()));
                    }
                }
                Err(error) => {
                    let problem = self.problem(&error);
                    change(&|state| state.problem = Some(problem.clone()));
                    return;
                }
            }
        }
    }
}

impl Watchers {
    fn all(&self) -> MutexGuard<'_, Watchful> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: u64) -> Found {
        Found {
            bytes,
            changed: None,
        }
    }

    #[test]
    fn a_file_is_taken_once_when_it_has_stopped_growing() {
        let mut looker = Looker::default();
        let begin = Instant::now();
        let at = |seconds: u64| begin + Duration::from_secs(seconds);
        let mut look = |seconds: u64, files: &[(&str, u64)]| {
            let files = files
                .iter()
                .map(|(name, bytes)| (PathBuf::from(name), found(*bytes)));
            let ready = looker.look(at(seconds), files);
            for path in &ready {
                looker.done(path);
            }
            ready.len()
        };
        assert_eq!(look(0, &[("b.jpg", 10), ("a.jpg", 5), ("empty.jpg", 0)]), 0);
        assert_eq!(
            look(3, &[("b.jpg", 20), ("a.jpg", 5), ("empty.jpg", 0)]),
            0,
            "b grows"
        );
        assert_eq!(
            look(4, &[("b.jpg", 20), ("a.jpg", 5), ("empty.jpg", 0)]),
            1,
            "a is through"
        );
        assert_eq!(look(6, &[("b.jpg", 20), ("a.jpg", 5)]), 0);
        assert_eq!(look(7, &[("b.jpg", 20), ("a.jpg", 5)]), 1);
        assert_eq!(look(60, &[("b.jpg", 20), ("a.jpg", 5)]), 0, "each once");
        assert_eq!(look(61, &[("a.jpg", 9)]), 0);
        assert_eq!(
            look(65, &[("a.jpg", 9)]),
            1,
            "another picture under the same name"
        );
    }

    #[test]
    fn what_cannot_be_read_is_waited_for_and_then_told() {
        let mut looker = Looker::default();
        let begin = Instant::now();
        let path = PathBuf::from("x.jpg");
        let one = || std::iter::once((PathBuf::from("x.jpg"), found(3)));
        looker.look(begin, one());
        assert!(!looker.calm());
        let soon = begin + SETTLED;
        assert_eq!(looker.look(soon, one()).len(), 1);
        assert!(!looker.lost(soon, &path));
        assert!(looker.lost(begin + SETTLED + PATIENCE, &path));
        looker.done(&path);
        assert!(looker.calm());
    }
}
