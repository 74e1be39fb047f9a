//! One form for both placements of the tone: `hòa` and `hoà`, `thúy` and `thuý` are one word.
//!
//! Source: the list of tone placement variants handed to the project: the tone moves between the
//! two vowels of `oa oe uy` when the syllable ends there, and `q` comes not before (`quý` keeps
//! it on the y). For comparing only: what is kept is what the ledger says.

use std::borrow::Cow;

use super::alphabet::{Letter, parts, with_tone};
use crate::value::text;

const O: Letter = Letter::of('o');
const A: Letter = Letter::of('a');
const E: Letter = Letter::of('e');
const U: Letter = Letter::of('u');
const Y: Letter = Letter::of('y');
const Q: Letter = Letter::of('q');

/// The text with the tone of `oa oe uy` on the second vowel, composed (NFC). Case is kept.
#[must_use]
pub fn key(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    if !text::is_composed(text) {
        return Cow::Owned(key(&text::composed(text)).into_owned());
    }
    let mut out = String::new();
    // Up to where the text is in `out`.
    let mut done = 0;
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let this = parts(c);
        if let (Some((first @ (O | U), tone @ 1..)), Some(&(second_at, second))) =
            (this, chars.peek())
            && let Some((vowel, 0)) = parts(second)
            && matches!((first, vowel), (O, A | E) | (U, Y))
            && !(first == U && before == Some(Q))
        {
            let end = second_at + second.len_utf8();
            let ends_here = text[end..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphabetic() && !is_mark(c));
            if ends_here {
                out.push_str(&text[done..at]);
                out.push(with_tone(c, 0));
                out.push(with_tone(second, tone));
                done = end;
            }
        }
        before = this.map(|(letter, _)| letter);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Whether two texts differ at most in where the tone is placed (and in composition).
#[must_use]
pub fn same_spelling(a: &str, b: &str) -> bool {
    a == b || key(a) == key(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn both_placements_are_one() {
        for (old, new) in [
            ("hòa", "hoà"),
            ("Hòa", "Hoà"),
            ("HÒA", "HOÀ"),
            ("Thúy", "Thuý"),
            ("THỤY", "THUỴ"),
            ("khỏe", "khoẻ"),
            ("Lê Thị Thùy Hòa", "Lê Thị Thuỳ Hoà"),
            ("Úy", "Uý"),
            ("Hòa-Bình", "Hoà-Bình"),
        ] {
            assert_eq!(key(old), new);
            assert_eq!(key(new), new);
            assert!(same_spelling(old, new));
            let decomposed: String = old.nfd().collect();
            assert!(same_spelling(&decomposed, new));
        }
        for kept in [
            "quý", "Quỳ", "Qúy", "Hoàng", "Hòan", "mùa", "Nguyễn", "ngoéo", "òă", "Hoa",
        ] {
            assert!(matches!(key(kept), Cow::Borrowed(_)), "{kept}");
        }
        assert!(!same_spelling("hòa", "hóa"));
        assert!(!same_spelling("Hòa", "hoà"));
        assert!(!same_spelling("Quý", "Qúy"));
    }

    proptest! {
        #[test]
        fn key_is_final(s in "\\PC*|[qQoòóuúùyaeoàÒA \u{301}\u{300}n]*") {
            let once = key(&s).into_owned();
            prop_assert_eq!(key(&once).into_owned(), once);
        }
    }
}
