//! PDF in and out.

mod check;
mod gauge;
mod guard;
mod jbig2;
mod page;
mod picture;
mod unpack;
mod write;

use std::sync::{Arc, OnceLock};

use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

pub use check::{PdfReport, check_pdf};
pub use write::write_pdf;

use crate::error::{CaptureError, Result};
use crate::limits::{Deadline, Limits, guarded, guarded_in_time};
use crate::pixels::Pixels;
pub(crate) use page::PageKind;

/// A parsed PDF. Pages are looked into when asked for and remembered.
pub(crate) struct PdfDoc {
    pdf: Pdf,
    kinds: Vec<OnceLock<Result<PageKind>>>,
    /// Whether its functions may be read; looked at when the first page is drawn.
    functions: OnceLock<Result<()>>,
}

impl PdfDoc {
    pub(crate) fn open(bytes: Arc<[u8]>, limits: &Limits) -> Result<Arc<Self>> {
        guard::whole(&bytes)?;
        guard::tables(&bytes)?;
        let deadline = Deadline::start(limits);
        let limits = limits.clone();
        // Repairing a broken table walks the whole file several times over.
        guarded_in_time("pdf", deadline, move || {
            let pdf = Pdf::new(Arc::new(bytes)).map_err(|e| match e {
                LoadPdfError::Decryption(
                    DecryptionError::PasswordProtected
                    | DecryptionError::UnsupportedAlgorithm
                    | DecryptionError::InvalidEncryption
                    | DecryptionError::MissingIDEntry,
                ) => CaptureError::PdfEncrypted,
                LoadPdfError::Invalid => CaptureError::damaged("pdf structure"),
            })?;
            let pages = pdf.pages().len();
            if pages == 0 {
                return Err(CaptureError::PdfNoPages);
            }
            if pages > limits.max_pages {
                return Err(CaptureError::TooManyPages);
            }
            let kinds = std::iter::repeat_with(OnceLock::new).take(pages).collect();
            Ok(Arc::new(Self {
                pdf,
                kinds,
                functions: OnceLock::new(),
            }))
        })
    }

    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    pub(crate) fn kind(&self, index: usize, limits: &Limits) -> Result<PageKind> {
        let slot = self.kinds.get(index).ok_or(CaptureError::NoSuchPage)?;
        slot.get_or_init(|| {
            guarded("pdf", || {
                let pages = self.pdf.pages();
                let page = pages.get(index).ok_or(CaptureError::NoSuchPage)?;
                page::look(page, limits)
            })
        })
        .clone()
    }

    /// Page size in millimetres, rotation applied.
    pub(crate) fn page_mm(&self, index: usize) -> Option<(f32, f32)> {
        let (w, h) = self.pdf.pages().get(index)?.render_dimensions();
        Some((w / 72.0 * 25.4, h / 72.0 * 25.4))
    }

    /// The bytes of the JPEG that is the whole of a page, when there is one.
    pub(crate) fn jpeg(&self, index: usize) -> Result<Vec<u8>> {
        guarded("pdf", || {
            let pages = self.pdf.pages();
            let page = pages.get(index).ok_or(CaptureError::NoSuchPage)?;
            picture::jpeg_bytes(page)
        })
    }

    /// Decodes or draws a page that is not one JPEG. Turned by the page, not by the picture.
    pub(crate) fn pixels(
        self: &Arc<Self>,
        index: usize,
        kind: &PageKind,
        limits: &Limits,
        deadline: Deadline,
    ) -> Result<Pixels> {
        let doc = self.clone();
        let limits = limits.clone();
        let kind = kind.clone();
        guarded_in_time("pdf", deadline, move || {
            let pages = doc.pdf.pages();
            let page = pages.get(index).ok_or(CaptureError::NoSuchPage)?;
            match kind {
                PageKind::Raster { .. } => picture::samples(page, &limits),
                PageKind::Drawn { width, height } => {
                    doc.functions
                        .get_or_init(|| guard::functions(&doc.pdf))
                        .clone()?;
                    page::draw(page, (width, height), &limits, deadline)
                }
                PageKind::Jpeg { .. } => Err(CaptureError::internal("page kind")),
            }
        })
    }

    fn pdf(&self) -> &Pdf {
        &self.pdf
    }
}
