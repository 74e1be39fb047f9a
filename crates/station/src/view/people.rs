//! People who work here.

use serde::{Deserialize, Serialize};
use sohoa_core::book::Id;
use sohoa_core::people::{Right, Role};
use ts_rs::TS;

/// Who is at the station, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct Here {
    /// The workspace has accounts: somebody has to sign in.
    pub accounts: bool,
    /// Who is signed in.
    pub person: Option<PersonName>,
    /// They were away for too long, or locked it: only the password is heard.
    pub locked: bool,
    /// What they may do; everything where there are no accounts.
    pub rights: Vec<Right>,
    /// Seconds without anybody after which it is locked; absent for never.
    pub idle: Option<u32>,
}

/// A person by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct PersonName {
    /// Identity.
    pub id: Id,
    /// The name.
    pub name: String,
}

/// A person in the list of those who work here or did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "index.ts")]
pub struct PersonRow {
    /// Identity.
    pub id: Id,
    /// The name.
    pub name: String,
    /// What they are there for.
    pub roles: Vec<Role>,
    /// They may work here now.
    pub active: bool,
    /// They have a password here.
    pub signs_in: bool,
}

/// A person to be added, or what one shall be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct NewPerson {
    /// The name.
    pub name: String,
    /// What they are there for.
    pub roles: Vec<Role>,
}

/// A person who was added.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct PersonAdded {
    /// The person.
    pub person: PersonRow,
    /// The code that replaces a forgotten password, shown this one time; only for the first account.
    pub recovery: Option<String>,
    /// Work that another station gave to somebody of that name is theirs from now on.
    pub given: bool,
}

/// The words for a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export, export_to = "index.ts")]
pub struct RoleText {
    /// The role.
    pub role: Role,
    /// Its name.
    pub title: String,
    /// What it may do.
    pub what: String,
    /// The same, to be looked up.
    pub rights: Vec<Right>,
}
