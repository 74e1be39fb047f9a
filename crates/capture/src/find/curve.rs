//! The line of an edge: straight, or bowed towards a spine.

use sohoa_core::shape::Point;

use super::edge::{LEAST, Traced};
use super::straight::Straight;

/// An edge as a function: how far beside its chord it runs.
pub(super) struct Curve {
    from: Point,
    along: (f64, f64),
    length: f64,
    /// Weights of [`terms`].
    weights: [f64; TERMS],
    reach: Reach,
    /// Share of the edge's seen places that lie on it.
    pub explains: f64,
}

const TERMS: usize = 7;
/// How far from its end an edge bends towards a spine, in parts of its length.
const REACHES: [f64; 3] = [0.05, 0.11, 0.22];
/// Where the spine of an open book may cross an edge; none for one page. And how far from it pages bend.
const SPINES: [f64; 6] = [0.0, 0.44, 0.47, 0.5, 0.53, 0.56];
const AT_SPINE: f64 = 0.06;
/// Share of an edge's length a place may be beside the line and still be on it, and pixels.
const ON: f64 = 0.0025;
const ON_PIXELS: f64 = 1.0;
/// What keeps the weights small where nothing is seen.
const RIDGE: f64 = 0.002;
/// How much a place counts where nothing is seen.
const UNSEEN: f64 = 0.05;

/// A place on an edge: the fraction of its length, pixels beside its chord, and whether it was seen.
type Place = (f64, f64, bool);

/// How an edge bends: towards its begin, its end, and a spine between them.
type Reach = (f64, f64, f64);

/// A straight line, a long bow, a lopsided one, a bend towards either end, and one towards a spine.
fn terms(t: f64, (left, right, spine): Reach) -> [f64; TERMS] {
    [
        1.0,
        t,
        4.0 * t * (1.0 - t),
        8.0 * t * (1.0 - t) * (t - 0.5),
        (-t / left).exp(),
        ((t - 1.0) / right).exp(),
        if spine > 0.0 {
            (-(t - spine).abs() / AT_SPINE).exp()
        } else {
            0.0
        },
    ]
}

impl Curve {
    /// The bowed line that most seen places of an edge agree on, near its straight one.
    pub fn through(edge: &Traced, straight: &Straight) -> Option<Self> {
        let (first, last) = (*edge.points.first()?, *edge.points.last()?);
        let foot = |p: Point| {
            let t =
                (p.x - straight.through.x) * straight.dx + (p.y - straight.through.y) * straight.dy;
            Point::new(
                straight.through.x + straight.dx * t,
                straight.through.y + straight.dy * t,
            )
        };
        let (from, to) = (foot(first), foot(last));
        let length = (to.x - from.x).hypot(to.y - from.y).max(1.0);
        let along = ((to.x - from.x) / length, (to.y - from.y) / length);
        let places: Vec<Place> = edge
            .points
            .iter()
            .zip(&edge.change)
            .map(|(p, c)| {
                let (dx, dy) = (p.x - from.x, p.y - from.y);
                let t = (dx * along.0 + dy * along.1) / length;
                // Where nothing is seen it goes straight on.
                if *c >= LEAST {
                    (t, dy * along.0 - dx * along.1, true)
                } else {
                    (t, 0.0, false)
                }
            })
            .collect();
        let on = ON * length + ON_PIXELS;
        let mut best: Option<Self> = None;
        for left in REACHES {
            for (right, spine) in REACHES.into_iter().flat_map(|r| SPINES.map(|s| (r, s))) {
                // Two pages bend at their spine, one page bends at its ends.
                if spine > 0.0 && (left, right) != (REACHES[1], REACHES[1]) {
                    continue;
                }
                let reach = (left, right, spine);
                let weights = agreed(&places, reach, on)?;
                let mut curve = Self {
                    from,
                    along,
                    length,
                    weights,
                    reach,
                    explains: 0.0,
                };
                let seen = places.iter().filter(|p| p.2);
                let (mut all, mut fits) = (0.0, 0.0);
                for (t, o, _) in seen {
                    all += 1.0;
                    // Nearer is better, so that of two that fit the closer one is taken.
                    let far = (o - curve.beside(*t)) / on;
                    fits += if far.abs() <= 1.0 {
                        1.0 - 0.1 * far * far
                    } else {
                        0.0
                    };
                }
                curve.explains = fits / f64::max(all, 1.0);
                if best
                    .as_ref()
                    .is_none_or(|best| curve.explains > best.explains)
                {
                    best = Some(curve);
                }
            }
        }
        best
    }

    fn beside(&self, t: f64) -> f64 {
        let terms = terms(t, self.reach);
        terms.iter().zip(&self.weights).map(|(a, b)| a * b).sum()
    }

    /// Where it runs at a fraction of its length.
    pub fn at(&self, t: f64) -> Point {
        let (o, l) = (self.beside(t), self.length * t);
        Point::new(
            self.from.x + self.along.0 * l - self.along.1 * o,
            self.from.y + self.along.1 * l + self.along.0 * o,
        )
    }

    /// Pixels a place lies beside it.
    pub fn offset(&self, p: Point) -> f64 {
        let (dx, dy) = (p.x - self.from.x, p.y - self.from.y);
        let t = (dx * self.along.0 + dy * self.along.1) / self.length;
        dy * self.along.0 - dx * self.along.1 - self.beside(t)
    }

    /// Most pixels it runs beside its straight part.
    pub fn bulge(&self) -> f64 {
        let middle = |t: f64| self.weights[0] + self.weights[1] * t;
        (0..=40)
            .map(|i| f64::from(i) / 40.0)
            .map(|t| (self.beside(t) - middle(t)).abs())
            .fold(0.0, f64::max)
    }

    /// The fraction of its length at which a straight line crosses it, near one of its ends.
    pub fn meets(&self, line: &Straight, near: f64) -> Option<f64> {
        let side = |t: f64| line.offset(self.at(t));
        // The nearest change of side.
        const STEPS: i32 = 60;
        let mut found: Option<f64> = None;
        for i in -STEPS..STEPS {
            let at = |i: i32| near + f64::from(i) * 0.3 / f64::from(STEPS);
            let (a, b) = (side(at(i)), side(at(i + 1)));
            if a * b > 0.0 {
                continue;
            }
            let t = at(i) + (at(i + 1) - at(i)) * (a / (a - b)).clamp(0.0, 1.0);
            if found.is_none_or(|found| (t - near).abs() < (found - near).abs()) {
                found = Some(t);
            }
        }
        found
    }
}

/// Weights that most places agree on, by reweighted least squares.
fn agreed(places: &[Place], reach: Reach, on: f64) -> Option<[f64; TERMS]> {
    let rows: Vec<[f64; TERMS]> = places.iter().map(|p| terms(p.0, reach)).collect();
    let mut weights: Vec<f64> = places
        .iter()
        .map(|p| if p.2 { 1.0 } else { UNSEEN })
        .collect();
    let mut found = None;
    for round in 0..6 {
        let mut m = [[0.0; TERMS + 1]; TERMS];
        for ((row, (_, o, _)), w) in rows.iter().zip(places).zip(&weights) {
            for i in 0..TERMS {
                for j in 0..TERMS {
                    m[i][j] += w * row[i] * row[j];
                }
                m[i][TERMS] += w * row[i] * o;
            }
        }
        let sum: f64 = weights.iter().sum();
        for (i, row) in m.iter_mut().enumerate().skip(2) {
            row[i] += RIDGE * sum;
        }
        let solved = solve(m)?;
        let slack = on * [8.0, 4.0, 2.0, 1.5, 1.0, 1.0][round];
        for ((w, row), (_, o, seen)) in weights.iter_mut().zip(&rows).zip(places) {
            let is: f64 = row.iter().zip(&solved).map(|(a, b)| a * b).sum();
            let far = (o - is) / slack;
            *w = if *seen {
                1.0 / (1.0 + far * far).powi(2)
            } else {
                UNSEEN
            };
        }
        found = Some(solved);
    }
    found
}

/// Solves linear equations by elimination.
fn solve(mut m: [[f64; TERMS + 1]; TERMS]) -> Option<[f64; TERMS]> {
    for i in 0..TERMS {
        let pivot = (i..TERMS).max_by(|a, b| m[*a][i].abs().total_cmp(&m[*b][i].abs()))?;
        m.swap(i, pivot);
        if m[i][i].abs() < 1e-12 {
            return None;
        }
        let pivot = m[i];
        for row in &mut m[i + 1..] {
            let by = row[i] / pivot[i];
            for (value, above) in row.iter_mut().zip(&pivot).skip(i) {
                *value -= by * above;
            }
        }
    }
    let mut out = [0.0; TERMS];
    for i in (0..TERMS).rev() {
        let known: f64 = (i + 1..TERMS).map(|j| m[i][j] * out[j]).sum();
        out[i] = (m[i][TERMS] - known) / m[i][i];
    }
    Some(out)
}
