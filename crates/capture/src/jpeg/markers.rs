//! The marker structure of a JPEG: everything that can be known without decoding.

use std::ops::Range;

use crate::error::{CaptureError, Result};
use crate::limits::Limits;
use crate::orient::Orient;

/// What the markers say.
#[derive(Debug, Clone)]
pub(crate) struct Scan {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// 1 grey, 3 colour, 4 CMYK or YCCK.
    pub(crate) components: u8,
    /// An Adobe segment is there: four-component pictures are then stored inverted.
    pub(crate) adobe: bool,
    /// Huffman-coded 8-bit baseline, extended or progressive: what every PDF reader draws.
    pub(crate) plain: bool,
    pub(crate) lossless: bool,
    pub(crate) orient: Orient,
    /// Dots per inch in stored x and y, when a scanner is likely to have written them.
    pub(crate) dpi: Option<(f32, f32)>,
    /// The parts that make up the picture, without metadata and without what follows it.
    picture: Vec<Range<usize>>,
    /// Bytes between segments that belong to none.
    strays: Vec<Range<usize>>,
    /// Bytes a decoder complains of, and what it takes them for.
    odd: Vec<(usize, u8)>,
}

impl Scan {
    /// The picture bit for bit, without EXIF, XMP, IPTC, comments, previews and trailers:
    /// names, places and device numbers must not travel.
    pub(crate) fn without_metadata(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.picture.iter().map(Range::len).sum());
        for part in &self.picture {
            out.extend_from_slice(bytes.get(part.clone()).unwrap_or_default());
        }
        out
    }

    /// The same picture without what a decoder complains of although it is harmless; `None` when
    /// there is nothing of that.
    pub(crate) fn tidied(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        if self.strays.is_empty() && self.odd.is_empty() {
            return None;
        }
        let mut out = bytes.to_vec();
        for &(at, value) in &self.odd {
            *out.get_mut(at)? = value;
        }
        for stray in self.strays.iter().rev() {
            out.drain(stray.clone());
        }
        Some(out)
    }
}

/// What is said of a picture that is drawn over more often than anybody draws one.
pub(crate) fn too_many_scans() -> CaptureError {
    CaptureError::damaged("too many scans")
}

/// Walks all markers up to the end of the image.
///
/// # Errors
/// `truncated` when the data stops before the end marker; `damaged`, `format_unsupported`,
/// `picture_too_large`.
pub(crate) fn scan(bytes: &[u8], limits: &Limits) -> Result<Scan> {
    if !bytes.starts_with(b"\xFF\xD8") {
        return Err(CaptureError::FormatUnknown);
    }
    let mut frame: Option<(u8, u32, u32, u8)> = None;
    let mut picture: Vec<Range<usize>> = Vec::new();
    let mut keep = |range: Range<usize>| match picture.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => picture.push(range),
    };
    keep(0..2);
    let (mut adobe, mut exif, mut jfif_dpi, mut scans) = (false, None, None, 0_u32);
    let (mut strays, mut odd, mut transforms) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 2;
    loop {
        let start = at;
        // Any number of fill bytes may stand before a marker.
        let (marker, after) = next_marker(bytes, at)?;
        let fill = memchr::memchr(0xFF, &bytes[start..after]).unwrap_or(0);
        if fill > 0 {
            strays.push(start..start + fill);
        }
        at = after;
        match marker {
            0xD9 => {
                keep(start..at);
                break;
            }
            0x01 | 0xD0..=0xD8 => {
                keep(start..at);
                continue;
            }
            _ => {}
        }
        let length = be16(bytes, at)? as usize;
        let end = at + length;
        if length < 2 {
            return Err(CaptureError::damaged("jpeg segment"));
        }
        let body = bytes.get(at + 2..end).ok_or(CaptureError::Truncated)?;
        let mut wanted = true;
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let (height, width) = (be16(body, 1)?, be16(body, 3)?);
                let components = *body.get(5).ok_or(CaptureError::Truncated)?;
                if frame.is_some() {
                    return Err(CaptureError::damaged("two jpeg frames"));
                }
                limits.check_size(width.into(), height.into())?;
                if body.first() != Some(&8) {
                    return Err(CaptureError::FormatUnsupported {
                        what: "jpeg_12_bit",
                    });
                }
                if !matches!(components, 1 | 3 | 4) {
                    return Err(CaptureError::FormatUnsupported {
                        what: "jpeg_components",
                    });
                }
                frame = Some((marker, width, height, components));
            }
            0xDA => {
                scans += 1;
                let (kind, width, height, _) =
                    frame.ok_or_else(|| CaptureError::damaged("scan before frame"))?;
                let work = u64::from(scans) * u64::from(width) * u64::from(height);
                if scans > limits.max_scans || work > limits.max_pixels.saturating_mul(10) {
                    return Err(too_many_scans());
                }
                // A picture that is not progressive has only one range to give.
                if let (0xC0 | 0xC1 | 0xC9, Some(range)) = (kind, end.checked_sub(3)) {
                    let told = [0, 63, 0].into_iter().enumerate();
                    odd.extend(
                        told.map(|(i, value)| (range + i, value))
                            .filter(|&(i, value)| bytes[i] != value),
                    );
                }
            }
            0xE0 => {
                if body.starts_with(b"JFIF\0") {
                    jfif_dpi = jfif_density(body);
                    if body.get(5).is_some_and(|revision| *revision != 1) {
                        odd.push((at + 7, 1));
                    }
                }
                // A longer one carries a preview of the page as it was before cropping.
                wanted = length == 16 && body.starts_with(b"JFIF\0");
            }
            0xE1 => {
                wanted = false;
                if exif.is_none()
                    && let Some(tiff) = body.strip_prefix(b"Exif\0\0")
                {
                    exif = Some(super::exif::read(tiff));
                }
            }
            0xE2 => wanted = body.starts_with(b"ICC_PROFILE\0"),
            0xEE => {
                wanted = body.starts_with(b"Adobe");
                adobe |= wanted;
                if wanted && let Some(&transform) = body.get(11) {
                    transforms.push((at + 13, transform));
                }
            }
            0xE3..=0xED | 0xEF | 0xFE => wanted = false,
            _ => {}
        }
        if wanted {
            keep(start..end);
        }
        at = end;
        if marker == 0xDA {
            let coded = at;
            at = coded_end(bytes, at)?;
            keep(coded..at);
        }
    }
    let (marker, width, height, components) =
        frame.ok_or_else(|| CaptureError::damaged("jpeg without a frame"))?;
    if scans == 0 {
        return Err(CaptureError::damaged("jpeg without a scan"));
    }
    for (at, transform) in transforms {
        match (components, transform) {
            (3, 2..) => odd.push((at, 1)),
            (4, 1 | 3..) => odd.push((at, 2)),
            _ => {}
        }
    }
    let exif = exif.unwrap_or_default();
    Ok(Scan {
        width,
        height,
        components,
        adobe,
        plain: matches!(marker, 0xC0..=0xC2),
        lossless: matches!(marker, 0xC3 | 0xC7 | 0xCB | 0xCF),
        orient: exif.orient,
        dpi: if exif.from_camera {
            None
        } else {
            jfif_dpi.or(exif.dpi)
        },
        picture,
        strays,
        odd,
    })
}

fn next_marker(bytes: &[u8], at: usize) -> Result<(u8, usize)> {
    let rest = bytes.get(at..).unwrap_or_default();
    // Decoders skip stray bytes before a marker; so do we, but not without end.
    let stray = rest
        .iter()
        .take(4096)
        .position(|&b| b == 0xFF)
        .ok_or(if rest.len() < 4096 {
            CaptureError::Truncated
        } else {
            CaptureError::damaged("jpeg markers")
        })?;
    for (i, &b) in rest.iter().enumerate().skip(stray) {
        if b != 0xFF {
            return if b == 0 {
                Err(CaptureError::damaged("jpeg markers"))
            } else {
                Ok((b, at + i + 1))
            };
        }
    }
    Err(CaptureError::Truncated)
}

/// The end of entropy-coded data: the next marker that is neither stuffing nor a restart.
fn coded_end(bytes: &[u8], from: usize) -> Result<usize> {
    let mut at = from;
    while let Some(step) = bytes.get(at..).and_then(|b| memchr::memchr(0xFF, b)) {
        at += step;
        match bytes.get(at + 1) {
            Some(0xFF) => at += 1,
            Some(0 | 0xD0..=0xD7) => at += 2,
            Some(_) => return Ok(at),
            None => break,
        }
    }
    Err(CaptureError::Truncated)
}

fn be16(bytes: &[u8], at: usize) -> Result<u32> {
    match bytes.get(at..at + 2) {
        Some(&[a, b]) => Ok(u32::from(a) << 8 | u32::from(b)),
        _ => Err(CaptureError::Truncated),
    }
}

fn jfif_density(body: &[u8]) -> Option<(f32, f32)> {
    let per_inch = match body.get(7)? {
        1 => 1.0,
        2 => 2.54,
        _ => return None,
    };
    let x = be16(body, 8).ok()? as f32 * per_inch;
    let y = be16(body, 10).ok()? as f32 * per_inch;
    Some((x, y))
}
