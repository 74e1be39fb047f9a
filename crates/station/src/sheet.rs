//! Reading a sheet: any .xlsx of any of the layouts, also made by others. Headers are matched by
//! name in any order, wherever in the first rows they stand.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use sohoa_core::naming::{Volume, volume_of};
use sohoa_core::rules::CaseInput;
use sohoa_core::schema::{BookType, Role};
use sohoa_core::value::text;

use crate::{Result, StationError};

/// A header may be pushed down by titles; it is looked for in this many rows.
const HEADER_WITHIN: usize = 25;
/// At least this many cells of the header row must be known columns.
const FEWEST_COLUMNS: usize = 3;
/// Largest file read.
const MOST_BYTES: u64 = 512 << 20;
/// Cells further right are not looked at: a cell says where it stands, and must not make rows of
/// sixteen thousand.
const MOST_COLUMNS: usize = 512;
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
    /// Rows in which something stands, with their number from 0.
    rows: Vec<(u32, Vec<Cell>)>,
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

/// Reads cell by cell, so that the whole sheet is in memory once only.
fn parse(bytes: Vec<u8>) -> std::result::Result<Vec<(u32, Vec<Cell>)>, XlsxError> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let Some(first) = book.sheet_names().first().cloned() else {
        return Ok(Vec::new());
    };
    let mut cells = book.worksheet_cells_reader(&first)?;
    let mut rows: Vec<(u32, Vec<Cell>)> = Vec::new();
    let mut sorted = true;
    while let Some(found) = cells.next_cell()? {
        let (row, column) = found.get_position();
        let column = column as usize;
        if column >= MOST_COLUMNS || matches!(found.get_value(), DataRef::Empty) {
            continue;
        }
        if rows.last().is_none_or(|(last, _)| *last != row) {
            sorted &= rows.last().is_none_or(|(last, _)| *last < row);
            let width = rows.last().map_or(0, |(_, cells)| cells.len());
            rows.push((row, Vec::with_capacity(width)));
        }
        if let Some((_, cells)) = rows.last_mut() {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::default());
            }
            cells[column] = cell(found.get_value());
        }
    }
    if !sorted {
        rows.sort_by_key(|(row, _)| *row);
    }
    Ok(rows)
}

fn cell(data: &DataRef<'_>) -> Cell {
    let other = |text: String, what| Cell {
        text,
        other: Some(what),
    };
    match data {
        DataRef::Empty => Cell::default(),
        DataRef::String(text) => Cell {
            text: text.clone(),
            other: None,
        },
        DataRef::SharedString(text) => Cell {
            text: (*text).to_owned(),
            other: None,
        },
        DataRef::Int(number) => other(number.to_string(), "number"),
        DataRef::Float(number) => other(number.to_string(), "number"),
        DataRef::DateTime(date) if date.is_datetime() => match date.as_datetime() {
            Some(date) => other(date.format("%d.%m.%Y").to_string(), "date"),
            None => other(date.as_f64().to_string(), "number"),
        },
        other_kind => other(Data::from(other_kind.clone()).to_string(), "other"),
    }
}

impl Raw {
    /// How many cells of a row are columns of that type.
    fn known(row: &[Cell], book_type: &BookType) -> usize {
        row.iter()
            .filter(|cell| book_type.field_for_header(&cell.text).is_some())
            .count()
    }

    /// Which of the rows is the header for that type, and how many columns it names.
    fn header(&self, book_type: &BookType) -> Option<(usize, usize)> {
        self.rows
            .iter()
            .take_while(|(row, _)| (*row as usize) < HEADER_WITHIN)
            .map(|(_, cells)| Self::known(cells, book_type))
            .enumerate()
            .max_by_key(|&(at, known)| (known, usize::MAX - at))
            .filter(|(_, known)| *known >= FEWEST_COLUMNS)
    }

    /// Whether the sheet has a header for that type of book.
    #[must_use]
    pub fn fits(&self, book_type: &BookType) -> bool {
        self.header(book_type).is_some()
    }

    /// Finds the header for that type of book.
    ///
    /// # Errors
    /// `sheet_header`
    pub fn table(self, book_type: &BookType, file: &Path) -> Result<Table> {
        let Some((at, _)) = self.header(book_type) else {
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
        let mut rows = self.rows.into_iter().skip(at);
        let (header_row, header) = rows.next().unwrap_or_default();
        let mut seen = Vec::new();
        let columns: Vec<(String, Option<usize>)> = header
            .into_iter()
            .map(|cell| {
                // A second column of the same name is not believed.
                let field = book_type
                    .field_for_header(&cell.text)
                    .filter(|field| !seen.contains(field));
                seen.extend(field);
                (cell.text, field)
            })
            .collect();
        let rows = rows
            .map(|(_, mut cells)| {
                cells.resize(columns.len(), Cell::default());
                cells
            })
            .filter(|row| row.iter().any(|cell| !text::cleaned(&cell.text).is_empty()))
            .collect();
        Ok(Table {
            rows,
            columns,
            header_row: header_row as usize + 1,
        })
    }

    /// The book type whose columns the header names best.
    #[must_use]
    pub fn guess<'t>(&self, types: &'t [BookType]) -> Option<&'t BookType> {
        let named = |book_type: &BookType| self.header(book_type).map(|(_, known)| known);
        types
            .iter()
            .filter_map(|t| Some((named(t)?, t)))
            .max_by_key(|(known, _)| *known)
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

/// The volume a sheet is of: by its name (`KS.2008.01`), else by the first row that tells.
pub(crate) fn volume(code: &str, book_type: &BookType, cases: &[CaseInput]) -> Volume {
    let mut parts = code.split('.').skip(1);
    let mut next = || parts.next().and_then(|part| part.parse().ok());
    match (next(), next()) {
        (Some(year), Some(volume)) => Volume { year, volume },
        _ => cases
            .iter()
            .find_map(|case| volume_of(case.record.role_text(book_type, Role::Volume)))
            .unwrap_or(Volume { year: 0, volume: 0 }),
    }
}
