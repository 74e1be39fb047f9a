//! What two keyers could not agree on: a third person sees both readings and the picture, and decides.

use std::collections::HashMap;

use sohoa_core::book::Id;
use sohoa_core::keying::{self, Event, Standing};
use sohoa_core::people::Right;
use sohoa_core::record::FieldValue;

use super::stepped;
use crate::desk::tidy;
use crate::station::Inner;
use crate::store::{Keyer, Op};
use crate::view::{ThirdField, ThirdReading};
use crate::{Result, Station, StationError};

impl Station {
    /// The fields of a book that wait for a third person, in its order.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn thirds(&self, book: Id) -> Result<Vec<ThirdField>> {
        let _asked = self.may(Right::Adjudicate)?;
        let mut inner = self.inner();
        let (keyers, own) = (first_keyers(&inner, book)?, self.keyed_here(&inner, book)?);
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let me = self.session.actor().person;
        let mut found = Vec::new();
        for (index, case) in contents.cases.iter().enumerate() {
            if contents.eyes.hide(case.id) {
                continue;
            }
            let Some(readings) = contents.eyes.readings.get(&case.id) else {
                continue;
            };
            for (field, what) in book_type.fields.iter().enumerate() {
                let Some(reading) = readings.get(&what.column) else {
                    continue;
                };
                let Standing::Third {
                    tried: [tried, again],
                } = &reading.standing
                else {
                    continue;
                };
                let first = keyers.get(&(case.id, what.column.clone()));
                let told = |value: &FieldValue, who: &str, again: bool| ThirdReading {
                    value: value.clone(),
                    who: who.to_owned(),
                    again,
                };
                let holds = contents.inputs[index].record.at(field);
                let pictures = case
                    .pages
                    .iter()
                    .filter_map(|part| self.part_shown(contents, part));
                found.push(ThirdField {
                    book,
                    case: case.id,
                    position: index as u32 + 1,
                    number: contents.number(book_type, index).to_owned(),
                    field,
                    column: what.column.clone(),
                    // Mother and father have fields of one name.
                    label: format!("{}: {}", what.section, what.label),
                    readings: vec![
                        told(holds, first.map_or("", |keyer| &keyer.who), false),
                        told(tried, &reading.who, false),
                        told(again, &reading.who, true),
                    ],
                    pictures: pictures.collect(),
                    own: own
                        && (me.is_some()
                            && (first.is_some_and(|first| first.person == me)
                                || reading.person == me)),
                });
            }
        }
        Ok(found)
    }

    /// Decides what a field holds that two keyers could not agree on: one of their readings, or another one.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`, `second_decided` when nothing waits there any more, `own_work` for one of the
    /// two keyers while somebody else could decide, `second_blind`
    pub fn third_decide(&self, case: Id, column: &str, value: &FieldValue) -> Result<()> {
        let _asked = self.may(Right::Adjudicate)?;
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let (keyers, own) = (first_keyers(&inner, book)?, self.keyed_here(&inner, book)?);
        let contents = inner.contents(book)?;
        if contents.eyes.hide(case) {
            return Err(StationError::new("second_blind"));
        }
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let field = book_type
            .field_index(column)
            .ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
        let decided = || StationError::new("second_decided");
        let reading = contents.eyes.reading(case, column).ok_or_else(decided)?;
        let me = self.session.actor().person;
        let first_keyer = keyers
            .get(&(case, column.to_owned()))
            .and_then(|keyer| keyer.person);
        if own && me.is_some() && (first_keyer == me || reading.person == me) {
            return Err(StationError::new("own_work"));
        }
        let value = tidy(value);
        let first = contents.inputs[contents.case_index(case)?].record.at(field);
        let lenience = &contents.book.keying.lenience;
        let step = keying::next(
            &reading.standing,
            Some(first),
            Event::Decided(&value),
            lenience,
        );
        let step = step.ok_or_else(decided)?;
        let who = (reading.who.clone(), reading.person, reading.at.clone());
        let changes = stepped(
            case,
            column,
            Some(reading),
            step,
            reading.typed.clone(),
            who,
            first,
        );
        inner.transact(Op::Adjudicate, book, changes)
    }

    /// Whether somebody else than the keyers could decide: then they may not.
    fn keyed_here(&self, inner: &Inner, book: Id) -> Result<bool> {
        let mut typed: Vec<Id> = inner
            .store
            .first_keyers(book)?
            .into_iter()
            .filter_map(|(.., keyer)| keyer.person)
            .collect();
        typed.extend(
            inner
                .store
                .readings(book)?
                .into_iter()
                .filter_map(|(.., reading)| reading.person),
        );
        let free = |id: Id| !typed.contains(&id) && self.session.is_keyed(id);
        Ok(self
            .session
            .people()
            .iter()
            .any(|person| free(person.id) && person.may(Right::Adjudicate)))
    }
}

/// Who typed which field as the first.
pub(super) fn first_keyers(inner: &Inner, book: Id) -> Result<HashMap<(Id, String), Keyer>> {
    let all = inner.store.first_keyers(book)?.into_iter();
    Ok(all
        .map(|(case, column, keyer)| ((case, column), keyer))
        .collect())
}
