//! Where the two pages of an open book meet.

use super::image::Image;

/// The gutter of a page that was drawn flat: where it stands in fractions of the width, at the upper
/// and at the lower edge, and how clearly it is seen (levels of darkness).
pub(super) struct Gutter {
    pub top: f64,
    pub bottom: f64,
    pub clear: f64,
}

/// Half the width of a printed rule, pixels.
const RULE: usize = 3;

/// Looks between 36 and 64 % of the width, leaning by up to 2 %.
pub(super) fn find(page: &Image) -> Option<Gutter> {
    let (w, h) = (page.width, page.height);
    // Printed rules are as dark as a gutter, but thinner.
    let grey = page.without_ink(RULE).grey();
    const ROWS: usize = 60;
    let rows: Vec<usize> = (0..ROWS).map(|i| h * (2 * i + 1) / (2 * ROWS)).collect();
    let width = w as f64;
    let from = (0.36 * width) as usize;
    let to = (0.64 * width) as usize;
    let lean_most = (0.02 * width).round() as isize;
    // Brightness of the columns of the page sheared by a lean, the middle one of all rows: writing
    // crosses few of them.
    let mut best: Option<Gutter> = None;
    for lean in (-lean_most..=lean_most).step_by(2) {
        let column = |x: usize| -> f64 {
            let mut values = [0_u8; ROWS];
            for (i, (value, y)) in values.iter_mut().zip(&rows).enumerate() {
                let shift = lean as f64 * (i as f64 / (ROWS - 1) as f64 - 0.5);
                let at = (x as f64 + shift).round().clamp(0.0, width - 1.0) as usize;
                *value = grey[y * w + at];
            }
            values.sort_unstable();
            f64::from(
                values[ROWS / 2 - 2..ROWS / 2 + 2]
                    .iter()
                    .map(|v| u32::from(*v))
                    .sum::<u32>(),
            ) / 4.0
        };
        let margin = (0.05 * width) as usize + 1;
        let columns: Vec<f64> = (from - margin..to + margin).map(column).collect();
        let mean = |a: usize, b: usize| columns[a..b].iter().sum::<f64>() / (b - a) as f64;
        for x in from..to {
            let i = x - (from - margin);
            let part = |f: f64| ((f * width).round() as usize).max(1);
            let here = mean(i.saturating_sub(1), i + 2);
            let near = (
                mean(i - part(0.014), i - part(0.006)),
                mean(i + part(0.006), i + part(0.014)),
            );
            let far = (
                mean(i - margin, i - part(0.03)),
                mean(i + part(0.03), i + margin),
            );
            // A line of shade between two pages: darker than both sides close by, and darker than both
            // further out.
            let line = near.0.min(near.1) - here;
            let valley = far.0.min(far.1) - (near.0 + near.1 + here) / 3.0;
            let clear = line.max(0.0) + 0.6 * valley;
            if best.as_ref().is_none_or(|b| clear > b.clear) {
                let side = |s: f64| (x as f64 + 0.5 + s * lean as f64 / 2.0) / width;
                best = Some(Gutter {
                    top: side(-1.0),
                    bottom: side(1.0),
                    clear,
                });
            }
        }
    }
    best
}
