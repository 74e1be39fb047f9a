//! Reading a sheet: any .xlsx of any of the layouts, also made by others. Headers are matched by
//! name in any order, wherever in the first rows they stand.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use sha2::{Digest, Sha256};
use sohoa_core::bring::{OVER, headings};
use sohoa_core::naming::{Volume, volume_of};
use sohoa_core::record::{FieldValue, Record};
use sohoa_core::rules::CaseInput;
use sohoa_core::schema::{BookType, Role};
use sohoa_core::value::text;

use crate::import::hex;
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

/// For each column of a sheet: its header, and the field it means.
pub type Columns = Vec<(String, Option<usize>)>;

/// A sheet with its header understood.
#[derive(Debug, Clone)]
pub struct Table {
    /// See [`Columns`].
    pub columns: Columns,
    /// Rows below the header, without empty ones. Each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// The row of the file the header stands in, from 1.
    pub header_row: usize,
}

/// The raw cells of one sheet of a file.
#[derive(Default)]
pub struct Raw {
    /// Rows in which something stands, with their number from 0.
    rows: Vec<(u32, Vec<Cell>)>,
    /// Names of all sheets of the file.
    pub sheets: Vec<String>,
    /// Which of them this is.
    pub sheet: String,
    /// SHA-256 of the file: says later whether it is still the same.
    pub content: String,
}

/// Reads the first sheet of a file.
///
/// # Errors
/// `file_missing`, `sheet_unreadable`, `sheet_protected`, `sheet_empty`
pub fn read(path: &Path) -> Result<Raw> {
    read_named(path, None)
}

/// Reads the sheet of that name; the first when there is none of that name.
///
/// # Errors
/// As [`read`]
pub fn read_named(path: &Path, name: Option<&str>) -> Result<Raw> {
    let bytes = sound(path)?;
    let mut raw = Raw {
        content: hex(&Sha256::digest(&bytes)),
        ..Raw::default()
    };
    let rows = &mut raw.rows;
    (raw.sheets, raw.sheet) = parsed(bytes, path, name, &mut |row, cells| rows.push((row, cells)))?;
    if raw.rows.is_empty() {
        return Err(StationError::new("sheet_empty").with("file", file_name(path)));
    }
    // Nearly every file has them in order already.
    raw.rows.sort_by_key(|(row, _)| *row);
    Ok(raw)
}

/// A sheet's columns; its rows are handed out as records of that type while they are read, so that
/// never all its cells are held.
///
/// # Errors
/// As [`read`], and `sheet_header`
pub(crate) fn read_records(
    path: &Path,
    book_type: &BookType,
    mut take: impl FnMut(Record),
) -> Result<Columns> {
    let mut head = Some(Raw::default());
    let mut known: Option<Result<Columns>> = None;
    let begin = |head: Raw, take: &mut dyn FnMut(Record)| -> Result<Columns> {
        let table = head.table(book_type, path)?;
        for cells in table.rows {
            record(book_type, &table.columns, cells).map(&mut *take);
        }
        Ok(table.columns)
    };
    parsed(sound(path)?, path, None, &mut |row, cells| {
        if let Some(head) = head.as_mut().filter(|_| (row as usize) < HEADER_WITHIN) {
            head.rows.push((row, cells));
            return;
        }
        if let Some(head) = head.take() {
            known = Some(begin(head, &mut take));
        }
        if let Some(Ok(columns)) = &known {
            record(book_type, columns, cells).map(&mut take);
        }
    })?;
    match (known, head) {
        (Some(columns), _) => columns,
        (None, Some(head)) if !head.rows.is_empty() => begin(head, &mut take),
        _ => Err(StationError::new("sheet_empty").with("file", file_name(path))),
    }
}

/// A row as a record; `None` when nothing stands in it.
fn record(book_type: &BookType, columns: &Columns, cells: Vec<Cell>) -> Option<Record> {
    let mut record = Record::new(book_type);
    let mut any = false;
    for (cell, (_, field)) in cells.into_iter().zip(columns) {
        any = any || !text::cleaned(&cell.text).is_empty();
        if let Some(field) = *field
            && !cell.text.is_empty()
        {
            record.set(field, FieldValue::given(cell.text));
        }
    }
    any.then_some(record)
}

/// Hands out the rows of a sheet in which something stands, with their number from 0. Gives the names of all
/// sheets, and of the one that was read.
fn parsed(
    bytes: Vec<u8>,
    path: &Path,
    name: Option<&str>,
    take: &mut dyn FnMut(u32, Vec<Cell>),
) -> Result<(Vec<String>, String)> {
    // Third-party code over hostile bytes: a panic there must not end the program.
    match catch_unwind(AssertUnwindSafe(|| parse(bytes, name, take))) {
        Ok(Ok(names)) => Ok(names),
        Ok(Err(XlsxError::Password)) => {
            Err(StationError::new("sheet_protected").with("file", file_name(path)))
        }
        Ok(Err(error)) => Err(unreadable(path, error.to_string())),
        Err(_) => Err(unreadable(path, "panic".into())),
    }
}

fn unreadable(path: &Path, detail: String) -> StationError {
    StationError::new("sheet_unreadable")
        .with("file", file_name(path))
        .with("detail", detail)
}

/// The bytes of a file that is a zip of bearable size.
fn sound(path: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path)
        .map_err(|e| StationError::io(&e, path))?
        .len();
    if size > MOST_BYTES {
        return Err(unreadable(path, "too large".into()));
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
            unreadable(path, "xls".into())
        });
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes[..]))
        .map_err(|e| unreadable(path, e.to_string()))?;
    let mut unpacked = 0u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|e| unreadable(path, e.to_string()))?;
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > MOST_UNPACKED || unpacked / 1000 > size {
        return Err(unreadable(path, "too large inside".into()));
    }
    Ok(bytes)
}

/// Reads cell by cell: at no time is more than one row taken apart.
fn parse(
    bytes: Vec<u8>,
    name: Option<&str>,
    take: &mut dyn FnMut(u32, Vec<Cell>),
) -> std::result::Result<(Vec<String>, String), XlsxError> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let names = book.sheet_names();
    let wanted = names.iter().find(|one| Some(one.as_str()) == name);
    let Some(wanted) = wanted.or(names.first()).cloned() else {
        return Ok((names, String::new()));
    };
    let mut cells = book.worksheet_cells_reader(&wanted)?;
    let mut now: Option<(u32, Vec<Cell>)> = None;
    while let Some(found) = cells.next_cell()? {
        let (row, column) = found.get_position();
        let column = column as usize;
        if column >= MOST_COLUMNS || matches!(found.get_value(), DataRef::Empty) {
            continue;
        }
        if now.as_ref().is_none_or(|(last, _)| *last != row) {
            let width = now.as_ref().map_or(0, |(_, cells)| cells.len());
            if let Some((row, cells)) = now.replace((row, Vec::with_capacity(width))) {
                take(row, cells);
            }
        }
        if let Some((_, cells)) = &mut now {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::default());
            }
            cells[column] = cell(found.get_value());
        }
    }
    if let Some((row, cells)) = now {
        take(row, cells);
    }
    drop(cells);
    Ok((names, wanted))
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
        let heads: Vec<String> = self.rows[at]
            .1
            .iter()
            .map(|cell| cell.text.clone())
            .collect();
        let mut seen = Vec::new();
        let fields = heads.iter().map(|head| {
            // A second column of the same name is not believed.
            let field = book_type
                .field_for_header(head)
                .filter(|field| !seen.contains(field));
            seen.extend(field);
            field
        });
        let columns = heads.iter().cloned().zip(fields).collect();
        Ok(self.below(at, columns))
    }

    /// The rows below that one.
    fn below(self, at: usize, columns: Columns) -> Table {
        let mut rows = self.rows.into_iter().skip(at);
        let header_row = rows.next().map_or(0, |(row, _)| row) as usize + 1;
        let rows = rows
            .map(|(_, mut cells)| {
                cells.resize(columns.len(), Cell::default());
                cells
            })
            .filter(|row| row.iter().any(|cell| !text::cleaned(&cell.text).is_empty()))
            .collect();
        Table {
            rows,
            columns,
            header_row,
        }
    }

    /// A stranger's sheet: its headings stand in that row (from 1), or where they most likely are; what they
    /// mean is not said yet.
    #[must_use]
    pub fn strange(self, header_row: Option<u32>, book_type: &BookType) -> Table {
        let named = header_row.and_then(|wanted| {
            let wanted = wanted.checked_sub(1)?;
            self.rows.iter().position(|(row, _)| *row == wanted)
        });
        let at = named.unwrap_or_else(|| self.likely(book_type));
        let columns = self
            .heads(at)
            .into_iter()
            .map(|head| (head, None))
            .collect();
        self.below(at, columns)
    }

    /// The row that is most likely the header: the ministry's names, else headings that mean something, else the
    /// first row with several cells.
    fn likely(&self, book_type: &BookType) -> usize {
        if let Some((at, _)) = self.header(book_type) {
            return at;
        }
        let near = || {
            let rows = self.rows.iter().enumerate();
            rows.take_while(|(_, (row, _))| (*row as usize) < HEADER_WITHIN)
        };
        let told = |at: usize| {
            let heads = self.heads(at);
            headings(book_type, &heads).iter().flatten().count()
        };
        near()
            .map(|(at, _)| (told(at), at))
            .max_by_key(|&(told, at)| (told, usize::MAX - at))
            .filter(|(told, _)| *told >= 2)
            .map(|(_, at)| at)
            .or_else(|| {
                near()
                    .find(|(_, (_, cells))| filled(cells) > 1)
                    .map(|(at, _)| at)
            })
            .unwrap_or(0)
    }

    /// The headings of a row. Where the row above has fewer cells, each of them stands over several columns
    /// (*Mẹ* over *Họ tên* and *Dân tộc*) and is said with them.
    fn heads(&self, at: usize) -> Vec<String> {
        let own = &self.rows[at].1;
        let above = at.checked_sub(1).map(|above| &self.rows[above].1);
        let above = above.filter(|cells| (2..filled(own)).contains(&filled(cells)));
        let mut over = String::new();
        own.iter()
            .enumerate()
            .map(|(column, cell)| {
                let text = text::clean(&cell.text);
                let Some(above) = above else { return text };
                let here = above.get(column).map_or("", |cell| cell.text.as_str());
                if !text::cleaned(here).is_empty() {
                    over = text::clean(here);
                }
                match (over.is_empty(), text.is_empty()) {
                    (true, _) => text,
                    (_, true) => here.to_owned(),
                    _ => format!("{over}{OVER}{text}"),
                }
            })
            .collect()
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

fn filled(cells: &[Cell]) -> usize {
    let text = |cell: &&Cell| !text::cleaned(&cell.text).is_empty();
    cells.iter().filter(text).count()
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
