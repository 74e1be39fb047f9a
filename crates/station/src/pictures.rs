//! Pictures of pages for the screen. They come from the cache, which may be deleted at any time:
//! what is missing there is made again from the untouched original.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use sha2::{Digest, Sha256};
use sohoa_capture::{
    DeriveSpec, Derived, Flatten, Limits, Source, derive, turn_jpeg, without_fading,
};
use sohoa_core::book::{Id, Page, Shape};
use sohoa_core::people::Right;

use crate::import::hex;
use crate::workspace::write_whole;
use crate::{Result, Station, StationError};

/// Which picture of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// Small, for the strip.
    Thumb,
    /// Half of [`PictureKind::Display`]: a page fitted to a small screen needs no more, and it takes
    /// a quarter of the memory.
    Half,
    /// For the screen.
    Display,
    /// As large as it came.
    Original,
    /// For the screen, with faded ink made dark: for reading alone, nothing delivered looks so.
    Clear,
    /// The whole picture as it came, for the screen: what the page was taken out of.
    Source,
}

/// Pictures for the screen: 2,400 pixels carry an A3 spread at reading size.
pub(crate) const SCREEN: DeriveSpec = DeriveSpec {
    display_side: 2400,
    display_quality: 82,
    thumb_side: 320,
    thumb_quality: 75,
    flatten: Flatten::Off,
    survey: false,
    lines: true,
};

const HALF: DeriveSpec = DeriveSpec {
    display_side: SCREEN.display_side / 2,
    display_quality: 88,
    thumb_side: 16,
    thumb_quality: 50,
    flatten: Flatten::Off,
    survey: false,
    lines: false,
};

impl Station {
    /// A picture of a page as JPEG, upright and turned as the person turned the page.
    ///
    /// # Errors
    /// `unknown_page`, `original_missing`, and what decoding says
    pub fn picture(&self, page: Id, kind: PictureKind) -> Result<Vec<u8>> {
        let _asked = self.may(Right::Look)?;
        let page = self
            .inner()
            .store
            .page(page)?
            .ok_or_else(|| StationError::new("unknown_page"))?;
        let jpeg = match kind {
            PictureKind::Original => {
                let (source, limits) = (self.source(&page)?, Limits::default());
                // As large as it is: the screen asks for it only when a person zooms far in.
                let whole = DeriveSpec {
                    display_side: limits.max_side,
                    display_quality: 90,
                    thumb_side: 16,
                    thumb_quality: 50,
                    flatten: flatten(page.shape.as_ref()),
                    survey: false,
                    lines: false,
                };
                derive(&source, page.frame as usize, &whole, &limits)?.display
            }
            PictureKind::Half => {
                let display = self.cached(&page, PictureKind::Display)?;
                let source = Source::open(display.into(), &Limits::default())?;
                derive(&source, 0, &HALF, &Limits::default())?.display
            }
            PictureKind::Clear => without_fading(&self.cached(&page, PictureKind::Display)?)?,
            PictureKind::Thumb | PictureKind::Display => self.cached(&page, kind)?,
            // As the camera held it: a person's turns are of the page, not of the picture.
            PictureKind::Source => {
                let whole = Page {
                    shape: None,
                    ..page
                };
                return self.cached(&whole, PictureKind::Display);
            }
        };
        if page.quarter_turns == 0 {
            Ok(jpeg)
        } else {
            Ok(turn_jpeg(&jpeg, page.quarter_turns)?)
        }
    }

    /// See [`crate::view::PageRow::print`].
    pub(crate) fn print(&self, page: &Page) -> String {
        let shape = page.shape.as_ref().map(print).unwrap_or_default();
        let original = page.original.get(..8).unwrap_or_default();
        format!("{original}-{}{shape}-{}", page.frame, page.quarter_turns)
    }

    pub(crate) fn cached(&self, page: &Page, kind: PictureKind) -> Result<Vec<u8>> {
        let shape = page.shape.as_ref();
        let path = self.cache_path(&page.original, page.frame, shape, kind);
        if let Ok(bytes) = fs::read(&path) {
            return Ok(bytes);
        }
        let source = self.source(page)?;
        let spec = DeriveSpec {
            flatten: flatten(shape),
            ..SCREEN
        };
        let made = derive(&source, page.frame as usize, &spec, &Limits::default())?;
        // A full disk must not keep a page from being seen.
        let _ = self.keep_derived(&page.original, page.frame, shape, &made);
        Ok(if kind == PictureKind::Thumb {
            made.thumb
        } else {
            made.display
        })
    }

    pub(crate) fn keep_derived(
        &self,
        original: &str,
        frame: u32,
        shape: Option<&Shape>,
        made: &Derived,
    ) -> Result<()> {
        for (kind, bytes) in [
            (PictureKind::Thumb, &made.thumb),
            (PictureKind::Display, &made.display),
        ] {
            let path = self.cache_path(original, frame, shape, kind);
            write_whole(&path, bytes, false).map_err(|e| StationError::io(&e, &path))?;
        }
        if let Some(lines) = &made.lines {
            self.keep_lines(original, frame, shape, lines);
        }
        Ok(())
    }

    fn cache_path(
        &self,
        original: &str,
        frame: u32,
        shape: Option<&Shape>,
        kind: PictureKind,
    ) -> PathBuf {
        let shelf = if kind == PictureKind::Thumb {
            "thumb"
        } else {
            "display"
        };
        let corner = original.get(..2).unwrap_or("00");
        self.folder.cache().join(shelf).join(corner).join(format!(
            "{original}-{frame}{}.jpg",
            shape.map(print).unwrap_or_default()
        ))
    }

    /// The original a page comes from, opened.
    pub(crate) fn source(&self, page: &Page) -> Result<Source> {
        let known = self.inner().store.original(&page.original)?;
        let missing = || StationError::new("original_missing").with("file", &page.file);
        let known = known.ok_or_else(missing)?;
        if let Some(source) = self.opened.get(&known.sha256) {
            return Ok(source);
        }
        let path = self.folder.original(&known.sha256, &known.ending);
        let bytes = fs::read(&path).map_err(|_| missing())?;
        let source = Source::open(Arc::from(bytes), &Limits::default())?;
        if source.frame_count() > 1 {
            self.opened.put(&known.sha256, &source);
        }
        Ok(source)
    }
}

fn flatten(shape: Option<&Shape>) -> Flatten {
    shape.map_or(Flatten::Off, |shape| Flatten::As(shape.clone()))
}

/// A page drawn flat in another way is another picture.
pub(crate) fn print(shape: &Shape) -> String {
    let text = serde_json::to_vec(shape).unwrap_or_default();
    format!("-{}", &hex(&Sha256::digest(&text))[..12])
}

/// Documents of many pages, kept open: a PDF of a whole book must not be read and parsed anew for
/// each of its pages.
#[derive(Default)]
pub(crate) struct Opened(Mutex<Vec<(String, Source)>>);

/// Documents kept open at once.
const DOCUMENTS: usize = 2;

impl Opened {
    fn get(&self, sha256: &str) -> Option<Source> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter()
            .find(|(name, _)| name == sha256)
            .map(|(_, source)| source.clone())
    }

    fn put(&self, sha256: &str, source: &Source) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == DOCUMENTS {
            kept.remove(0);
        }
        kept.push((sha256.to_owned(), source.clone()));
    }
}
