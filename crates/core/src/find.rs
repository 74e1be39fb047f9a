//! Finding people by what a person types: words a case is found by, and what a query asks for. Words are kept in
//! ASCII, so that an index needs to know nothing of Vietnamese.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::naming::Volume;
use crate::record::Record;
use crate::rules::registration_year;
use crate::schema::{BookType, Field, Kind, Role};
use crate::value::number::{number_key, number_part};
use crate::value::{PartialDate, text};
use crate::viet::fold::{name_key, search_key};
use crate::viet::tone;

/// Changes whenever words come out otherwise than before, so that an index is made anew.
pub const WORDS: u32 = 1;
/// Longest word that is kept or asked for, characters.
const LONGEST: usize = 24;

/// What a case is found by: words in ASCII, apart by spaces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Names of the people it is about, without marks.
    pub subject: String,
    /// The same with marks, as [`marked`] writes them; only words that have some.
    pub marked: String,
    /// Names of everybody else, and places.
    pub others: String,
    /// Dates, registration numbers, numbers of papers, the kind of book.
    pub numbers: String,
}

/// The words of a case.
#[must_use]
pub fn words(book_type: &BookType, record: &Record) -> Words {
    let mut out = Words::default();
    let mut numbers = vec![kind_word(&book_type.code)];
    for (index, field) in book_type.fields.iter().enumerate() {
        let value = record.text(index);
        if value.is_empty() || is_officer(field) {
            continue;
        }
        match field.kind {
            Kind::Name if field.role == Some(Role::SubjectName) => {
                put_all(&mut out.subject, bare_words(&search_key(value)));
                put_all(&mut out.subject, bare_words(&name_key(value)));
                put_all(&mut out.marked, marked_words(value));
            }
            Kind::Name => put_all(&mut out.others, bare_words(&search_key(value))),
            Kind::Address | Kind::AdminUnit | Kind::RegistrationPlace => {
                put_all(&mut out.others, bare_words(&search_key(value)));
            }
            Kind::Date => numbers.extend(date_words(value)),
            Kind::IdNumber | Kind::PersonalId => {
                numbers.extend(bare_words(&search_key(value)).map(str::to_owned));
            }
            _ if field.role == Some(Role::Number) => {
                let (number, rest) = number_key(&text::cleaned(value));
                if number > 0 {
                    let year = registration_year(book_type, record, Volume { year: 0, volume: 0 });
                    numbers.push(format!("s{number}"));
                    if year > 0 {
                        numbers.push(format!("s{number}y{year}"));
                    }
                }
                numbers.extend(bare_words(&search_key(&rest)).map(str::to_owned));
            }
            _ => {}
        }
    }
    put_all(&mut out.numbers, numbers.iter().map(String::as_str));
    out
}

/// Who signed and who wrote stand in every case of a book: finding them finds nobody.
#[must_use]
pub fn is_officer(field: &Field) -> bool {
    matches!(
        field.role,
        Some(Role::Signer | Role::SignerTitle | Role::Registrar)
    )
}

/// The word of a kind of book.
#[must_use]
pub fn kind_word(code: &str) -> String {
    format!("k{}", code.to_ascii_lowercase())
}

/// Appends words that are not there yet.
fn put_all<'a>(to: &mut String, words: impl Iterator<Item = impl AsRef<str> + 'a>) {
    for word in words {
        let word = word.as_ref();
        if !to.split(' ').any(|known| known == word) {
            if !to.is_empty() {
                to.push(' ');
            }
            to.push_str(word);
        }
    }
}

/// The words of a search key, as far as an index can keep them.
fn bare_words(key: &str) -> impl Iterator<Item = &str> {
    key.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| &word[..word.len().min(LONGEST)])
}

/// Words that have marks, with their marks as digits behind the letters: `Lê Thị` is `le6`, `thi5`.
fn marked_words(name: &str) -> impl Iterator<Item = String> {
    let lower = text::composed(name).to_lowercase();
    let one_spelling = tone::key(&lower).into_owned();
    let in_word = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let words: Vec<String> = one_spelling
        .split(|c: char| !in_word(c))
        .filter(|word| !word.is_empty() && !word.is_ascii())
        .map(marked)
        .collect();
    words.into_iter()
}

/// A word in lower case with its marks as digits behind the letters.
#[must_use]
pub fn marked(word: &str) -> String {
    let mut out = String::new();
    for c in word.nfd() {
        match c {
            'đ' => out.push_str("d9"),
            'ƀ' => out.push_str("b9"),
            '\u{300}' => out.push('1'),
            '\u{301}' => out.push('2'),
            '\u{303}' => out.push('3'),
            '\u{309}' => out.push('4'),
            '\u{323}' => out.push('5'),
            '\u{302}' => letter_mark(&mut out, '6'),
            '\u{306}' => letter_mark(&mut out, '7'),
            '\u{31b}' => letter_mark(&mut out, '8'),
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ => out.push('0'),
        }
    }
    out.truncate(2 * LONGEST);
    out
}

/// Marks that make another letter come before the tone, as they are typed.
fn letter_mark(out: &mut String, mark: char) {
    match out.pop() {
        Some(tone @ '1'..='5') => out.extend([mark, tone]),
        before => out.extend(before.into_iter().chain([mark])),
    }
}

/// A date as far as it is given, its year, month and day each a word: `1998`, `199806`, `19980605`.
fn date_words(value: &str) -> Vec<String> {
    let Ok(date) = PartialDate::parse(&text::cleaned(value)) else {
        // No day of the calendar, or a note beside it: its year is a year still.
        let key = search_key(value);
        let year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        return bare_words(&key).filter(year).map(str::to_owned).collect();
    };
    let mut words = vec![format!("{:04}", date.year())];
    let (_, month, _) = date.earliest();
    if !matches!(date, PartialDate::Year(_)) {
        words.push(format!("{}{month:02}", words[0]));
    }
    if let PartialDate::Day(day) = date {
        words.push(day.format("%Y%m%d").to_string());
    }
    words
}

/// What a person looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Every one of them must be there.
    pub asked: Vec<Asked>,
}

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A word of a name or a place, without marks, and with them where it was typed so.
    Text {
        /// Without marks.
        bare: String,
        /// As [`marked`] writes it.
        marked: Option<String>,
    },
    /// A number or a date: any of these.
    Number(Vec<Key>),
}

/// A word of the numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The word.
    pub word: String,
    /// Or how it begins.
    pub begins: bool,
}

impl Query {
    /// Reads what is typed. Words of one and the same letter count once.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut asked: Vec<Asked> = Vec::new();
        for part in typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
            if part.chars().any(|c| c.is_ascii_digit()) {
                let keys = numbers(part);
                if !keys.is_empty() {
                    asked.push(Asked::Number(keys));
                }
                continue;
            }
            let lower = tone::key(&text::composed(part).to_lowercase()).into_owned();
            let in_word = |c: char| c.is_alphanumeric() || is_combining_mark(c);
            // An apostrophe holds a minority's name together.
            let apostrophe = |c: char| matches!(c, '\'' | '’' | '‘' | '`' | '´');
            for word in lower.split(|c: char| !in_word(c) && !apostrophe(c)) {
                let key = search_key(word);
                let Some(bare) = bare_words(&key).next() else {
                    continue;
                };
                let word: String = word.chars().filter(|c| in_word(*c)).collect();
                asked.push(Asked::Text {
                    bare: bare.to_owned(),
                    marked: (!word.is_ascii()).then(|| marked(&word)),
                });
            }
        }
        asked.dedup();
        Self { asked }
    }

    /// Nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// Which of the words asked for a value has, by their beginnings. `kind` says what stands there.
    #[must_use]
    pub fn met(&self, kind: Kind, value: &str) -> Vec<bool> {
        let key = search_key(value);
        let names = name_key(value);
        let dates = if kind == Kind::Date {
            date_words(value)
        } else {
            Vec::new()
        };
        let has = |asked: &Asked| match asked {
            Asked::Text { bare, .. } => bare_words(&key)
                .chain(bare_words(&names))
                .any(|word| word.starts_with(bare)),
            Asked::Number(keys) => keys.iter().any(|one| {
                let bare = || bare_words(&key).filter(|_| dates.is_empty());
                dates.contains(&one.word)
                    || bare()
                        .any(|word| word == one.word || (one.begins && word.starts_with(&one.word)))
                    || one
                        .word
                        .strip_prefix('s')
                        .is_some_and(|n| bare().any(|word| word == n))
            }),
        };
        self.asked.iter().map(has).collect()
    }
}

/// What digits may mean: a registration number, a date, the beginning of a paper's number.
fn numbers(part: &str) -> Vec<Key> {
    let whole = |word: String| Key {
        word,
        begins: false,
    };
    let begins = |word: String| Key { word, begins: true };
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | '-');
    if !part.chars().all(plain) {
        // A passport's number.
        let key = search_key(part);
        return bare_words(&key)
            .map(|word| begins(word.to_owned()))
            .collect();
    }
    let parts: Vec<&str> = part
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .collect();
    let number = |text: &str| text.parse::<u32>().ok();
    match parts[..] {
        [one] => {
            let mut keys = Vec::new();
            if let Some(n) = number(number_part(one)).filter(|_| one.len() < 8) {
                keys.push(whole(format!("s{n}")));
            }
            let year = one.len() == 4 && matches!(number(one), Some(1800..=2199));
            if year {
                keys.push(whole(one.to_owned()));
            } else if one.len() >= 4 {
                keys.push(begins(one[..one.len().min(LONGEST)].to_owned()));
            }
            if matches!(one.len(), 6 | 8) {
                keys.extend(dates(number(&one[..2]), number(&one[2..4]), &one[4..]));
            }
            keys
        }
        [first, year] => {
            let mut keys = Vec::new();
            for year in years(year) {
                if let Some(n) = number(first) {
                    keys.push(whole(format!("s{n}y{year}")));
                    if (1..=12).contains(&n) {
                        keys.push(whole(format!("{year}{n:02}")));
                    }
                }
            }
            keys
        }
        [day, month, year] => dates(number(day), number(month), year),
        _ => Vec::new(),
    }
}

fn dates(day: Option<u32>, month: Option<u32>, year: &str) -> Vec<Key> {
    let (Some(day @ 1..=31), Some(month @ 1..=12)) = (day, month) else {
        return Vec::new();
    };
    let word = |year| Key {
        word: format!("{year}{month:02}{day:02}"),
        begins: false,
    };
    years(year).into_iter().map(word).collect()
}

/// A year of four digits, or both that two may mean.
fn years(text: &str) -> Vec<u32> {
    match (text.len(), text.parse::<u32>()) {
        (4, Ok(year)) => vec![year],
        (2, Ok(year)) => vec![1900 + year, 2000 + year],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::FieldValue;
    use crate::schema::Catalogue;

    fn birth(values: &[(&str, &str)]) -> (Words, Catalogue) {
        let catalogue = Catalogue::built_in().unwrap();
        let kind = catalogue.book_type("KS").unwrap();
        let mut record = Record::new(kind);
        for (column, text) in values {
            record.set(kind.field_index(column).unwrap(), FieldValue::given(*text));
        }
        (words(kind, &record), catalogue)
    }

    #[test]
    fn what_a_case_is_found_by() {
        let (words, _) = birth(&[
            ("so", "062"),
            ("ngayDangKy", "05.06.2008"),
            ("nksHoTen", "Đặng Thị Mỹ Hoà"),
            ("meHoTen", "Lê Thị Thử"),
            ("meNoiCuTru", "Thôn 7, xã An Nhơn"),
            ("meSoGiayToTuyThan", "012345678"),
            ("nksNgaySinh", "06.2008"),
        ]);
        assert_eq!(words.subject, "dang thi my hoa mi");
        assert_eq!(words.marked, "d9a75ng thi5 my3 hoa1");
        assert_eq!(words.others, "le thi thu thon 7 xa an nhon");
        assert_eq!(
            words.numbers,
            "kks s62 s62y2008 2008 200806 20080605 012345678"
        );
        let (hyphens, _) = birth(&[("nksHoTen", "H'Hen Niê"), ("chaHoTen", "Y Ê\u{306}ban")]);
        assert_eq!(hyphens.subject, "hhen nie h hen");
        assert_eq!(hyphens.others, "y eban");
    }

    #[test]
    fn what_is_asked() {
        let shown = |typed: &str| -> Vec<String> {
            let one = |asked: &Asked| match asked {
                Asked::Text { bare, marked: None } => bare.clone(),
                Asked::Text {
                    bare,
                    marked: Some(marked),
                } => format!("{bare}={marked}"),
                Asked::Number(keys) => {
                    let key =
                        |key: &Key| format!("{}{}", key.word, if key.begins { "*" } else { "" });
                    keys.iter().map(key).collect::<Vec<_>>().join("|")
                }
            };
            Query::parse(typed).asked.iter().map(one).collect()
        };
        for (typed, asked) in [
            ("nguyen  VAN an", &["nguyen", "van", "an"][..]),
            ("Hoà", &["hoa=hoa1"]),
            ("Hòa", &["hoa=hoa1"]),
            (
                "hoa 1998 an nhơn",
                &["hoa", "s1998|1998", "an", "nhon=nho8n"],
            ),
            ("62", &["s62"]),
            ("62/2008", &["s62y2008"]),
            ("6/2008", &["s6y2008|200806"]),
            ("5/6/98", &["19980605|20980605"]),
            ("05.06.1998", &["19980605"]),
            ("050698", &["s50698|050698*|19980605|20980605"]),
            ("0791980", &["s791980|0791980*"]),
            ("079198001234", &["079198001234*"]),
            ("C1234567", &["c1234567*"]),
            ("h'hen", &["hhen"]),
            ("--- ,", &[]),
            ("99/99/99", &[]),
        ] {
            assert_eq!(shown(typed), asked, "{typed}");
        }
    }

    proptest! {
        /// A name is found by every beginning of every of its words, with marks and without.
        #[test]
        fn beginnings_of_words_are_met(name in "([A-ZĐÊ][a-zăâđêôơưàảãạế]{0,5} ){1,4}", cut in 1..6_usize) {
            let bare = search_key(&name);
            for word in bare.split(' ').filter(|word| !word.is_empty()) {
                let part: String = word.chars().take(cut).collect();
                prop_assert_eq!(Query::parse(&part).met(Kind::Name, &name), [true]);
            }
            let all = Query::parse(&name);
            prop_assert!(all.met(Kind::Name, &name).iter().all(|met| *met));
        }

        #[test]
        fn anything_may_be_typed(typed in "\\PC{0,40}|[0-9/. -]{0,14}") {
            let query = Query::parse(&typed);
            for asked in query.asked {
                let words = match asked {
                    Asked::Text { bare, marked } => marked.into_iter().chain([bare]).collect(),
                    Asked::Number(keys) => keys.into_iter().map(|key| key.word).collect::<Vec<_>>(),
                };
                for word in words {
                    prop_assert!(!word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric()), "{word:?}");
                }
            }
        }
    }
}
