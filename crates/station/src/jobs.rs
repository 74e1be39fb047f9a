//! Long work: what it reports while it goes on, and how it is stopped.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use sohoa_core::book::Id;
use sohoa_core::people::Right;

use crate::error::StationError;
use crate::view::{Job, JobKind, JobState};
use crate::{Result, Station};

/// Asks long work to stop at the next step that leaves everything whole.
#[derive(Debug, Clone, Default)]
pub struct Cancel {
    stopped: Arc<AtomicBool>,
    paused: Arc<AtomicBool>,
}

impl Cancel {
    /// Asks.
    pub fn cancel(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Asks to stop for now; what was begun stays noted and can go on.
    pub fn pause(&self) {
        self.paused.store(true, Ordering::Relaxed);
        self.cancel();
    }

    /// Whether it was asked to stop for now only.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Relaxed)
    }

    /// Whether it was asked.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Stops here when it was asked.
    ///
    /// # Errors
    /// `cancelled`
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            Err(StationError::new("cancelled"))
        } else {
            Ok(())
        }
    }
}

/// One step of long work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: u32,
    /// Steps in all, 0 while unknown.
    pub total: u32,
    /// What is being done: a file name or the number of a case.
    pub now: String,
    /// Seconds left, once enough was done to say.
    pub seconds_left: Option<u32>,
}

/// Works out the time left from the steps so far.
pub(crate) struct Pace {
    began: Instant,
}

impl Pace {
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
        }
    }

    pub fn progress(&self, done: u32, total: u32, now: String) -> Progress {
        let spent = self.began.elapsed().as_secs_f64();
        let enough = done >= 2 && spent > 1.0 && total >= done;
        let left =
            enough.then(|| (spent / f64::from(done) * f64::from(total - done)).ceil() as u32);
        Progress {
            done,
            total,
            now,
            seconds_left: left,
        }
    }
}

/// The long work that is going on, by identity.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    going: Mutex<HashMap<Id, Cancel>>,
    /// What is being brought in now, by its note.
    bringing: Mutex<HashSet<Id>>,
}

/// Says, as long as it lives, that something is being brought in.
pub(crate) struct Bringing<'a>(&'a Jobs, Id);

impl Drop for Bringing<'_> {
    fn drop(&mut self) {
        let mut all = self
            .0
            .bringing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        all.remove(&self.1);
    }
}

impl Jobs {
    pub fn begin(&self, id: Id) -> Cancel {
        let cancel = Cancel::default();
        self.going
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, cancel.clone());
        cancel
    }

    pub fn end(&self, id: Id) {
        self.going
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
    }

    pub fn of(&self, id: Id) -> Option<Cancel> {
        let going = self.going.lock().unwrap_or_else(PoisonError::into_inner);
        going.get(&id).cloned()
    }

    pub fn bringing(&self, id: Id) -> Bringing<'_> {
        let mut all = self.bringing.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(id);
        Bringing(self, id)
    }

    pub fn is_bringing(&self, id: Id) -> bool {
        let all = self.bringing.lock().unwrap_or_else(PoisonError::into_inner);
        all.contains(&id)
    }
}

/// What long work is given: how to be stopped, and whom to tell.
pub(crate) struct Work<'a> {
    pub cancel: &'a Cancel,
    pub report: &'a (dyn Fn(Progress) + Sync),
}

impl Station {
    /// Does long work in a thread of its own. `tell` hears of every step and of the end; a refusal ends
    /// as cancelled when that was asked for, else as failed.
    pub(crate) fn in_background(
        self: &Arc<Self>,
        kind: JobKind,
        book: Id,
        tell: impl Fn(Job) + Send + Sync + 'static,
        work: impl FnOnce(&Self, Job, Work<'_>) -> Result<Job> + Send + 'static,
    ) -> Job {
        let id = self.host.new_id();
        let cancel = self.jobs.begin(id);
        let first = Job::new(id, kind, book);
        let (station, job) = (self.clone(), first.clone());
        let actor = self.session.actor();
        std::thread::spawn(move || {
            // It goes on for whoever began it, whoever is here by then.
            let _acting = station.session.act_as(actor);
            let report = |progress| tell(job.at(progress));
            let given = Work {
                cancel: &cancel,
                report: &report,
            };
            let result = work(&station, job.clone(), given);
            station.jobs.end(id);
            tell(result.unwrap_or_else(|error| {
                if error.code() == "cancelled" {
                    Job {
                        state: JobState::Cancelled,
                        ..job
                    }
                } else {
                    Job {
                        state: JobState::Failed,
                        problem: Some(station.problem(&error)),
                        ..job
                    }
                }
            }));
        });
        first
    }

    /// Asks long work to stop.
    ///
    /// # Errors
    /// Only who may not look.
    pub fn job_cancel(&self, job: Id) -> Result<()> {
        let _asked = self.may(Right::Look)?;
        if let Some(cancel) = self.jobs.of(job) {
            cancel.cancel();
        }
        Ok(())
    }

    /// Asks long work to stop for now. Only bringing in pages can go on later; other work is stopped.
    ///
    /// # Errors
    /// Only who may not look.
    pub fn job_pause(&self, job: Id) -> Result<()> {
        let _asked = self.may(Right::Look)?;
        if let Some(cancel) = self.jobs.of(job) {
            cancel.pause();
        }
        Ok(())
    }
}

impl Job {
    pub(crate) fn new(id: Id, kind: JobKind, book: Id) -> Self {
        Self {
            id,
            kind,
            book,
            state: JobState::Running,
            done: 0,
            total: 0,
            now: String::new(),
            seconds_left: None,
            rejected: Vec::new(),
            imported: 0,
            already: 0,
            package: None,
            checked: None,
            made: None,
            taken: None,
            problem: None,
        }
    }

    pub(crate) fn at(&self, progress: Progress) -> Self {
        let Progress {
            done,
            total,
            now,
            seconds_left,
        } = progress;
        Self {
            done,
            total,
            now,
            seconds_left,
            ..self.clone()
        }
    }
}
