//! From the four followed edges to corners and, where a page rises to its spine, to its columns.

use sohoa_core::shape::{Bow, Homography, Point};

use super::edge::{LEAST, Straight, Traced};

/// Columns kept of a bowed page.
const COLUMNS: usize = 33;
/// Share of a side's length a place may be beside the straight line and still be on it.
const STRAIGHT: f64 = 0.004;
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
        on += usize::from(line.offset(*p).abs() <= STRAIGHT * length + 0.8);
    }
    f64::from(on as u32) / f64::from(all.max(1) as u32)
}

/// The outline from the edges: upper, right, lower, left. `picture` is its size in pixels.
pub(super) fn outline(sides: &[Traced; 4], picture: (f64, f64)) -> Option<Outline> {
    let mut lines = Vec::with_capacity(4);
    for side in sides {
        lines.push(Straight::through(&side.points, &side.change)?);
    }
    let length = |i: usize| {
        let p = &sides[i].points;
        match (p.first(), p.last()) {
            (Some(a), Some(b)) => (a.x - b.x).hypot(a.y - b.y),
            _ => 1.0,
        }
    };
    let straight: Vec<f64> = (0..4)
        .map(|i| straightness(&lines[i], &sides[i], length(i)))
        .collect();
    let worth = |pair: [usize; 2]| pair.map(|i| straight[i]).iter().sum::<f64>();
    let (upright, lying) = (worth([0, 2]), worth([1, 3]));
    let quarter = lying < upright;
    let bowed = upright.min(lying) < 1.88;
    let lies = |i: usize| -> Vec<bool> {
        let curved = bowed && (i % 2 == 1) == quarter;
        let slack = STRAIGHT * length(i) + 0.8;
        let places = sides[i].points.iter().zip(&sides[i].change);
        places
            .map(|(p, c)| *c >= LEAST && (curved || lines[i].offset(*p).abs() <= slack))
            .collect()
    };
    let seen = [0, 1, 2, 3].map(lies);
    // The edges in the order upper, right, lower, left of a page whose bowed edges are upper and lower.
    let first = usize::from(quarter && bowed);
    let side = |i: usize| (&sides[(first + i) % 4], &lines[(first + i) % 4]);
    let mut corners = [Point::new(0.0, 0.0); 4];
    for (i, corner) in corners.iter_mut().enumerate() {
        // Corner 0 is between left (3) and upper (0), and so on.
        let (a, b) = (side((i + 3) % 4).1, side(i).1);
        *corner = a.meet(b)?;
    }
    if !bowed {
        return Some(Outline {
            corners,
            bow: vec![],
            stretch: 1.0,
            seen,
        });
    }
    let (left, right) = (side(3).1, side(1).1);
    // Corners are where the bowed edges end, not where straight ones would meet.
    let (top, bottom) = (side(0).0, side(2).0);
    corners = [
        end(top, left, true)?,
        end(top, right, false)?,
        end(bottom, right, true)?,
        end(bottom, left, false)?,
    ];
    let plane = Homography::onto(corners)?;
    let back = plane.inverse();
    let upper = smooth(top, &back, 0.0);
    let lower = smooth(bottom, &back, 1.0);
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

/// Where a bowed edge meets a straight one at its begin or end.
fn end(edge: &Traced, line: &Straight, begin: bool) -> Option<Point> {
    let n = edge.points.len();
    let part = (n / 10).max(6).min(n);
    let range = if begin { 0..part } else { n - part..n };
    let near = Straight::through(&edge.points[range.clone()], &edge.change[range])?;
    near.meet(line)
}

/// Places of an edge in the plane of the corners, at equal steps of u, smoothed.
fn smooth(edge: &Traced, back: &Homography, rest: f64) -> Vec<f64> {
    let seen: Vec<(Point, f64)> = edge
        .points
        .iter()
        .zip(&edge.change)
        .map(|(p, c)| (back.at(*p), if *c >= LEAST { 1.0 } else { 0.05 }))
        .collect();
    const WIDE: f64 = 0.035;
    let at = |u: f64| {
        // A straight line through the neighbours, so that slopes are not flattened.
        let mut values: Vec<(f64, f64, f64)> = seen
            .iter()
            .filter(|(p, _)| (p.x - u).abs() < 3.0 * WIDE)
            .map(|(p, w)| {
                let far = (p.x - u) / WIDE;
                (p.x - u, p.y, w * (-0.5 * far * far).exp())
            })
            .collect();
        let mut value = rest;
        for _ in 0..3 {
            let Some((here, slope)) = local(&values) else {
                return rest;
            };
            value = here;
            for (x, y, w) in &mut values {
                let off = (*y - here - slope * *x) / 0.004;
                *w /= 1.0 + off * off;
            }
        }
        value
    };
    let mut out: Vec<f64> = (0..COLUMNS)
        .map(|i| at(i as f64 / (COLUMNS - 1) as f64))
        .collect();
    // The corners define the plane: both ends lie on it.
    let (first, last) = (out[0] - rest, out[COLUMNS - 1] - rest);
    for (i, v) in out.iter_mut().enumerate() {
        let t = i as f64 / (COLUMNS - 1) as f64;
        *v -= first * (1.0 - t) + last * t;
    }
    out
}

fn local(values: &[(f64, f64, f64)]) -> Option<(f64, f64)> {
    let sum: f64 = values.iter().map(|v| v.2).sum();
    if sum < 1e-6 {
        return None;
    }
    let mean =
        |f: &dyn Fn(&(f64, f64, f64)) -> f64| values.iter().map(|v| f(v) * v.2).sum::<f64>() / sum;
    let (mx, my) = (mean(&|v| v.0), mean(&|v| v.1));
    let (xx, xy) = (
        mean(&|v| (v.0 - mx).powi(2)),
        mean(&|v| (v.0 - mx) * (v.1 - my)),
    );
    let slope = if xx > 1e-9 { xy / xx } else { 0.0 };
    Some((my - slope * mx, slope))
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
