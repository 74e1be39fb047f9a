//! Finding the page in a picture.

mod bow;
mod edge;
mod gutter;
mod image;
mod ink;
mod lines;
mod paper;
mod quad;

use sohoa_core::shape::{Point, Shape};
use sohoa_core::survey::Doubt;

use crate::error::Result;
use crate::pixels::Pixels;
use crate::warp::warp;
use edge::{Traced, closer, trace};
use image::Image;
use ink::Ink;
use quad::Quad;

/// Long side of the picture the page is looked for in, pixels. A pixel is a thousandth of it: an
/// edge is followed to a part of a pixel, and the corners may be off by ten.
const SIDE: u32 = 1000;
/// Long side of a picture below which nobody could read a page in it, pixels.
const SMALLEST: u32 = 900;
/// Half the width of what counts as ink in that picture, pixels.
const INK: usize = 7;

/// A page that was found in a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// How it lies; `None` when the whole picture is the page, or none was found.
    pub shape: Option<Shape>,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
}

/// Looks for the page in an upright picture.
///
/// # Errors
/// `internal` when the picture cannot be made smaller.
pub(crate) fn find_page(picture: &Pixels) -> Result<Found> {
    if picture.width.max(picture.height) < SMALLEST {
        return Ok(Found {
            shape: None,
            doubts: vec![],
        });
    }
    let raw = Image::new(picture, SIDE)?;
    let mut doubts = Vec::new();
    let outline = outline(&raw, &mut doubts);
    let (shape, whole) = match outline {
        Some(shape) => (shape, false),
        None => (
            Shape {
                corners: Shape::frame(0),
                bow: vec![],
                aspect: f64::from(picture.width) / f64::from(picture.height),
                gutter: None,
                even_light: false,
            },
            true,
        ),
    };
    let shape = read(picture, shape, whole, &mut doubts)?;
    doubts.sort_unstable();
    doubts.dedup();
    let nothing = shape.only_turns() == Some(0) && shape.gutter.is_none();
    Ok(Found {
        shape: (!nothing && shape.is_sound()).then_some(shape),
        doubts,
    })
}

/// Score from which an outline is sure.
const SURE: f64 = 0.6;
/// How much less likely an outline must be than the whole picture for nobody to look.
const RIVAL: f64 = 0.3;
/// Width by height of the sheet whose corners stand there, in fractions of a picture of that size.
pub fn sheet_aspect(corners: [Point; 4], (width, height): (u32, u32)) -> f64 {
    let size = (f64::from(width), f64::from(height));
    let pixels = corners.map(|c| Point::new(c.x * size.0, c.y * size.1));
    paper::aspect(pixels, 1.0, size)
}

/// Share of an edge that must be seen.
const SEEN: f64 = 0.7;
/// Part of an edge beside a corner that makes the corner sure.
const BESIDE: f64 = 0.1;

/// The page's outline, when it is not the whole picture.
fn outline(raw: &Image, doubts: &mut Vec<Doubt>) -> Option<Shape> {
    let calm = raw.without_ink(INK);
    let families = lines::families(&calm);
    let quads = quad::candidates(&calm, &families);
    let best = quads.first()?;
    if best.frame == [true; 4] {
        // The whole picture; but where four edges are nearly as likely, somebody should look.
        let rival = quads.iter().find(|quad| quad.frame == [false; 4]);
        if rival.is_some_and(|rival| rival.score > best.score - RIVAL) {
            doubts.push(Doubt::NoPage);
        }
        return None;
    }
    let size = (calm.width as f64, calm.height as f64);
    let sides = follow(raw, &calm, best);
    let outline = bow::outline(&sides, size)?;
    let share =
        |seen: &[bool]| seen.iter().filter(|s| **s).count() as f64 / seen.len().max(1) as f64;
    if outline.seen.iter().any(|seen| share(seen) < SEEN) {
        doubts.push(Doubt::EdgeUnsure);
    }
    for i in 0..4 {
        // The corner between the edge before and the edge after.
        let (before, after) = (&outline.seen[(i + 3) % 4], &outline.seen[i]);
        let part = |seen: &Vec<bool>| ((seen.len() as f64 * BESIDE) as usize).max(1);
        let ends = share(&before[before.len() - part(before)..]);
        if ends < 0.5 || share(&after[..part(after)]) < 0.5 {
            doubts.push(Doubt::CornerUnsure);
        }
    }
    if best.score < SURE {
        doubts.push(Doubt::OutlineUnsure);
    }
    if best.frame.contains(&true) && cut_off(best) {
        doubts.push(Doubt::CutOff);
    }
    let aspect = paper::aspect(outline.corners, outline.stretch, size);
    let corners = outline
        .corners
        .map(|c| Point::new(c.x / size.0, c.y / size.1));
    Some(Shape {
        corners,
        bow: outline.bow,
        aspect,
        gutter: None,
        even_light: best.frame == [false; 4],
    })
}

/// Whether a page that reaches the picture's edge was cut off there: on a flatbed its other edges run
/// along the picture's, in a photo they do not.
fn cut_off(quad: &Quad) -> bool {
    let q = &quad.corners;
    (0..4).any(|i| {
        let (a, b) = (q[i], q[(i + 1) % 4]);
        let (dx, dy) = ((b.x - a.x).abs(), (b.y - a.y).abs());
        !quad.frame[i] && dx.min(dy) > 0.06 * dx.max(dy)
    })
}

/// Follows the four edges: upper, right, lower, left.
fn follow(raw: &Image, calm: &Image, quad: &Quad) -> [Traced; 4] {
    let q = &quad.corners;
    let long = |a: Point, b: Point| (a.x - b.x).hypot(a.y - b.y);
    [0, 1, 2, 3].map(|i| {
        let (a, b) = (q[i], q[(i + 1) % 4]);
        if quad.frame[i] {
            return Traced::given(a, b);
        }
        // The sides beside it say how far it may bow.
        let beside = long(b, q[(i + 2) % 4]).min(long(a, q[(i + 3) % 4]));
        let near = trace(calm, a, b, 0.02 * beside);
        // A page rises only at its spine: the ends tell.
        let ends = |edge: &Traced| edge.share(0.0, 0.12).min(edge.share(0.88, 1.0));
        let edge = if near.share(0.0, 1.0) > 0.97 && ends(&near) > 0.8 {
            near
        } else {
            let far = trace(calm, a, b, 0.06 * beside);
            let better = far.share(0.0, 1.0) > near.share(0.0, 1.0) + 0.01;
            if better { far } else { near }
        };
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let inward = Point::new(-dy / long(a, b), dx / long(a, b));
        closer(raw, &edge, inward, beside)
    })
}

/// Long side of the flat page its writing is looked at on, pixels.
const READ_SIDE: u32 = 1100;
/// Writing that runs across this much likelier than down (or the other way) is sure.
const RUNS: f64 = 1.25;
/// Standard errors from which a page stays as its file says it is upright, and from which it is turned.
const AS_IT_IS: f64 = 2.0;
const TURNED: f64 = 3.0;
/// Degrees a page may stand askew without anybody seeing it; more for a whole picture, which is
/// delivered as it is when nothing has to be drawn anew.
const ASKEW: f64 = 0.08;
const ASKEW_SCAN: f64 = 0.15;
/// Levels from which a gutter is clear.
const GUTTER: f64 = 8.0;
/// Pages wider than this in parts of their height may be two.
const SPREAD: f64 = 1.15;

/// Brings a page upright and straight by its writing, and looks for its gutter.
fn read(picture: &Pixels, shape: Shape, whole: bool, doubts: &mut Vec<Doubt>) -> Result<Shape> {
    let drawn = |shape: &Shape| -> Result<Image> {
        let (w, h) = shape.size(picture.width, picture.height);
        let scale = f64::from(READ_SIDE) / f64::from(w.max(h));
        let one = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
        let page = warp(picture, (one(w), one(h)), &|p| shape.at(p))?;
        Image::new(&page, READ_SIDE)
    };
    let mut shape = shape;
    let mut page = drawn(&shape)?;
    let mut ink = Ink::new(&page);
    let across = ink.runs_across();
    let bowed = !shape.bow.is_empty();
    let mut up = ink.upright();
    let mut quarter = false;
    if across < 1.0 / RUNS && !bowed {
        let turned = shape.clone().turned(1);
        let drawn = drawn(&turned)?;
        let there = Ink::new(&drawn);
        // Writing that runs down the page has to be writing when it is turned.
        if there.upright().abs() >= TURNED / 2.0 {
            up = there.upright();
            (shape, page, ink, quarter) = (turned, drawn, there, true);
        }
    }
    let least = if quarter { TURNED } else { AS_IT_IS };
    // Cameras and scanners mostly know which way up they are: turning a page on its head takes more.
    let half = if quarter {
        up < 0.0
    } else {
        up < -TURNED / 2.0
    };
    let sure = if half {
        up.abs() >= TURNED
    } else {
        up >= least
    };
    if !sure || (across.max(1.0 / across) < RUNS && !bowed) || (bowed && across < 1.0) {
        doubts.push(Doubt::UprightUnsure);
    }
    if half {
        shape = shape.turned(2);
    }
    let (askew, sure) = ink.skew(if whole { 8.0 } else { 2.0 });
    let least = if whole { ASKEW_SCAN } else { ASKEW };
    if sure > 1.3 && askew.abs() > least {
        let plane = |p| shape.at(p);
        shape.corners = ink::turned(askew, shape.aspect).map(plane);
    }
    if shape.aspect > SPREAD
        && let Some(found) = gutter::find(&page)
    {
        if found.clear > GUTTER {
            let at = (found.top + found.bottom) / 2.0;
            shape.gutter = Some(if half { 1.0 - at } else { at });
        } else if found.clear > GUTTER / 2.0 {
            doubts.push(Doubt::GutterUnsure);
        }
    }
    Ok(shape)
}
