//! Every fault of the catalogue, planted into drawn books, is found on its row and field; and no
//! fix makes anything worse.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::Path;

use sohoa_core::book::{Closing, Id};
use sohoa_core::naming::{NamePattern, Volume};
use sohoa_core::record::FieldValue;
use sohoa_core::rules::{ALL, BookView, CaseInput, Engine, Finding, Settings, Severity};
use sohoa_core::schema::{BookType, Kind};
use sohoa_core::value::PartialDate;
use sohoa_ledgers::faults::{Fault, faults};
use sohoa_ledgers::truth::records;
use sohoa_station::{Knowledge, judged, knowledge};

const CASES: usize = 60;

fn cases(book_type: &BookType, seed: u64) -> Vec<CaseInput> {
    records(book_type, 2008, 1, CASES, seed)
        .into_iter()
        .zip(1u32..)
        .map(|(record, position)| CaseInput {
            id: Id::from_u128(u128::from(position)),
            position,
            record,
            pages: 1,
        })
        .collect()
}

fn with_engine<T>(
    knowledge: &Knowledge,
    kind: &str,
    work: impl FnOnce(&BookType, &Engine<'_>) -> T,
) -> T {
    let settings = Settings::default();
    let today = PartialDate::parse("21.11.2026").unwrap();
    let book_type = knowledge.book_type(kind).unwrap();
    work(
        book_type,
        &knowledge.engine(book_type, &settings, today, true),
    )
}

fn found(engine: &Engine<'_>, cases: &[CaseInput]) -> Vec<Finding> {
    let names = NamePattern::default();
    let book = BookView {
        volume: Volume {
            year: 2008,
            volume: 1,
        },
        names: &names,
        cases,
        loose_pages: &[],
        pages: cases.len() as u32,
        closing: Closing::default(),
    };
    judged(engine, &book, "book")
}

fn all_kinh(book_type: &BookType, case: &CaseInput) -> bool {
    (0..book_type.fields.len())
        .filter(|&index| book_type.fields[index].kind == Kind::Ethnicity)
        .all(|index| matches!(case.record.text(index), "" | "Kinh"))
}

fn every_fault() -> Vec<Fault> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/rules");
    ALL.iter()
        .flat_map(|rule| {
            let table = fs::read_to_string(folder.join(format!("{}.md", rule.name))).unwrap();
            faults(rule.name, &table)
        })
        .collect()
}

#[test]
fn planted_faults_are_found_on_their_row_and_field() {
    let knowledge = knowledge().unwrap();
    let mut planted = 0;
    for (nth, fault) in every_fault().into_iter().enumerate() {
        with_engine(&knowledge, &fault.kind, |book_type, engine| {
            let mut cases = cases(book_type, 77);
            // The tables speak of people of one group.
            let kinh: Vec<usize> = (0..CASES)
                .filter(|&at| all_kinh(book_type, &cases[at]))
                .collect();
            let at = kinh[7 * nth % kinh.len()];
            fault.plant(book_type, &mut cases[at].record);
            let found = found(engine, &cases);
            assert!(
                found.iter().any(|finding| finding.rule == fault.rule
                    && finding.position == Some(at as u32 + 1)
                    && finding.field.as_deref().unwrap_or("") == fault.field),
                "{fault:?} at {}: {:#?}",
                at + 1,
                found
                    .iter()
                    .filter(|f| f.position == Some(at as u32 + 1))
                    .collect::<Vec<_>>()
            );
        });
        planted += 1;
    }
    println!("{planted} faults planted");
}

#[test]
fn after_every_fix_nothing_is_left_to_fix_and_nothing_else_has_changed() {
    let knowledge = knowledge().unwrap();
    let all = every_fault();
    for kind in ["KS", "KH", "KT", "HN", "CMC"] {
        with_engine(&knowledge, kind, |book_type, engine| {
            let mut cases = cases(book_type, 99);
            let mine = all.iter().filter(|fault| fault.kind == kind);
            for (nth, fault) in mine.enumerate() {
                fault.plant(book_type, &mut cases[nth % CASES].record);
            }
            let before = cases.clone();
            let mut touched: Vec<(usize, String)> = Vec::new();
            // A value may have more than one thing wrong with it: each is mended in its turn.
            for _ in 0..5 {
                let fixes: Vec<Finding> = found(engine, &cases)
                    .into_iter()
                    .filter(|finding| finding.fix.is_some())
                    .collect();
                let mut seen = Vec::new();
                for finding in &fixes {
                    let fix = finding.fix.as_ref().unwrap();
                    let at = finding.position.unwrap() as usize - 1;
                    let own = (at, fix.field.clone());
                    if seen.contains(&own) {
                        continue;
                    }
                    seen.push(own);
                    let also = fix.also.iter().map(|also| (&also.field, &also.to));
                    for (column, to) in [(&fix.field, &fix.to)].into_iter().chain(also) {
                        let field = book_type.field_index(column).unwrap();
                        cases[at].record.set(field, FieldValue::given(to));
                        touched.push((at, column.clone()));
                    }
                }
                if fixes.is_empty() {
                    break;
                }
            }
            let after = found(engine, &cases);
            let left: Vec<&Finding> = after.iter().filter(|f| f.fix.is_some()).collect();
            assert!(left.is_empty(), "{kind}: {left:#?}");
            for (at, (old, new)) in before.iter().zip(&cases).enumerate() {
                for (index, field) in book_type.fields.iter().enumerate() {
                    let may = touched.contains(&(at, field.column.clone()));
                    assert!(
                        may || old.record.at(index) == new.record.at(index),
                        "{kind} {at} {}",
                        field.column
                    );
                }
            }
            let errors = |found: &[Finding]| {
                found
                    .iter()
                    .filter(|f| f.severity == Severity::Error)
                    .count()
            };
            let (was, is) = (errors(&found(engine, &before)), errors(&after));
            assert!(is <= was, "{kind}: {was} errors became {is}");
        });
    }
}
