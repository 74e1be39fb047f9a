//! Handing work from station to station without a network.
//!
//! A bundle is one sealed file (`seal`) around a zip: what it is (`manifest.json`), the history of each book with what
//! every write replaced (`log/`), the pictures' originals, and what was measured of them. Taking it adds the deeds that
//! are not here yet to the history and works out anew what stands (`replay`, and `merge` of the core); so a bundle
//! taken twice, late or out of order changes nothing that it should not.

use std::collections::HashSet;

use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sohoa_core::book::Id;
use sohoa_core::survey::Survey;

use crate::station::Inner;
use crate::store::ChangeSet;
use crate::store::told::{Logged, Told};
use crate::store::{Change, Op};
use crate::view::{BundleBook, Purpose, StationCard};
use crate::{Result, StationError};

mod make;
mod merging;
pub(crate) mod replay;
mod seal;
mod settle;
mod take;
mod work;

/// Setting under which this station's secret key is kept.
const KEY: &str = "station_key";
const FORM: u32 = 2;

/// What a bundle says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Manifest {
    form: u32,
    id: Id,
    station: StationCard,
    who: String,
    at: String,
    purpose: Purpose,
    blind: bool,
    books: Vec<BundleBook>,
    /// How the sender's history ended then.
    #[serde(default)]
    history_head: Option<String>,
}

/// An entry of a book's history in a bundle.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    id: Id,
    at: String,
    who: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<Id>,
    station: Id,
    op: Op,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    batch: Option<Id>,
    changes: Vec<(Change, Vec<Told>)>,
}

impl Entry {
    fn new(set: ChangeSet, station: Id, told: Vec<Vec<Told>>) -> Self {
        Self {
            id: set.id,
            at: set.at,
            who: set.who,
            person: set.person,
            station,
            op: set.op,
            of: set.of,
            batch: set.batch,
            changes: set.changes.into_iter().zip(told).collect(),
        }
    }

    /// Whether it only speaks of what a second keyer typed into these fields.
    fn is_of(&self, fields: &HashSet<(Id, String)>) -> bool {
        let of = |(change, _): &(Change, Vec<Told>)| match change {
            Change::Reading { case, column, .. } => fields.contains(&(*case, column.clone())),
            _ => false,
        };
        !self.changes.is_empty() && self.changes.iter().all(of)
    }

    fn logged(self, book: Id) -> Logged {
        let (changes, told): (Vec<_>, Vec<_>) = self.changes.into_iter().unzip();
        Logged {
            set: ChangeSet {
                id: self.id,
                at: self.at,
                who: self.who,
                person: self.person,
                op: self.op,
                book,
                of: self.of,
                batch: self.batch,
                changes,
                originals: Vec::new(),
                surveys: Vec::new(),
            },
            station: Some(self.station),
            told: told.into_iter().map(Some).collect(),
        }
    }
}

/// What was measured of a picture, in a bundle.
#[derive(Debug, Serialize, Deserialize)]
struct Measured {
    original: String,
    frame: u32,
    survey: Survey,
}

/// A station's identity: it follows from its key, so nobody can take another's.
fn identity(key: &VerifyingKey) -> Id {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(key.as_bytes())[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// The beginning of a key's hash in groups of four, to be read out.
fn fingerprint(key: &VerifyingKey) -> String {
    let hash = Sha256::digest(key.as_bytes());
    let groups = hash[16..28].chunks(2);
    let group = |two: &[u8]| {
        two.iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
    };
    groups.map(group).collect::<Vec<_>>().join(" ")
}

impl Inner {
    /// This station's key, made when it is needed first.
    fn station_key(&mut self) -> Result<SigningKey> {
        let read = |text: String| crate::store::chain::parse(&text);
        if let Some(key) = self.store.setting(KEY)?.and_then(read) {
            return Ok(SigningKey::from_bytes(&key));
        }
        let mut key = [0; 32];
        getrandom::fill(&mut key)
            .map_err(|error| StationError::new("store_trouble").with("detail", error))?;
        self.store
            .keep_setting(KEY, &crate::store::chain::hex(&key))?;
        Ok(SigningKey::from_bytes(&key))
    }

    fn station_card(&mut self) -> Result<(SigningKey, StationCard)> {
        let key = self.station_key()?;
        let card = StationCard {
            id: identity(&key.verifying_key()),
            name: self.store.setting("place")?.unwrap_or_default(),
            fingerprint: fingerprint(&key.verifying_key()),
        };
        Ok((key, card))
    }
}
