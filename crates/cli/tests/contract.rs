//! The command line as other programs rely on it: keys, exit codes, and what a deliverable is,
//! looked at with programs that we do not write with (openpyxl, unzip, poppler).
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use sohoa_ledgers::Look;
use support::Bench;

fn package(bench: &Bench, book: &str, out: &str) -> Value {
    bench
        .run([
            OsStr::new("package"),
            book.as_ref(),
            "--out".as_ref(),
            bench.path(out).as_os_str(),
        ])
        .ok()
}

/// The system's Python, where Debian's openpyxl lives; another Python may come first on the path.
fn openpyxl(xlsx: &Path) -> Value {
    let script = "import sys, json, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
formats = sorted({cell.number_format for row in sheet.iter_rows() for cell in row})
types = sorted({cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None})
print(json.dumps({'rows': rows, 'formats': formats, 'types': types, 'sheets': book.sheetnames}))";
    let output = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .arg(xlsx)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn said(program: &str, args: &[&OsStr]) -> String {
    let output = Command::new(program)
        .args(args)
        .output()
        .unwrap_or_else(|e| panic!("{program}: {e}"));
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_type_of_book_goes_from_pages_to_a_package_that_strangers_can_read() {
    let bench = Bench::new();
    for (kind, cases, per_page, look, columns) in [
        ("KS", 3, 1, Look::Scan, 60),
        ("KH", 4, 2, Look::Skewed, 44),
        ("KT", 2, 1, Look::Photo, 48),
        ("HN", 2, 2, Look::Scan, 35),
        ("CMC", 2, 1, Look::Scan, 50),
    ] {
        let book = bench.typed_book(kind, cases, per_page, look);
        let checked = bench.run(["check", &book]).ok();
        assert_eq!(checked["records"], cases, "{kind}");
        // Letters of an ethnic group are told to the office, and nothing else is.
        let told: Vec<&Value> = checked["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|found| found["severity"] != "info")
            .collect();
        assert_eq!(told, Vec::<&Value>::new(), "{kind}");

        let done = package(&bench, &book, "giao nộp");
        assert_eq!(done["cases"], cases);
        let (xlsx, zip) = (
            done["xlsx"].as_str().unwrap(),
            done["zip"].as_str().unwrap(),
        );
        let bytes = fs::metadata(xlsx).unwrap().len() + fs::metadata(zip).unwrap().len();
        assert_eq!(done["bytes"], bytes);
        assert!(xlsx.ends_with(&format!("giao nộp/{book}.xlsx")));

        let sheet = openpyxl(xlsx.as_ref());
        let rows = sheet["rows"].as_array().unwrap();
        assert_eq!(rows.len(), cases + 1);
        assert_eq!(rows[0].as_array().unwrap().len(), columns);
        assert_eq!(
            sheet["formats"],
            serde_json::json!(["@"]),
            "every cell is text"
        );
        assert_eq!(sheet["types"], serde_json::json!(["s"]));
        let truth: Value = serde_json::from_slice(
            &fs::read(bench.path(&format!("drawn-{kind}/dung.json"))).unwrap(),
        )
        .unwrap();
        for (row, record) in rows[1..].iter().zip(truth.as_array().unwrap()) {
            for (column, cell) in rows[0]
                .as_array()
                .unwrap()
                .iter()
                .zip(row.as_array().unwrap())
            {
                assert_eq!(cell, &record[column.as_str().unwrap()], "{kind} {column}");
            }
        }

        let listed = said("unzip", &["-Z1".as_ref(), zip.as_ref()]);
        assert_eq!(listed.lines().count(), cases);
        let unpacked = bench.path(&format!("unpacked-{kind}"));
        said(
            "unzip",
            &[
                "-q".as_ref(),
                zip.as_ref(),
                "-d".as_ref(),
                unpacked.as_ref(),
            ],
        );
        for name in listed.lines() {
            assert!(
                name.starts_with(&format!("{book}.2008-")) && name.ends_with(".pdf"),
                "{name}"
            );
            let pdf = unpacked.join(name);
            let info = said("pdfinfo", &[pdf.as_ref()]);
            assert!(
                info.contains("Pages:           1") && info.contains("(A4)") | info.contains("pts"),
                "{info}"
            );
            assert!(info.contains(name), "the file's own name is in it: {info}");
            let images = said("pdfimages", &["-list".as_ref(), pdf.as_ref()]);
            assert_eq!(images.lines().count(), 3, "{images}");
            assert!(images.contains("jpeg"), "{images}");
        }
        let verdict = bench.run(["verify", xlsx, zip]).ok();
        assert_eq!(
            (&verdict["ok"], &verdict["cases"]),
            (&Value::Bool(true), &Value::from(cases)),
            "{verdict}"
        );
    }
    let list = bench.run(["book", "list"]).ok();
    for book in list["books"].as_array().unwrap() {
        assert_eq!(book["state"], "packaged");
        assert_eq!(
            book["findings"],
            serde_json::json!({"error": 0, "warning": 0, "info": 0})
        );
    }
}

#[test]
fn a_book_packaged_twice_gives_the_same_bytes() {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 3, 1, Look::Scan);
    package(&bench, &book, "mot");
    package(&bench, &book, "hai");
    package(&bench, &book, "hai");
    for ending in ["xlsx", "zip", "manifest.json"] {
        let read =
            |folder: &str| fs::read(bench.path(folder).join(format!("{book}.{ending}"))).unwrap();
        assert!(read("mot") == read("hai"), "{ending}");
    }
    let names: Vec<_> = fs::read_dir(bench.path("hai"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(
        names.len(),
        4,
        "these, the lists for the office, and nothing else is left in the folder: {names:?}"
    );
}

#[test]
fn the_later_birth_sheet_has_seventy_columns() {
    let bench = Bench::new();
    let book = bench
        .run([
            "book", "add", "--type", "KS", "--year", "2008", "--volume", "2", "--sheet", "KS-70",
        ])
        .ok();
    let book = book["book"].as_str().unwrap().to_owned();
    assert_eq!(book, "KS.2008.02");
    let folder = bench.path("drawn");
    let order = sohoa_ledgers::Order {
        kind: "KS".into(),
        year: 2008,
        volume: 2,
        cases: 2,
        per_page: 1,
        table: false,
        look: Look::Scan,
        seed: 3,
    };
    sohoa_ledgers::write_book(&folder, &order, &[]).unwrap();
    bench
        .run([
            OsStr::new("pages"),
            "import".as_ref(),
            book.as_ref(),
            folder.join("trang").as_os_str(),
        ])
        .ok();
    bench.run(["cases", "cut", &book]).ok();
    bench
        .run([
            OsStr::new("records"),
            "import".as_ref(),
            book.as_ref(),
            folder.join("dung.xlsx").as_os_str(),
        ])
        .ok();
    let done = package(&bench, &book, "out");
    let sheet = openpyxl(done["xlsx"].as_str().unwrap().as_ref());
    assert_eq!(sheet["rows"][0].as_array().unwrap().len(), 70);
    assert_eq!(
        (&sheet["rows"][0][0], &sheet["rows"][2][0]),
        (&Value::from("STT"), &Value::from("2"))
    );
    bench
        .run([
            "verify",
            done["xlsx"].as_str().unwrap(),
            done["zip"].as_str().unwrap(),
        ])
        .ok();
}

#[test]
fn errors_stop_packaging_and_say_which() {
    let bench = Bench::new();
    let book = bench.add("KS", "2008");
    let pages = bench.path("trang");
    fs::create_dir(&pages).unwrap();
    for n in [1, 2, 10] {
        support::picture(&pages.join(format!("{n}.png")), n);
    }
    let imported = bench
        .run([
            OsStr::new("pages"),
            "import".as_ref(),
            book.as_ref(),
            pages.as_os_str(),
        ])
        .ok();
    let files: Vec<_> = imported["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["file"].as_str().unwrap())
        .collect();
    assert_eq!(
        files,
        ["trang/1.png", "trang/2.png", "trang/10.png"],
        "natural order"
    );
    let page = &imported["pages"][0];
    assert_eq!(
        (&page["index"], &page["width"], &page["height"]),
        (&1.into(), &400.into(), &560.into())
    );
    assert!(page["id"].is_string());
    assert_eq!(
        bench
            .run(["cases", "cut", &book, "--pages", "1-2", "--per-page", "2"])
            .ok()["cases"],
        4
    );

    let checked = bench.run(["check", &book]);
    assert_eq!(checked.code, 1);
    let json = checked.json();
    assert_eq!(json["records"], 4);
    let finding = &json["findings"][0];
    for key in [
        "rule", "severity", "book", "case", "row", "field", "message", "fix",
    ] {
        assert!(finding.get(key).is_some(), "{key}");
    }
    assert!(
        json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|f| f["rule"] == "page_without_case")
    );

    let refused = bench.run([
        OsStr::new("package"),
        book.as_ref(),
        "--out".as_ref(),
        bench.path("out").as_os_str(),
    ]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("còn 4 lỗi") && refused.err.contains("Trường hợp 1, so"),
        "{}",
        refused.err
    );
    assert!(!bench.path("out").exists());
}

#[test]
fn wrong_use_is_two_and_the_impossible_is_three() {
    let bench = Bench::new();
    bench.add("KS", "2008");
    for (args, code, wanted) in [
        (
            vec![
                "book", "add", "--type", "XX", "--year", "2008", "--volume", "1",
            ],
            2,
            "unknown_type",
        ),
        (
            vec![
                "book", "add", "--type", "KS", "--year", "1208", "--volume", "1",
            ],
            2,
            "bad_year",
        ),
        (
            vec![
                "book", "add", "--type", "KS", "--year", "2008", "--volume", "x",
            ],
            2,
            "bad_volume",
        ),
        (
            vec![
                "book", "add", "--type", "KS", "--year", "2008", "--volume", "1",
            ],
            3,
            "book_exists",
        ),
        (vec!["book", "add", "--type", "KS"], 2, ""),
        (vec!["nonsense"], 2, ""),
        (
            vec!["cases", "cut", "KS.2008.01", "--per-page", "0"],
            2,
            "bad_count",
        ),
        (
            vec!["cases", "cut", "KS.2008.01", "--pages", "9-1"],
            2,
            "bad_range",
        ),
        (vec!["check", "KS.1900.01"], 3, "unknown_book"),
        (
            vec!["pages", "import", "KS.2008.01", "/no/such/file"],
            3,
            "file_missing",
        ),
        (
            vec!["records", "import", "KS.2008.01", "/no/such/file.xlsx"],
            3,
            "file_missing",
        ),
        (vec!["verify", "/no/a.xlsx", "/no/a.zip"], 3, "file_missing"),
        (
            vec!["package", "KS.2008.01", "--out", "/proc/nowhere"],
            1,
            "no_cases",
        ),
    ] {
        let said = bench.run(&args);
        assert_eq!(said.code, code, "{args:?}: {}{}", said.out, said.err);
        assert!(said.err.contains(wanted), "{args:?}: {}", said.err);
        assert!(!said.err.contains("panicked"), "{args:?}: {}", said.err);
    }
}

#[test]
fn records_find_their_cases_by_order_page_and_number() {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 3, 1, Look::Scan);
    let sheet = bench.path("them.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let rows = workbook.add_worksheet();
    // A title above, capitals, another order, a stranger's column, numbers and dates as such.
    rows.write_string(0, 0, "Sổ khai sinh").unwrap();
    for (column, header) in (0u16..).zip([
        "NKSHOTEN",
        "ghi chú của xã",
        "so",
        "ngayDangKy",
        "noiDangKy UBND xã",
    ]) {
        rows.write_string(2, column, header).unwrap();
    }
    rows.write_string(3, 0, "  Trần  Thị Hai ").unwrap();
    rows.write_number(3, 2, 2.0).unwrap();
    rows.write_string(4, 0, "Không có").unwrap();
    rows.write_number(4, 2, 99.0).unwrap();
    workbook.save(&sheet).unwrap();
    let report = bench
        .run([
            OsStr::new("records"),
            "import".as_ref(),
            book.as_ref(),
            sheet.as_os_str(),
            "--pair".as_ref(),
            "number".as_ref(),
        ])
        .ok();
    assert_eq!((&report["rows"], &report["paired"]), (&2.into(), &1.into()));
    assert_eq!(report["unpaired"][0]["row"], 2);
    assert_eq!(
        report["unknownColumns"],
        serde_json::json!(["ghi chú của xã"])
    );
    let changed = report["changed"].as_array().unwrap();
    assert!(
        changed.iter().any(|c| c["column"] == "nksHoTen"
            && c["from"] == "  Trần  Thị Hai "
            && c["to"] == "Trần Thị Hai"),
        "{changed:?}"
    );
    let done = package(&bench, &book, "out");
    let sheet = openpyxl(done["xlsx"].as_str().unwrap().as_ref());
    let header = sheet["rows"][0].as_array().unwrap();
    let name = header.iter().position(|h| h == "nksHoTen").unwrap();
    assert_eq!(sheet["rows"][2][name], "Trần Thị Hai");
}

#[test]
fn one_event_in_two_books_is_found_whichever_is_checked() {
    let bench = Bench::new();
    let one = bench.typed_book("KT", 3, 1, Look::Scan);
    let other = "KT.2009.01";
    bench
        .run([
            "book", "add", "--type", "KT", "--year", "2009", "--volume", "01",
        ])
        .ok();
    let drawn = bench.path("drawn-KT");
    bench
        .run([
            OsStr::new("pages"),
            "import".as_ref(),
            other.as_ref(),
            drawn.join("trang").as_os_str(),
        ])
        .ok();
    bench.run(["cases", "cut", other]).ok();
    bench
        .run([
            OsStr::new("records"),
            "import".as_ref(),
            other.as_ref(),
            drawn.join("dung.xlsx").as_os_str(),
        ])
        .ok();
    let said = |books: &[&str]| -> usize {
        let checked = bench.run(["check"].iter().chain(books.iter())).json();
        checked["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|found| found["rule"] == "registered_in_two_books")
            .count()
    };
    assert_eq!(
        said(&[&one]),
        3,
        "each of three is told of with its own book"
    );
    assert_eq!(said(&[&one, other]), 6, "and in both books");
    assert_eq!(said(&[]), 6, "no book named is the whole workspace");
}

#[test]
fn a_bare_sheet_is_judged_and_the_rules_are_listed() {
    let bench = Bench::new();
    bench.typed_book("KS", 3, 1, Look::Scan);
    let drawn = bench.path("drawn-KS");
    let sheet = drawn.join("dung.xlsx");
    let checked = bench
        .run([
            OsStr::new("check-sheet"),
            sheet.as_os_str(),
            "--type".as_ref(),
            "KS".as_ref(),
        ])
        .ok();
    assert_eq!(checked["records"], 3);
    let rules = bench.run(["rules"]).ok();
    let rules = rules["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 78);
    for rule in rules {
        assert!(
            rule["rule"].is_string() && rule["types"].is_array() && rule["what"].is_string(),
            "{rule}"
        );
        assert!(
            ["error", "warning", "info"].contains(&rule["severity"].as_str().unwrap()),
            "{rule}"
        );
    }
}
