//! An edge of a page that was followed, straight or bowed, and where it meets the next.

use sohoa_core::shape::Point;

use super::image::Image;
use super::strip::{FULL, trace};

/// Levels below which there is no edge.
pub(super) const LEAST: f32 = 4.5;

/// An edge that was followed.
pub(super) struct Traced {
    /// Where it was seen, in order, to a part of a pixel.
    pub points: Vec<Point>,
    /// How much colour changes there, in levels.
    pub change: Vec<f32>,
}

impl Traced {
    /// An edge that is known without being seen: the picture's own, and a little past its ends.
    pub fn given(a: Point, b: Point) -> Self {
        const PLACES: usize = 56;
        Self {
            points: (0..PLACES)
                .map(|i| {
                    let t = (i as f64 - 7.5) / 40.0;
                    Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
                })
                .collect(),
            change: vec![FULL; PLACES],
        }
    }

    /// Its way without what shakes it.
    pub fn smooth(&self) -> Vec<Point> {
        const AROUND: usize = 4;
        let n = self.points.len();
        (0..n)
            .map(|i| {
                let around = AROUND.min(i).min(n - 1 - i);
                let part = &self.points[i - around..=i + around];
                let sum = part.iter().fold((0.0, 0.0), |s, p| (s.0 + p.x, s.1 + p.y));
                Point::new(sum.0 / part.len() as f64, sum.1 / part.len() as f64)
            })
            .collect()
    }

    /// Where another edge runs inside this one, not deeper than `deep` pixels, for most of its length;
    /// `calm` is the picture without ink.
    pub fn inner(&self, calm: &Image, deep: f64) -> Option<Vec<Point>> {
        const NEAREST: f64 = 2.5;
        const SHEET: f32 = 5.0;
        let way = self.smooth();
        let n = way.len();
        if n < 20 || deep < 4.0 * NEAREST {
            return None;
        }
        let inward = |i: usize| {
            let (a, b) = (way[i.saturating_sub(3)], way[(i + 3).min(n - 1)]);
            let long = (b.x - a.x).hypot(b.y - a.y).max(1e-6);
            Point::new(-(b.y - a.y) / long, (b.x - a.x) / long)
        };
        let band = (deep - NEAREST) / 2.0;
        let middle: Vec<Point> = (0..n)
            .map(|i| {
                let (p, to) = (way[i], inward(i));
                Point::new(p.x + to.x * (NEAREST + band), p.y + to.y * (NEAREST + band))
            })
            .collect();
        let found = trace(calm, None, &middle, band, 0.0);
        let seen = found.change.iter().filter(|c| **c >= SHEET).count();
        (seen * 10 >= found.change.len() * 7).then(|| found.smooth())
    }

    /// The same in a picture of another size.
    pub fn scaled(mut self, by: f64) -> Self {
        for p in &mut self.points {
            (p.x, p.y) = (p.x * by, p.y * by);
        }
        self
    }
}

/// Cuts four followed edges (upper, right, lower, left) off where they cross: at the corners.
pub(super) fn cut_at_corners(sides: &mut [Traced; 4]) {
    let mut ends = [(0, usize::MAX); 4];
    for i in 0..4 {
        let before = (i + 3) % 4;
        if let Some((a, b)) = crossing(&sides[before], &sides[i]) {
            ends[before].1 = a;
            ends[i].0 = b;
        }
    }
    for (side, (from, to)) in sides.iter_mut().zip(ends) {
        let to = (to.saturating_add(1)).min(side.points.len());
        if to > from + 8 {
            side.points = side.points[from..to].to_vec();
            side.change = side.change[from..to].to_vec();
        }
    }
}

/// Where an edge ends and the next begins: of the places where they cross, the one up to which most of
/// both is seen.
fn crossing(before: &Traced, after: &Traced) -> Option<(usize, usize)> {
    let (n, m) = (before.points.len(), after.points.len());
    let sums = |change: &mut dyn Iterator<Item = f32>| -> Vec<f32> {
        let mut sum = 0.0;
        let add = |c: f32| {
            sum += c - LEAST;
            sum
        };
        change.map(add).collect()
    };
    // Seen from the middle of the edge before, and from the begin of the edge after on.
    let first = sums(&mut before.change.iter().copied());
    let second = sums(&mut after.change.iter().rev().copied());
    let mut best: Option<(f32, usize, usize)> = None;
    for (i, pair) in before.points.windows(2).enumerate().skip(n / 2) {
        let (a, b) = (pair[0], pair[1]);
        for j in 0..(m / 2).min(m.saturating_sub(1)) {
            let (c, d) = (after.points[j], after.points[j + 1]);
            if !cross(a, b, c, d) {
                continue;
            }
            let sum = first[i] + second[m - 1 - (j + 1)];
            if best.is_none_or(|best| sum > best.0) {
                best = Some((sum, i, j + 1));
            }
        }
    }
    best.map(|(_, i, j)| (i, j))
}

fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    side(a, b, c) * side(a, b, d) <= 0.0 && side(c, d, a) * side(c, d, b) <= 0.0
}
