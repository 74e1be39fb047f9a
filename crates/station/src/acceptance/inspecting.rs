//! Looking at the cases of a sample: typing from the picture before anything is shown, or comparing; and saying what is
//! wrong.

use sohoa_core::acceptance::{
    Compared, Delivered, Differing, Draw, InspectDraft, Inspection, Look, Lot, Ruling, Sampled,
    Typed, compare, default_grade, judged, standing, takes,
};
use sohoa_core::book::Id;
use sohoa_core::keying::Lenience;
use sohoa_core::people::Right;
use sohoa_core::record::{FieldValue, Record};
use sohoa_core::schema::BookType;
use sohoa_core::typing;

use super::{drawn_of, open_still, print_of};
use crate::desk::tidy;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{InspectField, InspectStep, InspectView, JudgedField, TypedField};
use crate::{Result, Station, StationError};

/// A case of a sample that is being looked at.
struct Hand {
    lot: Lot,
    draw: Draw,
    sampled: Sampled,
    nth: usize,
    book: Id,
    /// What was delivered at the draw.
    delivered: Delivered,
    /// It was changed since.
    changed: bool,
    found: Option<Inspection>,
}

impl Hand {
    fn value(&self, column: &str) -> FieldValue {
        let found = self.delivered.iter().find(|(known, _)| known == column);
        found.map_or_else(FieldValue::default, |(_, value)| bare(value))
    }
}

impl Station {
    /// A case of a lot's sample; without one the next that whoever is here may look at, begun ones first. Nothing when
    /// none is left for them.
    ///
    /// # Errors
    /// `unknown_lot`, `unknown_case`, `lot_not_drawn`, `own_work`
    pub fn inspect_open(&self, lot: Id, case: Option<Id>) -> Result<Option<InspectView>> {
        let _asked = self.may(Right::Sample)?;
        let mut inner = self.inner();
        let case = match case {
            Some(case) => case,
            None => match self.next_of_sample(&inner, lot)? {
                Some(case) => case,
                None => return Ok(None),
            },
        };
        let hand = self.in_hand(&inner, lot, case)?;
        self.inspect_view(&mut inner, &hand).map(Some)
    }

    /// Takes what the paper says of a case, typed without seeing what was delivered, and gives the fields that differ.
    /// It is typed once: who has seen the differences can no longer type blind.
    ///
    /// # Errors
    /// `unknown_lot`, `unknown_case`, `lot_not_drawn`, `lot_decided`, `own_work`, `not_blind`, `typed_already`,
    /// `unknown_field`
    pub fn inspect_type(&self, lot: Id, case: Id, typed: &[TypedField]) -> Result<InspectView> {
        let _asked = self.may(Right::Sample)?;
        let mut inner = self.inner();
        let mut hand = self.in_hand(&inner, lot, case)?;
        open_still(&hand.lot)?;
        if hand.lot.look != Look::Blind {
            return Err(StationError::new("not_blind"));
        }
        if hand.found.is_some() {
            return Err(StationError::new("typed_already"));
        }
        let book = inner.book(hand.book)?;
        let book_type = self.knowledge.book_type(&book.kind)?;
        let typed = written_out(&inner, book_type, book.year, typed)?;
        let Compared { right, differing } =
            compare(book_type, &hand.delivered, &typed, &Lenience::default());
        let differing = differing
            .into_iter()
            .map(|one| Differing {
                delivered: bare(&one.delivered),
                ..one
            })
            .collect();
        let after = Inspection {
            lot,
            case,
            typed,
            right,
            differing,
            changed: hand.changed,
            by: inner.signed(),
        };
        self.keep_found(&mut inner, &mut hand, after)
    }

    /// Keeps what somebody typed or said of a case before they send it, so that nothing of it is lost. Nobody else sees
    /// it, and it counts for nothing.
    ///
    /// # Errors
    /// `unknown_lot`, `unknown_case`, `lot_not_drawn`, `lot_decided`, `own_work`
    pub fn inspect_keep(&self, lot: Id, case: Id, draft: &InspectDraft) -> Result<()> {
        let _asked = self.may(Right::Sample)?;
        let mut inner = self.inner();
        let hand = self.in_hand(&inner, lot, case)?;
        open_still(&hand.lot)?;
        let me = inner.session.actor().person.unwrap_or_default();
        Ok(inner.store.keep_inspecting(lot, case, me, draft)?)
    }

    /// Says what is wrong. Of a case typed blind: of each field that differs whether what was delivered is wrong, or
    /// whoever looked had slipped. Of a case that is compared: the wrong fields, with what the paper says; all others
    /// are right. May be said anew until the lot is decided.
    ///
    /// # Errors
    /// `unknown_lot`, `unknown_case`, `lot_not_drawn`, `lot_decided`, `own_work`, `not_typed`, `unknown_field`,
    /// `paper_missing`, `paper_same`
    pub fn inspect_judge(&self, lot: Id, case: Id, said: &[JudgedField]) -> Result<InspectView> {
        let _asked = self.may(Right::Sample)?;
        let mut inner = self.inner();
        let mut hand = self.in_hand(&inner, lot, case)?;
        open_still(&hand.lot)?;
        let unknown = || StationError::new("unknown_field").with("field", "");
        let after = match hand.lot.look {
            Look::Blind => {
                let before = hand.found.clone();
                let before = before.ok_or_else(|| StationError::new("not_typed"))?;
                let rulings: Vec<_> = said
                    .iter()
                    .map(|one| (one.column.clone(), one.ruling))
                    .collect();
                Inspection {
                    differing: judged(&before.differing, &rulings).ok_or_else(unknown)?,
                    by: inner.signed(),
                    ..before
                }
            }
            Look::Compare => {
                let book = inner.book(hand.book)?;
                let book_type = self.knowledge.book_type(&book.kind)?;
                self.compared(&inner, &hand, book_type, book.year, said)?
            }
        };
        self.keep_found(&mut inner, &mut hand, after)
    }

    /// What was found in a case that was compared.
    fn compared(
        &self,
        inner: &Inner,
        hand: &Hand,
        book_type: &BookType,
        year: u16,
        said: &[JudgedField],
    ) -> Result<Inspection> {
        let mut differing = Vec::new();
        for one in said {
            let label = book_type
                .field_index(&one.column)
                .map(|field| book_type.fields[field].label.as_str());
            let label = label
                .ok_or_else(|| StationError::new("unknown_field").with("field", &one.column))?;
            if one.ruling == Ruling::Right {
                continue;
            }
            let delivered = hand.value(&one.column);
            let paper = one.paper.clone();
            let paper =
                paper.ok_or_else(|| StationError::new("paper_missing").with("field", label))?;
            let typed = [TypedField {
                column: one.column.clone(),
                value: paper,
            }];
            let Some(paper) = written_out(inner, book_type, year, &typed)?.pop() else {
                continue;
            };
            if Lenience::default().alike(&delivered, &paper.value) {
                return Err(StationError::new("paper_same").with("field", label));
            }
            differing.push(Differing {
                column: one.column.clone(),
                delivered,
                paper: paper.value,
                verdict: Some(one.ruling),
            });
        }
        let looked = book_type
            .fields
            .iter()
            .filter(|field| takes(Look::Compare, field, &hand.value(&field.column)));
        let right = looked
            .map(|field| field.column.clone())
            .filter(|column| differing.iter().all(|one| one.column != *column))
            .collect();
        Ok(Inspection {
            lot: hand.lot.id,
            case: hand.sampled.id,
            typed: Vec::new(),
            right,
            differing,
            changed: hand.changed,
            by: inner.signed(),
        })
    }

    fn keep_found(
        &self,
        inner: &mut Inner,
        hand: &mut Hand,
        after: Inspection,
    ) -> Result<InspectView> {
        let change = Change::Inspection {
            before: hand.found.take().map(Box::new),
            after: Some(Box::new(after.clone())),
        };
        inner.transact(Op::LotInspect, Id::nil(), vec![change])?;
        inner
            .store
            .forget_inspecting(hand.lot.id, hand.sampled.id)?;
        hand.found = Some(after);
        self.inspect_view(inner, hand)
    }

    /// The next case for whoever is here.
    fn next_of_sample(&self, inner: &Inner, lot: Id) -> Result<Option<Id>> {
        let lot = inner.lot(lot)?;
        let draw = drawn_of(&lot)?;
        let found = inner.store.inspections(lot.id)?;
        let own = self.own_of(inner, &lot)?;
        let mine = draw.sample.iter().map(|one| one.id);
        let mine: Vec<Id> = mine.filter(|case| !own.contains(case)).collect();
        let seen = |case: &Id| found.iter().find(|one| one.case == *case);
        let begun = mine
            .iter()
            .find(|case| seen(case).is_some_and(|found| !found.is_done()));
        Ok(begun
            .or_else(|| mine.iter().find(|case| seen(case).is_none()))
            .copied())
    }

    /// A case of the sample, for somebody who typed nothing of it.
    fn in_hand(&self, inner: &Inner, lot: Id, case: Id) -> Result<Hand> {
        let lot = inner.lot(lot)?;
        let draw = drawn_of(&lot)?.clone();
        let nth = draw.sample.iter().position(|one| one.id == case);
        let nth = nth.ok_or_else(|| StationError::new("unknown_case"))?;
        let sampled = draw.sample[nth].clone();
        let known = inner.store.case(case)?;
        let known = known.ok_or_else(|| StationError::new("unknown_case"))?;
        let me = self.session.actor().person;
        if let Some(me) = me
            && inner.store.has_worked_on(case, me)?
        {
            return Err(StationError::new("own_work"));
        }
        let (delivered, changed) = delivered(inner, known.book, &sampled)?;
        Ok(Hand {
            found: inner.store.inspection(lot.id, case)?,
            book: known.book,
            changed: changed || known.removed,
            delivered,
            sampled,
            nth,
            draw,
            lot,
        })
    }

    fn inspect_view(&self, inner: &mut Inner, hand: &Hand) -> Result<InspectView> {
        let all = inner.store.inspections(hand.lot.id)?;
        let left = standing(&hand.draw, &all).left;
        let case = inner.store.case(hand.sampled.id)?;
        let case = case.ok_or_else(|| StationError::new("unknown_case"))?;
        let contents = inner.contents(hand.book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let pictures = case
            .pages
            .iter()
            .filter_map(|part| self.part_shown(contents, part))
            .collect();
        let me = self.session.actor().person.unwrap_or_default();
        let step = match (&hand.found, hand.lot.look) {
            (Some(found), _) if found.is_done() => InspectStep::Done,
            (Some(_), _) => InspectStep::Differing,
            (None, Look::Blind) => InspectStep::Type,
            (None, Look::Compare) => InspectStep::Compare,
        };
        let spots = &contents.book.spots;
        let mut fields = Vec::new();
        for field in &book_type.fields {
            let differs = hand.found.as_ref().and_then(|found| {
                found
                    .differing
                    .iter()
                    .find(|one| one.column == field.column)
            });
            let delivered = hand.value(&field.column);
            let (delivered, paper) = match (step, differs) {
                (_, Some(one)) => (Some(one.delivered.clone()), Some(one.paper.clone())),
                (InspectStep::Type, _) if takes(Look::Blind, field, &delivered) => (None, None),
                (InspectStep::Compare, _) if takes(Look::Compare, field, &delivered) => {
                    (Some(delivered), None)
                }
                (InspectStep::Done, _)
                    if hand.lot.look == Look::Compare
                        && takes(Look::Compare, field, &delivered) =>
                {
                    (Some(delivered), None)
                }
                _ => continue,
            };
            let spot = spots.iter().find(|spot| spot.column == field.column);
            fields.push(InspectField {
                column: field.column.clone(),
                label: field.label.clone(),
                section: field.section.clone(),
                list: field.list.clone(),
                grade: default_grade(field),
                spot: spot.map(|spot| (spot.picture, spot.region)),
                delivered,
                paper,
                verdict: differs.and_then(|one| one.verdict),
            });
        }
        Ok(InspectView {
            lot: hand.lot.id,
            case: hand.sampled.id,
            book: hand.sampled.book.clone(),
            position: hand.sampled.position,
            nth: hand.nth as u32 + 1,
            of: hand.draw.sample.len() as u32,
            left,
            step,
            changed: hand.changed,
            pictures,
            fields,
            right: hand
                .found
                .as_ref()
                .map_or(0, |found| found.right.len() as u32),
            draft: match step {
                InspectStep::Done => None,
                _ => inner.store.inspecting(hand.lot.id, hand.sampled.id, me)?,
            },
        })
    }
}

/// A value without what is noted beside it, which is not delivered.
fn bare(value: &FieldValue) -> FieldValue {
    FieldValue {
        remark: None,
        ..value.clone()
    }
}

/// What was delivered of a case at the draw, and whether it was changed since. What was changed is taken back in
/// thought, deed by deed, until it has the print of the draw.
fn delivered(inner: &Inner, book: Id, sampled: &Sampled) -> Result<(Delivered, bool)> {
    let now = inner.store.record(sampled.id)?;
    if print_of(&now) == sampled.digest {
        return Ok((now, false));
    }
    let mut then = now.clone();
    for past in inner.store.past(book, sampled.id)?.iter().rev() {
        then.retain(|(column, _)| *column != past.column);
        then.push((past.column.clone(), past.before.clone()));
        if print_of(&then) == sampled.digest {
            return Ok((then, true));
        }
    }
    // What came from another station may not lead back there: what stands is judged, and it is told.
    Ok((now, true))
}

/// What was typed, cleaned, with what was typed in short written out. Only the book is known there: a case's own values
/// must not show through.
fn written_out(
    inner: &Inner,
    book_type: &BookType,
    year: u16,
    typed: &[TypedField],
) -> Result<Vec<Typed>> {
    let nothing = Record::new(book_type);
    let desk = typing::Desk {
        book_type,
        settings: &inner.settings,
        year,
        record: &nothing,
        before: &[],
    };
    let one = |one: &TypedField| {
        let field = book_type
            .field_index(&one.column)
            .ok_or_else(|| StationError::new("unknown_field").with("field", &one.column))?;
        let mut value = bare(&tidy(&one.value));
        if value.state.is_read() {
            value.text = typing::written_out(&desk, field, &value.text).unwrap_or(value.text);
        }
        Ok(Typed {
            column: one.column.clone(),
            value,
        })
    };
    typed.iter().map(one).collect()
}
