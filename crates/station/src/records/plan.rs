//! What bringing in a sheet would do: which row goes where, what is filled, what says otherwise.

use std::collections::HashMap;
use std::path::Path;

use sohoa_core::book::{Id, Region};
use sohoa_core::bring::{Doubt, Fate, Traits, pair};
use sohoa_core::naming::NamePattern;
use sohoa_core::numbering::{Leaf, numbering};
use sohoa_core::people::Right;
use sohoa_core::record::{FieldValue, Record};
use sohoa_core::rules::registration_year;
use sohoa_core::schema::{BookType, Role};
use sohoa_core::value::number::number_key;
use sohoa_core::value::text;
use sohoa_core::viet::encoding::{Legacy, convert};

use crate::contents::Contents;
use crate::numbers::leaf;
use crate::sheet::{Cell, Raw, Table};
use crate::view::{
    AskedRow, Candidate, ChangedValue, Clash, ColumnCount, ColumnMeans, SheetAsk, SheetPlan,
};
use crate::{Result, Station, StationError};

use super::takes;

/// Cells and rows that are shown one by one.
const SHOWN: usize = 3_000;

/// A cell of a row, ready to be kept.
pub(super) struct Comes {
    pub field: usize,
    pub text: String,
}

/// Where a row goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goes {
    /// Into that case of the book.
    Into(usize),
    /// It becomes a case.
    New,
    /// A person left it out.
    Skipped,
    /// Nobody has said yet.
    Asked(Doubt, Vec<usize>),
}

/// A sheet understood.
pub(super) struct Understood {
    /// Headings, and what each column is kept as.
    pub table: Table,
    /// What each row says, cleaned and converted.
    pub rows: Vec<Vec<Comes>>,
    /// Where each row goes.
    pub goes: Vec<Goes>,
    /// Values that are kept otherwise than they stand.
    pub changed: Vec<ChangedValue>,
}

/// What a column is taken for.
#[derive(Clone, Copy)]
struct Taken {
    field: Option<usize>,
    file: bool,
    legacy: Option<Legacy>,
}

impl Station {
    /// Says what bringing in a sheet would do. Nothing is changed.
    ///
    /// # Errors
    /// As [`Station::sheet_look`], `sheet_header` when columns are to be known by their names and are not,
    /// `unknown_field`, `unknown_case`
    pub fn sheet_plan(&self, book: Id, ask: &SheetAsk) -> Result<SheetPlan> {
        let _asked = self.may(Right::Key)?;
        let raw = super::read(ask)?;
        let mut inner = self.inner();
        let names = inner.names.clone();
        let contents = inner.contents(book)?;
        let known = self.understood(contents, &names, raw, ask)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let mut plan = SheetPlan {
            rows: known.rows.len() as u32,
            ..SheetPlan::default()
        };
        let mut by_column: HashMap<usize, u32> = HashMap::new();
        for ((row, comes), goes) in (1u32..).zip(&known.rows).zip(&known.goes) {
            match goes {
                Goes::New => plan.added += 1,
                Goes::Skipped => plan.skipped += 1,
                Goes::Asked(doubt, likely) => plan.asked.push(AskedRow {
                    row,
                    words: words(book_type, &record_of(book_type, comes)),
                    reason: self.doubt(*doubt),
                    candidates: likely
                        .iter()
                        .map(|&index| self.candidate(contents, book_type, index))
                        .collect(),
                }),
                Goes::Into(index) => {
                    plan.paired += 1;
                    for one in comes {
                        match meets(contents, *index, one) {
                            Meets::Same => plan.same += 1,
                            Meets::Empty => plan.fills += 1,
                            Meets::Other => {
                                *by_column.entry(one.field).or_default() += 1;
                                if plan.clashes.len() < SHOWN {
                                    let clash = clash(contents, book_type, row, *index, one);
                                    plan.clashes.push(clash);
                                }
                            }
                        }
                    }
                }
            }
        }
        plan.changed = known.changed;
        plan.changed.truncate(SHOWN);
        let mut columns: Vec<(usize, u32)> = by_column.into_iter().collect();
        columns.sort_unstable();
        let column = |(field, cells): (usize, u32)| ColumnCount {
            column: book_type.fields[field].column.clone(),
            cells,
        };
        plan.clashes_by_column = columns.into_iter().map(column).collect();
        Ok(plan)
    }

    /// Reads what a sheet says, and where each of its rows goes.
    pub(super) fn understood(
        &self,
        contents: &Contents,
        names: &NamePattern,
        raw: Raw,
        ask: &SheetAsk,
    ) -> Result<Understood> {
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let (mut table, columns) = self.taken(book_type, raw, ask)?;
        let rows = std::mem::take(&mut table.rows);
        let mut changed = Vec::new();
        let mut files: Vec<Vec<String>> = Vec::with_capacity(rows.len());
        let mut said: Vec<Vec<Comes>> = Vec::with_capacity(rows.len());
        for (row, cells) in (1u32..).zip(rows) {
            let mut file = Vec::new();
            let mut comes = Vec::new();
            for (cell, taken) in cells.iter().zip(&columns) {
                if taken.file && !cell.text.trim().is_empty() {
                    file.push(Traits::stem(&cell.text));
                }
                let Some(field) = taken.field else { continue };
                let kept = kept(cell, taken.legacy);
                let column = &book_type.fields[field].column;
                if let Some(code) = why_otherwise(cell, &kept, taken.legacy) {
                    changed.push(ChangedValue {
                        row,
                        column: column.clone(),
                        from: cell.text.clone(),
                        to: kept.clone(),
                        why: self.knowledge.messages.text(code, &[]),
                    });
                }
                // An empty cell says nothing: what a person typed or said stays.
                if !kept.is_empty() && takes(book_type, field) {
                    comes.push(Comes { field, text: kept });
                }
            }
            files.push(file);
            said.push(comes);
        }
        let of_rows: Vec<Traits> = said
            .iter()
            .zip(files)
            .map(|(comes, files)| Traits {
                files,
                ..traits(contents, book_type, &record_of(book_type, comes))
            })
            .collect();
        let goes = self.going(contents, names, &of_rows, ask)?;
        Ok(Understood {
            table,
            rows: said,
            goes,
            changed,
        })
    }

    /// The rows of a sheet, and what its columns are taken for.
    fn taken(&self, book_type: &BookType, raw: Raw, ask: &SheetAsk) -> Result<(Table, Vec<Taken>)> {
        let Some(columns) = &ask.columns else {
            let table = raw.table(book_type, Path::new(&ask.file))?;
            let by_name = table.columns.iter().map(|(_, field)| Taken {
                field: *field,
                file: false,
                legacy: None,
            });
            let by_name = by_name.collect();
            return Ok((table, by_name));
        };
        let mut table = raw.strange(ask.header_row, book_type);
        let mut taken = Vec::with_capacity(columns.len());
        for asked in columns {
            let field = match &asked.means {
                ColumnMeans::Field { column } => {
                    let field = book_type.field_index(column);
                    let unknown = || StationError::new("unknown_field").with("field", column);
                    Some(field.ok_or_else(unknown)?)
                }
                _ => None,
            };
            taken.push(Taken {
                field,
                file: asked.means == ColumnMeans::File,
                legacy: asked.legacy,
            });
        }
        for (column, taken) in table.columns.iter_mut().zip(&taken) {
            column.1 = taken.field;
        }
        Ok((table, taken))
    }

    fn going(
        &self,
        contents: &Contents,
        names: &NamePattern,
        rows: &[Traits],
        ask: &SheetAsk,
    ) -> Result<Vec<Goes>> {
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let cases = cases_traits(contents, book_type, names);
        let mut chosen: HashMap<usize, Option<usize>> = HashMap::new();
        let mut said: HashMap<usize, Goes> = HashMap::new();
        for choice in &ask.chosen {
            let Some(row) = (choice.row as usize).checked_sub(1) else {
                continue;
            };
            let index = choice
                .case
                .map(|case| contents.case_index(case))
                .transpose()?;
            // Chosen for two rows: which of them, a person has to say.
            let twice = index.is_some_and(|one| chosen.values().any(|known| *known == Some(one)));
            let goes = match index {
                _ if twice => Goes::Asked(Doubt::Twice, Vec::new()),
                Some(index) => Goes::Into(index),
                None if choice.new => Goes::New,
                None => Goes::Skipped,
            };
            chosen.insert(row, index.filter(|_| !twice));
            said.insert(row, goes);
        }
        let fates = pair(rows, &cases, ask.pairing.into(), ask.keys_alone, &chosen);
        let goes = fates.into_iter().enumerate().map(|(row, fate)| {
            if let Some(goes) = said.remove(&row) {
                return goes;
            }
            match fate {
                Fate::Sure(index) => Goes::Into(index),
                Fate::Asked(Doubt::MoreRows | Doubt::NoCase | Doubt::NoKey, likely)
                    if ask.new_cases && likely.is_empty() =>
                {
                    Goes::New
                }
                Fate::Asked(doubt, likely) => Goes::Asked(doubt, likely),
            }
        });
        Ok(goes.collect())
    }

    /// Why a row is asked about, or has no case.
    pub(super) fn doubt(&self, doubt: Doubt) -> String {
        let code = match doubt {
            Doubt::Differs => "unpaired_differs",
            Doubt::Twice => "unpaired_twice",
            Doubt::Uneven => "unpaired_uneven",
            Doubt::MoreRows => "unpaired_more_rows",
            Doubt::NoKey => "unpaired_no_key",
            Doubt::NoCase => "unpaired_no_case",
        };
        self.knowledge.messages.text(code, &[])
    }

    /// A case laid before a person.
    pub(super) fn candidate(
        &self,
        contents: &Contents,
        book_type: &BookType,
        index: usize,
    ) -> Candidate {
        let case = &contents.cases[index];
        Candidate {
            case: case.id,
            position: index as u32 + 1,
            words: words(book_type, &contents.inputs[index].record),
            picture: case
                .pages
                .iter()
                .find_map(|part| self.part_shown(contents, part)),
        }
    }
}

/// What a cell is beside what stands in its case.
pub(super) enum Meets {
    Same,
    Empty,
    Other,
}

pub(super) fn meets(contents: &Contents, index: usize, comes: &Comes) -> Meets {
    let stands = contents.inputs[index].record.at(comes.field);
    match stands {
        _ if stands.state.is_read() && stands.text == comes.text => Meets::Same,
        // That the ledger leaves it out, or that it cannot be read, was said by a person too.
        _ if stands.state.is_read() && stands.text.is_empty() => Meets::Empty,
        _ => Meets::Other,
    }
}

pub(super) fn clash(
    contents: &Contents,
    book_type: &BookType,
    row: u32,
    index: usize,
    comes: &Comes,
) -> Clash {
    Clash {
        row,
        case: contents.cases[index].id,
        position: index as u32 + 1,
        column: book_type.fields[comes.field].column.clone(),
        stands: contents.inputs[index].record.at(comes.field).clone(),
        comes: comes.text.clone(),
    }
}

fn record_of(book_type: &BookType, comes: &[Comes]) -> Record {
    let mut record = Record::new(book_type);
    for one in comes {
        record.set(one.field, FieldValue::given(one.text.clone()));
    }
    record
}

/// What a case or a row is known by.
fn words(book_type: &BookType, record: &Record) -> Vec<String> {
    let roles = [
        Role::Number,
        Role::RegistrationDate,
        Role::SubjectName,
        Role::SubjectBirthDate,
    ];
    let fields = roles.iter().flat_map(|role| book_type.role(*role));
    let texts = fields.map(|&field| record.text(field).to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

/// What is known of a record by itself.
pub(super) fn traits(contents: &Contents, book_type: &BookType, record: &Record) -> Traits {
    let so = text::clean(record.role_text(book_type, Role::Number));
    let number = (!so.is_empty()).then(|| {
        let (number, rest) = number_key(&so);
        (
            registration_year(book_type, record, contents.volume()),
            number,
            rest,
        )
    });
    let subjects = book_type.role(Role::SubjectName).iter();
    let names = subjects.map(|&field| text::clean(record.text(field)));
    Traits {
        number,
        page: record
            .role_text(book_type, Role::PageNo)
            .trim()
            .parse()
            .ok(),
        files: Vec::new(),
        names: names.filter(|name| !name.is_empty()).collect(),
    }
}

/// A page as rows know it.
pub(super) struct Paper<'a> {
    pub file: &'a str,
    number: Option<u32>,
    /// It shows two pages of the ledger.
    open: bool,
    /// The number stands on the paper; else it is the place in the book.
    pub on_paper: bool,
}

impl Paper<'_> {
    /// The number of the page that a part of it lies on.
    pub fn number_of(&self, part: Option<Region>) -> Option<u64> {
        let right = self.open && part.is_some_and(|part| part.x + part.w / 2.0 > 0.5);
        Some(u64::from(self.number?) + u64::from(right))
    }
}

/// The pages of a book: with the numbers on the paper where somebody typed one, else with their places.
pub(super) fn papers(contents: &Contents) -> HashMap<Id, Paper<'_>> {
    let leaves: Vec<Leaf> = contents.pages.iter().map(leaf).collect();
    let numbers = numbering(&leaves).numbers;
    let known = numbers.iter().any(Option::is_some);
    let pages = contents.pages.iter().enumerate();
    pages
        .map(|(at, page)| {
            let paper = Paper {
                file: &page.file,
                number: if known {
                    numbers[at]
                } else {
                    Some(at as u32 + 1)
                },
                open: known && leaves[at].counts == 2,
                on_paper: known,
            };
            (page.id, paper)
        })
        .collect()
}

/// What is known of the cases of a book: their typed keys, their pages, the names of
/// their pictures.
fn cases_traits(contents: &Contents, book_type: &BookType, names: &NamePattern) -> Vec<Traits> {
    let pages = papers(contents);
    contents
        .cases
        .iter()
        .zip(&contents.inputs)
        .map(|(case, input)| {
            let own = || {
                case.pages
                    .iter()
                    .filter_map(|part| Some((part, pages.get(&part.page)?)))
            };
            let traits = traits(contents, book_type, &input.record);
            let mut files: Vec<String> = own().map(|(_, paper)| Traits::stem(paper.file)).collect();
            if traits.number.is_some() {
                files.push(
                    names
                        .stem(book_type, &input.record, contents.volume())
                        .to_lowercase(),
                );
            }
            Traits {
                page: own()
                    .next()
                    .and_then(|(part, paper)| paper.number_of(part.region)),
                files,
                ..traits
            }
        })
        .collect()
}

/// A cell as it is kept. Old encodings are converted before strange characters are taken away: what is one of
/// these here is a letter there.
fn kept(cell: &Cell, legacy: Option<Legacy>) -> String {
    match legacy {
        Some(from) => text::clean(&convert(&cell.text, from)),
        None => text::clean(&cell.text),
    }
}

/// Why the kept text is not what stood in the cell, as a message code.
fn why_otherwise(cell: &Cell, kept: &str, legacy: Option<Legacy>) -> Option<&'static str> {
    if kept.is_empty() {
        return None;
    }
    match cell.other {
        Some("date") => Some("why_date_cell"),
        _ if legacy.is_some_and(|from| convert(&cell.text, from) != cell.text) => {
            Some("why_converted")
        }
        _ if !text::is_composed(&cell.text) => Some("why_not_nfc"),
        _ if cell.text != kept => Some("why_stray"),
        _ => None,
    }
}
