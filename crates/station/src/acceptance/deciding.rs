//! How a lot ends, and what becomes of one that goes back.

use std::collections::BTreeMap;

use sohoa_core::acceptance::{Decision, Lot, standing};
use sohoa_core::book::{Case, CaseState, Id};
use sohoa_core::people::Right;
use sohoa_core::sampling::Outcome;

use super::showing::after;
use super::{drawn_of, open_still};
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::LotView;
use crate::{Result, Station, StationError};

impl Station {
    /// Decides about a lot, as its plan says, once all of its sample was looked at. One that goes back goes back whole.
    ///
    /// # Errors
    /// `unknown_lot`, `lot_not_drawn`, `lot_decided`, `lot_unfinished`
    pub fn lot_decide(&self, lot: Id) -> Result<LotView> {
        let _asked = self.may(Right::Sample)?;
        let mut inner = self.inner();
        let before = inner.lot(lot)?;
        open_still(&before)?;
        let found = inner.store.inspections(lot)?;
        let standing = standing(drawn_of(&before)?, &found);
        let outcome = standing
            .outcome
            .ok_or_else(|| StationError::new("lot_unfinished").with("left", standing.left))?;
        let (next, stop) = after(&before, &inner.store.lots()?, outcome);
        // First what follows from it: if anything fails there the lot is still to be decided, and nothing is done twice.
        if outcome == Outcome::Rejected {
            return_whole(&mut inner, &before)?;
        }
        let decided = Lot {
            decision: Some(Decision {
                outcome,
                wrong: standing.wrong,
                next,
                stop,
                by: inner.signed(),
            }),
            ..before.clone()
        };
        inner.keep_lot(Op::LotDecide, Some(before), decided.clone())?;
        self.lot_view(&mut inner, &decided)
    }
}

/// Gives all cases of a lot back to those who type: what was said to be complete is a draft again, in one deed a book
/// that belongs to the lot (its batch). Cases kept for other offices were no part of it.
fn return_whole(inner: &mut Inner, lot: &Lot) -> Result<()> {
    let mut by_book: BTreeMap<Id, Vec<Change>> = BTreeMap::new();
    for book in &lot.books {
        for case in inner.store.cases(*book)? {
            if case.removed || case.held.is_some() || case.state != CaseState::Done {
                continue;
            }
            let after = Case {
                state: CaseState::Draft,
                ..case.clone()
            };
            by_book.entry(*book).or_default().push(Change::Case {
                before: Some(case),
                after: Some(after),
            });
        }
    }
    for (book, changes) in by_book {
        let mut set = inner.deed(Op::LotReturn, book, changes);
        set.batch = Some(lot.id);
        inner.apply(set)?;
    }
    Ok(())
}
