//! A book as a table: order and filters, rows as they are scrolled to, many cells changed in one deed, finding and
//! replacing with a look before.

use std::cmp::Reverse;
use std::collections::HashMap;

use sohoa_core::book::{CaseState, Id};
use sohoa_core::people::Right;
use sohoa_core::record::{FieldValue, Record};
use sohoa_core::rules::Severity;
use sohoa_core::schema::{BookType, Field, Kind, Role};
use sohoa_core::typing;
use sohoa_core::value::number::number_key;
use sohoa_core::value::replace::Wanted;
use sohoa_core::value::{PartialDate, text};
use sohoa_core::viet::fold::search_key;

use crate::cases::remarks;
use crate::desk::tidy;
use crate::station::Knowledge;
use crate::store::{Change, Op};
use crate::view::{
    CellEdit, GridAsk, GridFilter, GridOnly, GridRow, ReplaceAsk, ReplaceCell, Replacing,
};
use crate::{Result, Station, StationError};

/// Most rows that are given at once.
const ROWS: usize = 500;
/// Cells shown before replacing.
const SHOWN: usize = 2000;

impl Station {
    /// The cases that fit, as their places in the book from 0, in the order that is asked for.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_field`
    pub fn grid(&self, book: Id, ask: &GridAsk) -> Result<Vec<u32>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let wrong = match ask.only {
            GridOnly::Wrong => self.count_book(&mut inner, book)?.0,
            _ => Vec::new(),
        };
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let mut filters = Vec::new();
        for filter in ask
            .filters
            .iter()
            .filter(|filter| !filter.text.trim().is_empty())
        {
            filters.push(Filter::new(&self.knowledge, book_type, filter)?);
        }
        let only = |index: usize| match ask.only {
            GridOnly::All => true,
            GridOnly::Draft => contents.cases[index].state == CaseState::Draft,
            GridOnly::Wrong => wrong
                .get(index)
                .is_some_and(|counts| counts.error + counts.warning > 0),
            GridOnly::Remarks => {
                remarks(&contents.inputs[index].record, book_type.fields.len()) > 0
            }
            GridOnly::Held => contents.cases[index].held.is_some(),
        };
        let fits = |index: &usize| {
            only(*index)
                && filters
                    .iter()
                    .all(|filter| filter.fits(&contents.inputs[*index].record))
        };
        let mut rows: Vec<usize> = (0..contents.cases.len()).filter(fits).collect();
        if let Some(sort) = &ask.sort {
            let field = field_of(book_type, &sort.column)?;
            let key = |index: &usize| {
                sort_key(
                    &book_type.fields[field],
                    contents.inputs[*index].record.text(field),
                )
            };
            if sort.down {
                rows.sort_by_cached_key(|index| Reverse(key(index)));
            } else {
                rows.sort_by_cached_key(key);
            }
        }
        Ok(rows.into_iter().map(|index| index as u32).collect())
    }

    /// Rows by their places in the book from 0; places that are none are left out.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn grid_rows(&self, book: Id, places: &[u32]) -> Result<Vec<GridRow>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let engine = self
            .knowledge
            .engine(book_type, &settings, self.host.today(), true);
        let row = |&place: &u32| {
            let index = place as usize;
            let (case, input) = (contents.cases.get(index)?, contents.inputs.get(index)?);
            let mut worst: HashMap<usize, Severity> = HashMap::new();
            // A case nobody has typed yet is no list of faults.
            if self.is_begun(contents, index) {
                for finding in self.sorted_out(contents, engine.case(input)).findings {
                    let field = finding.field.as_deref();
                    if let Some(field) = field.and_then(|column| book_type.field_index(column)) {
                        let known = worst.entry(field).or_insert(finding.severity);
                        *known = heavier(*known, finding.severity);
                    }
                }
            }
            let mut wrong: Vec<(usize, Severity)> = worst.into_iter().collect();
            wrong.sort_by_key(|(field, _)| *field);
            Some(GridRow {
                case: case.id,
                position: place + 1,
                state: case.state,
                held: case.held.is_some(),
                values: (0..book_type.fields.len())
                    .map(|field| input.record.at(field).clone())
                    .collect(),
                wrong,
            })
        };
        Ok(places.iter().take(ROWS).filter_map(row).collect())
    }

    /// Changes many cells of a book in one deed. Gives back how many were changed.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`, `disk_full`
    pub fn cells_save(&self, book: Id, cells: &[CellEdit]) -> Result<u32> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let places: HashMap<Id, usize> =
            contents.cases.iter().map(|case| case.id).zip(0..).collect();
        let mut changes: Vec<Change> = Vec::new();
        let mut at: HashMap<(Id, usize), usize> = HashMap::new();
        for cell in cells {
            let index = places.get(&cell.case);
            let &index = index.ok_or_else(|| StationError::new("unknown_case"))?;
            let field = field_of(book_type, &cell.column)?;
            let mut after = tidy(&cell.value);
            if after.state.is_read() {
                if cell.short {
                    let out = self.at_desk(contents, &settings, index, |desk| {
                        typing::written_out(desk, field, &after.text)
                    })?;
                    after.text = out.unwrap_or(after.text);
                }
                after.text = self.coded(&book_type.fields[field], after.text);
            }
            let before = contents.inputs[index].record.at(field).clone();
            let change = Change::Value {
                case: cell.case,
                column: cell.column.clone(),
                before,
                after,
            };
            // The last word on a cell stands.
            match at.get(&(cell.case, field)) {
                Some(&known) => changes[known] = change,
                None => {
                    at.insert((cell.case, field), changes.len());
                    changes.push(change);
                }
            }
        }
        changes.retain(
            |change| !matches!(change, Change::Value { before, after, .. } if before == after),
        );
        let changed = changes.len() as u32;
        inner.transact(Op::CellsSave, book, changes)?;
        Ok(changed)
    }

    /// A code for what a code is called, as people paste it from other tables.
    fn coded(&self, field: &Field, text: String) -> String {
        let codes = self.knowledge.catalogue.codes_of(field);
        let key = search_key(&text);
        let known = codes.iter().any(|code| code.code == text);
        let named = codes.iter().find(|code| search_key(&code.label) == key);
        match named {
            Some(code) if !known && !key.is_empty() => code.code.clone(),
            _ => text,
        }
    }

    /// What replacing would do. Codes and numbers of rows are left alone.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_field`
    pub fn replacing(&self, book: Id, ask: &ReplaceAsk) -> Result<Replacing> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let column = ask.column.as_deref();
        let only = column
            .map(|column| field_of(book_type, column))
            .transpose()?;
        let wanted = Wanted {
            text: ask.find.trim(),
            whole: ask.whole,
            exact: ask.exact,
        };
        let typed = |kind| !matches!(kind, Kind::Code | Kind::RowNo);
        let fields = (0..book_type.fields.len())
            .filter(|field| only.is_none_or(|only| only == *field))
            .filter(|field| typed(book_type.fields[*field].kind));
        let fields: Vec<usize> = fields.collect();
        let mut found = Replacing {
            total: 0,
            cells: Vec::new(),
        };
        // An empty text everywhere is no question.
        if wanted.text.is_empty() && only.is_none() {
            return Ok(found);
        }
        for (case, input) in contents.cases.iter().zip(&contents.inputs) {
            for &field in &fields {
                let value = input.record.at(field);
                let Some(after) = value
                    .state
                    .is_read()
                    .then(|| wanted.replaced(&value.text, ask.with.trim()))
                    .flatten()
                else {
                    continue;
                };
                found.total += 1;
                if found.cells.len() < SHOWN {
                    found.cells.push(ReplaceCell {
                        case: case.id,
                        position: input.position,
                        column: book_type.fields[field].column.clone(),
                        before: value.text.clone(),
                        after: FieldValue {
                            text: after,
                            ..value.clone()
                        },
                    });
                }
            }
        }
        Ok(found)
    }
}

fn field_of(book_type: &BookType, column: &str) -> Result<usize> {
    book_type
        .field_index(column)
        .ok_or_else(|| StationError::new("unknown_field").with("field", column))
}

const fn heavier(a: Severity, b: Severity) -> Severity {
    match (a, b) {
        (Severity::Error, _) | (_, Severity::Error) => Severity::Error,
        (Severity::Warning, _) | (_, Severity::Warning) => Severity::Warning,
        _ => Severity::Info,
    }
}

/// A filter made ready.
struct Filter {
    field: usize,
    whole: bool,
    key: String,
    /// Codes whose names fit.
    codes: Vec<String>,
}

impl Filter {
    fn new(knowledge: &Knowledge, book_type: &BookType, filter: &GridFilter) -> Result<Self> {
        let field = field_of(book_type, &filter.column)?;
        let typed = filter.text.trim();
        let (whole, typed) = typed
            .strip_prefix('=')
            .map_or((false, typed), |rest| (true, rest));
        let key = search_key(typed);
        let codes = knowledge
            .catalogue
            .codes_of(&book_type.fields[field])
            .iter();
        let named = codes.filter(|code| !key.is_empty() && search_key(&code.label).contains(&key));
        Ok(Self {
            field,
            whole,
            codes: named.map(|code| code.code.clone()).collect(),
            key,
        })
    }

    fn fits(&self, record: &Record) -> bool {
        let value: &FieldValue = record.at(self.field);
        if self.whole && self.key.is_empty() {
            return value.is_untouched();
        }
        let text = value.read();
        if self.codes.iter().any(|code| code == text) {
            return true;
        }
        let key = search_key(text);
        if self.whole {
            key == self.key
        } else {
            key.contains(&self.key)
        }
    }
}

/// Dates by the calendar, numbers by their value, texts by their letters; what is empty comes last.
fn sort_key(field: &Field, value: &str) -> (bool, String, u64, String) {
    let clean = text::cleaned(value);
    let empty = clean.is_empty();
    if field.kind == Kind::Date {
        let date = PartialDate::parse(&clean).map(PartialDate::file_part);
        return (empty, date.unwrap_or_default(), 0, clean.into_owned());
    }
    if matches!(field.role, Some(Role::Number | Role::PageNo | Role::Volume)) {
        let (number, rest) = number_key(&clean);
        return (empty, String::new(), number, rest);
    }
    (empty, search_key(&clean), 0, clean.into_owned())
}
