//! What there is to import in some files, folders and zips.

mod archive;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{CaptureError, Result};
use crate::limits::Limits;
use crate::sniff::{Format, sniff};
use archive::Archive;

/// One file to import, not yet read.
#[derive(Clone)]
pub struct IntakeItem {
    /// How it is shown: relative to what was given, with `/`, e.g. `so/0001.jpg` or
    /// `anh.zip/0001.jpg`.
    pub name: String,
    /// Bytes as the folder or the zip's directory declares them.
    pub bytes: u64,
    place: Place,
}

impl std::fmt::Debug for IntakeItem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IntakeItem")
            .field("name", &self.name)
            .field("bytes", &self.bytes)
            .finish()
    }
}

#[derive(Clone)]
enum Place {
    File(PathBuf),
    Zip(Arc<Archive>, usize),
}

/// Something that was given and cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its name, as in [`IntakeItem::name`].
    pub name: String,
    /// Why.
    pub error: CaptureError,
}

impl IntakeItem {
    /// Reads this one file. Bytes of a zip entry are unpacked in memory and counted while they
    /// come; nothing is written to disk.
    ///
    /// # Errors
    /// `file_unreadable`, `file_too_large`, `file_empty`; from a zip also `zip_damaged`,
    /// `zip_encrypted`, `zip_too_large`, `zip_nested`, `format_unsupported`.
    pub fn read(&self, limits: &Limits) -> Result<Vec<u8>> {
        let bytes = match &self.place {
            Place::File(path) => read_file(path, limits)?,
            Place::Zip(archive, index) => archive.read(*index, limits)?,
        };
        if bytes.is_empty() {
            return Err(CaptureError::FileEmpty);
        }
        let most = match sniff(&bytes) {
            Ok(Format::Zip) if matches!(self.place, Place::Zip(..)) => {
                return Err(CaptureError::ZipNested);
            }
            Ok(Format::Pdf | Format::Zip) => limits.max_container_bytes,
            _ => limits.max_picture_bytes,
        };
        if bytes.len() as u64 > most {
            return Err(CaptureError::FileTooLarge);
        }
        Ok(bytes)
    }

    /// The file on disk, when it is one and not a zip entry.
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Zip(..) => None,
        }
    }
}

fn read_file(path: &Path, limits: &Limits) -> Result<Vec<u8>> {
    let unreadable = |e: std::io::Error| CaptureError::unreadable(&e);
    let mut file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let mut bytes = Vec::new();
    file.by_ref()
        .take(4096)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    let most = match sniff(&bytes) {
        Ok(Format::Pdf | Format::Zip) => limits.max_container_bytes,
        _ => limits.max_picture_bytes,
    };
    if size > most {
        return Err(CaptureError::FileTooLarge);
    }
    bytes.reserve_exact((size as usize).saturating_sub(bytes.len()) + 1);
    // A file may grow while it is read.
    file.take(most.saturating_add(1).saturating_sub(bytes.len() as u64))
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Err(CaptureError::FileTooLarge);
    }
    Ok(bytes)
}

/// Lists what there is to import, in natural order (2 before 10), without reading contents
/// beyond what tells a zip from a picture.
///
/// Folders are walked to the bottom, without following links to folders. Hidden files and what
/// systems leave behind (`Thumbs.db`, `.DS_Store`, `desktop.ini`, `__MACOSX`) are passed over
/// silently. A folder or zip with nothing left is refused as `no_pictures_inside`; one bad
/// entry never stops the rest.
pub fn list(paths: &[PathBuf], limits: &Limits) -> Vec<std::result::Result<IntakeItem, Refused>> {
    let mut out = Vec::new();
    let mut paths: Vec<&PathBuf> = paths.iter().collect();
    paths.sort_by(|a, b| natural(&a.to_string_lossy(), &b.to_string_lossy()));
    for path in paths {
        let name = match path.file_name() {
            Some(name) => name.to_string_lossy().into_owned(),
            None => path.to_string_lossy().into_owned(),
        };
        match std::fs::metadata(path) {
            Ok(meta) if meta.is_dir() => folder(path, &name, limits, &mut out),
            Ok(meta) => file(path, name, meta.len(), limits, &mut out),
            Err(e) => out.push(Err(Refused {
                name,
                error: CaptureError::unreadable(&e),
            })),
        }
    }
    out
}

type Listed = Vec<std::result::Result<IntakeItem, Refused>>;

fn file(path: &Path, name: String, bytes: u64, limits: &Limits, out: &mut Listed) {
    match is_zip(path) {
        Err(error) => out.push(Err(Refused { name, error })),
        Ok(false) => out.push(Ok(IntakeItem {
            name,
            bytes,
            place: Place::File(path.to_owned()),
        })),
        Ok(true) => match Archive::open(path, limits) {
            Err(error) => out.push(Err(Refused { name, error })),
            Ok(archive) => zip(archive, &name, out),
        },
    }
}

fn zip(archive: Archive, name: &str, out: &mut Listed) {
    let archive = Arc::new(archive);
    let before = out.len();
    for (index, entry) in archive.entries().iter().enumerate() {
        let shown = format!("{name}/{}", entry.name);
        out.push(match &entry.refused {
            Some(error) => Err(Refused {
                name: shown,
                error: error.clone(),
            }),
            None => Ok(IntakeItem {
                name: shown,
                bytes: entry.bytes,
                place: Place::Zip(archive.clone(), index),
            }),
        });
    }
    if out.len() == before {
        out.push(Err(Refused {
            name: name.to_owned(),
            error: CaptureError::NoPicturesInside,
        }));
    }
}

fn folder(path: &Path, name: &str, limits: &Limits, out: &mut Listed) {
    let before = out.len();
    let mut found = Vec::new();
    walk(path, name, 0, limits, &mut found, out);
    if found.len() > limits.max_entries {
        out.push(Err(Refused {
            name: name.to_owned(),
            error: CaptureError::TooManyPages,
        }));
        return;
    }
    found.sort_by(|a, b| natural(&a.1, &b.1));
    for (path, name, bytes) in found {
        file(&path, name, bytes, limits, out);
    }
    if out.len() == before {
        out.push(Err(Refused {
            name: name.to_owned(),
            error: CaptureError::NoPicturesInside,
        }));
    }
}

const DEEPEST: u32 = 32;

fn walk(
    path: &Path,
    name: &str,
    depth: u32,
    limits: &Limits,
    found: &mut Vec<(PathBuf, String, u64)>,
    out: &mut Listed,
) {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(e) => {
            out.push(Err(Refused {
                name: name.to_owned(),
                error: CaptureError::unreadable(&e),
            }));
            return;
        }
    };
    for entry in entries.flatten() {
        let own = entry.file_name().to_string_lossy().into_owned();
        if is_junk(&own) || found.len() > limits.max_entries {
            continue;
        }
        let shown = format!("{name}/{own}");
        let Ok(kind) = entry.file_type() else {
            continue;
        };
        if kind.is_dir() {
            if depth < DEEPEST {
                walk(&entry.path(), &shown, depth + 1, limits, found, out);
            }
            continue;
        }
        // A link to a file is followed, a link to a folder could lead in circles.
        match std::fs::metadata(entry.path()) {
            Ok(meta) if meta.is_file() => found.push((entry.path(), shown, meta.len())),
            Ok(_) => {}
            Err(e) => out.push(Err(Refused {
                name: shown,
                error: CaptureError::unreadable(&e),
            })),
        }
    }
}

/// Files nobody chose: hidden ones, and what systems and programs leave behind.
fn is_junk(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || ["thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"]
            .contains(&name.to_lowercase().as_str())
}

/// Part by part, so that a folder stays together.
fn natural(a: &str, b: &str) -> std::cmp::Ordering {
    let parts = |s: &str| s.replace('\\', "/").to_lowercase();
    let (x, y) = (parts(a), parts(b));
    let mut x = x.split('/');
    let mut y = y.split('/');
    loop {
        let order = match (x.next(), y.next()) {
            (Some(p), Some(q)) => natord::compare(p, q).then_with(|| p.cmp(q)),
            (None, None) => return a.cmp(b),
            (p, q) => return p.is_some().cmp(&q.is_some()),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// By content; an office file is not a zip of pictures.
fn is_zip(path: &Path) -> Result<bool> {
    let unreadable = |e: std::io::Error| CaptureError::unreadable(&e);
    let mut file = File::open(path).map_err(unreadable)?;
    let mut head = Vec::new();
    file.by_ref()
        .take(4096)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    if !head.starts_with(b"PK") {
        return Ok(false);
    }
    let size = file.metadata().map_err(unreadable)?.len();
    let tail_from = size.saturating_sub(64 << 10).max(head.len() as u64);
    file.seek(SeekFrom::Start(tail_from)).map_err(unreadable)?;
    file.take(64 << 10)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    match sniff(&head) {
        Ok(Format::Zip) => Ok(true),
        // Left to be refused by name when it is read, like any other file.
        _ => Ok(false),
    }
}
