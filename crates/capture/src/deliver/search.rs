//! Finding how small a page may be made.

use super::strokes::Strokes;
use super::{Choice, DeliverSpec, DeliveredImage, Encoding, Part};
use crate::error::Result;
use crate::jpeg;
use crate::pixels::{Layout, Pixels};

/// Steps by which quality is raised for strokes that fade, and how often.
const RAISE: u8 = 10;
const MOST_RAISED: usize = 3;
const FIRST_QUALITY: u8 = 60;
const BEST_QUALITY: u8 = 88;

/// Finds the quality by measuring, at most three encodings; when even the lowest quality is
/// too large, gives up resolution down to the floor instead.
pub(super) fn smallest(
    size: (u32, u32),
    fitted: &dyn Fn((u32, u32)) -> Result<Pixels>,
    smaller: &dyn Fn(f64) -> (u32, u32),
    spec: &DeliverSpec,
    part: &Part,
) -> Result<DeliveredImage> {
    let floor = spec.floor.min_jpeg_quality.clamp(1, BEST_QUALITY);
    let target = part.target as f64;
    let mut pixels = fitted(size)?;
    let grey = pixels.layout != Layout::Rgb;
    let mut quality = FIRST_QUALITY.max(floor);
    let mut data = jpeg::encode(&pixels, quality, true)?;
    // Bytes fall with the quantiser's step to a power near 0.65, steeper for clean pages; the
    // second measurement replaces the guess.
    let mut power = 0.65;
    let mut best: Option<(Vec<u8>, u8)> = None;
    // The page at its full reading size, once it has been made smaller.
    let mut reference: Option<Pixels> = None;
    for _ in 0..2 {
        let bytes = data.len() as f64;
        let ratio = bytes / target;
        if (0.85..=1.0).contains(&ratio)
            || (ratio < 1.0 && quality >= BEST_QUALITY)
            || (ratio > 1.0 && quality <= floor && smaller(0.0) == pixels.size())
        {
            break;
        }
        let aim = quality_for(step(quality) * (ratio / 0.94).powf(1.0 / power));
        let next = aim.clamp(floor, BEST_QUALITY);
        if ratio <= 1.0 {
            best = Some((data.clone(), quality));
        }
        if aim < floor {
            let at_floor = bytes * (step(quality) / step(floor)).powf(power);
            let size = smaller((target * 0.94 / at_floor).min(1.0).powf(0.6));
            if size != pixels.size() {
                let larger = std::mem::replace(&mut pixels, fitted(size)?);
                reference.get_or_insert(larger);
            } else if quality == floor {
                break;
            }
        } else if next == quality {
            break;
        }
        let (old_quality, old_bytes, old_size) = (quality, bytes, pixels.size());
        quality = next;
        data = jpeg::encode(&pixels, quality, true)?;
        if old_quality != quality && old_size == pixels.size() {
            let measured =
                (old_bytes / data.len() as f64).ln() / (step(quality) / step(old_quality)).ln();
            power = measured.clamp(0.3, 1.5);
        }
    }
    // A guess that went over does not replace one that was under.
    if data.len() > part.target
        && quality > floor
        && let Some(under) = best
    {
        (data, quality) = under;
    }
    // Strokes win over the target: where they fade, quality goes up again.
    let strokes = Strokes::of(&reference.unwrap_or_else(|| pixels.clone()));
    let mut left = strokes.left(&data)?;
    for _ in 0..MOST_RAISED {
        if quality >= BEST_QUALITY || left.is_none_or(|left| left >= spec.floor.min_strokes) {
            break;
        }
        quality = (quality + RAISE).min(BEST_QUALITY);
        data = jpeg::encode(&pixels, quality, true)?;
        left = strokes.left(&data)?;
    }
    let choice = Choice::Encoded {
        quality,
        strokes: left,
    };
    let size = pixels.size();
    Ok(part.image(data, Encoding::Jpeg { grey }, size, choice))
}

/// libjpeg's scaling of the quantiser for a quality.
fn step(quality: u8) -> f64 {
    let q = f64::from(quality.clamp(1, 99));
    if q < 50.0 {
        5000.0 / q
    } else {
        200.0 - 2.0 * q
    }
}

fn quality_for(step: f64) -> u8 {
    let q = if step > 100.0 {
        5000.0 / step
    } else {
        (200.0 - step) / 2.0
    };
    // Down, so that a prediction errs to the small side.
    q.floor().clamp(1.0, 99.0) as u8
}
