//! Which format some bytes are, by content and never by file name.

use crate::error::{CaptureError, Result};

/// A format that can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF, one or many pages.
    Tiff,
    /// PDF.
    Pdf,
    /// A zip of the others; see [`crate::list`].
    Zip,
}

/// Names the format from the first bytes (for an office file inside a zip, also the last).
///
/// # Errors
/// `file_empty`; `format_unsupported` naming a known format that is not read here;
/// `format_unknown` for anything else.
pub fn sniff(bytes: &[u8]) -> Result<Format> {
    if bytes.is_empty() {
        return Err(CaptureError::FileEmpty);
    }
    let known = [
        (&b"\xFF\xD8\xFF"[..], Format::Jpeg),
        (b"\x89PNG\r\n\x1a\n", Format::Png),
        (b"II*\0", Format::Tiff),
        (b"MM\0*", Format::Tiff),
        (b"II+\0", Format::Tiff),
        (b"MM\0+", Format::Tiff),
    ];
    for (magic, format) in known {
        if bytes.starts_with(magic) {
            if bytes.get(8..10) == Some(b"CR") && format == Format::Tiff {
                return Err(CaptureError::FormatUnsupported { what: "raw" });
            }
            return Ok(format);
        }
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return match office(bytes) {
            Some(what) => Err(CaptureError::FormatUnsupported { what }),
            None => Ok(Format::Zip),
        };
    }
    // Scanners and mail gateways put lines before the header; readers look 1,024 bytes in.
    if find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return Ok(Format::Pdf);
    }
    match unsupported(bytes) {
        Some(what) => Err(CaptureError::FormatUnsupported { what }),
        None => Err(CaptureError::FormatUnknown),
    }
}

fn office(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    let tail = &bytes[bytes.len().saturating_sub(64 << 10)..];
    if find(head, b"[Content_Types].xml").is_none() && find(head, b"mimetype").is_none() {
        return None;
    }
    let parts = [
        (&b"xl/workbook"[..], "xlsx"),
        (b"word/document", "docx"),
        (b"ppt/presentation", "pptx"),
        (b"opendocument", "odf"),
    ];
    parts
        .iter()
        .find(|(part, _)| find(tail, part).is_some() || find(head, part).is_some())
        .map(|(_, what)| *what)
}

fn unsupported(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1") => "heic",
            Some(b"avif" | b"avis") => "avif",
            _ => "video",
        });
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("webp");
    }
    let magics = [
        (&b"GIF8"[..], "gif"),
        (b"BM", "bmp"),
        (b"\0\0\0\x0CjP  ", "jp2"),
        (b"\0\0\0\x0CJXL ", "jxl"),
        (b"\xFF\x0A", "jxl"),
        (b"8BPS", "psd"),
        (b"AT&TFORM", "djvu"),
        (b"\xD0\xCF\x11\xE0", "office"),
        (b"Rar!", "rar"),
        (b"7z\xBC\xAF", "7z"),
        (b"\x1F\x8B", "gzip"),
    ];
    magics
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, what)| *what)
}

pub(crate) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    memchr::memmem::find(hay, needle)
}
