//! What an office decides about the rules: read, checked, kept with the workspace.

use std::sync::Arc;

use sohoa_core::people::Right;
use sohoa_core::rules::{self, Rule, Settings, Severity};
use sohoa_core::survey::Thresholds;
use sohoa_core::value::{PartialDate, text};

use crate::station::{Inner, RULE_SETTINGS};
use crate::{Result, Station, StationError};

/// Whether an office may weigh a rule otherwise or switch it off: not where the finding would break
/// the import or part a picture from its row.
pub(crate) fn may_change(rule: &Rule) -> bool {
    rule.severity != Severity::Error || rule.confirmable
}

impl Station {
    /// What the office decided about the rules.
    ///
    /// # Errors
    /// Only who may not look.
    pub fn rule_settings(&self) -> Result<Settings> {
        let _asked = self.may(Right::Look)?;
        Ok(self.inner().settings.as_ref().clone())
    }

    /// Keeps what the office decided. Every book is counted anew.
    ///
    /// # Errors
    /// `bad_setting` with the name of what cannot be, and what the disk says.
    pub fn keep_rule_settings(&self, settings: Settings) -> Result<Settings> {
        let _asked = self.may(Right::Settings)?;
        let settings = checked(settings)?;
        let body = serde_json::to_string(&settings)
            .map_err(|e| StationError::new("store_trouble").with("detail", e.to_string()))?;
        let mut inner = self.inner();
        inner.store.keep_setting(RULE_SETTINGS, &body)?;
        inner.store.forget_tallies()?;
        inner.settings = Arc::new(settings.clone());
        Ok(settings)
    }
}

/// The name page limits are kept under.
const PAGE_LIMITS: &str = "page_limits";

impl Inner {
    /// From which measures on a page is no longer simply good; what the office said, or the usual.
    pub(crate) fn page_limits(&self) -> Result<Thresholds> {
        let kept = self.store.setting(PAGE_LIMITS)?;
        Ok(kept
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }
}

impl Station {
    /// From which measures on a page is no longer simply good.
    ///
    /// # Errors
    /// What reading says
    pub fn page_limits(&self) -> Result<Thresholds> {
        let _asked = self.may(Right::Look)?;
        self.inner().page_limits()
    }

    /// Keeps other limits for this workspace; every page is judged by them from now on.
    ///
    /// # Errors
    /// `bad_setting` with the name of what cannot be, and what the disk says
    pub fn keep_page_limits(&self, limits: Thresholds) -> Result<()> {
        let _asked = self.may(Right::Settings)?;
        let within = [
            ("độ nét", limits.sharpness, 0.0..=100.0),
            ("độ nét tối thiểu", limits.blurred, 0.0..=100.0),
            ("phần bị lóa", limits.glare, 0.0..=1.0),
            ("chỗ tối", limits.shade, 0.0..=1.0),
            ("số điểm ảnh mỗi inch", limits.dpi, 0.0..=600.0),
        ];
        if let Some((what, ..)) = within
            .iter()
            .find(|(_, value, range)| !range.contains(value))
        {
            return Err(StationError::new("bad_setting").with("what", what));
        }
        let body = serde_json::to_string(&limits)
            .map_err(|e| StationError::new("store_trouble").with("detail", e))?;
        Ok(self.inner().store.keep_setting(PAGE_LIMITS, &body)?)
    }
}

/// The settings with what stands at its default left out, if they can be worked with.
fn checked(mut settings: Settings) -> Result<Settings> {
    let refuse = |what: &str| Err(StationError::new("bad_setting").with("what", what));
    let ages = |(from, to): (u16, u16)| from >= 1 && from < to && to <= 120;
    if !ages(settings.mother_age) {
        return refuse("tuổi mẹ");
    }
    if !ages(settings.father_age) {
        return refuse("tuổi cha");
    }
    if !(60..=150).contains(&settings.oldest) {
        return refuse("tuổi cao nhất");
    }
    if !(5..=40).contains(&settings.years_apart) {
        return refuse("cha mẹ hơn con");
    }
    if !(1..=100).contains(&settings.book_years) {
        return refuse("số năm dùng một sổ");
    }
    if !(1..=100).contains(&settings.sentinel_percent) {
        return refuse("tỷ lệ ngày lặp lại");
    }
    if settings.longest.0 < 10 || settings.longest.1 < 10 {
        return refuse("độ dài ô");
    }
    if settings
        .apostrophe
        .is_some_and(|one| !['’', '\''].contains(&one))
    {
        return refuse("dấu nháy");
    }
    let mut dates = Vec::new();
    for date in &settings.sentinel_dates {
        let date = text::clean(date);
        if date.is_empty() {
            continue;
        }
        if PartialDate::parse(&date).is_err() {
            return refuse("ngày điền thay");
        }
        dates.push(date);
    }
    settings.sentinel_dates = dates;
    let free = |name: &str| rules::find(name).is_some_and(may_change);
    if let Some(fixed) = settings
        .off
        .iter()
        .chain(settings.severity.keys())
        .find(|name| !free(name))
    {
        return refuse(fixed);
    }
    settings
        .severity
        .retain(|name, severity| rules::find(name).is_some_and(|rule| rule.severity != *severity));
    Ok(settings)
}
