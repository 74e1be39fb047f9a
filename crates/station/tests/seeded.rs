//! What double keying is for, in whole books of all types: slips that two people make apart from each other are found,
//! told of whoever made them, and mended. (What the protocol does by itself: `core/tests/keying.rs`.)
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use sohoa_core::record::FieldValue;
use sohoa_ledgers::truth::records;
use sohoa_station::knowledge;
use sohoa_station::view::CellEdit;
use support::keyers::Office;

const CASES: u8 = 45;
/// Of so many fields one is typed otherwise.
const SLIPS: u32 = 12;

/// A field of a case.
type Field = (usize, String);

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % below.max(1)
    }

    /// What somebody types for what the paper says.
    fn typed(&mut self, paper: &str) -> String {
        if self.roll(SLIPS as usize) != 0 {
            return paper.to_owned();
        }
        let mut letters: Vec<char> = paper.chars().collect();
        let at = self.roll(letters.len());
        match (self.roll(3), letters[at]) {
            (0, _) if at + 1 < letters.len() => letters.swap(at, at + 1),
            // Spaces too many are no slip.
            (1, letter) if letter != ' ' => letters.insert(at, letter),
            (_, digit) if digit.is_ascii_digit() => {
                letters[at] = char::from(b'0' + self.roll(10) as u8)
            }
            (_, letter) => letters[at] = if letter == 'a' { 'e' } else { 'a' },
        }
        letters.into_iter().collect()
    }
}

/// Types cases as whoever is here.
fn types(office: &Office, texts: &BTreeMap<Field, String>) {
    for (nth, &case) in office.cases.iter().enumerate() {
        let edit = |((_, column), text): (&Field, &String)| CellEdit {
            case,
            column: column.clone(),
            value: FieldValue::given(text),
            short: false,
        };
        let of_case = texts.iter().filter(|((of, _), _)| *of == nth);
        let edits: Vec<CellEdit> = of_case.map(edit).collect();
        office
            .station()
            .cells_save(office.here.book, &edits)
            .unwrap();
        office.station().case_finish(case, true, &[]).unwrap();
    }
}

#[derive(Default)]
struct Tally {
    slips: usize,
    found: usize,
    left: usize,
}

/// Two people key a book of that type; what they come to.
fn keyed_twice(kind: &str, dice: &mut Dice, tally: &mut Tally) {
    let knowledge = knowledge().unwrap();
    let book_type = knowledge.book_type(kind).unwrap();
    let office = Office::of(kind, CASES);
    let book = office.here.book;
    let records = records(book_type, 2008, 1, usize::from(CASES), 41);
    let critical = office.station().keying_look(book).unwrap().critical;
    let mut paper: BTreeMap<Field, String> = BTreeMap::new();
    for (nth, record) in records.iter().enumerate() {
        for column in &critical {
            let text = record.text(book_type.field_index(column).unwrap());
            if !text.is_empty() {
                paper.insert((nth, column.clone()), text.to_owned());
            }
        }
    }
    let mut keys = |name: &str| -> BTreeMap<Field, String> {
        office.enter(name);
        let slip = |(field, text): (&Field, &String)| (field.clone(), dice.typed(text));
        let typed = paper.iter().map(slip).collect();
        types(&office, &typed);
        typed
    };
    let (first, then) = (keys("Lan"), keys("Minh"));
    let wrong = |typed: &BTreeMap<Field, String>| -> BTreeSet<Field> {
        let wrong = typed.iter().filter(|(field, text)| **text != paper[*field]);
        wrong.map(|(field, _)| field.clone()).collect()
    };
    let (first, then) = (wrong(&first), wrong(&then));
    // Minh is asked for these again, and only for these.
    let mut asked = BTreeSet::new();
    for nth in 0..office.cases.len() {
        let view = office.open(nth);
        for &field in view.second.iter().flat_map(|second| &second.again) {
            asked.insert((nth, book_type.fields[field].column.clone()));
        }
    }
    let either: BTreeSet<Field> = first.union(&then).cloned().collect();
    assert!(
        asked.is_subset(&either),
        "{kind}: {:?}",
        asked.difference(&either)
    );
    tally.slips += either.len();
    tally.found += either.intersection(&asked).count();

    // Now Minh reads well.
    for (nth, column) in &asked {
        let text = &paper[&(*nth, column.clone())];
        office.here.put(office.cases[*nth], column, text);
    }
    office.enter("Sáu");
    let look = office.station().keying_look(book).unwrap();
    let both: BTreeSet<Field> = first.intersection(&then).cloned().collect();
    assert_eq!(look.again, 0);
    assert_eq!(
        look.thirds as usize,
        both.intersection(&asked).count(),
        "{kind}"
    );
    // Each slip is told of whoever made it; those of both wait for the third person.
    let slips = |name: &str, second: bool| {
        let found = look
            .people
            .iter()
            .find(|one| one.name == name && one.second == second);
        found.map_or(0, |one| one.slips as usize)
    };
    assert_eq!(
        slips("Lan", false),
        first.difference(&then).count(),
        "{kind}"
    );
    assert_eq!(
        slips("Minh", true),
        then.difference(&first).count(),
        "{kind}"
    );
    for third in office.station().thirds(book).unwrap() {
        let nth = office
            .cases
            .iter()
            .position(|case| *case == third.case)
            .unwrap();
        let text = FieldValue::given(&paper[&(nth, third.column.clone())]);
        office
            .station()
            .third_decide(third.case, &third.column, &text)
            .unwrap();
    }
    // What stands now is what the paper says.
    for (nth, _) in office.cases.iter().enumerate() {
        let view = office.open(nth);
        let own = paper.iter().filter(|((of, _), _)| *of == nth);
        let stands = |column: &str| &view.values[book_type.field_index(column).unwrap()].text;
        tally.left += own
            .filter(|((_, column), text)| stands(column) != *text)
            .count();
    }
}

#[test]
fn slips_of_two_people_in_critical_fields_are_found() {
    let (mut dice, mut tally) = (Dice(0x9e37_79b9_7f4a_7c15), Tally::default());
    for kind in ["KS", "KH", "KT", "HN", "CMC"] {
        keyed_twice(kind, &mut dice, &mut tally);
    }
    let Tally { slips, found, left } = tally;
    assert!(slips > 400, "{slips}");
    assert!(found * 100 >= slips * 99, "{found} of {slips}");
    assert!(left * 100 <= slips, "{left} of {slips} are left");
}
