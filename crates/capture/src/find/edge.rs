//! Following one edge of a page closely, straight or bowed.

use sohoa_core::shape::Point;

use super::image::{Image, apart};

/// Pixels along an edge between two places where it is looked for.
const STEP: f64 = 5.0;
/// Levels above which a change of colour does not count for more.
const FULL: f32 = 45.0;
/// Levels below which there is no edge.
pub(super) const LEAST: f32 = 9.0;

/// An edge that was followed.
pub(super) struct Traced {
    /// Where it was seen, in order, to a part of a pixel.
    pub points: Vec<Point>,
    /// How much colour changes there, in levels.
    pub change: Vec<f32>,
}

impl Traced {
    /// An edge that is known without being seen: the picture's own.
    pub fn given(a: Point, b: Point) -> Self {
        const PLACES: usize = 40;
        Self {
            points: (0..PLACES)
                .map(|i| {
                    let t = (i as f64 + 0.5) / PLACES as f64;
                    Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
                })
                .collect(),
            change: vec![FULL; PLACES],
        }
    }

    /// Share of the places between two fractions of its length where an edge is seen.
    pub fn share(&self, from: f64, to: f64) -> f64 {
        let n = self.change.len();
        let at = |f: f64| ((f * n as f64).round() as usize).min(n);
        let part = &self.change[at(from)..at(to).max(at(from))];
        let seen = part.iter().filter(|c| **c >= LEAST).count();
        seen as f64 / part.len().max(1) as f64
    }
}

/// Follows the edge from `a` to `b` that is at most `band` pixels beside the straight line: the way
/// along which colour changes most, without leaps.
pub(super) fn trace(image: &Image, a: Point, b: Point, band: f64) -> Traced {
    let length = (b.x - a.x).hypot(b.y - a.y).max(1.0);
    let (tx, ty) = ((b.x - a.x) / length, (b.y - a.y) / length);
    let (nx, ny) = (ty, -tx);
    let columns = ((length / STEP) as usize).max(8);
    let half = band.max(4.0).round() as isize;
    let rows = (2 * half + 1) as usize;
    const MARGIN: isize = 5;
    let mut change = vec![0.0_f32; columns * rows];
    let mut colours = vec![[0.0_f32; 3]; rows + 2 * MARGIN as usize];
    let base = |column: usize| {
        let t = (column as f64 + 0.5) / columns as f64;
        Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t)
    };
    for column in 0..columns {
        let p = base(column);
        for (i, colour) in colours.iter_mut().enumerate() {
            let o = (i as isize - MARGIN - half) as f64;
            *colour = image.at(Point::new(p.x + nx * o, p.y + ny * o));
        }
        for row in 0..rows {
            let i = row + MARGIN as usize;
            let mean = |from: usize| {
                [0, 1, 2]
                    .map(|c| (colours[from][c] + colours[from + 1][c] + colours[from + 2][c]) / 3.0)
            };
            change[column * rows + row] = apart(mean(i + 1), mean(i - 3)).min(FULL);
        }
    }
    let path = best_path(&change, columns, rows);
    let mut traced = Traced {
        points: Vec::with_capacity(columns),
        change: Vec::with_capacity(columns),
    };
    for (column, &row) in path.iter().enumerate() {
        let at = |r: usize| change[column * rows + r];
        let mut o = row as f64 - half as f64;
        if row > 0 && row + 1 < rows {
            o += peak(at(row - 1), at(row), at(row + 1));
        }
        let p = base(column);
        traced.points.push(Point::new(p.x + nx * o, p.y + ny * o));
        traced.change.push(at(row));
    }
    traced
}

/// An edge that was followed where the ink was taken out, followed again where everything stands: what
/// is no wider than a pen is not lost there, and a shadow's outer edge or the sheets below are not taken
/// for the page's. `inward` points into the page, `wide` is the page's width along it.
pub(super) fn closer(raw: &Image, edge: &Traced, inward: Point, wide: f64) -> Traced {
    let n = edge.points.len();
    let reach = (0.055 * wide).max(8.0) as usize;
    let begin = reach / 3;
    let depths: Vec<Option<f64>> = (0..n)
        .map(|i| {
            let (a, b) = (
                edge.points[i.saturating_sub(4)],
                edge.points[(i + 4).min(n - 1)],
            );
            let long = (b.x - a.x).hypot(b.y - a.y).max(1e-6);
            let (tx, ty) = ((b.x - a.x) / long, (b.y - a.y) / long);
            let (mut nx, mut ny) = (-ty, tx);
            if nx * inward.x + ny * inward.y < 0.0 {
                (nx, ny) = (-nx, -ny);
            }
            let p = edge.points[i];
            let colour = |depth: f64| {
                let at = |along: f64| {
                    raw.at(Point::new(
                        p.x + nx * depth + tx * along,
                        p.y + ny * depth + ty * along,
                    ))
                };
                let three = [at(-3.0), at(0.0), at(3.0)];
                [0, 1, 2].map(|c| (three[0][c] + three[1][c] + three[2][c]) / 3.0)
            };
            let seen: Vec<[f32; 3]> = (0..=reach).map(|depth| colour(depth as f64)).collect();
            other_sheet(&seen, begin)
        })
        .collect();
    let other = depths
        .iter()
        .flatten()
        .filter(|depth| **depth > 2.5)
        .count();
    let shifted = if other * 10 > n * 6 {
        smoothed(&depths)
    } else {
        vec![0.0; n]
    };
    let points: Vec<Point> = edge
        .points
        .iter()
        .zip(&shifted)
        .map(|(p, depth)| Point::new(p.x + inward.x * depth, p.y + inward.y * depth))
        .collect();
    along(raw, &points, (0.006 * wide).max(4.0))
}

/// How deep from an edge something else than the page lies: sheets below it, a shadow. `None` when
/// nothing but the page can be told. `seen` begins at the edge and goes inward; from `begin` on it is
/// the page.
fn other_sheet(seen: &[[f32; 3]], begin: usize) -> Option<f64> {
    let paper = [0, 1, 2].map(|c| {
        let mut values: Vec<f32> = seen[begin..].iter().map(|v| v[c]).collect();
        values.sort_by(f32::total_cmp);
        values[values.len() * 6 / 10]
    });
    let slack = (0.06 * (paper[0] + paper[1] + paper[2]) / 3.0).max(8.0);
    let differs: Vec<bool> = seen.iter().map(|v| apart(*v, paper) > slack).collect();
    let mut count = 0;
    let mut deepest = 0;
    for (depth, differs) in differs.iter().enumerate().skip(1).take(seen.len() - 5) {
        count += usize::from(*differs);
        if *differs && count * 10 >= depth * 8 {
            deepest = depth;
        }
    }
    if deepest < 2 {
        return Some(0.0);
    }
    let mean = |from: usize| [0, 1, 2].map(|c| (seen[from][c] + seen[from + 1][c]) / 2.0);
    let step = apart(mean(deepest + 1), mean(deepest.saturating_sub(2)));
    (step > slack).then_some(deepest as f64 + 0.5)
}

/// The middle value of each place's neighbours.
fn smoothed(values: &[Option<f64>]) -> Vec<f64> {
    const AROUND: usize = 10;
    (0..values.len())
        .map(|i| {
            let part = &values[i.saturating_sub(AROUND)..(i + AROUND + 1).min(values.len())];
            let mut known: Vec<f64> = part.iter().flatten().copied().collect();
            known.sort_by(f64::total_cmp);
            known.get(known.len() / 2).copied().unwrap_or(0.0)
        })
        .collect()
}

/// Follows an edge that is known nearly, within a narrow band around its places.
fn along(image: &Image, points: &[Point], band: f64) -> Traced {
    let half = band.round() as isize;
    let rows = (2 * half + 1) as usize;
    let n = points.len();
    let mut change = vec![0.0_f32; n * rows];
    let mut normals = Vec::with_capacity(n);
    for i in 0..n {
        let (a, b) = (points[i.saturating_sub(3)], points[(i + 3).min(n - 1)]);
        let long = (b.x - a.x).hypot(b.y - a.y).max(1e-6);
        let (nx, ny) = ((b.y - a.y) / long, -(b.x - a.x) / long);
        normals.push((nx, ny));
        let at = |o: f64| image.at(Point::new(points[i].x + nx * o, points[i].y + ny * o));
        let mean = |a: [f32; 3], b: [f32; 3]| [0, 1, 2].map(|c| (a[c] + b[c]) / 2.0);
        for row in 0..rows {
            let o = (row as isize - half) as f64;
            change[i * rows + row] = apart(
                mean(at(o + 1.0), at(o + 2.0)),
                mean(at(o - 1.0), at(o - 2.0)),
            )
            .min(FULL);
        }
    }
    let path = best_path(&change, n, rows);
    let mut traced = Traced {
        points: Vec::with_capacity(n),
        change: Vec::with_capacity(n),
    };
    for (i, &row) in path.iter().enumerate() {
        let at = |r: usize| change[i * rows + r];
        let mut o = row as f64 - half as f64;
        if row > 0 && row + 1 < rows {
            o += peak(at(row - 1), at(row), at(row + 1));
        }
        let (nx, ny) = normals[i];
        traced
            .points
            .push(Point::new(points[i].x + nx * o, points[i].y + ny * o));
        traced.change.push(at(row));
    }
    traced
}

/// Where between its neighbours the highest of three values really is.
fn peak(below: f32, here: f32, above: f32) -> f64 {
    let bend = below - 2.0 * here + above;
    if bend < -1e-3 {
        f64::from((0.5 * (below - above) / bend).clamp(-0.5, 0.5))
    } else {
        0.0
    }
}

/// The way through the columns with the greatest sum, stepping at most two rows at a time.
fn best_path(worth: &[f32], columns: usize, rows: usize) -> Vec<usize> {
    const STEPS: [(isize, f32); 5] = [(0, 0.0), (-1, 3.0), (1, 3.0), (-2, 9.0), (2, 9.0)];
    let mut best = worth[..rows].to_vec();
    let mut came = vec![0_u8; columns * rows];
    for column in 1..columns {
        let mut next = vec![f32::NEG_INFINITY; rows];
        for row in 0..rows {
            for (which, (step, cost)) in STEPS.iter().enumerate() {
                let from = row as isize + step;
                if (0..rows as isize).contains(&from) {
                    let sum = best[from as usize] - cost;
                    if sum > next[row] {
                        next[row] = sum;
                        came[column * rows + row] = which as u8;
                    }
                }
            }
            next[row] += worth[column * rows + row];
        }
        best = next;
    }
    let mut row = (0..rows)
        .max_by(|a, b| best[*a].total_cmp(&best[*b]))
        .unwrap_or(0);
    let mut path = vec![0; columns];
    for column in (0..columns).rev() {
        path[column] = row;
        row = (row as isize + STEPS[usize::from(came[column * rows + row])].0) as usize;
    }
    path
}

/// A straight line through points, `x = x0 + k * t` along its own direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Straight {
    pub through: Point,
    pub dx: f64,
    pub dy: f64,
}

impl Straight {
    /// The line most points agree on; places without an edge count little.
    pub fn through(points: &[Point], change: &[f32]) -> Option<Self> {
        let mut weights: Vec<f64> = change
            .iter()
            .map(|c| if *c >= LEAST { 1.0 } else { 0.02 })
            .collect();
        let mut line = None;
        for round in 0..8 {
            let fit = fit(points, &weights)?;
            // Closer at every round: from a far outlier to half a pixel.
            let slack = (12.0 / f64::from(1 << round)).max(1.0);
            for ((w, p), c) in weights.iter_mut().zip(points).zip(change) {
                let far = fit.offset(*p) / slack;
                let seen = if *c >= LEAST { 1.0 } else { 0.02 };
                *w = seen / (1.0 + far * far).powi(2);
            }
            line = Some(fit);
        }
        line
    }

    /// Pixels beside the line, positive to the left of its direction.
    pub fn offset(&self, p: Point) -> f64 {
        (p.x - self.through.x) * self.dy - (p.y - self.through.y) * self.dx
    }

    pub fn meet(&self, other: &Self) -> Option<Point> {
        let det = self.dx * other.dy - self.dy * other.dx;
        if det.abs() < 1e-6 {
            return None;
        }
        let (x, y) = (
            other.through.x - self.through.x,
            other.through.y - self.through.y,
        );
        let t = (x * other.dy - y * other.dx) / det;
        Some(Point::new(
            self.through.x + t * self.dx,
            self.through.y + t * self.dy,
        ))
    }
}

fn fit(points: &[Point], weights: &[f64]) -> Option<Straight> {
    let sum: f64 = weights.iter().sum();
    if points.len() < 2 || sum < 1e-9 {
        return None;
    }
    let weigh = |value: &dyn Fn(&Point) -> f64| -> f64 {
        points
            .iter()
            .zip(weights)
            .map(|(p, w)| value(p) * w)
            .sum::<f64>()
            / sum
    };
    let (mx, my) = (weigh(&|p| p.x), weigh(&|p| p.y));
    let (xx, yy, xy) = (
        weigh(&|p| (p.x - mx).powi(2)),
        weigh(&|p| (p.y - my).powi(2)),
        weigh(&|p| (p.x - mx) * (p.y - my)),
    );
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    Some(Straight {
        through: Point::new(mx, my),
        dx: angle.cos(),
        dy: angle.sin(),
    })
}
