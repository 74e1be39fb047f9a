//! Giving work, deciding between two keyers, and checking case by case, as another program drives them. Typing has no
//! command of its own: where the story needs it, it is done at the station as the window does it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_ledgers::Look;
use sohoa_station::host::Machine;
use sohoa_station::{Password, Station, knowledge};
use support::{Bench, Said, WORD, as_who, code, sane};

fn run(bench: &Bench, who: &str, args: &[&str]) -> Said {
    as_who(bench, who, WORD, args)
}

fn staffed(bench: &Bench, people: &[(&str, &[&str])]) {
    for (nth, (name, roles)) in people.iter().enumerate() {
        let mut args = vec!["people", "add", name];
        args.extend(roles.iter().flat_map(|role| ["--role", role]));
        let who = if nth == 0 { "" } else { people[0].0 };
        run(bench, who, &args).ok();
    }
}

/// What people read instead of JSON.
fn plain(bench: &Bench, who: &str, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sohoa"))
        .env("SOHOA_WORKSPACE", &bench.workspace)
        .env("SOHOA_AS", who)
        .env("SOHOA_PASSWORD", WORD)
        .args(args)
        .output();
    Said::from(output.unwrap()).out
}

/// What somebody does at the window, with the cases of the only book.
fn at_window(bench: &Bench, who: &str, work: impl Fn(&Station, &[Id])) {
    let knowledge = Arc::new(knowledge().unwrap());
    let station =
        Station::open(&bench.workspace, Arc::clone(&knowledge), Arc::new(Machine)).unwrap();
    station.sign_in(who, &Password::new(WORD)).unwrap();
    let book = station.books_known().unwrap()[0].id;
    let cases = station.cases(book).unwrap();
    let cases: Vec<Id> = cases.iter().map(|case| case.id).collect();
    work(&station, &cases);
}

/// What the drawn ledger says.
fn truth(bench: &Bench) -> Vec<Value> {
    let said = std::fs::read(bench.path("drawn-KS/dung.json")).unwrap();
    serde_json::from_slice(&said).unwrap()
}

fn put(station: &Station, case: Id, column: &str, text: &str) {
    station
        .field_save(case, column, &FieldValue::given(text))
        .unwrap();
}

/// Calls right whatever of a case nobody has found right yet.
fn all_right(bench: &Bench, who: &str, book: &str, position: &str) -> usize {
    let shown = run(bench, who, &["check-case", "show", book, position]).ok();
    let open = strings(&shown["open"]);
    let mut args = vec!["check-case", "mark", book, position];
    args.extend(open.iter().flat_map(|column| ["--right", column]));
    let marked = run(bench, who, &args).ok();
    assert_eq!(marked["open"], json!([]));
    open.len()
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// Task and what is left, of each piece of work.
fn left(work: &Value) -> Vec<(String, u64)> {
    let rows = work["work"].as_array().unwrap().iter();
    let mut rows: Vec<(String, u64)> = rows
        .map(|row| {
            let task = row["task"].as_str().unwrap().to_owned();
            (task, row["left"].as_u64().unwrap())
        })
        .collect();
    rows.sort();
    rows
}

#[test]
fn three_people_from_giving_work_to_nothing_left_of_it() {
    let bench = Bench::new();
    let book = bench.cut_book("KS", 3, 1, Look::Scan);
    let book = book.as_str();
    staffed(
        &bench,
        &[
            ("Quản Mẫu", &["administrator", "supervisor"]),
            ("Lan Mẫu", &["keyer"]),
            ("Mai Mẫu", &["keyer"]),
        ],
    );
    let quan = |args: &[&str]| run(&bench, "Quản Mẫu", args);
    let lan = |args: &[&str]| run(&bench, "Lan Mẫu", args);
    let mai = |args: &[&str]| run(&bench, "Mai Mẫu", args);
    let give = |task: &str, person: &str, more: &[&str]| {
        let mut args = vec!["work", "give", book, "--task", task, "--person", person];
        args.extend(more);
        quan(&args).ok()["work"][0].clone()
    };
    let mine = |who: &str| left(&run(&bench, who, &["work", "mine"]).ok());
    let work = |rows: &[(&str, u64)]| -> Vec<(String, u64)> {
        rows.iter()
            .map(|(task, left)| ((*task).to_owned(), *left))
            .collect()
    };

    // Given.
    quan(&["double", book, "--set", "critical"]).ok();
    let key = give(
        "key",
        "lan mẫu",
        &["--due", "1/2/2020", "--note", "xong trước Tết"],
    );
    assert_eq!(
        [
            &key["name"],
            &key["due"],
            &key["late"],
            &key["whole"],
            &key["left"],
            &key["note"]
        ],
        [
            &json!("Lan Mẫu"),
            &json!("2020-02-01"),
            &json!(true),
            &json!(true),
            &json!(3),
            &json!("xong trước Tết")
        ]
    );
    give("mend", "Lan Mẫu", &[]);
    let some = give("second-key", "Mai Mẫu", &["--from", "1", "--to", "2"]);
    assert_eq!(
        [
            &some["task"],
            &some["whole"],
            &some["from"],
            &some["to"],
            &some["cases"]
        ],
        [
            &json!("second_key"),
            &json!(false),
            &json!(1),
            &json!(2),
            &json!(2)
        ]
    );
    give("check", "Quản Mẫu", &["--due", "31/12/2099"]);
    assert_eq!(
        quan(&["work", "list", book]).ok()["work"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    let told = plain(&bench, "Lan Mẫu", &["work", "mine"]);
    assert!(
        told.contains(&format!(
            "nhập {book}, cả sổ: Lan Mẫu, còn 3/3, hẹn 01/02/2020 (đã quá hẹn) – xong trước Tết"
        )),
        "{told}"
    );
    assert_eq!(mine("Lan Mẫu"), work(&[("key", 3), ("mend", 0)]));
    assert_eq!(mine("Mai Mẫu"), work(&[("second_key", 2)]));

    // Typed.
    let sheet = bench.path("drawn-KS/dung.xlsx").display().to_string();
    assert_eq!(lan(&["records", "import", book, &sheet]).ok()["paired"], 3);
    at_window(&bench, "Lan Mẫu", |station, cases| {
        for case in cases {
            station.case_finish(*case, true, &[]).unwrap();
        }
    });
    assert_eq!(mine("Lan Mẫu"), work(&[("key", 0), ("mend", 0)]));

    // Typed again, without seeing it: what Mai may see says nothing of what Lan typed.
    assert_eq!(
        code(&mai(&["check-case", "show", book, "1"])),
        "second_blind"
    );
    let truth = truth(&bench);
    at_window(&bench, "Mai Mẫu", |station, cases| {
        let view = station.case_open(cases[0]).unwrap();
        let knowledge = knowledge().unwrap();
        let fields = &knowledge.book_type("KS").unwrap().fields;
        let takes = view.second.unwrap().takes;
        for (case, says) in cases[..2].iter().zip(&truth) {
            for column in takes.iter().map(|field| fields[*field].column.as_str()) {
                let third = match *case == cases[0] {
                    true => column == "meHoTen",
                    false => ["chaHoTen", "nycHoTen"].contains(&column),
                };
                // What this sheet has no column for the ledger leaves out, as finishing the case says.
                if let Some(text) = says[column].as_str().filter(|_| !third) {
                    put(station, *case, column, text);
                }
            }
        }
        for (case, column) in [(0, "meHoTen"), (1, "chaHoTen"), (1, "nycHoTen")] {
            put(station, cases[case], column, "Kappa Một");
            put(station, cases[case], column, "Kappa Hai");
        }
        for case in &cases[..2] {
            station.case_finish(*case, true, &[]).unwrap();
        }
    });
    assert_eq!(mine("Mai Mẫu"), work(&[("second_key", 0)]));

    // Decided.
    let listed = quan(&["thirds", "list", book]);
    assert_eq!(listed.code, 1, "something waits");
    let listed = listed.json();
    let third = &listed["thirds"][0];
    assert_eq!(
        [
            &third["position"],
            &third["column"],
            &third["readings"][2]["value"]["text"]
        ],
        [&json!(1), &json!("meHoTen"), &json!("Kappa Hai")]
    );
    let told = plain(&bench, "Quản Mẫu", &["thirds", "list", book]);
    let mother = truth[0]["meHoTen"].as_str().unwrap();
    assert!(
        told.contains(&format!("Lan Mẫu, nhập lần một: “{mother}”"))
            && told.contains("Mai Mẫu, nhập lần hai, nhập lại: “Kappa Hai”"),
        "{told}"
    );
    assert_eq!(code(&lan(&["thirds", "list", book])), "not_allowed");
    for (nth, (position, column, more, value)) in [
        (
            "1",
            "meHoTen",
            "kappa ba",
            json!({ "text": "Kappa Ba", "state": "given" }),
        ),
        (
            "2",
            "chaHoTen",
            "--illegible",
            json!({ "text": "", "state": "illegible" }),
        ),
        (
            "2",
            "nycHoTen",
            "trống",
            json!({ "text": "", "state": "leftOut" }),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let decided = quan(&["thirds", "decide", book, position, column, more]).ok();
        assert_eq!(
            decided,
            json!({ "book": book, "position": position.parse::<u32>().unwrap(), "column": column,
                    "value": value, "left": 2 - nth })
        );
    }
    assert_eq!(
        quan(&["thirds", "list", book]).ok(),
        json!({ "thirds": [] })
    );

    // Checked: one is right, one goes back.
    let cases = quan(&["check-case", "list", book]).ok();
    assert_eq!(cases["left"], 3);
    let early = quan(&["check-case", "pass", book, "1"]);
    assert_eq!((code(&early).as_str(), early.code), ("check_open", 3));
    for position in ["1", "3"] {
        assert!(all_right(&bench, "Quản Mẫu", book, position) > 5);
        let passed = quan(&["check-case", "pass", book, position]).ok();
        assert_eq!(passed["state"], "passed");
    }
    all_right(&bench, "Quản Mẫu", book, "2");
    // What was said is taken back, and said again.
    let cleared = quan(&["check-case", "mark", book, "2", "--clear", "so"]).ok();
    assert_eq!(cleared["open"], json!(["so"]));
    assert_eq!(all_right(&bench, "Quản Mẫu", book, "2"), 1);
    let told = plain(&bench, "Quản Mẫu", &["check-case", "show", book, "2"]);
    assert!(
        told.contains("không đọc được – đúng với sổ")
            && told.contains("sổ không ghi – đúng với sổ"),
        "{told}"
    );
    let wrong = "nksHoTen=sổ ghi “Lê = Thị”";
    let marked = quan(&["check-case", "mark", book, "2", "--wrong", wrong]).ok();
    assert_eq!(marked["open"], json!(["nksHoTen"]));
    let back = quan(&["check-case", "send-back", book, "2", ""]).ok();
    assert_eq!(
        [&back["state"], &back["whole"]["said"]],
        ["returned", "returned"]
    );
    let told = plain(&bench, "Quản Mẫu", &["check-case", "list", book]);
    assert!(
        told.contains("đã soát, đúng") && told.contains("đã trả lại") && told.contains("Không còn"),
        "{told}"
    );

    // Mended by whoever typed it, who is told where and why.
    let returned = lan(&["work", "returned"]);
    assert_eq!(returned.code, 1, "something came back");
    let returned = returned.json();
    let one = &returned["returned"][0];
    assert_eq!(
        [&one["code"], &one["position"], &one["who"]],
        [&json!(book), &json!(2), &json!("Quản Mẫu")]
    );
    assert_eq!(mine("Lan Mẫu"), work(&[("key", 1), ("mend", 1)]));
    let told = plain(&bench, "Lan Mẫu", &["check-case", "show", book, "2"]);
    assert!(
        told.contains("không đúng với sổ: sổ ghi “Lê = Thị”"),
        "{told}"
    );
    assert_eq!(mai(&["work", "returned"]).ok(), json!({ "returned": [] }));
    at_window(&bench, "Lan Mẫu", |station, cases| {
        put(station, cases[1], "nksHoTen", "Lê Thị");
        station.case_finish(cases[1], true, &[]).unwrap();
    });
    assert_eq!(lan(&["work", "returned"]).ok(), json!({ "returned": [] }));

    // Looked at again: only what was mended.
    assert_eq!(quan(&["check-case", "list", book]).ok()["left"], 1);
    let told = plain(&bench, "Quản Mẫu", &["check-case", "show", book, "2"]);
    assert!(
        told.contains("đã sửa, xem lại (trước: không đúng với sổ"),
        "{told}"
    );
    assert_eq!(all_right(&bench, "Quản Mẫu", book, "2"), 1);
    quan(&["check-case", "pass", book, "2"]).ok();
    let cases = quan(&["check-case", "list", book]).ok();
    for case in cases["cases"].as_array().unwrap() {
        assert_eq!(case["state"], "passed");
    }

    // Nothing is left, and it is ended.
    let all = quan(&["work", "list"]).ok();
    assert_eq!(
        left(&all),
        work(&[("check", 0), ("key", 0), ("mend", 0), ("second_key", 0)])
    );
    for row in all["work"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        assert_eq!(quan(&["work", "end", id]).ok(), json!({ "ended": id }));
    }
    for who in ["Quản Mẫu", "Lan Mẫu", "Mai Mẫu"] {
        assert_eq!(mine(who), []);
    }
    assert!(plain(&bench, "Lan Mẫu", &["work", "mine"]).contains("Không có việc nào"));
    quan(&["history", "verify"]).ok();
}

fn deeds(bench: &Bench) -> i64 {
    let db = rusqlite::Connection::open(bench.workspace.join("so-hoa.db")).unwrap();
    db.query_row("SELECT count(*) FROM change_set", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn what_is_asked_wrongly_is_told_and_changes_nothing() {
    let bench = Bench::new();
    let book = bench.cut_book("KS", 2, 1, Look::Scan);
    let book = book.as_str();
    staffed(
        &bench,
        &[
            ("Quản Mẫu", &["administrator", "supervisor"]),
            ("Lan Mẫu", &["keyer", "checker"]),
            ("Mai Mẫu", &["checker"]),
            ("Chụp Mẫu", &["capturer"]),
        ],
    );
    let sheet = bench.path("drawn-KS/dung.xlsx").display().to_string();
    run(&bench, "Lan Mẫu", &["records", "import", book, &sheet]).ok();
    let more = [
        "book", "add", "--type", "KS", "--year", "2009", "--volume", "1",
    ];
    run(&bench, "Quản Mẫu", &more).ok();
    let nil = Id::nil().to_string();
    let give = |more: &[&'static str]| {
        let mut args = vec!["work", "give", book, "--task", "key"];
        args.extend(more);
        args
    };
    let mark = |more: &[&'static str]| {
        let mut args = vec!["check-case", "mark", book, "1"];
        args.extend(more);
        args
    };
    let lan = ["--person", "Lan Mẫu"];
    let to_lan = |more: &[&'static str]| give(&[&lan[..], more].concat());
    let mut table = vec![
        (give(&["--person", "Ai Đó"]), "unknown_person", 3),
        (give(&["--person", "Chụp Mẫu"]), "assign_role", 3),
        (to_lan(&["--from", "0"]), "assign_range", 2),
        (to_lan(&["--to", "3"]), "assign_range", 2),
        (to_lan(&["--from", "2", "--to", "1"]), "assign_range", 2),
        (to_lan(&["KS.2009.01", "--from", "1"]), "assign_one_book", 2),
        (
            vec![
                "work",
                "give",
                book,
                "KS.2009.01",
                "--task",
                "check",
                "--person",
                "Lan Mẫu",
            ],
            "assign_own",
            3,
        ),
        (to_lan(&["--due", "31/02/2026"]), "assign_due", 2),
        (to_lan(&["--due", "12/2026"]), "assign_due", 2),
        (to_lan(&["--due", "mai"]), "assign_due", 2),
        (
            vec![
                "work",
                "give",
                book,
                "--task",
                "second-key",
                "--person",
                "Lan Mẫu",
            ],
            "second_not_double",
            3,
        ),
        (vec!["work", "end", &nil], "unknown_assignment", 3),
        (
            vec!["thirds", "decide", book, "1", "không", "7"],
            "unknown_field",
            2,
        ),
        (
            vec!["thirds", "decide", book, "1", "không", "--illegible"],
            "unknown_field",
            2,
        ),
        (
            vec!["thirds", "decide", book, "1", "so", "trống"],
            "second_decided",
            3,
        ),
        (mark(&["--right", "không"]), "unknown_field", 2),
        (
            mark(&["--right", "so", "--wrong", "không=x"]),
            "unknown_field",
            2,
        ),
        (
            mark(&["--right", "so", "--clear", "không"]),
            "unknown_field",
            2,
        ),
        (
            mark(&["--right", "so", "--wrong", "so=số 9"]),
            "field_twice",
            2,
        ),
        (
            mark(&["--right", "so", "--wrong", "nksHoTen"]),
            "reason_missing",
            2,
        ),
        (
            mark(&["--right", "so", "--wrong", "nksHoTen= "]),
            "reason_missing",
            2,
        ),
        (
            vec!["check-case", "send-back", book, "1", "  "],
            "reason_missing",
            2,
        ),
        (vec!["check-case", "pass", book, "1"], "check_draft", 3),
    ];
    // Places there are none of, and books.
    for position in ["0", "3", "4294967295"] {
        for args in [
            vec!["thirds", "decide", book, position, "so", "7"],
            vec!["check-case", "show", book, position],
            vec!["check-case", "mark", book, position, "--right", "so"],
            vec!["check-case", "pass", book, position],
            vec!["check-case", "send-back", book, position, "thiếu"],
        ] {
            table.push((args, "unknown_case", 3));
        }
    }
    let other = "KS.1999.09";
    for args in [
        vec!["work", "list", other],
        vec![
            "work",
            "give",
            other,
            "--task",
            "key",
            "--person",
            "Lan Mẫu",
        ],
        vec!["thirds", "list", other],
        vec!["thirds", "decide", other, "1", "so", "7"],
        vec!["check-case", "list", other],
        vec!["check-case", "show", other, "1"],
    ] {
        table.push((args, "unknown_book", 3));
    }
    let before = deeds(&bench);
    for (args, told, exit) in &table {
        let said = run(&bench, "Quản Mẫu", args);
        assert_eq!(
            (code(&said).as_str(), said.code),
            (*told, *exit),
            "{args:?}"
        );
        let sentence = said.json()["error"]["message"].as_str().unwrap().to_owned();
        assert!(!sentence.contains('{'), "{args:?}: {sentence}");
        assert!(said.err.starts_with(&sentence), "{args:?}: {}", said.err);
    }
    // Nobody judges their own typing.
    for args in [
        mark(&["--right", "so"]),
        vec!["check-case", "pass", book, "1"],
        vec!["check-case", "send-back", book, "1", "thiếu"],
    ] {
        let said = run(&bench, "Lan Mẫu", &args);
        assert_eq!(
            (code(&said).as_str(), said.code),
            ("own_work", 3),
            "{args:?}"
        );
    }
    // What the words of the command line do not allow.
    for args in [
        vec![
            "work",
            "give",
            book,
            "--task",
            "paint",
            "--person",
            "Lan Mẫu",
        ],
        vec!["work", "give", book, "--person", "Lan Mẫu"],
        vec!["work", "end", "việc kia"],
        vec!["thirds", "decide", book, "1", "so"],
        vec!["thirds", "decide", book, "1", "so", "7", "--illegible"],
        vec!["thirds", "decide", book, "-1", "so", "7"],
        mark(&[]),
    ] {
        let said = run(&bench, "Quản Mẫu", &args);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}");
        sane(&said, "wrong use");
    }
    assert_eq!(deeds(&bench), before, "nothing of it was kept");
    // Dealt to several: the cases of one book, and books whole.
    let dealt = |books: &[&'static str], task: &'static str| {
        let mut args = vec!["work", "give", book];
        args.extend(books);
        args.extend(["--task", task, "--person", "Lan Mẫu", "--person", "Mai Mẫu"]);
        let given = run(&bench, "Quản Mẫu", &args).ok();
        let rows = given["work"].as_array().unwrap().clone();
        let row = |row: &Value| format!("{} {} {}", row["code"], row["name"], row["cases"]);
        rows.iter().map(row).collect::<Vec<_>>().join(", ")
    };
    let (lan, mai) = (r#""Lan Mẫu""#, r#""Mai Mẫu""#);
    assert_eq!(
        dealt(&[], "check"),
        format!("\"{book}\" {lan} 1, \"{book}\" {mai} 1")
    );
    assert_eq!(
        dealt(&["KS.2009.01"], "check"),
        format!("\"{book}\" {mai} 2, \"KS.2009.01\" {mai} 0")
    );
    let shown = run(&bench, "Mai Mẫu", &["check-case", "show", book, "1"]).ok();
    assert!(
        shown["fields"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["mark"].is_null())
    );
}
