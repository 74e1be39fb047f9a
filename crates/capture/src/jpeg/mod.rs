//! JPEG through libjpeg-turbo.

pub(crate) mod exif;
pub(crate) mod markers;

use turbojpeg as tj;

use crate::error::{CaptureError, Result};
use crate::limits::{Limits, guarded};
use crate::orient::Orient;
use crate::pixels::{Layout, Pixels};
use markers::Scan;

/// Decodes, scaled down while decoding but never below `least` (stored width and height).
/// Not turned upright.
pub(crate) fn decode(
    bytes: &[u8],
    scan: &Scan,
    least: (u32, u32),
    limits: &Limits,
) -> Result<Pixels> {
    let format = match scan.components {
        1 => tj::PixelFormat::GRAY,
        3 => tj::PixelFormat::RGB,
        _ => tj::PixelFormat::CMYK,
    };
    guarded("jpeg", || {
        let mut decoder = tj::Decompressor::new().map_err(CaptureError::internal)?;
        decoder
            .set_scan_limit(limits.max_scans)
            .map_err(CaptureError::internal)?;
        let factor = scaling(scan, least);
        decoder
            .set_scaling_factor(factor)
            .map_err(CaptureError::internal)?;
        let width = factor.scale(scan.width as usize);
        let height = factor.scale(scan.height as usize);
        let pitch = width * format.size();
        let mut image = tj::Image {
            pixels: vec![0; pitch * height],
            width,
            pitch,
            height,
            format,
        };
        let mut run = |bytes| match decoder.decompress(bytes, image.as_deref_mut()) {
            Ok(()) => Ok(Heard::Nothing),
            Err(tj::Error::TurboJpegError(message)) => judge(&message),
            Err(tj::Error::BadSubsamp(_) | tj::Error::BadColorspace(_)) => {
                Err(CaptureError::FormatUnsupported {
                    what: "jpeg_colours",
                })
            }
            Err(e) => Err(CaptureError::damaged(e.to_string())),
        };
        // Behind the complaint that is heard there may be one that matters: without what caused
        // the first, it comes out.
        if run(bytes)? == Heard::Harmless
            && let Some(tidy) = markers::scan(bytes, limits)?.tidied(bytes)
        {
            run(&tidy)?;
        }
        let (layout, data) = match scan.components {
            1 => (Layout::Grey, image.pixels),
            3 => (Layout::Rgb, image.pixels),
            _ => (Layout::Rgb, cmyk_to_rgb(&image.pixels, scan.adobe)),
        };
        Pixels::new(width as u32, height as u32, layout, data)
    })
}

fn scaling(scan: &Scan, (least_w, least_h): (u32, u32)) -> tj::ScalingFactor {
    if scan.lossless || least_w == 0 || least_h == 0 {
        return tj::ScalingFactor::ONE;
    }
    (1..8)
        .map(|n| tj::ScalingFactor::new(n, 8))
        .find(|f| {
            f.scale(scan.width as usize) >= least_w as usize
                && f.scale(scan.height as usize) >= least_h as usize
        })
        .unwrap_or(tj::ScalingFactor::ONE)
}

/// What the library complained of.
#[derive(PartialEq)]
enum Heard {
    Nothing,
    Harmless,
}

/// The library reports its first warning as an error although the pixels are there; it keeps
/// no code for it, so the text decides. It fills what is missing with grey, which is why
/// nothing may pass here that means missing or misread data.
fn judge(message: &str) -> Result<Heard> {
    let has = |part: &str| message.contains(part);
    if has("remature end") {
        return Err(CaptureError::Truncated);
    }
    // Padding before a marker, an odd version number or an odd colour note: the picture is
    // whole.
    let harmless = has("extraneous bytes before marker")
        || has("unknown JFIF revision")
        || has("Unknown Adobe color transform")
        || has("Invalid SOS parameters for sequential");
    if harmless {
        return Ok(Heard::Harmless);
    }
    if has("Insufficient memory") {
        return Err(CaptureError::internal("memory"));
    }
    Err(CaptureError::damaged(message))
}

fn cmyk_to_rgb(data: &[u8], inverted: bool) -> Vec<u8> {
    let flip = if inverted { 0 } else { 255 };
    data.chunks_exact(4)
        .flat_map(|p| {
            let k = u32::from(p[3] ^ flip);
            [0, 1, 2].map(|i| (u32::from(p[i] ^ flip) * k / 255) as u8)
        })
        .collect()
}

/// Encodes grey or colour (4:2:0), baseline. Tight takes twice the time and saves 4 to 8 %;
/// progressive would save 3 % more for another doubling.
pub(crate) fn encode(pixels: &Pixels, quality: u8, tight: bool) -> Result<Vec<u8>> {
    let bytes = pixels.bytes();
    let (format, subsamp) = match bytes.layout {
        Layout::Rgb => (tj::PixelFormat::RGB, tj::Subsamp::Sub2x2),
        _ => (tj::PixelFormat::GRAY, tj::Subsamp::Gray),
    };
    let image = tj::Image {
        pixels: bytes.data.as_slice(),
        width: bytes.width as usize,
        pitch: bytes.row_bytes(),
        height: bytes.height as usize,
        format,
    };
    let run = || -> tj::Result<Vec<u8>> {
        let mut encoder = tj::Compressor::new()?;
        encoder.set_quality(i32::from(quality))?;
        encoder.set_subsamp(subsamp)?;
        encoder.set_optimize(tight)?;
        encoder.compress_to_vec(image)
    };
    guarded("jpeg", || run().map_err(CaptureError::internal))
}

/// Turns without decoding; `None` when blocks at the edge do not allow it, or when the picture
/// holds values that can be read but are written again as nonsense.
pub(crate) fn turn_lossless(bytes: &[u8], orient: Orient, limits: &Limits) -> Option<Vec<u8>> {
    use tj::TransformOp as Op;
    let op = match (orient.mirror, orient.turns) {
        (false, 0) => Op::None,
        (false, 1) => Op::Rot90,
        (false, 2) => Op::Rot180,
        (false, _) => Op::Rot270,
        (true, 0) => Op::Hflip,
        (true, 1) => Op::Transverse,
        (true, 2) => Op::Vflip,
        (true, _) => Op::Transpose,
    };
    let mut transform = tj::Transform::op(op);
    transform.perfect = true;
    transform.copy_none = true;
    let turned = guarded("jpeg", || {
        tj::Transformer::new()
            .and_then(|mut t| t.transform_to_vec(&transform, bytes))
            .map_err(CaptureError::internal)
    })
    .ok()?;
    // An eighth of the size still reads every coefficient.
    let scan = markers::scan(&turned, limits).ok()?;
    decode(&turned, &scan, (1, 1), limits).ok()?;
    Some(turned)
}

/// Turns a JPEG by quarter turns clockwise, without loss where its size is a whole number of
/// blocks, else by decoding and encoding once more. EXIF orientation is not looked at: the
/// pictures [`crate::derive`] makes have none.
///
/// # Errors
/// As for decoding: `truncated`, `damaged`, `picture_too_large`, `format_unsupported`.
pub fn turn_jpeg(jpeg: &[u8], quarter_turns: u8) -> Result<Vec<u8>> {
    let limits = Limits::default();
    let orient = Orient::default().then_turn(quarter_turns);
    let scan = markers::scan(jpeg, &limits)?;
    if orient.is_identity() {
        return Ok(jpeg.to_vec());
    }
    if let Some(turned) = turn_lossless(jpeg, orient, &limits) {
        return Ok(turned);
    }
    let pixels = decode(jpeg, &scan, (0, 0), &limits)?;
    encode(&pixels.oriented(orient), 85, false)
}
