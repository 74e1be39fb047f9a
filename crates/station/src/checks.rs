//! Checking (*soát lỗi*): looking at a case field by field beside its picture, calling it right, sending it back with a
//! reason, and the list of what came back.

use std::collections::HashMap;

use sohoa_core::book::{Case, CaseState, Id};
use sohoa_core::checking::{self, Mark, Said, WHOLE, checked, held};
use sohoa_core::people::Right;
use sohoa_core::record::FieldValue;
use sohoa_core::value::text;

use crate::contents::Contents;
use crate::progress::Stand;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{CaseMarks, MarkView, ToCheck};
use crate::{Result, Station, StationError};

impl Station {
    /// What was said about a case and its fields.
    ///
    /// # Errors
    /// `unknown_case`, `second_blind`
    pub fn case_marks(&self, case: Id) -> Result<CaseMarks> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        self.marks_of(&mut inner, book, case)
    }

    /// The same, while a case waits to be mended; nothing for others.
    pub(crate) fn returned_marks(
        &self,
        inner: &mut Inner,
        book: Id,
        case: Id,
    ) -> Result<Option<CaseMarks>> {
        let whole = inner.store.mark(case, WHOLE)?;
        if whole.is_none_or(|mark| mark.said != Said::Returned) || inner.hides(book, case)? {
            return Ok(None);
        }
        self.marks_of(inner, book, case).map(Some)
    }

    fn marks_of(&self, inner: &mut Inner, book: Id, case: Id) -> Result<CaseMarks> {
        if inner.hides(book, case)? {
            return Err(StationError::new("second_blind"));
        }
        let own = self.is_own_case(inner, case)?;
        let marks = case_marks(inner, case)?;
        let contents = inner.contents(book)?;
        let index = contents.case_index(case)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let record = &contents.inputs[index].record;
        let view = |column: &String, mark: &Mark| MarkView {
            column: column.clone(),
            said: mark.said,
            reason: mark.reason.clone(),
            who: mark.who.clone(),
            at: mark.at.clone(),
            holds: match book_type.field_index(column) {
                Some(field) => mark.holds(record.at(field)),
                None => true,
            },
        };
        let mut fields: Vec<MarkView> = marks
            .iter()
            .filter(|(column, _)| *column != WHOLE)
            .map(|(column, mark)| view(column, mark))
            .collect();
        fields.sort_by_key(|mark| book_type.field_index(&mark.column));
        let whole = marks.get(WHOLE);
        Ok(CaseMarks {
            case,
            state: checked(whole, &held(record, book_type)),
            whole: whole.map(|mark| view(&WHOLE.to_owned(), mark)),
            open: self.open_fields(contents, index, &marks)?,
            fields,
            own,
        })
    }

    /// The columns that somebody still has to look at.
    fn open_fields(
        &self,
        contents: &Contents,
        index: usize,
        marks: &HashMap<String, Mark>,
    ) -> Result<Vec<String>> {
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let record = &contents.inputs[index].record;
        let fields = book_type.fields.iter().enumerate();
        let fields = fields.map(|(field, what)| (what.column.as_str(), record.at(field)));
        let open = checking::open(fields, |column| marks.get(column));
        Ok(open.into_iter().map(str::to_owned).collect())
    }

    /// Says of a field that it is what the ledger says, or that it is not; nothing takes back what was said.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`, `own_work`, `second_blind`
    pub fn mark(
        &self,
        case: Id,
        column: &str,
        right: Option<bool>,
        reason: &str,
    ) -> Result<CaseMarks> {
        let _asked = self.may(Right::Check)?;
        let mut inner = self.inner();
        let book = self.others_case(&mut inner, case)?;
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let field = book_type.field_index(column);
        let field =
            field.ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
        let value = contents.inputs[contents.case_index(case)?].record.at(field);
        // What is noted beside it is not what was looked at.
        let value = FieldValue::said(value.state, value.text.clone());
        let after = right.map(|right| {
            let said = if right { Said::Right } else { Said::Wrong };
            self.said(said, reason, value)
        });
        let before = inner.store.mark(case, column)?;
        if before != after {
            let change = Change::Mark {
                case,
                column: column.to_owned(),
                before,
                after,
            };
            inner.transact(Op::Check, book, vec![change])?;
        }
        self.marks_of(&mut inner, book, case)
    }

    /// Calls a case right: everything it holds was looked at and found right.
    ///
    /// # Errors
    /// `unknown_case`, `own_work`, `second_blind`, `check_draft` while it is not finished, `check_open` with the
    /// fields that nobody has found right
    pub fn check_pass(&self, case: Id) -> Result<CaseMarks> {
        let _asked = self.may(Right::Check)?;
        let mut inner = self.inner();
        let book = self.others_case(&mut inner, case)?;
        let marks = case_marks(&inner, case)?;
        let contents = inner.contents(book)?;
        let index = contents.case_index(case)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        if contents.cases[index].state != CaseState::Done {
            return Err(StationError::new("check_draft"));
        }
        let open = self.open_fields(contents, index, &marks)?;
        if !open.is_empty() {
            let label = |column: &String| {
                book_type
                    .field_index(column)
                    .map(|field| book_type.fields[field].label.clone())
            };
            let named: Vec<String> = open.iter().filter_map(label).take(3).collect();
            return Err(StationError::new("check_open")
                .with("count", open.len())
                .with("which", named.join(", ")));
        }
        let now = held(&contents.inputs[index].record, book_type);
        let change = Change::Mark {
            case,
            column: WHOLE.to_owned(),
            before: marks.get(WHOLE).cloned(),
            after: Some(self.said(Said::Passed, "", FieldValue::given(now))),
        };
        inner.transact(Op::Check, book, vec![change])?;
        self.marks_of(&mut inner, book, case)
    }

    /// Sends a case back to whoever typed it. It is a draft again until that is mended.
    ///
    /// # Errors
    /// `unknown_case`, `own_work`, `second_blind`, `reason_missing` where neither the case nor a field of it has one
    pub fn send_back(&self, case: Id, reason: &str) -> Result<CaseMarks> {
        let _asked = self.may(Right::Check)?;
        let mut inner = self.inner();
        let book = self.others_case(&mut inner, case)?;
        let marks = case_marks(&inner, case)?;
        let reason = text::clean(reason);
        if reason.is_empty() && !marks.values().any(|mark| mark.said == Said::Wrong) {
            return Err(StationError::new("reason_missing"));
        }
        let found = inner
            .store
            .case(case)?
            .ok_or_else(|| StationError::new("unknown_case"))?;
        let changes = self.sent_back(found, marks.get(WHOLE).cloned(), &reason);
        inner.transact(Op::SendBack, book, changes)?;
        self.marks_of(&mut inner, book, case)
    }

    /// What sending a case back changes.
    pub(crate) fn sent_back(&self, case: Case, whole: Option<Mark>, reason: &str) -> Vec<Change> {
        let mut changes = vec![Change::Mark {
            case: case.id,
            column: WHOLE.to_owned(),
            before: whole,
            after: Some(self.said(Said::Returned, reason, FieldValue::default())),
        }];
        if case.state == CaseState::Done {
            let after = Case {
                state: CaseState::Draft,
                ..case.clone()
            };
            changes.push(Change::Case {
                before: Some(case),
                after: Some(after),
            });
        }
        changes
    }

    /// What is said when a case that went back is finished again.
    pub(crate) fn mended(&self, inner: &Inner, case: Id) -> Result<Option<Change>> {
        let before = inner.store.mark(case, WHOLE)?;
        let returned = before
            .as_ref()
            .is_some_and(|mark| mark.said == Said::Returned);
        Ok(returned.then(|| Change::Mark {
            case,
            column: WHOLE.to_owned(),
            before,
            after: Some(self.said(Said::Mended, "", FieldValue::default())),
        }))
    }

    fn said(&self, said: Said, reason: &str, value: FieldValue) -> Mark {
        let actor = self.session.actor();
        Mark {
            said,
            reason: text::clean(reason),
            value,
            who: actor.who,
            person: actor.person,
            at: self.host.stamp(),
        }
    }

    /// The book of a case that whoever is here may judge.
    fn others_case(&self, inner: &mut Inner, case: Id) -> Result<Id> {
        let book = inner.book_of_case(case)?;
        if inner.hides(book, case)? {
            return Err(StationError::new("second_blind"));
        }
        match self.is_own_case(inner, case)? {
            true => Err(StationError::new("own_work")),
            false => Ok(book),
        }
    }

    /// The cases of a book for whoever checks it, in its order: how far each has come, and which are their own.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn to_check(&self, book: Id) -> Result<Vec<ToCheck>> {
        let _asked = self.may(Right::Check)?;
        let mut inner = self.inner();
        let own = self.own_cases(&inner, book)?;
        let progress = inner.progress(book)?;
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let row = |(index, (case, stand)): (usize, (&Case, &Stand))| ToCheck {
            case: case.id,
            position: index as u32 + 1,
            number: contents.number(book_type, index).to_owned(),
            name: contents.name(book_type, index),
            done: case.state == CaseState::Done,
            state: stand.checked,
            own: own.contains(&case.id),
        };
        let shown = contents.cases.iter().zip(&progress.cases).enumerate();
        let shown =
            shown.filter(|(_, (case, _))| case.held.is_none() && !contents.eyes.hide(case.id));
        Ok(shown.map(row).collect())
    }
}

/// What was said about a case, by column.
fn case_marks(inner: &Inner, case: Id) -> Result<HashMap<String, Mark>> {
    Ok(inner.store.case_marks(case)?.into_iter().collect())
}

/// What was said of the cases of a book as a whole.
pub(crate) fn whole_marks(inner: &Inner, book: Id) -> Result<HashMap<Id, Mark>> {
    Ok(inner.store.whole_marks(book)?.into_iter().collect())
}
