//! What people do with cases besides typing them: the second reading, what a checker said, and who is to do what.

use std::collections::{HashMap, HashSet};

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sohoa_core::assignment::Assignment;
use sohoa_core::book::Id;
use sohoa_core::checking::{Mark, WHOLE};

use super::super::{Change, ChangeSet, Keyer, Returned, StoreError};
use super::SqliteStore;
use super::read::json;
use super::rows;

/// What a second keyer typed.
pub(super) const READING: &str = "reading";
/// What a checker said.
pub(super) const MARK: &str = "mark";

/// How readings begin, as they are written, where the second keyer has something to type.
const OPEN: [&str; 2] = [
    r#"{"standing":{"is":"untyped""#,
    r#"{"standing":{"is":"again""#,
];

/// Deeds that change what a field holds without whoever did them typing: what all cases of a book have is filled in
/// while it is cut, a sheet was typed by others, two keyings are compared, and chosen from.
const NOT_TYPED: &[&str] = &[
    "cases_cut",
    "layout_draw",
    "layout_right",
    "layout_carry",
    "records_receive",
    "compare",
    "adjudicate",
    "settle",
];
/// Deeds in which a second or a third person typed.
const LATER: &[&str] = &["second_key", "adjudicate_anew"];

impl SqliteStore {
    pub(super) fn read_said<T: DeserializeOwned>(
        &self,
        noun: &str,
        case: Id,
        column: &str,
    ) -> Result<Option<T>, StoreError> {
        self.one(
            "SELECT body FROM said WHERE registration = ?1 AND noun = ?2 AND column_name = ?3",
            params![case, noun, column],
            |row| json(&row.get::<_, String>(0)?),
        )
    }

    pub(super) fn read_all_said<T: DeserializeOwned>(
        &self,
        noun: &str,
        book: Id,
    ) -> Result<Vec<(Id, String, T)>, StoreError> {
        self.all(
            "SELECT s.registration, s.column_name, s.body FROM registration r JOIN said s ON s.registration = r.id
             WHERE r.book = ?1 AND s.noun = ?2",
            params![book, noun],
            |row| {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    json(&row.get::<_, String>(2)?)?,
                ))
            },
        )
    }

    pub(super) fn count_thirds(&self, book: Id) -> Result<u32, StoreError> {
        let count = self.one(
            "SELECT count(*) FROM registration r JOIN said s ON s.registration = r.id
             WHERE r.book = ?1 AND r.removed = 0 AND s.noun = ?2 AND s.body LIKE '{\"standing\":{\"is\":\"third\"%'",
            params![book, READING],
            |row| row.get(0),
        )?;
        Ok(count.unwrap_or(0))
    }

    pub(super) fn count_typed_second(
        &self,
        book: Id,
        columns: &[&str],
    ) -> Result<HashMap<Id, usize>, StoreError> {
        // What `Standing::is_typed` says, from how a reading begins as it is written: read whole, those of hundreds of
        // books take seconds.
        let counted = self.all(
            "SELECT s.registration, count(*) FROM registration r JOIN said s ON s.registration = r.id
             WHERE r.book = ?1 AND s.noun = ?2 AND s.column_name IN (SELECT value FROM json_each(?3))
                 AND substr(s.body, 1, length(?4)) <> ?4 AND substr(s.body, 1, length(?5)) <> ?5
             GROUP BY s.registration",
            params![book, READING, rows::json(&columns)?, OPEN[0], OPEN[1]],
            |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize)),
        )?;
        Ok(counted.into_iter().collect())
    }

    pub(super) fn read_case_said<T: DeserializeOwned>(
        &self,
        noun: &str,
        case: Id,
    ) -> Result<Vec<(String, T)>, StoreError> {
        self.all(
            "SELECT column_name, body FROM said WHERE registration = ?1 AND noun = ?2",
            params![case, noun],
            |row| Ok((row.get(0)?, json(&row.get::<_, String>(1)?)?)),
        )
    }

    pub(super) fn read_whole_marks(&self, book: Id) -> Result<Vec<(Id, Mark)>, StoreError> {
        self.all(
            "SELECT s.registration, s.body FROM registration r JOIN said s ON s.registration = r.id
             WHERE r.book = ?1 AND s.noun = ?2 AND s.column_name = ?3",
            params![book, MARK, WHOLE],
            |row| Ok((row.get(0)?, json(&row.get::<_, String>(1)?)?)),
        )
    }

    pub(super) fn read_returned(
        &self,
        book: Option<Id>,
        whose: Option<Id>,
    ) -> Result<Vec<Returned>, StoreError> {
        // The index `said_returned` serves what asks for it word by word, not by parameters.
        let told = self.all(
            r#"SELECT r.book, r.id,
                 ?2 IS NULL OR EXISTS (SELECT 1 FROM typist t
                     WHERE t.registration = r.id AND t.person = ?2 AND t.later = 0),
                 EXISTS (SELECT 1 FROM typist t WHERE t.registration = r.id AND t.later = 0)
             FROM said s CROSS JOIN registration r ON r.id = s.registration
             WHERE s.noun = 'mark' AND s.column_name = '' AND substr(s.body, 1, 18) = '{"said":"returned"'
                 AND r.removed = 0 AND (?1 IS NULL OR r.book = ?1)"#,
            params![book, whose],
            |row| {
                let (theirs, typed): (bool, bool) = (row.get(2)?, row.get(3)?);
                let returned = Returned {
                    book: row.get(0)?,
                    case: row.get(1)?,
                    nobodys: !theirs,
                };
                Ok((theirs || !typed).then_some(returned))
            },
        )?;
        Ok(told.into_iter().flatten().collect())
    }

    pub(super) fn put_said(
        &self,
        noun: &str,
        case: Id,
        column: &str,
        said: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO said (registration, noun, column_name, body) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (registration, noun, column_name) DO UPDATE SET body = ?4",
            )?
            .execute(params![case, noun, column, rows::json(said)?])?;
        Ok(())
    }

    pub(super) fn delete_said(&self, noun: &str, case: Id, column: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "DELETE FROM said WHERE registration = ?1 AND noun = ?2 AND column_name = ?3",
            )?
            .execute(params![case, noun, column])?;
        Ok(())
    }

    /// Keeps who typed into which cases with a deed.
    pub(super) fn put_typists(&self, set: &ChangeSet) -> Result<(), StoreError> {
        let op = set.op.as_str();
        if NOT_TYPED.contains(&op) {
            return Ok(());
        }
        let typed = set.changes.iter().filter_map(|change| match change {
            Change::Value { case, .. } => Some((*case, LATER.contains(&op))),
            Change::Reading { case, .. } => Some((*case, true)),
            _ => None,
        });
        let typed: HashSet<(Id, bool)> = typed.collect();
        let mut insert = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO typist (registration, person, later) VALUES (?1, ?2, ?3)",
        )?;
        let person = set.person.map(Id::into_bytes);
        for (case, later) in typed {
            let person = person.as_ref().map_or(&[][..], |person| &person[..]);
            insert.execute(params![case, person, later])?;
        }
        Ok(())
    }

    pub(super) fn read_worked_on(&self, book: Id, who: Id) -> Result<HashSet<Id>, StoreError> {
        let cases = self.all(
            "SELECT DISTINCT r.id FROM registration r JOIN typist t ON t.registration = r.id
             WHERE r.book = ?1 AND t.person = ?2",
            params![book, who],
            |row| row.get(0),
        )?;
        Ok(cases.into_iter().collect())
    }

    pub(super) fn read_typists(&self, book: Id) -> Result<Vec<(Id, Id, bool)>, StoreError> {
        self.all(
            "SELECT r.id, t.person, t.later FROM registration r JOIN typist t ON t.registration = r.id
             WHERE r.book = ?1 AND t.person <> x''",
            [book],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
    }

    pub(super) fn read_worked_on_any(
        &self,
        books: &[Id],
        who: Id,
    ) -> Result<HashSet<Id>, StoreError> {
        // What somebody typed is less than hundreds of books.
        let cases = self.all(
            "SELECT t.registration, r.book FROM typist t CROSS JOIN registration r ON r.id = t.registration
             WHERE t.person = ?1",
            [who],
            |row| Ok((row.get::<_, Id>(0)?, row.get::<_, Id>(1)?)),
        )?;
        let books: HashSet<&Id> = books.iter().collect();
        let meant = cases.into_iter().filter(|(_, book)| books.contains(book));
        Ok(meant.map(|(case, _)| case).collect())
    }

    pub(super) fn read_has_worked_on(&self, case: Id, who: Id) -> Result<bool, StoreError> {
        let found = self.one(
            "SELECT 1 FROM typist WHERE registration = ?1 AND person = ?2 LIMIT 1",
            params![case, who],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    pub(super) fn read_first_keyed(&self, book: Id, who: Id) -> Result<HashSet<Id>, StoreError> {
        let cases = self.all(
            "SELECT r.id FROM registration r JOIN typist t ON t.registration = r.id
             WHERE r.book = ?1 AND t.person = ?2 AND t.later = 0",
            params![book, who],
            |row| row.get(0),
        )?;
        Ok(cases.into_iter().collect())
    }

    /// Who typed last into which field as the first, from the history of a book.
    pub(super) fn read_first_keyers(
        &self,
        book: Id,
    ) -> Result<HashMap<(Id, String), Keyer>, StoreError> {
        let typed = self.all(
            "SELECT s.who, s.person, c.body FROM change_set s JOIN change c ON c.change_set = s.id
             WHERE s.book = ?1 AND s.op NOT IN (SELECT value FROM json_each(?2)) AND c.body LIKE '{\"of\":\"value\"%'
             ORDER BY s.seq, c.nth",
            params![book, rows::json(&[NOT_TYPED, LATER].concat())?],
            |row| {
                let keyer = Keyer {
                    who: row.get(0)?,
                    person: row.get(1)?,
                };
                Ok((keyer, json::<Change>(&row.get::<_, String>(2)?)?))
            },
        )?;
        let fields = typed
            .into_iter()
            .filter_map(|(keyer, change)| match change {
                Change::Value { case, column, .. } => Some(((case, column), keyer)),
                _ => None,
            });
        Ok(fields.collect())
    }

    pub(super) fn read_assignments(&self, book: Option<Id>) -> Result<Vec<Assignment>, StoreError> {
        self.all(
            "SELECT body FROM assignment WHERE ?1 IS NULL OR book = ?1 ORDER BY id",
            [book],
            |row| json(&row.get::<_, String>(0)?),
        )
    }

    pub(super) fn read_assignment(&self, id: Id) -> Result<Option<Assignment>, StoreError> {
        self.one("SELECT body FROM assignment WHERE id = ?1", [id], |row| {
            json(&row.get::<_, String>(0)?)
        })
    }

    pub(super) fn put_assignment(&self, a: &Assignment) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO assignment (id, book, body) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET book = ?2, body = ?3",
            )?
            .execute(params![a.id, a.book, rows::json(a)?])?;
        Ok(())
    }

    pub(super) fn read_is_blind(&self, book: Id) -> Result<bool, StoreError> {
        let found = self.one("SELECT 1 FROM blind_book WHERE book = ?1", [book], |_| {
            Ok(())
        });
        Ok(found?.is_some())
    }

    pub(super) fn put_blind(&self, book: Id, blind: bool) -> Result<(), StoreError> {
        let sql = if blind {
            "INSERT INTO blind_book (book) VALUES (?1) ON CONFLICT DO NOTHING"
        } else {
            "DELETE FROM blind_book WHERE book = ?1"
        };
        self.connection.prepare_cached(sql)?.execute([book])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use sohoa_core::keying::{Agreement, Reading, Slips, Standing};
    use sohoa_core::record::FieldValue;

    use super::*;

    /// The database tells by how a reading begins whether anything is left to type there.
    #[test]
    fn a_reading_begins_with_how_it_stands() {
        let tried = FieldValue::given("Lò");
        let both = [tried.clone(), FieldValue::given("Lô")];
        for standing in [
            Standing::Untyped,
            Standing::Typed {
                tried: tried.clone(),
            },
            Standing::Again {
                tried: tried.clone(),
            },
            Standing::Retyped {
                tried: both.clone(),
            },
            Standing::Agreed {
                how: Agreement::Insisted,
                tried: tried.clone(),
            },
            Standing::Third { tried: both },
            Standing::Settled {
                tried: tried.clone(),
                slips: Slips::default(),
            },
        ] {
            let reading = Reading {
                standing: standing.clone(),
                typed: tried.clone(),
                who: "Lan".into(),
                person: None,
                at: String::new(),
            };
            let body = rows::json(&reading).unwrap();
            let left = OPEN.iter().any(|begins| body.starts_with(begins));
            assert_eq!(left, !standing.is_typed(), "{body}");
        }
    }
}
