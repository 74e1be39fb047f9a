//! Moving a finished package into place. Three files cannot be renamed at once, so a note is put
//! on the disk first that says which; whoever comes next (packaging, verifying, opening the
//! workspace) finishes a move that was cut short. Until the note is there, the package before is
//! untouched.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use crate::workspace::{sync_folder, write_whole};
use crate::{Result, StationError};

#[derive(Serialize, Deserialize)]
struct Note {
    /// Name of the folder the finished files lie in.
    from: String,
    /// Their names.
    files: Vec<String>,
}

/// The note while it is written.
const NOTE: &str = "doi-ten";

fn note_path(folder: &Path, code: &str) -> PathBuf {
    folder.join(format!(".{code}.doi-ten"))
}

fn staging_prefix(code: &str) -> String {
    format!(".{code}.dang-ghi-")
}

/// A folder beside the target to write the package into; what crashed runs left is cleared away.
pub(super) fn staging(folder: &Path, code: &str) -> Result<TempDir> {
    let fail = |e: io::Error| StationError::io(&e, folder);
    fs::create_dir_all(folder).map_err(fail)?;
    finish(folder, code)?;
    let prefix = staging_prefix(code);
    for entry in fs::read_dir(folder).map_err(fail)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            // Left over and of no use to anyone; if it cannot be removed it only takes space.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    tempfile::Builder::new()
        .prefix(&prefix)
        .tempdir_in(folder)
        .map_err(fail)
}

/// Moves the finished files into place.
pub(super) fn commit(staging: TempDir, folder: &Path, code: &str, files: &[String]) -> Result<()> {
    let fail = |e: io::Error| StationError::io(&e, folder);
    for name in files {
        in_use(&folder.join(name))?;
        OpenOptions::new()
            .read(true)
            .write(true)
            .open(staging.path().join(name))
            .and_then(|f| f.sync_all())
            .map_err(fail)?;
    }
    sync_folder(staging.path()).map_err(fail)?;
    let from = staging
        .path()
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let note = serde_json::to_vec(&Note {
        from,
        files: files.to_vec(),
    })
    .map_err(|e| fail(e.into()))?;
    // Written in the staging folder and moved from there, so that nothing of a note that was cut
    // short stays among the packages.
    let written = staging.path().join(NOTE);
    write_whole(&written, &note, true).map_err(fail)?;
    fs::rename(&written, note_path(folder, code)).map_err(fail)?;
    sync_folder(folder).map_err(fail)?;
    // From here on the new package is the one that counts, also if this process ends now.
    let _kept = staging.keep();
    finish(folder, code)
}

/// Finishes a move that was cut short, if there is one.
///
/// # Errors
/// What the disk says; the note stays, and the next one tries again.
pub(crate) fn finish(folder: &Path, code: &str) -> Result<()> {
    let path = note_path(folder, code);
    let Ok(bytes) = fs::read(&path) else {
        return Ok(());
    };
    let fail = |e: io::Error| StationError::io(&e, folder);
    let Ok(note) = serde_json::from_slice::<Note>(&bytes) else {
        // Not ours: a note of ours was written whole. It must not stand in the way for ever.
        return fs::remove_file(&path).map_err(fail);
    };
    let plain = |name: &String| {
        Path::new(name)
            .file_name()
            .is_some_and(|n| n.to_string_lossy() == *name)
    };
    if plain(&note.from)
        && note.from.starts_with(&staging_prefix(code))
        && note.files.iter().all(plain)
    {
        let from = folder.join(&note.from);
        for name in &note.files {
            match fs::rename(from.join(name), folder.join(name)) {
                Ok(()) => {}
                // Moved already before it was cut short.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(fail(e)),
            }
        }
        sync_folder(folder).map_err(fail)?;
        let _ = fs::remove_dir_all(&from);
    }
    fs::remove_file(&path).map_err(fail)
}

/// Refuses to begin a move that would stop half-way because a file is open in Excel.
fn in_use(path: &Path) -> Result<()> {
    if cfg!(windows) && path.exists() && OpenOptions::new().append(true).open(path).is_err() {
        return Err(StationError::new("file_in_use").with("file", crate::sheet::file_name(path)));
    }
    Ok(())
}
