//! PNG.

use std::io::Cursor;

use image::{ColorType, ExtendedColorType, ImageDecoder, codecs::png::PngDecoder};

use crate::error::{CaptureError, Result};
use crate::jpeg::exif;
use crate::limits::{Limits, guarded};
use crate::orient::Orient;
use crate::pixels::{Layout, Pixels};

/// What the chunks say.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) layout: Layout,
    pub(crate) orient: Orient,
    pub(crate) dpi: Option<(f32, f32)>,
}

/// Walks the chunks; a file without its end chunk was cut short.
pub(crate) fn header(bytes: &[u8], limits: &Limits) -> Result<Header> {
    let be32 = |at: usize| -> Result<u32> {
        bytes
            .get(at..at + 4)
            .and_then(|b| b.try_into().ok())
            .map(u32::from_be_bytes)
            .ok_or(CaptureError::Truncated)
    };
    if bytes.get(12..16).ok_or(CaptureError::Truncated)? != b"IHDR" {
        return Err(CaptureError::damaged("png header"));
    }
    let (width, height) = (be32(16)?, be32(20)?);
    limits.check_size(width.into(), height.into())?;
    let depth = *bytes.get(24).ok_or(CaptureError::Truncated)?;
    let colour = *bytes.get(25).ok_or(CaptureError::Truncated)?;
    let (mut dpi, mut orient) = (None, Orient::default());
    let mut at = 8;
    loop {
        let length = be32(at)? as usize;
        let kind = bytes.get(at + 4..at + 8).ok_or(CaptureError::Truncated)?;
        let end = at.saturating_add(length).saturating_add(12);
        if kind == b"IEND" {
            break;
        }
        let body = bytes
            .get(at + 8..end.saturating_sub(4))
            .ok_or(CaptureError::Truncated)?;
        match kind {
            b"pHYs" if body.len() == 9 && body[8] == 1 => {
                let per_inch = |at| be32(at).map(|v| v as f32 * 0.0254);
                dpi = Some((per_inch(at + 8)?, per_inch(at + 12)?));
            }
            b"eXIf" => orient = exif::read(body).orient,
            _ => {}
        }
        at = end;
    }
    let layout = match (colour, depth) {
        (0, 1) => Layout::Bits,
        (0 | 4, _) => Layout::Grey,
        _ => Layout::Rgb,
    };
    Ok(Header {
        width,
        height,
        layout,
        orient,
        dpi,
    })
}

/// Decodes; transparency becomes white paper. Not turned upright.
pub(crate) fn decode(bytes: &[u8], head: &Header, limits: &Limits) -> Result<Pixels> {
    guarded("png", || {
        let mut bounds = image::Limits::default();
        // Ancillary chunks can be bombs as well; 8 bytes is the deepest pixel there is.
        bounds.max_alloc = Some(limits.max_pixels.saturating_mul(8));
        let decoder = PngDecoder::with_limits(Cursor::new(bytes), bounds).map_err(fault)?;
        let bits = decoder.original_color_type() == ExtendedColorType::L1;
        let colour = decoder.color_type();
        let size = usize::try_from(decoder.total_bytes()).map_err(CaptureError::internal)?;
        let mut raw = vec![0; size];
        decoder.read_image(&mut raw).map_err(fault)?;
        let (layout, data) = flatten(raw, colour, head.width, bits)?;
        Pixels::new(head.width, head.height, layout, data)
    })
}

fn flatten(raw: Vec<u8>, colour: ColorType, width: u32, bits: bool) -> Result<(Layout, Vec<u8>)> {
    let over_white = |v: u8, a: u8| {
        let (v, a) = (u32::from(v), u32::from(a));
        ((v * a + 255 * (255 - a) + 127) / 255) as u8
    };
    // Two-byte samples are in the machine's order; the high byte is all that is wanted.
    let high = |raw: &[u8]| -> Vec<u8> {
        raw.chunks_exact(2)
            .map(|b| (u16::from_ne_bytes([b[0], b[1]]) >> 8) as u8)
            .collect()
    };
    let raw = match colour {
        ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => high(&raw),
        _ => raw,
    };
    Ok(match colour {
        ColorType::L8 if bits => {
            let pack = |byte: &[u8]| {
                let mut out = 0xFF_u8;
                for (i, v) in byte.iter().enumerate() {
                    if *v < 128 {
                        out &= !(0x80 >> i);
                    }
                }
                out
            };
            let data = raw
                .chunks_exact(width as usize)
                .flat_map(|row| row.chunks(8).map(pack))
                .collect();
            (Layout::Bits, data)
        }
        ColorType::L8 | ColorType::L16 => (Layout::Grey, raw),
        ColorType::La8 | ColorType::La16 => (
            Layout::Grey,
            raw.chunks_exact(2)
                .map(|p| over_white(p[0], p[1]))
                .collect(),
        ),
        ColorType::Rgb8 | ColorType::Rgb16 => (Layout::Rgb, raw),
        ColorType::Rgba8 | ColorType::Rgba16 => (
            Layout::Rgb,
            raw.chunks_exact(4)
                .flat_map(|p| [0, 1, 2].map(|i| over_white(p[i], p[3])))
                .collect(),
        ),
        _ => {
            return Err(CaptureError::FormatUnsupported {
                what: "png_colours",
            });
        }
    })
}

fn fault(e: image::ImageError) -> CaptureError {
    match e {
        image::ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            CaptureError::Truncated
        }
        image::ImageError::Limits(_) => CaptureError::damaged("png needs too much memory"),
        image::ImageError::Unsupported(_) => CaptureError::FormatUnsupported { what: "png" },
        e => CaptureError::damaged(e.to_string()),
    }
}
