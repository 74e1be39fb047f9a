//! The picture that makes up a page: its own bytes, or its samples.

use std::sync::Arc;

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::stream::ImageDecodeParams;
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro::hayro_syntax::page::Page;

use super::guard;
use super::page::{PageKind, Sole, sole_picture};
use crate::error::{CaptureError, Result};
use crate::jpeg::markers;
use crate::limits::Limits;
use crate::pixels::{Layout, Pixels, row_bytes};

/// What samples mean.
enum Colours {
    Grey,
    Rgb,
    /// Palette of RGB triples.
    Indexed(Vec<u8>),
}

/// Picks the way to have the pixels; `None` means the page has to be drawn.
pub(super) fn kind(found: &Sole<'_>, limits: &Limits) -> Result<Option<PageKind>> {
    let dict = found.stream.dict();
    let masked = dict.contains_key("SMask") || dict.contains_key("Mask");
    if masked {
        return Ok(None);
    }
    let (Some(width), Some(height)) = (dict.get::<u32>("Width"), dict.get::<u32>("Height")) else {
        return Ok(None);
    };
    limits.check_size(width.into(), height.into())?;
    // Pixels that are not square (a fax at 204 x 98) come out right only when drawn.
    let stretch = (f64::from(width) / f64::from(height)) / (found.on_page.0 / found.on_page.1);
    if !(0.97..=1.03).contains(&stretch) {
        return Ok(None);
    }
    let orient = found.orient;
    if found.stream.filters().as_slice() == [Filter::DctDecode] {
        let bytes = found.stream.raw_data();
        let scan = markers::scan(&bytes, limits)?;
        let matches = match colours(dict) {
            Some(Colours::Grey) => scan.components == 1,
            Some(Colours::Rgb) => scan.components == 3,
            _ => false,
        };
        let plain = matches && !dict.contains_key("Decode") && !dict.contains_key("DecodeParms");
        let scan = Arc::new(scan);
        return Ok(plain.then_some(PageKind::Jpeg { orient, scan }));
    }
    Ok(
        samples_layout(&found.stream).map(|layout| PageKind::Raster {
            width,
            height,
            layout,
            orient,
        }),
    )
}

/// The bytes of a page's JPEG as they stand in the file.
pub(super) fn jpeg_bytes(page: &Page<'_>) -> Result<Vec<u8>> {
    let found = sole_picture(page).ok_or_else(|| CaptureError::internal("page kind"))?;
    Ok(found.stream.raw_data().into_owned())
}

fn samples_layout(stream: &Stream<'_>) -> Option<Layout> {
    let dict = stream.dict();
    if stream.filters().contains(&Filter::JpxDecode)
        || stream.filters().contains(&Filter::DctDecode)
    {
        return None;
    }
    let stencil = dict.get::<bool>("ImageMask").unwrap_or(false);
    let fax = stream
        .filters()
        .iter()
        .any(|f| matches!(f, Filter::CcittFaxDecode | Filter::Jbig2Decode));
    let depth = if stencil || fax {
        1
    } else {
        dict.get::<u8>("BitsPerComponent")?
    };
    let colours = if stencil {
        Colours::Grey
    } else {
        colours(dict)?
    };
    match (depth, colours) {
        (1, Colours::Grey) => Some(Layout::Bits),
        (1, Colours::Indexed(p)) => {
            // Black and white by palette is still one bit.
            let grey = p.len() >= 6 && (p[..6] == [0, 0, 0, 255, 255, 255] || white_first(&p));
            grey.then_some(Layout::Bits)
        }
        (8, Colours::Grey) if plain_decode(dict) => Some(Layout::Grey),
        (8, Colours::Rgb | Colours::Indexed(_)) if plain_decode(dict) => Some(Layout::Rgb),
        _ => None,
    }
}

fn white_first(palette: &[u8]) -> bool {
    palette.get(..6) == Some(&[255, 255, 255, 0, 0, 0])
}

fn plain_decode(dict: &Dict<'_>) -> bool {
    !dict.contains_key("Decode")
}

/// `[1 0]`: samples count the other way.
fn inverted(dict: &Dict<'_>) -> bool {
    dict.get::<Array<'_>>("Decode")
        .and_then(|a| a.iter::<f32>().next())
        .is_some_and(|first| first > 0.5)
}

fn colours(dict: &Dict<'_>) -> Option<Colours> {
    match dict.get::<Object<'_>>("ColorSpace")? {
        Object::Name(name) => named(&name),
        Object::Array(parts) => array(&parts),
        _ => None,
    }
}

fn named(name: &Name<'_>) -> Option<Colours> {
    match &**name {
        b"DeviceGray" | b"CalGray" | b"G" => Some(Colours::Grey),
        b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Colours::Rgb),
        _ => None,
    }
}

fn array(parts: &Array<'_>) -> Option<Colours> {
    let mut parts = parts.flex_iter();
    let family = parts.next::<Name<'_>>()?;
    match &*family {
        b"ICCBased" => match parts.next::<Stream<'_>>()?.dict().get::<u8>("N")? {
            1 => Some(Colours::Grey),
            3 => Some(Colours::Rgb),
            _ => None,
        },
        b"Indexed" | b"I" => {
            let base = match parts.next::<Object<'_>>()? {
                Object::Name(name) => named(&name)?,
                Object::Array(inner) if inner.iter::<Object<'_>>().count() == 2 => {
                    let mut inner = inner.flex_iter();
                    if &*inner.next::<Name<'_>>()? != b"ICCBased" {
                        return None;
                    }
                    match inner.next::<Stream<'_>>()?.dict().get::<u8>("N")? {
                        1 => Colours::Grey,
                        3 => Colours::Rgb,
                        _ => return None,
                    }
                }
                _ => return None,
            };
            let _last = parts.next::<i32>()?;
            let table = match parts.next::<Object<'_>>()? {
                Object::String(s) => s.as_bytes().to_vec(),
                Object::Stream(s) => {
                    guard::stream(&s, 1 << 20).ok()?;
                    s.decoded_data().ok()?.into_owned()
                }
                _ => return None,
            };
            Some(Colours::Indexed(match base {
                Colours::Rgb => table,
                _ => table.iter().flat_map(|&v| [v, v, v]).collect(),
            }))
        }
        _ => named(&family),
    }
}

/// Decodes the samples of the page's picture; as stored, not turned.
pub(super) fn samples(page: &Page<'_>, limits: &Limits) -> Result<Pixels> {
    let found = sole_picture(page).ok_or_else(|| CaptureError::internal("page kind"))?;
    decode(&found.stream, limits)
}

/// As [`samples`], for any picture whose layout is understood.
pub(super) fn decode(stream: &Stream<'_>, limits: &Limits) -> Result<Pixels> {
    let dict = stream.dict();
    let gone = || CaptureError::damaged("pdf picture");
    let width = dict.get::<u32>("Width").ok_or_else(gone)?;
    let height = dict.get::<u32>("Height").ok_or_else(gone)?;
    limits.check_size(width.into(), height.into())?;
    guard::picture(stream, limits)?;
    let layout = samples_layout(stream).ok_or_else(gone)?;
    let stencil = dict.get::<bool>("ImageMask").unwrap_or(false);
    let colours = if stencil {
        Colours::Grey
    } else {
        colours(dict).ok_or_else(gone)?
    };
    let per = match (layout, &colours) {
        (Layout::Rgb, Colours::Rgb) => width as usize * 3,
        (Layout::Bits, _) => row_bytes(width, Layout::Bits),
        _ => width as usize,
    };
    let size = per * height as usize;
    // PNG prediction adds a byte a row; some writers pad the end.
    guard::stream(stream, size as u64 + u64::from(height) + (1 << 20))?;
    let decoded = stream
        .decoded_image(&ImageDecodeParams {
            // Asks for packed bits where there are bits.
            is_indexed: true,
            bpc: Some(if layout == Layout::Bits { 1 } else { 8 }),
            num_components: Some(if per == width as usize * 3 { 3 } else { 1 }),
            target_dimension: None,
            width,
            height,
        })
        .map_err(|_| gone())?;
    if let Some(image) = &decoded.image_data
        && (image.width != width || image.bits_per_component != 1)
    {
        return Err(gone());
    }
    let data = decoded.data;
    if data.len() < size {
        return Err(CaptureError::Truncated);
    }
    let data = &data[..size];
    let flip = match &colours {
        Colours::Indexed(p) => white_first(p) != inverted(dict),
        _ => inverted(dict),
    };
    let data = match (layout, colours) {
        (Layout::Bits, _) if flip => data.iter().map(|b| !b).collect(),
        (Layout::Rgb, Colours::Indexed(palette)) => {
            let colour = |i: &u8| {
                let at = usize::from(*i) * 3;
                match palette.get(at..at + 3) {
                    Some(&[r, g, b]) => [r, g, b],
                    _ => [0; 3],
                }
            };
            data.iter().flat_map(colour).collect()
        }
        _ => data.to_vec(),
    };
    Pixels::new(width, height, layout, data)
}
