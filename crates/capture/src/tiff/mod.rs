//! TIFF, one or many pages.

mod ccitt;
mod directory;

use std::sync::Arc;

use tiff::decoder::ifd::Value;
use tiff::decoder::{BufferLayoutPreference, ChunkType, Decoder, Limits as TiffLimits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use crate::error::{CaptureError, Result};
use crate::limits::{Deadline, Limits, guarded};
use crate::orient::Orient;
use crate::pixels::{Layout, Pixels};
use directory::Patched;

/// A TIFF whose directories have been found but not read.
#[derive(Debug, Clone)]
pub(crate) struct TiffDoc {
    bytes: Arc<[u8]>,
    /// Where the directory of each full-size page lies.
    pages: Arc<[u64]>,
}

/// What one directory says.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) layout: Layout,
    pub(crate) orient: Orient,
    pub(crate) dpi: Option<(f32, f32)>,
    colour: ColorType,
    compression: u16,
}

impl TiffDoc {
    pub(crate) fn open(bytes: Arc<[u8]>, limits: &Limits) -> Result<Self> {
        let pages = directory::pages(&bytes, limits)?;
        Ok(Self {
            bytes,
            pages: pages.into(),
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.pages.len()
    }

    fn decoder(&self, page: usize) -> Result<Decoder<Patched<'_>>> {
        let at = *self.pages.get(page).ok_or(CaptureError::NoSuchPage)?;
        // The decoder starts at the directory the file header names; naming another one there
        // saves walking all pages before it.
        Decoder::new(Patched::new(&self.bytes, at)).map_err(fault)
    }

    pub(crate) fn header(&self, page: usize, limits: &Limits) -> Result<Header> {
        guarded("tiff", || header(&mut self.decoder(page)?, limits))
    }

    /// Decodes one page. Not turned upright.
    pub(crate) fn decode(
        &self,
        page: usize,
        limits: &Limits,
        deadline: Deadline,
    ) -> Result<Pixels> {
        guarded("tiff", || {
            let mut decoder = self.decoder(page)?;
            let head = header(&mut decoder, limits)?;
            if matches!(head.compression, 2..=4) {
                return ccitt::decode(&mut decoder, &head, &self.bytes, deadline);
            }
            if head.compression == 7 {
                self.check_jpeg_chunks(&mut decoder, limits)?;
            }
            let mut bounds = TiffLimits::default();
            let most = usize::try_from(limits.max_pixels.saturating_mul(8)).unwrap_or(usize::MAX);
            bounds.decoding_buffer_size = most;
            bounds.intermediate_buffer_size = most;
            let mut decoder = decoder.with_limits(bounds);
            let raw = read_all(&mut decoder, deadline)?;
            let (layout, data) = convert(raw, &head)?;
            Pixels::new(head.width, head.height, layout, data)
        })
    }

    /// Strips compressed as JPEG carry sizes of their own, which the decoder would believe.
    fn check_jpeg_chunks(&self, decoder: &mut Decoder<Patched<'_>>, limits: &Limits) -> Result<()> {
        let (width, height) = decoder.chunk_dimensions();
        let area = u64::from(width) * u64::from(height);
        for chunk in directory::chunks(decoder, &self.bytes)? {
            let scan = crate::jpeg::markers::scan(chunk, limits)?;
            if u64::from(scan.width) * u64::from(scan.height) > area.saturating_mul(2) + 4096 {
                return Err(CaptureError::damaged("tiff strip size"));
            }
        }
        Ok(())
    }
}

fn header(decoder: &mut Decoder<Patched<'_>>, limits: &Limits) -> Result<Header> {
    let (width, height) = decoder.dimensions().map_err(fault)?;
    limits.check_size(width.into(), height.into())?;
    let colour = decoder.colortype().map_err(fault)?;
    let number = |d: &mut Decoder<_>, tag| d.find_tag_unsigned::<u16>(tag).ok().flatten();
    let compression = number(decoder, Tag::Compression).unwrap_or(1);
    let orient = Orient::from_exif(number(decoder, Tag::Orientation).unwrap_or(1).into());
    let per_inch = match number(decoder, Tag::ResolutionUnit) {
        Some(3) => Some(2.54),
        Some(1) => None,
        _ => Some(1.0),
    };
    let ratio = |d: &mut Decoder<_>, tag| match d.find_tag(tag) {
        Ok(Some(Value::Rational(n, d))) => Some(n as f32 / d as f32),
        _ => None,
    };
    let x = ratio(decoder, Tag::XResolution);
    let y = ratio(decoder, Tag::YResolution);
    let dpi = match (x, y, per_inch) {
        (Some(x), Some(y), Some(unit)) => Some((x * unit, y * unit)),
        _ => None,
    };
    let layout = match colour {
        ColorType::Gray(1) => Layout::Bits,
        ColorType::Gray(_) | ColorType::GrayA(_) => Layout::Grey,
        _ => Layout::Rgb,
    };
    Ok(Header {
        width,
        height,
        layout,
        orient,
        dpi,
        colour,
        compression,
    })
}

fn read_all(decoder: &mut Decoder<Patched<'_>>, deadline: Deadline) -> Result<Vec<u8>> {
    let BufferLayoutPreference {
        len,
        complete_len,
        row_stride,
        ..
    } = decoder.image_buffer_layout().map_err(fault)?;
    if complete_len > len {
        return Err(CaptureError::FormatUnsupported {
            what: "tiff_planes",
        });
    }
    let mut raw = vec![0; len];
    let strips = decoder.get_chunk_type() == ChunkType::Strip;
    let (Some(stride), true) = (row_stride, strips) else {
        decoder.read_image_bytes(&mut raw).map_err(fault)?;
        return Ok(raw);
    };
    let (_, rows) = decoder.chunk_dimensions();
    let step = stride.get().saturating_mul(rows as usize).max(1);
    for (i, part) in raw.chunks_mut(step).enumerate() {
        deadline.check()?;
        decoder.read_chunk_bytes(i as u32, part).map_err(fault)?;
    }
    Ok(raw)
}

fn convert(raw: Vec<u8>, head: &Header) -> Result<(Layout, Vec<u8>)> {
    let unsupported = Err(CaptureError::FormatUnsupported {
        what: "tiff_colours",
    });
    let raw = match head.colour.bit_depth() {
        1 | 8 => raw,
        16 => raw
            .chunks_exact(2)
            .map(|b| (u16::from_ne_bytes([b[0], b[1]]) >> 8) as u8)
            .collect(),
        _ => return unsupported,
    };
    let over_white = |v: u8, a: u8| {
        let (v, a) = (u32::from(v), u32::from(a));
        ((v * a + 255 * (255 - a) + 127) / 255) as u8
    };
    Ok(match head.colour {
        ColorType::Gray(1) => (Layout::Bits, raw),
        ColorType::Gray(8 | 16) => (Layout::Grey, raw),
        ColorType::GrayA(8 | 16) => (
            Layout::Grey,
            raw.chunks_exact(2)
                .map(|p| over_white(p[0], p[1]))
                .collect(),
        ),
        ColorType::RGB(8 | 16) => (Layout::Rgb, raw),
        ColorType::RGBA(8 | 16) => (
            Layout::Rgb,
            raw.chunks_exact(4)
                .flat_map(|p| [0, 1, 2].map(|i| over_white(p[i], p[3])))
                .collect(),
        ),
        ColorType::CMYK(8 | 16) => (
            Layout::Rgb,
            raw.chunks_exact(4)
                .flat_map(|p| {
                    let k = 255 - u32::from(p[3]);
                    [0, 1, 2].map(|i| ((255 - u32::from(p[i])) * k / 255) as u8)
                })
                .collect(),
        ),
        ColorType::YCbCr(8) => (
            Layout::Rgb,
            raw.chunks_exact(3)
                .flat_map(|p| ycc_to_rgb(p[0], p[1], p[2]))
                .collect(),
        ),
        _ => return unsupported,
    })
}

fn ycc_to_rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let y = i32::from(y) << 16;
    let (cb, cr) = (i32::from(cb) - 128, i32::from(cr) - 128);
    let half = 1 << 15;
    [
        y + 91_881 * cr,
        y - 22_554 * cb - 46_802 * cr,
        y + 116_130 * cb,
    ]
    .map(|v| ((v + half) >> 16).clamp(0, 255) as u8)
}

fn fault(e: TiffError) -> CaptureError {
    match e {
        TiffError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            CaptureError::Truncated
        }
        TiffError::UnsupportedError(_) => CaptureError::FormatUnsupported { what: "tiff" },
        e => CaptureError::damaged(e.to_string()),
    }
}
