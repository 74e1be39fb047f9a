//! One bringing-in under way: files opened and drawn on all cores, pages kept in their order.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use sohoa_capture::{IntakeItem, Limits};
use sohoa_core::book::Id;

use super::room::Room;
use super::{Begun, Draft, ImportSummary, Opened, PAGES_AT_ONCE};
use crate::jobs::{Cancel, Pace, Progress};
use crate::{Result, Station, StationError};

/// What became of a file.
enum Brought {
    /// It is one picture, and in the book already.
    Known(Id),
    /// It is one picture, and ready.
    Page(Box<Draft>),
    /// It is many; they are drawn together.
    Document(Arc<Opened>),
}

/// One bringing-in under way.
pub(super) struct Intake<'a> {
    pub station: &'a Station,
    pub book: Id,
    pub batch: Id,
    pub flatten: bool,
    /// Where the next page goes.
    pub room: Mutex<Room>,
    /// Pages of the book, those taken out as well, by file and frame.
    pub known: HashMap<(String, u32), (Id, bool)>,
    /// It goes on with what was begun earlier.
    pub again: bool,
    /// The page behind which those that are new have to stand, when it goes on with pages for a place.
    pub behind: Mutex<Option<Id>>,
    pub limits: Limits,
    pub cancel: &'a Cancel,
    pub pace: Pace,
    pub done: AtomicU32,
    pub total: AtomicU32,
    pub tell: &'a (dyn Fn(Progress) + Sync),
    /// Files that were refused before any was opened.
    pub refused: usize,
    /// The note of it in the workspace.
    pub begun: Mutex<Begun>,
}

impl Intake<'_> {
    fn step(&self, name: &str) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        (self.tell)(self.pace.progress(done, total, name.to_owned()));
    }

    /// Files of one batch. A file that is one picture is opened and drawn in one go, so that no
    /// core waits for the others between the two.
    pub fn bring(&self, items: &[IntakeItem], summary: &mut ImportSummary) -> Result<()> {
        // Handed out one by one in their order: what a cancel leaves undone is the end of the list.
        let mut brought: Vec<_> = items
            .iter()
            .enumerate()
            .par_bridge()
            .map(|(at, item)| {
                let going_on = !self.cancel.is_cancelled();
                (at, going_on.then(|| self.file(item)))
            })
            .collect();
        brought.sort_by_key(|(at, _)| *at);
        let mut good = Vec::new();
        for (item, (_, brought)) in items.iter().zip(brought) {
            match brought {
                // A page behind one that was not taken waits with it: the book keeps its order.
                None => break,
                Some(Ok(Brought::Page(draft))) => good.push(*draft),
                Some(Ok(Brought::Known(page))) => {
                    self.add(std::mem::take(&mut good), summary)?;
                    self.is_known(page);
                    summary.already += 1;
                }
                Some(Ok(Brought::Document(opened))) => {
                    self.add(std::mem::take(&mut good), summary)?;
                    self.document(&opened, summary)?;
                }
                Some(Err(error)) => {
                    self.step(&item.name);
                    self.refuse(item.name.clone(), error, summary)?;
                }
            }
        }
        self.add(good, summary)?;
        self.note(summary)
    }

    /// Notes how far it has come: what is in the book or refused, not what was handed out. A pause leaves
    /// the rest of what was handed out undone.
    fn note(&self, summary: &ImportSummary) -> Result<()> {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = summary.imported.len() + summary.rejected.len() - self.refused;
        begun.done = taken as u32 + summary.already;
        begun.total = self.total.load(Ordering::Relaxed);
        self.station.note_begun(&begun, false)
    }

    fn file(&self, item: &IntakeItem) -> Result<Brought> {
        let opened = self.station.open_item(item, &self.limits)?;
        let frames = opened.source.frame_count() as u32;
        if frames == 1 {
            if let Some(page) = self.known(&opened.sha256, 0) {
                self.step(&item.name);
                return Ok(Brought::Known(page));
            }
            let draft = self.station.draft(&opened, 0, self.flatten, &self.limits)?;
            self.step(&item.name);
            return Ok(Brought::Page(Box::new(draft)));
        }
        self.total
            .fetch_add(frames.saturating_sub(1), Ordering::Relaxed);
        Ok(Brought::Document(Arc::new(opened)))
    }

    /// The pages of a document, some at a time: those that are drawn stay when it is stopped.
    fn document(&self, opened: &Opened, summary: &mut ImportSummary) -> Result<()> {
        let mut frames: Vec<u32> = (0..opened.source.frame_count() as u32).collect();
        frames.retain(|frame| match self.known(&opened.sha256, *frame) {
            None => true,
            Some(page) => {
                self.step(&opened.name);
                self.is_known(page);
                summary.already += 1;
                false
            }
        });
        for part in frames.chunks(PAGES_AT_ONCE) {
            if self.cancel.is_cancelled() {
                break;
            }
            let drafts: Vec<_> = part
                .par_iter()
                .with_max_len(1)
                .map(|&frame| {
                    let draft = self
                        .station
                        .draft(opened, frame, self.flatten, &self.limits);
                    self.step(&opened.name);
                    draft
                })
                .collect();
            let mut good = Vec::new();
            for (frame, draft) in part.iter().zip(drafts) {
                match draft {
                    Ok(draft) => good.push(draft),
                    Err(error) => {
                        let name = format!("{} ({})", opened.name, frame + 1);
                        self.refuse(name, error, summary)?;
                    }
                }
            }
            self.add(good, summary)?;
            self.note(summary)?;
        }
        Ok(())
    }

    /// The page that a picture is already. One that was taken out comes back when it is brought in again,
    /// not when what was begun earlier goes on.
    fn known(&self, sha256: &str, frame: u32) -> Option<Id> {
        let (page, removed) = *self.known.get(&(sha256.to_owned(), frame))?;
        (self.again || !removed).then_some(page)
    }

    fn is_known(&self, page: Id) {
        if self.again {
            *self.behind.lock().unwrap_or_else(PoisonError::into_inner) = Some(page);
        }
    }

    fn add(&self, drafts: Vec<Draft>, summary: &mut ImportSummary) -> Result<()> {
        if drafts.is_empty() {
            return Ok(());
        }
        let mut room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        let behind = self
            .behind
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(page) = behind {
            *room = self.station.room_behind(self.book, page)?;
        }
        self.station
            .add_pages(self.book, self.batch, &mut room, drafts, summary)
    }

    /// Trouble with one file is told and the rest goes on; trouble with the disk ends it.
    fn refuse(&self, name: String, error: StationError, summary: &mut ImportSummary) -> Result<()> {
        if stops_everything(&error) {
            return Err(error);
        }
        summary.rejected.push(self.station.rejected(name, &error));
        Ok(())
    }
}

/// Trouble with the workspace's own disk ends the import; trouble with one file does not.
fn stops_everything(error: &StationError) -> bool {
    matches!(
        error.code(),
        "disk_full" | "folder_read_only" | "file_trouble"
    )
}
