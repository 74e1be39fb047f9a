//! What is offered while somebody types: values known from elsewhere that begin like it, by its letters or by
//! the first letters of its syllables.

use std::collections::HashSet;

use crate::viet::fold::search_key;

/// The first letter of every syllable: `quang tri, da teh` begins `qtdt`.
fn initials(key: &str) -> impl Iterator<Item = char> {
    key.split(|c: char| !c.is_alphanumeric())
        .filter_map(|syllable| syllable.chars().next())
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
    let mut letters = typed.chars().filter(|c| *c != ' ');
    if letters.clone().nth(1).is_some() {
        let mut initials = initials(value);
        if letters.all(|letter| initials.next() == Some(letter)) {
            return Some(1);
        }
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
) -> Vec<&'a str> {
    let key = search_key(typed);
    let mut found: Vec<(u8, &str)> = values
        .filter(|(text, _)| *text != typed)
        .filter_map(|(text, value)| Some((matches(&key, value)?, text)))
        .collect();
    found.sort_by_key(|one| one.0);
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert(one.1));
    found.into_iter().take(most).map(|one| one.1).collect()
}
