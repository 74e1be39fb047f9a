//! `kill -9` at any moment, over and over: the workspace opens again and is whole, every field
//! that was said to be saved is there, and the last whole package still verifies.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use sohoa_core::record::FieldValue;
use sohoa_ledgers::Look;
use sohoa_station::Station;
use sohoa_station::host::Machine;
use support::{Bench, command, picture};

/// Rounds of each kind; together over 200.
const ROUNDS: u64 = 70;
/// Pages brought in.
const PAGES: u64 = 60;

/// A spread of moments from the first instant to past the usual end, different each round.
fn moment(round: u64, longest: Duration) -> Duration {
    longest.mul_f64((round as f64 * 0.618_034).fract())
}

fn integrity(bench: &Bench) {
    let script = "import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
assert not db.execute('PRAGMA foreign_key_check').fetchall()";
    let output = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .arg(bench.workspace.join("so-hoa.db"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn importing() {
    let bench = Bench::new();
    let book = bench.add("KS", "2008");
    let pages = bench.path("trang");
    fs::create_dir(&pages).unwrap();
    for n in 1..=PAGES as u8 {
        picture(&pages.join(format!("{n}.png")), n);
    }
    let (mut book, mut year, mut most) = (book, 2008, 0);
    for round in 0..ROUNDS {
        let mut child = command(&bench.workspace)
            .args([
                OsStr::new("pages"),
                "import".as_ref(),
                book.as_ref(),
                pages.as_os_str(),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(moment(round, Duration::from_millis(600)));
        child.kill().unwrap();
        child.wait().unwrap();
        let list = bench.run(["book", "list"]).ok();
        let now = list["books"]
            .as_array()
            .unwrap()
            .iter()
            .find(|b| b["book"] == *book)
            .unwrap()["pages"]
            .as_u64()
            .unwrap();
        assert!(now >= most, "pages that were in are gone: {now} of {most}");
        most = now;
        if now == PAGES {
            // A fresh book, so that every round has something to cut short.
            whole(&bench, &book, &pages);
            year += 1;
            book = bench.add("KS", &year.to_string());
            most = 0;
        }
    }
    integrity(&bench);
    whole(&bench, &book, &pages);
}

/// Going on where it stopped gives each page once, in order, and every original unchanged.
fn whole(bench: &Bench, book: &str, pages: &std::path::Path) {
    // By itself first: whatever was noted as begun goes on to its end.
    let resumed = bench.run(["pages", "resume", book]).ok();
    let noted = resumed["resumed"].as_array().unwrap().len();
    let said = bench
        .run([
            OsStr::new("pages"),
            "import".as_ref(),
            book.as_ref(),
            pages.as_os_str(),
        ])
        .ok();
    assert_eq!(said["rejected"], serde_json::json!([]));
    assert_eq!(
        said["imported"].as_u64().unwrap() + said["already"].as_u64().unwrap(),
        PAGES
    );
    if noted > 0 {
        assert_eq!(said["imported"], 0, "what was begun had come to its end");
    }
    let list = bench.run(["book", "list"]).ok();
    let found = list["books"]
        .as_array()
        .unwrap()
        .iter()
        .find(|b| b["book"] == book)
        .unwrap()
        .clone();
    assert_eq!(found["pages"], PAGES);
    let stored = support::contents(&bench.workspace.join("originals"));
    for (path, bytes) in support::contents(pages) {
        assert!(
            stored.iter().any(|(_, kept)| *kept == bytes),
            "{} is not kept as it came",
            path.display()
        );
    }
}

/// This very test program again, as a keyer in a process of its own that can be killed.
fn keyer(bench: &Bench, book: &str, what: &str) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "the_keyer_itself",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("KEYER", &bench.workspace)
        .env("KEYER_BOOK", book)
        .env("KEYER_WHAT", what)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Saves one field after the other and says each number once the call returned; or reads what
/// was kept. Does nothing unless [`keyer`] called it.
#[test]
fn the_keyer_itself() {
    let Some(workspace) = std::env::var_os("KEYER") else {
        return;
    };
    let what = std::env::var("KEYER_WHAT").unwrap();
    let knowledge = sohoa_station::knowledge().unwrap();
    let station = Station::open(workspace.as_ref(), knowledge.clone(), Arc::new(Machine)).unwrap();
    let book = station
        .book_named(&std::env::var("KEYER_BOOK").unwrap())
        .unwrap();
    let case = station.cases(book.id).unwrap()[0].id;
    let field = knowledge
        .book_type("KS")
        .unwrap()
        .field_index("ghiChu")
        .unwrap();
    if what == "read" {
        println!("\n{}", station.case_open(case).unwrap().values[field].text);
        return;
    }
    println!("\nready");
    for n in 0.. {
        let text = format!(
            "saved {} lượt {what}: Y Ƀhăm Êban",
            what.parse::<u64>().unwrap() * 1_000_000 + n
        );
        station
            .field_save(case, "ghiChu", &FieldValue::given(&text))
            .unwrap();
        println!("{text}");
    }
}

#[test]
fn typing() {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 2, 1, Look::Scan);
    for round in 0..ROUNDS {
        let mut child = keyer(&bench, &book, &round.to_string());
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(
            lines
                .by_ref()
                .map_while(Result::ok)
                .any(|line| line == "ready"),
            "the keyer did not begin"
        );
        let reader = std::thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .filter(|line| line.starts_with("saved "))
                .last()
        });
        std::thread::sleep(moment(round, Duration::from_millis(40)) + Duration::from_millis(2));
        child.kill().unwrap();
        child.wait().unwrap();
        let said = reader.join().unwrap().unwrap_or_default();
        let mut reading = keyer(&bench, &book, "read");
        let lines = BufReader::new(reading.stdout.take().unwrap()).lines();
        // To the end: a pipe closed early would fail the other side.
        let kept = lines
            .map_while(Result::ok)
            .filter(|line| line.starts_with("saved "))
            .last()
            .unwrap_or_default();
        assert!(reading.wait().unwrap().success());
        // What was acknowledged is there; the one after it may be.
        let number = |text: &str| text.split(' ').nth(1).and_then(|n| n.parse::<u64>().ok());
        if let Some(said) = number(&said) {
            let kept =
                number(&kept).unwrap_or_else(|| panic!("round {round}: {kept:?} after {said}"));
            assert!(
                kept == said || kept == said + 1,
                "round {round}: kept {kept}, said {said}"
            );
        }
    }
    integrity(&bench);
}

#[test]
fn packaging() {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 3, 1, Look::Scan);
    let out = bench.path("out");
    let package = [
        OsStr::new("package"),
        book.as_ref(),
        "--out".as_ref(),
        out.as_os_str(),
    ];
    let started = std::time::Instant::now();
    let done = bench.run(package).ok();
    let usual = started.elapsed();
    let (xlsx, zip) = (
        done["xlsx"].as_str().unwrap().to_owned(),
        done["zip"].as_str().unwrap().to_owned(),
    );
    for round in 0..ROUNDS {
        // Another name each round, so that each package differs from the one before.
        let sheet = bench.path("doi.xlsx");
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let rows = workbook.add_worksheet();
        for (column, (header, value)) in (0u16..).zip([
            ("so", "1"),
            ("quyenSo", "01/2008"),
            ("nguoiKy", &format!("Lê Thị {round}")),
        ]) {
            rows.write_string(0, column, header).unwrap();
            rows.write_string(1, column, value).unwrap();
        }
        workbook.save(&sheet).unwrap();
        bench
            .run([
                OsStr::new("records"),
                "import".as_ref(),
                book.as_ref(),
                sheet.as_os_str(),
            ])
            .ok();
        let mut child = command(&bench.workspace)
            .args(package)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(moment(round, usual.mul_f64(1.1)));
        child.kill().unwrap();
        child.wait().unwrap();
        let verdict = bench.run(["verify", &xlsx, &zip]).ok();
        assert_eq!(
            (&verdict["ok"], &verdict["cases"]),
            (&true.into(), &3.into()),
            "round {round}: {verdict}"
        );
    }
    integrity(&bench);
    bench.run(package).ok();
    let names: Vec<_> = fs::read_dir(&out)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 4, "left-overs: {names:?}");
    let lists = fs::read_dir(out.join("danh-sach")).unwrap().count();
    assert_eq!(lists, 1, "left-overs among the lists");
}
