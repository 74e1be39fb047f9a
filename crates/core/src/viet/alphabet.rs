//! The 29 letters of the Kinh alphabet, taken apart into letter and tone.
//!
//! One table indexed by code point, built when compiling: every function of [`super`] that walks
//! through ordinary Vietnamese text costs one look-up a letter.

/// The letters in alphabetical order; a letter's number is its place here, from 1.
const LETTERS: [char; 29] = [
    'a', 'ă', 'â', 'b', 'c', 'd', 'đ', 'e', 'ê', 'g', 'h', 'i', 'k', 'l', 'm', 'n', 'o', 'ô', 'ơ',
    'p', 'q', 'r', 's', 't', 'u', 'ư', 'v', 'x', 'y',
];
const CAPITALS: [char; 29] = [
    'A', 'Ă', 'Â', 'B', 'C', 'D', 'Đ', 'E', 'Ê', 'G', 'H', 'I', 'K', 'L', 'M', 'N', 'O', 'Ô', 'Ơ',
    'P', 'Q', 'R', 'S', 'T', 'U', 'Ư', 'V', 'X', 'Y',
];
/// The same without any mark.
const BARE: &[u8; 29] = b"aaabcddeeghiklmnooopqrstuuvxy";

/// Vowels: bare of tone, huyền, sắc, hỏi, ngã, nặng.
const TONED: [[char; 6]; 24] = [
    ['a', 'à', 'á', 'ả', 'ã', 'ạ'],
    ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'],
    ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'],
    ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'],
    ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'],
    ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'],
    ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'],
    ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'],
    ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'],
    ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'],
    ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'],
    ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'],
    ['A', 'À', 'Á', 'Ả', 'Ã', 'Ạ'],
    ['Ă', 'Ằ', 'Ắ', 'Ẳ', 'Ẵ', 'Ặ'],
    ['Â', 'Ầ', 'Ấ', 'Ẩ', 'Ẫ', 'Ậ'],
    ['E', 'È', 'É', 'Ẻ', 'Ẽ', 'Ẹ'],
    ['Ê', 'Ề', 'Ế', 'Ể', 'Ễ', 'Ệ'],
    ['I', 'Ì', 'Í', 'Ỉ', 'Ĩ', 'Ị'],
    ['O', 'Ò', 'Ó', 'Ỏ', 'Õ', 'Ọ'],
    ['Ô', 'Ồ', 'Ố', 'Ổ', 'Ỗ', 'Ộ'],
    ['Ơ', 'Ờ', 'Ớ', 'Ở', 'Ỡ', 'Ợ'],
    ['U', 'Ù', 'Ú', 'Ủ', 'Ũ', 'Ụ'],
    ['Ư', 'Ừ', 'Ứ', 'Ử', 'Ữ', 'Ự'],
    ['Y', 'Ỳ', 'Ý', 'Ỷ', 'Ỹ', 'Ỵ'],
];

const END: usize = 0x1EFA;
static TABLE: [u8; END] = table();

const fn number_of(letter: char, letters: &[char; 29]) -> u8 {
    let mut i = 0;
    while i < 29 {
        if letters[i] == letter {
            return i as u8 + 1;
        }
        i += 1;
    }
    0
}

const fn table() -> [u8; END] {
    let mut table = [0; END];
    let mut i = 0;
    while i < 29 {
        table[LETTERS[i] as usize] = i as u8 + 1;
        table[CAPITALS[i] as usize] = i as u8 + 1;
        i += 1;
    }
    let mut row = 0;
    while row < 24 {
        let letters = if row < 12 { &LETTERS } else { &CAPITALS };
        let number = number_of(TONED[row][0], letters);
        let mut tone = 1;
        while tone < 6 {
            table[TONED[row][tone] as usize] = number | (tone as u8) << 5;
            tone += 1;
        }
        row += 1;
    }
    table
}

/// A letter of the Kinh alphabet without its tone, as a number 1–29.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter(pub(super) u8);

impl Letter {
    /// The letter written so (lower case, no tone); 0 for anything else.
    pub(super) const fn of(c: char) -> Self {
        Self(number_of(c, &LETTERS))
    }

    /// Without any mark: `ơ` is `o`, `đ` is `d`.
    pub(super) fn bare(self) -> u8 {
        BARE[usize::from(self.0 - 1)]
    }

    pub(super) fn is_vowel(self) -> bool {
        matches!(
            LETTERS[usize::from(self.0 - 1)],
            'a' | 'ă' | 'â' | 'e' | 'ê' | 'i' | 'o' | 'ô' | 'ơ' | 'u' | 'ư' | 'y'
        )
    }

    /// Has a mark that makes it another vowel (ă â ê ô ơ ư).
    pub(super) fn is_marked_vowel(self) -> bool {
        self.is_vowel() && !LETTERS[usize::from(self.0 - 1)].is_ascii()
    }
}

/// Letter and tone (0 none, 1 huyền, 2 sắc, 3 hỏi, 4 ngã, 5 nặng) of a composed character of the
/// Kinh alphabet, either case.
#[inline]
pub(super) fn parts(c: char) -> Option<(Letter, u8)> {
    match TABLE.get(c as usize) {
        Some(&entry) if entry != 0 => Some((Letter(entry & 31), entry >> 5)),
        _ => None,
    }
}

/// Whether it is one of the 29 letters, with or without a tone.
#[inline]
pub(super) fn is_kinh(c: char) -> bool {
    TABLE.get(c as usize).is_some_and(|&entry| entry != 0)
}

/// The same vowel, same case, with another tone; unchanged when it is no vowel.
pub(super) fn with_tone(c: char, tone: u8) -> char {
    TONED
        .iter()
        .find(|row| row.contains(&c))
        .map_or(c, |row| row[usize::from(tone.min(5))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;

    #[test]
    fn letters_and_tones() {
        assert_eq!(LETTERS.iter().filter(|c| parts(**c).is_some()).count(), 29);
        for (row, upper) in TONED[..12].iter().zip(&TONED[12..]) {
            for (tone, (c, up)) in row.iter().zip(upper).enumerate() {
                assert_eq!(c.to_uppercase().next(), Some(*up));
                assert_eq!(parts(*c), Some((Letter::of(row[0]), tone as u8)));
                assert_eq!(parts(*c), parts(*up));
                let bare = c.nfd().find(|c| !is_combining_mark(*c));
                assert_eq!(parts(*c).map(|(l, _)| char::from(l.bare())), bare);
                assert_eq!(with_tone(row[0], tone as u8), *c);
            }
        }
        for no in [
            'f', 'j', 'w', 'z', 'F', 'ñ', 'ĕ', 'ƀ', 'Ð', '1', ' ', '\u{300}', '😀',
        ] {
            assert!(!is_kinh(no), "{no}");
        }
        assert_eq!(parts('Đ'), Some((Letter::of('đ'), 0)));
        assert_eq!(Letter::of('đ').bare(), b'd');
    }
}
