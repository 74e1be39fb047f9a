//! The values of a book, by the fields that share them: counted as they are typed, the most and last used first.

use std::collections::{BTreeMap, HashMap};

use sohoa_core::record::{FieldValue, Record};
use sohoa_core::rules::CaseInput;
use sohoa_core::schema::{BookType, Kind};
use sohoa_core::typing::{self, PLACES, meaning, of_the_office};
use sohoa_core::viet::fold::search_key;

use crate::offers::MOST;
use crate::store::{BookPhrases, Change};

/// Longest text that is worth offering, characters.
const LONGEST: usize = 200;
/// Names that have a beginning in common until it is offered.
pub(crate) const COMMON: u32 = 2;
/// Values of one meaning that other books of the office are told.
const TOLD: usize = 60;
/// Under which word beginnings of names, and ends of addresses, are told to other books.
pub(crate) const BEGINNINGS: &str = "beginnings";
pub(crate) const ENDS: &str = "ends";

/// Fields that share their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    /// Addresses and units of all people.
    Places,
    /// How names of people begin.
    Beginnings,
    /// What stands behind a comma in an address, to its end.
    Ends,
    /// One field's own.
    Field(usize),
}

impl Group {
    pub fn of(book_type: &BookType, field: usize) -> Option<Self> {
        match book_type.fields.get(field)?.kind {
            Kind::Address | Kind::AdminUnit => Some(Self::Places),
            Kind::Name
            | Kind::Ethnicity
            | Kind::Nationality
            | Kind::RegistrationPlace
            | Kind::Text
            | Kind::Note => Some(Self::Field(field)),
            _ => None,
        }
    }

    /// The word that books of all types have for it; `None` when it is nothing to other books.
    pub fn told_as(self, book_type: &BookType) -> Option<String> {
        match self {
            Self::Places => Some(PLACES.to_owned()),
            Self::Beginnings => Some(BEGINNINGS.to_owned()),
            Self::Ends => Some(ENDS.to_owned()),
            Self::Field(field) => meaning(book_type, field),
        }
    }
}

struct Phrase {
    key: String,
    uses: u32,
    /// When it was used last, by a count of uses.
    last: u64,
}

/// The values of a book, by the fields that share them.
#[derive(Default)]
pub(crate) struct Phrases {
    groups: HashMap<Group, HashMap<String, Phrase>>,
    clock: u64,
}

impl Phrases {
    /// Those of a whole book.
    pub fn of(book_type: &BookType, inputs: &[CaseInput]) -> Self {
        let mut all = Self::default();
        for input in inputs {
            all.add(book_type, &input.record);
        }
        all
    }

    /// Those of one more case.
    pub fn add(&mut self, book_type: &BookType, record: &Record) {
        for field in 0..book_type.fields.len() {
            self.used(book_type, field, record.at(field));
        }
    }

    /// What other books of the office are told of it: the most used of every meaning. Full names of the people of
    /// its cases are not among it, nor free words that stand there once: they are about one family.
    pub fn told(&self, book_type: &BookType) -> BookPhrases {
        let mut all: BTreeMap<String, HashMap<&str, u32>> = BTreeMap::new();
        for (group, phrases) in &self.groups {
            let Some(meaning) = group.told_as(book_type) else {
                continue;
            };
            let known = all.entry(meaning).or_default();
            for (text, phrase) in phrases {
                *known.entry(text).or_default() += phrase.uses;
            }
        }
        let free: Vec<String> = (0..book_type.fields.len())
            .filter(|&field| !of_the_office(book_type, field))
            .filter_map(|field| meaning(book_type, field))
            .collect();
        let mut told = BookPhrases::new();
        for (meaning, known) in all {
            let least = if free.contains(&meaning) { COMMON } else { 1 };
            let mut best: Vec<(&str, u32)> =
                known.into_iter().filter(|one| one.1 >= least).collect();
            best.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            best.truncate(TOLD);
            if !best.is_empty() {
                let best = best.into_iter().map(|(text, uses)| (text.to_owned(), uses));
                told.insert(meaning, best.collect());
            }
        }
        told
    }

    fn used(&mut self, book_type: &BookType, field: usize, value: &FieldValue) {
        let text = value.text.as_str();
        let Some(group) = Group::of(book_type, field) else {
            return;
        };
        if text.is_empty() || text.chars().count() > LONGEST {
            return;
        }
        self.clock += 1;
        self.seen(group, text);
        for (group, part) in parts(book_type, field, text) {
            self.seen(group, &part);
        }
    }

    fn seen(&mut self, group: Group, text: &str) {
        let group = self.groups.entry(group).or_default();
        if let Some(phrase) = group.get_mut(text) {
            phrase.uses += 1;
            phrase.last = self.clock;
            return;
        }
        let phrase = Phrase {
            key: search_key(text),
            uses: 1,
            last: self.clock,
        };
        group.insert(text.to_owned(), phrase);
    }

    fn unused(&mut self, book_type: &BookType, field: usize, value: &FieldValue) {
        let text = value.text.as_str();
        let Some(group) = Group::of(book_type, field) else {
            return;
        };
        if text.chars().count() > LONGEST {
            return;
        }
        self.gone(group, text);
        for (group, part) in parts(book_type, field, text) {
            self.gone(group, &part);
        }
    }

    fn gone(&mut self, group: Group, text: &str) {
        let Some(group) = self.groups.get_mut(&group) else {
            return;
        };
        if let Some(phrase) = group.get_mut(text) {
            phrase.uses -= 1;
            if phrase.uses == 0 {
                group.remove(text);
            }
        }
    }

    /// Addresses that are new in this book and end like others of it, once their last comma is typed.
    pub fn ended(&self, typed: &str) -> Vec<String> {
        ended(typed, |rest| self.fitting(Group::Ends, rest))
    }

    /// How names begin that begin like what is typed.
    pub fn beginnings(&self, typed: &str) -> Vec<String> {
        let known = self.groups.get(&Group::Beginnings);
        let common = |text: &str| known.is_some_and(|all| all[text].uses >= COMMON);
        let all = self.fitting(Group::Beginnings, typed);
        let all = all.into_iter().filter(|text| common(text));
        all.map(str::to_owned).collect()
    }

    /// Takes in a change, so that a slip that was mended is not offered again.
    pub fn follow(&mut self, book_type: &BookType, change: &Change) {
        if let Change::Value {
            column,
            before,
            after,
            ..
        } = change
            && let Some(field) = book_type.field_index(column)
        {
            self.unused(book_type, field, before);
            self.used(book_type, field, after);
        }
    }

    /// Those that fit what is typed, the best first. Before anything is typed, the last used.
    pub fn fitting(&self, group: Group, typed: &str) -> Vec<&str> {
        // Twice as often weighs as much as twice as lately.
        let weight = |phrase: &Phrase| {
            let age = (self.clock - phrase.last + 1) as f64;
            f64::from(phrase.uses) / age.sqrt()
        };
        let known = self.groups.get(&group).into_iter().flatten();
        fitting(
            typed,
            known.map(|(text, one)| (text.as_str(), one.key.as_str(), weight(one))),
        )
    }
}

/// Of values with their keys and weights, those that fit what is typed, the best first.
pub(crate) fn fitting<'a>(
    typed: &str,
    known: impl Iterator<Item = (&'a str, &'a str, f64)>,
) -> Vec<&'a str> {
    let key = search_key(typed);
    let mut found: Vec<(u8, &str, f64)> = known
        .filter(|(text, ..)| *text != typed)
        .filter_map(|(text, of, weight)| Some((typing::matches(&key, of)?, text, weight)))
        .collect();
    found.sort_by(|a, b| (a.0.cmp(&b.0)).then(b.2.total_cmp(&a.2)).then(a.1.cmp(b.1)));
    found.into_iter().take(MOST).map(|one| one.1).collect()
}

/// An address whose last comma is typed, with the ends that fit what follows it.
pub(crate) fn ended<'a>(typed: &str, ends: impl FnOnce(&str) -> Vec<&'a str>) -> Vec<String> {
    let Some(comma) = typed.rfind([',', ';']) else {
        return Vec::new();
    };
    let (head, rest) = typed.split_at(comma + 1);
    let whole = ends(rest.trim())
        .into_iter()
        .map(|end| format!("{head} {end}"));
    whole.filter(|text| text != typed).collect()
}

/// Parts of a value that are offered by themselves: the beginnings of the name of a person, the ends of an
/// address.
fn parts(book_type: &BookType, field: usize, text: &str) -> Vec<(Group, String)> {
    match book_type.fields[field].kind {
        Kind::Name if book_type.person_of(field).is_some() => typing::beginnings(text)
            .map(|begin| (Group::Beginnings, begin))
            .collect(),
        Kind::Address | Kind::AdminUnit => text
            .match_indices([',', ';'])
            .map(|(at, _)| text[at + 1..].trim())
            .filter(|end| !end.is_empty())
            .map(|end| (Group::Ends, end.to_owned()))
            .collect(),
        _ => Vec::new(),
    }
}
