//! How a lot ends, and what becomes of one that goes back.

use sohoa_core::acceptance::{Decision, Lot, standing};
use sohoa_core::book::{CaseState, Id};
use sohoa_core::people::Right;
use sohoa_core::sampling::Outcome;

use super::showing::after;
use super::{drawn_of, open_still};
use crate::checks::whole_marks;
use crate::station::Inner;
use crate::store::Op;
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
            self.return_whole(&mut inner, &before)?;
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

impl Station {
    /// Gives all cases of a lot back to those who typed them, each with the lot as the reason: what was said to be
    /// complete is a draft again, in one deed a book that belongs to the lot (its batch). Cases kept for other offices
    /// were no part of it.
    fn return_whole(&self, inner: &mut Inner, lot: &Lot) -> Result<()> {
        let name = [("lot", lot.name.clone())];
        let reason = self.knowledge.messages.text("lot_returned", &name);
        for book in &lot.books {
            let mut whole = whole_marks(inner, *book)?;
            let mut changes = Vec::new();
            for case in inner.store.cases(*book)? {
                if !case.removed && case.held.is_none() && case.state == CaseState::Done {
                    let before = whole.remove(&case.id);
                    changes.extend(self.sent_back(case, before, &reason));
                }
            }
            if !changes.is_empty() {
                let mut set = inner.deed(Op::LotReturn, *book, changes);
                set.batch = Some(lot.id);
                inner.apply(set)?;
            }
        }
        Ok(())
    }
}
