//! Making the light on a photographed page even: a shadow and the fall of a lamp's light are taken
//! out by one smooth factor for all three colours, so that hues and the strength of ink stay true.

use crate::error::Result;
use crate::jpeg;
use crate::limits::Limits;
use crate::pixels::{Layout, Pixels};

/// Blocks across and down whose paper is looked at.
const BLOCKS: (usize, usize) = (24, 32);
/// Nothing is brightened more than this: what is darker is no shadow on paper.
const MOST: f32 = 2.4;
/// Paper is not brightened beyond this level, so that nothing turns into plain white.
const BRIGHTEST: f32 = 240.0;

/// Makes the light even, in place.
pub(crate) fn even(page: &mut Pixels) {
    let channels = match page.layout {
        Layout::Rgb => 3,
        Layout::Grey => 1,
        Layout::Bits => return,
    };
    let (w, h) = (page.width as usize, page.height as usize);
    let (bw, bh) = BLOCKS;
    if w < bw * 4 || h < bh * 4 {
        return;
    }
    let paper = paper(page, channels);
    let mut sorted = paper.clone();
    sorted.sort_by(f32::total_cmp);
    let bright = sorted[sorted.len() * 9 / 10].min(BRIGHTEST);
    let gain: Vec<f32> = paper
        .iter()
        .map(|p| (bright / p.max(1.0)).clamp(1.0, MOST))
        .collect();
    if gain.iter().all(|g| *g < 1.02) {
        return;
    }
    let mesh = Mesh::new(w, h);
    let mut factors = vec![0.0; w];
    for (y, row) in page.data.chunks_exact_mut(w * channels).enumerate() {
        mesh.row(&gain, y, &mut factors);
        for (pixel, factor) in row.chunks_exact_mut(channels).zip(&factors) {
            let factor = (factor * 4096.0) as u32;
            for v in pixel {
                *v = ((u32::from(*v) * factor + 2048) >> 12).min(255) as u8;
            }
        }
    }
}

/// Where the pixels of a page stand among the middles of its blocks.
struct Mesh {
    across: Vec<(usize, f32)>,
    height: usize,
}

impl Mesh {
    fn new(width: usize, height: usize) -> Self {
        let across = (0..width).map(|x| Self::place(x, width, BLOCKS.0));
        Self {
            across: across.collect(),
            height,
        }
    }

    fn place(at: usize, side: usize, blocks: usize) -> (usize, f32) {
        let f =
            ((at as f32 + 0.5) * blocks as f32 / side as f32 - 0.5).clamp(0.0, (blocks - 1) as f32);
        let low = (f as usize).min(blocks - 2);
        (low, f - low as f32)
    }

    /// Values of blocks mixed for each pixel of a row.
    fn row(&self, blocks: &[f32], y: usize, out: &mut [f32]) {
        let bw = BLOCKS.0;
        let (low, part) = Self::place(y, self.height, BLOCKS.1);
        let mut here = [0.0; BLOCKS.0];
        for (x, value) in here.iter_mut().enumerate() {
            *value = blocks[low * bw + x] * (1.0 - part) + blocks[(low + 1) * bw + x] * part;
        }
        for (out, (low, part)) in out.iter_mut().zip(&self.across) {
            *out = here[*low] + (here[low + 1] - here[*low]) * part;
        }
    }
}

/// Ink fainter than this against its paper is not made darker: it is the paper's own grain.
const GRAIN: f32 = 24.0;
/// What paper and the darkest ink of a block become.
const AS_PAPER: f32 = 250.0;
const AS_INK: f32 = 35.0;

/// A page for the eye alone, grey: paper is equally bright all over, and faded ink as dark as fresh one.
///
/// # Errors
/// What decoding and encoding say.
pub fn without_fading(jpeg: &[u8]) -> Result<Vec<u8>> {
    let limits = Limits::default();
    let scan = jpeg::markers::scan(jpeg, &limits)?;
    let page = jpeg::decode(jpeg, &scan, (0, 0), &limits)?;
    let (w, h) = (page.width as usize, page.height as usize);
    let channels = if page.layout == Layout::Rgb { 3 } else { 1 };
    let grey: Vec<u8> = page
        .data
        .chunks_exact(channels)
        .map(|p| (p.iter().map(|v| u32::from(*v)).sum::<u32>() / channels as u32) as u8)
        .collect();
    let mut grey = Pixels::new(page.width, page.height, Layout::Grey, grey)?;
    if w >= BLOCKS.0 * 4 && h >= BLOCKS.1 * 4 {
        let light = paper(&grey, 1);
        let dark = levels(&grey, 1, |counts, all| {
            below_brightest(counts, all * 49 / 50)
        });
        let depth: Vec<f32> = light.iter().zip(&dark).map(|(l, d)| l - d).collect();
        let depth = smoothed(around(&depth, f32::MIN, f32::max));
        let mesh = Mesh::new(w, h);
        let (mut bright, mut deep) = (vec![0.0; w], vec![0.0; w]);
        for (y, row) in grey.data.chunks_exact_mut(w).enumerate() {
            mesh.row(&light, y, &mut bright);
            mesh.row(&depth, y, &mut deep);
            for (v, (bright, deep)) in row.iter_mut().zip(bright.iter().zip(&deep)) {
                let ink = (bright - f32::from(*v)) / deep.max(GRAIN);
                *v = (AS_PAPER - ink * (AS_PAPER - AS_INK)).clamp(0.0, 255.0) as u8;
            }
        }
    }
    jpeg::encode(&grey, 82, false)
}

/// Brightness of the paper in each block: its brightest fifth, dark spots like stamps and portraits
/// closed from around, then smoothed.
fn paper(page: &Pixels, channels: usize) -> Vec<f32> {
    let levels = levels(page, channels, |counts, all| {
        below_brightest(counts, all / 5)
    });
    let light = around(&levels, f32::MIN, f32::max);
    smoothed(around(&light, f32::MAX, f32::min))
}

/// A level of each block by how often it and others occur there.
fn levels(page: &Pixels, channels: usize, pick: impl Fn(&[u32; 256], u32) -> u8) -> Vec<f32> {
    let (w, h) = (page.width as usize, page.height as usize);
    let (bw, bh) = BLOCKS;
    let mut levels = vec![0.0_f32; bw * bh];
    for j in 0..bh {
        for i in 0..bw {
            let mut counts = [0_u32; 256];
            let mut all = 0;
            for y in (h * j / bh..h * (j + 1) / bh).step_by(2) {
                for x in (w * i / bw..w * (i + 1) / bw).step_by(2) {
                    let at = (y * w + x) * channels;
                    // Green is most of brightness, and the calmest channel of a phone.
                    counts[usize::from(page.data[at + channels / 2])] += 1;
                    all += 1;
                }
            }
            levels[j * bw + i] = f32::from(pick(&counts, all));
        }
    }
    levels
}

/// Blocks mixed with their neighbours, twice.
fn smoothed(blocks: Vec<f32>) -> Vec<f32> {
    let counts = around(&vec![1.0; blocks.len()], 0.0, |a, b| a + b);
    let mut out = blocks;
    for _ in 0..2 {
        let sums = around(&out, 0.0, |a, b| a + b);
        out = sums.iter().zip(&counts).map(|(s, c)| s / c).collect();
    }
    out
}

/// The brightest level once the `brightest` brightest are left out.
pub(crate) fn below_brightest(counts: &[u32; 256], mut brightest: u32) -> u8 {
    for (level, count) in counts.iter().enumerate().rev() {
        if *count > brightest {
            return level as u8;
        }
        brightest -= count;
    }
    0
}

/// Each block joined with its neighbours.
fn around(blocks: &[f32], start: f32, join: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    let (bw, bh) = BLOCKS;
    let mut out = Vec::with_capacity(blocks.len());
    for j in 0..bh {
        for i in 0..bw {
            let mut value = start;
            for y in j.saturating_sub(1)..(j + 2).min(bh) {
                for x in i.saturating_sub(1)..(i + 2).min(bw) {
                    value = join(value, blocks[y * bw + x]);
                }
            }
            out.push(value);
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn faded_ink_becomes_dark_and_paper_stays_calm() {
        let (w, h) = (720_u32, 960_u32);
        let ink = |x: u32, y: u32| x % 24 < 3 && y % 40 < 18 && y < h / 2;
        let data = (0..h)
            .flat_map(|y| (0..w).map(move |x| (x, y)))
            .map(|(x, y)| {
                let paper =
                    150.0 + 80.0 * f64::from(x) / f64::from(w) + f64::from((x * 7 + y * 13) % 5);
                (if ink(x, y) { paper * 0.85 } else { paper }) as u8
            })
            .collect();
        let page = Pixels::new(w, h, Layout::Grey, data).unwrap();
        let jpeg = jpeg::encode(&page, 95, false).unwrap();
        let limits = Limits::default();
        let clear = without_fading(&jpeg).unwrap();
        let scan = jpeg::markers::scan(&clear, &limits).unwrap();
        let clear = jpeg::decode(&clear, &scan, (0, 0), &limits).unwrap();
        let at = |x: u32, y: u32| i32::from(clear.data[(y * w + x) as usize]);
        for (stroke, paper) in [((25, 205), (36, 205)), ((673, 205), (684, 205))] {
            let (stroke, paper) = (at(stroke.0, stroke.1), at(paper.0, paper.1));
            assert!(stroke < 110 && paper > 210, "{stroke} {paper}");
        }
        assert!(
            at(360, 800) > 205,
            "empty paper is not stirred up: {}",
            at(360, 800)
        );
    }

    #[test]
    fn a_shadow_goes_and_ink_keeps_its_strength_and_hue() {
        let (w, h) = (480_u32, 640_u32);
        let lit = |x: u32| if x < w / 2 { 0.55 } else { 0.95 };
        let ink = |x: u32, y: u32| x % 20 < 3 && y % 30 < 10;
        let data = (0..h)
            .flat_map(|y| (0..w).map(move |x| (x, y)))
            .flat_map(|(x, y)| {
                let colour = if ink(x, y) {
                    [60.0, 70.0, 150.0]
                } else {
                    [240.0, 235.0, 220.0]
                };
                colour.map(|c: f64| (c * lit(x)) as u8)
            })
            .collect();
        let mut page = Pixels::new(w, h, Layout::Rgb, data).unwrap();
        even(&mut page);
        let at = |x: u32, y: u32| {
            let i = ((y * w + x) * 3) as usize;
            [0, 1, 2].map(|c| f64::from(page.data[i + c]))
        };
        let (dark, light) = (at(70, 315), at(410, 315));
        assert!(
            (dark[1] / light[1] - 1.0).abs() < 0.04,
            "{dark:?} {light:?}"
        );
        // Ink and paper of the shadow, in the same proportion as before.
        let (stroke, paper) = (at(61, 302), at(70, 302));
        assert!((stroke[2] / paper[2] - 150.0 / 220.0).abs() < 0.03);
        assert!((stroke[0] / stroke[2] - 60.0 / 150.0).abs() < 0.03);
    }
}
