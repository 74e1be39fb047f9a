//! Bringing in pages: files are copied unchanged under the name of their hash, pictures for the
//! screen are made on all cores, pages go into the book in batches in natural order. What was
//! brought in already is left alone, so the same call can be made again after a crash, a full disk
//! or a cancel and goes on where it stopped.

mod begun;
mod intake;
mod replace;
mod room;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex};

use sha2::{Digest, Sha256};
use sohoa_capture::{DeriveSpec, Flatten, Format, IntakeItem, Limits, Source, derive, list};
use sohoa_core::book::{Id, Page, PageRole, Shape};
use sohoa_core::people::Right;
use sohoa_core::survey::Survey;

use crate::jobs::{Cancel, Pace, Progress};
use crate::pictures::SCREEN;
use crate::store::{Change, ChangeSet, Op, Original, Surveyed};
use crate::view::{Job, JobKind, JobState, PageRow, Rejected};
use crate::workspace::write_whole;
use crate::{Result, Station, StationError};
pub use begun::Begun;
use intake::Intake;
use room::Room;

/// Pages made and then written to the book together: what a crash makes anew.
const PAGES_AT_ONCE: usize = 64;
/// Bytes of files in such a batch, unless a single file is larger; bounds the documents held open.
const BYTES_AT_ONCE: u64 = 128 << 20;

/// How pages are brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bring {
    /// The page is looked for in each picture and drawn flat; otherwise the whole picture is the page.
    pub flatten: bool,
    /// Where the first of them shall stand in the book, from 1; at its end when absent.
    pub at: Option<u32>,
}

impl Default for Bring {
    fn default() -> Self {
        Self {
            flatten: true,
            at: None,
        }
    }
}

/// What bringing in pages did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportSummary {
    /// Pages that are new in the book.
    pub imported: Vec<Id>,
    /// Pictures that were in the book already.
    pub already: u32,
    /// Files that were not taken.
    pub rejected: Vec<Rejected>,
    /// It was stopped before the end.
    pub cancelled: bool,
    /// It was stopped to go on later.
    pub paused: bool,
}

/// A file that was read, kept and understood.
struct Opened {
    name: String,
    sha256: String,
    original: Original,
    source: Source,
}

/// One picture of it, ready to become a page.
struct Draft {
    file: String,
    original: Original,
    frame: u32,
    width: u32,
    height: u32,
    shape: Option<Shape>,
    survey: Option<Survey>,
}

impl Station {
    /// Brings files, folders and zips of them into a book.
    ///
    /// # Errors
    /// `unknown_book`, `disk_full` and the like; a file that is refused is no error.
    pub fn pages_import(
        &self,
        book: Id,
        paths: &[PathBuf],
        how: Bring,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<ImportSummary> {
        let _asked = self.may(Right::Capture)?;
        let begun = Begun {
            id: self.host.new_id(),
            book,
            paths: paths
                .iter()
                .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
                .collect(),
            flatten: how.flatten,
            at: how.at,
            began: self.host.stamp(),
            who: self.session.actor().who,
            done: 0,
            total: 0,
        };
        self.bring_in(begun, false, cancel, tell)
    }

    /// Brings in what was noted, from its begin or from where it stopped.
    fn bring_in(
        &self,
        mut begun: Begun,
        again: bool,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<ImportSummary> {
        let book = begun.book;
        let paths = begun.paths.clone();
        let room = match (again, begun.at) {
            // The book may have become shorter meanwhile.
            (true, Some(_)) => self
                .room(book, begun.at)
                .or_else(|_| self.room(book, None))?,
            (_, at) => self.room(book, at)?,
        };
        let _bringing = self.jobs.bringing(begun.id);
        let limits = Limits::default();
        let mut summary = ImportSummary::default();
        let mut items = Vec::new();
        for item in list(&paths, &limits) {
            match item {
                Ok(item) => items.push(item),
                Err(refused) => summary
                    .rejected
                    .push(self.rejected(refused.name.clone(), &refused.error.into())),
            }
        }
        begun.total = items.len() as u32;
        self.note_begun(&begun, true)?;
        let id = begun.id;
        let intake = Intake {
            station: self,
            book,
            batch: self.host.new_id(),
            flatten: begun.flatten,
            room: Mutex::new(room),
            known: self.known_pages(book)?,
            again: again && begun.at.is_some(),
            behind: Mutex::new(None),
            limits,
            cancel,
            pace: Pace::new(),
            done: AtomicU32::new(0),
            total: AtomicU32::new(items.len() as u32),
            tell,
            refused: summary.rejected.len(),
            begun: Mutex::new(begun),
        };
        let mut rest = items.as_slice();
        while !rest.is_empty() && !cancel.is_cancelled() {
            let (now, later) = rest.split_at(together(rest));
            rest = later;
            intake.bring(now, &mut summary)?;
        }
        summary.cancelled = cancel.is_cancelled();
        summary.paused = cancel.is_paused();
        // A stick that was pulled out may be put in again.
        let gone = paths.iter().any(|path| !path.exists());
        if !summary.paused && !gone {
            self.clear_begun(id);
        }
        Ok(summary)
    }

    /// As [`Station::pages_import`], in a thread of its own; `tell` hears of every step and of
    /// the end.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn import_start(
        self: &Arc<Self>,
        book: Id,
        paths: Vec<PathBuf>,
        how: Bring,
        tell: impl Fn(Job) + Send + Sync + 'static,
    ) -> Result<Job> {
        let _asked = self.may(Right::Capture)?;
        self.inner().book(book)?;
        Ok(
            self.in_background(JobKind::Import, book, tell, move |station, job, work| {
                let summary = station.pages_import(book, &paths, how, work.cancel, work.report)?;
                Ok(told(job, summary))
            }),
        )
    }

    /// As [`Station::import_resume`], in a thread of its own.
    ///
    /// # Errors
    /// `nothing_begun`
    pub fn import_resume_start(
        self: &Arc<Self>,
        id: Id,
        tell: impl Fn(Job) + Send + Sync + 'static,
    ) -> Result<Job> {
        let _asked = self.may(Right::Capture)?;
        let book = self.begun_book(id)?;
        Ok(
            self.in_background(JobKind::Import, book, tell, move |station, job, work| {
                let summary = station.import_resume(id, work.cancel, work.report)?;
                Ok(told(job, summary))
            }),
        )
    }

    fn known_pages(&self, book: Id) -> Result<HashMap<(String, u32), (Id, bool)>> {
        let pages = self.inner().store.pages(book)?;
        let known = |page: Page| ((page.original, page.frame), (page.id, page.removed));
        Ok(pages.into_iter().map(known).collect())
    }

    /// The rows of pages, for those who brought them in.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn pages_of(&self, book: Id, ids: &[Id]) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Look)?;
        let wanted: std::collections::HashSet<&Id> = ids.iter().collect();
        Ok(self
            .pages(book)?
            .into_iter()
            .filter(|row| wanted.contains(&row.id))
            .collect())
    }

    fn rejected(&self, file: String, error: &StationError) -> Rejected {
        let problem = self.problem(error);
        Rejected {
            file,
            code: problem.code,
            reason: problem.message,
        }
    }

    /// Reads a file, makes sure that it is a picture or a document, and keeps it unchanged.
    fn open_item(&self, item: &IntakeItem, limits: &Limits) -> Result<Opened> {
        let bytes: Arc<[u8]> = item.read(limits)?.into();
        let source = Source::open(bytes.clone(), limits)?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let ending = match source.format() {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Tiff => "tif",
            Format::Pdf => "pdf",
            Format::Zip => "zip",
        };
        let path = self.folder.original(&sha256, ending);
        // A file of that name and length is that file: it was only ever renamed there whole.
        if !fs::metadata(&path).is_ok_and(|found| found.len() == bytes.len() as u64) {
            write_whole(&path, &bytes, true).map_err(|e| StationError::io(&e, &path))?;
        }
        let original = Original {
            sha256: sha256.clone(),
            bytes: bytes.len() as u64,
            ending: ending.to_owned(),
        };
        Ok(Opened {
            name: item.name.clone(),
            sha256,
            original,
            source,
        })
    }

    /// Makes the pictures for the screen. Making them is also the proof that the page can be
    /// decoded to its end.
    fn draft(&self, opened: &Opened, frame: u32, flatten: bool, limits: &Limits) -> Result<Draft> {
        let spec = DeriveSpec {
            flatten: if flatten { Flatten::Find } else { Flatten::Off },
            survey: true,
            ..SCREEN
        };
        let made = derive(&opened.source, frame as usize, &spec, limits)?;
        self.keep_derived(&opened.sha256, frame, made.shape.as_ref(), &made)?;
        Ok(Draft {
            file: opened.name.clone(),
            original: opened.original.clone(),
            frame,
            width: made.width,
            height: made.height,
            shape: made.shape,
            survey: made.survey,
        })
    }

    /// Puts pages into the book, all of them or none.
    fn add_pages(
        &self,
        book: Id,
        batch: Id,
        room: &mut Room,
        drafts: Vec<Draft>,
        summary: &mut ImportSummary,
    ) -> Result<()> {
        let mut inner = self.inner();
        let all = inner.store.pages(book)?;
        let mut there: HashMap<(String, u32), Option<Page>> = all
            .into_iter()
            .map(|page| ((page.original.clone(), page.frame), Some(page)))
            .collect();
        let (mut changes, mut originals, mut surveys) = (Vec::new(), Vec::new(), Vec::new());
        for draft in drafts {
            let key = (draft.original.sha256.clone(), draft.frame);
            match there.get(&key).cloned() {
                // Taken out before, and now wanted again.
                Some(Some(before)) if before.removed => {
                    summary.imported.push(before.id);
                    let after = Page {
                        removed: false,
                        ..before.clone()
                    };
                    changes.push(Change::Page {
                        before: Some(before),
                        after: Some(after),
                    });
                }
                Some(_) => summary.already += 1,
                None => {
                    let page = Page {
                        id: self.host.new_id(),
                        book,
                        rank: room.next(),
                        original: draft.original.sha256.clone(),
                        frame: draft.frame,
                        file: draft.file,
                        width: draft.width,
                        height: draft.height,
                        quarter_turns: 0,
                        role: PageRole::Cases,
                        removed: false,
                        shape: draft.shape,
                        looked_at: false,
                        number: None,
                    };
                    surveys.extend(draft.survey.map(|survey| Surveyed {
                        original: page.original.clone(),
                        frame: page.frame,
                        survey,
                    }));
                    summary.imported.push(page.id);
                    changes.push(Change::Page {
                        before: None,
                        after: Some(page),
                    });
                    originals.push(draft.original);
                }
            }
            there.insert(key, None);
        }
        if changes.is_empty() {
            return Ok(());
        }
        let set = inner.deed(Op::PagesImport, book, changes);
        inner.apply(ChangeSet {
            batch: Some(batch),
            originals,
            surveys,
            ..set
        })
    }
}

/// The end of a bringing-in, for those who watch it.
fn told(job: Job, summary: ImportSummary) -> Job {
    Job {
        state: match (summary.paused, summary.cancelled) {
            (true, _) => JobState::Paused,
            (_, true) => JobState::Cancelled,
            _ => JobState::Done,
        },
        imported: summary.imported.len() as u32,
        already: summary.already,
        rejected: summary.rejected,
        ..job
    }
}

/// How many of the next files are opened together.
fn together(rest: &[IntakeItem]) -> usize {
    let mut bytes = 0;
    let fits = |item: &&IntakeItem| {
        bytes += item.bytes;
        bytes <= BYTES_AT_ONCE
    };
    rest.iter()
        .take(PAGES_AT_ONCE)
        .take_while(fits)
        .count()
        .max(1)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}
