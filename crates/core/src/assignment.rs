//! Who is to do what, and by when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::Id;
use crate::people::Right;
use crate::typing::{Within, date_from_short};
use crate::value::PartialDate;

/// What somebody is to do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "index.ts")]
pub enum Task {
    /// Type (*nhập*).
    #[default]
    Key,
    /// Type a second time without seeing the first (*nhập lần hai*).
    SecondKey,
    /// Look at what others typed (*soát*).
    Check,
    /// Mend what came back (*sửa*).
    Mend,
}

impl Task {
    /// Every task.
    pub const ALL: [Self; 4] = [Self::Key, Self::SecondKey, Self::Check, Self::Mend];

    /// The word it is kept under and its sentences are looked up by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::SecondKey => "second_key",
            Self::Check => "check",
            Self::Mend => "mend",
        }
    }

    /// What whoever does it has to be allowed.
    #[must_use]
    pub fn right(self) -> Right {
        match self {
            Self::Key | Self::SecondKey | Self::Mend => Right::Key,
            Self::Check => Right::Check,
        }
    }
}

/// Work given to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Identity.
    pub id: Id,
    /// The book.
    pub book: Id,
    /// What is to be done.
    pub task: Task,
    /// The cases of it; all of them, also those to come, when it names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Id>,
    /// Who is to do it.
    pub person: Id,
    /// Their name, as others are told it.
    pub name: String,
    /// By which day, `2026-12-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who gave it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// It was taken back, or is done with.
    #[serde(default)]
    pub closed: bool,
}

impl Assignment {
    /// Whether a case belongs to it.
    #[must_use]
    pub fn takes(&self, case: Id) -> bool {
        self.cases.is_empty() || self.cases.contains(&case)
    }
}

/// The day that somebody typed: `30/11/2026`, `301126`, and `2026-11-30` as it is kept. `None` when it is no whole day.
/// Two digits of a year mean one near `year`.
#[must_use]
pub fn due_day(typed: &str, year: u16) -> Option<NaiveDate> {
    let typed = typed.trim();
    match date_from_short(typed, Within::Near(year, year + 30)) {
        Some(PartialDate::Day(day)) => Some(day),
        Some(PartialDate::Month(..) | PartialDate::Year(_)) => None,
        None => NaiveDate::parse_from_str(typed, "%Y-%m-%d")
            .ok()
            .filter(|_| typed.len() == "2026-11-30".len()),
    }
}

/// Parts so many cases in equal ranges, from 1, one after the other: some with one case more than others, and none where
/// there are more people than cases.
#[must_use]
pub fn ranges(cases: u32, people: u32) -> Vec<(u32, u32)> {
    let people = people.min(cases);
    let end = |nth: u32| (u64::from(cases) * u64::from(nth) / u64::from(people)) as u32;
    (0..people)
        .map(|nth| (end(nth) + 1, end(nth + 1)))
        .collect()
}

/// Deals whole books of so many cases to people: each gets about as many cases, in books that stand beside each other
/// where that can be. `may` says of a book and a person whether they can have it. Gives the person of each book, none
/// where nobody can.
pub fn dealt(
    books: &[u32],
    people: usize,
    may: impl Fn(usize, usize) -> bool,
) -> Vec<Option<usize>> {
    let total: u64 = books.iter().copied().map(u64::from).sum();
    let (mut before, mut loads) = (0, vec![0u64; people]);
    let mut all = Vec::new();
    for (book, &cases) in books.iter().enumerate() {
        // Whose share the middle of the book lies in.
        let middle = before * 2 + u64::from(cases);
        let wish = (middle * people as u64 / (total * 2).max(1)) as usize;
        let wish = wish.min(people.saturating_sub(1));
        let least = || {
            (0..people)
                .filter(|&one| may(book, one))
                .min_by_key(|&one| loads[one])
        };
        let taker = if people > 0 && may(book, wish) {
            Some(wish)
        } else {
            least()
        };
        if let Some(taker) = taker {
            loads[taker] += u64::from(cases);
        }
        before += u64::from(cases);
        all.push(taker);
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cases_are_parted_in_equal_ranges() {
        assert_eq!(ranges(10, 3), [(1, 3), (4, 6), (7, 10)]);
        assert_eq!(ranges(2, 5), [(1, 1), (2, 2)]);
        assert_eq!(ranges(7, 1), [(1, 7)]);
        assert!(ranges(0, 3).is_empty() && ranges(3, 0).is_empty());
    }

    #[test]
    fn books_beside_each_other_go_to_the_same_person() {
        let anybody = |_, _| true;
        let to = |books: &[u32], people| -> Vec<usize> {
            dealt(books, people, anybody)
                .into_iter()
                .flatten()
                .collect()
        };
        assert_eq!(to(&[100; 6], 3), [0, 0, 1, 1, 2, 2]);
        assert_eq!(to(&[300, 100, 100, 100], 2), [0, 1, 1, 1]);
        assert_eq!(to(&[0, 0], 2), [0, 0]);
        assert_eq!(to(&[5], 4).len(), 1);
        assert_eq!(dealt(&[5], 0, anybody), [None]);
        // Who keyed a book does not get it again.
        let not_first = |book, person| person != book / 2;
        assert_eq!(
            dealt(&[10; 4], 2, not_first),
            [Some(1), Some(1), Some(0), Some(0)]
        );
        assert_eq!(dealt(&[10; 2], 1, not_first), [None, None]);
    }

    proptest! {
        #[test]
        fn everybody_gets_about_as_much(
            books in prop::collection::vec(0u32..1200, 1..200),
            people in 1usize..30,
        ) {
            let taken = dealt(&books, people, |_, _| true);
            prop_assert_eq!(taken.len(), books.len());
            let mut loads = vec![0u64; people];
            for (cases, taker) in books.iter().zip(&taken) {
                loads[taker.unwrap()] += u64::from(*cases);
            }
            let share = loads.iter().sum::<u64>() / people as u64;
            let largest = u64::from(*books.iter().max().unwrap());
            prop_assert!(loads.iter().all(|load| load.abs_diff(share) <= largest + 1));
            prop_assert!(taken.is_sorted(), "one after the other");
        }

        #[test]
        fn every_case_is_in_one_range(cases in 0u32..5000, people in 0u32..60) {
            let parts = ranges(cases, people);
            let mut next = 1;
            for (from, to) in &parts {
                prop_assert_eq!(*from, next);
                prop_assert!(to >= from);
                next = to + 1;
            }
            prop_assert!(parts.is_empty() || next == cases + 1);
            let sizes: Vec<u32> = parts.iter().map(|(from, to)| to - from + 1).collect();
            prop_assert!(sizes.iter().max().unwrap_or(&0) - sizes.iter().min().unwrap_or(&0) <= 1);
        }
    }

    #[test]
    fn a_day_is_read_as_it_is_typed() {
        for (typed, day) in [
            ("30/11/2026", Some("2026-11-30")),
            ("30.11.2026", Some("2026-11-30")),
            (" 5-1-27 ", Some("2027-01-05")),
            ("301126", Some("2026-11-30")),
            ("30112026", Some("2026-11-30")),
            ("2026-11-30", Some("2026-11-30")),
            ("31/11/2026", None),
            ("11/2026", None),
            ("2026", None),
            ("mai", None),
            ("", None),
        ] {
            let read = due_day(typed, 2026).map(|day| day.to_string());
            assert_eq!(read.as_deref(), day, "{typed}");
        }
    }
}
