//! A page that was taken again.

use std::path::Path;

use sohoa_capture::{Limits, list};
use sohoa_core::book::{Id, Page, PageRole};
use sohoa_core::people::Right;

use crate::store::{Change, ChangeSet, Op, Surveyed};
use crate::view::PageRow;
use crate::{Result, Station, StationError};

impl Station {
    /// Puts another picture in the place of a page's: it was taken again. The page keeps its place, its
    /// cases and everything typed; the new picture is drawn flat, and parts of cases follow the printed
    /// lines from the old picture to the new one.
    ///
    /// # Errors
    /// `unknown_page`, `one_picture` for anything but a file with one picture, and what reading it says
    pub fn page_replace(&self, page: Id, path: &Path) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        let limits = Limits::default();
        let items: Vec<_> = list(&[path.to_owned()], &limits);
        let item = match items.into_iter().next() {
            Some(Ok(item)) => item,
            Some(Err(refused)) => return Err(refused.error.into()),
            None => return Err(StationError::new("one_picture")),
        };
        let opened = self.open_item(&item, &limits)?;
        if opened.source.frame_count() != 1 {
            return Err(StationError::new("one_picture"));
        }
        let draft = self.draft(&opened, 0, true, &limits)?;
        let before = self.page(page)?;
        let after = Page {
            original: draft.original.sha256.clone(),
            frame: 0,
            file: draft.file,
            width: draft.width,
            height: draft.height,
            // A person's turns belonged to the picture before.
            quarter_turns: 0,
            role: match before.role {
                PageRole::Retake => PageRole::Cases,
                role => role,
            },
            shape: draft.shape,
            looked_at: false,
            ..before.clone()
        };
        let surveys = draft.survey.map(|survey| Surveyed {
            original: after.original.clone(),
            frame: 0,
            survey,
        });
        let book = before.book;
        // An old picture that can no longer be opened has no lines: then a person looks.
        let lines = (
            &self.lines(&before).unwrap_or_default(),
            &self.lines(&after).unwrap_or_default(),
        );
        let mut inner = self.inner();
        let mut changes = self.taken_again(&mut inner, &before, lines)?;
        changes.push(Change::Page {
            before: Some(before),
            after: Some(after),
        });
        let set = inner.deed(Op::PageReplace, book, changes);
        inner.apply(ChangeSet {
            originals: vec![draft.original],
            surveys: surveys.into_iter().collect(),
            ..set
        })?;
        drop(inner);
        self.pages(book)
    }
}
