//! One zip: its directory is read once, entries are unpacked in memory one at a time.

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{is_junk, natural};
use crate::error::{CaptureError, Result};
use crate::limits::Limits;

/// A ratio only says something about an entry of some size: a page of blank bits packs well.
const RATIO_FROM: u64 = 1 << 20;

pub(super) struct Archive {
    zip: Mutex<ZipArchive<BufReader<File>>>,
    entries: Vec<Entry>,
}

pub(super) struct Entry {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) refused: Option<CaptureError>,
    index: usize,
}

impl Archive {
    pub(super) fn open(path: &Path, limits: &Limits) -> Result<Self> {
        let file = File::open(path).map_err(|e| CaptureError::unreadable(&e))?;
        let size = file
            .metadata()
            .map_err(|e| CaptureError::unreadable(&e))?
            .len();
        if size > limits.max_container_bytes {
            return Err(CaptureError::FileTooLarge);
        }
        let mut zip = crate::limits::guarded("zip", || {
            ZipArchive::new(BufReader::new(file)).map_err(fault)
        })?;
        if zip.len() > limits.max_entries {
            return Err(CaptureError::ZipTooLarge);
        }
        let mut entries = Vec::new();
        let mut total = 0_u64;
        for index in 0..zip.len() {
            let raw = zip.by_index_raw(index).map_err(fault)?;
            if raw.is_dir() {
                continue;
            }
            let written = raw.name_raw();
            // Windows writes names in a local code page, others in UTF-8 without saying so.
            let name = match std::str::from_utf8(written) {
                Ok(name) => name.to_owned(),
                Err(_) => raw.name().map_err(fault)?.into_owned(),
            };
            let plain = name.replace('\\', "/");
            if plain.split('/').any(is_hidden_part) {
                continue;
            }
            let bytes = raw.size();
            total = total.saturating_add(bytes);
            let packed = raw.compressed_size().max(1);
            let refused = if is_unsafe(&plain) {
                Some(CaptureError::ZipUnsafePath { name: name.clone() })
            } else if raw.encrypted() {
                Some(CaptureError::ZipEncrypted)
            } else if bytes > RATIO_FROM && bytes / packed > limits.max_ratio {
                Some(CaptureError::ZipTooLarge)
            } else {
                None
            };
            entries.push(Entry {
                name: if refused.is_some() { name } else { plain },
                bytes,
                refused,
                index,
            });
        }
        if total > limits.max_unpacked_bytes {
            return Err(CaptureError::ZipTooLarge);
        }
        entries.sort_by(|a, b| natural(&a.name, &b.name));
        Ok(Self {
            zip: Mutex::new(zip),
            entries,
        })
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn read(&self, index: usize, limits: &Limits) -> Result<Vec<u8>> {
        let entry = self.entries.get(index).ok_or(CaptureError::ZipDamaged)?;
        if let Some(error) = &entry.refused {
            return Err(error.clone());
        }
        let most = limits.max_container_bytes.max(limits.max_picture_bytes);
        if entry.bytes > most {
            return Err(CaptureError::FileTooLarge);
        }
        // Poisoned only means another entry's decoder gave up; the directory is read-only.
        let mut zip = self.zip.lock().unwrap_or_else(PoisonError::into_inner);
        crate::limits::guarded("zip", || {
            let file = zip.by_index(entry.index).map_err(fault)?;
            // What the directory says of the size is a claim: memory follows what arrives.
            let mut bytes = Vec::with_capacity(entry.bytes.min(64 << 20) as usize);
            file.take(entry.bytes.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(|e| io_fault(&e))?;
            if bytes.len() as u64 > entry.bytes {
                return Err(CaptureError::ZipTooLarge);
            }
            if (bytes.len() as u64) < entry.bytes {
                return Err(CaptureError::ZipDamaged);
            }
            Ok(bytes)
        })
    }
}

fn is_hidden_part(part: &str) -> bool {
    // `..` begins with a dot and must be refused, not passed over.
    part != ".." && part != "." && is_junk(part)
}

/// Nothing is ever written under these names; they are refused because an archive that tries
/// this was not made by a scanner.
fn is_unsafe(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    name.is_empty()
        || name.starts_with('/')
        || drive
        || name.contains('\0')
        || name.split('/').any(|part| part == "..")
}

fn fault(e: ZipError) -> CaptureError {
    match e {
        ZipError::Io(e) => io_fault(&e),
        ZipError::InvalidPassword => CaptureError::ZipEncrypted,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => CaptureError::ZipEncrypted,
        ZipError::UnsupportedArchive(_) => CaptureError::FormatUnsupported { what: "zip_method" },
        _ => CaptureError::ZipDamaged,
    }
}

fn io_fault(e: &std::io::Error) -> CaptureError {
    match e.kind() {
        ErrorKind::InvalidData | ErrorKind::UnexpectedEof | ErrorKind::Other => {
            CaptureError::ZipDamaged
        }
        ErrorKind::InvalidInput => CaptureError::ZipDamaged,
        ErrorKind::Unsupported => CaptureError::FormatUnsupported { what: "zip_method" },
        _ => CaptureError::unreadable(e),
    }
}
