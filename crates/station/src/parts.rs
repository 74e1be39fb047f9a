//! The nouns of the store as parts that are merged one by one, and put together again.
//!
//! What belongs together is one part: a page's picture with its size and how the page lies in it. What is only true
//! of this machine (that a package was written) is none.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sohoa_core::assignment::Assignment;
use sohoa_core::book::{Book, BookState, Case, Confirmation, Id, Page};
use sohoa_core::layout::PageLayout;
use sohoa_core::merge::{Noun, Own, Part, SIGNATURE, THERE};
use sohoa_core::record::FieldValue;

use crate::store::Change;

/// A part of a noun: its name, and the attributes it is made of, as the store writes them.
type Share = (&'static str, &'static [&'static str]);

const BOOK: &[Share] = &[
    ("code", &["kind", "year", "volume"]),
    ("place", &["place"]),
    ("sheet", &["sheet"]),
    ("closing", &["closing"]),
    ("spots", &["spots"]),
    ("keying", &["keying"]),
];
const PAGE: &[Share] = &[
    ("book", &["book"]),
    (
        "picture",
        &[
            "original",
            "frame",
            "file",
            "width",
            "height",
            "quarter_turns",
            "shape",
        ],
    ),
    ("rank", &["rank"]),
    ("role", &["role"]),
    ("removed", &["removed"]),
    ("looked_at", &["looked_at"]),
    ("number", &["number"]),
];
const CASE: &[Share] = &[
    ("book", &["book"]),
    ("rank", &["rank"]),
    ("pages", &["pages"]),
    ("state", &["state"]),
    ("removed", &["removed"]),
    ("held", &["held"]),
];
const CONFIRMATION: &[Share] = &[(
    "said",
    &["case", "rule", "field", "value", "reason", "who", "at"],
)];
const LAYOUT: &[Share] = &[(
    "drawn",
    &[
        "book",
        "layout",
        "lines",
        "drawn",
        "confidence",
        "doubtful",
        "empty",
        "left_out",
        "at",
    ],
)];

const ASSIGNMENT: &[Share] = &[
    (
        "work",
        &[
            "book", "task", "cases", "person", "name", "due", "note", "by", "at",
        ],
    ),
    ("closed", &["closed"]),
];

fn shares(noun: Noun) -> &'static [Share] {
    match noun {
        Noun::Book => BOOK,
        Noun::Page => PAGE,
        Noun::Case => CASE,
        Noun::Confirmation => CONFIRMATION,
        Noun::Layout => LAYOUT,
        Noun::Assignment => ASSIGNMENT,
        Noun::Value | Noun::Reading | Noun::Mark => &[],
    }
}

fn object(noun: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(noun) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// A part's value as text: equal where the meaning is.
fn share(of: &Map<String, Value>, keys: &[&str]) -> String {
    let value = |key: &&str| of.get(*key).cloned().unwrap_or(Value::Null);
    match keys {
        [key] => value(key).to_string(),
        keys => keys.iter().map(value).collect::<Value>().to_string(),
    }
}

/// What a change writes, part by part: only what becomes another.
pub(crate) fn writes(change: &Change) -> Vec<Own> {
    match change {
        Change::Book { before, after } => differing(Noun::Book, before, after, |book| book.id),
        Change::Page { before, after } => differing(Noun::Page, before, after, |page| page.id),
        Change::Case { before, after } => differing(Noun::Case, before, after, |case| case.id),
        Change::Confirmation { before, after } => {
            differing(Noun::Confirmation, before, after, |one| one.id)
        }
        Change::Layout { before, after } => {
            differing(Noun::Layout, before, after, |layout| layout.page)
        }
        Change::Value {
            case,
            column,
            after,
            ..
        } => vec![Own {
            part: Part {
                noun: Noun::Value,
                id: *case,
                name: column.clone(),
            },
            value: serde_json::to_string(after).unwrap_or_default(),
            settles: false,
        }],
        Change::Reading {
            case,
            column,
            after,
            ..
        } => vec![said(Noun::Reading, *case, column, after)],
        Change::Mark {
            case,
            column,
            after,
            ..
        } => vec![said(Noun::Mark, *case, column, after)],
        Change::Assignment { before, after } => {
            differing(Noun::Assignment, before, after, |one| one.id)
        }
        // People and lots belong to a workspace, not to a book that is handed over.
        Change::Settled { .. }
        | Change::Person { .. }
        | Change::Lot { .. }
        | Change::Inspection { .. } => Vec::new(),
    }
}

/// The thing that a change writes to, if it is one of a book.
pub(crate) fn thing(change: &Change) -> Option<(Noun, Id)> {
    fn one<'a, T>(before: &'a Option<T>, after: &'a Option<T>) -> Option<&'a T> {
        before.as_ref().or(after.as_ref())
    }
    Some(match change {
        Change::Book { before, after } => (Noun::Book, one(before, after)?.id),
        Change::Page { before, after } => (Noun::Page, one(before, after)?.id),
        Change::Case { before, after } => (Noun::Case, one(before, after)?.id),
        Change::Confirmation { before, after } => (Noun::Confirmation, one(before, after)?.id),
        Change::Layout { before, after } => (Noun::Layout, one(before, after)?.page),
        Change::Assignment { before, after } => (Noun::Assignment, one(before, after)?.id),
        Change::Value { case, .. } => (Noun::Value, *case),
        Change::Reading { case, .. } => (Noun::Reading, *case),
        Change::Mark { case, .. } => (Noun::Mark, *case),
        Change::Settled { .. }
        | Change::Person { .. }
        | Change::Lot { .. }
        | Change::Inspection { .. } => return None,
    })
}

/// Who says it, and when: two people who say the same do not differ.
const SIGNED: [&str; 3] = ["who", "person", "at"];

/// What was said about a field: the meaning first, on a line of its own who said it.
fn said(noun: Noun, case: Id, column: &str, what: &Option<impl Serialize>) -> Own {
    let mut meant = what.as_ref().map(object).unwrap_or_default();
    let signed: Map<String, Value> = SIGNED
        .iter()
        .filter_map(|key| meant.remove_entry(*key))
        .collect();
    Own {
        part: Part {
            noun,
            id: case,
            name: column.to_owned(),
        },
        value: format!(
            "{}{SIGNATURE}{}",
            Value::Object(meant),
            Value::Object(signed)
        ),
        settles: false,
    }
}

/// What [`said`] wrote; nothing when it was taken back.
pub(crate) fn heard<T: DeserializeOwned>(text: &str) -> Option<T> {
    let (meant, signed) = text.split_once(SIGNATURE)?;
    let mut whole: Map<String, Value> = serde_json::from_str(meant).ok()?;
    whole.extend(serde_json::from_str::<Map<String, Value>>(signed).ok()?);
    serde_json::from_value(Value::Object(whole)).ok()
}

fn differing<T: Serialize>(
    noun: Noun,
    before: &Option<T>,
    after: &Option<T>,
    id: fn(&T) -> Id,
) -> Vec<Own> {
    let Some(thing) = before.as_ref().or(after.as_ref()).map(id) else {
        return Vec::new();
    };
    let own = |name: &str, value: String| Own {
        part: Part {
            noun,
            id: thing,
            name: name.to_owned(),
        },
        value,
        settles: false,
    };
    let Some(after) = after else {
        return vec![own(THERE, "false".to_owned())];
    };
    let (was, is) = (before.as_ref().map(object), object(after));
    let mut own: Vec<Own> = shares(noun)
        .iter()
        .filter_map(|(name, keys)| {
            let value = share(&is, keys);
            let same = was.as_ref().is_some_and(|was| share(was, keys) == value);
            (!same).then(|| own(name, value))
        })
        .collect();
    if before.is_none() {
        own.push(Own {
            part: Part {
                noun,
                id: thing,
                name: THERE.to_owned(),
            },
            value: "true".to_owned(),
            settles: false,
        });
    }
    own
}

/// A thing put together from what stands in its parts.
#[derive(Debug, Default)]
pub(crate) struct Thing {
    parts: BTreeMap<String, String>,
}

impl Thing {
    /// Takes note of what stands in one of its parts.
    pub fn part(&mut self, name: &str, value: &str) {
        self.parts.insert(name.to_owned(), value.to_owned());
    }

    /// The fields of a record, by column.
    pub fn values(&self) -> impl Iterator<Item = (&str, FieldValue)> {
        self.parts.iter().filter_map(|(name, text)| {
            let value = serde_json::from_str(text).ok()?;
            Some((name.as_str(), value))
        })
    }

    /// What was said about fields of a case, by column.
    pub fn said<T: DeserializeOwned>(&self) -> impl Iterator<Item = (&str, Option<T>)> {
        self.parts
            .iter()
            .map(move |(name, text)| (name.as_str(), heard(text)))
    }

    /// The noun; nothing when it was taken away, or too little of it is known.
    fn noun<T: DeserializeOwned>(
        &self,
        noun: Noun,
        id: (&str, Id),
        rest: &[(&str, Value)],
    ) -> Option<T> {
        if self.parts.get(THERE).map(String::as_str) != Some("true") {
            return None;
        }
        let mut map = Map::new();
        map.insert(id.0.to_owned(), Value::String(id.1.to_string()));
        for (key, value) in rest {
            map.insert((*key).to_owned(), value.clone());
        }
        for (name, keys) in shares(noun) {
            let value: Value = serde_json::from_str(self.parts.get(*name)?).ok()?;
            match keys {
                [key] => drop(map.insert((*key).to_owned(), value)),
                keys => {
                    let Value::Array(values) = value else {
                        return None;
                    };
                    map.extend(keys.iter().map(|key| (*key).to_owned()).zip(values));
                }
            }
        }
        // What is not said is left out, as the store leaves it out.
        map.retain(|_, value| !value.is_null());
        serde_json::from_value(Value::Object(map)).ok()
    }

    /// The parts of a noun as it stands.
    pub fn of(change: &Change) -> Self {
        let mut thing = Self::default();
        for own in writes(change) {
            thing.part(&own.part.name, &own.value);
        }
        thing
    }

    /// The book, in the state it has on this machine.
    pub fn book(&self, id: Id, state: BookState) -> Option<Book> {
        let state = ("state", Value::String(state.as_str().to_owned()));
        self.noun(Noun::Book, ("id", id), &[state])
    }

    /// The page.
    pub fn page(&self, id: Id) -> Option<Page> {
        self.noun(Noun::Page, ("id", id), &[])
    }

    /// The case.
    pub fn case(&self, id: Id) -> Option<Case> {
        self.noun(Noun::Case, ("id", id), &[])
    }

    /// The confirmation.
    pub fn confirmation(&self, id: Id) -> Option<Confirmation> {
        self.noun(Noun::Confirmation, ("id", id), &[])
    }

    /// Work given to somebody.
    pub fn assignment(&self, id: Id) -> Option<Assignment> {
        self.noun(Noun::Assignment, ("id", id), &[])
    }

    /// How the page was cut.
    pub fn layout(&self, page: Id) -> Option<PageLayout> {
        self.noun(Noun::Layout, ("page", page), &[])
    }
}
