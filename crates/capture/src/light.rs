//! Making the light on a photographed page even: a shadow and the fall of a lamp's light are taken
//! out by one smooth factor for all three colours, so that hues and the strength of ink stay true.

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
    // Between the middles of blocks the factor is mixed.
    let place = |at: usize, side: usize, blocks: usize| {
        let f =
            ((at as f32 + 0.5) * blocks as f32 / side as f32 - 0.5).clamp(0.0, (blocks - 1) as f32);
        let low = (f as usize).min(blocks - 2);
        (low, f - low as f32)
    };
    let across: Vec<(usize, f32)> = (0..w).map(|x| place(x, w, bw)).collect();
    let mut factors = vec![0_u32; bw];
    for (y, row) in page.data.chunks_exact_mut(w * channels).enumerate() {
        let (low, part) = place(y, h, bh);
        for (x, factor) in factors.iter_mut().enumerate() {
            let mixed = gain[low * bw + x] * (1.0 - part) + gain[(low + 1) * bw + x] * part;
            *factor = (mixed * 4096.0) as u32;
        }
        for (pixel, (low, part)) in row.chunks_exact_mut(channels).zip(&across) {
            let (a, b) = (factors[*low] as f32, factors[low + 1] as f32);
            let factor = (a + (b - a) * part) as u32;
            for v in pixel {
                *v = ((u32::from(*v) * factor + 2048) >> 12).min(255) as u8;
            }
        }
    }
}

/// Brightness of the paper in each block: its brightest tenth, dark spots like stamps and portraits
/// closed from around, then smoothed.
fn paper(page: &Pixels, channels: usize) -> Vec<f32> {
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
            levels[j * bw + i] = f32::from(below_brightest(&counts, all / 5));
        }
    }
    let light = around(&levels, f32::MIN, f32::max);
    let closed = around(&light, f32::MAX, f32::min);
    let mut out = closed;
    for _ in 0..2 {
        let sums = around(&out, 0.0, |a, b| a + b);
        let counts = around(&vec![1.0; bw * bh], 0.0, |a, b| a + b);
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
