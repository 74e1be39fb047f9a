//! `sohoa sample`: plans and bounds without a workspace, draws that a stranger's program draws again.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use sohoa_core::book::Held;
use sohoa_ledgers::Look;
use sohoa_station::host::Machine;
use sohoa_station::{Station, knowledge};
use support::{Bench, Said, command, sane};

/// In a place that is no workspace.
fn bare(args: &[&str]) -> Said {
    let nowhere = tempfile::tempdir().unwrap();
    let mut command = command(&nowhere.path().join("không có"));
    command.args(["sample"]).args(args).output().unwrap().into()
}

#[test]
fn plans_need_no_workspace() {
    for (args, code, n, ac, full) in [
        ("--lot 1200 --aql 1.0", json!("J"), 80, 2, false),
        ("--lot 1200 --aql 1", json!("J"), 80, 2, false),
        (
            "--lot 1200 --aql 1,0 --regime normal",
            json!("J"),
            80,
            2,
            false,
        ),
        (
            "--lot 1200 --aql 1.0 --regime tightened",
            json!("J"),
            80,
            1,
            false,
        ),
        ("--lot 1000 --aql 1.0 --level I", json!("G"), 50, 1, false),
        ("--lot 1000 --aql 2.5 --level S-4", json!("F"), 20, 1, false),
        ("--lot 1000 --aql 2.5 --level s-4", json!("F"), 20, 1, false),
        ("--lot 2 --aql 0.10", json!("A"), 125, 0, true),
        ("--lot 212 --aql 1.0 --share 30", json!(null), 64, 0, false),
        (
            "--lot 1000000 --aql 4.0 --confidence 0.95",
            json!(null),
            74,
            0,
            false,
        ),
    ] {
        let mut all = vec!["plan"];
        all.extend(args.split(' '));
        let wanted = json!({ "code": code, "n": n, "ac": ac, "re": ac + 1, "full": full });
        assert_eq!(bare(&all).ok(), wanted, "{args}");
    }
}

#[test]
fn bounds_need_no_workspace_and_keep_their_digits() {
    let found = bare(&["bound", "--defects", "1", "--n", "80"]).ok();
    for (key, known) in [
        ("lower", 0.000_316_422_528),
        ("upper", 0.067_687_784_464),
        ("upperOneSided", 0.057_928_682_118),
    ] {
        let found = found[key].as_f64().unwrap();
        assert!((found - known).abs() < 1e-11, "{key}: {found}");
    }
    let found = bare(&[
        "bound",
        "--defects",
        "7",
        "--n",
        "3150",
        "--confidence",
        "0.8",
    ])
    .ok();
    assert!((found["upper"].as_f64().unwrap() - 0.003_733_968_485).abs() < 1e-11);
    let none = bare(&["bound", "--defects", "0", "--n", "125"]).ok();
    assert_eq!(none["lower"], 0.0);
}

#[test]
fn wrong_use_is_one_sentence_with_a_code() {
    for (args, code) in [
        ("plan --lot 1 --aql 1.0", "bad_lot"),
        ("plan --lot 0 --aql 1.0", "bad_lot"),
        ("plan --lot -5 --aql 1.0", "bad_lot"),
        ("plan --lot nhiều --aql 1.0", "bad_lot"),
        ("plan --lot 99999999999 --aql 1.0", "bad_lot"),
        ("plan --lot 100 --aql 3", "bad_aql"),
        ("plan --lot 100 --aql -1", "bad_aql"),
        ("plan --lot 100 --aql NaN", "bad_aql"),
        ("plan --lot 100 --aql 1.0 --regime reduced", "bad_regime"),
        ("plan --lot 100 --aql 1.0 --level IV", "bad_level"),
        ("plan --lot 100 --aql 1.0 --share 0", "bad_share"),
        ("plan --lot 100 --aql 1.0 --share 101", "bad_share"),
        ("plan --lot 100 --aql 1.0 --confidence 1", "bad_confidence"),
        (
            "plan --lot 100 --aql 1.0 --confidence NaN",
            "bad_confidence",
        ),
        ("bound --defects 3 --n 2", "bad_defects"),
        ("bound --defects -1 --n 2", "bad_defects"),
        ("bound --defects 0 --n 0", "bad_sample"),
        ("bound --defects 0 --n 5 --confidence 0", "bad_confidence"),
        ("draw KS.2008.01 --n 0 --seed x", "bad_sample"),
    ] {
        let said = bare(&args.split(' ').collect::<Vec<_>>());
        sane(&said, args);
        assert_eq!(said.code, 2, "{args}: {}", said.err);
        assert_eq!(said.json()["error"]["code"], code, "{args}");
        assert_eq!(said.err.trim().lines().count(), 1, "{args}: {}", said.err);
        let message = said.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(
            message.ends_with('.') && !message.contains('{'),
            "{message}"
        );
    }
    // Two ways at once is no plan.
    let both = bare(&[
        "plan",
        "--lot",
        "90",
        "--aql",
        "1.0",
        "--share",
        "30",
        "--confidence",
        "0.9",
    ]);
    assert_eq!(both.code, 2);
}

#[test]
fn people_are_told_in_words() {
    let said = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_sohoa"))
            .args(["sample"])
            .args(args)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(
        said(&["plan", "--lot", "1200", "--aql", "1.0"]),
        "Xem 80 trong 1.200 trường hợp, rút ngẫu nhiên. Chấp nhận khi sai không quá 2; từ 3 trở lên thì trả lại cả lô.\n\
         Nếu cả lô sai 1 %, cách kiểm này vẫn cho qua 96 trong 100 lô.\n\
         Nếu cả lô sai 5 %, cách kiểm này vẫn cho qua 22 trong 100 lô.\n"
    );
    assert_eq!(
        said(&["bound", "--defects", "1", "--n", "80"]),
        "Tìm thấy 1 trường hợp sai trong 80: cả lô sai khoảng 0,03 % đến 6,8 % (tin cậy 95 %).\n"
    );
}

/// Places from 0 as the stand-alone script draws them.
fn drawn_again(lot: usize, n: usize, seed: &str) -> Vec<usize> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/bench/draw_again.py");
    let output = Command::new("/usr/bin/python3")
        .arg(script)
        .args([lot.to_string(), n.to_string(), seed.to_owned()])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let places = text
        .split_whitespace()
        .map(|place| place.parse::<usize>().unwrap() - 1);
    places.collect()
}

#[test]
fn a_sample_is_drawn_as_anybody_draws_it_again() {
    let bench = Bench::new();
    let (first, second) = (
        bench.typed_book("KH", 20, 4, Look::Scan),
        bench.typed_book("KT", 3, 1, Look::Scan),
    );
    let draw = |books: &[&str], n: usize, seed: &str| {
        let n = n.to_string();
        let mut args = vec!["sample", "draw"];
        args.extend(books);
        args.extend(["--n", &n, "--seed", seed]);
        bench.run(args)
    };
    let positions = |drawn: &Value| -> Vec<(String, u64)> {
        let cases = drawn["cases"].as_array().unwrap().iter();
        let pair = |case: &Value| {
            (
                case["book"].as_str().unwrap().to_owned(),
                case["case"].as_u64().unwrap(),
            )
        };
        cases.map(pair).collect()
    };

    let drawn = draw(&[&first], 5, "2026-11-28/KS.2008.01").ok();
    assert_eq!(drawn["lot"], 20);
    let known = [1, 7, 11, 15, 20].map(|position| (first.clone(), position));
    assert_eq!(positions(&drawn), known);
    for case in drawn["cases"].as_array().unwrap() {
        assert!(!case["number"].as_str().unwrap().is_empty());
        assert_eq!(case["id"].as_str().unwrap().len(), 36);
    }

    // Several books are one lot, in the order in which they are named.
    let seed = "nghiệm thu đợt 2";
    for (books, sizes) in [
        ([&second, &first], [3_usize, 20]),
        ([&first, &second], [20, 3]),
    ] {
        let drawn = draw(&[books[0], books[1]], 9, seed).ok();
        let wanted: Vec<(String, u64)> = drawn_again(23, 9, seed)
            .into_iter()
            .map(|place| match place.checked_sub(sizes[0]) {
                None => (books[0].clone(), place as u64 + 1),
                Some(place) => (books[1].clone(), place as u64 + 1),
            })
            .collect();
        assert_eq!(positions(&drawn), wanted);
    }

    // More than there are is all.
    let all = draw(&[&second], 99, seed).ok();
    assert_eq!((all["lot"].as_u64(), positions(&all).len()), (Some(3), 3));

    // What is kept for another office is no part of the lot; places in the book stay.
    let cases: Vec<Value> = all["cases"].as_array().unwrap().clone();
    let station = Station::open(&bench.workspace, knowledge().unwrap(), Arc::new(Machine)).unwrap();
    let held = Held {
        office: "UBND xã Ea Đrăng".into(),
        reason: String::new(),
    };
    let id = serde_json::from_value(cases[0]["id"].clone()).unwrap();
    station.case_hold(id, Some(&held)).unwrap();
    drop(station);
    let rest = draw(&[&second], 99, seed).ok();
    assert_eq!(rest["lot"], 2);
    assert_eq!(positions(&rest), [(second.clone(), 2), (second.clone(), 3)]);

    for (books, seed, exit, code) in [
        ([first.as_str(), first.as_str()], "x", 2, "book_twice"),
        (
            [first.as_str(), &first.to_lowercase()],
            "x",
            2,
            "book_twice",
        ),
        ([first.as_str(), "KS.1999.09"], "x", 3, "unknown_book"),
        ([first.as_str(), second.as_str()], "  ", 2, "seed_missing"),
    ] {
        let said = draw(&books, 3, seed);
        assert_eq!(
            (said.code, &said.json()["error"]["code"]),
            (exit, &json!(code))
        );
    }
}
