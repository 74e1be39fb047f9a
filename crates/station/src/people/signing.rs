//! Coming and going: passwords proved, waits after wrong ones, locking.

use chrono::{DateTime, TimeDelta, Utc};
use sohoa_core::book::Id;
use sohoa_core::people;

use super::password::{self, Password};
use crate::store::Secret;
use crate::view::WorkspaceInfo;
use crate::{Result, Station, StationError};

/// Wrong tries in a row that are heard at once.
const TRIES: u32 = 5;
/// How long the next one waits, in seconds; each further one twice as long.
const FIRST_WAIT: i64 = 30;
/// Longest wait.
const LONGEST_WAIT: i64 = 15 * 60;

impl Station {
    /// Signs somebody in; whoever was here before is not any more.
    ///
    /// # Errors
    /// `wrong_password`, also for a name that nobody has; `wait` after too many of them.
    pub fn sign_in(&self, name: &str, password: &Password) -> Result<WorkspaceInfo> {
        let (person, _) = self.proven(name, password, false)?;
        self.session.enter(person);
        self.info()
    }

    /// Lets whoever is here go on after the station was locked.
    ///
    /// # Errors
    /// As [`Station::sign_in`]; `signed_out` when nobody is here.
    pub fn unlock(&self, password: &Password) -> Result<WorkspaceInfo> {
        let (Some(person), _) = self.session.here() else {
            return Err(StationError::new("signed_out"));
        };
        self.sign_in(&person.name, password)
    }

    /// Nobody is here any more.
    ///
    /// # Errors
    /// What the disk says.
    pub fn sign_out(&self) -> Result<WorkspaceInfo> {
        self.session.leave();
        self.info()
    }

    /// Locks the station for whoever is here.
    ///
    /// # Errors
    /// What the disk says.
    pub fn lock(&self) -> Result<WorkspaceInfo> {
        self.session.lock();
        self.info()
    }

    /// Sets a forgotten password anew with the recovery code, which is good for one time; gives the next one.
    ///
    /// # Errors
    /// `wrong_recovery`, `wait`, `password_short`, `password_long`
    pub fn recover(&self, name: &str, code: &Password, password: &Password) -> Result<String> {
        password.long_enough()?;
        let (person, secret) = self.proven(name, &code.as_code(), true)?;
        let code = password::recovery_code()?;
        let secret = Secret {
            phc: password.kept()?,
            recovery: Some(Password::new(&code).as_code().kept()?),
            ..secret
        };
        self.inner().store.keep_secret(person, &secret)?;
        self.session.enter(person);
        Ok(code)
    }

    /// The person of that name who may be so, once they proved it, and what is kept of them. Names that nobody has are
    /// answered as wrong passwords are, and take as long.
    pub(super) fn proven(
        &self,
        name: &str,
        typed: &Password,
        recovery: bool,
    ) -> Result<(Id, Secret)> {
        let proving = self.session.proving.lock();
        let _one_by_one = proving.unwrap_or_else(std::sync::PoisonError::into_inner);
        let wrong = || {
            StationError::new(if recovery {
                "wrong_recovery"
            } else {
                "wrong_password"
            })
        };
        let mut people = self.session.people().into_iter();
        let person = people.find(|one| one.active && people::same_name(&one.name, name));
        let secret = match &person {
            Some(person) => self.inner().store.secret(person.id)?,
            None => None,
        };
        let (Some(person), Some(secret)) = (person, secret) else {
            password::as_if(typed)?;
            return Err(wrong());
        };
        let now = self.host.now();
        let until = secret.wait_until.as_deref();
        let until = until.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        // A clock that was put back must not lock anybody out for longer.
        let wait = until.map_or(0, |until| (until.with_timezone(&Utc) - now).num_seconds());
        if wait > 0 {
            return Err(StationError::new("wait").with("seconds", wait.min(LONGEST_WAIT)));
        }
        let kept = if recovery {
            secret.recovery.as_deref()
        } else {
            Some(secret.phc.as_str())
        };
        let right = match kept {
            Some(kept) => typed.is(kept)?,
            None => password::as_if(typed).map(|()| false)?,
        };
        let tries = if right { 0 } else { secret.wrong + 1 };
        let wait = tries.checked_sub(TRIES).map(|more| {
            let wait = FIRST_WAIT << more.min(10);
            now + TimeDelta::seconds(wait.min(LONGEST_WAIT))
        });
        let secret = Secret {
            wrong: tries,
            wait_until: wait.map(|until| until.to_rfc3339()),
            ..secret
        };
        self.inner().store.keep_secret(person.id, &secret)?;
        if right {
            Ok((person.id, secret))
        } else {
            Err(wrong())
        }
    }
}
