//! Capitals of names.

use super::Desk;
use crate::schema::Kind;
use crate::value::text;
use crate::viet::apostrophe;

/// Every word with a capital, also behind a hyphen or a prefix with an apostrophe (H’Hen); the rest small.
#[must_use]
pub fn titled(name: &str) -> String {
    let mut begins = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if begins {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        begins = c == ' ' || c == '-' || apostrophe::is_variant(c);
    }
    out
}

/// A name that was typed all in small letters, with capitals. A capital anywhere shows that somebody chose
/// them: then it stays.
#[must_use]
pub fn capitalised(typed: &str) -> Option<String> {
    let chosen = typed.chars().any(char::is_uppercase);
    let any = typed.chars().any(char::is_alphabetic);
    (any && !chosen).then(|| titled(typed))
}

/// The first words of a name, that go on to another: family name, and family name with what follows it. In
/// small letters and ending with the space before the next.
pub fn beginnings(name: &str) -> impl Iterator<Item = String> + '_ {
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    (1..words.len().min(3)).map(move |count| words[..count].join(" ").to_lowercase() + " ")
}

/// Family names that a name will most likely begin with: those of others in this case who had it in common with
/// the same person in one of the cases before, or of all while there is no case to learn from.
#[must_use]
pub fn family_names(desk: &Desk<'_>, field: usize) -> Vec<String> {
    let family = |name: &str| beginnings(&text::clean(name)).next();
    let mut found: Vec<String> = Vec::new();
    for person in &desk.book_type.people {
        let (other, kind) = (person.name, desk.book_type.fields[person.name].kind);
        if other == field || kind != Kind::Name {
            continue;
        }
        let Some(name) = family(desk.record.text(other)) else {
            continue;
        };
        let shared = |text: &str, with: &str| family(text).is_some_and(|n| family(with) == Some(n));
        let learned = desk
            .before
            .iter()
            .any(|case| shared(case.text(field), case.text(other)));
        if (learned || desk.before.is_empty()) && !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
