//! Reading a sheet: any .xlsx of any of the layouts, also made by others. Headers are matched by
//! name in any order, wherever in the first rows they stand.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, XlsxError};
use sohoa_core::schema::BookType;
use sohoa_core::value::text;

use crate::{Result, StationError};

/// A header may be pushed down by titles; it is looked for in this many rows.
const HEADER_WITHIN: usize = 25;
/// At least this many cells of the header row must be known columns.
const FEWEST_COLUMNS: usize = 3;
/// Largest file read.
const MOST_BYTES: u64 = 512 << 20;
/// Largest content of the parts inside it: an .xlsx is a zip and may be a bomb.
const MOST_UNPACKED: u64 = 4 << 30;

/// A cell as text, and whether it stood as text in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// Its text. Dates of the spreadsheet are written `dd.mm.yyyy`.
    pub text: String,
    /// What it was when it was no text: `number`, `date`, `other`.
    pub other: Option<&'static str>,
}

/// A sheet with its header understood.
#[derive(Debug, Clone)]
pub struct Table {
    /// For each column of the sheet: its header, and the field it means.
    pub columns: Vec<(String, Option<usize>)>,
    /// Rows below the header, without empty ones. Each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// The row of the file the header stands in, from 1.
    pub header_row: usize,
}

/// The raw cells of a file's first sheet.
pub struct Raw {
    rows: Vec<Vec<Cell>>,
}

/// Reads the first sheet of a file.
///
/// # Errors
/// `file_missing`, `sheet_unreadable`, `sheet_protected`, `sheet_empty`
pub fn read(path: &Path) -> Result<Raw> {
    let size = std::fs::metadata(path)
        .map_err(|e| StationError::io(&e, path))?
        .len();
    let unreadable = |detail: String| {
        StationError::new("sheet_unreadable")
            .with("file", file_name(path))
            .with("detail", detail)
    };
    if size > MOST_BYTES {
        return Err(unreadable("too large".into()));
    }
    let bytes = std::fs::read(path).map_err(|e| StationError::io(&e, path))?;
    // An encrypted .xlsx is not a zip but an OLE container.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let mark: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let sealed = bytes.windows(mark.len()).any(|w| w == mark);
        return Err(if sealed {
            StationError::new("sheet_protected").with("file", file_name(path))
        } else {
            unreadable("xls".into())
        });
    }
    let mut archive =
        zip::ZipArchive::new(Cursor::new(&bytes[..])).map_err(|e| unreadable(e.to_string()))?;
    let mut unpacked = 0u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|e| unreadable(e.to_string()))?;
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > MOST_UNPACKED || unpacked / 1000 > size {
        return Err(unreadable("too large inside".into()));
    }
    // Third-party code over hostile bytes: a panic there must not end the program.
    let parsed = std::panic::catch_unwind(move || parse(bytes));
    match parsed {
        Ok(Ok(rows)) if rows.is_empty() => {
            Err(StationError::new("sheet_empty").with("file", file_name(path)))
        }
        Ok(Ok(rows)) => Ok(Raw { rows }),
        Ok(Err(XlsxError::Password)) => {
            Err(StationError::new("sheet_protected").with("file", file_name(path)))
        }
        Ok(Err(error)) => Err(unreadable(error.to_string())),
        Err(_) => Err(unreadable("panic".into())),
    }
}

fn parse(bytes: Vec<u8>) -> std::result::Result<Vec<Vec<Cell>>, XlsxError> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let Some(first) = book.sheet_names().first().cloned() else {
        return Ok(Vec::new());
    };
    let range = book.worksheet_range(&first)?;
    Ok(range
        .rows()
        .map(|row| row.iter().map(cell).collect())
        .collect())
}

fn cell(data: &Data) -> Cell {
    let other = |text: String, what| Cell {
        text,
        other: Some(what),
    };
    match data {
        Data::Empty => Cell::default(),
        Data::String(text) => Cell {
            text: text.clone(),
            other: None,
        },
        Data::Int(number) => other(number.to_string(), "number"),
        Data::Float(number) => other(number.to_string(), "number"),
        Data::DateTime(date) if date.is_datetime() => match date.as_datetime() {
            Some(date) => other(date.format("%d.%m.%Y").to_string(), "date"),
            None => other(date.as_f64().to_string(), "number"),
        },
        other_kind => other(other_kind.to_string(), "other"),
    }
}

impl Raw {
    /// Finds the header for that type of book.
    ///
    /// # Errors
    /// `sheet_header`
    pub fn table(&self, book_type: &BookType, file: &Path) -> Result<Table> {
        let known = |row: &Vec<Cell>| {
            row.iter()
                .filter(|cell| book_type.field_for_header(&cell.text).is_some())
                .count()
        };
        let header = self
            .rows
            .iter()
            .take(HEADER_WITHIN)
            .map(known)
            .enumerate()
            .max_by_key(|&(at, known)| (known, usize::MAX - at));
        let Some((at, _)) = header.filter(|(_, known)| *known >= FEWEST_COLUMNS) else {
            let wanted = book_type
                .sheets
                .first()
                .map(|sheet| sheet.columns.iter().take(3))
                .into_iter()
                .flatten();
            let wanted: Vec<&str> = wanted
                .map(|&field| book_type.fields[field].column.as_str())
                .collect();
            return Err(StationError::new("sheet_header")
                .with("file", file_name(file))
                .with("wanted", wanted.join(", ")));
        };
        let mut seen = Vec::new();
        let columns: Vec<(String, Option<usize>)> = self.rows[at]
            .iter()
            .map(|cell| {
                // A second column of the same name is not believed.
                let field = book_type
                    .field_for_header(&cell.text)
                    .filter(|field| !seen.contains(field));
                seen.extend(field);
                (cell.text.clone(), field)
            })
            .collect();
        let rows = self.rows[at + 1..]
            .iter()
            .filter(|row| row.iter().any(|cell| !text::clean(&cell.text).is_empty()));
        Ok(Table {
            rows: rows.cloned().collect(),
            columns,
            header_row: at + 1,
        })
    }

    /// The book type whose columns the header names best.
    #[must_use]
    pub fn guess<'t>(&self, types: &'t [BookType]) -> Option<&'t BookType> {
        let score = |book_type: &BookType| {
            let known = |row: &Vec<Cell>| {
                row.iter()
                    .filter(|cell| book_type.field_for_header(&cell.text).is_some())
                    .count()
            };
            self.rows
                .iter()
                .take(HEADER_WITHIN)
                .map(known)
                .max()
                .unwrap_or(0)
        };
        types
            .iter()
            .map(|t| (score(t), t))
            .filter(|(score, _)| *score >= FEWEST_COLUMNS)
            .max_by_key(|(score, _)| *score)
            .map(|(_, t)| t)
    }
}

/// The name of a file, for messages.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}
