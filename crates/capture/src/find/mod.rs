//! Finding the page in a picture.

mod beyond;
mod bow;
mod curve;
mod edge;
mod gutter;
mod image;
mod ink;
mod lines;
mod paper;
mod quad;
mod straight;
mod strip;

use sohoa_core::shape::{Point, Shape};
use sohoa_core::survey::Doubt;

use crate::error::Result;
use crate::pixels::Pixels;
use crate::warp::warp;
use edge::{Traced, cut_at_corners};
use image::Image;
use ink::Ink;
use quad::Quad;
use strip::trace;

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
    let sound = shape.is_sound();
    if !sound {
        doubts.push(Doubt::NoPage);
    }
    doubts.sort_unstable();
    doubts.dedup();
    let nothing = shape.only_turns() == Some(0) && shape.gutter.is_none();
    Ok(Found {
        shape: (!nothing && sound).then_some(shape),
        doubts,
    })
}

/// Score from which an outline is sure.
const SURE: f64 = 0.6;
/// How much less likely an outline must be than the whole picture for nobody to look.
const RIVAL: f64 = 0.3;
/// Share of an edge that must be seen.
const SEEN: f64 = 0.7;
/// Part of an edge beside a corner that makes the corner sure.
const BESIDE: f64 = 0.1;

/// Width by height of the sheet whose corners stand there, in fractions of a picture of that size.
#[must_use]
pub fn sheet_aspect(corners: [Point; 4], (width, height): (u32, u32)) -> f64 {
    let size = (f64::from(width), f64::from(height));
    let pixels = corners.map(|c| Point::new(c.x * size.0, c.y * size.1));
    paper::aspect(pixels, 1.0, size)
}

/// The page's outline, when it is not the whole picture.
fn outline(raw: &Image, doubts: &mut Vec<Doubt>) -> Option<Shape> {
    let calm = raw.without_ink(INK);
    let families = lines::families(&calm);
    let quads = quad::candidates(&calm, &families);
    let Some(best) = quads.first() else {
        doubts.push(Doubt::NoPage);
        return None;
    };
    let partly = best.frame.contains(&true);
    if best.frame == [true; 4] || (partly && best.score < SURE) {
        // The whole picture; but where four edges are nearly as likely, somebody should look.
        let rival = quads.iter().find(|quad| quad.frame == [false; 4]);
        if rival.is_some_and(|rival| rival.score > best.score - RIVAL) || !evenly_lit(&calm) {
            doubts.push(Doubt::NoPage);
        }
        return None;
    }
    let size = (calm.width as f64, calm.height as f64);
    let sides = follow(raw, &calm, best);
    let Some(outline) = bow::outline(&sides, size, !partly) else {
        doubts.push(Doubt::NoPage);
        return None;
    };
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
    if best.score < SURE || beyond::is_written(raw, &calm, &outline.corners, &best.frame) {
        doubts.push(Doubt::OutlineUnsure);
    }
    if partly && cut_off(best) {
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

/// Whether the light is that of a scanner: a photo without a page to be seen in it has a gradient.
fn evenly_lit(calm: &Image) -> bool {
    const BLOCKS: usize = 8;
    const EVEN: f64 = 0.9;
    let grey = calm.grey();
    let mut blocks: Vec<f64> = (0..BLOCKS * BLOCKS)
        .map(|i| {
            let (bx, by) = (i % BLOCKS, i / BLOCKS);
            let rows = calm.height * by / BLOCKS..calm.height * (by + 1) / BLOCKS;
            let columns = calm.width * bx / BLOCKS..calm.width * (bx + 1) / BLOCKS;
            let count = (rows.len() * columns.len()).max(1);
            let sum: u64 = rows
                .flat_map(|y| &grey[y * calm.width..][columns.clone()])
                .map(|v| u64::from(*v))
                .sum();
            sum as f64 / count as f64
        })
        .collect();
    blocks.sort_by(f64::total_cmp);
    blocks[BLOCKS * BLOCKS / 10] > EVEN * blocks[BLOCKS * BLOCKS * 9 / 10]
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

/// How far beside the straight line an edge is looked for, in parts of the page's width along it, and how
/// far past its ends in parts of its length.
const BAND: f64 = 0.12;
const BEYOND: f64 = 0.08;
/// The same for the closer look along what was found there.
const CLOSE: f64 = 0.014;
/// How far inside an edge the page's own may be, where sheets lie below it.
const SHEETS: f64 = 0.045;

/// Follows the four edges, upper, right, lower and left, and cuts them off at the corners: first in a small
/// picture without ink, where frames and writing cannot be mistaken for edges, then closely.
fn follow(raw: &Image, calm: &Image, quad: &Quad) -> [Traced; 4] {
    let (small, inkless) = (&raw.halved(), &calm.halved());
    let q = &quad.corners;
    let by = small.width as f64 / raw.width as f64;
    let long = |a: Point, b: Point| (a.x - b.x).hypot(a.y - b.y);
    let sides = [0, 1, 2, 3].map(|i| (q[i], q[(i + 1) % 4]));
    // The sides beside an edge say how far it may bow.
    let beside = [0, 1, 2, 3].map(|i| {
        let (before, after) = (sides[(i + 3) % 4], sides[(i + 1) % 4]);
        long(before.0, before.1).min(long(after.0, after.1))
    });
    let mut edges = [0, 1, 2, 3].map(|i| {
        let (a, b) = sides[i];
        if quad.frame[i] {
            return Traced::given(a, b);
        }
        let ends = [a, b].map(|p| Point::new(p.x * by, p.y * by));
        let (band, beyond) = (BAND * beside[i] * by, BEYOND * long(a, b) * by);
        trace(small, Some(inkless), &ends, band, beyond).scaled(1.0 / by)
    });
    cut_at_corners(&mut edges);
    let mut edges = [0, 1, 2, 3].map(|i| {
        if quad.frame[i] {
            return Traced::given(sides[i].0, sides[i].1);
        }
        trace(
            raw,
            None,
            &edges[i].smooth(),
            CLOSE * beside[i],
            0.03 * long(sides[i].0, sides[i].1),
        )
    });
    // Sheets below the page, seen beside it, have edges as clear as its own.
    for i in 0..4 {
        if !quad.frame[i]
            && let Some(inner) = edges[i].inner(calm, SHEETS * beside[i])
        {
            edges[i] = trace(raw, None, &inner, 2.0, 0.0);
        }
    }
    cut_at_corners(&mut edges);
    edges
}

/// Long side of the flat page its writing is looked at on, pixels.
const READ_SIDE: u32 = 1100;
/// Writing that runs across this much likelier than down (or the other way) is sure.
const RUNS: f64 = 1.25;
/// The same where nothing else has to say so.
const RUNS_CLEARLY: f64 = 2.5;
/// A bow that hardly shows, in parts of the page's height.
const SLIGHT: f64 = 0.02;
/// Standard errors from which a page stays as its file says it is upright, and from which it is turned.
const AS_IT_IS: f64 = 2.0;
const TURNED: f64 = 3.0;
/// Degrees a page may stand askew without anybody seeing it; more for a whole picture, which is
/// delivered as it is when nothing has to be drawn anew.
const ASKEW: f64 = 0.08;
const ASKEW_SCAN: f64 = 0.15;
/// Levels from which a gutter is clear.
const GUTTER: f64 = 8.0;
/// How far from the middle it may be seen before somebody has to look, in parts of the width.
const ASIDE: f64 = 0.017;
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
    let mut up = ink.upright();
    let mut quarter = false;
    // A slight bow is dropped for it: sheets bow to their spine, and that is beside the writing.
    let slight = shape
        .bow
        .iter()
        .all(|b| b.top.abs() < SLIGHT && (b.bottom - 1.0).abs() < SLIGHT);
    if across < 1.0 / RUNS && slight {
        let turned = Shape {
            bow: vec![],
            ..shape.clone()
        }
        .turned(1);
        let drawn = drawn(&turned)?;
        let there = Ink::new(&drawn);
        // Writing that runs down the page has to be writing when it is turned.
        if across < 1.0 / RUNS_CLEARLY || there.upright().abs() >= TURNED / 2.0 {
            up = there.upright();
            (shape, page, ink, quarter) = (turned, drawn, there, true);
        }
    }
    let bowed = !shape.bow.is_empty();
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
    let said = ink.signs();
    let torn = said.0 * said.1 < 0.0 && said.0.abs().min(said.1.abs()) > AS_IT_IS / 2.0;
    if !sure || torn || (across.max(1.0 / across) < RUNS && !bowed) || (bowed && across < 1.0) {
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
            let seen = (found.top + found.bottom) / 2.0;
            // Two pages of a book are equally wide; the dark line wanders to the side that turns away.
            let aside = seen - 0.5;
            let at = if aside.abs() < ASIDE {
                0.5 + 0.25 * aside
            } else {
                doubts.push(Doubt::GutterUnsure);
                seen
            };
            shape.gutter = Some(if half { 1.0 - at } else { at });
        } else if found.clear > GUTTER / 2.0 {
            doubts.push(Doubt::GutterUnsure);
        }
    }
    Ok(shape)
}
