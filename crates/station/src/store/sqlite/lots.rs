//! Lots and what was found in their samples.

use rusqlite::params;
use sohoa_core::acceptance::{InspectDraft, Inspection, Lot};
use sohoa_core::book::Id;

use super::super::{LotsKept, StoreError};
use super::SqliteStore;
use super::read::json;
use super::rows;

impl SqliteStore {
    pub(super) fn read_lots(&self) -> Result<Vec<Lot>, StoreError> {
        self.all("SELECT body FROM lot ORDER BY id", [], |row| {
            json(&row.get::<_, String>(0)?)
        })
    }

    pub(super) fn read_lot(&self, id: Id) -> Result<Option<Lot>, StoreError> {
        self.one("SELECT body FROM lot WHERE id = ?1", [id], |row| {
            json(&row.get::<_, String>(0)?)
        })
    }

    pub(super) fn put_lot(&self, lot: &Lot) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO lot (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2",
            )?
            .execute(params![lot.id, rows::json(lot)?])?;
        Ok(())
    }

    pub(super) fn read_inspections(&self, lot: Id) -> Result<Vec<Inspection>, StoreError> {
        self.all(
            "SELECT body FROM inspection WHERE lot = ?1 ORDER BY registration",
            [lot],
            |row| json(&row.get::<_, String>(0)?),
        )
    }

    pub(super) fn read_inspection(
        &self,
        lot: Id,
        case: Id,
    ) -> Result<Option<Inspection>, StoreError> {
        self.one(
            "SELECT body FROM inspection WHERE lot = ?1 AND registration = ?2",
            [lot, case],
            |row| json(&row.get::<_, String>(0)?),
        )
    }

    pub(super) fn put_inspection(&self, found: &Inspection) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO inspection (lot, registration, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT (lot, registration) DO UPDATE SET body = ?3",
            )?
            .execute(params![found.lot, found.case, rows::json(found)?])?;
        Ok(())
    }

    pub(super) fn read_inspecting(
        &self,
        lot: Id,
        case: Id,
        person: Id,
    ) -> Result<Option<InspectDraft>, StoreError> {
        self.one(
            "SELECT body FROM inspecting WHERE lot = ?1 AND registration = ?2 AND person = ?3",
            [lot, case, person],
            |row| json(&row.get::<_, String>(0)?),
        )
    }

    pub(super) fn put_inspecting(
        &self,
        lot: Id,
        case: Id,
        person: Id,
        draft: &InspectDraft,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO inspecting (lot, registration, person, body) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (lot, registration, person) DO UPDATE SET body = ?4",
            )?
            .execute(params![lot, case, person, rows::json(draft)?])?;
        Ok(())
    }

    pub(super) fn delete_inspecting(&self, lot: Id, case: Id) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM inspecting WHERE lot = ?1 AND registration = ?2")?
            .execute([lot, case])?;
        Ok(())
    }

    pub(super) fn read_lots_kept(&self) -> Result<LotsKept, StoreError> {
        let lots = self.all("SELECT id, body FROM lot", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        let found = self.all(
            "SELECT lot, registration, body FROM inspection",
            [],
            |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)),
        )?;
        Ok(LotsKept {
            lots: lots.into_iter().collect(),
            inspections: found.into_iter().collect(),
        })
    }
}
