//! The two pictures a page is looked at through.

use sohoa_core::layout::Lines;
use sohoa_core::shape::{Point, Region, Shape};
use sohoa_core::survey::{Doubt, Survey};

use crate::deliver;
use crate::error::Result;
use crate::find::{Found, find_page};
use crate::jpeg;
use crate::light;
use crate::limits::{Limits, guarded};
use crate::measure::measure;
use crate::pixels::Pixels;
use crate::ruling;
use crate::source::Source;
use crate::warp::warp;

/// Sizes and quality of the derived pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct DeriveSpec {
    /// Long side of the picture for the screen, in pixels.
    pub display_side: u32,
    /// JPEG quality of it, 1..=100.
    pub display_quality: u8,
    /// Long side of the thumbnail, in pixels.
    pub thumb_side: u32,
    /// JPEG quality of it, 1..=100.
    pub thumb_quality: u8,
    /// How the page is taken out of its picture.
    pub flatten: Flatten,
    /// Whether the page is measured.
    pub survey: bool,
    /// Whether its printed lines are looked for.
    pub lines: bool,
}

impl Default for DeriveSpec {
    fn default() -> Self {
        Self {
            display_side: 2400,
            display_quality: 82,
            thumb_side: 320,
            thumb_quality: 75,
            flatten: Flatten::Off,
            survey: false,
            lines: false,
        }
    }
}

/// Both pictures as JPEG bytes, upright, without metadata.
#[derive(Debug, Clone, PartialEq)]
pub struct Derived {
    /// For the screen. Never larger than the source.
    pub display: Vec<u8>,
    /// The thumbnail.
    pub thumb: Vec<u8>,
    /// Upright width of the source in pixels.
    pub width: u32,
    /// Upright height of the source in pixels.
    pub height: u32,
    /// How the page lies in the picture; `None` when the whole picture is the page.
    pub shape: Option<Shape>,
    /// What was measured, when that was asked for.
    pub survey: Option<Survey>,
    /// What is printed and written on the page, when that was asked for.
    pub lines: Option<Lines>,
}

/// How the page is taken out of its picture.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Flatten {
    /// The whole picture is the page.
    #[default]
    Off,
    /// As somebody or something said before.
    As(Shape),
    /// Look for it now.
    Find,
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
    let shown = decoded.pixels.resized(Region::FULL, w, h)?.oriented(orient);
    drop(decoded.pixels);
    let found = match &spec.flatten {
        Flatten::Off => None,
        Flatten::As(shape) => Some(Found {
            shape: Some(shape.clone()),
            doubts: vec![],
        }),
        // A fault of ours in looking for the page must not lose the picture.
        Flatten::Find => Some(
            guarded("page", || find_page(&shown)).unwrap_or_else(|_| Found {
                shape: None,
                doubts: vec![Doubt::NoPage],
            }),
        ),
    };
    let (shape, doubts) = found.map_or((None, vec![]), |found| (found.shape, found.doubts));
    let (shown, pixels) = match &shape {
        None => (shown, full),
        Some(shape) => {
            let size = fit(shape.size(shown.width, shown.height), spec.display_side);
            let pixels = shape.size(full.0, full.1);
            (flat(&shown, size, shape, &|p| p, &|p| p)?, pixels)
        }
    };
    let survey = if spec.survey {
        let mm = match (&shape, info.paper_mm) {
            // A page that was cut out of a scan is as large as its part of the glass.
            (Some(_), Some(mm)) => (
                f64::from(pixels.0) * f64::from(mm.0) / f64::from(full.0),
                f64::from(pixels.1) * f64::from(mm.1) / f64::from(full.1),
            ),
            (None, Some(mm)) => (f64::from(mm.0), f64::from(mm.1)),
            (shape, None) => {
                let paper = deliver::fit_a4((f64::from(pixels.0), f64::from(pixels.1)));
                // An open book is two sheets of it side by side.
                let sheets = if shape.as_ref().is_some_and(|shape| shape.gutter.is_some()) {
                    std::f64::consts::SQRT_2
                } else {
                    1.0
                };
                (paper.0 * sheets, paper.1 * sheets)
            }
        };
        Some(measure(&shown, pixels, mm, doubts)?)
    } else {
        None
    };
    let lines = spec.lines.then(|| ruling::of(&shown)).transpose()?;
    let (w, h) = fit(shown.size(), spec.thumb_side);
    let thumb = shown.resized(Region::FULL, w, h)?;
    Ok(Derived {
        display: jpeg::encode(&shown, spec.display_quality.clamp(1, 100), false)?,
        thumb: jpeg::encode(&thumb, spec.thumb_quality.clamp(1, 100), false)?,
        width: full.0,
        height: full.1,
        shape,
        survey,
        lines,
    })
}

/// Draws a page, or the part of it that `part` maps fractions of the drawing to, flat. `place` says
/// where a place of the upright picture lies in the pixels.
pub(crate) fn flat(
    pixels: &Pixels,
    size: (u32, u32),
    shape: &Shape,
    part: &dyn Fn(Point) -> Point,
    place: &dyn Fn(Point) -> Point,
) -> Result<Pixels> {
    let mut page = warp(pixels, size, &|p| place(shape.at(part(p))))?;
    if shape.even_light {
        light::even(&mut page);
    }
    Ok(page)
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
