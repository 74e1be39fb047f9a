//! Measuring a page that was drawn flat: is it sharp, evenly lit, large enough, and what is on it.

use sohoa_core::shape::Region;
use sohoa_core::survey::{Doubt, Survey};

use crate::error::Result;
use crate::light::below_brightest;
use crate::pixels::{Layout, Pixels};

/// Dots an inch at which sharpness is measured: reading size.
const READING_DPI: f64 = 200.0;
/// Columns and rows of the likeness of a page.
const CELLS: (u32, u32) = (28, 36);
/// Blocks of the page that are judged for light, across and down.
const BLOCKS: (usize, usize) = (24, 32);
const MM_PER_INCH: f64 = 25.4;

/// Measures a flat page. `source` are the pixels its paper has in the source, `mm` the size of the
/// paper.
pub(crate) fn measure(
    page: &Pixels,
    source: (u32, u32),
    mm: (f64, f64),
    doubts: Vec<Doubt>,
) -> Result<Survey> {
    let per_inch = |pixels: u32, mm: f64| f64::from(pixels) / mm * MM_PER_INCH;
    let dpi = per_inch(source.0, mm.0).min(per_inch(source.1, mm.1));
    let here = per_inch(page.width, mm.0);
    let scale = READING_DPI / here;
    let reading = if scale < 0.95 {
        let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
        page.resized(Region::FULL, side(page.width), side(page.height))?
    } else {
        page.bytes().into_owned()
    };
    let grey = Grey::new(&reading);
    let light = grey.light();
    Ok(Survey {
        sharpness: round(grey.sharpness() * (here / READING_DPI).min(1.0), 10.0),
        glare: round(light.glare, 10_000.0),
        shade: round(light.shade, 1000.0),
        dpi: dpi.round(),
        ink: round(grey.ink(&light), 10_000.0),
        doubts,
        likeness: grey.likeness(&light)?,
    })
}

fn round(value: f64, parts: f64) -> f64 {
    (value * parts).round() / parts
}

struct Grey {
    width: usize,
    height: usize,
    data: Vec<u8>,
    /// The darkest of the three channels: where light is mirrored even that is white.
    least: Vec<u8>,
}

struct Light {
    glare: f64,
    shade: f64,
    /// Brightness of the paper in each block, row by row.
    paper: Vec<u8>,
}

impl Grey {
    fn new(page: &Pixels) -> Self {
        let (width, height) = (page.width as usize, page.height as usize);
        let (data, least) = if page.layout == Layout::Rgb {
            page.data
                .chunks_exact(3)
                .map(|p| {
                    let sum = u32::from(p[0]) + 2 * u32::from(p[1]) + u32::from(p[2]);
                    ((sum / 4) as u8, p[0].min(p[1]).min(p[2]))
                })
                .unzip()
        } else {
            (page.data.clone(), page.data.clone())
        };
        Self {
            width,
            height,
            data,
            least,
        }
    }

    /// 0–100; 0 when there are too few strokes to tell.
    fn sharpness(&self) -> f64 {
        const REACH: usize = 4;
        const LEAST: u8 = 40;
        let mut widths: Vec<f32> = Vec::new();
        let w = self.width;
        for y in (REACH..self.height.saturating_sub(REACH)).step_by(3) {
            let row = &self.data[y * w..(y + 1) * w];
            let mut x = REACH;
            while x + REACH < w {
                let here = row[x];
                // The foot of a stroke's left or right edge: darker to one side, lighter to the other.
                let (left, right) = (row[x - 1], row[x + 1]);
                let steep = left.abs_diff(right);
                if steep >= 10 && here != left.max(right) {
                    let near = &row[x - REACH..=x + REACH];
                    let (mut low, mut high) = (255, 0);
                    for v in near {
                        low = low.min(*v);
                        high = high.max(*v);
                    }
                    let peak = (x - 2..=x + 2).all(|o| row[o - 1].abs_diff(row[o + 1]) <= steep);
                    if high - low >= LEAST && peak {
                        // Two pixels of slope out of the whole step.
                        widths.push(2.0 * f32::from(high - low) / f32::from(steep));
                        x += 2;
                    }
                }
                x += 1;
            }
        }
        if widths.len() < 200 {
            return 0.0;
        }
        // The sharper edges: many strokes are soft by their own nature, no edge is sharper than the
        // picture.
        let quarter = widths.len() / 4;
        let (_, width, _) = widths.select_nth_unstable_by(quarter, f32::total_cmp);
        // A step of two pixels is as sharp as pixels get.
        (100.0 * 2.0 / f64::from(*width)).clamp(1.0, 100.0)
    }

    fn light(&self) -> Light {
        let (bw, bh) = BLOCKS;
        let mut paper = Vec::with_capacity(bw * bh);
        let mut burnt = Vec::with_capacity(bw * bh);
        for j in 0..bh {
            for i in 0..bw {
                let (x0, x1) = (self.width * i / bw, (self.width * (i + 1) / bw).max(1));
                let (y0, y1) = (self.height * j / bh, (self.height * (j + 1) / bh).max(1));
                let mut counts = [0_u32; 256];
                let (mut white, mut all) = (0_u32, 0_u32);
                for y in (y0..y1).step_by(2) {
                    for x in (x0..x1).step_by(2) {
                        let at = y * self.width + x;
                        counts[usize::from(self.data[at])] += 1;
                        white += u32::from(self.least[at] >= 252);
                        all += 1;
                    }
                }
                // Paper is what is brightest in a block, but for its brightest tenth.
                paper.push(below_brightest(&counts, all / 10));
                burnt.push(f64::from(white) / f64::from(all.max(1)));
            }
        }
        let mut sorted = paper.clone();
        sorted.sort_unstable();
        let part = |share: f64| f64::from(sorted[(share * (sorted.len() - 1) as f64) as usize]);
        // A scan's paper may be white all over: only what is whiter than the page itself is glare.
        let glare = if part(0.5) < 244.0 {
            burnt.iter().filter(|b| **b > 0.6).count() as f64 / burnt.len() as f64
        } else {
            0.0
        };
        Light {
            glare,
            shade: part(0.04) / part(0.95).max(1.0),
            paper,
        }
    }

    fn is_ink(&self, light: &Light, x: usize, y: usize) -> bool {
        let (bw, bh) = BLOCKS;
        let block = (y * bh / self.height) * bw + x * bw / self.width;
        let paper = u32::from(light.paper[block]);
        u32::from(self.data[y * self.width + x]) * 100 < paper * 80
    }

    fn ink(&self, light: &Light) -> f64 {
        let (mut ink, mut all) = (0_u32, 0_u32);
        for y in (self.height / 40..self.height * 39 / 40).step_by(3) {
            for x in (self.width / 40..self.width * 39 / 40).step_by(3) {
                ink += u32::from(self.is_ink(light, x, y));
                all += 1;
            }
        }
        f64::from(ink) / f64::from(all.max(1))
    }

    /// Share of ink in each cell, as one hexadecimal digit.
    fn likeness(&self, light: &Light) -> Result<String> {
        let marks = (0..self.height)
            .flat_map(|y| (0..self.width).map(move |x| (x, y)))
            .map(|(x, y)| u8::from(self.is_ink(light, x, y)) * 255)
            .collect();
        let marks = Pixels::new(self.width as u32, self.height as u32, Layout::Grey, marks)?;
        let cells = marks.resized(Region::FULL, CELLS.0, CELLS.1)?;
        Ok(cells
            .data
            .iter()
            .filter_map(|v| char::from_digit((u32::from(*v) / 6).min(15), 16))
            .collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Paper of some brightness with strokes whose edges take `soft` pixels.
    fn page(paper: impl Fn(u32, u32) -> f64, soft: f64) -> Pixels {
        let (w, h) = (827, 1169);
        let data = (0..h)
            .flat_map(|y| (0..w).map(move |x| (x, y)))
            .map(|(x, y)| {
                let to_stroke = (f64::from(x % 24) - 12.0).abs() - 2.0;
                let ink = (0.5 - to_stroke / soft).clamp(0.0, 1.0);
                let line = y % 40 < 14 && x > 60 && x < 760;
                (paper(x, y) * (1.0 - if line { 0.8 * ink } else { 0.0 })).min(255.0) as u8
            })
            .collect();
        Pixels::new(w, h, Layout::Grey, data).unwrap()
    }

    fn survey(page: &Pixels) -> Survey {
        measure(page, (1654, 2339), (210.0, 297.0), vec![]).unwrap()
    }

    #[test]
    fn soft_edges_shade_and_mirrored_light_are_told_apart() {
        let sharp = survey(&page(|_, _| 210.0, 1.0));
        let soft = survey(&page(|_, _| 210.0, 5.0));
        assert!(sharp.sharpness > 1.8 * soft.sharpness, "{sharp:?} {soft:?}");
        assert_eq!((sharp.glare, sharp.shade, sharp.dpi), (0.0, 1.0, 200.0));
        let shaded = survey(&page(|x, _| if x < 250 { 60.0 } else { 210.0 }, 1.0));
        assert!(shaded.shade < 0.35, "{shaded:?}");
        let mirrored = survey(&page(
            |x, y| {
                if (x as i32 - 400).abs() < 90 && (y as i32 - 500).abs() < 90 {
                    2000.0
                } else {
                    200.0
                }
            },
            1.0,
        ));
        assert!(mirrored.glare > 0.01, "{mirrored:?}");
        // Paper that is white all over is a scan.
        assert_eq!(survey(&page(|_, _| 255.0, 1.0)).glare, 0.0);
    }
}
