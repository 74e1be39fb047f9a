//! The deliverable of one book: one .xlsx, one .zip of PDFs, one manifest. Written aside, read
//! back with other code, and only then moved into place.

mod commit;
mod manifest;
mod plan;
mod verify;
mod workbook;
mod write;

pub use manifest::{Accepted, Manifest, ManifestFile};
pub(crate) use plan::row_numbers;
pub use verify::{Defect, Verdict, verify};
