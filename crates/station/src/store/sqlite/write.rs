//! Writing: one transaction a change set, and a row is only changed when it still is what the
//! change says it was.

use rusqlite::{Connection, params};
use serde::Serialize;
use sohoa_core::book::{Book, Case, Confirmation, Id, Page};
use sohoa_core::record::FieldValue;

use super::super::{
    Change, ChangeSet, LastChange, Original, PackageNote, Store, StoreError, Tally,
};
use super::SqliteStore;

/// An enum without content as the bare word of its JSON form.
fn word(value: &impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        other => Err(StoreError::Other(format!("not a word: {other:?}"))),
    }
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Other(e.to_string()))
}

fn put_book(db: &Connection, b: &Book) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO book (id, kind, year, volume, place, sheet, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET kind = ?2, year = ?3, volume = ?4, place = ?5, sheet = ?6, state = ?7",
    )?
    .execute(params![b.id, b.kind, b.year, b.volume, b.place, b.sheet, word(&b.state)?])?;
    Ok(())
}

fn put_page(db: &Connection, p: &Page) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO page (id, book, rank, original, frame, file, width, height, quarter_turns, role, removed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET book = ?2, rank = ?3, original = ?4, frame = ?5, file = ?6, width = ?7,
             height = ?8, quarter_turns = ?9, role = ?10, removed = ?11",
    )?
    .execute(params![
        p.id, p.book, p.rank, p.original, p.frame, p.file, p.width, p.height, p.quarter_turns, word(&p.role)?, p.removed
    ])?;
    Ok(())
}

fn put_case(db: &Connection, c: &Case) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO registration (id, book, rank, pages, state, removed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET book = ?2, rank = ?3, pages = ?4, state = ?5, removed = ?6",
    )?
    .execute(params![c.id, c.book, c.rank, json(&c.pages)?, word(&c.state)?, c.removed])?;
    Ok(())
}

fn put_value(
    db: &Connection,
    case: Id,
    column: &str,
    value: &FieldValue,
) -> Result<(), StoreError> {
    if value.is_untouched() {
        db.prepare_cached("DELETE FROM field_value WHERE registration = ?1 AND field = ?2")?
            .execute(params![case, column])?;
    } else {
        db.prepare_cached(
            "INSERT INTO field_value (registration, field, text, state) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (registration, field) DO UPDATE SET text = ?3, state = ?4",
        )?
        .execute(params![case, column, value.text, word(&value.state)?])?;
    }
    Ok(())
}

fn put_confirmation(db: &Connection, c: &Confirmation) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO confirmation (id, registration, rule, field, value, reason, who, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        c.id,
        c.case,
        c.rule,
        c.field,
        json(&c.value)?,
        c.reason,
        c.who,
        c.at
    ])?;
    Ok(())
}

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

    fn apply_change(&self, change: &Change) -> Result<(), StoreError> {
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
            Change::Value {
                case,
                column,
                before,
                after,
            } => {
                if self.read_value(*case, column)? != *before {
                    return Err(StoreError::Stale("value"));
                }
                put_value(db, *case, column, after)
            }
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
        }
    }

    fn apply_inside(&self, set: &ChangeSet) -> Result<(), StoreError> {
        let db = &self.connection;
        let mut keep =
            db.prepare_cached("INSERT INTO original (sha256, bytes, ending) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
        for original in &set.originals {
            keep.execute(params![
                original.sha256,
                original.bytes as i64,
                original.ending
            ])?;
        }
        for change in &set.changes {
            self.apply_change(change)?;
        }
        db.prepare_cached(
            "INSERT INTO change_set (id, at, who, op, book, of, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            set.id,
            set.at,
            set.who,
            set.op.as_str(),
            set.book,
            set.of, set.batch])?;
        let mut insert =
            db.prepare_cached("INSERT INTO change (change_set, nth, body) VALUES (?1, ?2, ?3)")?;
        for (nth, change) in set.changes.iter().enumerate() {
            insert.execute(params![set.id, nth as i64, json(change)?])?;
        }
        if let Some(of) = set.of {
            let undone = set.op == super::super::Op::Undo;
            db.prepare_cached("UPDATE change_set SET undone = ?2 WHERE id = ?1")?
                .execute(params![of, undone])?;
        }
        Ok(())
    }
}

impl Store for SqliteStore {
    fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read_setting(name)
    }

    fn keep_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
            .execute([name, value])?;
        Ok(())
    }

    fn books(&self) -> Result<Vec<Book>, StoreError> {
        self.read_books()
    }

    fn book(&self, id: Id) -> Result<Option<Book>, StoreError> {
        self.read_book(id)
    }

    fn page(&self, id: Id) -> Result<Option<Page>, StoreError> {
        self.read_page(id)
    }

    fn pages(&self, book: Id) -> Result<Vec<Page>, StoreError> {
        self.read_pages(book)
    }

    fn case(&self, id: Id) -> Result<Option<Case>, StoreError> {
        self.read_case(id)
    }

    fn cases(&self, book: Id) -> Result<Vec<Case>, StoreError> {
        self.read_cases(book)
    }

    fn values(&self, book: Id) -> Result<Vec<(Id, String, FieldValue)>, StoreError> {
        self.read_values(book)
    }

    fn confirmations(&self, book: Id) -> Result<Vec<Confirmation>, StoreError> {
        self.read_confirmations(book)
    }

    fn confirmation(&self, id: Id) -> Result<Option<Confirmation>, StoreError> {
        self.read_confirmation(id)
    }

    fn original(&self, sha256: &str) -> Result<Option<Original>, StoreError> {
        self.read_original(sha256)
    }

    fn last_change(&self, book: Id) -> Result<Option<LastChange>, StoreError> {
        self.read_last_change(book)
    }

    fn tally(&self, book: Id, change_set: Id) -> Result<Option<Tally>, StoreError> {
        self.read_tally(book, change_set)
    }

    fn keep_tally(&mut self, book: Id, change_set: Id, tally: &Tally) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO tally (book, change_set, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT (book) DO UPDATE SET change_set = ?2, body = ?3",
            )?
            .execute(params![book, change_set, json(tally)?])?;
        Ok(())
    }

    fn apply(&mut self, set: &ChangeSet) -> Result<(), StoreError> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let done = self
            .apply_inside(set)
            .and_then(|()| Ok(self.connection.execute_batch("COMMIT")?));
        if done.is_err() && !self.connection.is_autocommit() {
            // The first error is the one worth telling; a failed rollback is mended on opening.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        done
    }

    fn undoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError> {
        self.read_undoable(book)
    }

    fn redoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError> {
        self.read_redoable(book)
    }

    fn desk(&self, book: Id, who: &str) -> Result<Option<(Id, String)>, StoreError> {
        self.read_desk(book, who)
    }

    fn keep_desk(&mut self, book: Id, who: &str, case: Id, column: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO desk (book, who, registration, field) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (book, who) DO UPDATE SET registration = ?3, field = ?4",
            )?
            .execute(params![book, who, case, column])?;
        Ok(())
    }

    fn package_note(&self, book: Id, content: &str) -> Result<Option<PackageNote>, StoreError> {
        self.read_package_note(book, content)
    }

    fn last_package(&self, book: Id) -> Result<Option<PackageNote>, StoreError> {
        self.read_last_package(book)
    }

    fn keep_package_note(
        &mut self,
        book: Id,
        content: &str,
        note: &PackageNote,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO package_note (book, content, who, at, folder, nth)
                 VALUES (?1, ?2, ?3, ?4, ?5, (SELECT coalesce(max(nth), 0) + 1 FROM package_note WHERE book = ?1))
                 ON CONFLICT (book, content) DO UPDATE SET folder = ?5, nth = excluded.nth",
            )?
            .execute(params![book, content, note.who, note.at, note.folder])?;
        Ok(())
    }
}
