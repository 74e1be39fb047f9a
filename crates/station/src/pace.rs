//! Background work stands back while somebody works: one store serves both, and a key must not wait for a book that
//! is being learned.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use crate::Station;

/// After so long without a deed at the desk, background work may go on.
const REST: Duration = Duration::from_millis(1500);
/// How often it is looked whether somebody still works.
const LOOK: Duration = Duration::from_millis(100);
/// Longest that one piece of background work waits: somebody who never pauses does not keep it from ever being done.
const LONGEST: Duration = Duration::from_secs(20);

/// When somebody last did something at the desk.
#[derive(Default)]
pub(crate) struct Pace(Mutex<Option<Instant>>);

impl Pace {
    /// Somebody works.
    pub fn worked(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    fn rests(&self) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_none_or(|last| last.elapsed() >= REST)
    }
}

/// Waits for a pause of those who work. The station is let go of meanwhile, so that it can be closed.
pub(crate) fn for_a_pause(station: &dyn Fn() -> Option<Arc<Station>>) {
    let begun = Instant::now();
    while begun.elapsed() < LONGEST {
        match station() {
            Some(station) if !station.pace.rests() => {}
            _ => return,
        }
        std::thread::sleep(LOOK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rests_some_time_after_the_last_deed() {
        let pace = Pace::default();
        assert!(pace.rests());
        pace.worked();
        assert!(!pace.rests());
        *pace.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now().checked_sub(REST);
        assert!(pace.rests());
    }
}
