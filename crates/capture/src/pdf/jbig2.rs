//! What the segments of a JBIG2 picture claim of their sizes, without decoding any.
//!
//! The page may say 60 x 60 and hold a region of 60,000 x 60,000, or a halftone grid of as many
//! cells: the decoder takes memory for each before it looks at the page.

use crate::error::{CaptureError, Result};
use crate::limits::Limits;

/// Refuses segments larger than a picture may be. What cannot be followed is left to the
/// decoder, which cannot follow it either.
pub(super) fn check(data: &[u8], limits: &Limits) -> Result<()> {
    let mut rest = data;
    while let Some(segment) = next(&mut rest) {
        let segment = segment?;
        let side = |at: usize| number(segment.data, at, 4);
        let claims = |width: Option<u32>, height: Option<u32>, times: u64| match (width, height) {
            (Some(w @ 1..), Some(h @ 1..)) => {
                limits.check_size(u64::from(w) * times, u64::from(h) * times)
            }
            _ => Ok(()),
        };
        match segment.kind {
            // The page; a height of all ones is not known yet, and what stripes it has follow.
            48 => claims(side(0), side(4).filter(|h| *h != u32::MAX).or(Some(1)), 1)?,
            50 => claims(Some(1), side(0), 1)?,
            // Text, generic and refinement regions.
            4 | 6 | 7 | 36 | 38..=40 | 42 | 43 => claims(side(0), side(4), 1)?,
            // Halftone regions: a cell stands for 4 x 4 pixels at the least.
            20 | 22 | 23 => {
                claims(side(0), side(4), 1)?;
                claims(side(18), side(22), 4)?;
            }
            // Pattern dictionaries: so many of so wide, side by side in one picture.
            16 => {
                let (width, height) = (number(segment.data, 1, 1), number(segment.data, 2, 1));
                if let (Some(width), Some(height), Some(last)) = (width, height, side(3)) {
                    let pixels = u64::from(width) * u64::from(height) * (u64::from(last) + 1);
                    if pixels > limits.max_pixels {
                        return Err(CaptureError::damaged("jbig2 patterns"));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

struct Segment<'a> {
    kind: u8,
    data: &'a [u8],
}

/// Takes the next segment off: its header (T.88, 7.2) and its data.
fn next<'a>(rest: &mut &'a [u8]) -> Option<Result<Segment<'a>>> {
    let segment_number = number(rest, 0, 4)?;
    let flags = *rest.get(4)?;
    let mut at = 5;
    let short = number(rest, at, 1)? >> 5;
    let referred = if short < 7 {
        at += 1;
        short as usize
    } else {
        let count = (number(rest, at, 4)? & 0x1FFF_FFFF) as usize;
        at += 4 + (count + 1).div_ceil(8);
        count
    };
    let each = match segment_number {
        0..=256 => 1,
        257..=65_536 => 2,
        _ => 4,
    };
    at += referred * each + if flags & 0x40 == 0 { 1 } else { 4 };
    let length = number(rest, at, 4)?;
    let from = rest.get(at + 4..)?;
    if length == u32::MAX {
        // Its end would have to be searched for to see what stands behind it. Only encoders that
        // cannot look back write this, and none that make a PDF.
        return Some(Err(CaptureError::FormatUnsupported {
            what: "jbig2_open_length",
        }));
    }
    let (data, after) = from.split_at((length as usize).min(from.len()));
    *rest = after;
    Some(Ok(Segment {
        kind: flags & 0x3F,
        data,
    }))
}

fn number(bytes: &[u8], at: usize, size: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(size)?)?;
    Some(part.iter().fold(0, |n, b| n << 8 | u32::from(*b)))
}
