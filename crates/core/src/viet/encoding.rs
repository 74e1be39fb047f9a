//! Text in the encodings used before Unicode: TCVN3 (ABC), VNI-Windows, VISCII.
//!
//! Source: `assets/lists/legacy_*.tsv`, the tables handed to the project; `rules.md`
//! (`legacy_encoding`): decided over a whole column, never by one letter, since ñ is a letter of
//! Ê Đê and đ in VNI. What counts is words that become possible Vietnamese syllables only by
//! conversion. Run this before stray characters are removed: the soft hyphen is ư in TCVN3.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::syllable;

/// An encoding used before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Legacy {
    /// TCVN 5712:1993, fonts named `.Vn…`; capitals with a tone only by a font of capitals.
    Tcvn3,
    /// VNI-Windows, fonts named `VNI-…`: a vowel followed by its mark.
    Vni,
    /// VISCII (RFC 1456).
    Viscii,
}

const ALL: [Legacy; 3] = [Legacy::Tcvn3, Legacy::Vni, Legacy::Viscii];

struct Table {
    /// By code point below 256; `\0` where it stays.
    single: [char; 256],
    /// Base, mark, letter; sorted.
    pairs: Vec<(char, char, char)>,
}

impl Table {
    fn read(list: &str) -> Self {
        let mut table = Self {
            single: ['\0'; 256],
            pairs: Vec::new(),
        };
        let point = |text: &str| {
            u32::from_str_radix(text.trim().strip_prefix("U+")?, 16)
                .ok()
                .and_then(char::from_u32)
        };
        for line in list.lines().skip(1) {
            let Some((legacy, letter)) = line.split_once('\t') else {
                continue;
            };
            let mut codes = legacy.split(' ').filter_map(point);
            match (codes.next(), codes.next(), point(letter)) {
                (Some(base), Some(mark), Some(letter)) => table.pairs.push((base, mark, letter)),
                (Some(code), None, Some(letter)) => {
                    if let Some(slot) = table.single.get_mut(code as usize) {
                        *slot = letter;
                    }
                }
                _ => {}
            }
        }
        table.pairs.sort_unstable();
        table
    }

    fn single(&self, c: char) -> Option<char> {
        self.single
            .get(c as usize)
            .copied()
            .filter(|letter| *letter != '\0')
    }

    fn pair(&self, base: char, mark: char) -> Option<char> {
        if !('\u{C0}'..='\u{FF}').contains(&mark) {
            return None;
        }
        let find = |mark: char| {
            self.pairs
                .binary_search_by(|(b, m, _)| (*b, *m).cmp(&(base, mark)))
                .ok()
                .and_then(|at| self.pairs.get(at))
                .map(|(.., letter)| *letter)
        };
        // The case of the mark is often that of its neighbour: `Aùnh`.
        find(mark)
            .or_else(|| find(mark.to_lowercase().next()?))
            .or_else(|| find(mark.to_uppercase().next()?))
    }
}

static TABLES: LazyLock<[Table; 3]> = LazyLock::new(|| {
    [
        Table::read(include_str!("../../../../assets/lists/legacy_tcvn3.tsv")),
        Table::read(include_str!("../../../../assets/lists/legacy_vni.tsv")),
        Table::read(include_str!("../../../../assets/lists/legacy_viscii.tsv")),
    ]
});

/// The VISCII byte of a character that a program took for Windows-1252. Apostrophes, quotation
/// marks and dashes are left: they are far more often what they seem.
fn byte_of_1252(c: char) -> char {
    match c {
        '€' => '\u{80}',
        '‚' => '\u{82}',
        'ƒ' => '\u{83}',
        '„' => '\u{84}',
        '†' => '\u{86}',
        '‡' => '\u{87}',
        'ˆ' => '\u{88}',
        '‰' => '\u{89}',
        'Š' => '\u{8A}',
        '‹' => '\u{8B}',
        'Œ' => '\u{8C}',
        'Ž' => '\u{8E}',
        '•' => '\u{95}',
        '˜' => '\u{98}',
        '™' => '\u{99}',
        'š' => '\u{9A}',
        '›' => '\u{9B}',
        'œ' => '\u{9C}',
        'ž' => '\u{9E}',
        'Ÿ' => '\u{9F}',
        other => other,
    }
}

/// The text in Unicode. Text of TCVN3 in capitals only becomes capitals, and a word that starts
/// with a toned vowel gets a capital when all other words have one: TCVN3 has no such letters.
#[must_use]
pub fn convert(text: &str, from: Legacy) -> String {
    let table = &TABLES[from as usize];
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if from == Legacy::Vni
            && let Some(letter) = chars.peek().and_then(|mark| table.pair(c, *mark))
        {
            chars.next();
            out.push(letter);
            continue;
        }
        let code = if from == Legacy::Viscii {
            byte_of_1252(c)
        } else {
            c
        };
        out.push(table.single(code).unwrap_or(c));
    }
    if from == Legacy::Tcvn3 && !text.is_ascii() {
        with_capitals(text, out)
    } else {
        out
    }
}

fn with_capitals(legacy: &str, converted: String) -> String {
    let in_capitals = |word: &str| {
        let letters = || word.bytes().filter(u8::is_ascii_alphabetic);
        letters().count() > 1 && letters().all(|b| b.is_ascii_uppercase())
    };
    let small = legacy.contains(|c: char| c.is_ascii_lowercase());
    if !small && legacy.split_whitespace().any(in_capitals) {
        return converted.to_uppercase();
    }
    // ă â ê ô ơ ư đ have capitals: where they are small they were meant so.
    let lacks_capital = |c: char| c.is_lowercase() && !c.is_ascii() && !"ăâêôơưđ".contains(c);
    let firsts = || {
        converted
            .split_whitespace()
            .filter_map(|word| word.chars().next())
    };
    let names =
        firsts().any(char::is_uppercase) && firsts().all(|c| !c.is_lowercase() || lacks_capital(c));
    let mut out = String::with_capacity(converted.len());
    // Conversion is letter by letter: both have the same words.
    for (old, new) in legacy
        .split_inclusive(char::is_whitespace)
        .zip(converted.split_inclusive(char::is_whitespace))
    {
        if in_capitals(old) {
            out.push_str(&new.to_uppercase());
            continue;
        }
        let mut chars = new.chars();
        match chars.next() {
            Some(first) if names && lacks_capital(first) => {
                out.extend(first.to_uppercase());
                out.push_str(chars.as_str());
            }
            _ => out.push_str(new),
        }
    }
    out
}

/// A letter that no legacy text shows when it is taken for Latin-1 or Windows-1252.
fn is_modern(c: char) -> bool {
    matches!(c, '\u{100}'..='\u{24F}' | '\u{300}'..='\u{36F}' | '\u{1E00}'..='\u{1EFF}')
        && byte_of_1252(c) == c
}

/// A possible syllable in a sane mixture of cases.
fn is_plausible(word: &str) -> bool {
    let mut rest = word.chars();
    rest.next();
    let small = || rest.clone().any(char::is_lowercase);
    let capital = || rest.clone().any(char::is_uppercase);
    let first_is_small = word.starts_with(char::is_lowercase);
    syllable::is_possible(word) && !(capital() && (small() || first_is_small))
}

/// Words that may be legacy text: not ASCII, no digits, none of the signs that stand by
/// themselves in good text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| {
        (c.is_ascii() && !c.is_ascii_alphanumeric() && !c.is_ascii_control())
            || matches!(c, '\t' | '\n' | '\r' | '\u{2010}'..='\u{201F}' | '…')
    })
    .filter(|word| {
        !word.is_ascii()
            && !word.contains(|c: char| c.is_ascii_digit())
            // A sign alone (`½`, `°`) is a sign.
            && word.chars().nth(1).is_some()
            && !matches!(*word, "m²" | "m³" | "N°" | "n°" | "Nº" | "nº")
    })
}

/// What one encoding would explain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    /// Words that become possible by it.
    gained: u32,
    /// Of these, with signs that no name in any language has (`N÷`, `ViÖt`, `Nöõ`).
    strong: u32,
    /// Words that are impossible before and after.
    unexplained: u32,
    /// Which characters above 127 the gained words have.
    signs: u128,
}

impl Tally {
    fn see(&mut self, word: &str, from: Legacy) {
        let converted = convert(word, from);
        if converted == word || !is_plausible(&converted) {
            self.unexplained += 1;
            return;
        }
        // ñ alone says nothing: it is a letter of Ê Đê.
        if word.contains(['ñ', 'Ñ']) && word.replace('ñ', "đ").replace('Ñ', "Đ") == converted
        {
            return;
        }
        let mut signs = 0;
        for c in word.chars().map(byte_of_1252).map(u32::from) {
            if (128..256).contains(&c) {
                signs |= 1u128 << (c - 128);
            }
        }
        self.gained += 1;
        self.signs |= signs;
        self.strong += u32::from(is_strong(word));
    }

    fn add(&mut self, other: &Self) {
        self.gained += other.gained;
        self.strong += other.strong;
        self.unexplained += other.unexplained;
        self.signs |= other.signs;
    }

    fn score(&self) -> u32 {
        self.gained.saturating_sub(self.unexplained)
    }
}

/// A sign that is no letter, a capital beyond ASCII after a small letter, or two neighbours
/// beyond ASCII.
fn is_strong(word: &str) -> bool {
    let mut before = 'A';
    for c in word.chars() {
        if !c.is_ascii()
            && (!c.is_alphabetic()
                || matches!(c, 'ª' | 'º')
                || !before.is_ascii()
                || (c.is_uppercase() && before.is_lowercase()))
        {
            return true;
        }
        before = c;
    }
    false
}

/// What the values of a column (or of a whole file) say about their encoding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Values with letters that legacy text never shows.
    modern: u32,
    /// Words beyond ASCII that are possible as they are.
    fine: u32,
    tallies: [Tally; 3],
}

impl Evidence {
    /// Takes one value into account.
    pub fn see(&mut self, text: &str) {
        if text.is_ascii() && !text.contains(|c: char| c.is_ascii_control()) {
            return;
        }
        if text.chars().any(is_modern) {
            self.modern += 1;
            return;
        }
        for word in words(text) {
            if is_plausible(word) {
                self.fine += 1;
                continue;
            }
            for from in ALL {
                self.tallies[from as usize].see(word, from);
            }
        }
    }

    /// Adds what was seen elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.modern += other.modern;
        self.fine += other.fine;
        for (tally, more) in self.tallies.iter_mut().zip(&other.tallies) {
            tally.add(more);
        }
    }

    /// Whether a single word would become possible by some encoding; otherwise none of the values
    /// can be legacy text.
    #[must_use]
    pub fn suspects(&self) -> bool {
        self.tallies.iter().any(|tally| tally.gained > 0)
    }

    /// The encoding of the values, when they say so plainly: five words or more become possible
    /// by it, four times as many as stay impossible, by four different signs or half of them by
    /// signs that no name has; good Unicode is rare, and no other encoding does nearly as well.
    #[must_use]
    pub fn verdict(&self) -> Option<Legacy> {
        let from = self.best()?;
        let tally = &self.tallies[from as usize];
        (tally.gained >= 5
            && tally.unexplained.saturating_mul(4) <= tally.gained
            && (tally.signs.count_ones() >= 4 || tally.strong.saturating_mul(2) >= tally.gained)
            && self.modern.saturating_mul(10) <= tally.gained
            && self.fine <= tally.gained.saturating_mul(4))
        .then_some(from)
    }

    fn best(&self) -> Option<Legacy> {
        let score = |from: Legacy| self.tallies[from as usize].score();
        let best = ALL.into_iter().max_by_key(|from| score(*from))?;
        ALL.into_iter()
            .filter(|other| *other != best)
            .all(|other| score(best) * 2 > score(other) * 3)
            .then_some(best)
    }
}

/// The encoding of one value alone, only when it is beyond doubt: nothing modern, several words
/// become possible and no word stays impossible, by three different signs or more, and no other
/// encoding explains it as well.
#[must_use]
pub fn detect_one(text: &str) -> Option<Legacy> {
    if text.is_ascii() {
        return None;
    }
    let mut evidence = Evidence::default();
    evidence.see(text);
    let from = evidence.best()?;
    let tally = &evidence.tallies[from as usize];
    let many = tally.gained >= 3 || (tally.gained >= 2 && tally.strong >= 1);
    (evidence.modern == 0
        && many
        && tally.unexplained == 0
        && tally.signs.count_ones() >= 2
        && convert(text, from)
            .split(|c: char| !c.is_alphabetic())
            .all(|word| word.is_empty() || is_plausible(word)))
    .then_some(from)
}

#[cfg(test)]
#[path = "encoding_tests.rs"]
mod tests;
