//! Whether the tables say of lots what the history says: they are compared byte by byte with what its entries come to.

use std::collections::BTreeSet;

use serde::Serialize;
use sohoa_core::book::Id;

use crate::station::Inner;
use crate::store::{Change, LotsKept, StoreError};
use crate::{Result, StationError};

/// What the history says of lots.
fn told(inner: &Inner) -> Result<LotsKept> {
    let mut told = LotsKept::default();
    for entry in inner.store.log(Id::nil())? {
        for change in entry.set.changes {
            match change {
                Change::Lot {
                    after: Some(lot), ..
                } => {
                    told.lots.insert(lot.id, written(&lot)?);
                }
                Change::Inspection {
                    after: Some(found), ..
                } => {
                    let key = (found.lot, found.case);
                    told.inspections.insert(key, written(&found)?);
                }
                _ => {}
            }
        }
    }
    Ok(told)
}

fn written(thing: &impl Serialize) -> Result<String> {
    serde_json::to_string(thing)
        .map_err(|error| StationError::new("store_trouble").with("detail", error))
}

/// How many rows about lots are not what the history says.
pub(crate) fn unsaid(inner: &Inner) -> Result<usize> {
    let (kept, told) = (inner.store.lots_kept()?, told(inner)?);
    Ok(differing(&kept, &told, |_| true))
}

/// Rows of those lots that are there and not here, here and not there, or not the same.
fn differing(kept: &LotsKept, told: &LotsKept, of: impl Fn(Id) -> bool) -> usize {
    let lots: BTreeSet<&Id> = kept.lots.keys().chain(told.lots.keys()).collect();
    let lots = lots
        .into_iter()
        .filter(|lot| of(**lot) && kept.lots.get(*lot) != told.lots.get(*lot));
    let found: BTreeSet<&(Id, Id)> = kept
        .inspections
        .keys()
        .chain(told.inspections.keys())
        .collect();
    let found = found
        .into_iter()
        .filter(|key| of(key.0) && kept.inspections.get(*key) != told.inspections.get(*key));
    lots.count() + found.count()
}

/// Refuses a lot of which the tables say something else than the history, or whose history is not whole.
pub(super) fn proved(inner: &Inner, lot: Id) -> Result<()> {
    let tampered = || StationError::new("lot_tampered");
    if !inner.store.look_at_history(&[])?.faults.is_empty() {
        return Err(tampered());
    }
    let kept = inner.store.lots_kept().map_err(|error| match error {
        // An identity that is none any more.
        StoreError::Other(_) => tampered(),
        other => other.into(),
    })?;
    match differing(&kept, &told(inner)?, |one| one == lot) {
        0 => Ok(()),
        _ => Err(tampered()),
    }
}
