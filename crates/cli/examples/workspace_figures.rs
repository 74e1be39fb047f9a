//! Figures of a large workspace for `docs/performance.md`: findings while typing in a workspace of a
//! million records, and the check of the whole of it. Run by `make bench`; takes about 3 GB of disk.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rusqlite::{Connection, params};
use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_core::schema::Kind;
use sohoa_ledgers::truth::records;
use sohoa_station::host::Machine;
use sohoa_station::{Cancel, Knowledge, Station, knowledge};

const KINDS: [&str; 5] = ["KS", "KH", "KT", "HN", "CMC"];
/// Cases of a book.
const CASES: usize = 1000;
/// Fields saved and cases opened.
const STEPS: usize = 400;

fn main() {
    let mut args = std::env::args().skip(1);
    let total: usize = args
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(1_000_000);
    let place = tempfile::tempdir().unwrap();
    let kho = args
        .next()
        .map_or_else(|| place.path().join("kho"), Into::into);
    let each: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(CASES);
    let knowledge = knowledge().unwrap();
    if !kho.exists() {
        let begun = Instant::now();
        fill(&kho, &knowledge, total, each);
        println!("made in {:.0} s", begun.elapsed().as_secs_f64());
    }
    if each != CASES {
        // Only made, for the figures of the table.
        return;
    }
    let bytes = std::fs::metadata(kho.join("so-hoa.db")).unwrap().len();
    let begun = Instant::now();
    let station = Station::open(&kho, knowledge.clone(), Arc::new(Machine)).unwrap();
    println!(
        "{total} records, {:.1} GB: opened in {:.2} s",
        bytes as f64 / 1e9,
        begun.elapsed().as_secs_f64()
    );
    typing(&station, &knowledge);
    let books: Vec<Id> = station
        .books_known()
        .unwrap()
        .iter()
        .map(|book| book.id)
        .collect();
    let begun = Instant::now();
    let checked = station
        .check_whole(&books, &Cancel::default(), &|_| ())
        .unwrap();
    println!(
        "whole workspace checked in {:.1} s: {} cases, {:?}",
        begun.elapsed().as_secs_f64(),
        checked.cases,
        checked.counts()
    );
    let mut times = Vec::new();
    for nth in 1..20 {
        let cancel = Cancel::default();
        let asked = std::sync::Mutex::new(None);
        let _ = station.check_whole(&books, &cancel, &|progress| {
            if progress.done >= nth * 3 && !cancel.is_cancelled() {
                cancel.cancel();
                *asked.lock().unwrap() = Some(Instant::now());
            }
        });
        let asked: Instant = asked.into_inner().unwrap().unwrap();
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!(
        "stopped after being asked to: at most {:.0} ms",
        times[times.len() - 1]
    );
}

/// Types fields in books all over the workspace, as somebody would.
fn typing(station: &Station, knowledge: &Knowledge) {
    let books = station.books_known().unwrap();
    let (mut first, mut opened, mut saved) = (Vec::new(), Vec::new(), Vec::new());
    let (mut offered, mut learned) = (Vec::new(), Vec::new());
    let timed = |times: &mut Vec<f64>, work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    };
    for book in books.iter().step_by(books.len().div_ceil(20)) {
        let book_type = knowledge.book_type(&book.kind).unwrap();
        let cases = station.cases(book.id).unwrap();
        timed(&mut first, &mut || {
            drop(station.case_open(cases[0].id).unwrap())
        });
        // The first offer of a book reads its values once.
        let places = book_type.fields.iter().filter(|f| f.kind == Kind::Address);
        let places: Vec<&str> = places.map(|f| f.column.as_str()).collect();
        let Some(place) = places.first() else {
            continue;
        };
        let offers = |typed: &str| drop(station.offers(cases[0].id, place, typed).unwrap());
        timed(&mut learned, &mut || offers("t"));
        for typed in [
            "",
            "t",
            "th",
            "thô",
            "thôn",
            "an",
            "xã an nh",
            "anđt",
            "huyện",
            "phường ph",
            "zzz",
        ] {
            timed(&mut offered, &mut || offers(typed));
        }
        for (nth, case) in cases.iter().step_by(cases.len() * 20 / STEPS).enumerate() {
            timed(&mut opened, &mut || {
                drop(station.case_open(case.id).unwrap())
            });
            let field = &book_type.fields[nth * 7 % book_type.fields.len()];
            let value = FieldValue::given(format!("thử {nth}"));
            timed(&mut saved, &mut || {
                drop(station.field_save(case.id, &field.column, &value).unwrap());
            });
        }
    }
    for (what, times) in [
        ("a book's first case (book read)", &mut first),
        ("findings of a case", &mut opened),
        (
            "offers for the first letters of a place in a book",
            &mut learned,
        ),
        ("offers for every letter after", &mut offered),
        (
            "a field saved to the disk, its case's findings included",
            &mut saved,
        ),
    ] {
        times.sort_by(f64::total_cmp);
        println!(
            "{what}: p50 {:.1} ms, p99 {:.1} ms ({} times)",
            times[times.len() / 2],
            times[times.len() * 99 / 100],
            times.len()
        );
    }
}

/// Writes a workspace without its history: that would only make it larger.
fn fill(kho: &Path, knowledge: &Knowledge, total: usize, each: usize) {
    let made = Station::create(
        kho,
        "UBND xã An Nhơn",
        sohoa_station::knowledge().unwrap(),
        Arc::new(Machine),
    );
    drop(made.unwrap());
    let mut db = Connection::open(kho.join("so-hoa.db")).unwrap();
    db.pragma_update(None, "synchronous", "OFF").unwrap();
    let all = db.transaction().unwrap();
    for nth in 0..total / each {
        let book_type = knowledge.book_type(KINDS[nth % KINDS.len()]).unwrap();
        let (year, volume) = (1980 + (nth / 5 % 40) as u16, 1 + (nth / 200) as u16);
        let book = Id::now_v7();
        all.prepare_cached(
            "INSERT INTO book (id, kind, year, volume, place, sheet, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open')",
        )
        .unwrap()
        .execute(params![book, book_type.code, year, volume, "UBND xã An Nhơn", book_type.default_sheet])
        .unwrap();
        // The count of a book is kept beside its last change.
        all.prepare_cached(
            "INSERT INTO change_set (id, at, who, op, book) VALUES (?1, '2026-11-21T08:00:00+07:00', '', 'book_add', ?2)",
        )
        .unwrap()
        .execute(params![Id::now_v7(), book])
        .unwrap();
        for (rank, record) in records(book_type, year, volume, each, nth as u64)
            .into_iter()
            .enumerate()
        {
            let case = Id::now_v7();
            all.prepare_cached(
                "INSERT INTO registration VALUES (?1, ?2, ?3, '[]', 'draft', 0, NULL)",
            )
            .unwrap()
            .execute(params![case, book, rank as i64])
            .unwrap();
            let texts: serde_json::Map<String, serde_json::Value> = book_type
                .fields
                .iter()
                .enumerate()
                .filter(|(field, _)| !record.text(*field).is_empty())
                .map(|(field, f)| (f.column.clone(), record.text(field).into()))
                .collect();
            all.prepare_cached("INSERT INTO record (registration, body) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![case, serde_json::Value::Object(texts).to_string()])
                .unwrap();
        }
    }
    all.commit().unwrap();
}
