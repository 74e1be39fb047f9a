//! Acceptance by sample (*nghiệm thu*): a lot is made, drawn from, looked at case by case, decided, and written down in
//! minutes. What is true of a lot is in [`sohoa_core::acceptance`]; here it meets the store.

mod deciding;
mod inspecting;
mod making;
mod proof;
mod showing;
mod writing;

pub(crate) use proof::unsaid as unsaid_of_lots;
use sohoa_core::acceptance::{By, Draw, Lot, NoPlan};
use sohoa_core::book::Id;
use sohoa_core::record::{FieldValue, digest};

use crate::station::Inner;
use crate::store::{Change, Op};
use crate::{Result, StationError};

impl Inner {
    /// A lot by identity.
    fn lot(&self, id: Id) -> Result<Lot> {
        let found = self.store.lot(id)?;
        found.ok_or_else(|| StationError::new("unknown_lot"))
    }

    /// Who does something now.
    fn signed(&self) -> By {
        let actor = self.session.actor();
        By {
            who: actor.who,
            person: actor.person,
            at: self.host.stamp(),
        }
    }

    /// Keeps a lot that was changed, or is new.
    fn keep_lot(&mut self, op: Op, before: Option<Lot>, after: Lot) -> Result<()> {
        let change = Change::Lot {
            before: before.map(Box::new),
            after: Some(Box::new(after)),
        };
        self.transact(op, Id::nil(), vec![change])
    }
}

/// What was drawn, of a lot that is being looked at.
fn drawn_of(lot: &Lot) -> Result<&Draw> {
    lot.drawn
        .as_ref()
        .ok_or_else(|| StationError::new("lot_not_drawn").with("lot", &lot.name))
}

/// Refuses what comes after the decision.
fn open_still(lot: &Lot) -> Result<()> {
    match lot.decision {
        Some(_) => Err(StationError::new("lot_decided").with("lot", &lot.name)),
        None => Ok(()),
    }
}

/// Why there is no plan, as the commands about samples say it.
fn no_plan(why: NoPlan, way: &sohoa_core::acceptance::Way) -> StationError {
    use sohoa_core::acceptance::Way;
    use sohoa_core::sampling::AQLS;
    match (why, way) {
        (NoPlan::Aql, _) => StationError::new("bad_aql")
            .with("aql", way.aql())
            .with("known", AQLS.join(", ")),
        (NoPlan::Share, Way::Share { percent, .. }) => {
            StationError::new("bad_share").with("share", percent)
        }
        (NoPlan::Confidence, Way::Sure { confidence, .. }) => {
            StationError::new("bad_confidence").with("confidence", confidence)
        }
        _ => StationError::new("no_plan"),
    }
}

/// The digest of a record as the store has it.
fn print_of(values: &[(String, FieldValue)]) -> String {
    digest(
        values
            .iter()
            .map(|(column, value)| (column.as_str(), value)),
    )
}
