//! A workspace made by an earlier version of the program is opened with everything in it.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use rusqlite::{Connection, params};
use sohoa_core::book::Id;
use sohoa_core::keying::{Keying, Twice};
use sohoa_core::people::Role;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_station::view::{CutWay, NewPerson};
use sohoa_station::{Password, Station, knowledge};
use support::{host, later, place, typists};

const V1: &str = include_str!("../src/store/sqlite/migrations/V1__workspace.sql");

/// A database as version 1 made it: the checksum is the one of the migration that is built in.
fn version_1(kho: &std::path::Path) -> Connection {
    drop(Station::create(kho, "UBND xã An Nhơn", knowledge().unwrap(), host()).unwrap());
    let file = kho.join("so-hoa.db");
    let new = Connection::open(&file).unwrap();
    let history: (String, String) = new
        .query_row(
            "SELECT checksum, (SELECT sql FROM sqlite_master WHERE name = 'refinery_schema_history')
             FROM refinery_schema_history WHERE version = 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    drop(new);
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(kho.join(format!("so-hoa.db{ending}")));
    }
    let old = Connection::open(&file).unwrap();
    old.execute_batch(V1).unwrap();
    old.execute_batch(&history.1).unwrap();
    old.execute(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
         VALUES (1, 'workspace', '2026-11-20T00:00:00Z', ?1)",
        [history.0],
    )
    .unwrap();
    old
}

#[test]
fn what_version_1_kept_is_there_and_meets_across_books() {
    let dir = tempfile::tempdir().unwrap();
    let kho = dir.path().join("kho");
    let old = version_1(&kho);
    let id = |n: u128| Id::from_u128(n);
    old.execute(
        "INSERT INTO setting VALUES ('place', 'UBND xã An Nhơn')",
        [],
    )
    .unwrap();
    for (n, volume) in [(1, 1), (2, 2)] {
        old.execute(
            "INSERT INTO book VALUES (?1, 'KS', 2008, ?2, 'UBND xã An Nhơn', 'KS', 'open')",
            params![id(n), volume],
        )
        .unwrap();
        old.execute(
            "INSERT INTO registration VALUES (?1, ?2, 0, '[]', 'draft', 0)",
            params![id(n + 10), id(n)],
        )
        .unwrap();
        for (field, text, state) in [
            ("so", "7", "given"),
            ("nksHoTen", "Đỗ \"Quý\" Ẩn\\Danh", "given"),
            ("nksNgaySinh", "05.06.2008", "given"),
            ("meHoTen", "Lò Thị Ngát", "given"),
            ("chaHoTen", "", "leftOut"),
            ("chaNgaySinh", "19?2", "illegible"),
        ] {
            old.execute(
                "INSERT INTO field_value VALUES (?1, ?2, ?3, ?4)",
                params![id(n + 10), field, text, state],
            )
            .unwrap();
        }
    }
    drop(old);

    let station = Station::open(&kho, knowledge().unwrap(), host()).unwrap();
    let book_type = knowledge().unwrap();
    let book_type = book_type.book_type("KS").unwrap();
    let case = station.case_open(id(11)).unwrap();
    let at = |column: &str| case.values[book_type.field_index(column).unwrap()].clone();
    assert_eq!(at("nksHoTen"), FieldValue::given("Đỗ \"Quý\" Ẩn\\Danh"));
    let stated = |text: &str, state| FieldValue::said(state, text);
    assert_eq!(at("chaHoTen"), stated("", FieldState::LeftOut));
    assert_eq!(at("chaNgaySinh"), stated("19?2", FieldState::Illegible));
    let twice = |f: &&sohoa_core::rules::Finding| f.rule == "registered_in_two_books";
    let found = case.judgement.findings.iter().find(twice).unwrap();
    assert_eq!(found.other, Some(id(12)));
    let backups = std::fs::read_dir(kho.join("backups")).unwrap();
    assert_eq!(backups.count(), 1, "backed up before it was carried over");
}

#[test]
fn who_typed_what_is_known_of_a_history_that_was_written_before() {
    let here = place(2);
    let cases = here.cut(CutWay::PerPage(1));
    let kho = here.dir.path().join("kho");
    let word = Password::new("mật khẩu thử");
    let add = |name: &str, roles: &[Role]| {
        let new = NewPerson {
            name: name.into(),
            roles: roles.to_vec(),
        };
        here.station.person_add(&new, &word).unwrap();
    };
    here.put(cases[0], "so", "1"); // Nobody had an account yet.
    add("Quản", &[Role::Administrator, Role::Supervisor]);
    add("Lan", &[Role::Keyer]);
    add("Minh", &[Role::Keyer]);
    here.station.keep_idle(None).unwrap();
    let keying = Keying {
        twice: Twice::Critical,
        ..Keying::default()
    };
    here.station.keying_set(here.book, &keying).unwrap();
    for (name, text) in [("Lan", "Lò Thị Mẫu"), ("Minh", "Lò Thị Mậu")] {
        here.station.sign_in(name, &word).unwrap();
        here.put(cases[1], "nksHoTen", text);
        if name == "Lan" {
            here.station.undo(here.book).unwrap();
            here.station.redo(here.book).unwrap();
        }
    }
    drop(here.station);
    let known = typists(&kho);
    assert_eq!(known.len(), 3, "nobody, Lan, and Minh the second time");
    let old = Connection::open(kho.join("so-hoa.db")).unwrap();
    old.execute_batch(
        "DROP TABLE typist; DROP INDEX said_returned; DELETE FROM refinery_schema_history WHERE version = 19",
    )
    .unwrap();
    drop(old);
    drop(Station::open(&kho, knowledge().unwrap(), later()).unwrap());
    assert_eq!(typists(&kho), known);
}
