//! Bringing in a sheet that others typed: looked at first, its columns matched with fields, its rows with cases,
//! and only then brought in, as one deed that undo takes back. Nothing that stands in a case gives way unless a
//! person has said so.

mod bring;
mod join;
mod plan;

use std::path::Path;

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::bring::{Heading, MeansWhy, headings};
use sohoa_core::people::Right;
use sohoa_core::schema::{BookType, Kind};
use sohoa_core::value::text;
use sohoa_core::viet::encoding::{Evidence, Legacy, convert};

use crate::sheet::{self, Raw, Table, file_name};
use crate::station::Inner;
use crate::view::{ColumnAsk, ColumnLook, ColumnMeans, ColumnWhy, SheetAsk, SheetLook};
use crate::{Result, Station, StationError};

/// Values of a column that are shown.
const SAMPLES: usize = 4;
/// Values of a column that are looked at for their encoding.
const LOOKED_AT: usize = 2_000;
/// Sheets whose columns are remembered, of one type of book.
const REMEMBERED: usize = 40;

/// The columns of a sheet as a person took them.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    heads: Vec<String>,
    columns: Vec<ColumnAsk>,
}

fn known_as(kind: &str) -> String {
    format!("sheet_columns.{kind}")
}

impl Inner {
    fn known_sheets(&self, kind: &str) -> Result<Vec<Known>> {
        let kept = self.store.setting(&known_as(kind))?;
        // What a newer or a damaged program wrote is asked anew.
        let known = kept.and_then(|kept| serde_json::from_str(&kept).ok());
        Ok(known.unwrap_or_default())
    }

    /// Keeps what a person took the columns of such a sheet for.
    fn remember_sheet(
        &mut self,
        kind: &str,
        heads: &[String],
        columns: &[ColumnAsk],
    ) -> Result<()> {
        let mut known = self.known_sheets(kind)?;
        known.retain(|one| one.heads != heads);
        let (heads, columns) = (heads.to_vec(), columns.to_vec());
        known.insert(0, Known { heads, columns });
        known.truncate(REMEMBERED);
        let body = serde_json::to_string(&known)
            .map_err(|e| StationError::new("store_trouble").with("detail", e.to_string()))?;
        Ok(self.store.keep_setting(&known_as(kind), &body)?)
    }
}

/// The headings of a sheet, as they are recognised again.
fn heads(table: &Table) -> Vec<String> {
    table
        .columns
        .iter()
        .map(|(head, _)| text::folded(head))
        .collect()
}

impl Station {
    /// Looks at a sheet: its headings and what they most likely mean, some of its values, the encoding they are
    /// in. Nothing is brought in.
    ///
    /// # Errors
    /// `unknown_book`, `sheet_unreadable`, `sheet_protected`, `sheet_empty`, `sheet_changed`
    pub fn sheet_look(&self, book: Id, ask: &SheetAsk) -> Result<SheetLook> {
        let _asked = self.may(Right::Key)?;
        let raw = read(ask)?;
        let kind = self.inner().book(book)?.kind;
        let book_type = self.knowledge.book_type(&kind)?;
        let (sheets, sheet, content) = (raw.sheets.clone(), raw.sheet.clone(), raw.content.clone());
        let table = raw.strange(ask.header_row, book_type);
        let columns = self.columns(book_type, &table)?;
        let look = |(at, (header, _)): (usize, &(String, Option<usize>))| {
            let (asked, why) = &columns[at];
            let values = table.rows.iter().map(|row| row[at].text.trim());
            let samples: Vec<String> = values
                .filter(|value| !value.is_empty())
                .take(SAMPLES)
                .map(str::to_owned)
                .collect();
            let legacy = asked.legacy;
            let out = |from: Legacy| samples.iter().map(|one| convert(one, from)).collect();
            ColumnLook {
                header: header.clone(),
                converted: legacy.map(out).unwrap_or_default(),
                samples,
                means: asked.means.clone(),
                why: *why,
                legacy,
            }
        };
        Ok(SheetLook {
            sheets,
            sheet,
            header_row: table.header_row as u32,
            rows: table.rows.len() as u32,
            content,
            columns: table.columns.iter().enumerate().map(look).collect(),
        })
    }

    /// What the columns of a sheet are taken for when nobody says: as a person took such a sheet before, else by
    /// their names and words.
    fn columns(&self, book_type: &BookType, table: &Table) -> Result<Vec<(ColumnAsk, ColumnWhy)>> {
        let heads = heads(table);
        let known = self.inner().known_sheets(&book_type.code)?;
        if let Some(known) = known.into_iter().find(|one| one.heads == heads) {
            let columns = known
                .columns
                .into_iter()
                .map(|one| (one, ColumnWhy::Remembered));
            return Ok(columns.collect());
        }
        let texts: Vec<String> = table.columns.iter().map(|(head, _)| head.clone()).collect();
        let means = headings(book_type, &texts);
        let column = |(at, means): (usize, Option<(Heading, MeansWhy)>)| {
            let (means, why) = match means {
                None => (ColumnMeans::Nothing, ColumnWhy::Unknown),
                Some((heading, why)) => {
                    let means = match heading {
                        Heading::File => ColumnMeans::File,
                        Heading::Field(field) => {
                            let column = book_type.fields[field].column.clone();
                            ColumnMeans::Field { column }
                        }
                    };
                    let why = match why {
                        MeansWhy::Name => ColumnWhy::Name,
                        MeansWhy::Words => ColumnWhy::Words,
                    };
                    (means, why)
                }
            };
            let legacy = encoding(table, at);
            (ColumnAsk { means, legacy }, why)
        };
        Ok(means.into_iter().enumerate().map(column).collect())
    }
}

/// The encoding a column's text seems to be in.
fn encoding(table: &Table, at: usize) -> Option<Legacy> {
    let mut seen = Evidence::default();
    for row in table.rows.iter().take(LOOKED_AT) {
        seen.see(&row[at].text);
    }
    seen.verdict()
}

/// Reads the sheet that is asked for.
fn read(ask: &SheetAsk) -> Result<Raw> {
    let path = Path::new(&ask.file);
    let raw = sheet::read_named(path, ask.sheet.as_deref())?;
    match &ask.content {
        Some(content) if *content != raw.content => {
            Err(StationError::new("sheet_changed").with("file", file_name(path)))
        }
        _ => Ok(raw),
    }
}

/// Whether a field takes what a sheet says; the running number is written by the program.
fn takes(book_type: &BookType, field: usize) -> bool {
    book_type.fields[field].kind != Kind::RowNo
}
