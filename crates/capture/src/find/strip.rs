//! Following an edge within a band around where it is thought to be.

use sohoa_core::shape::Point;

use super::edge::Traced;
use super::image::Image;

/// Pixels along an edge between two places where it is looked for.
const STEP: f64 = 4.0;
/// Levels above which a change of colour does not count for more.
pub(super) const FULL: f32 = 32.0;

/// Where an edge is looked for: a band to both sides of a line, a column for each pixel along it.
struct Strip {
    /// The line, and its normal into the page.
    base: Vec<(Point, (f64, f64))>,
    /// Pixels across.
    rows: usize,
}

/// Rows beyond the band that differences reach.
const MARGIN: usize = 6;
/// Pixels to both sides along the line over which colours are averaged: texture of a desk cancels itself
/// out there, an edge does not.
const AROUND: isize = 8;
/// Steepest step of an edge against its line: pixels across for [`STEP`] pixels along.
const STEEP: isize = 3;
/// What a bend by one such step costs, in levels.
const BEND: f32 = 1.6;
/// What an edge inside another one counts against that: sheets below, the book's cover and a shadow
/// have edges as clear as the page's, but further out.
const INNER: f32 = 0.9;
/// How much clearer an edge may be than it is without ink, and levels that it may be clear anyhow.
const INKLESS: f32 = 2.0;
const INKLESS_LEAST: f32 = 3.0;
/// Levels that paper and its writing change without an edge.
const CALM: f32 = 11.0;
/// What an edge counts past the corners that are expected.
const PAST: f32 = 0.35;

impl Strip {
    /// Along points that lie at least two pixels apart, and on past their ends.
    fn new(points: &[Point], band: f64, beyond: f64) -> Self {
        let mut line = points.to_vec();
        let last = points.len().saturating_sub(1);
        let reach = last.min(12);
        let on = |from: Point, to: Point| {
            let long = (to.x - from.x).hypot(to.y - from.y).max(1e-6);
            let far = beyond / long;
            Point::new(to.x + (to.x - from.x) * far, to.y + (to.y - from.y) * far)
        };
        if beyond > 0.0 && last > 0 {
            line.insert(0, on(points[reach], points[0]));
            line.push(on(points[last - reach], points[last]));
        }
        // A place for each pixel.
        let mut places = Vec::new();
        let mut left = 0.0;
        for pair in line.windows(2) {
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let long = dx.hypot(dy);
            while left < long {
                let t = left / long;
                places.push(Point::new(pair[0].x + dx * t, pair[0].y + dy * t));
                left += 1.0;
            }
            left -= long;
        }
        let n = places.len();
        let base = (0..n)
            .map(|i| {
                let (a, b) = (places[i.saturating_sub(10)], places[(i + 10).min(n - 1)]);
                let long = (b.x - a.x).hypot(b.y - a.y).max(1e-6);
                (places[i], (-(b.y - a.y) / long, (b.x - a.x) / long))
            })
            .collect();
        Self {
            base,
            rows: 2 * band.max(2.0).round() as usize + 1,
        }
    }

    fn at(&self, x: usize, row: f64) -> Point {
        let across = row - (self.rows / 2) as f64;
        let (p, n) = self.base[x];
        Point::new(p.x + n.0 * across, p.y + n.1 * across)
    }

    fn columns(&self) -> usize {
        (self.base.len() - 1) / STEP as usize + 1
    }

    /// How clear an edge stands at every place and direction: `[column][row][direction]`, in levels.
    fn clear(&self, image: &Image) -> Vec<f32> {
        let (length, rows) = (self.base.len(), self.rows);
        let tall = rows + 2 * MARGIN;
        // Differences across the line, near by and further out, of three channels.
        let mut steps = vec![[[0.0_f32; 3]; 2]; length * rows];
        let mut colours = vec![[0.0_f32; 3]; tall];
        for x in 0..length {
            for (row, colour) in colours.iter_mut().enumerate() {
                *colour = image.at(self.at(x, row as f64 - MARGIN as f64));
            }
            for row in 0..rows {
                let i = row + MARGIN;
                let [near, far] = &mut steps[x * rows + row];
                for c in 0..3 {
                    let v = |at: usize| colours[at][c];
                    near[c] = (v(i + 1) + v(i + 2) - v(i - 1) - v(i - 2)) / 2.0;
                    far[c] =
                        (v(i + 3) + v(i + 4) + v(i + 5) - v(i - 3) - v(i - 4) - v(i - 5)) / 3.0;
                }
            }
        }
        let directions = (2 * STEEP + 1) as usize;
        // Where each direction goes, pixel by pixel: the same at every place.
        let ways: Vec<Vec<(isize, isize)>> = (-STEEP..=STEEP)
            .map(|steep| {
                let across = |k: isize| (k as f32 * steep as f32 / STEP as f32).round() as isize;
                let along = (-AROUND..=AROUND).step_by(2);
                along.map(|k| (k, across(k))).collect()
            })
            .collect();
        let mut out = vec![0.0_f32; self.columns() * rows * directions];
        for column in 0..self.columns() {
            let middle = (column * STEP as usize) as isize;
            for row in 0..rows {
                for (d, way) in ways.iter().enumerate() {
                    let (mut a, mut b, mut count) = ([0.0_f32; 3], [0.0_f32; 3], 1e-6_f32);
                    for (along, across) in way {
                        let (x, y) = (middle + along, row as isize + across);
                        if x < 0 || y < 0 || x >= length as isize || y >= rows as isize {
                            continue;
                        }
                        let [near, far] = &steps[x as usize * rows + y as usize];
                        for c in 0..3 {
                            a[c] += near[c];
                            b[c] += far[c];
                        }
                        count += 1.0;
                    }
                    let c = (0..3)
                        .max_by(|x, y| a[*x].abs().total_cmp(&a[*y].abs()))
                        .unwrap_or(0);
                    let (near, far) = (a[c].abs() / count, b[c].abs() / count);
                    // A printed line is the same on both sides; shade grows slowly.
                    let clear = if a[c] * b[c] <= 0.0 {
                        0.0
                    } else if far < near {
                        far
                    } else {
                        1.5 * near - 0.5 * far
                    };
                    out[(column * rows + row) * directions + d] = clear.clamp(0.0, FULL);
                }
            }
        }
        out
    }
}

/// Follows an edge that lies at most `band` pixels beside a line of points and ends at most `beyond` pixels
/// past it; the page lies to the right of its way. Where the same picture without its ink is given, what
/// is not seen there counts little: printed frames.
pub(super) fn trace(
    image: &Image,
    inkless: Option<&Image>,
    points: &[Point],
    band: f64,
    beyond: f64,
) -> Traced {
    let strip = Strip::new(points, band, beyond);
    if strip.base.len() < 4 * STEP as usize {
        // Too short to be followed.
        return Traced {
            points: points.to_vec(),
            change: vec![0.0; points.len()],
        };
    }
    let directions = (2 * STEEP + 1) as usize;
    let (columns, rows) = (strip.columns(), strip.rows);
    let mut clear = strip.clear(image);
    if let Some(inkless) = inkless {
        let paper = strip.clear(inkless);
        let tall = rows * directions;
        for (at, value) in clear.iter_mut().enumerate() {
            // A pixel beside it as well: without ink an edge moves a little.
            let beside = |by: usize| {
                let inside = at % tall >= by && at % tall + by < tall;
                if inside {
                    paper[at - by].max(paper[at + by])
                } else {
                    0.0
                }
            };
            *value = value.min(INKLESS * paper[at].max(beside(directions)) + INKLESS_LEAST);
        }
    }
    let mut worth = clear.clone();
    let past = beyond as usize / STEP as usize;
    for column in 0..columns {
        let belongs = (past..columns.saturating_sub(past)).contains(&column);
        let counts = if belongs { 1.0 } else { PAST };
        let mut blocked = 0.0_f32;
        for row in (0..rows).rev() {
            let place = |row: usize| (column * rows + row) * directions;
            if row + 4 < rows {
                let best = clear[place(row + 4)..][..directions].iter().copied();
                blocked = blocked.max(best.fold(0.0, f32::max) - CALM);
            }
            for value in &mut worth[place(row)..][..directions] {
                *value = (*value - INNER * blocked) * counts;
            }
        }
    }
    let path = best_path(&worth, columns, rows);
    let mut traced = Traced {
        points: Vec::with_capacity(columns),
        change: Vec::with_capacity(columns),
    };
    for (column, &(row, d)) in path.iter().enumerate() {
        let at = |row: usize| clear[(column * rows + row) * directions + d];
        let mut place = row as f64;
        if row > 0 && row + 1 < rows {
            place += peak(at(row - 1), at(row), at(row + 1));
        }
        traced.points.push(strip.at(column * STEP as usize, place));
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

/// The way through the columns with the greatest sum that bends little: row and direction of each.
fn best_path(worth: &[f32], columns: usize, rows: usize) -> Vec<(usize, usize)> {
    let directions = (2 * STEEP + 1) as usize;
    let states = rows * directions;
    let mut best = worth[..states].to_vec();
    let mut came = vec![0_u8; columns * states];
    for column in 1..columns {
        let mut next = vec![f32::NEG_INFINITY; states];
        for row in 0..rows {
            for d in 0..directions {
                let from_row = row as isize - (d as isize - STEEP);
                if !(0..rows as isize).contains(&from_row) {
                    continue;
                }
                let state = row * directions + d;
                for turn in 0..3_usize {
                    let Some(from) = (d + turn).checked_sub(1).filter(|d| *d < directions) else {
                        continue;
                    };
                    let cost = if turn == 1 { 0.0 } else { BEND };
                    let sum = best[from_row as usize * directions + from] - cost;
                    if sum > next[state] {
                        next[state] = sum;
                        came[column * states + state] = from as u8;
                    }
                }
                next[state] += worth[column * states + state];
            }
        }
        best = next;
    }
    let mut state = (0..states)
        .max_by(|a, b| best[*a].total_cmp(&best[*b]))
        .unwrap_or(0);
    let mut path = vec![(0, 0); columns];
    for column in (0..columns).rev() {
        let (row, d) = (state / directions, state % directions);
        path[column] = (row, d);
        if column > 0 {
            let from_row = (row as isize - (d as isize - STEEP)).clamp(0, rows as isize - 1);
            state = from_row as usize * directions + usize::from(came[column * states + state]);
        }
    }
    path
}
