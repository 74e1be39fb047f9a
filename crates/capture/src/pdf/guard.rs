//! Looking at a PDF from the outside before a parser believes it.

use hayro::hayro_syntax::object::{Array, Dict, Object, Stream};
use hayro::hayro_syntax::{Filter, Pdf};

use super::{jbig2, unpack};
use crate::error::{CaptureError, Result};
use crate::jpeg::markers;
use crate::limits::Limits;
use crate::sniff::find;

/// Most bytes a stream that is not a picture may unpack to.
pub(super) const MOST_CONTENT: u64 = 256 << 20;

/// Deflate cannot do better than 1,032 to 1, so a short table needs no measuring.
const SHORT: usize = 256 << 10;

/// Refuses a file whose end is missing: a parser repairs it silently and shows blank pages.
pub(super) fn whole(bytes: &[u8]) -> Result<()> {
    let trimmed = bytes.trim_ascii_end();
    let trimmed = match trimmed.iter().rposition(|&b| b != 0) {
        Some(last) => &trimmed[..=last],
        None => return Err(CaptureError::FormatUnknown),
    };
    let tail_from = trimmed.len().saturating_sub(1024);
    let tail = &trimmed[tail_from..];
    if find(tail, b"%%EOF").is_some() {
        return Ok(());
    }
    // Some producers leave the mark out, some gateways append text. Whole is also a file whose
    // last table is where the pointer says, with no object behind it. (The first table of a
    // web-optimised file points to 0, so a cut one does not pass.)
    let Some(pointer) = memchr::memmem::rfind(trimmed, b"startxref") else {
        return Err(CaptureError::Truncated);
    };
    let digits: Vec<u8> = trimmed[pointer + 9..]
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take(20)
        .take_while(u8::is_ascii_digit)
        .collect();
    let at = std::str::from_utf8(&digits)
        .ok()
        .and_then(|d| d.parse::<usize>().ok())
        .unwrap_or(0);
    let table = trimmed.get(at..).unwrap_or_default();
    let is_table = at > 0
        && (table.starts_with(b"xref") || find(&table[..table.len().min(64)], b" obj").is_some());
    if is_table && find(&trimmed[pointer..], b" obj").is_none() {
        Ok(())
    } else {
        Err(CaptureError::Truncated)
    }
}

/// Refuses object and cross-reference streams that unpack to far too much; a parser unpacks
/// them before anything can be asked.
pub(super) fn tables(bytes: &[u8]) -> Result<()> {
    for name in [&b"/ObjStm"[..], b"/XRef"] {
        for at in memchr::memmem::find_iter(bytes, name) {
            let rest = &bytes[at..];
            let Some(stream) = find(&rest[..rest.len().min(1024)], b"stream") else {
                continue;
            };
            let data = &rest[stream + 6..];
            let end = find(data, b"endstream").unwrap_or(data.len());
            let data = data[..end].trim_ascii_start();
            if data.len() > SHORT {
                unpack::measure(&[Filter::FlateDecode], data, MOST_CONTENT)?;
            }
        }
    }
    Ok(())
}

/// Refuses a stream that would unpack to more than `most` bytes, without keeping what it
/// unpacks.
pub(super) fn stream(stream: &Stream<'_>, most: u64) -> Result<()> {
    let filters = stream.filters();
    let packers = filters
        .iter()
        .filter(|f| {
            matches!(
                f,
                Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode
            )
        })
        .count();
    if packers > 1 {
        // Packed twice multiplies the ratio; nobody does it for a good reason.
        return Err(CaptureError::FormatUnsupported {
            what: "pdf_filter_chain",
        });
    }
    let raw = stream.raw_data();
    // What one byte may unpack to; LZW can do better than deflate.
    let ratio = if filters.contains(&Filter::LzwDecode) {
        2_800
    } else {
        1_100
    };
    let bound = (raw.len() as u64).saturating_mul(ratio);
    if bound <= most || packers == 0 {
        return Ok(());
    }
    unpack::measure(&filters, &raw, most)
}

/// Refuses a picture that claims to be larger than may be, in its dictionary or in its own
/// header: decoders take memory for whichever they believe. What is merely wrong with it is for
/// the decoder to find.
pub(super) fn picture(picture: &Stream<'_>, limits: &Limits) -> Result<()> {
    stream(picture, 2 * MOST_CONTENT)?;
    let dict = picture.dict();
    // Pictures within the content have short names.
    let side = |long: &str, short: &str| dict.get::<u32>(long).or_else(|| dict.get(short));
    let claims = |width: Option<u32>, height: Option<u32>| match (width, height) {
        (Some(width @ 1..), Some(height @ 1..)) => limits.check_size(width.into(), height.into()),
        _ => Ok(()),
    };
    let height = side("Height", "H");
    claims(side("Width", "W"), height)?;
    let filters = picture.filters();
    let Some((last, before)) = filters.split_last() else {
        return Ok(());
    };
    // A decoder of pictures whose bytes another filter unpacks on: what it claims would be believed
    // before anything could be asked of it, and no program writes such a chain.
    let pictures = |filter: &Filter| {
        matches!(
            filter,
            Filter::CcittFaxDecode | Filter::DctDecode | Filter::Jbig2Decode | Filter::JpxDecode
        )
    };
    if before.iter().any(pictures) {
        return Err(CaptureError::FormatUnsupported {
            what: "pdf_filter_chain",
        });
    }
    match last {
        Filter::CcittFaxDecode => parameters(dict).try_for_each(|fax| {
            let rows = fax.get::<u32>("Rows").filter(|rows| *rows > 0);
            claims(fax.get::<u32>("Columns"), rows.or(height).or(Some(1)))
        }),
        Filter::DctDecode => {
            let raw = picture.raw_data();
            let most = limits.max_picture_bytes as usize;
            let unpacked = (!before.is_empty()).then(|| unpack::beginning(before, &raw, most));
            match markers::scan(unpacked.as_deref().unwrap_or(&raw), limits) {
                Err(error @ CaptureError::PictureTooLarge { .. }) => Err(error),
                Err(error) if error == markers::too_many_scans() => Err(error),
                _ => Ok(()),
            }
        }
        Filter::Jbig2Decode | Filter::JpxDecode if filters.len() > 1 => {
            // These are packed already; their header would be out of reach.
            Err(CaptureError::FormatUnsupported {
                what: "pdf_filter_chain",
            })
        }
        Filter::Jbig2Decode => {
            for parameters in parameters(dict) {
                if let Some(shared) = parameters.get::<Stream<'_>>("JBIG2Globals") {
                    stream(&shared, MOST_CONTENT)?;
                    if let Ok(data) = shared.decoded_data() {
                        jbig2::check(&data, limits)?;
                    }
                }
            }
            jbig2::check(&picture.raw_data(), limits)
        }
        Filter::JpxDecode => {
            let data = picture.raw_data();
            jpx_samples(&data)?;
            match hayro_jpeg2000::Image::new(&data, &hayro_jpeg2000::DecodeSettings::default()) {
                Ok(image) => claims(Some(image.width()), Some(image.height())),
                Err(_) => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// Most samples of a JPEG 2000 picture, in all colours together: each takes four bytes and more while it is
/// decoded. A3 at 500 dots an inch in three colours.
const MOST_SAMPLES: u64 = 150_000_000;
/// Four inks and what they cover.
const MOST_COMPONENTS: u64 = 5;

/// Refuses a JPEG 2000 picture of too many samples: its header may name 16,384 colours.
fn jpx_samples(data: &[u8]) -> Result<()> {
    // Start of codestream, then its size: SOC, SIZ.
    let Some(at) = find(data, &[0xFF, 0x4F, 0xFF, 0x51]) else {
        return Ok(());
    };
    let size = &data[at + 4..];
    let number = |at: usize, bytes: usize| {
        let part = size.get(at..at + bytes)?;
        Some(part.iter().fold(0, |sum, b| sum << 8 | u64::from(*b)))
    };
    let wide = |to: usize, from: usize| Some(number(to, 4)?.saturating_sub(number(from, 4)?));
    let (Some(width), Some(height), Some(components)) = (wide(4, 12), wide(8, 16), number(36, 2))
    else {
        return Ok(());
    };
    if components > MOST_COMPONENTS {
        return Err(CaptureError::FormatUnsupported {
            what: "jpx_components",
        });
    }
    if width.saturating_mul(height).saturating_mul(components) > MOST_SAMPLES {
        return Err(CaptureError::PictureTooLarge { width, height });
    }
    Ok(())
}

/// Deepest nesting of a calculator function; what computes a colour needs three or four.
const MOST_NESTED: usize = 64;
/// Most bytes of one.
const MOST_PROGRAM: u64 = 1 << 20;

/// Refuses calculator functions nested so deep that reading them would run out of stack. They may be
/// named from anywhere a page draws, and are read before anything drawn with them is told.
pub(super) fn functions(pdf: &Pdf) -> Result<()> {
    for object in pdf.objects() {
        let Object::Stream(function) = object else {
            continue;
        };
        if function.dict().get::<i32>("FunctionType") != Some(4) {
            continue;
        }
        stream(&function, MOST_PROGRAM)?;
        let Ok(program) = function.decoded_data() else {
            continue;
        };
        let mut depth = 0_usize;
        for byte in program.iter() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MOST_NESTED {
                return Err(CaptureError::damaged("pdf function nested too deep"));
            }
        }
    }
    Ok(())
}

fn parameters<'a>(dict: &Dict<'a>) -> impl Iterator<Item = Dict<'a>> {
    ["DecodeParms", "DP"].into_iter().flat_map(|key| {
        let list = dict.get::<Array<'a>>(key);
        let listed: Vec<_> = list.iter().flat_map(|l| l.iter::<Dict<'a>>()).collect();
        dict.get::<Dict<'a>>(key).into_iter().chain(listed)
    })
}
