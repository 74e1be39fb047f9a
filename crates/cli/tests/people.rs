//! Working as somebody: every command as every role, passwords from the environment, and what is told.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::path::Path;

use serde_json::Value;
use sohoa_core::book::Id;
use sohoa_core::people::{Right, Role, may};
use sohoa_ledgers::Look;
use support::{Bench, Said, WORD, as_who, code, command};

fn staffed(bench: &Bench) {
    let first = ["people", "add", "administrator", "--role", "administrator"];
    let added = as_who(bench, "", WORD, &first).ok();
    assert_eq!(added["recovery"].as_str().unwrap().len(), 29);
    for role in Role::ALL.iter().map(|role| role.as_str()) {
        if role != "administrator" {
            let args = ["people", "add", role, "--role", role];
            as_who(bench, "administrator", WORD, &args).ok();
        }
    }
}

#[test]
fn no_role_does_through_any_command_what_it_may_not() {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 2, 1, Look::Scan);
    staffed(&bench);
    let file = |name: &str| bench.path(name).display().to_string();
    let (jpeg, html, xlsx, out, watched) = (
        file("ra.jpg"),
        file("ra.html"),
        file("ra.xlsx"),
        file("giao"),
        file("theo"),
    );
    std::fs::create_dir_all(&watched).unwrap();
    let picture = file("drawn-KS/trang");
    let picture = std::fs::read_dir(&picture)
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let picture = picture.path().display().to_string();
    let book = book.as_str();
    let nil = Id::nil().to_string();
    let nowhere = format!("value/{nil}/so");
    let commands: Vec<(Right, Vec<&str>)> = vec![
        (Right::Look, vec!["book", "list"]),
        (
            Right::Capture,
            vec![
                "book", "add", "--type", "KS", "--year", "2008", "--volume", "1",
            ],
        ),
        (Right::Capture, vec!["pages", "import", book, &picture]),
        (Right::Look, vec!["pages", "quality", book]),
        (Right::Look, vec!["disputed", book]),
        (
            Right::Adjudicate,
            vec!["settle", book, nowhere.as_str(), nil.as_str()],
        ),
        (
            Right::Look,
            vec!["pages", "show", book, "1", "--out", &jpeg],
        ),
        (Right::Look, vec!["pages", "limits"]),
        (Right::Settings, vec!["pages", "limits", "--dpi", "9000"]),
        (
            Right::Capture,
            vec!["pages", "watch", book, &watched, "--once"],
        ),
        (Right::Look, vec!["pages", "resume"]),
        (Right::Capture, vec!["pages", "number", book, "1", "7"]),
        (Right::Look, vec!["pages", "retake", book, "--out", &html]),
        (
            Right::Capture,
            vec!["pages", "layout", book, "--page", "1", "--rows", "0,1"],
        ),
        (Right::Capture, vec!["pages", "carry", book, "--from", "1"]),
        (
            Right::Capture,
            vec!["pages", "replace", book, "1", &picture],
        ),
        (Right::Capture, vec!["cases", "cut", book]),
        (Right::Capture, vec!["cases", "join", book]),
        (Right::Key, vec!["records", "import", book, &xlsx]),
        (Right::Look, vec!["check", book]),
        (Right::Look, vec!["find", "lan"]),
        (Right::Look, vec!["held"]),
        (Right::Package, vec!["package", book, "--out", &out]),
        (Right::Manage, vec!["people", "list"]),
        (
            Right::Manage,
            vec!["people", "add", "keyer", "--role", "keyer"],
        ),
        (Right::Manage, vec!["people", "change", "keyer"]),
        (Right::Manage, vec!["people", "password", "keyer"]),
        (Right::Look, vec!["people", "password"]),
        (Right::Settings, vec!["people", "lock-after", "10"]),
        (Right::Assign, vec!["work", "list"]),
        (Right::Assign, vec!["work", "list", book]),
        (
            Right::Assign,
            vec!["work", "give", book, "--task", "key", "--person", "keyer"],
        ),
        (Right::Assign, vec!["work", "end", nil.as_str()]),
        (Right::Look, vec!["work", "mine"]),
        (Right::Look, vec!["work", "returned"]),
        (Right::Adjudicate, vec!["thirds", "list", book]),
        (
            Right::Adjudicate,
            vec!["thirds", "decide", book, "1", "so", "7"],
        ),
        (
            Right::Adjudicate,
            vec!["thirds", "decide", book, "1", "so", "--illegible"],
        ),
        (Right::Check, vec!["check-case", "list", book]),
        (Right::Look, vec!["check-case", "show", book, "1"]),
        (
            Right::Check,
            vec!["check-case", "mark", book, "1", "--right", "so"],
        ),
        (
            Right::Check,
            vec!["check-case", "mark", book, "1", "--wrong", "so=số 9"],
        ),
        (
            Right::Check,
            vec!["check-case", "mark", book, "1", "--clear", "so"],
        ),
        (Right::Check, vec!["check-case", "pass", book, "1"]),
        (
            Right::Check,
            vec!["check-case", "send-back", book, "1", "thiếu trang"],
        ),
    ];
    for (_, args) in &commands {
        let said = bench.run(args);
        assert_eq!(
            (code(&said).as_str(), said.code),
            ("signed_out", 3),
            "{args:?}"
        );
    }
    for role in Role::ALL {
        for (right, args) in &commands {
            let said = as_who(&bench, role.as_str(), WORD, args);
            let problem = code(&said);
            assert_eq!(
                problem == "not_allowed",
                !may(role, *right),
                "{role:?} {args:?}: {problem}"
            );
            assert_ne!(problem, "signed_out");
            if problem == "not_allowed" {
                assert_eq!(said.code, 3);
            }
        }
    }
}

#[test]
fn deeds_carry_who_did_them_and_words_tell_no_password() {
    let bench = Bench::new();
    staffed(&bench);
    let add = |year: &str| {
        let args = [
            "book", "add", "--type", "KS", "--year", year, "--volume", "1",
        ];
        as_who(&bench, "capturer", WORD, &args)
    };
    add("2008").ok();
    let who = |bench: &Bench| -> (String, bool) {
        let db = rusqlite::Connection::open(bench.workspace.join("so-hoa.db")).unwrap();
        db.query_row(
            "SELECT c.who, c.person = p.id FROM change_set c JOIN person p ON p.name = c.who
             WHERE c.op = 'book_add' ORDER BY seq DESC LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap()
    };
    assert_eq!(who(&bench), ("capturer".into(), true));
    let wrong = as_who(&bench, "capturer", "sai hẳn rồi", &["book", "list"]);
    assert_eq!((code(&wrong).as_str(), wrong.code), ("wrong_password", 3));
    assert!(!format!("{}{}", wrong.out, wrong.err).contains("sai hẳn"));
    let short = command(&bench.workspace)
        .env("SOHOA_AS", "administrator")
        .env("SOHOA_PASSWORD", WORD)
        .env("SOHOA_NEW_PASSWORD", "ngắn")
        .args(["people", "password", "keyer"])
        .output();
    let short = Said::from(short.unwrap());
    assert_eq!((code(&short).as_str(), short.code), ("password_short", 2));
    let asked = command(&bench.workspace)
        .env("SOHOA_AS", "administrator")
        .env_remove("SOHOA_PASSWORD")
        .args(["people", "list"])
        .output();
    let asked = Said::from(asked.unwrap());
    assert_eq!((code(&asked).as_str(), asked.code), ("password_missing", 2));
}

#[test]
fn people_are_listed_changed_and_recovered() {
    let bench = Bench::new();
    let args = ["people", "add", "Quản Trị", "--role", "administrator"];
    let added: Value = as_who(&bench, "", WORD, &args).ok();
    let recovery = added["recovery"].as_str().unwrap().to_owned();
    let run = |args: &[&str]| as_who(&bench, "quản trị", WORD, args);
    run(&[
        "people", "add", "Y Ƀhăm", "--role", "keyer", "--role", "checker",
    ])
    .ok();
    run(&["people", "change", "y Ƀhăm", "--role", "keyer", "--leaves"]).ok();
    let listed = run(&["people", "list"]).ok();
    let second = &listed["people"][1];
    assert_eq!(second["name"], "Y Ƀhăm");
    assert_eq!(second["roles"], serde_json::json!(["keyer"]));
    assert_eq!(second["active"], false);
    let args = ["people", "change", "quản trị", "--leaves"];
    assert_eq!(code(&run(&args)), "last_administrator");
    let recovered = command(&bench.workspace)
        .env("SOHOA_RECOVERY", &recovery)
        .env("SOHOA_NEW_PASSWORD", "mật khẩu khác")
        .args(["people", "recover", "Quản Trị"])
        .output();
    let next = Said::from(recovered.unwrap()).ok();
    assert_ne!(next["recovery"], recovery.as_str());
    assert_eq!(code(&run(&["people", "list"])), "wrong_password");
    as_who(&bench, "Quản Trị", "mật khẩu khác", &["people", "list"]).ok();
    assert!(Path::new(&bench.workspace).exists());
}

#[test]
fn a_book_is_typed_twice_where_somebody_decides_so() {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 2, 1, Look::Scan);
    let set = ["double", &book, "--set", "critical"];
    // One person alone has no second.
    let alone = as_who(&bench, "", WORD, &set);
    assert_eq!(code(&alone), "second_needs_people");
    staffed(&bench);
    for role in Role::ALL {
        let said = as_who(&bench, role.as_str(), WORD, &set);
        let may = may(role, Right::Assign);
        assert_eq!(
            code(&said),
            if may { "done" } else { "not_allowed" },
            "{role:?}"
        );
        let looked = as_who(&bench, role.as_str(), WORD, &["double", &book]);
        if may {
            let look = looked.ok();
            assert_eq!(look["keying"]["twice"], "critical");
            assert_eq!((&look["cases"], &look["through"]), (&2.into(), &0.into()));
        } else {
            assert_eq!(code(&looked), "not_allowed", "{role:?}");
        }
    }
}
