//! Reading back any PDF, ours or another's, without sharing code with the writer.

use std::sync::Arc;

use hayro::hayro_syntax::content::ops::TypedInstruction as Op;
use hayro::hayro_syntax::object::Stream;
use hayro::hayro_syntax::object::stream::ImageDecodeParams;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{Filter, PdfVersion};

use super::page::is_name;
use super::{PdfDoc, guard, page};
use crate::error::{CaptureError, Result};
use crate::jpeg::{self, markers};
use crate::limits::{Deadline, Limits, guarded_in_time};
use crate::sniff::{Format, sniff};

/// What a PDF holds.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PdfReport {
    /// Number of pages, at least 1.
    pub pages: usize,
    /// Title in the document information.
    pub title: Option<String>,
    /// Subject in the document information, where [`crate::write_pdf`] puts the file name.
    pub subject: Option<String>,
    /// Version, e.g. `(1, 4)`.
    pub version: (u8, u8),
    /// Size of each page in millimetres, rotation applied.
    pub page_mm: Vec<(f32, f32)>,
}

/// Opens a PDF and looks at every page: it must draw something, and every picture it names
/// must be there and whole. With `deep`, pictures are decoded as well (some 5 to 40 ms a page).
///
/// # Errors
/// `format_unknown`, `truncated`, `damaged`, `pdf_encrypted`, `pdf_no_pages`,
/// `pdf_page_empty` with the page's number, `too_many_pages`, `file_too_large`,
/// `took_too_long`.
pub fn check_pdf(bytes: &[u8], deep: bool, limits: &Limits) -> Result<PdfReport> {
    if bytes.len() as u64 > limits.max_container_bytes {
        return Err(CaptureError::FileTooLarge);
    }
    if sniff(bytes)? != Format::Pdf {
        return Err(CaptureError::FormatUnknown);
    }
    let doc = PdfDoc::open(Arc::from(bytes), limits)?;
    for index in 0..doc.len() {
        let task = doc.clone();
        let bounds = limits.clone();
        guarded_in_time("pdf", Deadline::start(limits), move || {
            let pages = task.pdf().pages();
            let page = pages.get(index).ok_or(CaptureError::NoSuchPage)?;
            check_page(page, index + 1, deep, &bounds)
        })?;
    }
    let metadata = doc.pdf().metadata();
    let page_mm = (0..doc.len()).filter_map(|i| doc.page_mm(i)).collect();
    Ok(PdfReport {
        pages: doc.len(),
        title: metadata.title.as_deref().map(text),
        subject: metadata.subject.as_deref().map(text),
        version: version(doc.pdf().version()),
        page_mm,
    })
}

fn check_page(page: &Page<'_>, number: usize, deep: bool, limits: &Limits) -> Result<()> {
    let empty = Err(CaptureError::PdfPageEmpty { page: number });
    // Measures the streams before the operators below unpack them.
    page::look(page, limits)?;
    let mut draws = false;
    let mut ops = page.typed_operations();
    while let Some(op) = ops.next() {
        match op {
            Op::XObject(name) => {
                let Some(object) = page.resources().get_x_object(name.0) else {
                    return empty;
                };
                if is_name(object.dict(), "Subtype", b"Image") {
                    if object.raw_data().is_empty() {
                        return empty;
                    }
                    check_picture(&object, deep, limits)?;
                }
                draws = true;
            }
            Op::InlineImage(_)
            | Op::Shading(_)
            | Op::ShowText(_)
            | Op::ShowTexts(_)
            | Op::NextLineAndShowText(_)
            | Op::ShowTextWithParameters(_)
            | Op::StrokePath(_)
            | Op::CloseAndStrokePath(_)
            | Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_)
            | Op::FillAndStrokeNonZero(_)
            | Op::FillAndStrokeEvenOdd(_)
            | Op::CloseFillAndStrokeNonZero(_)
            | Op::CloseFillAndStrokeEvenOdd(_) => draws = true,
            _ => {}
        }
    }
    if draws { Ok(()) } else { empty }
}

fn check_picture(object: &Stream<'_>, deep: bool, limits: &Limits) -> Result<()> {
    let dict = object.dict();
    let side = |key: &str| dict.get::<u32>(key).unwrap_or(0);
    let (width, height) = (side("Width"), side("Height"));
    limits.check_size(width.into(), height.into())?;
    guard::picture(object, limits)?;
    let filters = object.filters();
    if filters.as_slice() == [Filter::DctDecode] {
        let bytes = object.raw_data();
        let scan = markers::scan(&bytes, limits)?;
        if deep {
            // An eighth of the size still reads every coefficient.
            jpeg::decode(&bytes, &scan, (1, 1), limits)?;
        }
        return Ok(());
    }
    if !deep {
        return Ok(());
    }
    let decoded = object
        .decoded_image(&ImageDecodeParams {
            is_indexed: true,
            bpc: dict.get::<u8>("BitsPerComponent"),
            num_components: None,
            target_dimension: None,
            width,
            height,
        })
        .map_err(|_| CaptureError::damaged("pdf picture"))?;
    let least = (width as usize).div_ceil(8) * height as usize;
    if decoded.data.len() < least {
        return Err(CaptureError::Truncated);
    }
    Ok(())
}

fn version(v: PdfVersion) -> (u8, u8) {
    match v {
        PdfVersion::Pdf10 => (1, 0),
        PdfVersion::Pdf11 => (1, 1),
        PdfVersion::Pdf12 => (1, 2),
        PdfVersion::Pdf13 => (1, 3),
        PdfVersion::Pdf14 => (1, 4),
        PdfVersion::Pdf15 => (1, 5),
        PdfVersion::Pdf16 => (1, 6),
        PdfVersion::Pdf17 => (1, 7),
        PdfVersion::Pdf20 => (2, 0),
    }
}

/// A PDF text string: UTF-16 or UTF-8 when marked, else close enough to Latin-1.
fn text(raw: &[u8]) -> String {
    if let Some(wide) = raw.strip_prefix(b"\xFE\xFF") {
        let units: Vec<u16> = wide
            .chunks_exact(2)
            .map(|b| u16::from_be_bytes([b[0], b[1]]))
            .collect();
        return String::from_utf16_lossy(&units);
    }
    if let Some(utf8) = raw.strip_prefix(b"\xEF\xBB\xBF") {
        return String::from_utf8_lossy(utf8).into_owned();
    }
    raw.iter().map(|&b| char::from(b)).collect()
}
