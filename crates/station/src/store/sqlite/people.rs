//! Who works here, how they prove it, and what they worked on.

use rusqlite::{Row, params};
use sohoa_core::book::Id;
use sohoa_core::people::Person;

use super::super::{Secret, StoreError};
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
}
