//! Whether a word can be a syllable of Vietnamese, as the names of Kinh people are written.
//!
//! Source: the rule `unlikely_syllable` of `rules.md` ("Names and text"); the tables of onsets
//! and rimes are ordinary Vietnamese spelling (chữ quốc ngữ). A syllable is an onset, a rime from
//! a closed list and one tone on one place of the rime. Syllables found only in loan words or in
//! place names of the minorities (`Đăk`, `Pác`, `Krông`) are not possible here.

use std::sync::LazyLock;

use super::alphabet::{Letter, parts};

/// Rimes that follow any onset, or none.
const RIMES: &str = "
    a e ê i o ô ơ u ư y
    ai ao au ay âu ây eo êu ia iu oi ôi ơi oa oe ua uê ui uy uơ ưa ưi ưu
    iêu yêu oai oay oao oeo uôi uây uya uyu ươi ươu
    am ăm âm em êm im om ôm ơm um iêm yêm uôm ươm oam oăm
    an ăn ân en ên in on ôn ơn un ưn iên yên uôn ươn oan oăn oen uân uơn uyên
    ang ăng âng eng ong ông oong ung ưng iêng yêng uông ương oang oăng uâng
    anh ênh inh oanh uênh uynh
    ac ăc âc ec oc ôc ooc uc ưc iêc uôc ươc oac oăc
    ach êch ich oach uêch uych
    at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uyt uyêt
    ap ăp âp ep êp ip op ôp ơp up iêp ươp oap uyp";

/// Rimes after `qu`, whose u is the glide. `Qui`, `Quí` beside `Quy`, `Quý`, and the southern
/// `Quới` are names in use.
const AFTER_QU: &str = "
    a ai ao au ay âu ây e eo ê i y ơ ơi
    am ăm an ăn ân en ên ơn yên ang ăng âng anh ênh inh ynh
    ac ăc ôc ach êch ich ych ap ăp at ăt ât et êt it yt yêt ơt";

/// The rime has the glide o/u before its vowel.
const GLIDE: u8 = 1;
/// … and does not follow b, m, ph, v.
const NOT_AFTER_LIPS: u8 = 2;
/// Only without an onset (yê…).
const ALONE: u8 = 4;
/// Only after an onset (iê…).
const NEVER_ALONE: u8 = 8;
/// Ends in p, t, c, ch: only sắc and nặng.
const STOPPED: u8 = 16;

struct Rime {
    key: u64,
    /// Places that may carry the tone, as bits.
    places: u8,
    flags: u8,
}

struct Tables {
    marked: Vec<Rime>,
    unmarked: Vec<Rime>,
    marked_qu: Vec<Rime>,
    unmarked_qu: Vec<Rime>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    marked: rimes(RIMES, false),
    unmarked: rimes(RIMES, true),
    marked_qu: rimes(AFTER_QU, false),
    unmarked_qu: rimes(AFTER_QU, true),
});

fn key(letters: &[Letter]) -> u64 {
    letters
        .iter()
        .fold(0, |key, letter| key << 5 | u64::from(letter.0))
}

fn rimes(list: &str, unmarked: bool) -> Vec<Rime> {
    let mut rimes: Vec<Rime> = list
        .split_whitespace()
        .map(|word| {
            let letters: Vec<Letter> = word.chars().map(Letter::of).collect();
            let bare: Vec<Letter> = letters
                .iter()
                .map(|l| Letter::of(char::from(l.bare())))
                .collect();
            Rime {
                key: key(if unmarked { &bare } else { &letters }),
                places: tone_places(word, &letters),
                flags: flags(word),
            }
        })
        .collect();
    rimes.sort_by_key(|rime| rime.key);
    rimes.dedup_by(|later, kept| {
        let same = later.key == kept.key;
        if same {
            kept.flags &= later.flags;
            kept.places |= later.places;
        }
        same
    });
    rimes
}

fn flags(rime: &str) -> u8 {
    let glide = (rime.starts_with(['o', 'u'])
        && rime
            .chars()
            .nth(1)
            .is_some_and(|c| matches!(c, 'a' | 'ă' | 'e' | 'ê' | 'â' | 'ơ' | 'y')))
        && rime != "ua";
    let hard = glide && !(rime.starts_with("oa") || rime.starts_with("oe") || rime == "uy")
        || rime.starts_with("oă");
    let mut flags = 0;
    for (flag, on) in [
        (GLIDE, glide),
        (NOT_AFTER_LIPS, hard),
        (ALONE, rime.starts_with("yê")),
        (NEVER_ALONE, rime.starts_with("iê")),
        (
            STOPPED,
            rime.ends_with(['p', 't', 'c']) || rime.ends_with("ch"),
        ),
    ] {
        if on {
            flags |= flag;
        }
    }
    flags
}

/// Where the tone stands: on the marked vowel (the last one); before a consonant on the last
/// vowel; in the middle of three; of two on the first, but `oa oe uy` have it on either (hòa,
/// hoà).
fn tone_places(rime: &str, letters: &[Letter]) -> u8 {
    let vowels = letters.iter().take_while(|l| l.is_vowel()).count();
    let place = match letters.iter().rposition(|l| l.is_marked_vowel()) {
        Some(marked) => marked,
        None if vowels < letters.len() => vowels - 1,
        None if vowels == 3 => 1,
        None if matches!(rime, "oa" | "oe" | "uy") => return 0b11,
        None => 0,
    };
    1 << place
}

const E: Letter = Letter::of('e');
const EE: Letter = Letter::of('ê');
const I: Letter = Letter::of('i');
const Y: Letter = Letter::of('y');
const G: Letter = Letter::of('g');
const Q: Letter = Letter::of('q');
const U: Letter = Letter::of('u');
const N: Letter = Letter::of('n');

const fn onset(word: &[char]) -> u64 {
    let (mut key, mut i) = (0, 0);
    while i < word.len() {
        key = key << 5 | Letter::of(word[i]).0 as u64;
        i += 1;
    }
    key
}

const C: u64 = onset(&['c']);
const K: u64 = onset(&['k']);
const ONE_G: u64 = onset(&['g']);
const GH: u64 = onset(&['g', 'h']);
const NG: u64 = onset(&['n', 'g']);
const NGH: u64 = onset(&['n', 'g', 'h']);
const GI: u64 = onset(&['g', 'i']);
const LIPS: [u64; 4] = [
    onset(&['b']),
    onset(&['m']),
    onset(&['p', 'h']),
    onset(&['v']),
];
const OTHERS: [u64; 15] = [
    onset(&['c', 'h']),
    onset(&['d']),
    onset(&['đ']),
    onset(&['h']),
    onset(&['k', 'h']),
    onset(&['l']),
    onset(&['n']),
    onset(&['n', 'h']),
    onset(&['r']),
    onset(&['s']),
    onset(&['t']),
    onset(&['t', 'h']),
    onset(&['t', 'r']),
    onset(&['x']),
    GI,
];

/// Whether the onset is one, and is spelled so before this letter: c/k, g/gh, ng/ngh.
fn onset_fits(onset: u64, next: Letter) -> bool {
    let front = matches!(next, E | EE | I | Y);
    match onset {
        0 => true,
        K | GH | NGH => front,
        C | ONE_G | NG => !front,
        _ => LIPS.contains(&onset) || OTHERS.contains(&onset),
    }
}

/// Whether the word can be a syllable of Vietnamese. Composed text (NFC), any case; both
/// placements of the tone (`hòa`, `hoà`); a word typed without any mark (`Nguyen`) counts when
/// some syllable with marks is spelled so. Anything but letters makes it impossible.
#[must_use]
pub fn is_possible(word: &str) -> bool {
    // The longest syllable is `nghiêng`.
    let mut letters = [Letter(0); 7];
    let mut length = 0;
    let (mut tone, mut tone_at) = (0, usize::MAX);
    for c in word.chars() {
        let (Some((letter, own_tone)), Some(slot)) = (parts(c), letters.get_mut(length)) else {
            return false;
        };
        *slot = letter;
        if own_tone != 0 {
            if tone != 0 {
                return false;
            }
            (tone, tone_at) = (own_tone, length);
        }
        length += 1;
    }
    let letters = &letters[..length];
    let unmarked = word.is_ascii();
    let tables = &*TABLES;
    let (table, table_qu) = if unmarked {
        (&tables.unmarked, &tables.unmarked_qu)
    } else {
        (&tables.marked, &tables.marked_qu)
    };
    let matches = |onset: u64, start: usize, table: &[Rime]| -> bool {
        let Ok(at) = table.binary_search_by_key(&key(&letters[start..]), |rime| rime.key) else {
            return false;
        };
        let Rime { places, flags, .. } = table[at];
        let has = |flag| flags & flag != 0;
        let tone_fits = if tone == 0 {
            unmarked || !has(STOPPED)
        } else {
            tone_at >= start
                && places >> (tone_at - start) & 1 == 1
                && (!has(STOPPED) || matches!(tone, 2 | 5))
        };
        tone_fits
            && !(onset == 0 && has(NEVER_ALONE))
            && !(onset != 0 && has(ALONE))
            && !(onset == GI && has(GLIDE))
            && !(has(NOT_AFTER_LIPS) && LIPS.contains(&onset))
    };
    match letters {
        [] => false,
        [Q, U, _, ..] => matches(0, 2, table_qu),
        // gì, gìn, giêng: the i is the vowel as well; giáp: it is not.
        [G, I] | [G, I, N] => matches(GI, 1, table),
        [G, I, E, ..] if unmarked => matches(GI, 1, table) || matches(GI, 2, table),
        [G, I, EE, ..] => matches(GI, 1, table),
        [G, I, next, ..] => next.is_vowel() && !matches!(*next, I | Y) && matches(GI, 2, table),
        _ => {
            let Some(start) = letters.iter().position(|l| l.is_vowel()) else {
                return false;
            };
            let onset = key(&letters[..start]);
            onset_fits(onset, letters[start]) && matches(onset, start, table)
        }
    }
}

#[cfg(test)]
#[path = "syllable_tests.rs"]
mod tests;
