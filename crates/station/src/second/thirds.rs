//! What two keyers could not agree on: a third person sees both readings and the picture, and decides.

use sohoa_core::book::Id;
use sohoa_core::keying::{self, Event, Standing};
use sohoa_core::people::{Person, Right};
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::typing;
use sohoa_core::value::text;

use super::firsts::Firsts;
use super::stepped;
use crate::desk::tidy;
use crate::station::Inner;
use crate::store::Op;
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
        let firsts = Firsts::of_book(&inner, book)?;
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
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
                let first = firsts.of(case.id, &what.column);
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
                    label: what.full_name(),
                    readings: vec![
                        told(holds, first.map_or("", |keyer| &keyer.who), false),
                        told(tried, &reading.who, false),
                        told(again, &reading.who, true),
                    ],
                    pictures: pictures.collect(),
                    own: self.is_own(first.and_then(|first| first.person), reading.person),
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
        self.decided(&mut self.inner(), case, column, value)
    }

    /// Decides the same from what somebody typed: one of the readings as it stands there, else the code of a list by its
    /// word, else what it is short for, as at the desk. Nothing typed says that the ledger leaves the field out. Gives
    /// what the field holds from now on.
    ///
    /// # Errors
    /// As [`Station::third_decide`].
    pub fn third_typed(&self, case: Id, column: &str, typed: &str) -> Result<FieldValue> {
        let _asked = self.may(Right::Adjudicate)?;
        let mut inner = self.inner();
        let value = tidy(&self.third_read(&mut inner, case, column, typed)?);
        self.decided(&mut inner, case, column, &value)?;
        Ok(value)
    }

    fn third_read(
        &self,
        inner: &mut Inner,
        case: Id,
        column: &str,
        typed: &str,
    ) -> Result<FieldValue> {
        let book = inner.book_of_case(case)?;
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let field = book_type
            .field_index(column)
            .ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
        let index = contents.case_index(case)?;
        let typed = text::clean(typed);
        if typed.is_empty() {
            return Ok(FieldValue::said(FieldState::LeftOut, ""));
        }
        let first = contents.inputs[index].record.at(field);
        let second = match contents.eyes.reading(case, column).map(|one| &one.standing) {
            Some(Standing::Third { tried }) => tried.as_slice(),
            _ => &[],
        };
        let mut readings = [first].into_iter().chain(second);
        if let Some(one) = readings.find(|one| one.read() == typed) {
            return Ok(one.clone());
        }
        let codes = self.knowledge.catalogue.codes_of(&book_type.fields[field]);
        let word = text::folded(&typed);
        let meant = codes.iter().find(|one| text::folded(&one.label) == word);
        if let Some(code) = meant {
            return Ok(FieldValue::given(code.code.clone()));
        }
        let out = self.at_desk(contents, &settings, index, |desk| {
            typing::written_out(desk, field, &typed)
        })?;
        Ok(FieldValue::given(out.unwrap_or(typed)))
    }

    fn decided(&self, inner: &mut Inner, case: Id, column: &str, value: &FieldValue) -> Result<()> {
        let book = inner.book_of_case(case)?;
        let firsts = Firsts::of_book(inner, book)?;
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
        let first_keyer = firsts.of(case, column).and_then(|keyer| keyer.person);
        if self.is_own(first_keyer, reading.person) {
            return Err(StationError::new("own_work"));
        }
        let value = tidy(value);
        let Standing::Third { tried } = &reading.standing else {
            return Err(decided());
        };
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
        let op = match tried.iter().chain([first]).any(|read| *read == value) {
            true => Op::Adjudicate,
            false => Op::AdjudicateAnew,
        };
        inner.transact(op, book, changes)
    }

    /// Whether whoever is here is one of two keyers and somebody else could decide: then they may not.
    fn is_own(&self, first: Option<Id>, second: Option<Id>) -> bool {
        let keyers = [first, second];
        let me = self.session.actor().person;
        let free = |person: &Person| {
            !keyers.contains(&Some(person.id))
                && person.may(Right::Adjudicate)
                && self.session.is_keyed(person.id)
        };
        me.is_some() && keyers.contains(&me) && self.session.people().iter().any(free)
    }
}
