//! Bundles as long work of the window, and what a station tells another before they trust each other.

use std::path::Path;
use std::sync::Arc;

use sohoa_core::book::Id;
use sohoa_core::people::Right;

use crate::view::{BundleAsk, Job, JobKind, JobState, StationCard};
use crate::{Result, Station};

impl Station {
    /// This station as others know it: whoever is given a bundle asks for the fingerprint.
    ///
    /// # Errors
    /// What the disk says.
    pub fn station_card(&self) -> Result<StationCard> {
        let _asked = self.may(Right::HandOver)?;
        let (_, card) = self.inner().station_card()?;
        Ok(card)
    }

    /// Makes a bundle in the background.
    ///
    /// # Errors
    /// Only who may not; what else is refused ends the work as failed, with the reasons of [`Station::bundle_make`].
    pub fn bundle_make_start(
        self: &Arc<Self>,
        ask: BundleAsk,
        file: &Path,
        tell: impl Fn(Job) + Send + Sync + 'static,
    ) -> Result<Job> {
        let _asked = self.may(Right::HandOver)?;
        let file = file.to_owned();
        Ok(self.in_background(
            JobKind::BundleMake,
            Id::nil(),
            tell,
            move |station, job, work| {
                let made = station.bundle_make(&ask, &file, work.cancel, work.report)?;
                Ok(Job {
                    state: JobState::Done,
                    made: Some(made),
                    ..job
                })
            },
        ))
    }

    /// Takes a bundle in the background.
    ///
    /// # Errors
    /// Only who may not; what else is refused ends the work as failed, with the reasons of [`Station::bundle_take`].
    pub fn bundle_take_start(
        self: &Arc<Self>,
        file: &Path,
        password: Option<String>,
        trust: bool,
        tell: impl Fn(Job) + Send + Sync + 'static,
    ) -> Result<Job> {
        let _asked = self.may(Right::HandOver)?;
        let file = file.to_owned();
        Ok(self.in_background(
            JobKind::BundleTake,
            Id::nil(),
            tell,
            move |station, job, work| {
                let password = password.as_deref();
                let taken =
                    station.bundle_take(&file, password, trust, work.cancel, work.report)?;
                Ok(Job {
                    state: JobState::Done,
                    taken: Some(taken),
                    ..job
                })
            },
        ))
    }
}
