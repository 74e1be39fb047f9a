//! The workspace's SQLite database: opening it safely, migrations with a backup before each, and
//! the [`Store`] over it.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::StoreError;

mod body;
mod history;
mod lots;
mod narrow;
mod people;
mod read;
mod rows;
mod seek;
mod take;
mod work;
mod write;

mod embedded {
    refinery::embed_migrations!("src/store/sqlite/migrations");
}

/// Since this version the history is a chain.
const CHAINED: i64 = 11;

/// The database of one workspace. One process at a time holds it for writing (see
/// `workspace::Lock`).
pub struct SqliteStore {
    connection: Connection,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
                Self::ReadOnly
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            // Growing the shared index of the log on a full disk is told as an I/O error:
            // SQLITE_IOERR_SHMSIZE and SQLITE_IOERR_SHMMAP.
            Some(ErrorCode::SystemIoFailure) if matches!(error.sqlite_error(), Some(e) if matches!(e.extended_code, 4874 | 5386)) => {
                Self::DiskFull
            }
            _ => Self::Other(error.to_string()),
        }
    }
}

impl SqliteStore {
    /// Makes the database of a new workspace. The file must not exist.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn create(file: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(file, flags)?;
        prepare(&connection)?;
        migrate(&mut connection)?;
        Ok(Self { connection })
    }

    /// Opens the database of a workspace: checks that it is whole, backs it up into `backups`
    /// before any migration, and migrates. A damaged one is left exactly as it is.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], [`StoreError::Newer`], and what the disk says.
    pub fn open(file: &Path, backups: &Path) -> Result<Self, StoreError> {
        // Looked at through a connection that cannot write: whatever is wrong, it stays as it is.
        let have = inspect(file)?;
        let newest = newest_version();
        if have > newest {
            return Err(StoreError::Newer);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(file, flags)?;
        prepare(&connection)?;
        if have < newest {
            back_up(&connection, &backups.join(format!("truoc-ban-{newest}.db")))?;
            migrate(&mut connection)?;
        }
        let store = Self { connection };
        if have < CHAINED {
            store.whole(Self::chain_up)?;
        }
        Ok(store)
    }

    /// Whether everything in the database is whole: SQLite's own full check, and that no row
    /// points to nothing.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what was found.
    pub fn check_integrity(&self) -> Result<(), StoreError> {
        let says: String = self
            .connection
            .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if says != "ok" {
            return Err(StoreError::Damaged(says));
        }
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        if statement.exists([])? {
            return Err(StoreError::Damaged("foreign_key_check".into()));
        }
        Ok(())
    }
}

fn prepare(connection: &Connection) -> Result<(), StoreError> {
    // FULL: what a person typed is on the disk when the call returns, also through a power cut.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // KiB, as it is negative. With SQLite's own 2 MB a large deed writes its pages to the disk again and again.
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(())
}

/// Bytes of a database that is looked through whenever it is opened, in about a second. A larger one
/// only after a crash or a power cut, which leave a log behind.
const QUICKLY_CHECKED: u64 = 256 << 20;

/// Checks that a database is whole and says which version it has. SQLite's quick check: page
/// structure, without comparing indexes.
fn inspect(file: &Path) -> Result<i64, StoreError> {
    let mut magic = [0; 16];
    let read =
        std::fs::File::open(file).and_then(|mut f| std::io::Read::read_exact(&mut f, &mut magic));
    if read.is_err() || magic != *b"SQLite format 3\0" {
        // Also a file cut off at zero bytes, which SQLite itself would take for a new database.
        return Err(StoreError::Damaged("not a database".into()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |m| m.len());
    let log = PathBuf::from(format!("{}-wal", file.display()));
    if size(file) <= QUICKLY_CHECKED || size(&log) > 0 {
        let says: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if says != "ok" {
            return Err(StoreError::Damaged(says));
        }
    }
    version(&connection)
}

fn newest_version() -> i64 {
    let runner = embedded::migrations::runner();
    runner
        .get_migrations()
        .iter()
        .map(|m| i64::from(m.version()))
        .max()
        .unwrap_or(0)
}

fn version(connection: &Connection) -> Result<i64, StoreError> {
    let known: i64 = connection.query_row(
        "SELECT count(*) FROM sqlite_master WHERE name = 'refinery_schema_history'",
        [],
        |row| row.get(0),
    )?;
    if known == 0 {
        // Some other program's database, or a file that was cut off at zero bytes.
        return Err(StoreError::Damaged("no history of versions".into()));
    }
    Ok(connection.query_row(
        "SELECT coalesce(max(version), 0) FROM refinery_schema_history",
        [],
        |row| row.get(0),
    )?)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let done = embedded::migrations::runner().run(connection);
    done.map(|_| ()).map_err(|e| {
        match std::error::Error::source(&e).and_then(|s| s.downcast_ref::<rusqlite::Error>()) {
            Some(inner) if inner.sqlite_error_code() == Some(ErrorCode::DiskFull) => {
                StoreError::DiskFull
            }
            Some(inner) if inner.sqlite_error_code() == Some(ErrorCode::ReadOnly) => {
                StoreError::ReadOnly
            }
            _ => StoreError::Other(e.to_string()),
        }
    })
}

fn back_up(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    let mut at: PathBuf = to.to_owned();
    let mut nth = 1;
    while at.exists() {
        nth += 1;
        at = to.with_extension(format!("{nth}.db"));
    }
    let mut copy = Connection::open(&at)?;
    let backup = rusqlite::backup::Backup::new(connection, &mut copy)?;
    backup.run_to_completion(1000, std::time::Duration::ZERO, None)?;
    Ok(())
}

/// The schema as one readable text, for `schema.sql`.
///
/// # Errors
/// See [`StoreError`].
pub fn schema() -> Result<String, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    migrate(&mut connection)?;
    let mut statement = connection
        .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'refinery%' AND name NOT GLOB 'seek_*' ORDER BY type DESC, name")?;
    let parts = statement
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(parts
        .into_iter()
        .map(|sql| sql + ";\n\n")
        .collect::<String>()
        .trim_end()
        .to_owned()
        + "\n")
}
