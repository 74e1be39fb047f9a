//! Double keying (*nhập hai lần*) in a workspace: who sees what (`eyes`), what a second keyer types, and comparing it.
//! The protocol itself is the core's (`sohoa_core::keying`).

use std::collections::HashSet;

use sohoa_core::book::{CaseState, Id};
use sohoa_core::keying::{self, Event, Keying, Reading, Standing, Step};
use sohoa_core::people::Right;
use sohoa_core::record::FieldValue;
use sohoa_core::schema::BookType;

use crate::contents::Contents;
use crate::meetings::record_of;
use crate::people::Actor;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{BookRow, SecondView};
use crate::{Result, Station, StationError};

mod eyes;
mod firsts;
mod rates;
mod thirds;

pub(crate) use eyes::{Eyes, Looker, is_through, taken};

impl Station {
    /// Decides which fields of a book are typed twice, and what is let pass when both are compared. What was typed
    /// already stays.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_field`, `second_needs_people` where nobody signs in
    pub fn keying_set(&self, book: Id, keying: &Keying) -> Result<BookRow> {
        let _asked = self.may(Right::Assign)?;
        let mut inner = self.inner();
        let before = inner.book(book)?;
        let book_type = self.knowledge.book_type(&before.kind)?;
        if let Some(unknown) = keying
            .chosen
            .iter()
            .find(|one| book_type.field_index(one).is_none())
        {
            return Err(StationError::new("unknown_field").with("field", unknown));
        }
        if keying.is_double() && !self.session.has_accounts() {
            return Err(StationError::new("second_needs_people"));
        }
        if before.keying != *keying {
            let after = sohoa_core::Book {
                keying: keying.clone(),
                ..before.clone()
            };
            let change = Change::Book {
                before: Some(before),
                after: Some(after),
            };
            inner.transact(Op::KeyingSet, book, vec![change])?;
        }
        drop(inner);
        self.book(book)
    }

    /// How a case stands that whoever is here types a second time; nothing for others.
    pub(crate) fn second_view(
        &self,
        contents: &Contents,
        index: usize,
    ) -> Result<Option<SecondView>> {
        let case = contents.cases[index].id;
        if !contents.eyes.hide(case) {
            return Ok(None);
        }
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let mut view = SecondView {
            known: !contents.eyes.unknown,
            ..SecondView::default()
        };
        for field in 0..book_type.fields.len() {
            if !contents.book.keying.takes(book_type, field) {
                continue;
            }
            view.takes.push(field);
            let column = &book_type.fields[field].column;
            match contents.eyes.reading(case, column).map(|one| &one.standing) {
                None | Some(Standing::Untyped) => view.left += 1,
                Some(Standing::Again { .. }) => view.again.push(field),
                Some(Standing::Typed { .. } | Standing::Retyped { .. }) => {}
                Some(Standing::Third { .. }) => {
                    view.third += 1;
                    view.fixed.push(field);
                }
                Some(Standing::Agreed { .. } | Standing::Settled { .. }) => view.fixed.push(field),
            }
        }
        Ok(Some(view))
    }

    /// What is typed with a case that its second keyer calls complete: fields left empty say that the ledger has
    /// nothing there. What was asked for again stays asked for.
    pub(crate) fn left_empty(
        &self,
        inner: &mut Inner,
        book: Id,
        case: Id,
        edits: &[Change],
    ) -> Result<Vec<Change>> {
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let actor = self.session.actor();
        let at = self.host.stamp();
        let mut changes = Vec::new();
        for column in taken(book_type, &contents.book.keying) {
            let edited = |change: &Change| matches!(change, Change::Value { column: one, .. } if one == column);
            if contents.eyes.reading(case, column).is_none() && !edits.iter().any(edited) {
                let value = FieldValue::default();
                changes.extend(typed(
                    contents,
                    book_type,
                    case,
                    column,
                    &value,
                    (&actor, &at),
                )?);
            }
        }
        Ok(changes)
    }
}

/// What comparing leads to: changed standings, and what stands from now on.
fn compared(
    book_type: &BookType,
    keying: &Keying,
    case: Id,
    record: &sohoa_core::Record,
    readings: &eyes::Readings,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for (column, reading) in readings {
        let Some(field) = book_type.field_index(column) else {
            continue;
        };
        let first = record.at(field);
        let step = keying::next(
            &reading.standing,
            Some(first),
            Event::Compared,
            &keying.lenience,
        );
        let Some(step) = step.filter(|step| step.standing != reading.standing) else {
            continue;
        };
        let who = (reading.who.clone(), reading.person, reading.at.clone());
        changes.extend(stepped(
            case,
            column,
            Some(reading),
            step,
            reading.typed.clone(),
            who,
            first,
        ));
    }
    changes
}

/// The changes that a step of the protocol makes.
fn stepped(
    case: Id,
    column: &str,
    before: Option<&Reading>,
    step: Step,
    typed: FieldValue,
    (who, person, at): (String, Option<Id>, String),
    first: &FieldValue,
) -> Vec<Change> {
    let after = Reading {
        standing: step.standing,
        typed,
        who,
        person,
        at,
    };
    let mut changes = vec![Change::Reading {
        case,
        column: column.to_owned(),
        before: before.cloned(),
        after: Some(after),
    }];
    if let Some(stands) = step.stands {
        changes.push(Change::Value {
            case,
            column: column.to_owned(),
            before: first.clone(),
            after: stands,
        });
    }
    changes
}

/// What typing a field the second time changes.
fn typed(
    contents: &Contents,
    book_type: &BookType,
    case: Id,
    column: &str,
    value: &FieldValue,
    (actor, at): (&Actor, &str),
) -> Result<Vec<Change>> {
    let field = book_type.field_index(column);
    let field = field.filter(|field| contents.book.keying.takes(book_type, *field));
    let field = field.ok_or_else(|| StationError::new("second_not_asked").with("field", column))?;
    let before = contents.eyes.reading(case, column);
    let standing = before.map_or(&Standing::Untyped, |reading| &reading.standing);
    let first = contents.eyes.first(case, field);
    let lenience = &contents.book.keying.lenience;
    let step = keying::next(standing, first, Event::Typed(value), lenience).ok_or_else(|| {
        StationError::new("second_settled").with("field", &book_type.fields[field].label)
    })?;
    let who = (actor.who.clone(), actor.person, at.to_owned());
    let nothing = FieldValue::default();
    let first = first.unwrap_or(&nothing);
    Ok(stepped(
        case,
        column,
        before,
        step,
        value.clone(),
        who,
        first,
    ))
}

impl Inner {
    /// What somebody types into cases that they type a second time, kept as that instead of over what the first
    /// typed.
    pub(crate) fn as_second(
        &mut self,
        op: Op,
        book: Id,
        changes: Vec<Change>,
    ) -> Result<(Op, Vec<Change>)> {
        let typing = |change: &Change| matches!(change, Change::Value { .. });
        if matches!(
            op,
            Op::Compare | Op::Adjudicate | Op::AdjudicateAnew | Op::Settle | Op::SecondKey
        ) || !changes.iter().any(typing)
        {
            return Ok((op, changes));
        }
        let (actor, at) = (self.session.actor(), self.host.stamp());
        let knowledge = self.knowledge.clone();
        let contents = self.contents(book)?;
        if !contents.eyes.hide_any() {
            return Ok((op, changes));
        }
        let book_type = knowledge.book_type(&contents.book.kind)?;
        let mut second = Vec::new();
        let mut any = false;
        for change in changes {
            match change {
                Change::Value {
                    case,
                    ref column,
                    ref after,
                    ..
                } if contents.eyes.hide(case) => {
                    second.extend(typed(
                        contents,
                        book_type,
                        case,
                        column,
                        after,
                        (&actor, &at),
                    )?);
                    any = true;
                }
                other => second.push(other),
            }
        }
        Ok((if any { Op::SecondKey } else { op }, second))
    }

    /// Refuses to take back or do again what was done to cases whose content whoever is here shall not see.
    pub(crate) fn refuse_hidden(&mut self, book: Id, op: Op, changes: &[Change]) -> Result<()> {
        let cases: HashSet<Id> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Value { case, .. } => Some(*case),
                Change::Case { before, after } => {
                    before.as_ref().or(after.as_ref()).map(|case| case.id)
                }
                _ => None,
            })
            .collect();
        if op == Op::SecondKey || cases.is_empty() {
            return Ok(());
        }
        let eyes = &self.contents(book)?.eyes;
        match cases.into_iter().any(|case| eyes.hide(case)) {
            true => Err(StationError::new("second_blind")),
            false => Ok(()),
        }
    }

    /// Refuses what needs all of a book while whoever is here types cases of it a second time.
    pub(crate) fn refuse_blind(&mut self, book: Id) -> Result<()> {
        match self.contents(book)?.eyes.hide_any() {
            true => Err(StationError::new("second_blind_book")),
            false => Ok(()),
        }
    }

    /// Compares what was typed a second time in a finished case, where that could not be done at once: the first was
    /// not through, or it was typed at another station. Deeds of one batch are taken back together.
    pub(crate) fn compare(&mut self, book: Id, case: Id, batch: Option<Id>) -> Result<()> {
        let found = self.book(book)?;
        if !found.keying.is_double() || self.store.is_blind(book)? {
            return Ok(());
        }
        let state = self.store.case(case)?.map(|case| case.state);
        if state != Some(CaseState::Done) {
            return Ok(());
        }
        let knowledge = self.knowledge.clone();
        let book_type = knowledge.book_type(&found.kind)?;
        let record = record_of(book_type, self.store.record(case)?);
        let readings = self.store.case_readings(case)?.into_iter().collect();
        let changes = compared(book_type, &found.keying, case, &record, &readings);
        // What stands goes first: comparing again after a crash in between finds both alike. The readings by
        // themselves say nothing of what the first typed, and may leave with empty forms.
        let (readings, values) = changes
            .into_iter()
            .partition(|change| matches!(change, Change::Reading { .. }));
        self.transact_in(batch, Op::Compare, book, values)?;
        self.transact_in(batch, Op::Compare, book, readings)
    }
}
