//! The folder of a workspace: where things lie, who holds it, and writing files so that a power
//! cut never leaves half of one.
//!
//! ```text
//! so-hoa.db        the database (and its -wal)
//! dang-mo.lock     held by the process that has the workspace open
//! originals/ab/…   every file as it was brought in, named by its SHA-256
//! cache/…          derived pictures; may be deleted
//! backups/…        copies of the database from before migrations
//! ```

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::StationError;
use crate::store::sqlite::SqliteStore;

/// How the name of a file begins while it is written.
pub(crate) const HALF: &str = ".ghi-";

/// The places of a workspace.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The workspace in that folder.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.root.join("so-hoa.db")
    }

    /// Copies from before migrations.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// Derived pictures.
    #[must_use]
    pub fn cache(&self) -> PathBuf {
        self.root.join("cache")
    }

    /// Where a file that was brought in lies.
    #[must_use]
    pub fn original(&self, sha256: &str, ending: &str) -> PathBuf {
        let shelf = sha256.get(..2).unwrap_or("00");
        self.root
            .join("originals")
            .join(shelf)
            .join(format!("{sha256}.{ending}"))
    }
}

/// Held while a workspace is open. Only one process at a time has it; the system lets go of it
/// when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    fn take(folder: &Folder) -> Result<Self, StationError> {
        let path = folder.root.join("dang-mo.lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|e| StationError::io(&e, folder.root()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(StationError::new("workspace_locked").with("path", folder.root.display()))
            }
            Err(TryLockError::Error(e)) => Err(StationError::io(&e, &path)),
        }
    }
}

/// Makes the folders and the database of a new workspace.
///
/// # Errors
/// `workspace_exists`, and what the disk says.
pub fn create(root: &Path) -> Result<(Folder, Lock, SqliteStore), StationError> {
    let folder = Folder::new(root);
    let fail = |e: io::Error| StationError::io(&e, root);
    fs::create_dir_all(root).map_err(fail)?;
    let lock = Lock::take(&folder)?;
    if folder.database().exists() {
        return Err(StationError::new("workspace_exists").with("path", root.display()));
    }
    for sub in ["originals", "cache", "backups"] {
        fs::create_dir_all(root.join(sub)).map_err(fail)?;
    }
    // Made under another name first: a database cut off while its tables were made must not look
    // like a workspace.
    let unfinished = root.join("so-hoa.moi");
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(root.join(format!("so-hoa.moi{ending}")));
    }
    let made = SqliteStore::create(&unfinished);
    // Closing it folds the -wal file into the database.
    drop(made?);
    fs::rename(&unfinished, folder.database()).map_err(fail)?;
    sync_folder(root).map_err(fail)?;
    let store = SqliteStore::open(&folder.database(), &folder.backups())?;
    Ok((folder, lock, store))
}

/// Opens the workspace in that folder.
///
/// # Errors
/// `no_workspace`, `workspace_locked`, `workspace_newer`, `workspace_damaged`, and what the disk
/// says. A damaged database is left exactly as it is.
pub fn open(root: &Path) -> Result<(Folder, Lock, SqliteStore), StationError> {
    let folder = Folder::new(root);
    if !folder.database().is_file() {
        return Err(StationError::new("no_workspace").with("path", root.display()));
    }
    let lock = Lock::take(&folder)?;
    for sub in ["originals", "cache", "backups"] {
        fs::create_dir_all(root.join(sub)).map_err(|e| StationError::io(&e, root))?;
    }
    let store = SqliteStore::open(&folder.database(), &folder.backups()).map_err(|error| {
        let error = StationError::from(error);
        let path = folder.database();
        if error.code() == "workspace_damaged" {
            error.with("path", path.display())
        } else {
            error
        }
    })?;
    Ok((folder, lock, store))
}

/// Puts a new folder entry on the disk.
///
/// # Errors
/// What the disk says.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows cannot open a folder as a file, and its file systems order this by themselves.
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

/// Writes a file whole or not at all: under another name, to the disk, then renamed.
///
/// # Errors
/// What the disk says; nothing is left behind then.
pub fn write_whole(path: &Path, bytes: &[u8], durable: bool) -> io::Result<()> {
    let parent = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let mut file = tempfile::Builder::new()
        .prefix(HALF)
        .suffix(".tmp")
        .tempfile_in(parent)?;
    file.write_all(bytes)?;
    if durable {
        file.as_file().sync_all()?;
    }
    file.persist(path).map_err(|e| e.error)?;
    if durable { sync_folder(parent) } else { Ok(()) }
}
