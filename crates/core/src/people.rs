//! Who works in a workspace, and what each role may do. The table is [`may`], and there is no other one:
//! `docs/roles.md` is written from it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::Id;
use crate::value::text;

/// What somebody is there for. One person may have several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "index.ts", rename = "StaffRole")] // fields have roles as well
pub enum Role {
    /// Adds books, brings in pages and cuts them.
    Capturer,
    /// Types.
    Keyer,
    /// Looks at what others typed.
    Checker,
    /// Answers for the work: decides, assigns, samples, hands over.
    Supervisor,
    /// Answers for the workspace and for who may work in it.
    Administrator,
}

/// What a use case asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "index.ts")]
pub enum Right {
    /// See books, pages, cases and findings.
    Look,
    /// Add books, bring in pages, turn, flatten and cut them, join pictures to cases.
    Capture,
    /// Type, finish and hold cases, mend them, read sheets into them.
    Key,
    /// Confirm findings, send cases back.
    Check,
    /// Decide between two readings.
    Adjudicate,
    /// Draw and judge samples.
    Sample,
    /// Give work to people.
    Assign,
    /// Package books.
    Package,
    /// Give work to other stations and take it in.
    HandOver,
    /// Decide about rules, limits and locking.
    Settings,
    /// Say who may work here.
    Manage,
    /// See and export who did what.
    Inspect,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Capturer,
        Self::Keyer,
        Self::Checker,
        Self::Supervisor,
        Self::Administrator,
    ];

    /// The word it is kept under and its sentences are looked up by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Capturer => "capturer",
            Self::Keyer => "keyer",
            Self::Checker => "checker",
            Self::Supervisor => "supervisor",
            Self::Administrator => "administrator",
        }
    }
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 12] = [
        Self::Look,
        Self::Capture,
        Self::Key,
        Self::Check,
        Self::Adjudicate,
        Self::Sample,
        Self::Assign,
        Self::Package,
        Self::HandOver,
        Self::Settings,
        Self::Manage,
        Self::Inspect,
    ];

    /// The word its sentences are looked up by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Capture => "capture",
            Self::Key => "key",
            Self::Check => "check",
            Self::Adjudicate => "adjudicate",
            Self::Sample => "sample",
            Self::Assign => "assign",
            Self::Package => "package",
            Self::HandOver => "hand_over",
            Self::Settings => "settings",
            Self::Manage => "manage",
            Self::Inspect => "inspect",
        }
    }

    /// The roles that have it.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |role| may(*role, self))
    }
}

/// Whether a role may do something.
#[must_use]
pub fn may(role: Role, right: Right) -> bool {
    use Right::*;
    match role {
        Role::Capturer => matches!(right, Look | Capture),
        Role::Keyer => matches!(right, Look | Key),
        Role::Checker => matches!(right, Look | Check),
        Role::Supervisor => !matches!(right, Manage),
        Role::Administrator => matches!(right, Look | HandOver | Settings | Manage | Inspect),
    }
}

/// Somebody who works, or worked, in a workspace. Nobody is ever deleted: what they did names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identity.
    pub id: Id,
    /// The name, as [`named`] gives it.
    pub name: String,
    /// What they are there for.
    pub roles: BTreeSet<Role>,
    /// They may work here now.
    pub active: bool,
}

impl Person {
    /// Whether they may do something.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.active && self.roles.iter().any(|role| may(*role, right))
    }
}

/// Longest name of a person, in characters.
pub const LONGEST_NAME: usize = 100;

/// A name as it is kept: composed, without stray spaces; nothing when it is empty or too long.
#[must_use]
pub fn named(typed: &str) -> Option<String> {
    let name = text::clean(typed);
    (!name.is_empty() && name.chars().count() <= LONGEST_NAME).then_some(name)
}

/// Whether two names are taken for the same: written alike but for capitals and the way marks are composed.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let plain = |name: &str| text::composed(&text::clean(name)).to_lowercase();
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(roles: &[Role]) -> Person {
        Person {
            id: Id::nil(),
            name: "Lan".into(),
            roles: roles.iter().copied().collect(),
            active: true,
        }
    }

    #[test]
    fn every_right_has_a_role_and_everybody_may_look() {
        for right in Right::ALL {
            assert!(right.roles().count() > 0, "{right:?}");
        }
        assert_eq!(Right::Look.roles().count(), Role::ALL.len());
    }

    #[test]
    fn who_says_who_may_work_does_none_of_the_work_by_that() {
        for right in [Right::Capture, Right::Key, Right::Check, Right::Sample] {
            assert!(!may(Role::Administrator, right), "{right:?}");
        }
    }

    #[test]
    fn several_roles_add_up_and_who_has_left_may_nothing() {
        let mut both = person(&[Role::Keyer, Role::Capturer]);
        assert!(both.may(Right::Key) && both.may(Right::Capture) && !both.may(Right::Check));
        both.active = false;
        assert!(Right::ALL.iter().all(|right| !both.may(*right)));
    }

    #[test]
    fn roles_are_kept_as_a_sorted_list() {
        let text = serde_json::to_string(&person(&[Role::Checker, Role::Keyer])).unwrap();
        assert!(text.contains(r#""roles":["keyer","checker"]"#), "{text}");
    }

    #[test]
    fn names_are_clean_and_told_apart_by_more_than_capitals() {
        assert_eq!(named("  Y  Ƀhăm\u{200B} Êban "), Some("Y Ƀhăm Êban".into()));
        assert_eq!(named(" \t"), None);
        assert_eq!(named(&"a".repeat(101)), None);
        assert!(same_name("LÊ THỊ BÉ", "Lê Thị Be\u{301}"));
        assert!(!same_name("Lê Thị Bé", "Lê Thị Bê"));
    }
}
