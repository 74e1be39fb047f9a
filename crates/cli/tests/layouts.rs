//! Rows of tables are cut once and carried through the book, through the command, on drawn pages whose
//! truth is known.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::ffi::OsStr;

use serde_json::Value;
use sohoa_ledgers::{Look, Order, write_book};
use support::Bench;

const BOOK: &str = "KS.1987.01";

/// A book of tables with eight rows a page, brought in; where its rows are.
fn tables(bench: &Bench, look: Look) -> Vec<Vec<f64>> {
    let folder = bench.path("bang");
    let order = Order {
        kind: "KS".into(),
        year: 1987,
        volume: 1,
        cases: 27,
        per_page: 8,
        table: true,
        look,
        seed: 6,
    };
    write_book(&folder, &order, &[]).unwrap();
    bench.add("KS", "1987");
    let words = ["pages", "import", BOOK].map(OsStr::new);
    let pages = folder.join("trang");
    bench.run(words.into_iter().chain([pages.as_os_str()])).ok();
    serde_json::from_slice(&std::fs::read(folder.join("cat.json")).unwrap()).unwrap()
}

fn edges(regions: &Value) -> Vec<f64> {
    let number = |region: &Value, name: &str| region[name].as_f64().unwrap();
    let regions = regions.as_array().unwrap();
    let mut edges: Vec<f64> = regions.iter().map(|r| number(r, "y")).collect();
    edges.extend(regions.last().map(|r| number(r, "y") + number(r, "h")));
    edges
}

fn near(found: &[f64], truth: &[f64]) -> bool {
    found.len() == truth.len() && found.iter().zip(truth).all(|(a, b)| (a - b).abs() < 0.01)
}

#[test]
fn a_table_is_cut_by_its_rows_and_carried() {
    for look in [Look::Scan, Look::Photo] {
        let bench = Bench::new();
        let truth = tables(&bench, look);
        let said = bench
            .run(["pages", "layout", BOOK, "--page", "1", "--rows", "auto"])
            .ok();
        assert!(near(&edges(&said["regions"]), &truth[0]), "{look:?} {said}");
        let said = bench.run(["pages", "carry", BOOK, "--from", "1"]).ok();
        assert_eq!(
            (&said["cases"], &said["cut"]),
            (&24.into(), &3.into()),
            "{said}"
        );
        let pages = said["pages"].as_array().unwrap();
        for (page, truth) in pages.iter().zip(&truth[1..]) {
            assert!(near(&edges(&page["regions"]), truth), "{look:?} {page}");
            assert!(
                page["confidence"].as_f64().unwrap() > 0.5,
                "{look:?} {page}"
            );
        }
        // The last page has three rows in use: the others are told, and none is dropped.
        let empty = |page: &Value| {
            let regions = page["regions"].as_array().unwrap();
            regions
                .iter()
                .map(|r| r["empty"] == true)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            empty(&pages[2]),
            [false, false, false, true, true, true, true, true]
        );
        assert_eq!(said["flagged"], 1, "{look:?} {said}");
        assert_eq!(pages[2]["flagged"], true);
        let books = bench.run(["book", "list"]).ok();
        assert_eq!(books["books"][0]["cases"], 32);
    }
}

#[test]
fn places_are_given_by_hand_and_refused_when_they_are_none() {
    let bench = Bench::new();
    let truth = tables(&bench, Look::Scan);
    let rows: Vec<String> = truth[0].iter().map(ToString::to_string).collect();
    let rows = rows.join(",");
    let layout = ["pages", "layout", BOOK, "--page"];
    let with = |more: &[&str]| bench.run(layout.iter().chain(more).copied());
    // Halves of a spread, each with its rows; and the two halves of the first row as one case.
    let said = with(&["1", "--rows", "0.2,0.5,0.8", "--columns", "0.5"]).ok();
    assert_eq!(said["regions"].as_array().unwrap().len(), 4);
    let said = with(&["2", "--rows", &rows, "--continues", "1"]).ok();
    assert_eq!(said["regions"][0]["continues"], true);
    let books = bench.run(["book", "list"]).ok();
    assert_eq!(
        books["books"][0]["cases"],
        4 + 7,
        "the first row of page 2 goes on with page 1"
    );
    for (wrong, code) in [
        (vec!["1", "--rows", "0.5,0.2"], "bad_range"),
        (vec!["1", "--rows", "0.5,x"], "bad_range"),
        (vec!["1", "--rows", "0.5"], "bad_layout"),
        (vec!["9", "--rows", "auto"], "unknown_page"),
        (
            vec!["1", "--rows", "auto", "--continues", "99"],
            "bad_range",
        ),
    ] {
        let said = with(&wrong);
        assert_eq!(said.json()["error"]["code"], code, "{wrong:?}");
        assert_ne!(said.code, 0);
    }
    let said = bench.run(["pages", "carry", BOOK, "--from", "3"]);
    assert_eq!(said.json()["error"]["code"], "not_cut");
    let said = bench.run(["pages", "carry", BOOK, "--from", "2", "--to", "1"]);
    assert_eq!(said.json()["error"]["code"], "bad_range");
}

#[test]
fn several_a_page_are_parted_at_printed_lines() {
    let bench = Bench::new();
    let folder = bench.path("phieu");
    let order = Order {
        kind: "KT".into(),
        year: 2012,
        volume: 1,
        cases: 8,
        per_page: 4,
        table: false,
        look: Look::Skewed,
        seed: 3,
    };
    write_book(&folder, &order, &[]).unwrap();
    let book = bench.add("KT", "2012");
    let pages = folder.join("trang");
    let words = ["pages", "import", &book].map(OsStr::new);
    bench.run(words.into_iter().chain([pages.as_os_str()])).ok();
    let said = bench.run(["cases", "cut", &book, "--per-page", "4"]).ok();
    assert_eq!((&said["cases"], &said["ruled"]), (&8.into(), &2.into()));
}
