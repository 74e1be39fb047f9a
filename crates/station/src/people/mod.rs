//! Who works here: accounts, signing in, locking. A workspace without accounts asks nobody who they are, and
//! everybody may everything; from the first account on, every use case begins with [`Station::may`].

use std::collections::HashSet;

use sohoa_core::assignment::Assignment;
use sohoa_core::book::Id;
use sohoa_core::people::{self, Person, Right, Role};

use crate::station::Inner;
use crate::store::{Change, Op, Secret};
use crate::view::{Here, NewPerson, PersonAdded, PersonName, PersonRow};
use crate::{Result, Station, StationError};

mod password;
mod session;
mod signing;

pub use password::Password;
use session::Refusal;
pub(crate) use session::{Acting, Actor, Session};

/// Under which name it is kept after how many seconds without anybody the station is locked; 0 for never.
const IDLE: &str = "idle_seconds";
/// Where nothing was decided.
const USUAL_IDLE: u32 = 10 * 60;
/// Longest that can be decided.
const LONGEST_IDLE: u32 = 24 * 3600;

/// What the store says of locking.
pub(crate) fn idle(store: &dyn crate::store::Store) -> Result<Option<u32>> {
    let kept = store.setting(IDLE)?.and_then(|text| text.parse().ok());
    Ok(Some(kept.unwrap_or(USUAL_IDLE)).filter(|seconds| *seconds > 0))
}

/// What somebody has to be allowed to take a deed back, or do it again.
pub(crate) fn right_of(op: Op) -> Right {
    match op {
        Op::BookAdd
        | Op::PagesImport
        | Op::PagesTurn
        | Op::PagesRole
        | Op::PagesShape
        | Op::PageReplace
        | Op::PageNumber
        | Op::PagesRemove
        | Op::PageMove
        | Op::CasesCut
        | Op::LayoutDraw
        | Op::LayoutCarry
        | Op::LayoutRight
        | Op::CasePages
        | Op::CasesJoin => Right::Capture,
        Op::BookClosing
        | Op::SpotsPoint
        | Op::CaseRemove
        | Op::CaseFinish
        | Op::CaseHold
        | Op::SecondKey
        | Op::Compare
        | Op::FieldSave
        | Op::CellsSave
        | Op::Fix
        | Op::RecordsImport
        | Op::RecordsReceive
        | Op::Restore => Right::Key,
        Op::Confirm | Op::Unconfirm | Op::Check | Op::SendBack => Right::Check,
        Op::Package => Right::Package,
        Op::FormsGiven => Right::HandOver,
        Op::Settle | Op::Adjudicate | Op::AdjudicateAnew => Right::Adjudicate,
        Op::KeyingSet | Op::Assign | Op::AssignEnd => Right::Assign,
        Op::PersonAdd | Op::PersonChange => Right::Manage,
        Op::LotAdd | Op::LotDraw | Op::LotInspect | Op::LotDecide | Op::LotReturn => Right::Sample,
        // What they take back or do again says it.
        Op::Undo | Op::Redo => Right::Look,
    }
}

impl Station {
    /// Lets whoever is here do something, or refuses. What it gives is kept to the end of the use case: inside of it
    /// nothing is asked again, and what is changed carries that person.
    ///
    /// # Errors
    /// `signed_out`, `locked`, `not_allowed`
    pub(crate) fn may(&self, right: Right) -> Result<Acting<'_>> {
        self.session
            .ask(right)
            .map_err(|refusal| self.refused(&refusal))
    }

    /// Asks for a right that shows only in the midst of a use case.
    pub(crate) fn may_also(&self, right: Right) -> Result<()> {
        self.session
            .also(right)
            .map_err(|refusal| self.refused(&refusal))
    }

    fn refused(&self, refusal: &Refusal) -> StationError {
        match refusal {
            Refusal::SignedOut => StationError::new("signed_out"),
            Refusal::Locked => StationError::new("locked"),
            Refusal::NotAllowed(right) => {
                let words = &self.knowledge.messages;
                let roles: Vec<String> = right
                    .roles()
                    .map(|role| {
                        words
                            .text(&format!("role_{}", role.as_str()), &[])
                            .to_lowercase()
                    })
                    .collect();
                StationError::new("not_allowed")
                    .with(
                        "what",
                        words.text(&format!("right_{}", right.as_str()), &[]),
                    )
                    .with("roles", roles.join(", "))
            }
        }
    }

    /// The cases of a book that are not to be judged by whoever is here: what they typed themselves, unless nobody else
    /// could judge it.
    pub(crate) fn own_cases(&self, inner: &Inner, book: Id) -> Result<HashSet<Id>> {
        match self.who_leaves_own() {
            Some(me) => Ok(inner.store.worked_on(book, me)?),
            None => Ok(HashSet::new()),
        }
    }

    /// Whether a case is one of those.
    pub(crate) fn is_own_case(&self, inner: &Inner, case: Id) -> Result<bool> {
        match self.who_leaves_own() {
            Some(me) => Ok(inner.store.has_worked_on(case, me)?),
            None => Ok(false),
        }
    }

    /// Whoever is here, where somebody else may check as well.
    fn who_leaves_own(&self) -> Option<Id> {
        let me = self.session.actor().person?;
        self.others_check(me).then_some(me)
    }

    /// Whether somebody else than them may check here.
    pub(crate) fn others_check(&self, me: Id) -> bool {
        self.session.people().into_iter().any(|person| {
            person.id != me && self.session.is_keyed(person.id) && person.may(Right::Check)
        })
    }

    /// Who is here, and what they may do. Asks nothing and counts as nothing done.
    #[must_use]
    pub fn who_is_here(&self) -> Here {
        let accounts = self.session.has_accounts();
        let (person, locked) = self.session.here();
        let rights = Right::ALL.into_iter();
        let rights = match &person {
            _ if !accounts => rights.collect(),
            Some(person) => rights.filter(|right| person.may(*right)).collect(),
            None => Vec::new(),
        };
        Here {
            accounts,
            person: person.as_ref().map(|person| PersonName {
                id: person.id,
                name: person.name.clone(),
            }),
            locked: accounts && locked,
            rights,
            idle: self.session.idle(),
        }
    }

    /// Somebody is at the machine and asks for nothing: it is not locked meanwhile.
    pub fn present(&self) -> Here {
        self.session.present();
        self.who_is_here()
    }

    /// The names to sign in with, for the list at the door.
    #[must_use]
    pub fn names_to_sign_in(&self) -> Vec<PersonName> {
        let mut names: Vec<PersonName> = self
            .session
            .people()
            .into_iter()
            .filter(|person| person.active && self.session.is_keyed(person.id))
            .map(|person| PersonName {
                id: person.id,
                name: person.name,
            })
            .collect();
        names.sort_by_key(|person| person.name.to_lowercase());
        names
    }

    /// Everybody who works here or did.
    ///
    /// # Errors
    /// `not_allowed`
    pub fn staff(&self) -> Result<Vec<PersonRow>> {
        let _asked = self.may(Right::Manage)?;
        let mut rows: Vec<PersonRow> = self
            .session
            .people()
            .into_iter()
            .map(|person| self.person_row(person))
            .collect();
        rows.sort_by_key(|row| (!row.active, row.name.to_lowercase()));
        Ok(rows)
    }

    fn person_row(&self, person: Person) -> PersonRow {
        PersonRow {
            id: person.id,
            signs_in: self.session.is_keyed(person.id),
            name: person.name,
            roles: person.roles.into_iter().collect(),
            active: person.active,
        }
    }

    /// Lets somebody work here. The first one has to be an administrator, is signed in at once, and is given a code
    /// that replaces a forgotten password.
    ///
    /// # Errors
    /// `person_name`, `person_exists`, `roles_missing`, `first_administrator`, `password_short`, `password_long`
    pub fn person_add(&self, new: &NewPerson, password: &Password) -> Result<PersonAdded> {
        let _asked = self.may(Right::Manage)?;
        let name = people::named(&new.name).ok_or_else(|| StationError::new("person_name"))?;
        let first = !self.session.has_accounts();
        if new.roles.is_empty() {
            return Err(StationError::new("roles_missing"));
        }
        if first && !new.roles.contains(&Role::Administrator) {
            return Err(StationError::new("first_administrator"));
        }
        password.long_enough()?;
        // Somebody known from another station has no password here yet.
        let mut alike = self.session.people();
        alike.retain(|person| people::same_name(&person.name, &name));
        if alike.iter().any(|person| self.session.is_keyed(person.id)) {
            return Err(StationError::new("person_exists").with("name", name));
        }
        let before = alike.pop();
        let given = match &before {
            Some(_) => None,
            None => self.given_work(&name)?,
        };
        let known = before.as_ref().map(|person| person.id).or(given);
        let person = Person {
            id: known.unwrap_or_else(|| self.host.new_id()),
            name,
            roles: new.roles.iter().copied().collect(),
            active: true,
        };
        let code = first.then(password::recovery_code).transpose()?;
        let secret = Secret {
            phc: password.kept()?,
            recovery: code
                .as_ref()
                .map(|code| Password::new(code).as_code().kept())
                .transpose()?,
            wrong: 0,
            wait_until: None,
        };
        let mut inner = self.inner();
        let change = Change::Person {
            before,
            after: Some(person.clone()),
        };
        inner.transact(Op::PersonAdd, Id::nil(), vec![change])?;
        inner.store.keep_secret(person.id, &secret)?;
        inner.know_people()?;
        drop(inner);
        if first {
            self.session.enter(person.id);
        }
        Ok(PersonAdded {
            person: self.person_row(person),
            recovery: code,
            given: given.is_some(),
        })
    }

    /// The identity of somebody who has no account here and was given work at another station: they go on as the
    /// same.
    fn given_work(&self, name: &str) -> Result<Option<Id>> {
        let known = self.session.people();
        let stranger = |one: &Assignment| {
            people::same_name(&one.name, name) && known.iter().all(|person| person.id != one.person)
        };
        let given = self.inner().store.assignments(None)?;
        // Where several are called so, whoever was given work last.
        Ok(given.into_iter().rfind(stranger).map(|one| one.person))
    }

    /// Changes a person's name or roles, or whether they work here.
    ///
    /// # Errors
    /// `unknown_person`, `person_name`, `person_exists`, `roles_missing`, `last_administrator`
    pub fn person_change(&self, id: Id, to: &NewPerson, active: bool) -> Result<PersonRow> {
        let _asked = self.may(Right::Manage)?;
        let name = people::named(&to.name).ok_or_else(|| StationError::new("person_name"))?;
        if to.roles.is_empty() {
            return Err(StationError::new("roles_missing"));
        }
        let all = self.session.people();
        let before = all.iter().find(|person| person.id == id).cloned();
        let before = before.ok_or_else(|| StationError::new("unknown_person"))?;
        if all
            .iter()
            .any(|person| person.id != id && people::same_name(&person.name, &name))
        {
            return Err(StationError::new("person_exists").with("name", name));
        }
        let after = Person {
            id,
            name,
            roles: to.roles.iter().copied().collect(),
            active,
        };
        let signs_in = |person: &Person| self.session.is_keyed(person.id);
        let others = all.iter().filter(|person| person.id != id);
        let others = others.filter(|person| signs_in(person));
        if self.session.has_accounts()
            && !after.may(Right::Manage)
            && !others.into_iter().any(|person| person.may(Right::Manage))
        {
            return Err(StationError::new("last_administrator"));
        }
        if before != after {
            let mut inner = self.inner();
            let change = Change::Person {
                before: Some(before),
                after: Some(after.clone()),
            };
            inner.transact(Op::PersonChange, Id::nil(), vec![change])?;
        }
        Ok(self.person_row(after))
    }

    /// Gives somebody a new password.
    ///
    /// # Errors
    /// `unknown_person`, `password_short`, `password_long`
    pub fn password_set(&self, person: Id, password: &Password) -> Result<()> {
        let _asked = self.may(Right::Manage)?;
        password.long_enough()?;
        let phc = password.kept()?;
        let mut inner = self.inner();
        if inner.store.person(person)?.is_none() {
            return Err(StationError::new("unknown_person"));
        }
        let recovery = inner.store.secret(person)?.and_then(|kept| kept.recovery);
        let secret = Secret {
            phc,
            recovery,
            wrong: 0,
            wait_until: None,
        };
        inner.store.keep_secret(person, &secret)?;
        inner.know_people()
    }

    /// Gives whoever is here a new password, for the one they have.
    ///
    /// # Errors
    /// `wrong_password`, `wait`, `password_short`, `password_long`
    pub fn password_change(&self, old: &Password, new: &Password) -> Result<()> {
        let _asked = self.may(Right::Look)?;
        let (Some(me), _) = self.session.here() else {
            return Err(StationError::new("signed_out"));
        };
        new.long_enough()?;
        let (person, secret) = self.proven(&me.name, old, false)?;
        let secret = Secret {
            phc: new.kept()?,
            ..secret
        };
        Ok(self.inner().store.keep_secret(person, &secret)?)
    }

    /// A new recovery code for whoever is here; the old one is good for nothing any more.
    ///
    /// # Errors
    /// `signed_out`
    pub fn recovery_new(&self) -> Result<String> {
        let _asked = self.may(Right::Manage)?;
        let (Some(me), _) = self.session.here() else {
            return Err(StationError::new("signed_out"));
        };
        let code = password::recovery_code()?;
        let kept = Password::new(&code).as_code().kept()?;
        let mut inner = self.inner();
        let secret = inner.store.secret(me.id)?;
        let secret = secret.ok_or_else(|| StationError::new("unknown_person"))?;
        let secret = Secret {
            recovery: Some(kept),
            ..secret
        };
        inner.store.keep_secret(me.id, &secret)?;
        Ok(code)
    }

    /// Decides after how many seconds without anybody the station is locked; `None` for never.
    ///
    /// # Errors
    /// `bad_setting`
    pub fn keep_idle(&self, seconds: Option<u32>) -> Result<Here> {
        let _asked = self.may(Right::Settings)?;
        if seconds.is_some_and(|seconds| seconds == 0 || seconds > LONGEST_IDLE) {
            let what = self.knowledge.messages.text("setting_idle", &[]);
            return Err(StationError::new("bad_setting").with("what", what));
        }
        let text = seconds.unwrap_or(0).to_string();
        self.inner().store.keep_setting(IDLE, &text)?;
        self.session.keep_idle(seconds);
        Ok(self.who_is_here())
    }
}

impl Inner {
    /// Tells the session who there is, after that was changed.
    pub(crate) fn know_people(&self) -> Result<()> {
        self.session
            .know(self.store.people()?, self.store.with_secrets()?);
        Ok(())
    }
}
