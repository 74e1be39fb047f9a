//! The two pictures a page is looked at through.

use crate::error::Result;
use crate::jpeg;
use crate::limits::Limits;
use crate::orient::Region;
use crate::source::Source;

/// Sizes and quality of the derived pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeriveSpec {
    /// Long side of the picture for the screen, in pixels.
    pub display_side: u32,
    /// JPEG quality of it, 1..=100.
    pub display_quality: u8,
    /// Long side of the thumbnail, in pixels.
    pub thumb_side: u32,
    /// JPEG quality of it, 1..=100.
    pub thumb_quality: u8,
}

impl Default for DeriveSpec {
    fn default() -> Self {
        Self {
            display_side: 2400,
            display_quality: 82,
            thumb_side: 320,
            thumb_quality: 75,
        }
    }
}

/// Both pictures as JPEG bytes, upright, without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// For the screen. Never larger than the source.
    pub display: Vec<u8>,
    /// The thumbnail.
    pub thumb: Vec<u8>,
    /// Upright width of the source in pixels.
    pub width: u32,
    /// Upright height of the source in pixels.
    pub height: u32,
}

/// Makes both pictures of a frame from one decoding.
///
/// # Errors
/// What decoding can tell: `truncated`, `damaged`, `format_unsupported`, `picture_too_large`,
/// `took_too_long`, `no_such_page`.
pub fn derive(
    source: &Source,
    frame: usize,
    spec: &DeriveSpec,
    limits: &Limits,
) -> Result<Derived> {
    let info = source.frame(frame)?;
    let full = (info.width, info.height);
    let display = fit(full, spec.display_side);
    let decoded = source.decode(frame, display, limits)?;
    let orient = decoded.orient;
    let (w, h) = orient.swap(display);
    let shown = decoded.pixels.resized(Region::FULL, w, h)?;
    drop(decoded.pixels);
    let (w, h) = orient.swap(fit(full, spec.thumb_side));
    let thumb = shown.resized(Region::FULL, w, h)?.oriented(orient);
    let shown = shown.oriented(orient);
    Ok(Derived {
        display: jpeg::encode(&shown, spec.display_quality.clamp(1, 100), false)?,
        thumb: jpeg::encode(&thumb, spec.thumb_quality.clamp(1, 100), false)?,
        width: full.0,
        height: full.1,
    })
}

/// The size with this long side and the same shape; never larger.
fn fit((w, h): (u32, u32), side: u32) -> (u32, u32) {
    let long = w.max(h);
    if long <= side.max(1) {
        return (w, h);
    }
    let scale = f64::from(side.max(1)) / f64::from(long);
    let one = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    (one(w), one(h))
}
