//! A page as it goes into the PDF that is handed over.

mod search;
mod strokes;

use fax::encoder::Encoder;
use fax::{Color, VecWriter};

use sohoa_core::shape::{Point, Region, Shape};

use crate::derive::flat;
use crate::error::{CaptureError, Result};
use crate::jpeg;
use crate::limits::{Limits, guarded};
use crate::orient::Orient;
use crate::pdf::write_pdf;
use crate::pixels::{Pixels, bit};
use crate::source::{FrameInfo, Ink, Source, WholeJpeg};

const A4_MM: (f64, f64) = (210.0, 297.0);
/// Dots an inch and quality at which bits are shown.
const READING_DPI: f64 = 150.0;
const READING_QUALITY: u8 = 75;

/// Below this a page is not made smaller, whatever the target says.
#[derive(Debug, Clone, PartialEq)]
pub struct QualityFloor {
    /// Least that is left of the contrast of pen strokes against their paper, 0..=1, in parts of what it
    /// is at reading size before encoding.
    pub min_strokes: f64,
    /// Lowest JPEG quality, 1..=100.
    pub min_jpeg_quality: u8,
    /// Lowest long side in pixels of an A4 page (297 mm); other sizes in proportion. 1500 is
    /// 128 dpi.
    pub min_long_side_a4: u32,
}

/// What to deliver of a frame, and how small.
#[derive(Debug, Clone, PartialEq)]
pub struct DeliverSpec {
    /// Quarter turns clockwise the clerk asked for, on top of what the file says.
    pub quarter_turns: u8,
    /// How the page lies in the frame; `None` when the whole frame is the page. Turns and region are
    /// those of the flat page.
    pub shape: Option<Shape>,
    /// The part to deliver, in fractions of the page after those turns.
    pub region: Option<Region>,
    /// Bytes an A4 page should take; other sizes in proportion to their area.
    pub target_bytes_per_a4: usize,
    /// Pixels for the long side of an A4 page when the source has more. 1754 is 150 dpi.
    pub long_side_a4: u32,
    /// What wins over the target.
    pub floor: QualityFloor,
    /// Paper size in millimetres of the whole frame as [`FrameInfo`] gives it, before turns
    /// and region. `None` takes what the file says, and else fits the part into A4.
    pub paper_mm: Option<(f32, f32)>,
}

impl Default for DeliverSpec {
    fn default() -> Self {
        Self {
            quarter_turns: 0,
            shape: None,
            region: None,
            target_bytes_per_a4: 100_000,
            long_side_a4: 1754,
            floor: QualityFloor {
                min_strokes: 0.92,
                min_jpeg_quality: 30,
                min_long_side_a4: 1500,
            },
            paper_mm: None,
        }
    }
}

/// How the bytes of a delivered picture are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// JPEG.
    Jpeg {
        /// One component instead of three.
        grey: bool,
    },
    /// CCITT Group 4, one bit a pixel, white is 1 once decoded.
    CcittG4,
}

/// How a picture was made small.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Choice {
    /// It is the source's own JPEG bit for bit, or turned without loss.
    Unchanged,
    /// One bit a pixel, without loss.
    Bits,
    /// Encoded anew.
    Encoded {
        /// JPEG quality, 1..=100.
        quality: u8,
        /// What is left of the contrast of its strokes; `None` where there are too few to tell.
        strokes: Option<f64>,
    },
}

/// A picture ready for [`crate::write_pdf`].
#[derive(Debug, Clone, PartialEq)]
pub struct DeliveredImage {
    /// The encoded picture, without metadata.
    pub data: Vec<u8>,
    /// Its encoding.
    pub encoding: Encoding,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Width and height of its page in millimetres.
    pub page_mm: (f32, f32),
    /// How it was made small.
    pub choice: Choice,
}

impl DeliveredImage {
    /// Dots an inch on its page.
    #[must_use]
    pub fn dpi(&self) -> f64 {
        f64::from(self.width) / f64::from(self.page_mm.0.max(1.0)) * 25.4
    }

    /// The same as JPEG, for looking at: bits are read back the way any reader of the PDF would, and shown
    /// at reading size.
    ///
    /// # Errors
    /// What reading it back says.
    pub fn to_jpeg(&self) -> Result<Vec<u8>> {
        if matches!(self.encoding, Encoding::Jpeg { .. }) {
            return Ok(self.data.clone());
        }
        let limits = Limits::default();
        let pdf = write_pdf(std::slice::from_ref(self), "", "");
        let source = Source::open(pdf.into(), &limits)?;
        let decoded = source.decode(0, (0, 0), &limits)?;
        let bits = decoded.pixels.oriented(decoded.orient);
        let scale = (READING_DPI / self.dpi()).min(1.0);
        let side = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
        let shown = bits.resized(Region::FULL, side(bits.width), side(bits.height))?;
        jpeg::encode(&shown, READING_QUALITY, true)
    }
}

/// The part of a frame that is wanted, with its paper.
struct Part {
    region: Region,
    /// Pixels of the part at full resolution, after turns.
    size: (f64, f64),
    mm: (f64, f64),
    /// Bytes it should take.
    target: usize,
}

/// Makes the picture of a frame (or a part of it) that goes into the PDF.
///
/// A JPEG that is small enough already passes bit for bit, only without its metadata, or
/// turned without loss; one-bit pages become Group 4 at full resolution; everything else is
/// brought to [`DeliverSpec::long_side_a4`] and encoded at most three times to come near the
/// target, and again while its pen strokes fade below the floor. Equal input gives equal bytes.
///
/// # Errors
/// `region_empty`, `no_such_page`, and what decoding can tell.
pub fn deliver(
    source: &Source,
    frame: usize,
    spec: &DeliverSpec,
    limits: &Limits,
) -> Result<DeliveredImage> {
    let info = source.frame(frame)?;
    // What only has to be turned can pass without loss.
    let turned;
    let spec = match spec.shape.as_ref().and_then(Shape::only_turns) {
        None => spec,
        Some(turns) => {
            turned = DeliverSpec {
                shape: None,
                quarter_turns: spec.quarter_turns + turns,
                ..spec.clone()
            };
            &turned
        }
    };
    let part = part(&info, spec)?;
    if part.region.is_full()
        && spec.shape.is_none()
        && let Some(jpeg) = source.whole_jpeg(frame)?
        && let Some(done) = pass_through(&jpeg, spec, &part, limits)?
    {
        return Ok(done);
    }
    if info.ink == Ink::Bilevel
        && let Some(done) = bilevel(source, frame, spec, &part, limits)?
    {
        return Ok(done);
    }
    let long_mm = part.mm.0.max(part.mm.1);
    let wanted = f64::from(spec.long_side_a4.max(1)) * long_mm / A4_MM.1;
    let least = f64::from(spec.floor.min_long_side_a4.max(1)) * long_mm / A4_MM.1;
    let size = part.scaled(wanted);
    let scale = f64::from(size.0) / part.size.0;
    // The whole frame at the scale of the part, turned back to how the file is upright.
    let turn = Orient::default().then_turn(spec.quarter_turns);
    let needed = match spec.shape {
        None => turn.swap((
            (f64::from(size.0) / part.region.w).ceil() as u32,
            (f64::from(size.1) / part.region.h).ceil() as u32,
        )),
        Some(_) => (
            (f64::from(info.width) * scale).ceil() as u32,
            (f64::from(info.height) * scale).ceil() as u32,
        ),
    };
    let decoded = source.decode(frame, needed, limits)?;
    let (pixels, file) = (decoded.pixels, decoded.orient);
    let orient = file.then_turn(spec.quarter_turns);
    let stored = orient.unmap(part.region);
    let fitted = |size: (u32, u32)| match &spec.shape {
        None => {
            let (w, h) = orient.swap(size);
            Ok(pixels.resized(stored, w, h)?.oriented(orient))
        }
        Some(shape) => {
            // Four pixels are looked at for each: what is much larger is made smaller first.
            let (w, h) = file.swap(needed);
            let smaller = (f64::from(pixels.width) > 1.4 * f64::from(w))
                .then(|| pixels.resized(Region::FULL, w, h))
                .transpose()?;
            let from = smaller.as_ref().unwrap_or(&pixels);
            part.drawn(from, size, shape, spec.quarter_turns, file)
        }
    };
    let smaller = |scale: f64| {
        let side = (f64::from(size.0.max(size.1)) * scale).max(least);
        part.scaled(side.min(wanted))
    };
    search::smallest(size, &fitted, &smaller, spec, &part)
}

impl Part {
    /// The part drawn flat, from pixels that are stored as `file` says.
    fn drawn(
        &self,
        from: &Pixels,
        size: (u32, u32),
        shape: &Shape,
        quarter_turns: u8,
        file: Orient,
    ) -> Result<Pixels> {
        let r = self.region;
        let part =
            |p: Point| Point::new(r.x + p.x * r.w, r.y + p.y * r.h).turned(4 - quarter_turns % 4);
        flat(from, size, shape, &part, &|p| file.unmap_point(p))
    }

    /// The size with this long side, never above the source. Pixels that are not square on
    /// paper become square.
    fn scaled(&self, long_side: f64) -> (u32, u32) {
        let per_mm = long_side / self.mm.0.max(self.mm.1);
        let (x, y) = (
            per_mm * self.mm.0 / self.size.0,
            per_mm * self.mm.1 / self.size.1,
        );
        let alike = (x / y - 1.0).abs() < 0.02;
        let (x, y) = if alike {
            let one = x.max(y).min(1.0);
            (one, one)
        } else {
            (x.min(1.0), y.min(1.0))
        };
        let side = |v: f64| (v.round() as u32).max(1);
        (side(self.size.0 * x), side(self.size.1 * y))
    }
}

fn part(info: &FrameInfo, spec: &DeliverSpec) -> Result<Part> {
    let turn = Orient::default().then_turn(spec.quarter_turns);
    let region = spec.region.unwrap_or(Region::FULL);
    let region = region.clamped().ok_or(CaptureError::RegionEmpty)?;
    let upright = match &spec.shape {
        None => (info.width, info.height),
        Some(shape) => shape.size(info.width, info.height),
    };
    let whole = turn.swap((f64::from(upright.0), f64::from(upright.1)));
    let size = (whole.0 * region.w, whole.1 * region.h);
    if size.0 < 1.0 || size.1 < 1.0 {
        return Err(CaptureError::RegionEmpty);
    }
    let known = spec.paper_mm.or(info.paper_mm).filter(|(w, h)| {
        let fine = |v: &f32| v.is_finite() && (1.0..=5_000.0).contains(v);
        fine(w) && fine(h)
    });
    let mm = match known {
        Some(mm) => {
            // A page cut out of a frame is as large as its share of it.
            let share = |flat: u32, frame: u32| f64::from(flat) / f64::from(frame.max(1));
            let (w, h) = turn.swap((
                f64::from(mm.0) * share(upright.0, info.width),
                f64::from(mm.1) * share(upright.1, info.height),
            ));
            (w * region.w, h * region.h)
        }
        None => fit_a4(size),
    };
    let area = mm.0 * mm.1 / (A4_MM.0 * A4_MM.1);
    let target = (spec.target_bytes_per_a4 as f64 * area).max(4096.0) as usize;
    Ok(Part {
        region,
        size,
        mm,
        target,
    })
}

/// The largest paper of this shape inside an upright or lying A4 sheet.
pub(crate) fn fit_a4((w, h): (f64, f64)) -> (f64, f64) {
    let sheet = if w > h { (A4_MM.1, A4_MM.0) } else { A4_MM };
    let scale = (sheet.0 / w).min(sheet.1 / h);
    (w * scale, h * scale)
}

fn pass_through(
    jpeg: &WholeJpeg,
    spec: &DeliverSpec,
    part: &Part,
    limits: &Limits,
) -> Result<Option<DeliveredImage>> {
    let scan = &jpeg.scan;
    if !scan.plain || !matches!(scan.components, 1 | 3) {
        return Ok(None);
    }
    let bare = scan.without_metadata(&jpeg.bytes);
    if bare.len() > part.target {
        return Ok(None);
    }
    // Nobody looks at it again before it is in the PDF: it must decode to the end.
    jpeg::decode(&bare, scan, (1, 1), limits)?;
    let orient = jpeg.orient.then_turn(spec.quarter_turns);
    let data = if orient.is_identity() {
        bare
    } else {
        match jpeg::turn_lossless(&bare, orient, limits) {
            Some(turned) if turned.len() <= part.target + part.target / 10 => turned,
            _ => return Ok(None),
        }
    };
    let (width, height) = orient.swap((scan.width, scan.height));
    let grey = scan.components == 1;
    Ok(Some(part.image(
        data,
        Encoding::Jpeg { grey },
        (width, height),
        Choice::Unchanged,
    )))
}

impl Part {
    fn image(
        &self,
        data: Vec<u8>,
        encoding: Encoding,
        size: (u32, u32),
        choice: Choice,
    ) -> DeliveredImage {
        DeliveredImage {
            choice,
            data,
            encoding,
            width: size.0,
            height: size.1,
            page_mm: (self.mm.0 as f32, self.mm.1 as f32),
        }
    }
}

/// Group 4, unless the page is a dithered photograph, which Group 4 only makes larger.
fn bilevel(
    source: &Source,
    frame: usize,
    spec: &DeliverSpec,
    part: &Part,
    limits: &Limits,
) -> Result<Option<DeliveredImage>> {
    let decoded = source.decode(frame, (0, 0), limits)?;
    if let Some(shape) = &spec.shape {
        let size = (
            (part.size.0.round() as u32).max(1),
            (part.size.1.round() as u32).max(1),
        );
        let grey = part.drawn(
            &decoded.pixels,
            size,
            shape,
            spec.quarter_turns,
            decoded.orient,
        )?;
        return finished(&grey.to_bits(), part);
    }
    let upright = decoded
        .pixels
        .oriented(decoded.orient.then_turn(spec.quarter_turns));
    let edge = |at: f64, side: u32| ((at * f64::from(side)).round() as u32).min(side);
    let r = part.region;
    let (x0, x1) = (edge(r.x, upright.width), edge(r.x + r.w, upright.width));
    let (y0, y1) = (edge(r.y, upright.height), edge(r.y + r.h, upright.height));
    let cut = if r.is_full() {
        upright
    } else {
        upright.cropped(x0, y0, x1.saturating_sub(x0), y1.saturating_sub(y0))?
    };
    finished(&cut, part)
}

fn finished(cut: &Pixels, part: &Part) -> Result<Option<DeliveredImage>> {
    let data = guarded("fax", || encode_g4(cut))?;
    if data.len() > part.target.saturating_mul(4) {
        return Ok(None);
    }
    Ok(Some(part.image(
        data,
        Encoding::CcittG4,
        cut.size(),
        Choice::Bits,
    )))
}

fn encode_g4(pixels: &Pixels) -> Result<Vec<u8>> {
    let mut encoder = Encoder::new(VecWriter::new());
    let width = pixels.width as usize;
    for row in pixels.data.chunks_exact(pixels.row_bytes()) {
        let colour = |x| {
            if bit(row, x) {
                Color::White
            } else {
                Color::Black
            }
        };
        encoder
            .encode_line((0..width).map(colour), pixels.width)
            .map_err(|_| CaptureError::internal("fax"))?;
    }
    let writer = encoder
        .finish()
        .map_err(|_| CaptureError::internal("fax"))?;
    Ok(writer.finish())
}
