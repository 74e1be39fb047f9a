//! Who is at the station, whether it is locked, and for whom a thread works.

use std::cell::RefCell;
use std::collections::HashSet;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::people::{Person, Right};

use crate::host::Host;

/// For whom something is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Actor {
    /// The name that stands in the history.
    pub who: String,
    /// Who that is, where the workspace knows people.
    pub person: Option<Id>,
}

/// Why a use case is refused.
pub(crate) enum Refusal {
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is, and was away for too long.
    Locked,
    /// The person's roles do not have the right.
    NotAllowed(Right),
}

thread_local! {
    /// For whom this thread works, the innermost last: a use case that asks another one is one deed of one person,
    /// and long work goes on for whoever began it.
    static ACTING: RefCell<Vec<(usize, Actor)>> = const { RefCell::new(Vec::new()) };
}

/// Who is at the station.
pub(crate) struct Session {
    host: Arc<dyn Host>,
    state: Mutex<State>,
    /// Held while a password is looked at: guesses are heard one after the other.
    pub proving: Mutex<()>,
}

#[derive(Default)]
struct State {
    people: Vec<Person>,
    /// Who has a password here.
    keyed: HashSet<Id>,
    here: Option<Id>,
    locked: bool,
    /// When a person last asked for something.
    asked: Option<DateTime<Utc>>,
    idle: Option<TimeDelta>,
}

impl State {
    fn has_accounts(&self) -> bool {
        self.people
            .iter()
            .any(|person| person.active && self.keyed.contains(&person.id))
    }

    fn person(&self) -> Option<&Person> {
        let here = self.here?;
        let here = self.people.iter().find(|person| person.id == here);
        here.filter(|person| person.active)
    }

    fn look_at_the_clock(&mut self, now: DateTime<Utc>) {
        if let (Some(idle), Some(asked)) = (self.idle, self.asked)
            && self.here.is_some()
            && now - asked >= idle
        {
            self.locked = true;
        }
    }
}

/// As long as it lives, this thread works for somebody. Kept to the end of the use case.
#[must_use = "kept to the end of the use case: let _asked = …"]
pub(crate) struct Acting<'a> {
    session: &'a Session,
    /// This one put the actor there.
    outermost: bool,
    /// When a person asked for it; nothing for what is inside of another use case, or done for somebody.
    since: Option<DateTime<Utc>>,
    /// It is a sign of somebody being there.
    shows: bool,
    /// It belongs to its thread.
    _thread: PhantomData<*const ()>,
}

impl Drop for Acting<'_> {
    fn drop(&mut self) {
        if self.outermost {
            ACTING.with_borrow_mut(|acting| drop(acting.pop()));
        }
        if let Some(since) = self.since {
            let now = self.session.host.now();
            let mut state = self.session.state();
            // Who waits for the machine is not away. Somebody may have locked it meanwhile.
            if !state.locked {
                let asked = state.asked.map(|asked| asked + (now - since));
                state.asked = if self.shows {
                    Some(now)
                } else {
                    asked.min(Some(now))
                };
            }
        }
    }
}

impl Session {
    pub fn new(host: Arc<dyn Host>, idle: Option<u32>) -> Self {
        let session = Self {
            host,
            state: Mutex::default(),
            proving: Mutex::default(),
        };
        session.keep_idle(idle);
        session
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    /// Everybody, as the store has them.
    pub fn know(&self, people: Vec<Person>, keyed: Vec<Id>) {
        let mut state = self.state();
        state.people = people;
        state.keyed = keyed.into_iter().collect();
        if state.person().is_none() {
            state.here = None;
            state.locked = false;
        }
    }

    pub fn people(&self) -> Vec<Person> {
        self.state().people.clone()
    }

    pub fn is_keyed(&self, person: Id) -> bool {
        self.state().keyed.contains(&person)
    }

    /// Whether anybody has to sign in.
    pub fn has_accounts(&self) -> bool {
        self.state().has_accounts()
    }

    /// Seconds without a person after which it is locked.
    pub fn idle(&self) -> Option<u32> {
        let idle = self.state().idle?;
        u32::try_from(idle.num_seconds()).ok()
    }

    pub fn keep_idle(&self, seconds: Option<u32>) {
        self.state().idle = seconds.map(|seconds| TimeDelta::seconds(i64::from(seconds)));
    }

    /// Whoever is signed in, also while it is locked, and whether it is.
    pub fn here(&self) -> (Option<Person>, bool) {
        let mut state = self.state();
        if state.here.is_some() {
            let now = self.host.now();
            state.look_at_the_clock(now);
        }
        (state.person().cloned(), state.locked)
    }

    pub fn enter(&self, person: Id) {
        let now = self.host.now();
        let mut state = self.state();
        state.here = Some(person);
        state.locked = false;
        state.asked = Some(now);
    }

    pub fn leave(&self) {
        let mut state = self.state();
        state.here = None;
        state.locked = false;
    }

    pub fn lock(&self) {
        let mut state = self.state();
        state.locked = state.here.is_some();
    }

    /// Somebody is at the machine, and asks for nothing.
    pub fn present(&self) {
        let mut state = self.state();
        if state.here.is_some() {
            let now = self.host.now();
            state.look_at_the_clock(now);
            if !state.locked {
                state.asked = Some(now);
            }
        }
    }

    /// What this thread, or else whoever is signed in, works as.
    pub fn actor(&self) -> Actor {
        if let Some(actor) = self.acting() {
            return actor;
        }
        let state = self.state();
        match state.person() {
            Some(person) => Actor {
                who: person.name.clone(),
                person: Some(person.id),
            },
            None => Actor {
                who: self.host.who(),
                person: None,
            },
        }
    }

    fn acting(&self) -> Option<Actor> {
        let place = self.place();
        ACTING.with_borrow(|acting| {
            let mine = acting.iter().rev().find(|(at, _)| *at == place);
            mine.map(|(_, actor)| actor.clone())
        })
    }

    /// This thread works for somebody who was asked before, whoever is here by now.
    pub fn act_as(&self, actor: Actor) -> Acting<'_> {
        self.act(actor, None, false)
    }

    fn act(&self, actor: Actor, since: Option<DateTime<Utc>>, shows: bool) -> Acting<'_> {
        ACTING.with_borrow_mut(|acting| acting.push((self.place(), actor)));
        Acting {
            session: self,
            outermost: true,
            since,
            shows,
            _thread: PhantomData,
        }
    }

    /// Lets a person do something, or says why not. Inside of a use case that was let through there is nothing to
    /// ask again.
    pub fn ask(&self, right: Right) -> Result<Acting<'_>, Refusal> {
        if self.acting().is_some() {
            return Ok(Acting {
                session: self,
                outermost: false,
                since: None,
                shows: false,
                _thread: PhantomData,
            });
        }
        // A window looks by itself while pages come in: seeing is no sign of anybody, see `present`.
        let shows = right != Right::Look;
        let (actor, now) = {
            let mut state = self.state();
            if !state.has_accounts() {
                drop(state);
                return Ok(self.act(self.actor(), None, false));
            }
            let now = self.host.now();
            state.look_at_the_clock(now);
            let Some(person) = state.person() else {
                return Err(Refusal::SignedOut);
            };
            if state.locked {
                return Err(Refusal::Locked);
            }
            if !person.may(right) {
                return Err(Refusal::NotAllowed(right));
            }
            let actor = Actor {
                who: person.name.clone(),
                person: Some(person.id),
            };
            if shows {
                state.asked = Some(now);
            }
            (actor, now)
        };
        Ok(self.act(actor, Some(now), shows))
    }

    /// Whether whoever this thread works for has a right besides the one they were asked for.
    pub fn also(&self, right: Right) -> Result<(), Refusal> {
        let actor = self.actor();
        let state = self.state();
        let Some(id) = actor.person else {
            return Ok(());
        };
        let person = state.people.iter().find(|person| person.id == id);
        match person.is_some_and(|person| person.may(right)) {
            true => Ok(()),
            false => Err(Refusal::NotAllowed(right)),
        }
    }
}
