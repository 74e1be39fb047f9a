//! The letters of a name: which alphabet has them, and which only look as they should.
//!
//! Source: the list of look-alike letters handed to the project (Eth for Đ, caron for breve,
//! hooked b, dotless i, deprecated tone marks); the Cyrillic and Greek letters are those that
//! Unicode's confusables (UTS 39) give a Latin shape. `ñ` is a letter of Ê Đê and Gia Rai and of
//! the VNI encoding: it is never touched here. Apostrophes: [`super::apostrophe`].
//!
//! Letters are graphemes, a character and the marks on it: ê̆ ô̆ ơ̆ ư̆ have no code point.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::alphabet;
use super::apostrophe::is_variant;

const BREVE: char = '\u{306}';
const CARON: char = '\u{30C}';

/// Whose letter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// One of the 29 letters, any tone.
    Kinh,
    /// Of an orthography of the minorities (apostrophes too), or plain Latin f, j, w, z.
    Minority,
    /// Of none of them.
    Foreign,
}

/// The alphabet of one letter, given as [`graphemes`] gives it. Digits, spaces and other signs
/// that are no letters count as Kinh: they are somebody else's concern.
#[must_use]
pub fn alphabet_of(grapheme: &str) -> Alphabet {
    let mut chars = grapheme.chars();
    let Some(first) = chars.next() else {
        return Alphabet::Kinh;
    };
    if chars.next().is_none() && (alphabet::is_kinh(first) || !is_name_sign(first)) {
        return Alphabet::Kinh;
    }
    let composed: String = grapheme.nfc().collect();
    let mut chars = composed.chars();
    if chars.next().is_some_and(alphabet::is_kinh) && chars.next().is_none() {
        Alphabet::Kinh
    } else if is_plain_latin(grapheme) || super::orthography::in_any(&composed) {
        Alphabet::Minority
    } else {
        Alphabet::Foreign
    }
}

/// f, j, w, z: beyond the Kinh alphabet, and foreign to nobody.
pub(super) fn is_plain_latin(grapheme: &str) -> bool {
    matches!(grapheme, "f" | "j" | "w" | "z" | "F" | "J" | "W" | "Z")
}

/// Letters, marks and apostrophes.
fn is_name_sign(c: char) -> bool {
    c.is_alphabetic() || is_variant(c) || is_combining_mark(c)
}

/// The text cut into characters with the combining marks that follow them.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let mut end = first.len_utf8();
        if rest.as_bytes().get(end).is_some_and(|b| !b.is_ascii()) {
            end += rest[end..]
                .chars()
                .take_while(|c| is_combining_mark(*c))
                .map(char::len_utf8)
                .sum::<usize>();
        }
        let (grapheme, after) = rest.split_at(end);
        rest = after;
        Some(grapheme)
    })
}

/// The text with letters that only look right mended, composed (NFC); `None` when there is
/// nothing to mend. A word in true Cyrillic or Greek, with a letter no Latin one looks like,
/// stays as it is.
#[must_use]
pub fn lookalike(text: &str) -> Option<String> {
    if text.is_ascii() || !text.chars().any(is_suspect) {
        return None;
    }
    let before: String = text.nfc().collect();
    let mut out = String::with_capacity(before.len());
    for piece in before.split_inclusive(|c: char| !is_name_sign(c)) {
        let truly_other = piece
            .nfd()
            .any(|c| is_cyrillic_or_greek(c) && c.is_alphabetic() && latin_look(c).is_none());
        for grapheme in graphemes(piece) {
            mend(grapheme, truly_other, &mut out);
        }
    }
    let after: String = out.nfc().collect();
    (after != text && (after != before || has_deprecated(text))).then_some(after)
}

fn mend(grapheme: &str, keep_script: bool, out: &mut String) {
    let mut decomposed = grapheme.nfd().peekable();
    let Some(first) = decomposed.next() else {
        return;
    };
    let first = match first {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        'ɓ' | 'ƃ' => 'ƀ',
        'Ɓ' | 'Ƃ' => 'Ƀ',
        'ı' => 'i',
        c if !keep_script && is_cyrillic_or_greek(c) => latin_look(c).unwrap_or(c),
        c => c,
    };
    if matches!(first, 'b' | 'B') && decomposed.peek() == Some(&BREVE) {
        decomposed.next();
        out.push(if first == 'b' { 'ƀ' } else { 'Ƀ' });
    } else {
        out.push(first);
    }
    let vowel = matches!(
        first,
        'a' | 'e' | 'i' | 'o' | 'u' | 'A' | 'E' | 'I' | 'O' | 'U'
    );
    out.extend(decomposed.map(|mark| if vowel && mark == CARON { BREVE } else { mark }));
}

fn has_deprecated(text: &str) -> bool {
    text.contains(['\u{340}', '\u{341}'])
}

fn is_suspect(c: char) -> bool {
    matches!(
        c,
        'Ð' | 'ð'
            | 'Ɖ'
            | 'ɖ'
            | 'ɓ'
            | 'Ɓ'
            | 'ƃ'
            | 'Ƃ'
            | 'ı'
            | CARON
            | BREVE
            | '\u{340}'
            | '\u{341}'
            | '\u{11A}'
            | '\u{11B}'
            | '\u{1CD}'..='\u{1D4}'
    ) || is_cyrillic_or_greek(c)
}

fn is_cyrillic_or_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' | '\u{400}'..='\u{52F}')
}

/// The Latin letter that a bare Cyrillic or Greek one looks like.
fn latin_look(c: char) -> Option<char> {
    Some(match c {
        // Cyrillic
        'А' => 'A',
        'В' => 'B',
        'С' => 'C',
        'Е' => 'E',
        'Ԍ' => 'G',
        'Н' | 'Һ' => 'H',
        'І' | 'Ӏ' => 'I',
        'Ј' => 'J',
        'К' => 'K',
        'М' => 'M',
        'О' => 'O',
        'Р' => 'P',
        'Ԛ' => 'Q',
        'Ѕ' => 'S',
        'Т' => 'T',
        'Ѵ' => 'V',
        'Ԝ' => 'W',
        'Х' => 'X',
        'У' | 'Ү' => 'Y',
        'а' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' => 'i',
        'ј' => 'j',
        'к' => 'k',
        'ӏ' => 'l',
        'о' => 'o',
        'р' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'ѵ' => 'v',
        'ԝ' => 'w',
        'х' => 'x',
        'у' | 'ү' => 'y',
        // Greek
        'Α' => 'A',
        'Β' => 'B',
        'Ϲ' => 'C',
        'Ε' => 'E',
        'Η' => 'H',
        'Ι' => 'I',
        'Ϳ' => 'J',
        'Κ' => 'K',
        'Μ' => 'M',
        'Ν' => 'N',
        'Ο' => 'O',
        'Ρ' => 'P',
        'Τ' => 'T',
        'Χ' => 'X',
        'Υ' => 'Y',
        'Ζ' => 'Z',
        'α' => 'a',
        'ϲ' => 'c',
        'ι' => 'i',
        'ϳ' => 'j',
        'κ' => 'k',
        'η' => 'n',
        'ο' => 'o',
        'ρ' => 'p',
        'υ' => 'u',
        'ν' => 'v',
        'χ' => 'x',
        'γ' => 'y',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lookalikes_are_mended() {
        for (typed, mended) in [
            ("Anh Ðào", "Anh Đào"),
            ("ðào Ɖức ɖào", "đào Đức đào"),
            ("Nguyễn Vаn", "Nguyễn Van"),
            ("НОА", "HOA"),
            ("а\u{301}nh", "ánh"),
            ("Кра", "Kpa"),
            ("Ηοα", "Hoa"),
            ("όng", "óng"),
            ("Nguy\u{4d7}n", "Nguyĕn"),
            ("Y Bl\u{1ce}o", "Y Blăo"),
            ("ǍĚǏǑǓ ǎěǐǒǔ", "ĂĔĬŎŬ ăĕĭŏŭ"),
            ("Ê\u{30c}ban ơ\u{30c}", "Ê\u{306}ban ơ\u{306}"),
            ("Y Ɓhăm ɓƃ", "Y Ƀhăm ƀƀ"),
            ("b\u{306}ai B\u{306}", "ƀai Ƀ"),
            ("Nı", "Ni"),
            ("Hoa\u{340}ng", "Hoàng"),
        ] {
            assert_eq!(lookalike(typed).as_deref(), Some(mended), "{typed}");
            assert_eq!(lookalike(mended), None);
        }
        for fine in [
            "",
            "Nguyen Van A",
            "Nguyễn Thị Ỷ",
            "Y Ñhŏ",
            "Ñơr ñ",
            "Ê\u{306}ban ô\u{306}",
            "Kčăm Č",
            "Ƀăk",
            "Иванов",
            "Анна Каренина",
            "Παπαδόπουλος",
            "François",
            "Nguye\u{302}\u{303}n",
        ] {
            assert_eq!(lookalike(fine), None, "{fine}");
        }
    }

    #[test]
    fn alphabets() {
        for kinh in [
            "a",
            "ễ",
            "Đ",
            "a\u{301}",
            "e\u{302}\u{303}",
            "1",
            " ",
            "-",
            "",
        ] {
            assert_eq!(alphabet_of(kinh), Alphabet::Kinh, "{kinh}");
        }
        for minority in [
            "f",
            "W",
            "ñ",
            "Č",
            "ƀ",
            "Ƀ",
            "ê\u{306}",
            "Ơ\u{306}",
            "e\u{306}",
            "ŭ",
            "'",
            "’",
        ] {
            assert_eq!(alphabet_of(minority), Alphabet::Minority, "{minority}");
        }
        for foreign in ["ü", "ç", "а", "ě", "李", "n\u{303}\u{301}", "\u{301}"] {
            assert_eq!(alphabet_of(foreign), Alphabet::Foreign, "{foreign}");
        }
        assert_eq!(
            graphemes("Ê\u{306}ba\u{302}\u{301}n").collect::<Vec<_>>(),
            ["Ê\u{306}", "b", "a\u{302}\u{301}", "n"]
        );
    }

    proptest! {
        #[test]
        fn mending_is_final(s in "\\PC*|[аеорсАВЕКḓ̆̌bơê \u{301}\u{340}\u{30c}\u{306}иǎÐñ]*") {
            if let Some(once) = lookalike(&s) {
                prop_assert_eq!(lookalike(&once), None);
                prop_assert_ne!(once, s);
            }
        }

        #[test]
        fn graphemes_lose_nothing(s in "\\PC*|[aê\u{301}\u{306} ]*") {
            prop_assert_eq!(graphemes(&s).collect::<String>(), s.clone());
            for g in graphemes(&s) {
                let _ = alphabet_of(g);
            }
        }
    }
}
