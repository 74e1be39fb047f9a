//! The manifest beside a package: what was handed over, by whom, and what was accepted as being
//! so in the ledger.

use serde::{Deserialize, Serialize};

/// One package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// Version of this file's form.
    pub format: u32,
    /// `KS.2008.01`
    pub book: String,
    /// `KS`
    #[serde(rename = "type")]
    pub kind: String,
    /// Year opened.
    pub year: u16,
    /// Volume.
    pub volume: u16,
    /// Office.
    pub place: String,
    /// Sheet layout.
    pub sheet: String,
    /// Number of cases: rows and PDFs.
    pub cases: u32,
    /// Cases of the book that other offices hand in, and that are not in it.
    #[serde(default, skip_serializing_if = "is_none")]
    pub held: u32,
    /// Pattern of the PDF names.
    pub name_pattern: String,
    /// Program and version.
    pub program: String,
    /// Who packaged this content first.
    pub packaged_by: String,
    /// When, RFC 3339.
    pub packaged_at: String,
    /// How the workspace's history ended then: `sohoa history verify --head` finds it again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub history_head: String,
    /// The sheet and the archive.
    pub files: Vec<ManifestFile>,
    /// The PDFs inside the archive, in the order of the rows.
    pub pdfs: Vec<ManifestFile>,
    /// Findings that a person accepted.
    pub accepted: Vec<Accepted>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_none(count: &u32) -> bool {
    *count == 0
}

/// A file with its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, hex.
    pub sha256: String,
}

/// A finding that a person accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Data row, from 1.
    pub row: u32,
    /// Rule.
    pub rule: String,
    /// Column, empty for the whole case.
    pub field: String,
    /// Why.
    pub reason: String,
    /// Who.
    pub who: String,
    /// When, RFC 3339.
    pub at: String,
}
