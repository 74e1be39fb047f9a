//! Names of delivered files. The ministry's own text on names was not at hand, so the pattern is
//! a setting; the default is what practice shows (`KS.2017.01.2017-07-05.62.pdf`).

use std::collections::HashMap;

use crate::record::Record;
use crate::schema::{BookType, Role};
use crate::value::{PartialDate, number::number_part, text};

/// Longest file name, in characters, with its ending.
pub const LONGEST: usize = 100;

/// Default pattern of a case's PDF, without `.pdf`.
pub const DEFAULT_PATTERN: &str = "{type}.{yearOpened}.{volume}.{regDate:yyyy-mm-dd}.{number}";

/// Year and volume of a book, for rows whose own volume column does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    /// Year the book was opened.
    pub year: u16,
    /// Volume number in that year.
    pub volume: u16,
}

/// Reads `NN/YYYY` (also `N/YYYY`).
#[must_use]
pub fn volume_of(text: &str) -> Option<Volume> {
    let (volume, year) = text.split_once('/')?;
    let digits = |s: &str, most: usize| {
        !s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit())
    };
    let (volume, year) = (volume.trim(), year.trim());
    (digits(volume, 3) && year.len() == 4 && digits(year, 4)).then(|| {
        Some(Volume {
            year: year.parse().ok()?,
            volume: volume.parse().ok()?,
        })
    })?
}

/// A pattern for file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Type,
    YearOpened,
    Volume,
    RegDate,
    Number,
}

impl NamePattern {
    /// Reads a pattern such as [`DEFAULT_PATTERN`].
    ///
    /// # Errors
    /// The part that is not understood, or a character that a name may not hold.
    pub fn parse(pattern: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                pieces.push(Piece::Text(rest[..open].to_owned()));
            }
            let Some(close) = rest.find('}').filter(|close| *close > open) else {
                return Err(rest[open..].to_owned());
            };
            pieces.push(match &rest[open + 1..close] {
                "type" => Piece::Type,
                "yearOpened" => Piece::YearOpened,
                "volume" => Piece::Volume,
                "regDate:yyyy-mm-dd" | "regDate" => Piece::RegDate,
                "number" => Piece::Number,
                other => return Err(format!("{{{other}}}")),
            });
            rest = &rest[close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        for piece in &pieces {
            if let Piece::Text(text) = piece
                && !text.chars().all(allowed)
            {
                return Err(text.clone());
            }
        }
        if !pieces.contains(&Piece::Number) {
            return Err("{number}".to_owned());
        }
        Ok(Self(pieces))
    }

    /// The name, without `.pdf`, that a row's own columns give. `book` helps out when the volume
    /// column does not hold `NN/YYYY`.
    #[must_use]
    pub fn stem(&self, book_type: &BookType, record: &Record, book: Volume) -> String {
        let own = volume_of(record.role_text(book_type, Role::Volume)).unwrap_or(book);
        let mut name = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => name.push_str(text),
                Piece::Type => name.push_str(&book_type.code),
                Piece::YearOpened => name.push_str(&format!("{:04}", own.year)),
                Piece::Volume => name.push_str(&format!("{:02}", own.volume)),
                Piece::RegDate => {
                    let date =
                        PartialDate::parse(record.role_text(book_type, Role::RegistrationDate))
                            .ok();
                    name.push_str(
                        &date.map_or_else(|| "0000-00-00".to_owned(), PartialDate::file_part),
                    );
                }
                Piece::Number => name.push_str(&safe(number_part(
                    record.role_text(book_type, Role::Number),
                ))),
            }
        }
        // Room for `_999999` and `.pdf`. Only ASCII in here, so cutting is safe.
        name.truncate(LONGEST - 11);
        name
    }
}

impl Default for NamePattern {
    fn default() -> Self {
        Self(vec![
            Piece::Type,
            Piece::Text(".".into()),
            Piece::YearOpened,
            Piece::Text(".".into()),
            Piece::Volume,
            Piece::Text(".".into()),
            Piece::RegDate,
            Piece::Text(".".into()),
            Piece::Number,
        ])
    }
}

fn allowed(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// A number with what a file name may not hold folded away: `62 bis` → `62-bis`, `12Đ` → `12D`.
fn safe(number: &str) -> String {
    number
        .chars()
        .flat_map(|c| {
            let upper = c.is_uppercase();
            let folded = if c.is_ascii() {
                c.to_string()
            } else {
                text::folded(&c.to_string())
            };
            let folded = if upper { folded.to_uppercase() } else { folded };
            folded.chars().collect::<Vec<_>>()
        })
        .map(|c| if allowed(c) { c } else { '-' })
        .collect()
}

/// Names for many cases: those that would get one name (compared without case) get `_2`, `_3`,
/// in the order given, which must be that of the pages.
#[must_use]
pub fn distinct(stems: Vec<String>) -> Vec<String> {
    let mut taken: HashMap<String, ()> = stems.iter().map(|s| (s.to_lowercase(), ())).collect();
    let mut met: HashMap<String, u32> = HashMap::new();
    stems
        .into_iter()
        .map(|stem| {
            let count = met.entry(stem.to_lowercase()).or_insert(0);
            *count += 1;
            if *count == 1 {
                return stem;
            }
            // A number such as `5_2` may already be some other case's own name.
            loop {
                let name = format!("{stem}_{count}");
                if taken.insert(name.to_lowercase(), ()).is_none() {
                    return name;
                }
                *count += 1;
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::FieldValue;
    use crate::schema::Catalogue;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const BOOK: Volume = Volume {
        year: 2017,
        volume: 1,
    };

    fn stem(so: &str, date: &str, volume: &str) -> String {
        static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::built_in().unwrap());
        let ks = CATALOGUE.book_type("KS").unwrap();
        let mut record = Record::new(ks);
        for (column, text) in [("so", so), ("ngayDangKy", date), ("quyenSo", volume)] {
            record.set(ks.field_index(column).unwrap(), FieldValue::given(text));
        }
        NamePattern::default().stem(ks, &record, BOOK)
    }

    #[test]
    fn names_as_the_contract_gives_them() {
        for (so, date, volume, name) in [
            (
                "62/2017",
                "05.07.2017",
                "01/2017",
                "KS.2017.01.2017-07-05.62",
            ),
            ("05", "03.02.2017", "01/2017", "KS.2017.01.2017-02-03.05"),
            ("1", "07.2017", "01/2017", "KS.2017.01.2017-07-00.1"),
            ("1", "2017", "1/2017", "KS.2017.01.2017-00-00.1"),
            ("1", "", "", "KS.2017.01.0000-00-00.1"),
            ("1", "bad", "Q1", "KS.2017.01.0000-00-00.1"),
            ("62 bis", "2017", "02/2016", "KS.2016.02.2017-00-00.62-bis"),
            ("12Đ", "2017", "02/2016", "KS.2016.02.2017-00-00.12D"),
            ("", "2017", "01/2017", "KS.2017.01.2017-00-00."),
        ] {
            assert_eq!(stem(so, date, volume), name);
        }
    }

    #[test]
    fn patterns() {
        assert_eq!(
            NamePattern::parse(DEFAULT_PATTERN),
            Ok(NamePattern::default())
        );
        for bad in ["{type}", "{number", "{numbr}", "số {number}", ""] {
            assert!(NamePattern::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn names_are_distinct_short_and_plain(numbers in prop::collection::vec("[0-9]{1,2}(_2)?|\\PC{0,60}|[aA]", 0..30)) {
            let stems: Vec<String> = numbers.iter().map(|n| stem(n, "2017", "01/2017")).collect();
            let names = distinct(stems.clone());
            prop_assert_eq!(names.len(), stems.len());
            let mut lower: Vec<_> = names.iter().map(|n| n.to_lowercase()).collect();
            lower.sort();
            lower.dedup();
            prop_assert_eq!(lower.len(), names.len());
            for name in names {
                prop_assert!(name.len() + 4 <= LONGEST && name.chars().all(allowed));
            }
        }
    }
}
