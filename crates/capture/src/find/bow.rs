//! From the four followed edges to corners and, where a page rises to its spine, to its columns.

use sohoa_core::shape::{Bow, Homography, Point};

use super::curve::Curve;
use super::edge::{LEAST, Traced};
use super::straight::Straight;

/// Columns kept of a bowed page.
const COLUMNS: usize = 33;
/// Share of a side's length a place may be beside the straight line and still be on it.
const ON: f64 = 0.0025;
const ON_PIXELS: f64 = 1.0;
/// Focal length of a phone's main camera in long sides of its picture (26 mm of 36).
const FOCAL: f64 = 0.72;

/// A page's outline in the picture, in pixels, beginning with the corner that is upper left in the
/// picture; with the upper right one where the edges that bow are the picture's left and right ones.
pub(super) struct Outline {
    pub corners: [Point; 4],
    pub bow: Vec<Bow>,
    /// How much wider the sheet is than its corners are apart: 1 when flat.
    pub stretch: f64,
    /// Of each followed edge (upper, right, lower, left in the picture), which of its places lie on the
    /// outline: what covers an edge has edges of its own beside it.
    pub seen: [Vec<bool>; 4],
}

/// How much more of its places a bowed line has to explain than a straight one, of both edges together.
const MORE: f64 = 0.05;
/// Most that an edge bows, in parts of the page's width along it.
const MOST: f64 = 0.09;

/// Share of the seen places of an edge that a straight line explains.
fn straightness(line: &Straight, traced: &Traced, length: f64) -> f64 {
    let seen = traced
        .points
        .iter()
        .zip(&traced.change)
        .filter(|(_, c)| **c >= LEAST);
    let (mut all, mut on) = (0, 0);
    for (p, _) in seen {
        all += 1;
        on += usize::from(line.offset(*p).abs() <= ON * length + ON_PIXELS);
    }
    f64::from(on as u32) / f64::from(all.max(1) as u32)
}

/// The outline from the edges: upper, right, lower, left. `picture` is its size in pixels; nothing bows on
/// a scanner's glass.
pub(super) fn outline(sides: &[Traced; 4], picture: (f64, f64), may_bow: bool) -> Option<Outline> {
    let mut lines = Vec::with_capacity(4);
    let mut curves = Vec::with_capacity(4);
    for side in sides {
        let line = Straight::through(&side.points, &side.change)?;
        curves.push(Curve::through(side, &line)?);
        lines.push(line);
    }
    let length = |i: usize| {
        let p = &sides[i % 4].points;
        match (p.first(), p.last()) {
            (Some(a), Some(b)) => (a.x - b.x).hypot(a.y - b.y),
            _ => 1.0,
        }
    };
    let straight = [0, 1, 2, 3].map(|i| straightness(&lines[i], &sides[i], length(i)));
    let gain = |i: usize| {
        let beside = length(i + 1).min(length(i + 3));
        if curves[i].bulge() > MOST * beside {
            0.0
        } else {
            curves[i].explains - straight[i]
        }
    };
    let (upright, lying) = (gain(0) + gain(2), gain(1) + gain(3));
    let quarter = lying > upright;
    let bowed = may_bow && upright.max(lying) > MORE;
    let lies = |i: usize| -> Vec<bool> {
        let curved = bowed && (i % 2 == 1) == quarter;
        let slack = ON * length(i) + ON_PIXELS;
        let places = sides[i].points.iter().zip(&sides[i].change);
        places
            .map(|(p, c)| {
                let off = if curved {
                    curves[i].offset(*p)
                } else {
                    lines[i].offset(*p)
                };
                *c >= LEAST && off.abs() <= 1.5 * slack
            })
            .collect()
    };
    let seen = [0, 1, 2, 3].map(lies);
    let width = length(0).min(length(1));
    // The edges in the order upper, right, lower, left of a page whose bowed edges are upper and lower.
    let first = usize::from(quarter && bowed);
    let line = |i: usize| &lines[(first + i) % 4];
    if !bowed {
        let mut corners = [Point::new(0.0, 0.0); 4];
        for (i, corner) in corners.iter_mut().enumerate() {
            // Corner 0 is between left (3) and upper (0), and so on.
            let meets = line((i + 3) % 4).meet(line(i))?;
            *corner = seen_corner(
                &sides[(i + 3) % 4],
                &sides[i],
                &|i, p| lines[i % 4].offset(p),
                i,
                meets,
                width,
            )
            .unwrap_or(meets);
        }
        return Some(Outline {
            corners,
            bow: vec![],
            stretch: 1.0,
            seen,
        });
    }
    let (left, right) = (line(3), line(1));
    let (top, bottom) = (&curves[first], &curves[(first + 2) % 4]);
    // Corners are where the bowed edges end, not where straight ones would meet.
    let ends = [
        (top.meets(left, 0.0)?, top.meets(right, 1.0)?),
        (bottom.meets(right, 0.0)?, bottom.meets(left, 1.0)?),
    ];
    let meet = [
        top.at(ends[0].0),
        top.at(ends[0].1),
        bottom.at(ends[1].0),
        bottom.at(ends[1].1),
    ];
    let corners = [0, 1, 2, 3].map(|i| {
        let (before, after) = (&sides[(first + i + 3) % 4], &sides[(first + i) % 4]);
        let off = |side: usize, p: Point| match side % 2 == first {
            true => curves[side % 4].offset(p),
            false => lines[side % 4].offset(p),
        };
        seen_corner(before, after, &off, first + i, meet[i], width).unwrap_or(meet[i])
    });
    let plane = Homography::onto(corners)?;
    let back = plane.inverse();
    let upper = columns_of(top, ends[0], &back, 0.0);
    let lower = columns_of(bottom, (ends[1].1, ends[1].0), &back, 1.0);
    let middle = back.at(Point::new(picture.0 / 2.0, picture.1 / 2.0));
    let wide = (corners[0].x - corners[1].x).hypot(corners[0].y - corners[1].y);
    let away = FOCAL * picture.0.max(picture.1) / wide.max(1.0);
    let (bow, stretch) = columns(&upper, &lower, middle.x, away);
    Some(Outline {
        corners,
        bow,
        stretch,
        seen,
    })
}

/// Part of an edge that is looked at beside a corner, and how far in parts of the page's width what is seen
/// there may be from where the whole edges meet.
const BESIDE: f64 = 0.045;
const NEAR: f64 = 0.035;

/// Where two edges are seen to meet, where both are seen up to there: no line through all of them knows
/// better. A hand over a corner leaves it to the lines.
fn seen_corner(
    before: &Traced,
    after: &Traced,
    off: &dyn Fn(usize, Point) -> f64,
    side: usize,
    meet: Point,
    width: f64,
) -> Option<Point> {
    // The last places are mixed with the other edge's.
    const MIXED: usize = 2;
    let part = |n: usize| ((n as f64 * BESIDE) as usize).max(6);
    let n = before.points.len();
    if n < 20 || after.points.len() < 20 {
        return None;
    }
    let end = |edge: &Traced, range: std::ops::Range<usize>| {
        let (points, change) = (&edge.points[range.clone()], &edge.change[range]);
        let line = Straight::through(points, change)?;
        let on = points
            .iter()
            .zip(change)
            .filter(|(p, c)| **c >= LEAST && line.offset(**p).abs() < 1.5)
            .count();
        (on * 10 >= points.len() * 6).then_some(line)
    };
    let (last, begin) = (
        n - part(n) - MIXED..n - MIXED,
        MIXED..part(after.points.len()) + MIXED,
    );
    let explained = |points: &[Point], side: usize| {
        let on = points.iter().filter(|p| off(side, **p).abs() < 1.5).count();
        on * 10 >= points.len() * 8
    };
    if explained(&before.points[last.clone()], side + 3)
        && explained(&after.points[begin.clone()], side)
    {
        return None;
    }
    let (first, second) = (end(before, last)?, end(after, begin)?);
    let corner = first.meet(&second)?;
    ((corner.x - meet.x).hypot(corner.y - meet.y) < NEAR * width).then_some(corner)
}

/// Places of an edge in the plane of the corners, at equal steps of u.
fn columns_of(edge: &Curve, (from, to): (f64, f64), back: &Homography, rest: f64) -> Vec<f64> {
    const STEPS: usize = 160;
    let places: Vec<Point> = (0..=STEPS)
        .map(|i| back.at(edge.at(from + (to - from) * i as f64 / STEPS as f64)))
        .collect();
    let mut i = 0;
    let mut out: Vec<f64> = (0..COLUMNS)
        .map(|k| {
            let u = k as f64 / (COLUMNS - 1) as f64;
            while i + 2 < places.len() && places[i + 1].x < u {
                i += 1;
            }
            let (a, b) = (places[i], places[i + 1]);
            let t = ((u - a.x) / (b.x - a.x).max(1e-9)).clamp(0.0, 1.0);
            a.y + (b.y - a.y) * t
        })
        .collect();
    // The corners define the plane: both ends lie on it.
    let (first, last) = (out[0] - rest, out[COLUMNS - 1] - rest);
    for (k, v) in out.iter_mut().enumerate() {
        let t = k as f64 / (COLUMNS - 1) as f64;
        *v -= first * (1.0 - t) + last * t;
    }
    out
}

/// Columns in equal steps over the flat sheet. `upper` and `lower` are its edges in the plane of the
/// corners; `middle` is where the camera looks at, `away` how far it is, in widths of the page.
fn columns(upper: &[f64], lower: &[f64], middle: f64, away: f64) -> (Vec<Bow>, f64) {
    let last = upper.len() - 1;
    // A ruling nearer to the camera is seen longer and further out: both by the same factor.
    let place = |i: usize| {
        let u = i as f64 / last as f64;
        let scale = (lower[i] - upper[i]).clamp(0.7, 1.4);
        (middle + (u - middle) / scale, (1.0 - 1.0 / scale) * away)
    };
    let mut run = vec![0.0];
    for i in 1..=last {
        let ((x0, z0), (x1, z1)) = (place(i - 1), place(i));
        let step = (x1 - x0).max(0.2 / last as f64).hypot(z1 - z0);
        run.push(run[i - 1] + step);
    }
    let whole = run[last];
    let mut bow = Vec::with_capacity(upper.len());
    let mut i = 0;
    for k in 0..=last {
        let want = whole * k as f64 / last as f64;
        while i + 1 < last && run[i + 1] < want {
            i += 1;
        }
        let t = ((want - run[i]) / (run[i + 1] - run[i])).clamp(0.0, 1.0);
        let mix = |v: &[f64]| v[i] + (v[i + 1] - v[i]) * t;
        bow.push(Bow {
            u: (i as f64 + t) / last as f64,
            top: mix(upper),
            bottom: mix(lower),
        });
    }
    (bow, whole)
}
