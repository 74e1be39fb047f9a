//! Keys for finding names, and how alike two names are.

use crate::value::text;

use super::apostrophe::is_variant;
use super::{alphabet, letters, tone};

/// What a search compares: no marks, lower case, `đ` as `d`, `ƀ` as `b`, single spaces, no
/// apostrophes, look-alike letters mended.
#[must_use]
pub fn search_key(text: &str) -> String {
    let mut key = with_apostrophes(text);
    if key.contains('\'') {
        key.retain(|c| c != '\'');
        if text::has_stray(&key) {
            key = text::without_stray(&key);
        }
    }
    key
}

/// [`search_key`] with apostrophes kept, as `'`.
fn with_apostrophes(text: &str) -> String {
    let ordinary = |c: char| alphabet::is_kinh(c) || (c.is_ascii() && !c.is_ascii_control());
    if text.chars().all(ordinary) {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match alphabet::parts(c) {
                Some((letter, _)) => out.push(char::from(letter.bare())),
                // Single spaces, none at the start.
                None if c == ' ' && (out.is_empty() || out.ends_with(' ')) => {}
                None if is_variant(c) => out.push('\''),
                None => out.push(c.to_ascii_lowercase()),
            }
        }
        out.truncate(out.trim_end().len());
        return out;
    }
    let mended = letters::lookalike(text);
    text::folded(mended.as_deref().unwrap_or(text))
        .chars()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| match c {
            'ƀ' => 'b',
            c if is_variant(c) => '\'',
            c => c,
        })
        .collect()
}

/// The key under which spellings of one person's name meet: as [`search_key`], with i and y one
/// letter where they are one sound (`Mỹ`, `Mĩ`; `Quý`, `Quí`), and the prefixes `H'`, `K'`, `Y`,
/// `A` of the minorities' names as words of their own, however they are joined.
#[must_use]
pub fn name_key(name: &str) -> String {
    let folded = with_apostrophes(name);
    let mut key = String::with_capacity(folded.len() + 2);
    for word in folded.split(' ') {
        let (prefix, rest) = match word.split_once('\'') {
            Some((prefix @ ("h" | "k"), rest)) => (prefix, rest),
            _ => ("", word),
        };
        for part in [prefix, rest] {
            let start = key.len();
            key.extend(part.chars().filter(|c| *c != '\''));
            if key.len() == start {
                continue;
            }
            unify_y(&mut key, start);
            key.push(' ');
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// Makes a closing y an i where it is the only vowel; a word `i` is `y`.
fn unify_y(key: &mut String, start: usize) {
    let word = key.get(start..).unwrap_or_default();
    if word == "i" {
        key.pop();
        key.push('y');
    } else if let Some(before) = word.strip_suffix('y')
        && (before.ends_with("qu")
            || before.ends_with(|c: char| {
                c.is_ascii_alphabetic() && !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
            }))
    {
        key.pop();
        key.push('i');
    }
}

/// How alike two names are, 0 to 1. 1: the same but for case and spaces; 0.99: but for where the
/// tone is placed; 0.96: but for marks and apostrophes; 0.95: but for how words are joined. Below
/// that, words are aligned in order and compared by Jaro–Winkler; words that are not alike count
/// nothing, so a common surname and middle name are not enough.
#[must_use]
pub fn similarity(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let (bare_a, bare_b) = (search_key(a), search_key(b));
    if bare_a == bare_b {
        let (a, b) = (text::clean(a).to_lowercase(), text::clean(b).to_lowercase());
        return if a == b {
            1.0
        } else if tone::same_spelling(&a, &b) {
            0.99
        } else {
            0.96
        };
    }
    if bare_a.is_empty() || bare_b.is_empty() {
        return 0.0;
    }
    let letters = |key: &str| -> String { key.split(' ').collect() };
    if bare_a.len().abs_diff(bare_b.len()) < 8 && letters(&bare_a) == letters(&bare_b) {
        return 0.95;
    }
    0.94 * aligned(&bare_a, &bare_b)
}

/// The best sum of word likenesses in order, over the number of words of the longer name.
fn aligned(a: &str, b: &str) -> f64 {
    const MOST: usize = 12;
    let mut before = [0.0f64; MOST + 1];
    let (mut count_a, mut count_b) = (0, 0);
    for word in a.split(' ').take(MOST) {
        count_a += 1;
        let mut row = [0.0f64; MOST + 1];
        for (at, other) in b.split(' ').take(MOST).enumerate() {
            count_b = count_b.max(at + 1);
            row[at + 1] = (before[at] + word_likeness(word, other))
                .max(before[at + 1])
                .max(row[at]);
        }
        before = row;
    }
    before[count_b] / count_a.max(count_b).max(1) as f64
}

fn word_likeness(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    // In one order, so that the answer does not depend on who is asked first.
    let likeness = strsim::jaro_winkler(a.min(b), a.max(b));
    if likeness < 0.7 { 0.0 } else { likeness }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn search_keys() {
        for (name, key) in [
            ("  Đặng  Thị Ỷ ", "dang thi y"),
            ("H’Hen Niê", "hhen nie"),
            ("H ' Hen", "h hen"),
            ("Y Ƀhăm Ê\u{306}ban", "y bham eban"),
            ("Anh Ðào", "anh dao"),
            ("Nguyễn\u{a0}Văn\tA", "nguyen van a"),
            ("KS-2008/01", "ks-2008/01"),
            ("İ", "i"),
            ("", ""),
        ] {
            assert_eq!(search_key(name), key);
        }
    }

    #[test]
    fn name_keys() {
        for spellings in [
            vec!["Mỹ Lý", "Mĩ Lí", "my ly"],
            vec!["Quý", "Quí", "QUY"],
            vec!["H'Hen Niê", "H’Hen Niê", "H' Hen Niê", "H Hen Nie"],
            vec!["K'Brửu", "K´ Brửu"],
            vec!["Như Ý", "Như Í"],
            vec!["Hòa", "Hoà"],
        ] {
            for other in &spellings {
                assert_eq!(name_key(other), name_key(spellings[0]), "{other}");
            }
        }
        for (name, key) in [
            ("H’Hen Niê", "h hen nie"),
            ("Y Moan Êñuôl", "y moan enuol"),
            ("A Páo", "a pao"),
            ("M'Đrắk", "mdrak"),
            ("Thúy Tây", "thuy tay"),
        ] {
            assert_eq!(name_key(name), key);
        }
    }

    #[test]
    fn likeness() {
        for (a, b, least, most) in [
            ("Nguyễn Văn An", "NGUYỄN  VĂN AN", 1.0, 1.0),
            ("Lê Thị Hòa", "Lê Thị Hoà", 0.99, 0.99),
            ("Đặng Thị Hoà", "Dang Thi Hoa", 0.95, 0.99),
            ("H'Hen Niê", "H’ Hen Niê", 0.95, 0.99),
            ("H'Hen Niê", "H’Hen Niê", 0.95, 0.99),
            ("Nguyễn Văn An", "Nguyễn Văn Anh", 0.85, 0.94),
            ("Nguyễn Văn Hùng", "Nguyễnn Văn Hùg", 0.85, 0.94),
            ("Nguyễn Văn An", "Nguyễn Văn Bình", 0.5, 0.7),
            ("Lê Thị Thu Hà", "Lê Thu Hà", 0.65, 0.8),
            ("Nguyễn Văn An", "Trần Thị Bích", 0.0, 0.3),
            ("", "An", 0.0, 0.0),
            ("", "", 1.0, 1.0),
        ] {
            let likeness = similarity(a, b);
            assert!((least..=most).contains(&likeness), "{a} {b}: {likeness}");
        }
    }

    proptest! {
        #[test]
        fn plain_keys_are_folded(s in "[ a-zA-ZăâđêôơưàảãạỶỄĐ.0-9-]{0,20}") {
            prop_assert_eq!(search_key(&s), text::folded(&s));
            prop_assert_eq!(search_key(&search_key(&s)), search_key(&s));
            prop_assert!(similarity(&s, &text::folded(&s)) >= 0.95);
        }

        #[test]
        fn likeness_is_mutual(
            a in "\\PC{0,20}|([A-ZĐÊ]?[a-zăâđêôơưàảãạ']{0,6} ){0,14}",
            b in "\\PC{0,20}|([A-ZĐÊ]?[a-zăâđêôơưàảãạ']{0,6} ){0,14}",
        ) {
            let likeness = similarity(&a, &b);
            prop_assert!((0.0..=1.0).contains(&likeness));
            prop_assert!((likeness - similarity(&b, &a)).abs() < 1e-9);
            prop_assert!(similarity(&a, &a) == 1.0);
            let _ = (name_key(&a), search_key(&a));
        }
    }
}
