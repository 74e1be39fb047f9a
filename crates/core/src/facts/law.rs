//! What the law of the day asked: the age of marriage, the days within which births and deaths
//! are registered. Periods, numbers and how sure they are stand in `assets/lists/marriage_age.tsv`
//! and `deadlines.tsv`.
//!
//! The ledger stands whatever the law said: this only lets a slip of the pen be seen. Where dates
//! are partial, doubt never accuses.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use super::rows;
use crate::value::PartialDate;

/// A day as it is compared; a month may count 31 days.
type Day = (u16, u8, u8);

/// A marriage below the age of the law in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AgeBreach {
    /// The age the law asked for.
    pub required: u8,
    /// "đủ": full years; otherwise to have entered that year of age is enough ("bước sang tuổi").
    pub completed: bool,
    /// The law's short name.
    pub law: &'static str,
    /// Whether the rule was read in the law. The acts of 1959 and 1986 were not seen: they are
    /// taken in the lenient way, and before 25.03.1977 the act of 1959 held only in the North.
    pub sure: bool,
}

/// What is registered within a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// Birth.
    Birth,
    /// Death.
    Death,
}

/// A deadline in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// Days after the event.
    pub days: u16,
    /// The law's short name.
    pub law: &'static str,
    /// Whether it was read in the law. The decree of 1998 and the death deadline of 1961 were not
    /// seen, and until 1976 the decree of 1961 held only in the North.
    pub sure: bool,
}

struct AgePeriod {
    from: Day,
    until: Day,
    male: u8,
    female: u8,
    completed: bool,
    law: &'static str,
    sure: bool,
}

struct DeadlinePeriod {
    event: Event,
    from: Day,
    until: Day,
    deadline: Deadline,
}

static AGES: LazyLock<Vec<AgePeriod>> = LazyLock::new(|| {
    rows(include_str!("../../../../assets/lists/marriage_age.tsv"))
        .filter_map(|row| {
            let &[from, until, male, female, counting, law, confidence] = row.as_slice() else {
                return None;
            };
            Some(AgePeriod {
                from: day(from)?,
                until: day(until)?,
                male: male.parse().ok()?,
                female: female.parse().ok()?,
                completed: counting == "completed",
                law,
                sure: confidence == "sure",
            })
        })
        .collect()
});

static DEADLINES: LazyLock<Vec<DeadlinePeriod>> = LazyLock::new(|| {
    rows(include_str!("../../../../assets/lists/deadlines.tsv"))
        .filter_map(|row| {
            let &[event, from, until, days, _far, law, confidence] = row.as_slice() else {
                return None;
            };
            Some(DeadlinePeriod {
                event: if event == "birth" {
                    Event::Birth
                } else {
                    Event::Death
                },
                from: day(from)?,
                until: day(until)?,
                deadline: Deadline {
                    days: days.parse().ok()?,
                    law,
                    sure: confidence == "sure",
                },
            })
        })
        .collect()
});

fn day(text: &str) -> Option<Day> {
    let date: NaiveDate = text.parse().ok()?;
    Some((
        date.year().try_into().ok()?,
        date.month() as u8,
        date.day() as u8,
    ))
}

/// Whether a person born then was surely below the age of marriage on the day of marriage, by
/// the law of that day. Unknown days and months are taken in the person's favour – for the birth
/// that is what the act of 2014 itself says: month 1, day 1. Nothing is said before 13.01.1960.
#[must_use]
pub fn underage(marriage: PartialDate, birth: PartialDate, male: bool) -> Option<AgeBreach> {
    let (first, last) = (marriage.earliest(), marriage.latest());
    if first < AGES.first()?.from {
        return None;
    }
    let mut breach: Option<AgeBreach> = None;
    for period in AGES.iter().filter(|p| p.from <= last && first <= p.until) {
        let required = if male { period.male } else { period.female };
        let years = u16::from(required) - u16::from(!period.completed);
        if of_age_from(birth.earliest(), years) <= last.min(period.until) {
            return None;
        }
        breach = Some(AgeBreach {
            required,
            completed: period.completed,
            law: period.law,
            sure: period.sure && breach.is_none_or(|b| b.sure),
        });
    }
    breach
}

/// The birthday on which so many years are full; 29 February ends on the 28th where there is none.
fn of_age_from((year, month, day): Day, years: u16) -> Day {
    let year = year.saturating_add(years);
    let leap = NaiveDate::from_ymd_opt(i32::from(year), 2, 29).is_some();
    if (month, day) == (2, 29) && !leap {
        (year, 2, 28)
    } else {
        (year, month, day)
    }
}

/// The deadline in force on the day of registration; `None` where the law is not known or a
/// partial date leaves open which one it was. The longer terms for remote areas (1998–2006) do
/// not show here: that period is not sure anyway.
#[must_use]
pub fn deadline(event: Event, registered: PartialDate) -> Option<Deadline> {
    let (first, last) = (registered.earliest(), registered.latest());
    let mut found: Option<Deadline> = None;
    for period in DEADLINES
        .iter()
        .filter(|p| p.event == event && p.from <= last && first <= p.until)
    {
        if first < period.from && found.is_none() {
            return None;
        }
        found = match found {
            Some(other) if other.days != period.deadline.days => return None,
            Some(other) => Some(Deadline {
                sure: other.sure && period.deadline.sure,
                ..period.deadline
            }),
            None => Some(period.deadline),
        };
    }
    found
}

/// Whether an event was registered after its deadline: `None` where partial dates leave it open,
/// the deadline is not sure or the event comes after its registration.
#[must_use]
pub fn late(event: Event, happened: PartialDate, registered: PartialDate) -> Option<bool> {
    let deadline = deadline(event, registered).filter(|d| d.sure)?;
    let days = i64::from(deadline.days);
    let between = |from: NaiveDate, to: NaiveDate| to.signed_duration_since(from).num_days();
    let least = between(last_day(happened)?, first_day(registered)?);
    let most = between(first_day(happened)?, last_day(registered)?);
    if most < 0 {
        None
    } else if least > days {
        Some(true)
    } else if most <= days {
        Some(false)
    } else {
        None
    }
}

fn first_day(date: PartialDate) -> Option<NaiveDate> {
    let (year, month, day) = date.earliest();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
}

fn last_day(date: PartialDate) -> Option<NaiveDate> {
    let (year, month, day) = date.latest();
    (28..=u32::from(day))
        .rev()
        .chain([u32::from(day)])
        .find_map(|day| NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn every_row_of_the_lists_is_read() {
        assert_eq!((AGES.len(), DEADLINES.len()), (5, 9));
        for pair in AGES.windows(2) {
            assert!(pair[0].until < pair[1].from);
        }
    }

    #[test]
    fn marriage_age_by_the_law_of_the_day() {
        let law = |m, b, male| underage(date(m), date(b), male).map(|b| b.law);
        let of = |year: &'static str| Some(year);
        for (married, born, male, wanted) in [
            // TTLT 01/2016 Đ2: entered 18 under the act of 2000.
            ("09.01.2015", "10.01.1997", false, of("Luật HN&GĐ 2014")),
            ("10.01.2015", "10.01.1997", false, None),
            ("31.12.2014", "10.01.1997", false, None),
            ("10.01.2014", "10.01.1997", false, None),
            ("09.01.2014", "10.01.1997", false, of("Luật HN&GĐ 2000")),
            ("01.06.2014", "01.06.1995", true, None),
            ("01.06.2014", "02.06.1995", true, of("Luật HN&GĐ 2000")),
            // Unknown day and month: the first.
            ("01.01.2018", "2000", false, None),
            ("31.12.2017", "2000", false, of("Luật HN&GĐ 2014")),
            ("30.04.2018", "05.2000", false, of("Luật HN&GĐ 2014")),
            ("01.05.2018", "05.2000", false, None),
            // A partial day of marriage is taken late.
            ("2018", "31.12.2000", false, None),
            ("2017", "01.01.2000", false, of("Luật HN&GĐ 2014")),
            ("05.2018", "20.05.2000", false, None),
            // 29 February.
            ("28.02.2018", "29.02.2000", false, None),
            ("27.02.2018", "29.02.2000", false, of("Luật HN&GĐ 2014")),
            // Earlier laws, leniently.
            ("01.05.1990", "01.05.1973", false, None),
            ("01.05.1990", "01.06.1973", false, of("Luật HN&GĐ 1986")),
            ("01.05.1980", "1964", false, of("Luật HN&GĐ 1959")),
            ("01.01.1958", "1950", false, None),
            ("1960", "1950", false, None),
        ] {
            assert_eq!(law(married, born, male), wanted, "{married} {born} {male}");
        }
    }

    #[test]
    fn how_sure_a_breach_is() {
        let breach = |m, b| underage(date(m), date(b), true).unwrap();
        assert!(breach("01.05.2016", "1999").sure && breach("01.05.2016", "1999").completed);
        assert!(breach("01.05.2005", "1999").sure && !breach("01.05.2005", "1999").completed);
        assert!(!breach("01.05.1990", "1985").sure);
        assert!(!breach("01.05.1970", "1960").sure);
        assert_eq!(breach("01.05.1970", "1960").required, 20);
    }

    #[test]
    fn deadlines() {
        let days = |e, r| deadline(e, date(r)).map(|d| (d.days, d.sure));
        for (event, registered, wanted) in [
            (Event::Birth, "01.01.1961", None),
            (Event::Birth, "1961", None),
            (Event::Birth, "01.04.1961", Some((30, false))),
            (Event::Birth, "1990", Some((30, true))),
            (Event::Birth, "1998", Some((30, false))),
            (Event::Birth, "2005", Some((30, false))),
            (Event::Birth, "2006", None),
            (Event::Birth, "01.04.2006", Some((60, true))),
            (Event::Birth, "12.2015", Some((60, true))),
            (Event::Birth, "2024", Some((60, true))),
            (Event::Death, "1980", Some((1, false))),
            (Event::Death, "2003", Some((2, false))),
            (Event::Death, "2010", Some((15, true))),
        ] {
            assert_eq!(days(event, registered), wanted, "{registered}");
        }
    }

    #[test]
    fn lateness_is_said_only_when_sure() {
        for (event, happened, registered, wanted) in [
            (Event::Birth, "01.01.2017", "02.03.2017", Some(false)),
            (Event::Birth, "01.01.2017", "03.03.2017", Some(true)),
            (Event::Birth, "2015", "03.03.2017", Some(true)),
            (Event::Birth, "2017", "03.03.2017", None),
            (Event::Birth, "02.2017", "03.2017", Some(false)),
            (Event::Birth, "01.2017", "03.2017", None),
            (Event::Birth, "01.02.2018", "03.03.2017", None),
            (Event::Birth, "01.01.2000", "03.03.2001", None),
            (Event::Birth, "01.01.1990", "03.03.1990", Some(true)),
            (Event::Death, "01.01.1990", "03.03.1990", None),
            (Event::Death, "01.01.2017", "16.01.2017", Some(false)),
            (Event::Death, "01.01.2017", "17.01.2017", Some(true)),
        ] {
            assert_eq!(
                late(event, date(happened), date(registered)),
                wanted,
                "{happened} {registered}"
            );
        }
    }

    fn any_date() -> impl Strategy<Value = PartialDate> {
        ("[0-3][0-9]", "[01][0-9]", "[0-9]{4}", 0..3).prop_map(|(day, month, year, given)| {
            let text = match given {
                0 => year,
                1 => format!("{month}.{year}"),
                _ => format!("{day}.{month}.{year}"),
            };
            PartialDate::parse(&text).unwrap_or(PartialDate::Year(1985))
        })
    }

    proptest! {
        #[test]
        fn nothing_panics(a in any_date(), b in any_date(), male: bool) {
            let _ = (underage(a, b, male), late(Event::Birth, a, b), late(Event::Death, a, b));
        }
    }
}
