//! Who works here, how they prove it, and what they worked on.

use std::collections::HashSet;

use rusqlite::{Row, params};
use sohoa_core::book::Id;
use sohoa_core::people::Person;

use super::super::{Change, Secret, StoreError};
use super::SqliteStore;
use super::read::json;
use super::rows;

fn person(row: &Row<'_>) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get("id")?,
        name: row.get("name")?,
        roles: json(&row.get::<_, String>("roles")?)?,
        active: row.get("active")?,
    })
}

impl SqliteStore {
    pub(super) fn read_people(&self) -> Result<Vec<Person>, StoreError> {
        self.all("SELECT * FROM person ORDER BY id", [], person)
    }

    pub(super) fn read_person(&self, id: Id) -> Result<Option<Person>, StoreError> {
        self.one("SELECT * FROM person WHERE id = ?1", [id], person)
    }

    pub(super) fn put_person(&self, p: &Person) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO person (id, name, roles, active) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET name = ?2, roles = ?3, active = ?4",
            )?
            .execute(params![p.id, p.name, rows::json(&p.roles)?, p.active])?;
        Ok(())
    }

    pub(super) fn read_secret(&self, of: Id) -> Result<Option<Secret>, StoreError> {
        self.one("SELECT * FROM secret WHERE person = ?1", [of], |row| {
            Ok(Secret {
                phc: row.get("phc")?,
                recovery: row.get("recovery")?,
                wrong: row.get("wrong")?,
                wait_until: row.get("wait_until")?,
            })
        })
    }

    pub(super) fn read_with_secrets(&self) -> Result<Vec<Id>, StoreError> {
        self.all("SELECT person FROM secret", [], |row| row.get(0))
    }

    pub(super) fn put_secret(&self, of: Id, secret: &Secret) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO secret (person, phc, recovery, wrong, wait_until) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (person) DO UPDATE SET phc = ?2, recovery = ?3, wrong = ?4, wait_until = ?5",
            )?
            .execute(params![
                of,
                secret.phc,
                secret.recovery,
                secret.wrong,
                secret.wait_until
            ])?;
        Ok(())
    }

    pub(super) fn read_worked_on(&self, book: Id, who: Id) -> Result<HashSet<Id>, StoreError> {
        let changes = self.all(
            "SELECT c.body FROM change_set s JOIN change c ON c.change_set = s.id
             WHERE s.book = ?1 AND s.person = ?2 AND c.body LIKE '{\"of\":\"value\"%'",
            params![book, who],
            |row| json::<Change>(&row.get::<_, String>(0)?),
        )?;
        let case = |change| match change {
            Change::Value { case, .. } => Some(case),
            _ => None,
        };
        Ok(changes.into_iter().filter_map(case).collect())
    }
}
