//! Clean text: NFC, no stray spaces, no control characters.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Whether the text is in composed form (NFC), as the delivered sheet must be.
#[must_use]
pub fn is_composed(text: &str) -> bool {
    is_nfc(text)
}

/// The same text in composed form (NFC).
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Characters that no ledger holds: control characters and invisible formatting marks
/// (zero-width space and joiners, byte-order mark, soft hyphen, direction marks).
#[must_use]
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Whether there are leading, trailing or doubled spaces, odd kinds of space, or unprintable
/// characters.
#[must_use]
pub fn has_stray(text: &str) -> bool {
    let mut before_is_space = true;
    for c in text.chars() {
        if is_unprintable(c) || (c.is_whitespace() && (c != ' ' || before_is_space)) {
            return true;
        }
        before_is_space = c == ' ';
    }
    !text.is_empty() && before_is_space
}

/// The text with stray spaces and unprintable characters mended: line breaks and tabs become one
/// space, the invisible ones vanish.
#[must_use]
pub fn without_stray(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut pending = false;
    for c in text.chars() {
        if c.is_whitespace() {
            pending = !out.is_empty();
        } else if !is_unprintable(c) {
            if pending {
                out.push(' ');
                pending = false;
            }
            out.push(c);
        }
    }
    out
}

/// Whether there is surely nothing to clean: only characters of ordinary Vietnamese, composed, and
/// single spaces between words. Nearly every value passes, and none of the slower looks is needed.
fn is_plain(text: &str) -> bool {
    // Numbers and dates, by far the most.
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return !text.is_empty();
    }
    let mut before_is_space = true;
    for c in text.chars() {
        let is_space = c == ' ';
        let ordinary =
            matches!(c, ' '..='~' | '\u{C0}'..='\u{24F}' | '\u{1EA0}'..='\u{1EF9}' | '’');
        if !ordinary || (is_space && before_is_space) {
            return false;
        }
        before_is_space = is_space;
    }
    !before_is_space
}

/// What is written to a sheet: composed and without stray characters.
#[must_use]
pub fn cleaned(text: &str) -> Cow<'_, str> {
    if text.is_empty() || is_plain(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(without_stray(&composed(text)))
}

/// As [`cleaned`], as a text of its own.
#[must_use]
pub fn clean(text: &str) -> String {
    cleaned(text).into_owned()
}

/// Folds for comparing labels and words: composed, lower case, no marks, `đ` as `d`, single
/// spaces.
#[must_use]
pub fn folded(text: &str) -> String {
    let bare: String = text
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    without_stray(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stray_is_found_and_mended() {
        for (raw, mended) in [
            (" Nguyễn Văn A", "Nguyễn Văn A"),
            ("Nguyễn  Văn A ", "Nguyễn Văn A"),
            ("Nguyễn\u{a0}Văn", "Nguyễn Văn"),
            ("Y\tNiê\r\n", "Y Niê"),
            ("H\u{200b}’Hen", "H’Hen"),
            ("  ", ""),
        ] {
            assert!(has_stray(raw), "{raw:?}");
            assert_eq!(without_stray(raw), mended);
        }
        for fine in ["", "Y Ƀhăm Êban", "H’Hen Niê", "Adrơ̆ng"] {
            assert!(!has_stray(fine), "{fine:?}");
        }
    }

    #[test]
    fn folding_drops_marks() {
        assert_eq!(folded("  Đặng  Thị Ỷ "), "dang thi y");
        assert_eq!(folded("Nữ"), "nu");
    }

    proptest! {
        #[test]
        fn cleaning_is_final(s in "\\PC*|[ \\t\\n\u{200b}ăâ\u{306}\u{302}]*") {
            let once = clean(&s);
            prop_assert_eq!(&once, &without_stray(&composed(&s)));
            prop_assert!(!has_stray(&once));
            prop_assert!(is_composed(&once));
            prop_assert_eq!(clean(&once), once);
        }
    }
}
