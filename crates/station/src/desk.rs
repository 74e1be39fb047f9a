//! The entry desk: a case with its pictures, saving a field as it is left, and coming back to
//! where one was.

use sohoa_core::book::{CaseState, Id};
use sohoa_core::record::FieldValue;
use sohoa_core::schema::Role;

use crate::contents::Contents;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{CasePicture, CaseView, DeskPlace, Saved};
use crate::{Result, Station, StationError};

/// Longest text one field may hold, in characters. Far beyond any ledger; it keeps a stuck key or
/// a pasted file from filling the database.
pub(crate) const LONGEST_TEXT: usize = 20_000;

impl Station {
    /// A case for the entry desk.
    ///
    /// # Errors
    /// `unknown_case`
    pub fn case_open(&self, case: Id) -> Result<CaseView> {
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        self.case_view(&mut inner, book, case)
    }

    /// Keeps what was typed in a field. It is on the disk when this returns.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`, `disk_full`
    pub fn field_save(&self, case: Id, column: &str, value: &FieldValue) -> Result<Saved> {
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let field = book_type.field_index(column);
        let field =
            field.ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
        let before = contents.inputs[contents.case_index(case)?]
            .record
            .at(field)
            .clone();
        let mut after = value.clone();
        if let Some((end, _)) = after.text.char_indices().nth(LONGEST_TEXT) {
            after.text.truncate(end);
        }
        if before != after {
            let change = Change::Value {
                case,
                column: column.to_owned(),
                before,
                after,
            };
            inner.transact(Op::FieldSave, book, vec![change])?;
        }
        self.saved(&mut inner, book, case)
    }

    /// Says that a case is complete, or that it is not.
    ///
    /// # Errors
    /// `unknown_case`
    pub fn case_finish(&self, case: Id, done: bool) -> Result<Saved> {
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let before = inner
            .store
            .case(case)?
            .ok_or_else(|| StationError::new("unknown_case"))?;
        let state = if done {
            CaseState::Done
        } else {
            CaseState::Draft
        };
        if before.state != state {
            let after = sohoa_core::Case {
                state,
                ..before.clone()
            };
            inner.transact(
                Op::CaseFinish,
                book,
                vec![Change::Case {
                    before: Some(before),
                    after: Some(after),
                }],
            )?;
        }
        self.saved(&mut inner, book, case)
    }

    /// Keeps where somebody is working.
    ///
    /// # Errors
    /// What the disk says.
    pub fn desk_save(&self, book: Id, case: Id, column: &str) -> Result<()> {
        Ok(self
            .inner()
            .store
            .keep_desk(book, &self.host.who(), case, column)?)
    }

    /// Where this person was working in a book; nothing when that case is gone.
    ///
    /// # Errors
    /// What the disk says.
    pub fn desk(&self, book: Id) -> Result<Option<DeskPlace>> {
        let mut inner = self.inner();
        let Some((case, field)) = inner.store.desk(book, &self.host.who())? else {
            return Ok(None);
        };
        let there = inner.contents(book)?.index_of(case).is_some();
        Ok(there.then_some(DeskPlace { case, field }))
    }

    pub(crate) fn saved(&self, inner: &mut Inner, book: Id, case: Id) -> Result<Saved> {
        Ok(Saved {
            at: self.host.stamp(),
            case: self.case_view(inner, book, case)?,
        })
    }

    fn case_view(&self, inner: &mut Inner, book: Id, case: Id) -> Result<CaseView> {
        let judgement = self.judge_case(inner, book, case)?;
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let index = contents.case_index(case)?;
        let found = &contents.cases[index];
        let record = &contents.inputs[index].record;
        let picture = |part: &sohoa_core::CasePage| {
            let (place, page) = contents.page(part.page)?;
            let (width, height) = page.upright_size();
            Some(CasePicture {
                page: page.id,
                position: place as u32 + 1,
                region: part.region,
                width,
                height,
                print: self.print(page),
            })
        };
        Ok(CaseView {
            id: case,
            book,
            position: index as u32 + 1,
            total: contents.cases.len() as u32,
            state: found.state,
            values: (0..book_type.fields.len())
                .map(|field| record.at(field).clone())
                .collect(),
            pictures: found.pages.iter().filter_map(picture).collect(),
            judgement,
            previous: index.checked_sub(1).map(|before| contents.cases[before].id),
            next: contents.cases.get(index + 1).map(|after| after.id),
        })
    }

    /// What a new case holds before anybody typed: the volume, and the office that keeps the book.
    pub(crate) fn prefilled(&self, contents: &Contents) -> Result<Vec<(String, FieldValue)>> {
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let known = [
            (Role::Volume, contents.book.volume_text()),
            (Role::RegistrationPlace, contents.book.place.clone()),
        ];
        let fields = known
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .flat_map(|(role, text)| {
                let columns = book_type
                    .role(role)
                    .iter()
                    .map(|&field| book_type.fields[field].column.clone());
                columns
                    .map(move |column| (column, FieldValue::given(text.clone())))
                    .collect::<Vec<_>>()
            });
        Ok(fields.collect())
    }

    /// Whether anything was typed into a case beyond what the book filled in.
    pub(crate) fn is_begun(&self, contents: &Contents, index: usize) -> bool {
        let Ok(book_type) = self.knowledge.book_type(&contents.book.kind) else {
            return false;
        };
        let record = &contents.inputs[index].record;
        let filled = [Role::Volume, Role::RegistrationPlace];
        (0..book_type.fields.len()).any(|field| {
            !record.at(field).is_untouched()
                && !book_type.fields[field]
                    .role
                    .is_some_and(|role| filled.contains(&role))
        })
    }
}
