//! The writing on a page: where its ink is, how askew its lines run, and which way up they read.

use sohoa_core::shape::Point;

use super::image::Image;

/// The ink of a page that was drawn flat.
pub(super) struct Ink {
    width: usize,
    height: usize,
    /// Places with ink, in pixels.
    points: Vec<(f32, f32)>,
    /// Ink without printed rules, 0 or 1 a pixel.
    writing: Vec<u8>,
}

/// Levels below its paper at which a pixel is ink, at least, and in parts of the paper's brightness.
const DARK: (i32, i32) = (14, 10);
/// Half the width of what counts as ink, pixels.
const RADIUS: usize = 7;
/// Part of the page's width a straight run must take to be a printed rule.
const RULE: f64 = 0.055;
/// Ink places looked at for the angle.
const MOST: usize = 60_000;
/// Part of the page at its edges that is left out: shadows of the edge are no writing.
const EDGE: f64 = 0.02;

impl Ink {
    pub fn new(page: &Image) -> Self {
        let (w, h) = (page.width, page.height);
        let grey = page.grey();
        let paper = page.without_ink(RADIUS).grey();
        let mut ink = vec![0_u8; w * h];
        let (ex, ey) = ((w as f64 * EDGE) as usize, (h as f64 * EDGE) as usize);
        for y in ey..h - ey {
            for x in ex..w - ex {
                let at = y * w + x;
                let (p, g) = (i32::from(paper[at]), i32::from(grey[at]));
                ink[at] = u8::from(p - g > DARK.0.max(p / DARK.1));
            }
        }
        let all: Vec<(f32, f32)> = (0..w * h)
            .filter(|at| ink[*at] == 1)
            .map(|at| ((at % w) as f32, (at / w) as f32))
            .collect();
        let every = (all.len() / MOST).max(1);
        let writing = without_rules(&ink, w, h);
        Self {
            width: w,
            height: h,
            points: all.into_iter().step_by(every).collect(),
            writing,
        }
    }

    /// Degrees by which lines and rules run askew, clockwise positive, within `most`; and how sure
    /// that is: by how much they stand out when looked at along that angle.
    pub fn skew(&self, most: f64) -> (f64, f64) {
        if self.points.len() < 500 {
            return (0.0, 0.0);
        }
        let mut best = (0.0, f64::NEG_INFINITY);
        let mut sum = 0.0;
        let mut count = 0.0;
        let coarse = 0.25;
        let steps = (most / coarse) as i32;
        for i in -steps..=steps {
            let degrees = f64::from(i) * coarse;
            let sharp = self.sharpness(degrees, 4);
            sum += sharp;
            count += 1.0;
            if sharp > best.1 {
                best = (degrees, sharp);
            }
        }
        let stands_out = best.1 / (sum / count);
        for (step, around) in [(0.1, 3), (0.02, 5)] {
            let middle = best.0;
            best.1 = f64::NEG_INFINITY;
            for i in -around..=around {
                let degrees = middle + f64::from(i) * step;
                let sharp = self.sharpness(degrees, 1);
                if sharp > best.1 {
                    best = (degrees, sharp);
                }
            }
        }
        (best.0, stands_out)
    }

    /// How sharply ink falls into rows and columns when looked at along an angle.
    fn sharpness(&self, degrees: f64, every: usize) -> f64 {
        let (sin, cos) = (
            degrees.to_radians().sin() as f32,
            degrees.to_radians().cos() as f32,
        );
        let reach = self.width + self.height;
        let (mut rows, mut columns) = (vec![0.0_f32; 2 * reach], vec![0.0_f32; 2 * reach]);
        for (x, y) in self.points.iter().step_by(every) {
            let (down, across) = (
                y * cos - x * sin + reach as f32,
                x * cos + y * sin + reach as f32,
            );
            for (sums, at) in [(&mut rows, down), (&mut columns, across)] {
                let i = at as usize;
                let part = at - i as f32;
                sums[i] += 1.0 - part;
                sums[i + 1] += part;
            }
        }
        let energy = |sums: &[f32]| -> f64 {
            sums.windows(2)
                .map(|w| f64::from(w[1] - w[0]).powi(2))
                .sum()
        };
        energy(&rows) + energy(&columns)
    }

    /// How much likelier writing runs across than down: above 1 it runs across.
    pub fn runs_across(&self) -> f64 {
        let turned: Vec<u8> = (0..self.width)
            .flat_map(|x| (0..self.height).map(move |y| (x, y)))
            .map(|(x, y)| self.writing[y * self.width + x])
            .collect();
        let across = lines(&self.writing, self.width);
        let down = lines(&turned, self.height);
        across / down.max(1e-9)
    }

    /// Which way up the page reads, by two signs that know nothing of each other. In standard errors: above
    /// zero upright, below it on its head.
    pub fn upright(&self) -> f64 {
        let (leans, aligned) = self.signs();
        leans + aligned
    }

    /// The two signs one by one.
    pub fn signs(&self) -> (f64, f64) {
        (self.leans_up(), self.aligned())
    }

    /// How much more ink stands above the middle of lines of writing than below: Vietnamese sets its
    /// marks above, has more letters that reach up than down, and is written on the rule, not under it.
    /// In standard errors.
    fn leans_up(&self) -> f64 {
        const STRIPES: usize = 10;
        let (mut sum, mut squares, mut count, mut weights) = (0.0, 0.0, 0.0, 0.0);
        for profile in profiles(&self.writing, self.width, STRIPES) {
            for (lean, weight) in leans(&profile) {
                sum += lean * weight;
                squares += lean * lean * weight;
                count += weight;
                weights += weight * weight;
            }
        }
        if weights <= 0.0 {
            return 0.0;
        }
        // As many lines of equal weight as say the same.
        let lines = count * count / weights;
        if lines < 6.0 {
            return 0.0;
        }
        let mean: f64 = sum / count;
        let spread = (squares / count - mean * mean).max(1e-4).sqrt();
        mean / (spread / f64::sqrt(lines))
    }
}

/// Where words begin and end in a part of the page.
#[derive(Default)]
struct Ends {
    begins: Vec<f64>,
    ends: Vec<f64>,
}

impl Ink {
    /// How much better words line up where they begin than where they end: what is written begins at
    /// margins, rules and labels, and ends where it ends. In standard errors.
    fn aligned(&self) -> f64 {
        const WINDOWS: usize = 8;
        /// Pixels without ink that part two words.
        const GAP: usize = 9;
        let mut logs = Vec::new();
        for window in 0..WINDOWS {
            let rows = self.height * window / WINDOWS..self.height * (window + 1) / WINDOWS;
            let mut found = Ends {
                begins: vec![0.0; self.width],
                ends: vec![0.0; self.width],
            };
            // Lines of writing in bands a little lower than a line.
            const BAND: usize = 7;
            let mut top = rows.start;
            while top + BAND <= rows.end {
                let mut ink = vec![0_u8; self.width];
                for row in self.writing[top * self.width..(top + BAND) * self.width]
                    .chunks_exact(self.width)
                {
                    for (to, from) in ink.iter_mut().zip(row) {
                        *to |= from;
                    }
                }
                top += BAND;
                let mut last: Option<usize> = None;
                for x in (0..self.width).filter(|x| ink[*x] == 1) {
                    match last {
                        Some(before) if x - before > GAP => {
                            found.ends[before] += 1.0;
                            found.begins[x] += 1.0;
                        }
                        None => found.begins[x] += 1.0,
                        _ => {}
                    }
                    last = Some(x);
                }
                if let Some(last) = last {
                    found.ends[last] += 1.0;
                }
            }
            let count: f64 = found.begins.iter().sum();
            if count < 12.0 {
                continue;
            }
            let energy =
                |places: &[f64]| -> f64 { boxed(places, 1).iter().map(|v| v * v).sum::<f64>() };
            logs.push((energy(&found.begins) / energy(&found.ends)).ln());
        }
        if logs.len() < 3 {
            return 0.0;
        }
        let n = logs.len() as f64;
        let mean = logs.iter().sum::<f64>() / n;
        let spread = logs.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
        mean / (spread.max(0.01) / n).sqrt()
    }
}

/// How much ink is in each row, for stripes from left to right: lines need not be straight.
fn profiles(writing: &[u8], width: usize, stripes: usize) -> impl Iterator<Item = Vec<f64>> {
    (0..stripes).map(move |stripe| {
        let range = width * stripe / stripes..width * (stripe + 1) / stripes;
        let ink = |row: &[u8]| {
            row[range.clone()]
                .iter()
                .map(|v| u32::from(*v))
                .sum::<u32>()
        };
        writing
            .chunks_exact(width)
            .map(|row| f64::from(ink(row)))
            .collect()
    })
}

/// How strongly ink falls into lines across: how
/// much the ink of a row differs from that of the rows around.
fn lines(writing: &[u8], width: usize) -> f64 {
    const STRIPES: usize = 8;
    let mut total = 0.0;
    for profile in profiles(writing, width, STRIPES) {
        let sum: f64 = profile.iter().sum();
        if sum < 30.0 {
            continue;
        }
        let (near, far) = (boxed(&profile, 2), boxed(&profile, 14));
        let energy: f64 = near.iter().zip(&far).map(|(a, b)| (a - b).powi(2)).sum();
        total += energy / sum;
    }
    total
}

/// For every line of writing in a profile: how far its ink tails off upwards rather than downwards, as
/// the third moment of its distribution.
fn leans(profile: &[f64]) -> Vec<(f64, f64)> {
    let calm = boxed(profile, 3);
    let far = boxed(profile, 16);
    let mut out = Vec::new();
    // Lines are what stands between two low places.
    let mut from = None;
    let mut low = 0;
    for y in 1..calm.len().saturating_sub(1) {
        let standing = calm[y] > far[y].max(0.8);
        match from {
            None if standing => from = Some(low),
            Some(begin) if calm[y] < 0.45 * far[y].max(0.8) || calm[y] < 0.2 => {
                if let Some(lean) = lean(&profile[begin..=y]) {
                    out.push(lean);
                }
                from = None;
                low = y;
            }
            None if calm[y] <= calm[low] => low = y,
            _ => {}
        }
    }
    out
}

fn lean(line: &[f64]) -> Option<(f64, f64)> {
    let sum: f64 = line.iter().sum();
    if sum < 25.0 || !(8..=60).contains(&line.len()) {
        return None;
    }
    let moment = |middle: f64, power: i32| -> f64 {
        line.iter()
            .enumerate()
            .map(|(y, v)| v * (y as f64 - middle).powi(power))
            .sum::<f64>()
            / sum
    };
    let middle = moment(0.0, 1);
    let spread = moment(middle, 2).max(0.5);
    Some((-moment(middle, 3) / spread.powf(1.5), sum.sqrt()))
}

/// The mean over `radius` places to both sides.
fn boxed(values: &[f64], radius: usize) -> Vec<f64> {
    let mut sums = vec![0.0];
    for v in values {
        sums.push(sums[sums.len() - 1] + v);
    }
    (0..values.len())
        .map(|i| {
            let (a, b) = (i.saturating_sub(radius), (i + radius + 1).min(values.len()));
            (sums[b] - sums[a]) / (b - a) as f64
        })
        .collect()
}

/// Ink without runs that are long and straight across or down: printed rules and frames.
fn without_rules(ink: &[u8], w: usize, h: usize) -> Vec<u8> {
    let mut out = ink.to_vec();
    let least = ((w as f64 * RULE) as usize).max(20);
    // A rule that is a little askew leaves its row: runs may step aside by a pixel, which looking at
    // three rows at once allows.
    let near_row = |x: usize, y: usize| {
        ink[y * w + x] | ink[y.saturating_sub(1) * w + x] | ink[(y + 1).min(h - 1) * w + x]
    };
    for y in 0..h {
        let mut begin = 0;
        for x in 0..=w {
            if x == w || near_row(x, y) == 0 {
                if x - begin >= least {
                    out[y * w + begin..y * w + x].fill(0);
                }
                begin = x + 1;
            }
        }
    }
    let near_column = |x: usize, y: usize| {
        ink[y * w + x] | ink[y * w + x.saturating_sub(1)] | ink[y * w + (x + 1).min(w - 1)]
    };
    for x in 0..w {
        let mut begin = 0;
        for y in 0..=h {
            if y == h || near_column(x, y) == 0 {
                if y - begin >= least {
                    for y in begin..y {
                        out[y * w + x] = 0;
                    }
                }
                begin = y + 1;
            }
        }
    }
    out
}

/// Where the page ends when it is turned by some degrees around its middle, in fractions of it:
/// corners in the order of a shape. `aspect` is its width by its height.
pub(super) fn turned(degrees: f64, aspect: f64) -> [Point; 4] {
    let (sin, cos) = degrees.to_radians().sin_cos();
    [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| {
        let (dx, dy) = ((x - 0.5) * aspect, y - 0.5);
        Point::new(
            0.5 + (dx * cos - dy * sin) / aspect,
            0.5 + dx * sin + dy * cos,
        )
    })
}
