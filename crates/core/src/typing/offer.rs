//! What is offered while somebody types: values known from elsewhere that begin like it, by its letters or by
//! the first letters of its syllables.

use crate::viet::fold::search_key;

/// A value that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered<'a> {
    /// The value.
    pub text: &'a str,
    /// How well it fits, the least first.
    pub rank: (u8, usize),
}

/// The first letter of every syllable, with a bar between the parts of a place: `Quảng Trị, Đạ Tẻh` is `qtđt`
/// when somebody types it, and `qtdt` here.
#[must_use]
pub fn initials(key: &str) -> String {
    key.split(|c: char| !c.is_alphanumeric())
        .filter_map(|syllable| syllable.chars().next())
        .collect()
}

/// How a typed text fits a value, the better the less; `None` when it does not. Both as [`search_key`]s: its
/// beginning, the beginning of a later word, the first letters of its syllables, parts of its words in order.
#[must_use]
pub fn matches(typed: &str, value: &str) -> Option<u8> {
    if typed.is_empty() {
        return Some(3);
    }
    if value.starts_with(typed) {
        return Some(0);
    }
    // Short: the first letters of syllables. `qtd` and `qt d` both.
    let letters: String = typed.split(' ').collect();
    if letters.chars().count() >= 2 && initials(value).starts_with(&letters) {
        return Some(1);
    }
    let mut rest = value;
    for word in typed.split(' ') {
        let found = rest
            .char_indices()
            .map(|(at, _)| at)
            .filter(|&at| at == 0 || !rest[..at].ends_with(|c: char| c.is_alphanumeric()))
            .find(|&at| rest[at..].starts_with(word))?;
        rest = &rest[found + word.len()..];
    }
    Some(2)
}

/// The best of some values, in their order where they fit alike; each once, and not what is typed already.
#[must_use]
pub fn best<'a>(
    typed: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
    most: usize,
) -> Vec<Offered<'a>> {
    let key = search_key(typed);
    let mut found: Vec<Offered<'a>> = values
        .enumerate()
        .filter(|(_, (text, _))| *text != typed)
        .filter_map(|(at, (text, value))| {
            let rank = (matches(&key, value)?, at);
            Some(Offered { text, rank })
        })
        .collect();
    found.sort_by_key(|offered| offered.rank);
    let mut seen = std::collections::HashSet::new();
    found.retain(|offered| seen.insert(offered.text));
    found.truncate(most);
    found
}
