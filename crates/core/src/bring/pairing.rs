//! Which case each row belongs to. No case is given to two rows; where two could be meant, or what is known of
//! row and case does not agree, a person is asked.

use std::collections::HashMap;
use std::hash::Hash;

use crate::viet::fold::similarity;

/// Names less alike than this are of two people.
const ANOTHER: f64 = 0.6;
/// Names at least this alike may be of one.
const MAYBE_ONE: f64 = 0.85;
/// Most cases that are laid before a person for one row.
const CANDIDATES: usize = 3;
/// Names that are compared at most: sheets of ten thousand rows in which nothing fits end in time.
const COMPARED: usize = 2_000_000;

/// How rows find their cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// The first row is the first case, and so on.
    Order,
    /// By the page of the book the case begins on.
    Page,
    /// By year and number of registration.
    Number,
    /// By the name of the picture's file.
    File,
}

/// What is known of a row, or of a case. Equal keys mean one case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traits {
    /// Year, number and what follows the number.
    pub number: Option<(u16, u64, String)>,
    /// Page of the book it begins on, from 1.
    pub page: Option<u64>,
    /// Names its picture may have, in small letters, without folder and ending.
    pub files: Vec<String>,
    /// Names of those it is about.
    pub names: Vec<String>,
}

impl Traits {
    /// What an ending and folders are taken off from: `scan/KS 037.JPG` is `ks 037`.
    #[must_use]
    pub fn stem(file: &str) -> String {
        let name = file.trim().rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = match name.rsplit_once('.') {
            Some((stem, ending)) if (2..=4).contains(&ending.len()) && !stem.is_empty() => stem,
            _ => name,
        };
        stem.to_lowercase()
    }

    /// What is known of both says that they are two.
    fn differ(&self, other: &Self) -> bool {
        let numbers = match (&self.number, &other.number) {
            (Some(a), Some(b)) => a != b,
            _ => false,
        };
        let mut names = self.names.iter().zip(&other.names);
        numbers || names.any(|(a, b)| similarity(a, b) < ANOTHER)
    }
}

/// Why a person is asked about a row, or why it has no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Number or names differ from what the case has.
    Differs,
    /// Several rows or several cases have this key.
    Twice,
    /// On this page are more or fewer cases than rows.
    Uneven,
    /// There are more rows than cases.
    MoreRows,
    /// The row has nothing to pair it by.
    NoKey,
    /// No case has its key.
    NoCase,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It belongs to that case.
    Sure(usize),
    /// A person is asked; the likeliest cases first, perhaps none.
    Asked(Doubt, Vec<usize>),
}

/// Pairs rows with cases; one fate a row. `chosen` is what a person said of a row: its case, or `None` when it has
/// none; cases that were chosen are out of the question for other rows. When the keys alone are to say, what else
/// differs is no doubt.
#[must_use]
pub fn pair(
    rows: &[Traits],
    cases: &[Traits],
    way: Pairing,
    keys_alone: bool,
    chosen: &HashMap<usize, Option<usize>>,
) -> Vec<Fate> {
    let found = match way {
        Pairing::Order => (0..rows.len())
            .map(|row| match row < cases.len() {
                true => Ok(row),
                false => Err((Doubt::MoreRows, Vec::new())),
            })
            .collect(),
        Pairing::Number => once(
            rows.iter().map(|row| row.number.clone()),
            cases.iter().map(|case| case.number.clone()),
        ),
        Pairing::Page => in_turn(
            rows.iter().map(|row| row.page),
            cases.iter().map(|case| case.page),
        ),
        Pairing::File => by_file(rows, cases),
    };
    let given: Vec<usize> = chosen.values().copied().flatten().collect();
    let mut budget = COMPARED;
    let fates = found.into_iter().enumerate().map(|(at, found)| {
        let (doubt, mut likely) = match found {
            Ok(case) if given.contains(&case) => (Doubt::Twice, Vec::new()),
            Ok(case) if !keys_alone && rows[at].differ(&cases[case]) => {
                (Doubt::Differs, vec![case])
            }
            Ok(case) => return Fate::Sure(case),
            Err((Doubt::Uneven, likely)) if keys_alone && !given.contains(&likely[0]) => {
                return Fate::Sure(likely[0]);
            }
            Err(asked) => asked,
        };
        if budget > 0 {
            budget = budget.saturating_sub(cases.len());
            likely.extend(namesakes(&rows[at], cases));
        }
        let mut seen = Vec::new();
        likely.retain(|case| {
            !given.contains(case) && !seen.contains(case) && {
                seen.push(*case);
                true
            }
        });
        likely.truncate(CANDIDATES);
        Fate::Asked(doubt, likely)
    });
    let mut fates: Vec<Fate> = fates.collect();
    for (&row, case) in chosen {
        if let (Some(fate), Some(case)) = (fates.get_mut(row), case) {
            *fate = Fate::Sure(*case);
        }
    }
    fates
}

type Found = Result<usize, (Doubt, Vec<usize>)>;

fn places<K: Hash + Eq>(keys: impl Iterator<Item = Option<K>>) -> HashMap<K, Vec<usize>> {
    let mut all: HashMap<K, Vec<usize>> = HashMap::new();
    for (at, key) in keys.enumerate() {
        if let Some(key) = key {
            all.entry(key).or_default().push(at);
        }
    }
    all
}

/// A key names one row and one case, or a person is asked.
fn once<K: Hash + Eq + Clone>(
    rows: impl Iterator<Item = Option<K>> + Clone,
    cases: impl Iterator<Item = Option<K>>,
) -> Vec<Found> {
    let of_rows = places(rows.clone());
    let of_cases = places(cases);
    rows.map(|key| {
        let key = key.ok_or((Doubt::NoKey, Vec::new()))?;
        let found = of_cases.get(&key).ok_or((Doubt::NoCase, Vec::new()))?;
        match found.as_slice() {
            [one] if of_rows[&key].len() == 1 => Ok(*one),
            _ => Err((Doubt::Twice, found.clone())),
        }
    })
    .collect()
}

/// Several rows of one key are its cases in order, when there are as many.
fn in_turn<K: Hash + Eq + Clone>(
    rows: impl Iterator<Item = Option<K>> + Clone,
    cases: impl Iterator<Item = Option<K>>,
) -> Vec<Found> {
    let of_rows = places(rows.clone());
    let of_cases = places(cases);
    let mut turn: HashMap<K, usize> = HashMap::new();
    rows.map(|key| {
        let key = key.ok_or((Doubt::NoKey, Vec::new()))?;
        let found = of_cases.get(&key).ok_or((Doubt::NoCase, Vec::new()))?;
        let nth = turn.entry(key.clone()).or_default();
        *nth += 1;
        match found.get(*nth - 1) {
            Some(case) if found.len() == of_rows[&key].len() => Ok(*case),
            Some(case) => Err((Doubt::Uneven, vec![*case])),
            None => Err((Doubt::MoreRows, Vec::new())),
        }
    })
    .collect()
}

/// By the first name of a row that a picture of a case has.
fn by_file(rows: &[Traits], cases: &[Traits]) -> Vec<Found> {
    let mut known: HashMap<&str, ()> = HashMap::new();
    for file in cases.iter().flat_map(|case| &case.files) {
        known.insert(file, ());
    }
    let key = |row: &Traits| {
        let names = || row.files.iter().map(String::as_str);
        names()
            .find(|file| known.contains_key(file))
            .or(names().next())
            .map(str::to_owned)
    };
    // A case of several pictures is named by each of them.
    let keys: Vec<Option<String>> = rows.iter().map(key).collect();
    let wanted: HashMap<&str, ()> = keys
        .iter()
        .flatten()
        .map(|key| (key.as_str(), ()))
        .collect();
    let named = |case: &Traits| {
        case.files
            .iter()
            .find(|file| wanted.contains_key(file.as_str()))
            .cloned()
    };
    in_turn(keys.iter().cloned(), cases.iter().map(named))
}

/// Cases whose people are called alike, the likest first.
fn namesakes(row: &Traits, cases: &[Traits]) -> Vec<usize> {
    if row.names.is_empty() {
        return Vec::new();
    }
    let like = |case: &Traits| {
        let all = row
            .names
            .iter()
            .zip(&case.names)
            .map(|(a, b)| similarity(a, b));
        all.reduce(f64::min).filter(|least| *least >= MAYBE_ONE)
    };
    let mut found: Vec<(f64, usize)> = cases
        .iter()
        .enumerate()
        .filter_map(|(at, case)| Some((like(case)?, at)))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found
        .into_iter()
        .take(CANDIDATES)
        .map(|one| one.1)
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(number: u64, page: u64, name: &str) -> Traits {
        Traits {
            number: (number > 0).then(|| (2008, number, String::new())),
            page: (page > 0).then_some(page),
            files: Vec::new(),
            names: (!name.is_empty())
                .then(|| name.to_owned())
                .into_iter()
                .collect(),
        }
    }

    fn named(files: &[&str]) -> Traits {
        Traits {
            files: files.iter().map(|file| Traits::stem(file)).collect(),
            ..Traits::default()
        }
    }

    fn paired(rows: &[Traits], cases: &[Traits], way: Pairing) -> Vec<Fate> {
        pair(rows, cases, way, false, &HashMap::new())
    }

    #[test]
    fn rows_find_their_cases() {
        use Doubt::*;
        let asked = |doubt, likely: &[usize]| Fate::Asked(doubt, likely.to_vec());
        let empty = of(0, 0, "");
        // By order: an empty case takes what comes, one with another number does not.
        assert_eq!(
            paired(
                &[of(1, 0, "Lê Thị Thử"), of(2, 0, "Y Thử"), of(3, 0, "")],
                &[empty.clone(), of(3, 0, "H Mẫu")],
                Pairing::Order
            ),
            [Fate::Sure(0), asked(Differs, &[1]), asked(MoreRows, &[])]
        );
        // By number: once, twice, none, and one whose name is another's.
        assert_eq!(
            paired(
                &[
                    of(1, 0, ""),
                    of(2, 0, ""),
                    of(2, 0, ""),
                    of(9, 0, "Trần Văn Mẫu"),
                    of(4, 0, "Lê A"),
                    empty.clone()
                ],
                &[
                    of(1, 0, ""),
                    of(2, 0, ""),
                    of(3, 0, "Tran Van Mau"),
                    of(4, 0, "Đinh Quốc")
                ],
                Pairing::Number
            ),
            [
                Fate::Sure(0),
                asked(Twice, &[1]),
                asked(Twice, &[1]),
                asked(NoCase, &[2]),
                asked(Differs, &[3]),
                asked(NoKey, &[])
            ]
        );
        // By page: in turn where there are as many.
        assert_eq!(
            paired(
                &[of(0, 1, ""), of(0, 1, ""), of(0, 2, ""), of(0, 3, "")],
                &[of(0, 1, ""), of(0, 1, ""), of(0, 2, ""), of(0, 2, "")],
                Pairing::Page
            ),
            [
                Fate::Sure(0),
                Fate::Sure(1),
                asked(Uneven, &[2]),
                asked(NoCase, &[])
            ]
        );
        // By file: folders, endings and capitals do not count.
        assert_eq!(
            paired(
                &[
                    named(&["D:\\scan\\A 02.JPG"]),
                    named(&["a 01.pdf"]),
                    named(&["x.pdf"])
                ],
                &[named(&["A 01.png", "A 01b.png"]), named(&["A 02.png"])],
                Pairing::File
            ),
            [Fate::Sure(1), Fate::Sure(0), asked(NoCase, &[])]
        );
    }

    #[test]
    fn what_a_person_chose_holds_and_is_given_to_no_other_row() {
        let rows = [of(1, 0, ""), of(7, 0, ""), of(2, 0, "")];
        let cases = [of(1, 0, ""), of(2, 0, "")];
        let chosen = HashMap::from([(1, Some(1)), (0, None)]);
        assert_eq!(
            pair(&rows, &cases, Pairing::Number, false, &chosen),
            [
                Fate::Sure(0),
                Fate::Sure(1),
                Fate::Asked(Doubt::Twice, vec![])
            ]
        );
    }

    fn anything() -> impl Strategy<Value = Traits> {
        (0u64..5, 0u64..4, 0usize..4, 0usize..4).prop_map(|(number, page, name, file)| Traits {
            files: ["", "1", "2", "3"]
                .get(file)
                .filter(|f| !f.is_empty())
                .map(|f| (*f).to_owned())
                .into_iter()
                .collect(),
            ..of(
                number,
                page,
                ["", "Lê Thị Thử", "Y Ƀhăm Êban", "Lê Thị Thử A"][name],
            )
        })
    }

    proptest! {
        #[test]
        fn no_case_is_given_to_two_rows(
            rows in prop::collection::vec(anything(), 0..9),
            cases in prop::collection::vec(anything(), 0..9),
            way in prop::sample::select(vec![Pairing::Order, Pairing::Page, Pairing::Number, Pairing::File]),
            keys_alone in any::<bool>(),
            pick in prop::option::of((0usize..9, 0usize..9)),
        ) {
            let chosen: HashMap<usize, Option<usize>> = pick
                .filter(|(row, case)| *row < rows.len() && *case < cases.len())
                .map(|(row, case)| (row, Some(case)))
                .into_iter()
                .collect();
            let fates = pair(&rows, &cases, way, keys_alone, &chosen);
            prop_assert_eq!(fates.len(), rows.len());
            let mut given: Vec<usize> = fates
                .iter()
                .filter_map(|fate| match fate { Fate::Sure(case) => Some(*case), Fate::Asked(..) => None })
                .collect();
            given.sort_unstable();
            let all = given.len();
            given.dedup();
            prop_assert_eq!(given.len(), all);
        }
    }
}
