//! One opened file, whatever its format.

use std::sync::Arc;

use crate::error::{CaptureError, Result};
use crate::jpeg::{self, markers};
use crate::limits::{Deadline, Limits};
use crate::orient::Orient;
use crate::pdf::{PageKind, PdfDoc};
use crate::pixels::{Layout, Pixels};
use crate::png;
use crate::sniff::{Format, sniff};
use crate::tiff::TiffDoc;

/// How much colour a frame carries as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Colour.
    Colour,
    /// Grey.
    Grey,
    /// Black and white, one bit a pixel.
    Bilevel,
}

/// What is known of a frame without decoding it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FrameInfo {
    /// Width in pixels, upright (EXIF orientation or PDF rotation applied).
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
    /// Colour as stored. A PDF page that has to be drawn counts as colour; it is delivered
    /// grey when it turns out to have none.
    pub ink: Ink,
    /// Paper size in millimetres (upright width, height) where it is known: a PDF page box, or
    /// a scanner's resolution of at least 100 dpi that gives 50 to 1,000 mm on both sides. A
    /// camera's 72 dpi says nothing and gives `None`.
    pub paper_mm: Option<(f32, f32)>,
}

#[derive(Clone)]
enum Inner {
    Jpeg(Arc<markers::Scan>),
    Png(Arc<png::Header>),
    Tiff(TiffDoc),
    Pdf(Arc<PdfDoc>),
}

/// An opened picture file or PDF. Cheap to clone; can be used from several threads at once.
/// Headers are read when it is opened, pixels when they are asked for.
#[derive(Clone)]
pub struct Source {
    bytes: Arc<[u8]>,
    inner: Inner,
    limits: Arc<Limits>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("format", &self.format())
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// Pixels as stored, and how they are brought upright.
pub(crate) struct Decoded {
    pub(crate) pixels: Pixels,
    pub(crate) orient: Orient,
}

/// A JPEG that is the whole of a frame.
pub(crate) struct WholeJpeg {
    pub(crate) bytes: Arc<[u8]>,
    pub(crate) scan: Arc<markers::Scan>,
    pub(crate) orient: Orient,
}

impl Source {
    /// Opens a picture or PDF from its bytes.
    ///
    /// # Errors
    /// Everything [`sniff`] and the header can tell: `file_empty`, `format_unknown`,
    /// `format_unsupported`, `truncated`, `damaged`, `picture_too_large`, `file_too_large`,
    /// `pdf_encrypted`, `pdf_no_pages`, `too_many_pages`; `zip_nested` for a zip, which is a
    /// container and goes through [`crate::list`].
    pub fn open(bytes: Arc<[u8]>, limits: &Limits) -> Result<Source> {
        let format = sniff(&bytes)?;
        let most = match format {
            Format::Pdf | Format::Zip => limits.max_container_bytes,
            _ => limits.max_picture_bytes,
        };
        if bytes.len() as u64 > most {
            return Err(CaptureError::FileTooLarge);
        }
        let inner = match format {
            Format::Jpeg => Inner::Jpeg(Arc::new(markers::scan(&bytes, limits)?)),
            Format::Png => Inner::Png(Arc::new(png::header(&bytes, limits)?)),
            Format::Tiff => {
                let doc = TiffDoc::open(bytes.clone(), limits)?;
                // Later pages are looked at one by one; a first page that cannot be had
                // refuses the file at once.
                doc.header(0, limits)?;
                Inner::Tiff(doc)
            }
            Format::Pdf => Inner::Pdf(PdfDoc::open(bytes.clone(), limits)?),
            Format::Zip => return Err(CaptureError::ZipNested),
        };
        Ok(Self {
            bytes,
            inner,
            limits: Arc::new(limits.clone()),
        })
    }

    /// The format found in the content.
    pub fn format(&self) -> Format {
        match self.inner {
            Inner::Jpeg(_) => Format::Jpeg,
            Inner::Png(_) => Format::Png,
            Inner::Tiff(_) => Format::Tiff,
            Inner::Pdf(_) => Format::Pdf,
        }
    }

    /// Number of frames: pages of a PDF or TIFF, 1 for the others.
    pub fn frame_count(&self) -> usize {
        match &self.inner {
            Inner::Jpeg(_) | Inner::Png(_) => 1,
            Inner::Tiff(doc) => doc.len(),
            Inner::Pdf(doc) => doc.len(),
        }
    }

    /// What is known of frame `index` (from 0) without decoding it.
    ///
    /// # Errors
    /// `no_such_page`; what the frame's own header can tell.
    pub fn frame(&self, index: usize) -> Result<FrameInfo> {
        if index >= self.frame_count() {
            return Err(CaptureError::NoSuchPage);
        }
        let limits = &self.limits;
        let info = |w, h, layout, orient: Orient, paper_mm| {
            let (width, height) = orient.swap((w, h));
            FrameInfo {
                width,
                height,
                ink: match layout {
                    Layout::Rgb => Ink::Colour,
                    Layout::Grey => Ink::Grey,
                    Layout::Bits => Ink::Bilevel,
                },
                paper_mm,
            }
        };
        let scanned = |w, h, dpi, orient: Orient| scan_mm(w, h, dpi).map(|mm| orient.swap(mm));
        Ok(match &self.inner {
            Inner::Jpeg(s) => {
                let mm = scanned(s.width, s.height, s.dpi, s.orient);
                info(s.width, s.height, jpeg_layout(s), s.orient, mm)
            }
            Inner::Png(h) => {
                let mm = scanned(h.width, h.height, h.dpi, h.orient);
                info(h.width, h.height, h.layout, h.orient, mm)
            }
            Inner::Tiff(doc) => {
                let h = doc.header(index, limits)?;
                let mm = scanned(h.width, h.height, h.dpi, h.orient);
                info(h.width, h.height, h.layout, h.orient, mm)
            }
            Inner::Pdf(doc) => {
                let mm = doc.page_mm(index).filter(plausible);
                match doc.kind(index, limits)? {
                    PageKind::Jpeg { orient, scan } => {
                        info(scan.width, scan.height, jpeg_layout(&scan), orient, mm)
                    }
                    PageKind::Raster {
                        width,
                        height,
                        layout,
                        orient,
                    } => info(width, height, layout, orient, mm),
                    PageKind::Drawn { width, height } => {
                        info(width, height, Layout::Rgb, Orient::default(), mm)
                    }
                }
            }
        })
    }

    /// The JPEG that is the whole of frame `index`, bit for bit as it lies in the file: a JPEG
    /// file itself, or the one picture of a PDF page. `None` when the frame is anything else.
    /// Orientation is not applied and metadata not removed; see [`crate::deliver`] for that.
    ///
    /// # Errors
    /// As [`Source::frame`].
    pub fn embedded_jpeg(&self, index: usize) -> Result<Option<Vec<u8>>> {
        Ok(self.whole_jpeg(index)?.map(|j| j.bytes.to_vec()))
    }

    pub(crate) fn whole_jpeg(&self, index: usize) -> Result<Option<WholeJpeg>> {
        match &self.inner {
            Inner::Jpeg(scan) if index == 0 => Ok(Some(WholeJpeg {
                bytes: self.bytes.clone(),
                scan: scan.clone(),
                orient: scan.orient,
            })),
            Inner::Pdf(doc) => match doc.kind(index, &self.limits)? {
                PageKind::Jpeg { orient, scan } => Ok(Some(WholeJpeg {
                    bytes: doc.jpeg(index)?.into(),
                    scan,
                    orient,
                })),
                _ => Ok(None),
            },
            _ if index < self.frame_count() => Ok(None),
            _ => Err(CaptureError::NoSuchPage),
        }
    }

    /// Decodes a frame at no less than `least` upright pixels (0, 0 for all of them).
    pub(crate) fn decode(
        &self,
        index: usize,
        least: (u32, u32),
        limits: &Limits,
    ) -> Result<Decoded> {
        let deadline = Deadline::start(limits);
        if let Some(j) = self.whole_jpeg(index)? {
            let pixels = jpeg::decode(&j.bytes, &j.scan, j.orient.swap(least), limits)?;
            return Ok(Decoded {
                pixels,
                orient: j.orient,
            });
        }
        let (pixels, orient) = match &self.inner {
            Inner::Png(head) => (png::decode(&self.bytes, head, limits)?, head.orient),
            Inner::Tiff(doc) => {
                let orient = doc.header(index, limits)?.orient;
                (doc.decode(index, limits, deadline)?, orient)
            }
            Inner::Pdf(doc) => {
                let kind = doc.kind(index, limits)?;
                let orient = match kind {
                    PageKind::Raster { orient, .. } => orient,
                    _ => Orient::default(),
                };
                (doc.pixels(index, &kind, limits, deadline)?, orient)
            }
            Inner::Jpeg(_) => return Err(CaptureError::NoSuchPage),
        };
        Ok(Decoded { pixels, orient })
    }
}

fn jpeg_layout(scan: &markers::Scan) -> Layout {
    if scan.components == 1 {
        Layout::Grey
    } else {
        Layout::Rgb
    }
}

fn scan_mm(width: u32, height: u32, dpi: Option<(f32, f32)>) -> Option<(f32, f32)> {
    let (x, y) = dpi?;
    if !(x.is_finite() && y.is_finite() && x >= 100.0 && y >= 100.0) {
        return None;
    }
    let mm = (width as f32 / x * 25.4, height as f32 / y * 25.4);
    plausible(&mm).then_some(mm)
}

fn plausible(mm: &(f32, f32)) -> bool {
    (50.0..=1000.0).contains(&mm.0) && (50.0..=1000.0).contains(&mm.1)
}
