//! Figures of the rules for `docs/performance.md`: every rule over a million drawn records from
//! memory, findings for one case among them, false alarms on clean books. Run by `make bench`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::time::Instant;

use rayon::prelude::*;
use sohoa_core::book::{Closing, Id};
use sohoa_core::naming::{NamePattern, Volume};
use sohoa_core::rules::across::{self, Member, Trace};
use sohoa_core::rules::{BookView, CaseInput, Engine, Finding, Scratch, Settings, Severity};
use sohoa_core::value::PartialDate;
use sohoa_ledgers::truth::records;
use sohoa_station::knowledge;

const KINDS: [&str; 5] = ["KS", "KH", "KT", "HN", "CMC"];
/// Cases of a book.
const CASES: usize = 1000;
/// Cases of a clean book.
const CLEAN: usize = 5000;

struct Book {
    kind: usize,
    code: String,
    volume: Volume,
    cases: Vec<CaseInput>,
}

fn book(
    engines: &[Engine<'_>],
    catalogue: &sohoa_core::Catalogue,
    nth: usize,
    cases: usize,
) -> Book {
    let kind = nth % engines.len();
    let book_type = catalogue.book_type(KINDS[kind]).unwrap();
    let (year, volume) = (1980 + (nth / 5 % 40) as u16, 1 + (nth / 200) as u16);
    let drawn = records(book_type, year, volume, cases, nth as u64);
    let cases = drawn
        .into_iter()
        .zip(1u32..)
        .map(|(record, position)| CaseInput {
            id: Id::from_u128((nth as u128) << 32 | u128::from(position)),
            position,
            record,
            pages: 1,
        })
        .collect();
    Book {
        kind,
        code: format!("{}.{year}.{volume:02}", KINDS[kind]),
        volume: Volume { year, volume },
        cases,
    }
}

fn view<'a>(book: &'a Book, names: &'a NamePattern) -> BookView<'a> {
    BookView {
        volume: book.volume,
        names,
        cases: &book.cases,
        loose_pages: &[],
        pages: book.cases.len() as u32,
        closing: Closing::default(),
    }
}

fn main() {
    let total: usize = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let knowledge = knowledge().unwrap();
    let settings = Settings::default();
    let today = PartialDate::parse("21.11.2026").unwrap();
    let engines: Vec<Engine<'_>> = KINDS
        .iter()
        .map(|kind| {
            let book_type = knowledge.book_type(kind).unwrap();
            knowledge.engine(book_type, &settings, today, true)
        })
        .collect();
    let names = NamePattern::default();

    println!("false alarms on clean books of {CLEAN} cases:");
    for nth in 0..KINDS.len() {
        let book = book(&engines, &knowledge.catalogue, nth, CLEAN);
        let found = sohoa_station::judged(&engines[book.kind], &view(&book, &names), &book.code);
        let mut counts: BTreeMap<(Severity, String), usize> = BTreeMap::new();
        for finding in &found {
            *counts
                .entry((finding.severity, finding.rule.clone()))
                .or_default() += 1;
        }
        let wrong = found
            .iter()
            .filter(|f| f.severity != Severity::Info)
            .count();
        println!(
            "  {}: {wrong} errors and warnings ({:.2} in 200 cases) {counts:?}",
            book.code,
            wrong as f64 * 200.0 / CLEAN as f64
        );
    }

    let books: Vec<Book> = (0..total / CASES)
        .into_par_iter()
        .map(|nth| book(&engines, &knowledge.catalogue, nth, CASES))
        .collect();
    let starts: Vec<u32> = books
        .iter()
        .scan(0, |at, book| {
            let start = *at;
            *at += book.cases.len() as u32;
            Some(start)
        })
        .collect();
    for _ in 0..3 {
        let begun = Instant::now();
        let (found, traces): (Vec<Finding>, Vec<(Trace, u32)>) = books
            .par_iter()
            .zip(&starts)
            .map_init(Scratch::default, |scratch, (book, start)| {
                let engine = &engines[book.kind];
                let (mut found, mut traces, mut own) = (Vec::new(), Vec::new(), Vec::new());
                engine.book_into(&view(book, &names), scratch, &mut found);
                for (case, at) in book.cases.iter().zip(*start..) {
                    engine.traces_into(case, scratch, &mut own);
                    traces.extend(own.drain(..).map(|trace| (trace, at)));
                }
                (found, traces)
            })
            .reduce(Default::default, |mut all, mut more| {
                all.0.append(&mut more.0);
                all.1.append(&mut more.1);
                all
            });
        let apart = begun.elapsed();
        let member = |at: u32| {
            let nth = starts.partition_point(|start| *start <= at) - 1;
            let book = &books[nth];
            Member {
                engine: &engines[book.kind],
                book: &book.code,
                case: &book.cases[(at - starts[nth]) as usize],
            }
        };
        let groups = across::groups(&traces);
        let mut met: Vec<Finding> = groups
            .par_iter()
            .flat_map_iter(|(space, group)| {
                let members: Vec<Member<'_>> = group.iter().map(|&at| member(at)).collect();
                across::meet(*space, &members).into_iter().flatten()
            })
            .collect();
        across::without_repeats(&mut met);
        println!(
            "{total} records: {:.2} s for all rules ({:.2} s inside books, {} traces, {} groups); {} findings inside books, {} across",
            begun.elapsed().as_secs_f64(),
            apart.as_secs_f64(),
            traces.len(),
            groups.len(),
            found.len(),
            met.len()
        );
    }
    let mut times: Vec<f64> = books
        .iter()
        .step_by(7)
        .flat_map(|book| {
            book.cases.iter().step_by(97).map(|case| {
                let begun = Instant::now();
                let found = engines[book.kind].case(case);
                let taken = begun.elapsed().as_secs_f64() * 1000.0;
                std::hint::black_box(found);
                taken
            })
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!(
        "own findings of one case: p50 {:.3} ms, p99 {:.3} ms",
        times[times.len() / 2],
        times[times.len() * 99 / 100]
    );
}
