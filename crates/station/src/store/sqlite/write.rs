//! Writing: one transaction a change set, and a row is only changed when it still is what the
//! change says it was.

use rusqlite::{OptionalExtension, Params, params};
use sohoa_core::book::Id;
use sohoa_core::find::Words;
use sohoa_core::record::FieldValue;

use super::super::{Change, ChangeSet, Original, StoreError, Surveyed, Tracer};
use super::SqliteStore;
use super::rows::*;
use super::work::{MARK, READING};

/// Reads the row as it stands, compares it with what the change says it was, and writes.
fn replace<T: PartialEq>(
    what: &'static str,
    now: Option<T>,
    before: Option<&T>,
    after: Option<&T>,
    put: impl FnOnce(&T) -> Result<(), StoreError>,
    delete: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if now.as_ref() != before {
        return Err(StoreError::Stale(what));
    }
    match after {
        Some(after) => put(after),
        None => delete(),
    }
}

impl SqliteStore {
    fn delete(&self, sql: &str, id: Option<Id>) -> Result<(), StoreError> {
        self.connection.prepare_cached(sql)?.execute([id])?;
        Ok(())
    }

    pub(super) fn apply_change(&self, change: &Change, who: &str) -> Result<(), StoreError> {
        let db = &self.connection;
        match change {
            Change::Book { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|b| b.id);
                let now = id.map(|id| self.read_book(id)).transpose()?.flatten();
                replace(
                    "book",
                    now,
                    before.as_ref(),
                    after.as_ref(),
                    |b| put_book(db, b),
                    || self.delete("DELETE FROM book WHERE id = ?1", id),
                )
            }
            Change::Page { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|p| p.id);
                let now = id.map(|id| self.read_page(id)).transpose()?.flatten();
                replace(
                    "page",
                    now,
                    before.as_ref(),
                    after.as_ref(),
                    |p| put_page(db, p),
                    || self.delete("DELETE FROM page WHERE id = ?1", id),
                )
            }
            Change::Case { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|c| c.id);
                let now = id.map(|id| self.read_case(id)).transpose()?.flatten();
                replace(
                    "case",
                    now,
                    before.as_ref(),
                    after.as_ref(),
                    |c| put_case(db, c),
                    || self.delete("DELETE FROM registration WHERE id = ?1", id),
                )
            }
            Change::Value { case, .. } => self.apply_values(*case, [change], who),
            Change::Confirmation { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|c| c.id);
                let now = id
                    .map(|id| self.read_confirmation(id))
                    .transpose()?
                    .flatten();
                replace(
                    "confirmation",
                    now,
                    before.as_ref(),
                    after.as_ref(),
                    |c| put_confirmation(db, c),
                    || self.delete("DELETE FROM confirmation WHERE id = ?1", id),
                )
            }
            Change::Layout { before, after } => {
                let page = before.as_ref().or(after.as_ref()).map(|l| l.page);
                let now = page
                    .map(|page| self.read_layout(page))
                    .transpose()?
                    .flatten();
                replace(
                    "layout",
                    now,
                    before.as_ref(),
                    after.as_ref(),
                    |l| put_layout(db, l),
                    || self.delete("DELETE FROM layout WHERE page = ?1", page),
                )
            }
            Change::Reading {
                case,
                column,
                before,
                after,
            } => replace(
                "reading",
                self.read_said(READING, *case, column)?,
                before.as_ref(),
                after.as_ref(),
                |reading| self.put_said(READING, *case, column, reading),
                || self.delete_said(READING, *case, column),
            ),
            Change::Mark {
                case,
                column,
                before,
                after,
            } => replace(
                "mark",
                self.read_said(MARK, *case, column)?,
                before.as_ref(),
                after.as_ref(),
                |mark| self.put_said(MARK, *case, column, mark),
                || self.delete_said(MARK, *case, column),
            ),
            Change::Assignment { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|a| a.id);
                let now = id.map(|id| self.read_assignment(id)).transpose()?.flatten();
                replace(
                    "assignment",
                    now,
                    before.as_ref(),
                    after.as_ref(),
                    |a| self.put_assignment(a),
                    || self.delete("DELETE FROM assignment WHERE id = ?1", id),
                )
            }
            Change::Settled { part } => {
                db.prepare_cached("DELETE FROM disputed WHERE part = ?1")?
                    .execute([json(part)?])?;
                Ok(())
            }
            Change::Person { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|p| p.id);
                let now = id.map(|id| self.read_person(id)).transpose()?.flatten();
                replace(
                    "person",
                    now,
                    before.as_ref(),
                    after.as_ref(),
                    |p| self.put_person(p),
                    || self.delete("DELETE FROM person WHERE id = ?1", id),
                )
            }
            Change::Lot { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|lot| lot.id);
                let now = id.map(|id| self.read_lot(id)).transpose()?.flatten();
                replace(
                    "lot",
                    now,
                    before.as_deref(),
                    after.as_deref(),
                    |lot| self.put_lot(lot),
                    || self.delete("DELETE FROM lot WHERE id = ?1", id),
                )
            }
            Change::Inspection { before, after } => {
                let of = before.as_ref().or(after.as_ref());
                let of = of.map(|found| (found.lot, found.case));
                let now = of
                    .map(|(lot, case)| self.read_inspection(lot, case))
                    .transpose()?
                    .flatten();
                replace(
                    "inspection",
                    now,
                    before.as_deref(),
                    after.as_deref(),
                    |found| self.put_inspection(found),
                    || {
                        // Nothing takes one away; the narrow interface asks for a way all the same.
                        let (lot, case) = of.unwrap_or_default();
                        db.prepare_cached(
                            "DELETE FROM inspection WHERE lot = ?1 AND registration = ?2",
                        )?
                        .execute([lot, case])?;
                        Ok(())
                    },
                )
            }
        }
    }

    /// Changes of one case's fields.
    pub(super) fn apply_values<'a>(
        &self,
        case: Id,
        changes: impl IntoIterator<Item = &'a Change>,
        who: &str,
    ) -> Result<(), StoreError> {
        let mut values = self.read_record(case)?;
        for change in changes {
            let Change::Value {
                column,
                before,
                after,
                ..
            } = change
            else {
                continue;
            };
            let at = values.iter().position(|(name, _)| name == column);
            let now = at.map(|at| &values[at].1);
            if *now.unwrap_or(&FieldValue::default()) != *before {
                return Err(StoreError::Stale("value"));
            }
            match at {
                Some(at) if after.is_untouched() => drop(values.remove(at)),
                Some(at) => values[at].1 = after.clone(),
                None if after.is_untouched() => {}
                None => values.push((column.clone(), after.clone())),
            }
        }
        put_record(&self.connection, case, &values, who)
    }

    /// All of it, or nothing.
    pub(super) fn whole(
        &self,
        work: impl FnOnce(&Self) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let done = work(self).and_then(|()| Ok(self.connection.execute_batch("COMMIT")?));
        if done.is_err() && !self.connection.is_autocommit() {
            // The first error is the one worth telling; a failed rollback is mended on opening.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        done
    }

    /// A small write that nobody would miss after a power cut: it does not wait for the disk.
    pub(super) fn lightly(&self, sql: &str, params: impl Params) -> Result<(), StoreError> {
        self.connection
            .pragma_update(None, "synchronous", "NORMAL")?;
        let done = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute(params));
        self.connection.pragma_update(None, "synchronous", "FULL")?;
        done?;
        Ok(())
    }

    /// Makes the traces of cases anew, and the words they are found by.
    pub(super) fn trace(
        &self,
        cases: impl IntoIterator<Item = Id>,
        tracer: &dyn Tracer,
    ) -> Result<(), StoreError> {
        let words = cases
            .into_iter()
            .map(|case| Ok((case, self.trace_one(case, tracer)?)));
        self.put_words(&words.collect::<Result<Vec<_>, StoreError>>()?)
    }

    /// Makes the traces of one case anew, and gives its words.
    fn trace_one(&self, case: Id, tracer: &dyn Tracer) -> Result<Option<Words>, StoreError> {
        let db = &self.connection;
        db.prepare_cached("DELETE FROM trace WHERE registration = ?1")?
            .execute([case])?;
        let kind: Option<String> = db
            .prepare_cached(
                "SELECT b.kind FROM registration r JOIN book b ON b.id = r.book WHERE r.id = ?1 AND r.removed = 0",
            )?
            .query_row([case], |row| row.get(0))
            .optional()?;
        let Some(kind) = kind else {
            return Ok(None);
        };
        let values = self.read_record(case)?;
        let words = tracer.words(&kind, values.clone());
        self.keep_traces(case, &tracer.traces(&kind, case, values))?;
        Ok(words)
    }

    pub(super) fn keep_traces(&self, case: Id, keys: &[u64]) -> Result<(), StoreError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO trace (key, registration) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?;
        for key in keys {
            insert.execute(params![key.cast_signed(), case])?;
        }
        Ok(())
    }

    pub(super) fn traced(&self, book: Id, version: u32) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO traced (book, version) VALUES (?1, ?2) ON CONFLICT (book) DO UPDATE SET version = ?2",
            )?
            .execute(params![book, version])?;
        Ok(())
    }

    /// Takes note of files and measures.
    pub(super) fn bring(
        &self,
        originals: &[Original],
        surveys: &[Surveyed],
    ) -> Result<(), StoreError> {
        let db = &self.connection;
        let mut keep =
            db.prepare_cached("INSERT INTO original (sha256, bytes, ending) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
        for original in originals {
            keep.execute(params![
                original.sha256,
                original.bytes as i64,
                original.ending
            ])?;
        }
        let mut keep = db.prepare_cached(
            "INSERT INTO survey (original, frame, body) VALUES (?1, ?2, ?3)
             ON CONFLICT (original, frame) DO UPDATE SET body = ?3",
        )?;
        for Surveyed {
            original,
            frame,
            survey,
        } in surveys
        {
            keep.execute(params![original, frame, json(survey)?])?;
        }
        Ok(())
    }

    /// A new book has nothing to be traced or found yet.
    pub(super) fn new_book(&self, change: &Change, tracer: &dyn Tracer) -> Result<(), StoreError> {
        if let Change::Book {
            before: None,
            after: Some(book),
        } = change
        {
            self.traced(book.id, tracer.version())?;
            self.indexed(book.id, tracer.words_version())?;
        }
        Ok(())
    }

    pub(super) fn apply_inside(
        &self,
        set: &ChangeSet,
        tracer: &dyn Tracer,
    ) -> Result<(), StoreError> {
        self.bring(&set.originals, &set.surveys)?;
        for change in &set.changes {
            self.apply_change(change, &set.who)?;
            self.new_book(change, tracer)?;
        }
        self.trace(touched(set.changes.iter()), tracer)?;
        self.write_down(set)
    }
}
