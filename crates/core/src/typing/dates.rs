//! Dates in few digits: `5698`, `050698`, `5/6/98`, `6.98`, `98`.

use crate::value::PartialDate;

/// The years a date can lie in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// About that year, and not after the second.
    Near(u16, u16),
    /// Not after `latest`, not before `earliest`.
    Before {
        /// Last year it can be.
        latest: u16,
        /// First year it can be.
        earliest: u16,
    },
}

/// Years that four digits alone are taken for.
pub(super) const YEARS: std::ops::RangeInclusive<u16> = 1850..=2100;

impl Within {
    /// The year that two digits mean; `None` when no year, or more than one, will do.
    fn century(self, two: u16) -> Option<u16> {
        let years = [1800, 1900, 2000].map(|century| century + two);
        match self {
            Self::Near(about, longest) => years
                .into_iter()
                .filter(|year| *year <= longest)
                .min_by_key(|year| year.abs_diff(about))
                // Half a century away it is somebody's slip, not a date of this book.
                .filter(|year| year.abs_diff(about) < 40),
            // Of two the later is meant: few people in a ledger are over a hundred.
            Self::Before { latest, earliest } => years
                .into_iter()
                .rfind(|year| (earliest..=latest).contains(year)),
        }
    }

    fn year(self, digits: &str) -> Option<u16> {
        let number: u16 = digits.parse().ok()?;
        match digits.len() {
            2 => self.century(number),
            4 => YEARS.contains(&number).then_some(number),
            _ => None,
        }
    }
}

/// The date that was typed in short. `None` when it is no date, is written out already, or could be two.
#[must_use]
pub fn date_from_short(typed: &str, within: Within) -> Option<PartialDate> {
    let pieces: Vec<&str> = typed
        .split(['/', '-', '.', ',', ' '])
        .filter(|piece| !piece.is_empty())
        .collect();
    if pieces.is_empty() || !pieces.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    match pieces.as_slice() {
        [digits] => together(digits, within),
        [month, year] => date("", month, year, within),
        [day, month, year] => date(day, month, year, within),
        _ => None,
    }
}

/// Digits without anything between them.
fn together(digits: &str, within: Within) -> Option<PartialDate> {
    if digits.len() == 4
        && let Some(year) = within.year(digits)
    {
        return Some(PartialDate::Year(year));
    }
    // Every way to part them: day, month, year; a part that is not typed is empty.
    const WAYS: [&[(usize, usize, usize)]; 9] = [
        &[],
        &[],
        &[(0, 0, 2)],
        &[(0, 1, 2)],
        // Of `1299` the day comes first, as in `5698`: a month is typed with its zero or a dot.
        &[(1, 1, 2), (0, 2, 2)],
        &[(1, 2, 2), (2, 1, 2)],
        &[(2, 2, 2), (0, 2, 4), (1, 1, 4)],
        &[(1, 2, 4), (2, 1, 4)],
        &[(2, 2, 4)],
    ];
    let read = |&(d, m, _): &(usize, usize, usize)| {
        let (day, rest) = digits.split_at(d);
        let (month, year) = rest.split_at(m);
        date(day, month, year, within)
    };
    let mut ways = WAYS.get(digits.len())?.iter().filter_map(read);
    let first = ways.next()?;
    // Five and seven digits may part in two ways: neither is better.
    let unsure = digits.len() % 2 == 1 && ways.next().is_some_and(|other| other != first);
    (!unsure).then_some(first)
}

fn date(day: &str, month: &str, year: &str, within: Within) -> Option<PartialDate> {
    if day.len() > 2 || month.len() > 2 {
        return None;
    }
    let year = within.year(year)?;
    let text = match (day, month) {
        ("", "") => format!("{year:04}"),
        ("", month) => format!("{month:0>2}.{year:04}"),
        (day, month) => format!("{day:0>2}.{month:0>2}.{year:04}"),
    };
    PartialDate::parse(&text).ok()
}
