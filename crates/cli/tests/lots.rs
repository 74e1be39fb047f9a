//! `sohoa lot`: from a lot's making to its minutes, as another program drives it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::fs;

use serde_json::{Value, json};
use sohoa_ledgers::Look;
use support::{Bench, Said, sane};

/// What the ledger holds, as the station itself shows it to keyers.
fn drawn_book() -> (Bench, String) {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 6, 1, Look::Scan);
    (bench, book)
}

fn lot(bench: &Bench, args: &[&str]) -> Said {
    let mut all = vec!["lot"];
    all.extend(args);
    bench.run(all)
}

fn code(said: &Said) -> String {
    said.json()["error"]["code"].as_str().unwrap().to_owned()
}

#[test]
fn a_lot_is_taken_over_or_goes_back() {
    let (bench, book) = drawn_book();
    let made = lot(
        &bench,
        &[
            "new",
            "Lô 1",
            "--contractor",
            "Công ty Thử",
            "--book",
            &book,
            "--share",
            "50",
            "--compare",
        ],
    )
    .ok();
    assert_eq!(made["row"]["cases"], 6);
    assert_eq!(made["row"]["state"], "new");
    assert_eq!(code(&lot(&bench, &["judge", "Lô 1"])), "lot_not_drawn");
    let drawn = lot(&bench, &["draw", "lô 1", "--seed", "mầm"]).ok();
    let sample = drawn["sample"].as_array().unwrap().clone();
    assert_eq!((sample.len(), &drawn["seed"]), (3, &json!("mầm")));
    let again = bench
        .run(["sample", "draw", &book, "--n", "3", "--seed", "mầm"])
        .ok();
    let of = |cases: &Value, key: &str| -> Vec<u64> {
        let cases = cases.as_array().unwrap().iter();
        cases.map(|case| case[key].as_u64().unwrap()).collect()
    };
    assert_eq!(
        of(&drawn["sample"], "position"),
        of(&again["cases"], "case")
    );

    // The first is wrong, the others are right; nobody has to know which comes next.
    let first = lot(&bench, &["judge", "Lô 1"]).ok();
    assert_eq!(
        (&first["step"], &first["nth"]),
        (&json!("compare"), &json!(1))
    );
    let wrong = lot(
        &bench,
        &[
            "judge",
            "Lô 1",
            "--nth",
            "1",
            "--wrong",
            "nksNoiSinh:minor",
            "--paper",
            "nksNoiSinh=Trên nương",
        ],
    )
    .ok();
    assert_eq!(
        (&wrong["step"], &wrong["left"]),
        (&json!("done"), &json!(2))
    );
    let early = lot(&bench, &["decide", "Lô 1"]);
    assert_eq!((early.code, code(&early)), (1, "lot_unfinished".into()));
    for _ in 0..2 {
        lot(&bench, &["judge", "Lô 1", "--right"]).ok();
    }
    assert_eq!(
        lot(&bench, &["judge", "Lô 1"]).ok(),
        json!({ "case": null })
    );
    let decided = lot(&bench, &["decide", "Lô 1"]);
    // Done, and something was found wrong.
    assert_eq!(decided.code, 1);
    assert_eq!(decided.json()["end"]["outcome"], "rejected");
    let out = bench.path("biên bản");
    let written = lot(
        &bench,
        &[
            "minutes",
            "Lô 1",
            "--out",
            out.to_str().unwrap(),
            "--number",
            "01/BB",
        ],
    )
    .ok();
    for (key, magic) in [("docx", b"PK".as_slice()), ("pdf", b"%PDF".as_slice())] {
        let bytes = fs::read(written[key].as_str().unwrap()).unwrap();
        assert!(bytes.starts_with(magic), "{key}");
    }
    assert_eq!(written["head"].as_str().unwrap().len(), 64);
    let all = lot(&bench, &["list"]).ok();
    assert_eq!(all["contractors"][0]["next"], "tightened");
    assert_eq!(all["lots"][0]["standing"]["defects"]["minor"], 1);
    bench.run(["history", "verify"]).ok();
    // What went back is there again for the next lot.
    let next = lot(
        &bench,
        &["new", "Lô 2", "--contractor", "công ty thử", "--delivery"],
    )
    .ok();
    assert_eq!(next["books"][0]["code"], json!(book));
    assert_eq!(next["way"]["kind"], "standard");
}

/// Typed without seeing, then judged: nothing that was delivered is printed before.
#[test]
fn blind_is_blind() {
    let (bench, book) = drawn_book();
    lot(
        &bench,
        &[
            "new",
            "Lô",
            "--contractor",
            "A",
            "--book",
            &book,
            "--share",
            "100",
        ],
    )
    .ok();
    lot(&bench, &["draw", "Lô"]).ok();
    let shown = lot(&bench, &["judge", "Lô"]).ok();
    assert_eq!(shown["step"], "type");
    for field in shown["fields"].as_array().unwrap() {
        assert_eq!(field["delivered"], json!(null));
    }
    let listed = lot(&bench, &["show", "Lô"]).ok();
    assert!(
        listed["sample"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["number"].is_null())
    );
    let typed = lot(
        &bench,
        &[
            "judge",
            "Lô",
            "--paper",
            "so=9999",
            "--illegible",
            "nksHoTen",
        ],
    )
    .ok();
    assert_eq!(typed["step"], "differing");
    let columns: Vec<String> = typed["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["column"].as_str().unwrap().to_owned())
        .collect();
    assert!(columns.contains(&"so".to_owned()) && columns.contains(&"nksHoTen".to_owned()));
    // Everything was the inspector's slip.
    let mut args = vec!["judge", "Lô", "--nth", "1"];
    for column in &columns {
        args.extend(["--slip", column]);
    }
    let done = lot(&bench, &args).ok();
    assert_eq!((&done["step"], &done["left"]), (&json!("done"), &json!(5)));
}

#[test]
fn wrong_use_is_one_sentence_with_a_code() {
    let (bench, book) = drawn_book();
    let new = ["new", "Lô", "--contractor", "A", "--book", book.as_str()];
    for (args, exit, wanted) in [
        (vec!["show", "Không có"], 3, "unknown_lot"),
        (
            vec!["new", " ", "--contractor", "A", "--book", &book],
            2,
            "lot_name",
        ),
        (
            vec!["new", "Lô", "--contractor", "", "--book", &book],
            2,
            "contractor_missing",
        ),
        (
            vec!["new", "Lô", "--contractor", "A", "--years", "mới"],
            2,
            "bad_year",
        ),
        (
            vec!["new", "Lô", "--contractor", "A", "--years", "2008-1998"],
            2,
            "bad_year",
        ),
        ([&new[..], &["--aql", "3"]].concat(), 2, "bad_aql"),
        ([&new[..], &["--share", "0"]].concat(), 2, "bad_share"),
        (
            [&new[..], &["--confidence", "2"]].concat(),
            2,
            "bad_confidence",
        ),
        ([&new[..], &["--level", "IX"]].concat(), 2, "bad_level"),
    ] {
        let said = lot(&bench, &args);
        sane(&said, &args.join(" "));
        assert_eq!(
            (said.code, code(&said).as_str()),
            (exit, wanted),
            "{args:?}"
        );
        assert_eq!(said.err.trim().lines().count(), 1, "{args:?}: {}", said.err);
    }
    // Two ways of naming books at once is none.
    let both = [&new[..], &["--delivery"]].concat();
    assert_eq!(lot(&bench, &both).code, 2);
}
