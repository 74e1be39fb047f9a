//! What is known of the world a ledger was written in: ethnic groups, states, administrative
//! units, identity papers, the law of the day, how names are built. Each fact is in
//! `assets/lists/`, with how sure it is where its source was not.
//!
//! Nothing here changes a value: it says what is known and what is near. Every list is read once,
//! when it is first asked for.

pub mod ethnic;
pub mod id;
pub mod law;
mod names;
pub mod nation;
pub mod person;
pub mod place;

use crate::value::text;

/// What a list of names says to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known<'a> {
    /// The list's own spelling; case, kind of apostrophe and stray spaces do not count.
    Exact(&'a str),
    /// Another name or spelling of it, also without marks, hyphens and spaces.
    Alias(&'a str),
    /// Not in the list, or more than one of it: the nearest, best first, three at most.
    Near(Vec<&'a str>),
    /// Nothing like it.
    Unknown,
}

impl<'a> Known<'a> {
    /// The one name of the list that is meant.
    #[must_use]
    pub fn name(&self) -> Option<&'a str> {
        match self {
            Self::Exact(name) | Self::Alias(name) => Some(name),
            Self::Near(_) | Self::Unknown => None,
        }
    }
}

/// Sex, as the sheet's codes and names tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Nam
    Male,
    /// Nữ
    Female,
}

impl Sex {
    /// From the code list `gioiTinh`: 1 male, 2 female, anything else is not said.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "1" => Some(Self::Male),
            "2" => Some(Self::Female),
            _ => None,
        }
    }
}

/// The rows of a list file: comments and the heading left out, cells split at tabs.
fn rows(file: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
}

/// What two spellings of one name share: letters and digits without case and marks. Spaces,
/// hyphens and apostrophes fall away.
fn key(raw: &str) -> String {
    let mut key = text::folded(raw);
    key.retain(char::is_alphanumeric);
    if !key.is_ascii() {
        key = key
            .chars()
            .map(|c| match c {
                'ð' => 'd',
                'ƀ' | 'ɓ' => 'b',
                other => other,
            })
            .collect();
    }
    key
}

/// How far two keys may lie apart and still be one misspelt: not at all for one or two letters,
/// one letter up to four, two above.
fn tolerance(key: &str) -> usize {
    match key.len() {
        0..=2 => 0,
        3..=4 => 1,
        _ => 2,
    }
}

/// Edit distance, swapped neighbours counting once; `None` above `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    if a.is_ascii() && b.is_ascii() {
        return distance_of(a.as_bytes(), b.as_bytes(), limit);
    }
    let letters = |text: &str| text.chars().collect::<Vec<char>>();
    distance_of(&letters(a), &letters(b), limit)
}

fn distance_of<T: PartialEq>(a: &[T], b: &[T], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let substituted = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substituted.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().all(|d| *d > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= limit)
}

/// The nearest of many, best first and then in their own order, at most three different ones.
fn nearest<T: Ord>(key: &str, of: impl Iterator<Item = (impl AsRef<str>, T)>) -> Vec<T> {
    let limit = tolerance(key);
    let mut found: Vec<(usize, T)> = Vec::new();
    for (other, value) in of {
        if let Some(distance) = distance(key, other.as_ref(), limit) {
            match found.iter_mut().find(|(_, known)| *known == value) {
                Some(known) => known.0 = known.0.min(distance),
                None => found.push((distance, value)),
            }
        }
    }
    found.sort();
    found.into_iter().take(3).map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::PartialDate;
    use proptest::prelude::*;

    #[test]
    fn distances() {
        for (a, b, limit, wanted) in [
            ("kinh", "kinh", 2, Some(0)),
            ("kinhh", "kinh", 2, Some(1)),
            ("knih", "kinh", 2, Some(1)),
            ("", "ab", 2, Some(2)),
            ("kinh", "thai", 2, None),
            ("giarai", "jrai", 2, None),
        ] {
            assert_eq!(distance(a, b, limit), wanted, "{a} {b}");
        }
    }

    #[test]
    fn keys() {
        for (text, wanted) in [
            ("Ê-đê", "ede"),
            ("Ea H’leo", "eahleo"),
            ("Ƀih", "bih"),
            (" - ", ""),
        ] {
            assert_eq!(key(text), wanted);
        }
    }

    /// Prints what look-ups cost; `cargo test --release -- --nocapture` shows it.
    #[test]
    fn look_ups_are_quick() {
        let time = |what: &str, work: &dyn Fn()| {
            work();
            let start = std::time::Instant::now();
            (0..1000).for_each(|_| work());
            println!("{what}: {:?}", start.elapsed() / 1000);
        };
        for text in ["Kinh", "KINH", "Ê-đê", "Kinhh"] {
            time(text, &|| drop(std::hint::black_box(ethnic::find(text))));
        }
        for text in ["Việt Nam", "Viet nam", "Việt Namm"] {
            time(text, &|| drop(std::hint::black_box(nation::find(text))));
        }
        time("personal number", &|| {
            std::hint::black_box(id::personal_id("066099000123"));
        });
        let (wed, born) = (PartialDate::Year(2010), PartialDate::Year(1990));
        time("marriage age", &|| {
            std::hint::black_box(law::underage(wed, born, true));
        });
        time("family name", &|| {
            std::hint::black_box(person::family_name("Lê Thị Hoa", "Kinh"));
        });
    }

    proptest! {
        #[test]
        fn distance_is_the_same_both_ways(a in "\\PC{0,8}", b in "[a-d]{0,8}") {
            prop_assert_eq!(distance(&a, &b, 3), distance(&b, &a, 3));
            prop_assert_eq!(distance(&a, &a, 0), Some(0));
        }
    }
}
