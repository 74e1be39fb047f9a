//! The printed lines of a flat page.
//!
//! Looked for in narrow strips of the page, in each of which a line is level: a pixel that is darker
//! than those above and below speaks for a line, and only where most pixels of a strip's row do is it
//! one: writing leaves gaps. What the strips say is then joined into lines that may bow or lean a
//! little from strip to strip, along the way that has most for it.

use sohoa_core::layout::{INK, Line, Lines};
use sohoa_core::shape::Region;

use crate::error::Result;
use crate::limits::Limits;
use crate::pixels::{Layout, Pixels};
use crate::source::Source;

/// Long side of the picture lines are looked for in, pixels: a millimetre of an A4 page is four.
const SIDE: u32 = 1200;
/// Width of a strip, pixels.
const STRIP: usize = 24;
/// Pixels above and below that a line is compared with: fine ones, and frames of a millimetre and more.
const BESIDE: [usize; 2] = [3, 6];
/// Of the pixels of a strip's row, as many may have a gap.
const GAPS: f32 = 0.3;
/// Levels from which a row of a strip may be a line, and from which it surely is.
const FAINT: f32 = 1.5;
const CLEAR: f32 = 9.0;
/// What a strip costs that has nothing of the line.
const MISSING: f32 = 0.4;
/// Pixels a line may step from one strip to the next, and what a step costs.
const STEP: usize = 2;
const STEP_COST: f32 = 0.06;
/// Part of the page a line must take.
const SHORTEST: f64 = 0.1;
/// Part of the page at its edges where shadows are taken for lines.
const EDGE: f64 = 0.006;
/// Pixels above and below a line that belong to it.
const THICK: usize = 4;
/// Lines of one direction, at most.
const MOST: usize = 90;
/// Levels at which a line is as clear as can be.
const STRONGEST: f32 = 60.0;

/// What is printed and written on a picture of a flat page.
///
/// # Errors
/// What decoding can tell.
pub fn lines(source: &Source, frame: usize, limits: &Limits) -> Result<Lines> {
    let info = source.frame(frame)?;
    let size = fit((info.width, info.height));
    let decoded = source.decode(frame, size, limits)?;
    of(&decoded.pixels.oriented(decoded.orient))
}

fn fit((w, h): (u32, u32)) -> (u32, u32) {
    let scale = (f64::from(SIDE) / f64::from(w.max(h).max(1))).min(1.0);
    let one = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
    (one(w), one(h))
}

/// The same of pixels at hand.
///
/// # Errors
/// `internal` when the picture cannot be made smaller.
pub(crate) fn of(page: &Pixels) -> Result<Lines> {
    let (w, h) = fit(page.size());
    let mut grey = Grey::new(&page.resized(Region::FULL, w, h)?);
    let across = grey.lines();
    let down = grey.turned().lines();
    // Lines of both directions are no ink.
    for line in &across {
        grey.clear(line);
    }
    let mut turned = grey.turned();
    for line in &down {
        turned.clear(line);
    }
    let ink = turned.turned().ink();
    let told = |lines: Vec<Way>, length: usize, height: usize| {
        let mut lines: Vec<Line> = lines
            .iter()
            .map(|way| way.line(length, height))
            .filter(|line| (EDGE..=1.0 - EDGE).contains(&line.at))
            .collect();
        lines.sort_by(|a, b| a.at.total_cmp(&b.at));
        lines
    };
    Ok(Lines {
        across: told(across, grey.width, grey.height),
        down: told(down, grey.height, grey.width),
        ink,
    })
}

/// A line as it was followed from strip to strip.
struct Way {
    /// The first strip.
    from: usize,
    /// Row of the page in each strip.
    rows: Vec<usize>,
    /// Mean levels by which it is darker than what is beside it.
    levels: f32,
}

impl Way {
    fn line(&self, length: usize, height: usize) -> Line {
        let mean = self.rows.iter().sum::<usize>() as f64 / self.rows.len().max(1) as f64;
        let place = |strip: usize| ((strip * STRIP) as f64 / length as f64).min(1.0);
        // Ten-thousandths are less than a pixel.
        let short = |v: f64| (v * 1e4).round() / 1e4;
        Line {
            at: short((mean + 0.5) / height as f64),
            from: short(place(self.from)),
            to: short(place(self.from + self.rows.len())),
            strength: short(f64::from((self.levels / STRONGEST).clamp(0.0, 1.0))),
        }
    }
}

struct Grey {
    width: usize,
    height: usize,
    data: Vec<u8>,
}

impl Grey {
    fn new(page: &Pixels) -> Self {
        let page = page.bytes();
        let data = match page.layout {
            Layout::Rgb => page
                .data
                .chunks_exact(3)
                .map(|p| ((u32::from(p[0]) + 2 * u32::from(p[1]) + u32::from(p[2])) / 4) as u8)
                .collect(),
            _ => page.data.clone(),
        };
        Self {
            width: page.width as usize,
            height: page.height as usize,
            data,
        }
    }

    /// Rows become columns.
    fn turned(&self) -> Self {
        let mut data = vec![0; self.data.len()];
        const SQUARE: usize = 32;
        for by in (0..self.height).step_by(SQUARE) {
            for bx in (0..self.width).step_by(SQUARE) {
                for y in by..(by + SQUARE).min(self.height) {
                    for x in bx..(bx + SQUARE).min(self.width) {
                        data[x * self.height + y] = self.data[y * self.width + x];
                    }
                }
            }
        }
        Self {
            width: self.height,
            height: self.width,
            data,
        }
    }

    /// Levels by which rows of strips are darker than what is above and below, in most of their
    /// pixels: `strips` values a row.
    fn darker(&self, strips: usize) -> Vec<f32> {
        let (w, h) = (self.width, self.height);
        let mut out = vec![0.0; strips * h];
        let reach = BESIDE[1];
        let mut apart = vec![0_i16; w];
        for y in reach..h.saturating_sub(reach) {
            let row = |y: usize| &self.data[y * w..(y + 1) * w];
            let (here, near, far) = (
                row(y),
                (row(y - BESIDE[0]), row(y + BESIDE[0])),
                (row(y - BESIDE[1]), row(y + BESIDE[1])),
            );
            for (x, apart) in apart.iter_mut().enumerate() {
                let beside = near.0[x].min(near.1[x]).max(far.0[x].min(far.1[x]));
                *apart = i16::from(beside) - i16::from(here[x]);
            }
            for (strip, out) in out[y * strips..(y + 1) * strips].iter_mut().enumerate() {
                let pixels = &mut apart[strip * STRIP..((strip + 1) * STRIP).min(w)];
                let nth = (pixels.len() as f32 * GAPS) as usize;
                // Most rows have no line, which is quickly counted.
                let dark = pixels.iter().filter(|v| **v > FAINT as i16).count();
                if dark >= pixels.len() - nth {
                    *out = f32::from(*pixels.select_nth_unstable(nth).1);
                }
            }
        }
        out
    }

    /// Lines across, the likeliest first.
    fn lines(&self) -> Vec<Way> {
        let (w, h) = (self.width, self.height);
        let strips = w / STRIP;
        if strips < 4 || h <= 2 * BESIDE[1] {
            return Vec::new();
        }
        let levels = self.darker(strips);
        let mut evidence: Vec<f32> = levels
            .iter()
            .map(|v| ((v - FAINT) / (CLEAR - FAINT)).clamp(0.0, 1.0) - MISSING)
            .collect();
        let shortest = ((strips as f64 * SHORTEST).ceil() as usize).max(3);
        let least = shortest as f32 * (1.0 - MISSING) * 0.7;
        let mut best = vec![0.0_f32; strips * h];
        score(&evidence, &mut best, strips, 0..h);
        let mut found = Vec::new();
        while found.len() < MOST {
            let last = best
                .iter()
                .enumerate()
                .max_by(|a, b| a.1.total_cmp(b.1))
                .filter(|(_, score)| **score >= least);
            let Some((at, _)) = last else { break };
            let way = trace(&evidence, &best, &levels, strips, h, at);
            let (mut low, mut high) = (h, 0);
            for (strip, &row) in (way.from..).zip(&way.rows) {
                for y in row.saturating_sub(THICK)..(row + THICK + 1).min(h) {
                    evidence[y * strips + strip] = -MISSING;
                }
                (low, high) = (low.min(row), high.max(row));
            }
            // Only ways that touched it come out otherwise now.
            let reach = THICK + STEP * strips;
            let near = low.saturating_sub(reach)..(high + reach + 1).min(h);
            score(&evidence, &mut best, strips, near);
            if way.rows.len() >= shortest {
                found.push(way);
            }
        }
        found
    }

    /// Paints over a line with what is beside it.
    fn clear(&mut self, way: &Way) {
        let (w, h) = (self.width, self.height);
        for (strip, &row) in (way.from..).zip(&way.rows) {
            for x in strip * STRIP..((strip + 1) * STRIP).min(w) {
                let (above, below) = (row.saturating_sub(THICK + 1), (row + THICK + 1).min(h - 1));
                let paper = self.data[above * w + x].max(self.data[below * w + x]);
                for y in above + 1..below {
                    let pixel = &mut self.data[y * w + x];
                    *pixel = (*pixel).max(paper);
                }
            }
        }
    }

    /// Share of ink in the fields of a raster, see [`Lines::ink`]: pixels much darker than the paper
    /// of their field and those around.
    fn ink(&self) -> Vec<u8> {
        let (w, h) = (self.width, self.height);
        if w < INK || h < INK {
            return Vec::new();
        }
        let field = |column: usize, row: usize| {
            let rows = h * row / INK..h * (row + 1) / INK;
            let columns = w * column / INK..w * (column + 1) / INK;
            rows.flat_map(move |y| columns.clone().map(move |x| self.data[y * w + x]))
        };
        let brightest: Vec<u8> = (0..INK * INK)
            .map(|i| field(i % INK, i / INK).max().unwrap_or(255))
            .collect();
        (0..INK * INK)
            .map(|i| {
                let (column, row) = (i % INK, i / INK);
                let mut paper = 0_u32;
                let mut fields = 0;
                for row in row.saturating_sub(2)..(row + 3).min(INK) {
                    for column in column.saturating_sub(2)..(column + 3).min(INK) {
                        paper += u32::from(brightest[row * INK + column]);
                        fields += 1;
                    }
                }
                let dark = (paper / fields * 3 / 4) as u8;
                let (mut ink, mut all) = (0_u32, 0_u32);
                for value in field(column, row) {
                    ink += u32::from(value < dark);
                    all += 1;
                }
                (ink * 255 / all.max(1)) as u8
            })
            .collect()
    }
}

/// For each strip and row the best sum of a way that ends there; a way begins where that is best.
fn score(evidence: &[f32], best: &mut [f32], strips: usize, rows: std::ops::Range<usize>) {
    for strip in 0..strips {
        for y in rows.clone() {
            let before = before(best, strips, strip, y, best.len() / strips).map_or(0.0, |b| b.1);
            best[y * strips + strip] = evidence[y * strips + strip] + before;
        }
    }
}

/// The best way to come from the strip before: its row, and the sum it brings.
fn before(best: &[f32], strips: usize, strip: usize, y: usize, h: usize) -> Option<(usize, f32)> {
    let strip = strip.checked_sub(1)?;
    let mut found = None;
    let mut most = 0.0;
    for row in y.saturating_sub(STEP)..(y + STEP + 1).min(h) {
        let sum = best[row * strips + strip] - STEP_COST * row.abs_diff(y) as f32;
        if sum > most {
            most = sum;
            found = Some((row, sum));
        }
    }
    found
}

/// The way back from where a line ends.
fn trace(
    evidence: &[f32],
    best: &[f32],
    levels: &[f32],
    strips: usize,
    h: usize,
    end: usize,
) -> Way {
    let (mut y, mut strip) = (end / strips, end % strips);
    let mut rows = vec![y];
    let mut sum = levels[end];
    let mut seen = u16::from(evidence[end] > 0.0);
    while let Some((row, _)) = before(best, strips, strip, y, h) {
        (y, strip) = (row, strip - 1);
        rows.push(y);
        let at = y * strips + strip;
        if evidence[at] > 0.0 {
            sum += levels[at];
            seen += 1;
        }
    }
    rows.reverse();
    Way {
        from: strip,
        rows,
        levels: sum / f32::from(seen.max(1)),
    }
}
