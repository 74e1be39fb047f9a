//! Figures of finding anyone in a large workspace for `docs/performance.md`: queries of records that are there, and
//! the worst ones, typed letter by letter. Takes the folder that `workspace_figures` filled. Run by `make bench`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use sohoa_core::viet::fold::search_key;
use sohoa_station::host::Machine;
use sohoa_station::{Station, knowledge};

/// Hits that the window asks for.
const SHOWN: usize = 50;

fn main() {
    let kho: PathBuf = std::env::args().nth(1).expect("folder").into();
    let file = kho.join("so-hoa.db");
    let size = || std::fs::metadata(&file).unwrap().len() as f64 / 1e9;
    let station = Station::open(&kho, knowledge().unwrap(), Arc::new(Machine)).unwrap();
    let before = size();
    let begun = Instant::now();
    station.index_all(&|_| ()).unwrap();
    println!(
        "indexed in {:.0} s; {before:.2} GB before, {:.2} GB after",
        begun.elapsed().as_secs_f64(),
        size()
    );
    let books = station.books_known().unwrap();
    let mut queries: Vec<(&str, String)> = Vec::new();
    for book in books.iter().step_by(books.len() / 60) {
        let cases = station.cases(book.id).unwrap();
        let case = &cases[cases.len() / 3];
        let name = case.name.split(" – ").next().unwrap_or("").to_owned();
        let hit = station.find(&name, None, SHOWN).unwrap().hits;
        let bare = search_key(&name);
        queries.push(("name without marks", bare.clone()));
        queries.push(("name and year", format!("{bare} {}", book.year)));
        queries.push((
            "name and number",
            format!("{bare} {}/{}", case.number, book.year),
        ));
        if let Some(one) = hit.iter().find(|hit| hit.case == case.id) {
            queries.push(("name and birth date", format!("{bare} {}", one.birth)));
            queries.push(("date", one.birth.clone()));
        }
        let words: Vec<&str> = bare.split(' ').rev().collect();
        queries.push(("words in another order", words.join(" ")));
        queries.push(("name with marks", name));
    }
    for worst in [
        "nguyen thi tran van",
        "thi van",
        "nguyen tran le pham",
        "van thi nguyen an nhon",
        "an an an",
        "nguyen 1998 2008",
        "12 nguyen thi",
        "nhon nguyen",
        "xa an nhon 5",
        "zzz nguyen",
        "nguyen zzz",
    ] {
        queries.push(("worst", worst.to_owned()));
    }
    let mut times: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    let mut slow: Vec<(f64, String)> = Vec::new();
    for (what, query) in &queries {
        let letters: Vec<char> = query.chars().collect();
        for end in 1..=letters.len() {
            let typed: String = letters[..end].iter().collect();
            let begun = Instant::now();
            let found = station.find(&typed, None, SHOWN).unwrap();
            let took = begun.elapsed().as_secs_f64() * 1000.0;
            std::hint::black_box(found);
            times.entry(what).or_default().push(took);
            slow.push((took, typed));
        }
    }
    let all: Vec<f64> = times.values().flatten().copied().collect();
    times.insert("all", all);
    for (what, mut times) in times {
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        println!(
            "{what}: p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, most {:.1} ms ({} times)",
            at(50),
            at(95),
            at(99),
            at(100),
            times.len()
        );
    }
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (took, typed) in slow.iter().take(12) {
        println!("slow: {took:.1} ms {typed:?}");
    }
}
