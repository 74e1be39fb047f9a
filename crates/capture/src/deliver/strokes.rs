//! Pen strokes: how dark they stand on their paper, and what an encoding leaves of that.

use crate::error::Result;
use crate::jpeg;
use crate::limits::Limits;
use crate::pixels::{Layout, Pixels};

/// Side of the cells in which the darkest place is looked for, and of those whose paper is measured, pixels.
const CELL: usize = 12;
const PAPER: usize = 32;
/// Contrast against its paper from which a place is a stroke.
const STROKE: f32 = 0.14;
/// Strokes needed to tell anything.
const FEW: usize = 60;

/// Places of a page where pen or print is, and how dark it stands there.
pub(super) struct Strokes {
    size: (usize, usize),
    places: Vec<(f32, f32)>,
    contrast: f64,
}

/// Brightness without the grain of single pixels.
struct Grey {
    width: usize,
    height: usize,
    data: Vec<f32>,
}

impl Grey {
    fn new(page: &Pixels) -> Self {
        let page = page.bytes();
        let (width, height) = (page.width as usize, page.height as usize);
        let data: Vec<f32> = match page.layout {
            Layout::Rgb => page
                .data
                .chunks_exact(3)
                .map(|p| (f32::from(p[0]) + 2.0 * f32::from(p[1]) + f32::from(p[2])) / 4.0)
                .collect(),
            _ => page.data.iter().map(|v| f32::from(*v)).collect(),
        };
        let mut across = data.clone();
        for (to, from) in across.chunks_exact_mut(width).zip(data.chunks_exact(width)) {
            for (to, near) in to[1..].iter_mut().zip(from.windows(3)) {
                *to = (near[0] + 2.0 * near[1] + near[2]) / 4.0;
            }
        }
        let mut data = across.clone();
        for y in 1..height.saturating_sub(1) {
            let (above, below) = (&across[(y - 1) * width..], &across[(y + 1) * width..]);
            let row = &mut data[y * width..(y + 1) * width];
            for (to, (above, below)) in row.iter_mut().zip(above.iter().zip(below)) {
                *to = (above + 2.0 * *to + below) / 4.0;
            }
        }
        Self {
            width,
            height,
            data,
        }
    }

    /// Brightness of the paper in cells of [`PAPER`] pixels: brighter than four fifths of each.
    fn paper(&self) -> (usize, Vec<f32>) {
        let across = self.width.div_ceil(PAPER);
        let down = self.height.div_ceil(PAPER);
        let cells = (0..across * down)
            .map(|cell| {
                let (x0, y0) = (cell % across * PAPER, cell / across * PAPER);
                let mut values: Vec<f32> = (y0..(y0 + PAPER).min(self.height))
                    .step_by(2)
                    .flat_map(|y| {
                        let row = y * self.width;
                        &self.data[row + x0..row + (x0 + PAPER).min(self.width)]
                    })
                    .step_by(2)
                    .copied()
                    .collect();
                let at = values.len() * 4 / 5;
                let (_, paper, _) = values.select_nth_unstable_by(at, f32::total_cmp);
                *paper
            })
            .collect();
        (across, cells)
    }

    /// Contrast of the darkest of the places around one.
    fn contrast(&self, (across, paper): &(usize, Vec<f32>), x: usize, y: usize) -> f32 {
        let mut dark = f32::INFINITY;
        for y in y.saturating_sub(2)..(y + 3).min(self.height) {
            for value in &self.data[y * self.width..][x.saturating_sub(2)..(x + 3).min(self.width)]
            {
                dark = dark.min(*value);
            }
        }
        let paper = paper[y / PAPER * across + x / PAPER].max(1.0);
        (1.0 - dark / paper).max(0.0)
    }
}

impl Strokes {
    /// The strokes of a page at reading size.
    pub fn of(page: &Pixels) -> Self {
        let grey = Grey::new(page);
        let paper = grey.paper();
        let mut places = Vec::new();
        let mut sum = 0.0;
        for y0 in (0..grey.height.saturating_sub(CELL)).step_by(CELL) {
            for x0 in (0..grey.width.saturating_sub(CELL)).step_by(CELL) {
                let inside = (y0..y0 + CELL).flat_map(|y| (x0..x0 + CELL).map(move |x| (x, y)));
                let value = |(x, y): &(usize, usize)| grey.data[y * grey.width + x];
                let Some((x, y)) = inside.min_by(|a, b| value(a).total_cmp(&value(b))) else {
                    continue;
                };
                let contrast = grey.contrast(&paper, x, y);
                if contrast >= STROKE {
                    places.push((x as f32, y as f32));
                    sum += f64::from(contrast);
                }
            }
        }
        Self {
            size: (grey.width, grey.height),
            contrast: sum,
            places,
        }
    }

    /// What an encoded picture of the same page, of this size or smaller, leaves of their contrast.
    ///
    /// # Errors
    /// What decoding it says.
    pub fn left(&self, encoded: &[u8]) -> Result<Option<f64>> {
        if self.places.len() < FEW {
            return Ok(None);
        }
        let limits = Limits::default();
        let scan = jpeg::markers::scan(encoded, &limits)?;
        let grey = Grey::new(&jpeg::decode(encoded, &scan, (0, 0), &limits)?);
        let paper = grey.paper();
        let scale = (
            grey.width as f32 / self.size.0 as f32,
            grey.height as f32 / self.size.1 as f32,
        );
        let sum: f64 = self
            .places
            .iter()
            .map(|(x, y)| {
                let at = |v: f32, scale: f32, side: usize| {
                    (((v + 0.5) * scale) as usize).min(side.saturating_sub(1))
                };
                let (x, y) = (at(*x, scale.0, grey.width), at(*y, scale.1, grey.height));
                f64::from(grey.contrast(&paper, x, y))
            })
            .sum();
        Ok(Some(sum / self.contrast))
    }
}
