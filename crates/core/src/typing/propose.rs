//! What a case will most likely hold before anybody typed it: what stays the same from case to case, the next
//! number, a date in words.

use serde::Serialize;
use ts_rs::TS;

use super::Desk;
use super::alike::alike;
use super::dates::YEARS;
use super::people::Elsewhere;
use crate::record::{FieldState, FieldValue};
use crate::schema::{Kind, Role};
use crate::value::number::number_part;
use crate::value::{PartialDate, text};
use crate::viet::words::date_in_words;

/// Why something is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Why {
    /// The case before has it.
    Before,
    /// It follows the number before.
    Next,
    /// It is the date in words.
    Words,
    /// It follows another field of this case as it did before.
    Alike,
    /// The nearest book of the office has it.
    Elsewhere,
}

/// What is proposed for a field, until a person takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Proposal {
    /// Position of the field in the book type.
    pub field: usize,
    /// The value.
    pub value: FieldValue,
    /// Why.
    pub why: Why,
}

/// Cases in a row that have the same in a field, or leave it empty, until the cursor passes it.
pub(super) const STEADY: usize = 3;

/// What is proposed for a case, and which fields the cursor passes: those that have stayed the same for some
/// cases, those that the same cases left empty though nobody expects them to be filled, and what the book
/// itself gives. Only fields nobody has typed in.
#[must_use]
pub fn propose(desk: &Desk<'_>) -> (Vec<Proposal>, Vec<usize>) {
    let mut proposals = Vec::new();
    let mut passed = Vec::new();
    for (index, field) in desk.book_type.fields.iter().enumerate() {
        if !desk.record.at(index).is_untouched() {
            // The book itself gave these.
            if matches!(field.role, Some(Role::Volume | Role::RegistrationPlace)) {
                passed.push(index);
            }
            continue;
        }
        let before = desk.before.first().map(|record| record.at(index));
        let found = match (field.role, field.kind) {
            (Some(Role::Number), _) => before
                .and_then(|value| next_number(&value.text))
                .map(|text| (FieldValue::given(text), Why::Next)),
            // Not every ledger writes them: this one does when the case before has them.
            (_, Kind::DateWords)
                if desk.settings.words_from_digits
                    || before.is_some_and(|value| !value.text.is_empty()) =>
            {
                words(desk, index).map(|text| (FieldValue::given(text), Why::Words))
            }
            _ => {
                // What changes in most books may stay in this one: shown then, and never passed.
                let stays = field.keeps || stayed(desk, index) >= STEADY;
                let kept = before.filter(|value| stays && !value.is_untouched() && sure(value));
                let other = alike(desk, index).filter(|(text, times)| {
                    kept.is_none_or(|kept| kept.text != *text && *times >= stayed(desk, index))
                });
                match other {
                    Some((text, _)) => Some((FieldValue::given(text), Why::Alike)),
                    None => kept.map(|value| {
                        let value = FieldValue::said(value.state, &value.text);
                        (value, Why::Before)
                    }),
                }
            }
        };
        let last = desk.before.get(..STEADY).unwrap_or_default();
        let all = |like: &dyn Fn(&FieldValue) -> bool| {
            !last.is_empty() && last.iter().all(|record| like(record.at(index)))
        };
        let kept = !matches!(found, Some((_, Why::Alike)));
        let steady = field.keeps && kept && all(&|value| Some(value) == before);
        let unused = |value: &FieldValue| value.text.is_empty() && sure(value);
        if (found.is_some() && steady) || (found.is_none() && !field.expected && all(&unused)) {
            passed.push(index);
        }
        if let Some((value, why)) = found {
            proposals.push(Proposal {
                field: index,
                value,
                why,
            });
        }
    }
    (proposals, passed)
}

/// What is proposed for the first case of a book: what stays the same from case to case, as a case of a book near
/// it has it. Of another type of book, what means the same in both: who signed, and as what.
#[must_use]
pub fn propose_first(desk: &Desk<'_>, near: &Elsewhere<'_>) -> Vec<Proposal> {
    let same_type = near.book_type.code == desk.book_type.code;
    let mut proposals = Vec::new();
    for (index, field) in desk.book_type.fields.iter().enumerate() {
        if !field.keeps || !desk.record.at(index).is_untouched() {
            continue;
        }
        let theirs = match field.role {
            _ if same_type => Some(index),
            Some(role) => near.book_type.role(role).first().copied(),
            None => None,
        };
        let alike = |&theirs: &usize| {
            let other = &near.book_type.fields[theirs];
            other.kind == field.kind && other.list == field.list
        };
        let Some(value) = theirs.filter(alike).map(|theirs| near.record.at(theirs)) else {
            continue;
        };
        if !value.is_untouched() && sure(value) {
            proposals.push(Proposal {
                field: index,
                value: FieldValue::said(value.state, &value.text),
                why: Why::Elsewhere,
            });
        }
    }
    proposals
}

/// Whether it was read without doubt, or the ledger leaves it out: what could not be read says nothing about
/// the next case.
const fn sure(value: &FieldValue) -> bool {
    matches!(value.state, FieldState::Given | FieldState::LeftOut)
}

/// In how many of the last cases a field was as in the case before.
fn stayed(desk: &Desk<'_>, field: usize) -> usize {
    let pairs = desk.before.windows(2).take(STEADY);
    pairs
        .filter(|pair| pair[0].at(field) == pair[1].at(field))
        .count()
}

/// `62/2008` → `63/2008`, `062` → `063`; nothing behind what is no plain number.
fn next_number(so: &str) -> Option<String> {
    let so = text::clean(so);
    let number = number_part(&so);
    let digits =
        !number.is_empty() && number.len() <= 9 && number.bytes().all(|b| b.is_ascii_digit());
    let next = digits.then(|| number.parse::<u64>().ok())?? + 1;
    let width = number.len();
    Some(format!("{next:0width$}{}", &so[number.len()..]))
}

/// The date in digits that stands before a field for words, in words.
#[must_use]
pub fn words(desk: &Desk<'_>, index: usize) -> Option<String> {
    let fields = &desk.book_type.fields;
    let date = (0..index)
        .rev()
        .find(|&before| fields[before].kind == Kind::Date)?;
    let date = PartialDate::parse(&text::cleaned(desk.record.text(date))).ok()?;
    YEARS.contains(&date.year()).then(|| date_in_words(date))
}
