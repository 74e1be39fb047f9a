//! Dates and ages in words, both ways: `Ngày mười lăm tháng tư năm một nghìn chín trăm tám mươi
//! lăm`.
//!
//! Source: `date_words.md` handed to the project. Words are read without their marks, so that
//! what was typed without them is read too. `năm` is both *year* and *five*: right before the
//! number of the year it is always *year*, so `tháng năm 1985` has no month and is no date, while
//! `tháng năm năm 1985` is May. What can be read in two ways is not read.

use chrono::NaiveDate;

use crate::value::{PartialDate, text};

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];

/// The date in words, as ledgers write it: `linh`, `nghìn`, `tháng tư`, `hai mươi mốt`.
#[must_use]
pub fn date_in_words(date: PartialDate) -> String {
    let mut words: Vec<&str> = Vec::with_capacity(16);
    let (_, month, day) = date.earliest();
    if matches!(date, PartialDate::Day(_)) {
        words.push("Ngày");
        below_hundred(day, &mut words);
    }
    if !matches!(date, PartialDate::Year(_)) {
        words.push(if words.is_empty() { "Tháng" } else { "tháng" });
        match month {
            4 => words.push("tư"),
            _ => below_hundred(month, &mut words),
        }
    }
    words.push(if words.is_empty() { "Năm" } else { "năm" });
    year(date.year(), &mut words);
    words.join(" ")
}

/// 1–99; nothing for 0.
fn below_hundred(number: u8, words: &mut Vec<&str>) {
    let (tens, units) = (usize::from(number / 10 % 10), usize::from(number % 10));
    match tens {
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([DIGITS[tens], "mươi"]),
    }
    match (tens, units) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(DIGITS[units]),
    }
}

fn year(year: u16, words: &mut Vec<&str>) {
    let (thousands, hundreds) = (usize::from(year / 1000 % 10), usize::from(year / 100 % 10));
    let rest = (year % 100) as u8;
    words.extend([DIGITS[thousands], "nghìn"]);
    if hundreds > 0 || rest > 0 {
        words.extend([DIGITS[hundreds], "trăm"]);
    }
    if (1..10).contains(&rest) {
        words.push("linh");
    }
    below_hundred(rest, words);
}

/// Words without marks, digits apart from letters, no other signs.
struct Words {
    folded: String,
}

impl Words {
    fn of(text: &str) -> Self {
        let folded = text::folded(text);
        let mut spaced = String::with_capacity(folded.len() + 8);
        let mut before = ' ';
        for c in folded.chars() {
            let c = if c.is_alphanumeric() { c } else { ' ' };
            if before.is_ascii_digit() != c.is_ascii_digit() && before != ' ' && c != ' ' {
                spaced.push(' ');
            }
            spaced.push(c);
            before = c;
        }
        Self { folded: spaced }
    }

    fn list(&self) -> Vec<&str> {
        self.folded.split_ascii_whitespace().collect()
    }
}

/// The date that the words say, whole and sure; also with digits among the words (`ngày 5 tháng
/// tư năm 1985`). Words for day, month and year may be missing where nothing else can be meant.
/// A text without a letter is no date in words.
#[must_use]
pub fn date_from_words(text: &str) -> Option<PartialDate> {
    if !text.chars().any(char::is_alphabetic) || text.len() > 300 {
        return None;
    }
    let words = Words::of(text);
    let words = words.list();
    // The year is the shortest or longest ending that is one; the rest must be day and month.
    let mut found = None;
    for start in (0..words.len()).rev() {
        let Some(year) = year_in(&words[start..]) else {
            continue;
        };
        let before = match words[..start].split_last() {
            Some((&"nam", before)) => before,
            _ => &words[..start],
        };
        for date in [day_and_month(before, year)].into_iter().flatten() {
            if found.replace(date).is_some_and(|other| other != date) {
                return None;
            }
        }
    }
    found
}

/// The words before the year: nothing, a month, a day and a month.
fn day_and_month(words: &[&str], year: u16) -> Option<PartialDate> {
    if words.is_empty() {
        return Some(PartialDate::Year(year));
    }
    let (day, month) = if let Some(at) = words.iter().position(|w| *w == "thang") {
        let month = month_in(&words[at + 1..])?;
        match &words[..at] {
            [] => return Some(PartialDate::Month(year, month)),
            day => (day_in(day)?, month),
        }
    } else {
        split_without_word(words)?
    };
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).map(PartialDate::Day)
}

/// Day and month with the word for month missing: only when there is one way to part them, and
/// the whole is not the day alone (`ngày mười hai`).
fn split_without_word(words: &[&str]) -> Option<(u8, u8)> {
    if day_in(words).is_some() {
        return None;
    }
    let mut ways = (1..words.len()).filter_map(|at| {
        let (day, month) = words.split_at(at);
        Some((day_in(day)?, month_in(month)?))
    });
    let only = ways.next()?;
    ways.next().is_none().then_some(only)
}

fn day_in(words: &[&str]) -> Option<u8> {
    let (words, most) = match words {
        ["ngay", "mong" | "mung", rest @ ..] | ["mong" | "mung", rest @ ..] => (rest, 10),
        ["ngay", rest @ ..] => (rest, 31),
        all => (all, 31),
    };
    small_number(words, most)
}

fn month_in(words: &[&str]) -> Option<u8> {
    match words {
        ["gieng"] => Some(1),
        ["chap"] => Some(12),
        _ => small_number(words, 12),
    }
}

fn small_number(words: &[&str], most: u8) -> Option<u8> {
    let number = match words {
        [digits] if digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().ok()?
        }
        _ => number_in(words)?,
    };
    (1..=u16::from(most))
        .contains(&number)
        .then_some(number as u8)
}

fn digit(word: &str) -> Option<u16> {
    Some(match word {
        "mot" => 1,
        "hai" => 2,
        "ba" => 3,
        "bon" | "tu" => 4,
        "nam" => 5,
        "sau" => 6,
        "bay" => 7,
        "tam" => 8,
        "chin" => 9,
        _ => return None,
    })
}

/// Also `lăm` and `nhăm`, which only follow tens.
fn digit_after_tens(word: &str) -> Option<u16> {
    match word {
        "lam" | "nham" => Some(5),
        other => digit(other),
    }
}

/// Numbers 1–99 in words without marks: `ba muoi lam`, `hai chuc`, and short `ba lam` = 35.
fn number_in(words: &[&str]) -> Option<u16> {
    match words {
        ["muoi"] => Some(10),
        ["muoi", unit] => Some(10 + digit_after_tens(unit)?),
        [unit] => digit(unit),
        [tens, more @ ..] => {
            let tens = digit(tens).filter(|tens| *tens > 1)? * 10;
            match more {
                ["muoi" | "chuc"] => Some(tens),
                ["muoi", unit] | [unit] => Some(tens + digit_after_tens(unit)?),
                _ => None,
            }
        }
        [] => None,
    }
}

/// 1000–2999, in four digits or in words: `hai nghìn không trăm linh tám`, `hai nghìn lẻ tám`.
fn year_in(words: &[&str]) -> Option<u16> {
    let year = match words {
        [digits] if digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().ok()?
        }
        [thousands, "nghin" | "ngan", rest @ ..] => {
            let hundreds_and_rest = match rest {
                [] => 0,
                ["khong", "tram", rest @ ..] if !rest.is_empty() => below_hundred_in(rest)?,
                [hundreds, "tram", rest @ ..] => {
                    digit(hundreds)? * 100
                        + match rest {
                            [] => 0,
                            rest => below_hundred_in(rest)?,
                        }
                }
                rest => below_hundred_in(rest)?,
            };
            digit(thousands)? * 1000 + hundreds_and_rest
        }
        _ => return None,
    };
    (1000..3000).contains(&year).then_some(year)
}

/// What follows the hundreds: a unit only after linh or lẻ (`chín trăm tám` is 980 to some).
fn below_hundred_in(words: &[&str]) -> Option<u16> {
    match words {
        ["linh" | "le", unit] => digit(unit),
        ["muoi"] | [_, _, ..] => number_in(words),
        _ => None,
    }
}

/// The age that stands where a birth date should: `35 tuổi`, `35t`, `T35`, `tuổi 35`,
/// `ba mươi lăm tuổi`. Returns years.
#[must_use]
pub fn age_in(text: &str) -> Option<u16> {
    // Both `tuổi` and its short form have it: a date in digits leaves here.
    if !text.contains(['t', 'T']) {
        return None;
    }
    let folded = text::folded(text).replace('.', " ");
    let folded = folded.trim();
    let digits = |s: &str| -> Option<u16> {
        let s = s.trim();
        (!s.is_empty() && s.len() <= 3 && s.bytes().all(|b| b.is_ascii_digit()))
            .then(|| s.parse().ok())?
    };
    for (prefix, suffix) in [("", "tuoi"), ("tuoi", ""), ("", "t"), ("t", "")] {
        let inner = folded
            .strip_prefix(prefix)
            .and_then(|rest| rest.strip_suffix(suffix));
        // Words count only beside the whole word for age: `ba t` is no age.
        let words = |inner: &str| {
            (prefix.len() + suffix.len() > 3)
                .then(|| number_in(&inner.split_whitespace().collect::<Vec<_>>()))?
        };
        if let Some(age) = inner.and_then(|inner| digits(inner).or_else(|| words(inner))) {
            return (age <= 130).then_some(age);
        }
    }
    None
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
