//! Capitals of names.

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
