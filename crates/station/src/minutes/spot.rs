//! The small pictures beside defects. They are drawn anew, so that only a plain JPEG of bounded size comes into a
//! document, whatever was given.

use sohoa_capture::{DeriveSpec, Flatten, Limits, Source, derive};

/// A picture as it is put into a document.
pub(super) struct Spot {
    /// Baseline JPEG, grey or of three colours.
    pub jpeg: Vec<u8>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// 300 dots an inch where it is printed some 65 mm wide.
const SIDE: u32 = 800;

/// A spot is a part of a page: more than that is a mistake, and would hold up the writing of the minutes.
const MOST_PIXELS: u64 = 50_000_000;
const MOST_BYTES: u64 = 20 << 20;

/// The picture, or `None` for one that cannot be read or is too large.
pub(super) fn spot(bytes: &[u8]) -> Option<Spot> {
    let limits = Limits {
        max_pixels: MOST_PIXELS,
        max_picture_bytes: MOST_BYTES,
        ..Limits::default()
    };
    let spec = DeriveSpec {
        display_side: SIDE,
        display_quality: 80,
        thumb_side: 16,
        thumb_quality: 50,
        flatten: Flatten::Off,
        survey: false,
        lines: false,
    };
    if bytes.len() as u64 > MOST_BYTES {
        return None;
    }
    let source = Source::open(bytes.to_vec().into(), &limits).ok()?;
    let derived = derive(&source, 0, &spec, &limits).ok()?;
    let longest = derived.width.max(derived.height).max(1);
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(SIDE.min(longest)) / u64::from(longest);
        u32::try_from(side).unwrap_or(SIDE).max(1)
    };
    Some(Spot {
        width: scaled(derived.width),
        height: scaled(derived.height),
        jpeg: derived.display,
    })
}
