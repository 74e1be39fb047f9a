//! What a field has in common with another of the same case, learned from the cases before: the notice of death
//! is dated like the registration, the number of a decision is the case's, who asked is the father, somebody
//! died at home where they lived.

use super::Desk;
use super::propose::STEADY;
use crate::record::{FieldState, Record};
use crate::schema::{Kind, Role};
use crate::value::number::number_part;
use crate::value::text;

/// Shortest text, in characters, that is looked for within another: shorter ones stand there by chance.
const SHORTEST: usize = 6;

/// What a field would hold if it followed another one as it did in the cases before, and in how many of the
/// last of them it did.
pub(super) fn alike(desk: &Desk<'_>, field: usize) -> Option<(String, usize)> {
    let before = *desk.before.first()?;
    let needed = desk.before.len().min(2);
    let mut best: Option<(String, usize)> = None;
    // The nearest is asked first, and only a better one takes its place.
    for source in (0..field).rev() {
        let Some(way) = Way::learned(desk, before, source, field) else {
            continue;
        };
        let Some(value) = way.go(&text::cleaned(desk.record.text(source))) else {
            continue;
        };
        let last = desk.before.iter().take(STEADY);
        let right = |record: &&&Record| {
            let said = way.go(&text::cleaned(record.text(source)));
            said.is_some_and(|said| said == text::cleaned(record.text(field)))
        };
        let times = last.filter(right).count();
        if times >= needed && best.as_ref().is_none_or(|(_, most)| times > *most) {
            best = Some((value, times));
        }
    }
    best
}

/// How a text is made from another.
enum Way {
    /// It is the same.
    Same,
    /// It stands between these two.
    Within(String, String),
    /// Its number, this wide, stands between these two.
    Number(String, usize, String),
}

impl Way {
    fn go(&self, from: &str) -> Option<String> {
        if from.is_empty() {
            return None;
        }
        match self {
            Self::Same => Some(from.to_owned()),
            Self::Within(before, after) => Some(format!("{before}{from}{after}")),
            Self::Number(before, width, after) => {
                let number: u64 = number_part(from).parse().ok()?;
                Some(format!("{before}{number:0width$}{after}"))
            }
        }
    }

    /// How one field came from another in a case.
    fn learned(desk: &Desk<'_>, case: &Record, source: usize, field: usize) -> Option<Self> {
        let given = |record: &Record| record.at(source).state == FieldState::Given;
        if !given(case) || !given(desk.record) {
            return None;
        }
        let from = text::cleaned(case.text(source));
        let made = text::cleaned(case.text(field));
        if from.is_empty() || made.is_empty() {
            return None;
        }
        let fields = &desk.book_type.fields;
        let kinds = (fields[source].kind, fields[field].kind);
        let number = fields[source].role == Some(Role::Number);
        match kinds {
            _ if number => numbered(number_part(&from), &made).filter(|_| kinds.1 == Kind::Text),
            (Kind::Date, Kind::Date)
            | (Kind::Name, Kind::Name)
            | (Kind::IdNumber | Kind::PersonalId, Kind::IdNumber | Kind::PersonalId) => {
                (from == made && same_person(desk, source, field)).then_some(Self::Same)
            }
            (Kind::Ethnicity, Kind::Ethnicity) | (Kind::Nationality, Kind::Nationality) => {
                (from == made).then_some(Self::Same)
            }
            (a, b) if worded(a) && worded(b) => within(&from, &made),
            _ => None,
        }
    }
}

const fn worded(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Address | Kind::AdminUnit | Kind::RegistrationPlace | Kind::Text
    )
}

/// What belongs to one person alone is only taken over from somebody who bears the same name in this case. The
/// name itself is, and what belongs to nobody.
fn same_person(desk: &Desk<'_>, source: usize, field: usize) -> bool {
    let person = |index| desk.book_type.person_with(index);
    let (Some(from), Some(to)) = (person(source), person(field)) else {
        return true;
    };
    let name = |index: usize| text::cleaned(desk.record.text(index));
    from.prefix == to.prefix || to.name == field || name(from.name) == name(to.name)
}

/// Where a text stands whole in another.
fn within(from: &str, made: &str) -> Option<Way> {
    if from == made {
        return Some(Way::Same);
    }
    if from.chars().count() < SHORTEST {
        return None;
    }
    let at = made.find(from)?;
    let (before, after) = (&made[..at], &made[at + from.len()..]);
    let apart = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    (apart(before.chars().next_back()) && apart(after.chars().next()))
        .then(|| Way::Within(before.to_owned(), after.to_owned()))
}

/// Where a number stands in a text, with or without zeros before it.
fn numbered(number: &str, made: &str) -> Option<Way> {
    let number: u64 = number.parse().ok()?;
    let start = made.find(|c: char| c.is_ascii_digit())?;
    let rest = &made[start..];
    let width = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let same = rest[..width].parse() == Ok(number);
    same.then(|| Way::Number(made[..start].to_owned(), width, rest[width..].to_owned()))
}
