//! Taking what came of a book from other stations, and telling them what happened here.

use std::collections::{HashMap, HashSet};

use rusqlite::params;
use sohoa_core::book::Id;

use super::super::told::{Disputed, Logged, Taken};
use super::super::{Change, ChangeSet, StoreError, Tracer};
use super::SqliteStore;
use super::read::{json, word};
use super::rows;

impl SqliteStore {
    pub(super) fn read_log(&self, book: Id) -> Result<Vec<Logged>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.id, c.body, c.over, s.* FROM change_set s LEFT JOIN change c ON c.change_set = s.id
             WHERE s.book = ?1 ORDER BY s.seq, c.nth",
        )?;
        let mut rows = statement.query([book])?;
        let mut log: Vec<Logged> = Vec::new();
        while let Some(row) = rows.next()? {
            // By place: a name is looked for among all columns, once for every change.
            let id: Id = row.get(0)?;
            if log.last().is_none_or(|last| last.set.id != id) {
                log.push(Logged {
                    set: ChangeSet {
                        id,
                        at: row.get("at")?,
                        who: row.get("who")?,
                        person: row.get("person")?,
                        op: word(row, "op")?,
                        book,
                        of: row.get("of")?,
                        batch: row.get("batch")?,
                        changes: Vec::new(),
                        originals: Vec::new(),
                        surveys: Vec::new(),
                    },
                    station: row.get("station")?,
                    told: Vec::new(),
                });
            }
            let body = row
                .get_ref(1)?
                .as_str_or_null()
                .map_err(rusqlite::Error::from)?;
            if let (Some(body), Some(last)) = (body, log.last_mut()) {
                let over = row
                    .get_ref(2)?
                    .as_str_or_null()
                    .map_err(rusqlite::Error::from)?;
                last.set.changes.push(json(body)?);
                last.told.push(over.map(json).transpose()?);
            }
        }
        Ok(log)
    }

    pub(super) fn read_deeds(&self, book: Id) -> Result<HashSet<Id>, StoreError> {
        let deeds = "SELECT id FROM change_set WHERE book = ?1";
        let deeds = self.all(deeds, [book], |row| row.get(0))?;
        Ok(deeds.into_iter().collect())
    }

    pub(super) fn read_handed(&self, book: Id) -> Result<Vec<HashSet<Id>>, StoreError> {
        self.all(
            "SELECT deeds FROM handed WHERE book = ?1 ORDER BY station",
            [book],
            |row| Ok(ids(&row.get::<_, Vec<u8>>(0)?)),
        )
    }

    pub(super) fn put_handed(
        &self,
        book: Id,
        station: Id,
        deeds: &HashSet<Id>,
    ) -> Result<(), StoreError> {
        let before = self.one(
            "SELECT deeds FROM handed WHERE book = ?1 AND station = ?2",
            [book, station],
            |row| Ok(ids(&row.get::<_, Vec<u8>>(0)?)),
        )?;
        let mut all: Vec<Id> = before.unwrap_or_default().union(deeds).copied().collect();
        all.sort_unstable();
        let bytes: Vec<u8> = all.iter().flat_map(|id| id.into_bytes()).collect();
        self.connection
            .prepare_cached(
                "INSERT INTO handed (book, station, deeds) VALUES (?1, ?2, ?3)
                 ON CONFLICT (book, station) DO UPDATE SET deeds = ?3",
            )?
            .execute(params![book, station, bytes])?;
        Ok(())
    }

    pub(super) fn take_inside(
        &self,
        book: Id,
        taken: &Taken,
        tracer: &dyn Tracer,
    ) -> Result<(), StoreError> {
        self.bring(&taken.originals, &taken.surveys)?;
        let mut rest = taken.changes.as_slice();
        while let Some(((change, who), after)) = rest.split_first() {
            // A record is one row: all of its fields go at once.
            if let Change::Value { case, .. } = change {
                let of_case = |(change, _): &&(Change, String)| matches!(change, Change::Value { case: other, .. } if other == case);
                let fields = rest.iter().take_while(of_case).count();
                let (these, others) = rest.split_at(fields);
                self.apply_values(*case, these.iter().map(|(change, _)| change), who)?;
                rest = others;
            } else {
                self.apply_change(change, who)?;
                rest = after;
            }
            self.new_book(change, tracer)?;
        }
        let changes = taken.changes.iter().map(|(change, _)| change);
        self.trace(rows::touched(changes), tracer)?;
        self.write_entries(&taken.entries)?;
        self.put_blind(book, taken.blind)?;
        self.put_disputed(book, &taken.disputed)
    }

    /// Keeps what somebody has to look at in a book, instead of what was there.
    pub(super) fn put_disputed(&self, book: Id, all: &[Disputed]) -> Result<(), StoreError> {
        let db = &self.connection;
        db.prepare_cached("DELETE FROM disputed WHERE book = ?1")?
            .execute([book])?;
        let mut put =
            db.prepare_cached("INSERT INTO disputed (book, part, body) VALUES (?1, ?2, ?3)")?;
        for disputed in all {
            put.execute(params![
                book,
                rows::json(&disputed.part)?,
                rows::json(disputed)?
            ])?;
        }
        Ok(())
    }

    pub(super) fn read_disputed(
        &self,
        book: Option<Id>,
    ) -> Result<Vec<(Id, Disputed)>, StoreError> {
        self.all(
            "SELECT book, body FROM disputed WHERE ?1 IS NULL OR book = ?1 ORDER BY book, part",
            params![book],
            |row| Ok((row.get(0)?, json(&row.get::<_, String>(1)?)?)),
        )
    }

    pub(super) fn read_is_disputed(&self, book: Id, thing: Id) -> Result<bool, StoreError> {
        // The part is its key, as JSON; its thing's identity stands there once.
        let found = "SELECT 1 FROM disputed WHERE book = ?1 AND instr(part, ?2) > 0 LIMIT 1";
        let found = self.one(found, params![book, thing.to_string()], |_| Ok(()))?;
        Ok(found.is_some())
    }

    pub(super) fn count_disputed(&self, book: Id) -> Result<u32, StoreError> {
        let count = "SELECT COUNT(*) FROM disputed WHERE book = ?1";
        Ok(self.one(count, [book], |row| row.get(0))?.unwrap_or(0))
    }

    pub(super) fn read_station_names(&self) -> Result<HashMap<Id, String>, StoreError> {
        let names = self.all("SELECT id, name FROM station", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(names.into_iter().collect())
    }

    pub(super) fn read_station(&self, station: Id) -> Result<Option<Vec<u8>>, StoreError> {
        self.one("SELECT key FROM station WHERE id = ?1", [station], |row| {
            row.get(0)
        })
    }
}

/// Identities that lie one behind the other.
fn ids(bytes: &[u8]) -> HashSet<Id> {
    let one = |bytes: &[u8]| Id::from_slice(bytes).ok();
    bytes.chunks_exact(16).filter_map(one).collect()
}
