//! The printed lines of pages. They come with the pictures for the screen, are kept beside them in the
//! cache, and are looked for again when they are missing there.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;

use rayon::prelude::*;
use sohoa_capture::{Limits, Source};
use sohoa_core::book::{Id, Page, Shape};
use sohoa_core::cut::Sheet;
use sohoa_core::layout::{Line, Lines};

use crate::pictures::{PictureKind, print};
use crate::workspace::write_whole;
use crate::{Result, Station};

/// Goes up whenever lines are seen otherwise than before.
const VERSION: u32 = 1;

impl Station {
    /// The printed lines of a page as it stands upright; the gutter of an open book is one.
    pub(crate) fn lines(&self, page: &Page) -> Result<Lines> {
        let path = self.lines_path(&page.original, page.frame, page.shape.as_ref());
        let kept = fs::read(&path)
            .ok()
            .and_then(|bytes| serde_json::from_slice::<Lines>(&bytes).ok());
        let lines = match kept {
            Some(lines) => lines,
            None => {
                let display = self.cached(page, PictureKind::Display)?;
                let limits = Limits::default();
                let lines =
                    sohoa_capture::lines(&Source::open(display.into(), &limits)?, 0, &limits)?;
                self.keep_lines(&page.original, page.frame, page.shape.as_ref(), &lines);
                lines
            }
        };
        let mut lines = lines.turned(page.quarter_turns);
        if let Some(at) = Sheet::from(page).gutter {
            let gutter = Line {
                at,
                from: 0.0,
                to: 1.0,
                strength: 1.0,
            };
            let near = |line: &Line| (line.at - at).abs() < 0.01;
            lines.down.retain(|line| !near(line));
            let after = lines.down.partition_point(|line| line.at < at);
            lines.down.insert(after, gutter);
        }
        Ok(lines)
    }

    /// The lines of many pages. A page whose picture cannot be opened has none: it will be shown to a
    /// person.
    pub(crate) fn lines_of(&self, pages: &[Page]) -> HashMap<Id, Lines> {
        pages
            .par_iter()
            .map(|page| (page.id, self.lines(page).unwrap_or_default()))
            .collect()
    }

    /// A full disk must not keep a page from being cut.
    pub(crate) fn keep_lines(
        &self,
        original: &str,
        frame: u32,
        shape: Option<&Shape>,
        lines: &Lines,
    ) {
        if let Ok(bytes) = serde_json::to_vec(lines) {
            let _ = write_whole(&self.lines_path(original, frame, shape), &bytes, false);
        }
    }

    fn lines_path(&self, original: &str, frame: u32, shape: Option<&Shape>) -> PathBuf {
        let corner = original.get(..2).unwrap_or("00");
        let shape = shape.map(print).unwrap_or_default();
        let name = format!("{original}-{frame}{shape}.{VERSION}.json");
        self.folder.cache().join("lines").join(corner).join(name)
    }
}
