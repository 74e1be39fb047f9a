//! What the use cases need from the world around them: time, who is working, new identities.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sohoa_core::book::Id;
use sohoa_core::value::PartialDate;

/// The world around the use cases.
pub trait Host: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;
    /// Who is working.
    fn who(&self) -> String;
    /// A new identity, UUID version 7.
    fn new_id(&self) -> Id;

    /// Now, as it is kept: RFC 3339 in UTC to the millisecond.
    fn stamp(&self) -> String {
        self.now().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    /// The day it is in Vietnam, whatever zone the machine was left in.
    fn today(&self) -> PartialDate {
        PartialDate::Day((self.now() + TimeDelta::hours(7)).date_naive())
    }
}

/// The real world: the machine's clock and the name somebody is logged in under.
#[derive(Debug, Default, Clone, Copy)]
pub struct Machine;

impl Host for Machine {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn who(&self) -> String {
        ["SOHOA_WHO", "USER", "USERNAME"]
            .iter()
            .filter_map(|name| std::env::var(name).ok())
            .find(|name| !name.trim().is_empty())
            .unwrap_or_else(|| "không rõ".to_owned())
    }

    fn new_id(&self) -> Id {
        Id::now_v7()
    }
}
