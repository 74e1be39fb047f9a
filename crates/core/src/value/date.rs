//! Partial dates: a ledger may give a day, only a month, only a year, or nothing.

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A date as far as the ledger gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// `yyyy`
    Year(u16),
    /// `mm.yyyy`
    Month(u16, u8),
    /// `dd.mm.yyyy`
    Day(NaiveDate),
}

/// Why a text is not a date of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// Not `dd.mm.yyyy`, `mm.yyyy` or `yyyy`.
    Form,
    /// The right form, and no such day or month in the calendar (31.02).
    Impossible,
}

impl PartialDate {
    /// Reads exactly the sheet's forms: two-digit day and month, four-digit year, dots.
    ///
    /// # Errors
    /// See [`DateError`].
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let number = |digits: &[u8]| -> Result<u16, DateError> {
            digits.iter().try_fold(0, |sum, digit| {
                let value = digit.wrapping_sub(b'0');
                (value < 10)
                    .then(|| sum * 10 + u16::from(value))
                    .ok_or(DateError::Form)
            })
        };
        match text.as_bytes() {
            year @ [_, _, _, _] => Ok(Self::Year(number(year)?)),
            [m1, m2, b'.', year @ ..] if year.len() == 4 => {
                match (number(&[*m1, *m2])?, number(year)?) {
                    (month @ 1..=12, year) => Ok(Self::Month(year, month as u8)),
                    _ => Err(DateError::Impossible),
                }
            }
            [d1, d2, b'.', m1, m2, b'.', year @ ..] if year.len() == 4 => {
                let (day, month) = (number(&[*d1, *d2])?, number(&[*m1, *m2])?);
                let year = i32::from(number(year)?);
                NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day))
                    .map(Self::Day)
                    .ok_or(DateError::Impossible)
            }
            _ => Err(DateError::Form),
        }
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> u16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            // A four-digit year by construction.
            Self::Day(date) => date.year() as u16,
        }
    }

    /// The first day it can mean.
    #[must_use]
    pub fn earliest(self) -> (u16, u8, u8) {
        match self {
            Self::Year(year) => (year, 1, 1),
            Self::Month(year, month) => (year, month, 1),
            Self::Day(date) => (date.year() as u16, date.month() as u8, date.day() as u8),
        }
    }

    /// The last day it can mean; months count as 31 days, which is enough to compare.
    #[must_use]
    pub fn latest(self) -> (u16, u8, u8) {
        match self {
            Self::Year(year) => (year, 12, 31),
            Self::Month(year, month) => (year, month, 31),
            Self::Day(_) => self.earliest(),
        }
    }

    /// Surely later: even its first possible day is after the other's last.
    #[must_use]
    pub fn surely_after(self, other: Self) -> bool {
        self.earliest() > other.latest()
    }

    /// For file names: `2017-07-05`, `2017-07-00`, `2017-00-00`.
    #[must_use]
    pub fn file_part(self) -> String {
        match self {
            Self::Year(year) => format!("{year:04}-00-00"),
            Self::Month(year, month) => format!("{year:04}-{month:02}-00"),
            Self::Day(date) => {
                format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
            }
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{month:02}.{year:04}"),
            Self::Day(date) => {
                write!(
                    f,
                    "{:02}.{:02}.{:04}",
                    date.day(),
                    date.month(),
                    date.year()
                )
            }
        }
    }
}

/// What a loosely written date surely means: `1/2/1999`, `1-2-1999`, `1.2.1999`, `2/1999`. Only
/// forms with a four-digit year: a century is never guessed.
#[must_use]
pub fn reading_of(loose: &str) -> Option<PartialDate> {
    let pieces: Vec<&str> = loose
        .split(['/', '-', '.', ' '])
        .filter(|p| !p.is_empty())
        .collect();
    let numeric = |p: &&str| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit());
    if pieces.is_empty() || pieces.len() > 3 || !pieces.iter().all(numeric) {
        return None;
    }
    let (year, smaller) = pieces.split_last()?;
    if year.len() != 4 || smaller.iter().any(|p| p.len() > 2) {
        return None;
    }
    let padded: Vec<String> = smaller
        .iter()
        .map(|p| format!("{p:0>2}"))
        .chain([(*year).to_owned()])
        .collect();
    PartialDate::parse(&padded.join(".")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms() {
        assert_eq!(
            PartialDate::parse("05.07.2017").map(|d| d.file_part()),
            Ok("2017-07-05".into())
        );
        assert_eq!(
            PartialDate::parse("07.2017").map(|d| d.file_part()),
            Ok("2017-07-00".into())
        );
        assert_eq!(
            PartialDate::parse("2017").map(|d| d.file_part()),
            Ok("2017-00-00".into())
        );
        for bad in [
            "",
            "5.7.2017",
            "05/07/2017",
            "05.07.17",
            "2017.07.05",
            "05.07.2017.",
            ".2017",
            "١٢.2017",
            "0.5.07.2017",
            "05.2017.2017",
            "20175",
        ] {
            assert_eq!(PartialDate::parse(bad), Err(DateError::Form), "{bad}");
        }
        for impossible in [
            "31.02.2008",
            "00.01.2000",
            "29.02.1900",
            "13.2000",
            "00.2000",
        ] {
            assert_eq!(
                PartialDate::parse(impossible),
                Err(DateError::Impossible),
                "{impossible}"
            );
        }
        assert!(PartialDate::parse("29.02.2000").is_ok());
    }

    #[test]
    fn loose_dates_are_read_only_when_sure() {
        let read = |s| reading_of(s).map(|d| d.to_string());
        assert_eq!(read("1/2/1999").as_deref(), Some("01.02.1999"));
        assert_eq!(read("01-02-1999").as_deref(), Some("01.02.1999"));
        assert_eq!(read("2/1999").as_deref(), Some("02.1999"));
        assert_eq!(read(" 1 . 2 . 1999 ").as_deref(), Some("01.02.1999"));
        for unsure in [
            "01.02.99",
            "31/2/1999",
            "1999/2/1",
            "năm 1999",
            "1/2/3/1999",
            "",
        ] {
            assert_eq!(read(unsure), None, "{unsure}");
        }
    }

    #[test]
    fn partial_dates_compare_only_when_sure() {
        let d = |s| PartialDate::parse(s).ok();
        assert!(
            d("02.01.2008")
                .zip(d("2007"))
                .is_some_and(|(a, b)| a.surely_after(b))
        );
        assert!(
            d("02.01.2008")
                .zip(d("2008"))
                .is_some_and(|(a, b)| !a.surely_after(b))
        );
        assert!(
            d("06.2008")
                .zip(d("31.05.2008"))
                .is_some_and(|(a, b)| a.surely_after(b))
        );
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_the_same(s in "[0-9.]{4,10}") {
            if let Ok(date) = PartialDate::parse(&s) {
                prop_assert_eq!(date.to_string(), s);
            }
        }

        #[test]
        fn nothing_panics(s in "\\PC*") {
            let _ = (PartialDate::parse(&s), reading_of(&s));
        }
    }
}
