//! The history: what is written down of a deed, read again, and proved to be whole.

use rusqlite::{OptionalExtension, Row, params};
use sohoa_core::book::Id;

use super::super::chain::{Entry, Fault, Hash, Link, Looked, hex};
use super::super::told::{Line, Logged, Told};
use super::super::{Change, ChangeSet, Op, Past, StoreError};
use super::SqliteStore;
use super::read::{json, word};
use super::rows;

/// Under which setting it is kept how the history ends, so that a cut is seen.
const END: &str = "history_end";
/// Faults that are listed; whoever finds so many need not count on.
const FAULTS: usize = 100;

/// One entry as it stands in the database.
struct Kept {
    seq: u64,
    id: Id,
    at: String,
    who: String,
    person: Option<Id>,
    station: Option<Id>,
    op: String,
    book: Id,
    of: Option<Id>,
    batch: Option<Id>,
    /// 0 or 1, as it stands there.
    undone: i64,
    hash: Option<Vec<u8>>,
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    Ok(Kept {
        seq: row.get::<_, i64>("seq")?.unsigned_abs(),
        id: row.get("id")?,
        at: row.get("at")?,
        who: row.get("who")?,
        person: row.get("person")?,
        station: row.get("station")?,
        op: row.get("op")?,
        book: row.get("book")?,
        of: row.get("of")?,
        batch: row.get("batch")?,
        undone: row.get("undone")?,
        hash: row.get("hash")?,
    })
}

impl Kept {
    fn entry(&self) -> Entry<'_> {
        Entry {
            id: self.id,
            at: &self.at,
            who: &self.who,
            person: self.person,
            station: self.station,
            op: &self.op,
            book: self.book,
            of: self.of,
            batch: self.batch,
        }
    }
}

/// How the history ends, as it is kept beside it.
fn end(seq: u64, head: &Hash) -> String {
    format!("{seq} {}", hex(head))
}

impl SqliteStore {
    /// Writes a deed of this station into the history.
    pub(super) fn write_down(&self, set: &ChangeSet) -> Result<(), StoreError> {
        let none = vec![None; set.changes.len()];
        let before = self.read_head()?;
        let (seq, hash) = self.write_entry(before.as_ref(), set, None, &none)?;
        self.keep_end(seq, &hash)
    }

    /// Writes deeds of other stations into the history, oldest first.
    pub(super) fn write_entries(&self, entries: &[Logged]) -> Result<(), StoreError> {
        let mut head = self.read_head()?;
        let mut last = None;
        for entry in entries {
            let (seq, hash) =
                self.write_entry(head.as_ref(), &entry.set, entry.station, &entry.told)?;
            head = Some(hash);
            last = Some((seq, hash));
        }
        last.map_or(Ok(()), |(seq, hash)| self.keep_end(seq, &hash))
    }

    /// Writes a deed into the history after that entry, with what its writes replaced where that was said elsewhere.
    /// Gives its number and hash: whoever writes the last one keeps how the history ends.
    fn write_entry(
        &self,
        before: Option<&Hash>,
        set: &ChangeSet,
        station: Option<Id>,
        told: &[Option<Vec<Told>>],
    ) -> Result<(u64, Hash), StoreError> {
        let db = &self.connection;
        let entry = Entry {
            id: set.id,
            at: &set.at,
            who: &set.who,
            person: set.person,
            station,
            op: set.op.as_str(),
            book: set.book,
            of: set.of,
            batch: set.batch,
        };
        let mut link = Link::after(before, &entry);
        let bodies = set
            .changes
            .iter()
            .map(rows::json)
            .collect::<Result<Vec<_>, _>>()?;
        let overs = told
            .iter()
            .map(|told| told.as_ref().map(rows::json).transpose())
            .collect::<Result<Vec<_>, _>>()?;
        for (nth, (body, over)) in bodies.iter().zip(&overs).enumerate() {
            link.change(nth as i64, body, over.as_deref());
        }
        let hash = link.close();
        db.prepare_cached(
            "INSERT INTO change_set (id, at, who, person, station, op, book, of, batch, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            set.id,
            set.at,
            set.who,
            set.person,
            station,
            entry.op,
            set.book,
            set.of,
            set.batch,
            hash.as_slice()
        ])?;
        let seq = db.last_insert_rowid().unsigned_abs();
        let mut insert = db.prepare_cached(
            "INSERT INTO change (change_set, nth, body, over) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (nth, (body, over)) in bodies.iter().zip(&overs).enumerate() {
            insert.execute(params![set.id, nth as i64, body, over])?;
        }
        self.put_typists(set)?;
        if let Some(of) = set.of {
            db.prepare_cached("UPDATE change_set SET undone = ?2 WHERE id = ?1")?
                .execute(params![of, set.op == Op::Undo])?;
        }
        Ok((seq, hash))
    }

    fn keep_end(&self, seq: u64, head: &Hash) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
            .execute([END, &end(seq, head)])?;
        Ok(())
    }

    pub(super) fn read_head(&self) -> Result<Option<Hash>, StoreError> {
        let last = self
            .connection
            .prepare_cached("SELECT hash FROM change_set ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| row.get::<_, Option<Vec<u8>>>(0))
            .optional()?;
        Ok(last.flatten().and_then(|hash| hash.try_into().ok()))
    }

    /// Goes through every entry with the hash it should have.
    fn walk(
        &self,
        mut each: impl FnMut(&Kept, Hash) -> Result<Option<Hash>, StoreError>,
    ) -> Result<(), StoreError> {
        let db = &self.connection;
        let mut entries = db.prepare("SELECT * FROM change_set ORDER BY seq")?;
        let mut bodies =
            db.prepare("SELECT body, over, nth FROM change WHERE change_set = ?1 ORDER BY nth")?;
        let mut before: Option<Hash> = None;
        let mut rows = entries.query([])?;
        while let Some(row) = rows.next()? {
            let entry = kept(row)?;
            let mut link = Link::after(before.as_ref(), &entry.entry());
            let mut changes = bodies.query([entry.id])?;
            while let Some(change) = changes.next()? {
                let over: Option<String> = change.get(1)?;
                let body = change.get_ref(0)?;
                link.change(
                    change.get(2)?,
                    body.as_str().unwrap_or_default(),
                    over.as_deref(),
                );
            }
            before = each(&entry, link.close())?;
        }
        Ok(())
    }

    pub(super) fn tell_history(
        &self,
        tell: &mut dyn FnMut(&Line) -> bool,
    ) -> Result<(), StoreError> {
        let db = &self.connection;
        let mut entries = db.prepare("SELECT * FROM change_set ORDER BY seq")?;
        let mut bodies =
            db.prepare("SELECT body, over FROM change WHERE change_set = ?1 ORDER BY nth")?;
        let mut rows = entries.query([])?;
        let mut entry = 0;
        while let Some(row) = rows.next()? {
            let kept = kept(row)?;
            let changes = bodies.query_map([kept.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
            entry += 1;
            let line = Line {
                entry,
                id: kept.id,
                changes: changes.collect::<Result<_, _>>()?,
                hash: kept
                    .hash
                    .and_then(|hash| hash.try_into().ok())
                    .as_ref()
                    .map_or_else(String::new, hex),
                at: kept.at,
                who: kept.who,
                person: kept.person,
                station: kept.station,
                op: kept.op,
                book: kept.book,
                of: kept.of,
                batch: kept.batch,
            };
            if !tell(&line) {
                break;
            }
        }
        Ok(())
    }

    /// Gives every entry of a history that has none yet its hash.
    pub(super) fn chain_up(&self) -> Result<(), StoreError> {
        let mut hashes = Vec::new();
        self.walk(|entry, hash| {
            hashes.push((entry.seq, hash));
            Ok(Some(hash))
        })?;
        let mut put = self
            .connection
            .prepare("UPDATE change_set SET hash = ?2 WHERE seq = ?1")?;
        for (seq, hash) in &hashes {
            put.execute(params![seq.cast_signed(), hash.as_slice()])?;
        }
        match hashes.last() {
            Some((seq, head)) => self.keep_end(*seq, head),
            None => Ok(()),
        }
    }

    pub(super) fn read_whole_history(&self, heads: &[Hash]) -> Result<Looked, StoreError> {
        let mut looked = Looked {
            known: vec![None; heads.len()],
            ..Looked::default()
        };
        let mut faults = Vec::new();
        let mut undone = std::collections::HashMap::new();
        let mut last = 0;
        self.walk(|entry, hash| {
            looked.entries += 1;
            last = entry.seq;
            let kept: Option<Hash> = entry.hash.as_deref().and_then(|hash| hash.try_into().ok());
            if kept != Some(hash) {
                faults.push(Fault::Changed(looked.entries));
            }
            undone.insert(entry.id, (looked.entries, entry.undone, 0));
            if let Some((_, _, should)) = entry.of.and_then(|of| undone.get_mut(&of)) {
                *should = i64::from(entry.op == Op::Undo.as_str());
            }
            for (known, head) in looked.known.iter_mut().zip(heads) {
                if hash == *head {
                    *known = Some(looked.entries);
                }
            }
            // What is kept, so that one changed entry is told once and not with all that follow.
            looked.head = kept;
            Ok(kept)
        })?;
        let mut wrong: Vec<u64> = undone
            .into_values()
            .filter_map(|(nth, is, should)| (is != should).then_some(nth))
            .collect();
        wrong.sort_unstable();
        faults.extend(wrong.into_iter().map(Fault::Undone));
        let kept_end = self.read_setting(END)?;
        let ends = looked.head.map(|head| end(last, &head));
        if kept_end != ends {
            let had = kept_end
                .as_deref()
                .and_then(|end| end.split(' ').next()?.parse().ok());
            faults.push(Fault::Cut {
                had: had.unwrap_or(0),
                has: looked.entries,
            });
        }
        let loose: i64 = self.connection.query_row(
            "SELECT count(*) FROM change WHERE change_set NOT IN (SELECT id FROM change_set)",
            [],
            |row| row.get(0),
        )?;
        if loose > 0 {
            faults.push(Fault::Loose(loose.unsigned_abs()));
        }
        let unknown = looked
            .known
            .iter()
            .zip(heads)
            .filter(|(known, _)| known.is_none());
        faults.extend(unknown.map(|(_, head)| Fault::Unknown(hex(head))));
        faults.truncate(FAULTS);
        looked.faults = faults;
        Ok(looked)
    }

    pub(super) fn read_past(&self, book: Id, case: Id) -> Result<Vec<Past>, StoreError> {
        let about = format!("%\"case\":\"{case}\"%");
        let rows = self.all(
            "SELECT s.id, s.at, s.who, s.op, c.body FROM change_set s JOIN change c ON c.change_set = s.id
             WHERE s.book = ?1 AND c.body LIKE ?2 ORDER BY s.seq, c.nth",
            params![book, about],
            |row| {
                let past = |change| match change {
                    Change::Value {
                        case,
                        column,
                        before,
                        after,
                    } => Some((case, column, before, after)),
                    _ => None,
                };
                let Some((of, column, before, after)) =
                    past(json::<Change>(&row.get::<_, String>(4)?)?)
                else {
                    return Ok(None);
                };
                let one = Past {
                    set: row.get(0)?,
                    at: row.get(1)?,
                    who: row.get(2)?,
                    op: word(row, "op")?,
                    column,
                    before,
                    after,
                };
                Ok(Some((of, one)))
            },
        )?;
        let own = rows.into_iter().flatten().filter(|(of, _)| *of == case);
        Ok(own.map(|(_, one)| one).collect())
    }

    /// Undo takes back the newest deed that still stands.
    pub(super) fn read_undoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError> {
        let sql = "SELECT * FROM change_set WHERE book = ?1 AND station IS NULL AND of IS NULL AND undone = 0 ORDER BY seq DESC LIMIT 1";
        Ok(self
            .change_set(sql, book)?
            .filter(|set| set.op.can_be_undone()))
    }

    /// Redo does again the oldest deed taken back after the newest one that still stands: a new
    /// deed ends what could be done again.
    pub(super) fn read_redoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError> {
        let sql = "SELECT * FROM change_set WHERE book = ?1 AND station IS NULL AND of IS NULL AND undone = 1 AND seq > coalesce(
                       (SELECT max(seq) FROM change_set WHERE book = ?1 AND station IS NULL AND of IS NULL AND undone = 0), 0)
                   ORDER BY seq LIMIT 1";
        self.change_set(sql, book)
    }

    fn change_set(&self, sql: &str, book: Id) -> Result<Option<ChangeSet>, StoreError> {
        let found = self.one(sql, [book], |row| {
            Ok(ChangeSet {
                id: row.get("id")?,
                at: row.get("at")?,
                who: row.get("who")?,
                person: row.get("person")?,
                op: word(row, "op")?,
                book: row.get("book")?,
                of: row.get("of")?,
                batch: row.get("batch")?,
                changes: Vec::new(),
                originals: Vec::new(),
                surveys: Vec::new(),
            })
        })?;
        let Some(mut set) = found else {
            return Ok(None);
        };
        set.changes = self.all(
            "SELECT body FROM change WHERE change_set = ?1 ORDER BY nth",
            [set.id],
            |row| json(&row.get::<_, String>(0)?),
        )?;
        Ok(Some(set))
    }
}
