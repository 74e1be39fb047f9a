//! Everything that can go wrong, with a stable code for the sentence a clerk reads.

/// Why a file, a page or a whole archive was refused.
///
/// The interface branches on [`CaptureError::code`], never on the text: the text is plain
/// detail for whoever looks into a report, and holds nothing that was read from the picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// The file has no bytes at all.
    #[error("the file is empty")]
    FileEmpty,
    /// The operating system could not give the bytes (missing, no permission, disk fault).
    #[error("the file cannot be read: {what}")]
    FileUnreadable {
        /// What the operating system said.
        what: String,
    },
    /// Nothing we know starts with these bytes.
    #[error("the format is not known")]
    FormatUnknown,
    /// A known format, or a variant of one, that is not read here.
    #[error("the format is not supported: {what}")]
    FormatUnsupported {
        /// Short stable name of it: `heic`, `webp`, `xlsx`, `tiff_compression` …
        what: &'static str,
    },
    /// The end of the data is missing: a copy or a scan was cut short.
    #[error("the end of the file is missing")]
    Truncated,
    /// The data contradicts itself.
    #[error("the file is damaged: {what}")]
    Damaged {
        /// Which part, in technical words.
        what: String,
    },
    /// More pixels than [`crate::Limits`] allows, seen before anything was decoded.
    #[error("the picture is too large: {width} x {height}")]
    PictureTooLarge {
        /// Declared width in pixels.
        width: u64,
        /// Declared height in pixels.
        height: u64,
    },
    /// More bytes than [`crate::Limits`] allows for that kind of file.
    #[error("the file is too large")]
    FileTooLarge,
    /// The PDF asks for a password, or its encryption cannot be undone without one.
    #[error("the PDF is protected by a password")]
    PdfEncrypted,
    /// The PDF is well formed and has no page.
    #[error("the PDF has no page")]
    PdfNoPages,
    /// A page of a PDF under inspection draws nothing, or names a picture that is not there.
    #[error("page {page} of the PDF is empty")]
    PdfPageEmpty {
        /// Page number from 1.
        page: usize,
    },
    /// More pages or frames than [`crate::Limits`] allows.
    #[error("too many pages")]
    TooManyPages,
    /// A frame index past the end was asked for.
    #[error("there is no such page")]
    NoSuchPage,
    /// The region to deliver has no area inside the page.
    #[error("the region holds no pixels")]
    RegionEmpty,
    /// A zip entry whose name would leave its folder.
    #[error("the zip holds an unsafe path")]
    ZipUnsafePath {
        /// The name as it stands in the zip.
        name: String,
    },
    /// The zip, or an entry of it, unpacks to more than [`crate::Limits`] allows.
    #[error("the zip unpacks to too much")]
    ZipTooLarge,
    /// The zip's directory or an entry does not add up.
    #[error("the zip is damaged")]
    ZipDamaged,
    /// The zip entry is encrypted.
    #[error("the zip is protected by a password")]
    ZipEncrypted,
    /// A zip inside a zip.
    #[error("the zip holds another zip")]
    ZipNested,
    /// The wall-clock budget for one page was used up.
    #[error("the page took too long")]
    TookTooLong,
    /// A folder or zip with nothing in it to import.
    #[error("there is no picture inside")]
    NoPicturesInside,
    /// An encoder or resizer refused what we gave it: a fault of this program, not of the file.
    #[error("internal fault: {what}")]
    Internal {
        /// Which step.
        what: String,
    },
}

impl CaptureError {
    /// Stable snake_case code; the Vietnamese sentence is looked up by it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileEmpty => "file_empty",
            Self::FileUnreadable { .. } => "file_unreadable",
            Self::FormatUnknown => "format_unknown",
            Self::FormatUnsupported { .. } => "format_unsupported",
            Self::Truncated => "truncated",
            Self::Damaged { .. } => "damaged",
            Self::PictureTooLarge { .. } => "picture_too_large",
            Self::FileTooLarge => "file_too_large",
            Self::PdfEncrypted => "pdf_encrypted",
            Self::PdfNoPages => "pdf_no_pages",
            Self::PdfPageEmpty { .. } => "pdf_page_empty",
            Self::TooManyPages => "too_many_pages",
            Self::NoSuchPage => "no_such_page",
            Self::RegionEmpty => "region_empty",
            Self::ZipUnsafePath { .. } => "zip_unsafe_path",
            Self::ZipTooLarge => "zip_too_large",
            Self::ZipDamaged => "zip_damaged",
            Self::ZipEncrypted => "zip_encrypted",
            Self::ZipNested => "zip_nested",
            Self::TookTooLong => "took_too_long",
            Self::NoPicturesInside => "no_pictures_inside",
            Self::Internal { .. } => "internal",
        }
    }

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into() }
    }

    pub(crate) fn internal(what: impl ToString) -> Self {
        Self::Internal {
            what: what.to_string(),
        }
    }

    pub(crate) fn unreadable(e: &std::io::Error) -> Self {
        // The kind, not the message: messages may carry a path.
        Self::FileUnreadable {
            what: e.kind().to_string(),
        }
    }
}

/// Short for results of this crate.
pub type Result<T> = std::result::Result<T, CaptureError>;
