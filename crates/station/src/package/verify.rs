//! Judging a deliverable, whoever made it: the sheet is read with calamine, the archive entry by
//! entry, every PDF is opened and drawn. Shares no code with the writing beyond the rules of the
//! contract themselves (columns, names, order).

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use sohoa_capture::{Limits, check_pdf};
use sohoa_core::book::{Closing, Id};
use sohoa_core::naming::{LONGEST, NamePattern, distinct};
use sohoa_core::record::{FieldValue, Record};
use sohoa_core::rules::{BookView, CaseInput, Finding, Settings, Severity, registration_year};
use sohoa_core::schema::{BookType, Kind, Role};
use sohoa_core::value::number::number_key;
use zip::ZipArchive;

use super::commit;
use super::manifest::{Accepted, Manifest};
use crate::host::{Host, Machine};
use crate::jobs::Cancel;
use crate::sheet::{self, Table, file_name};
use crate::station::Knowledge;
use crate::{Result, StationError};

/// Something wrong with a deliverable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Defect {
    /// Stable code of the fault, or the name of a rule.
    pub kind: String,
    /// Row, column or file it is about.
    #[serde(rename = "where")]
    pub place: String,
    /// What is wrong, in Vietnamese.
    pub message: String,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Nothing is wrong.
    pub ok: bool,
    /// Rows of the sheet.
    pub cases: u32,
    /// Everything that is wrong.
    pub problems: Vec<Defect>,
}

/// PDFs held in memory at once.
const AT_ONCE: usize = 32;
/// Largest PDF of one case.
const MOST_BYTES: u64 = 512 << 20;

/// Judges a deliverable. A move into place that was cut short is finished first.
///
/// # Errors
/// `file_missing` and what the disk says. A file that is there and cannot be read is a verdict,
/// not an error.
pub fn verify(knowledge: &Knowledge, xlsx: &Path, zip: &Path) -> Result<Verdict> {
    if let (Some(folder), Some(code)) = (xlsx.parent(), xlsx.file_stem()) {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        // Somebody else's folder may be read-only; then there was no move of ours in it.
        let _ = commit::finish(folder, &code.to_string_lossy());
    }
    for path in [xlsx, zip] {
        File::open(path).map_err(|e| StationError::io(&e, path))?;
    }
    let said = manifest_beside(xlsx).map_or_else(Said::default, |manifest| Said {
        pattern: Some(manifest.name_pattern),
        accepted: manifest.accepted,
    });
    judge(knowledge, xlsx, zip, &said, None)
}

fn manifest_beside(xlsx: &Path) -> Option<Manifest> {
    serde_json::from_slice(&std::fs::read(xlsx.with_extension("manifest.json")).ok()?).ok()
}

/// What the manifest says beside the two files, where there is one.
#[derive(Default)]
pub(super) struct Said {
    /// Pattern of the PDF names.
    pub pattern: Option<String>,
    /// Findings a person accepted as being so in the ledger.
    pub accepted: Vec<Accepted>,
}

impl Said {
    fn accepts(&self, row: u32, finding: &Finding) -> bool {
        let field = finding.field.as_deref().unwrap_or("");
        finding.confirmable
            && self
                .accepted
                .iter()
                .any(|a| a.row == row && a.rule == finding.rule && a.field == field)
    }
}

struct Judge<'k> {
    knowledge: &'k Knowledge,
    problems: Vec<Defect>,
}

impl Judge<'_> {
    fn add(&mut self, kind: &str, place: impl Into<String>, args: &[(&str, String)]) {
        let message = self
            .knowledge
            .messages
            .text(&format!("verify_{kind}"), args);
        self.problems.push(Defect {
            kind: kind.to_owned(),
            place: place.into(),
            message,
        });
    }

    fn verdict(self, cases: usize) -> Verdict {
        Verdict {
            ok: self.problems.is_empty(),
            cases: cases as u32,
            problems: self.problems,
        }
    }
}

pub(super) fn judge(
    knowledge: &Knowledge,
    xlsx: &Path,
    zip: &Path,
    said: &Said,
    cancel: Option<&Cancel>,
) -> Result<Verdict> {
    let mut judge = Judge {
        knowledge,
        problems: Vec::new(),
    };
    let code = xlsx
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    if zip
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
        != code
    {
        judge.add("names_differ", file_name(zip), &[]);
    }
    let table = match understood(knowledge, xlsx, &code) {
        Ok(found) => Some(found),
        Err(error)
            if error.blame() == crate::Blame::World && error.code().starts_with("sheet_") =>
        {
            judge.problems.push(Defect {
                kind: error.code().to_owned(),
                place: file_name(xlsx),
                message: error.problem(&knowledge.messages).message,
            });
            None
        }
        Err(error) => return Err(error),
    };
    let expected = match &table {
        Some((book_type, table)) => sheet_defects(&mut judge, book_type, table, &code, said),
        None => Vec::new(),
    };
    archive_defects(&mut judge, zip, &expected, table.is_some(), cancel)?;
    Ok(judge.verdict(table.map_or(0, |(_, table)| table.rows.len())))
}

/// The sheet with its book type: by the file's name when that tells, else by the header.
fn understood<'k>(
    knowledge: &'k Knowledge,
    xlsx: &Path,
    code: &str,
) -> Result<(&'k BookType, Table)> {
    let raw = sheet::read(xlsx)?;
    let named = knowledge
        .catalogue
        .book_type(code.split('.').next().unwrap_or(""));
    let book_type = named
        .filter(|t| raw.fits(t))
        .or_else(|| raw.guess(knowledge.catalogue.types()));
    let book_type = book_type.ok_or_else(|| {
        StationError::new("sheet_header")
            .with("file", file_name(xlsx))
            .with("wanted", "so, quyenSo, ngayDangKy")
    })?;
    let table = raw.table(book_type, xlsx)?;
    Ok((book_type, table))
}

/// Judges the sheet and gives the names its rows want.
fn sheet_defects(
    judge: &mut Judge<'_>,
    book_type: &BookType,
    table: &Table,
    code: &str,
    said: &Said,
) -> Vec<String> {
    let fields: Vec<Option<usize>> = table.columns.iter().map(|(_, field)| *field).collect();
    let exact = |columns: &[usize]| {
        columns.len() == table.columns.len()
            && columns
                .iter()
                .zip(&table.columns)
                .all(|(&field, (header, _))| book_type.fields[field].column == *header)
    };
    if table.header_row != 1 {
        judge.add("header_row", "1", &[("row", table.header_row.to_string())]);
    }
    if !book_type.sheets.iter().any(|sheet| exact(&sheet.columns)) {
        let nearest = book_type.sheets.iter().max_by_key(|s| {
            s.columns
                .iter()
                .filter(|f| fields.contains(&Some(**f)))
                .count()
        });
        let missing: Vec<&str> = nearest
            .map(|s| {
                s.columns
                    .iter()
                    .filter(|f| !fields.contains(&Some(**f)))
                    .map(|&f| book_type.fields[f].column.as_str())
                    .collect()
            })
            .unwrap_or_default();
        for column in &missing {
            judge.add(
                "column_missing",
                *column,
                &[("column", (*column).to_owned())],
            );
        }
        for (header, _) in table
            .columns
            .iter()
            .filter(|(header, field)| field.is_none() && !header.trim().is_empty())
        {
            judge.add(
                "column_unknown",
                header.clone(),
                &[("column", header.clone())],
            );
        }
        if missing.is_empty() {
            judge.add("column_order", "1", &[]);
        }
    }
    if table.rows.is_empty() {
        judge.add("no_rows", "1", &[]);
    }
    let mut cases = Vec::with_capacity(table.rows.len());
    for (row, cells) in (1u32..).zip(&table.rows) {
        let mut record = Record::new(book_type);
        for (cell, field) in cells.iter().zip(&fields) {
            let Some(field) = *field else { continue };
            let column = &book_type.fields[field];
            if cell.other.is_some() {
                judge.add(
                    "cell_not_text",
                    format!("{row}/{}", column.column),
                    &[("column", column.column.clone()), ("row", row.to_string())],
                );
            }
            if column.kind == Kind::RowNo && cell.text != row.to_string() {
                judge.add(
                    "row_number",
                    format!("{row}/{}", column.column),
                    &[("row", row.to_string())],
                );
            }
            record.set(field, FieldValue::given(cell.text.clone()));
        }
        cases.push(CaseInput {
            id: Id::from_u128(u128::from(row)),
            position: row,
            record,
            pages: 1,
        });
    }
    let book = sheet::volume(code, book_type, &cases);
    let names = said
        .pattern
        .as_deref()
        .and_then(|pattern| NamePattern::parse(pattern).ok())
        .unwrap_or_default();
    let settings = Settings::default();
    let engine = judge
        .knowledge
        .engine(book_type, &settings, Machine.today(), false);
    let view = BookView {
        volume: book,
        names: &names,
        cases: &cases,
        loose_pages: &[],
        pages: 0,
        closing: Closing::default(),
    };
    for finding in engine.book(&view) {
        let accepted = said.accepts(finding.position.unwrap_or(0), &finding);
        if finding.severity == Severity::Error && !accepted {
            let row = finding.position.map(|p| p.to_string()).unwrap_or_default();
            let place = finding
                .field
                .map_or_else(|| row.clone(), |field| format!("{row}/{field}"));
            judge.problems.push(Defect {
                kind: finding.rule,
                place,
                message: finding.message,
            });
        }
    }
    let key = |case: &CaseInput| {
        let number = number_key(case.record.role_text(book_type, Role::Number));
        (registration_year(book_type, &case.record, book), number)
    };
    for pair in cases.windows(2) {
        if key(&pair[1]) < key(&pair[0]) {
            let row = pair[1].position;
            judge.add("row_order", row.to_string(), &[("row", row.to_string())]);
        }
    }
    let stems = cases
        .iter()
        .map(|case| names.stem(book_type, &case.record, book))
        .collect();
    distinct(stems)
        .into_iter()
        .map(|stem| format!("{stem}.pdf"))
        .collect()
}

fn archive_defects(
    judge: &mut Judge<'_>,
    zip: &Path,
    expected: &[String],
    rows_known: bool,
    cancel: Option<&Cancel>,
) -> Result<()> {
    let file = File::open(zip).map_err(|e| StationError::io(&e, zip))?;
    let archive = std::panic::catch_unwind(move || ZipArchive::new(BufReader::new(file)));
    let Ok(Ok(mut archive)) = archive else {
        judge.add("zip_unreadable", file_name(zip), &[]);
        return Ok(());
    };
    let wanted: HashMap<&str, usize> = expected
        .iter()
        .enumerate()
        .map(|(row, name)| (name.as_str(), row + 1))
        .collect();
    let mut seen = HashSet::new();
    let mut found = HashSet::new();
    let mut batch: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        if let Some(cancel) = cancel {
            cancel.check()?;
        }
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(_) => {
                judge.add(
                    "zip_entry",
                    format!("{}", index + 1),
                    &[("name", (index + 1).to_string())],
                );
                continue;
            }
        };
        let name = entry
            .name()
            .map_or_else(|_| format!("#{}", index + 1), std::borrow::Cow::into_owned);
        let plain = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if !seen.insert(name.to_lowercase()) {
            judge.add("name_twice", &name, &[("name", name.clone())]);
        } else if rows_known && !wanted.contains_key(name.as_str()) {
            judge.add("pdf_without_row", &name, &[("name", name.clone())]);
        }
        if !plain || name.len() > LONGEST || !name.to_lowercase().ends_with(".pdf") {
            judge.add("bad_name", &name, &[("name", name.clone())]);
        }
        found.insert(name.clone());
        if entry.size() > MOST_BYTES {
            judge.add("pdf_unreadable", &name, &[("name", name.clone())]);
            continue;
        }
        let mut bytes = Vec::new();
        // The checksum of the entry is compared when it is read to its end.
        match entry.by_ref().take(MOST_BYTES).read_to_end(&mut bytes) {
            Ok(_) => batch.push((name, bytes)),
            Err(_) => judge.add("zip_entry", &name, &[("name", name.clone())]),
        }
        if batch.len() >= AT_ONCE {
            pdf_defects(judge, &mut batch);
        }
    }
    pdf_defects(judge, &mut batch);
    for (row, name) in (1u32..).zip(expected) {
        if !found.contains(name) {
            judge.add(
                "row_without_pdf",
                row.to_string(),
                &[("name", name.clone()), ("row", row.to_string())],
            );
        }
    }
    if rows_known && found.len() != expected.len() {
        judge.add(
            "count_differs",
            file_name(zip),
            &[
                ("rows", expected.len().to_string()),
                ("pdfs", found.len().to_string()),
            ],
        );
    }
    Ok(())
}

fn pdf_defects(judge: &mut Judge<'_>, batch: &mut Vec<(String, Vec<u8>)>) {
    let limits = Limits::default();
    let checked: Vec<_> = batch
        .par_iter()
        .map(|(_, bytes)| check_pdf(bytes, true, &limits))
        .collect();
    for ((name, _), checked) in batch.drain(..).zip(checked) {
        match checked {
            Ok(report) if report.version < (1, 4) => {
                judge.add(
                    "pdf_version",
                    &name,
                    &[
                        ("name", name.clone()),
                        (
                            "version",
                            format!("{}.{}", report.version.0, report.version.1),
                        ),
                    ],
                );
            }
            Ok(_) => {}
            Err(_) => judge.add("pdf_unreadable", &name, &[("name", name.clone())]),
        }
    }
}
