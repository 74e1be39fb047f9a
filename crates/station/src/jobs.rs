//! Long work: what it reports while it goes on, and how it is stopped.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use sohoa_core::book::Id;

use crate::Result;
use crate::error::StationError;

/// Asks long work to stop at the next step that leaves everything whole.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
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
pub(crate) struct Jobs(Mutex<HashMap<Id, Cancel>>);

impl Jobs {
    pub fn begin(&self, id: Id) -> Cancel {
        let cancel = Cancel::default();
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id, cancel.clone());
        cancel
    }

    pub fn end(&self, id: Id) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&id);
    }

    pub fn cancel(&self, id: Id) {
        if let Some(cancel) = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
        {
            cancel.cancel();
        }
    }
}
