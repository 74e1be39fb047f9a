//! Bringings-in that were begun: noted in the workspace before the first page comes, and cleared away when
//! the last one is there. What is found there later was stopped by a crash, a power cut, a closed window or
//! a person's pause, and can go on.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::people::Right;
use ts_rs::TS;

use crate::jobs::Cancel;
use crate::workspace::write_whole;
use crate::{ImportSummary, Progress, Result, Station, StationError};

/// A bringing-in that was begun and is not through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Begun {
    /// Identity.
    pub id: Id,
    /// The book.
    pub book: Id,
    /// What is brought in, as it was given.
    #[ts(type = "string[]")]
    pub paths: Vec<PathBuf>,
    /// The page is looked for in each picture.
    pub flatten: bool,
    /// Where the first page shall stand.
    pub at: Option<u32>,
    /// When it was begun, RFC 3339.
    pub began: String,
    /// By whom.
    pub who: String,
    /// Pages in the book, or refused, when that was last noted.
    pub done: u32,
    /// Pages in all, as far as that was known: a document's are counted when it is opened.
    pub total: u32,
}

impl Station {
    fn begun_folder(&self) -> PathBuf {
        self.folder.root().join("dang-dua")
    }

    fn begun_path(&self, id: Id) -> PathBuf {
        self.begun_folder().join(format!("{id}.json"))
    }

    /// Notes it; for good before anything is brought in, loosely how far it has come.
    pub(super) fn note_begun(&self, begun: &Begun, durable: bool) -> Result<()> {
        let path = self.begun_path(begun.id);
        let text = serde_json::to_vec(begun)
            .map_err(|e| StationError::new("file_trouble").with("detail", e))?;
        write_whole(&path, &text, durable).map_err(|e| StationError::io(&e, &path))
    }

    pub(super) fn clear_begun(&self, id: Id) {
        // What is left behind only offers to go on with what is done already.
        let _ = fs::remove_file(self.begun_path(id));
    }

    /// What was begun and is not going on now, the oldest first. A note that cannot be read is passed over.
    ///
    /// # Errors
    /// Only who may not look.
    pub fn imports_begun(&self) -> Result<Vec<Begun>> {
        let _asked = self.may(Right::Look)?;
        let Ok(folder) = fs::read_dir(self.begun_folder()) else {
            return Ok(Vec::new());
        };
        let mut found: Vec<Begun> = folder
            .flatten()
            .filter_map(|entry| serde_json::from_slice(&fs::read(entry.path()).ok()?).ok())
            .filter(|begun: &Begun| !self.jobs.is_bringing(begun.id))
            .collect();
        found.sort_by(|a, b| a.began.cmp(&b.began));
        Ok(found)
    }

    fn begun(&self, id: Id) -> Result<Begun> {
        let found = self.imports_begun()?.into_iter().find(|one| one.id == id);
        found.ok_or_else(|| StationError::new("nothing_begun"))
    }

    /// Goes on with a bringing-in where it stopped: what is in the book already is left alone, the order is
    /// the one it would have had.
    ///
    /// # Errors
    /// `nothing_begun`, and as [`Station::pages_import`]
    pub fn import_resume(
        &self,
        id: Id,
        cancel: &Cancel,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<ImportSummary> {
        let _asked = self.may(Right::Capture)?;
        self.bring_in(self.begun(id)?, true, cancel, tell)
    }

    /// Lets a bringing-in be as it is: what came stays, the rest does not come.
    ///
    /// # Errors
    /// `nothing_begun`
    pub fn import_forget(&self, id: Id) -> Result<()> {
        let _asked = self.may(Right::Capture)?;
        self.begun(id)?;
        self.clear_begun(id);
        Ok(())
    }

    /// The book of something that was begun.
    ///
    /// # Errors
    /// `nothing_begun`
    pub(super) fn begun_book(&self, id: Id) -> Result<Id> {
        Ok(self.begun(id)?.book)
    }
}
