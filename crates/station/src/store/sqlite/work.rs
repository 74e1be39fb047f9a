//! What people do with cases besides typing them: the second reading, what a checker said, and who is to do what.

use std::collections::{HashMap, HashSet};

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sohoa_core::assignment::Assignment;
use sohoa_core::book::Id;
use sohoa_core::checking::{Mark, WHOLE};

use super::super::{Change, Keyer, StoreError};
use super::SqliteStore;
use super::read::json;
use super::rows;

/// What a second keyer typed.
pub(super) const READING: &str = "reading";
/// What a checker said.
pub(super) const MARK: &str = "mark";

/// Deeds that change what a field holds without whoever did them typing: what all cases of a book have is filled in
/// while it is cut, a sheet was typed by others, two keyings are compared, and chosen from.
const NOT_TYPED: &str = "'cases_cut', 'layout_draw', 'layout_right', 'layout_carry', 'records_receive', 'compare', \
    'adjudicate', 'settle'";
/// Deeds in which a second or a third person typed.
const LATER: &str = "'second_key', 'adjudicate_anew'";

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

    pub(super) fn read_returned(&self) -> Result<Vec<(Id, Id, Mark)>, StoreError> {
        self.all(
            "SELECT r.book, r.id, s.body FROM said s JOIN registration r ON r.id = s.registration
             WHERE s.noun = ?1 AND s.column_name = ?2 AND s.body LIKE '{\"said\":\"returned\"%' AND r.removed = 0
             ORDER BY r.book",
            params![MARK, WHOLE],
            |row| Ok((row.get(0)?, row.get(1)?, json(&row.get::<_, String>(2)?)?)),
        )
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

    /// What people typed into the fields of a book, in the order of the deeds: who, and the change. With readings,
    /// what was typed a second time as well; else only what somebody typed as the first.
    fn read_typed(
        &self,
        book: Id,
        person: Option<Id>,
        readings: bool,
    ) -> Result<Vec<(Keyer, Change)>, StoreError> {
        let (ops, nouns) = match readings {
            true => (
                format!("({NOT_TYPED})"),
                "'{\"of\":\"value\"%' OR c.body LIKE '{\"of\":\"reading\"%'",
            ),
            false => (format!("({NOT_TYPED}, {LATER})"), "'{\"of\":\"value\"%'"),
        };
        let sql = format!(
            "SELECT s.who, s.person, c.body FROM change_set s JOIN change c ON c.change_set = s.id
             WHERE s.book = ?1 AND (?2 IS NULL OR s.person = ?2) AND s.op NOT IN {ops}
                 AND (c.body LIKE {nouns}) ORDER BY s.seq, c.nth"
        );
        self.all(&sql, params![book, person], |row| {
            let keyer = Keyer {
                who: row.get(0)?,
                person: row.get(1)?,
            };
            Ok((keyer, json::<Change>(&row.get::<_, String>(2)?)?))
        })
    }

    pub(super) fn read_worked_on(&self, book: Id, who: Id) -> Result<HashSet<Id>, StoreError> {
        let typed = self.read_typed(book, Some(who), true)?.into_iter();
        Ok(typed
            .filter_map(|(_, change)| field(change))
            .map(|(case, _)| case)
            .collect())
    }

    pub(super) fn read_first_keyed(&self, book: Id, who: Id) -> Result<HashSet<Id>, StoreError> {
        let typed = self.read_typed(book, Some(who), false)?.into_iter();
        Ok(typed
            .filter_map(|(_, change)| field(change))
            .map(|(case, _)| case)
            .collect())
    }

    pub(super) fn read_first_keyers(
        &self,
        book: Id,
    ) -> Result<HashMap<(Id, String), Keyer>, StoreError> {
        let typed = self.read_typed(book, None, false)?.into_iter();
        Ok(typed
            .filter_map(|(keyer, change)| Some((field(change)?, keyer)))
            .collect())
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

/// The field that a change is about.
fn field(change: Change) -> Option<(Id, String)> {
    match change {
        Change::Value { case, column, .. } | Change::Reading { case, column, .. } => {
            Some((case, column))
        }
        _ => None,
    }
}
