//! The entry desk: a case with its pictures, saving a field as it is left, and coming back to
//! where one was.

use sohoa_core::book::{CasePage, CaseState, Id};
use sohoa_core::people::Right;
use sohoa_core::record::{Certificate, FieldValue, Record};
use sohoa_core::rules::Settings;
use sohoa_core::schema::Role;
use sohoa_core::typing::{self, Proposal};

use crate::contents::Contents;
use crate::first::begun;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{CasePicture, CaseView, DeskPlace, Edit, Saved};
use crate::{Result, Station, StationError};

/// Longest text one field may hold, in characters. Far beyond any ledger; it keeps a stuck key or
/// a pasted file from filling the database.
pub(crate) const LONGEST_TEXT: usize = 20_000;

/// Cases before one that say what it may have in common with them.
const CASES_BEFORE: usize = 4;
/// How far back they are looked for.
pub(crate) const FAR_BACK: usize = 50;

impl Station {
    /// A case for the entry desk.
    ///
    /// # Errors
    /// `unknown_case`
    pub fn case_open(&self, case: Id) -> Result<CaseView> {
        let _asked = self.may(Right::Look)?;
        self.pace.worked();
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        self.case_view(&mut inner, book, case)
    }

    /// Keeps a value of a field as it is given. It is on the disk when this returns.
    ///
    /// # Errors
    /// As [`Station::edits_save`].
    pub fn field_save(&self, case: Id, column: &str, value: &FieldValue) -> Result<Saved> {
        let _asked = self.may(Right::Key)?;
        let edit = Edit {
            column: column.to_owned(),
            value: value.clone(),
            short: false,
            over: None,
        };
        self.edits_save(case, &[edit])
    }

    /// Keeps what a person did to fields of a case, in one deed. It is on the disk when this returns.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`, `disk_full`, `changed_elsewhere` when a field holds by now what the person
    /// never saw
    pub fn edits_save(&self, case: Id, edits: &[Edit]) -> Result<Saved> {
        let _asked = self.may(Right::Key)?;
        self.pace.worked();
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let changes = self.edited(&mut inner, book, case, edits)?;
        if !changes.is_empty() {
            inner.transact(Op::FieldSave, book, changes)?;
        }
        self.saved(&mut inner, book, case)
    }

    /// Says that a case is complete, or that it is not, and keeps what was taken of its proposals with it.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`, `disk_full`
    pub fn case_finish(&self, case: Id, done: bool, taken: &[Edit]) -> Result<Saved> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let mut changes = self.edited(&mut inner, book, case, taken)?;
        if inner.contents(book)?.eyes.hide(case) {
            if done {
                changes.extend(self.left_empty(&mut inner, book, case, &changes)?);
            }
            inner.transact(Op::CaseFinish, book, changes)?;
            return self.saved(&mut inner, book, case);
        }
        if done {
            changes.extend(self.mended(&inner, case)?);
        }
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
            changes.push(Change::Case {
                before: Some(before),
                after: Some(after),
            });
        }
        // What comparing leads to is taken back together with it.
        let double = inner.contents(book)?.book.keying.is_double();
        let batch = double.then(|| self.host.new_id());
        if !changes.is_empty() {
            inner.transact_in(batch, Op::CaseFinish, book, changes)?;
        }
        if done {
            inner.compare(book, case, batch)?;
        }
        self.saved(&mut inner, book, case)
    }

    /// What edits change, with what was typed in short written out.
    fn edited(&self, inner: &mut Inner, book: Id, case: Id, edits: &[Edit]) -> Result<Vec<Change>> {
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let index = contents.case_index(case)?;
        let mut changes: Vec<Change> = Vec::new();
        for Edit {
            column,
            value,
            short,
            over,
        } in edits
        {
            let field = book_type
                .field_index(column)
                .ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
            let mut after = tidy(value);
            if *short && after.state.is_read() {
                let out = self.at_desk(contents, &settings, index, |desk| {
                    typing::written_out(desk, field, &after.text)
                })?;
                after.text = out.unwrap_or(after.text);
            }
            let before = contents.inputs[index].record.at(field).clone();
            let unseen = over.as_ref().is_some_and(|over| *over != before);
            if unseen && before != after {
                return Err(StationError::new("changed_elsewhere")
                    .with("field", &book_type.fields[field].label)
                    .with("stands", &before.text)
                    .with("typed", &after.text));
            }
            if before != after {
                changes.push(Change::Value {
                    case,
                    column: column.clone(),
                    before,
                    after,
                });
            }
        }
        Ok(changes)
    }

    /// Asks the core about a case with what stands around it.
    pub(crate) fn at_desk<T>(
        &self,
        contents: &Contents,
        settings: &Settings,
        index: usize,
        ask: impl FnOnce(&typing::Desk<'_>) -> T,
    ) -> Result<T> {
        let begun = |at: &usize| self.is_begun(contents, *at);
        let near = index.saturating_sub(FAR_BACK)..index;
        let before: Vec<&Record> = near
            .rev()
            .filter(begun)
            .take(CASES_BEFORE)
            .map(|at| &contents.inputs[at].record)
            .collect();
        Ok(ask(&typing::Desk {
            book_type: self.knowledge.book_type(&contents.book.kind)?,
            settings,
            year: contents.book.year,
            record: &contents.inputs[index].record,
            before: &before,
        }))
    }

    /// What is proposed for a case that is not finished.
    fn proposals(
        &self,
        contents: &Contents,
        settings: &Settings,
        index: usize,
    ) -> Result<(Vec<Proposal>, Vec<usize>)> {
        // Whoever types a second time reads the picture, and nothing else.
        if contents.cases[index].state == CaseState::Done
            || contents.eyes.hide(contents.cases[index].id)
        {
            return Ok((Vec::new(), Vec::new()));
        }
        self.at_desk(contents, settings, index, |desk| {
            let (mut proposals, passed) = typing::propose(desk);
            if let Some(Some(near)) = contents.near.as_ref().filter(|_| desk.before.is_empty()) {
                proposals.extend(near.proposals(&self.knowledge, desk)?);
            }
            Ok((proposals, passed))
        })?
    }

    /// Keeps where somebody is working.
    ///
    /// # Errors
    /// What the disk says.
    pub fn desk_save(&self, book: Id, case: Id, column: &str) -> Result<()> {
        let _asked = self.may(Right::Look)?;
        Ok(self
            .inner()
            .store
            .keep_desk(book, &self.session.actor().who, case, column)?)
    }

    /// Where this person was working in a book; nothing when that case is gone.
    ///
    /// # Errors
    /// What the disk says.
    pub fn desk(&self, book: Id) -> Result<Option<DeskPlace>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let Some((case, field)) = inner.store.desk(book, &self.session.actor().who)? else {
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
        let returned = self.returned_marks(inner, book, case)?;
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let index = contents.case_index(case)?;
        let before = index.saturating_sub(FAR_BACK)..index;
        let open = contents.cases[index].state != CaseState::Done;
        if open && !before.rev().any(|at| self.is_begun(contents, at)) {
            inner.look_around(book)?;
        }
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let found = &contents.cases[index];
        let record = &contents.inputs[index].record;
        let picture = |part: &CasePage| self.part_shown(contents, part);
        let (proposals, passed) = self.proposals(contents, &settings, index)?;
        Ok(CaseView {
            proposals,
            passed,
            id: case,
            book,
            position: index as u32 + 1,
            total: contents.cases.len() as u32,
            state: found.state,
            held: found.held.clone(),
            values: (0..book_type.fields.len())
                .map(|field| record.at(field).clone())
                .collect(),
            pictures: found.pages.iter().filter_map(picture).collect(),
            judgement,
            second: self.second_view(contents, index)?,
            returned,
            previous: index.checked_sub(1).map(|before| contents.cases[before].id),
            next: contents.cases.get(index + 1).map(|after| after.id),
        })
    }

    /// A part of a page, for the screen; `None` when the page was taken out.
    pub(crate) fn part_shown(&self, contents: &Contents, part: &CasePage) -> Option<CasePicture> {
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
        begun(book_type, &contents.inputs[index].record)
    }
}

/// A value as it is kept: bounded, without remarks that say nothing.
pub(crate) fn tidy(value: &FieldValue) -> FieldValue {
    let mut value = value.clone();
    shorten(&mut value.text);
    if let Some(remark) = &mut value.remark {
        shorten(&mut remark.note);
        if let Some(paper) = &mut remark.certificate {
            shorten(&mut paper.reading);
            shorten(&mut paper.paper);
            shorten(&mut paper.seen);
        }
        remark.certificate = remark
            .certificate
            .take()
            .filter(|paper| *paper != Certificate::default());
    }
    value.remark = value.remark.filter(|remark| !remark.is_empty());
    value
}

fn shorten(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
        text.truncate(end);
    }
}
