//! What stands in the minutes of a lot, and that no byte of what they rest on can be changed unseen.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::fs;

use rusqlite::types::Value;
use rusqlite::{Connection, params};
use sohoa_core::acceptance::{Look, Way};
use sohoa_core::book::{CaseState, Region};
use sohoa_core::sampling::{Level, Regime};
use sohoa_station::view::{BundleAsk, CutWay, LotAsk, MinutesAsk};
use sohoa_station::{Cancel, Station};
use support::lots::{ask, docx, drawn, fill, look_at_all, typed};
use support::place;

#[test]
fn minutes_say_what_was_found_with_pictures_of_it() {
    let (place, _) = typed();
    let station = &place.station;
    let spot = Region {
        x: 0.2,
        y: 0.3,
        w: 0.4,
        h: 0.1,
    };
    station
        .spot_save(place.book, "nksHoTen", Some((0, spot)))
        .unwrap();
    let lot = LotAsk {
        way: Way::Standard {
            aql: "6.5".into(),
            level: Level::II,
            regime: Regime::Normal,
            code: None,
        },
        ..ask("Lô số 1 / 2026", Look::Blind, &[place.book])
    };
    let lot = station.lot_add(&lot).unwrap().row.id;
    let view = station.lot_draw(lot, Some("mầm <1>")).unwrap();
    assert_eq!((view.row.n, view.row.ac), (2, 0));
    let slips: Vec<u32> = view.sample.iter().take(1).map(|one| one.position).collect();
    look_at_all(&place, lot, &slips);
    station.lot_decide(lot).unwrap();
    let ask = MinutesAsk {
        number: "03/BB-NT".into(),
        ..MinutesAsk::default()
    };
    let written = station
        .lot_minutes(lot, &place.dir.path().join("biên bản"), &ask)
        .unwrap();
    assert_eq!(Some(written.head.clone()), station.history_head().unwrap());
    let text = docx(&written.docx);
    for words in [
        "UBND XÃ AN NHƠN",
        "An Nhơn, ngày",
        "03/BB-NT",
        "Công ty Số hóa Thử",
        "KS.2008.01",
        "Khai sinh 2008, quyển 01",
        "mầm &lt;1&gt;",
        "Lò Thị Mậu",
        "nghiêm trọng",
        "TRẢ LẠI CẢ LÔ.",
        &written.head,
        "người thử",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    let zip = zip::ZipArchive::new(fs::File::open(&written.docx).unwrap()).unwrap();
    assert_eq!(
        zip.file_names()
            .filter(|name| name.as_ref().unwrap().ends_with(".jpeg"))
            .count(),
        1
    );
    let pdf = fs::read(&written.pdf).unwrap();
    sohoa_capture::check_pdf(&pdf, true, &sohoa_capture::Limits::default()).unwrap();
    assert!(
        written.pdf.contains("bien-ban-lo-so-1-2026-"),
        "{}",
        written.pdf
    );
    // Equal data give equal bytes.
    let again = station
        .lot_minutes(lot, &place.dir.path().join("lần hai"), &ask)
        .unwrap();
    assert_eq!(fs::read(&again.pdf).unwrap(), pdf);

    // Another picture under the same name is found.
    let mut folders = vec![place.dir.path().join("kho/originals")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let mut bytes = fs::read(entry.path()).unwrap();
                let last = bytes.len() - 1;
                bytes[last] ^= 1;
                fs::write(entry.path(), bytes).unwrap();
            }
        }
    }
    assert_eq!(
        station
            .lot_minutes(lot, place.dir.path(), &ask)
            .unwrap_err()
            .code(),
        "lot_tampered"
    );
}

/// Every byte of every cell about lots, one after the other.
#[test]
fn any_changed_byte_is_found() {
    let place = place(2);
    let cases = place.cut(CutWay::PerPage(1));
    for (case, number) in cases.iter().zip(1..) {
        fill(&place, *case, number);
    }
    let lot = drawn(&place, "Lô").row.id;
    look_at_all(&place, lot, &[2]);
    place.station.lot_decide(lot).unwrap();
    let other = Connection::open(place.dir.path().join("kho/so-hoa.db")).unwrap();
    other.pragma_update(None, "foreign_keys", "OFF").unwrap();
    let minutes = || {
        place
            .station
            .lot_minutes(lot, &place.dir.path().join("ra"), &MinutesAsk::default())
    };
    minutes().unwrap();
    assert!(place.station.history_verify(&[]).unwrap().ok);
    let mut tried = 0;
    for (table, key) in [
        ("lot", "hex(id)"),
        ("inspection", "hex(lot) || hex(registration)"),
    ] {
        let columns: Vec<String> = other
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let rows: Vec<String> = other
            .prepare(&format!("SELECT {key} FROM {table}"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for row in &rows {
            for column in &columns {
                let ask = format!("SELECT {column} FROM {table} WHERE {key} = ?1");
                let was: Value = other.query_row(&ask, [row], |row| row.get(0)).unwrap();
                let bytes = match &was {
                    Value::Text(text) => text.clone().into_bytes(),
                    Value::Blob(blob) => blob.clone(),
                    other => panic!("{other:?}"),
                };
                for at in 0..bytes.len() {
                    let mut changed = bytes.clone();
                    // Far away, so that no other row bears it.
                    changed[at] ^= if matches!(was, Value::Blob(_)) {
                        0x40
                    } else {
                        1
                    };
                    let now = match &was {
                        Value::Text(_) => match String::from_utf8(changed) {
                            Ok(text) => Value::Text(text),
                            // No text any more: the database itself gives an error.
                            Err(_) => continue,
                        },
                        _ => Value::Blob(changed),
                    };
                    let put = format!(
                        "UPDATE {table} SET {column} = ?1 WHERE {column} = ?2 AND {key} = ?3"
                    );
                    assert_eq!(other.execute(&put, params![now, was, row]).unwrap(), 1);
                    tried += 1;
                    let looked = place.station.history_verify(&[]);
                    assert!(
                        looked.is_err() || !looked.unwrap().ok,
                        "{table}.{column} {at}"
                    );
                    let refused = minutes().unwrap_err();
                    assert_eq!(refused.code(), "lot_tampered", "{table}.{column} {at}");
                    // Its key may have changed with it.
                    let back = format!("UPDATE {table} SET {column} = ?1 WHERE {column} = ?2");
                    assert_eq!(other.execute(&back, params![was, now]).unwrap(), 1);
                }
            }
        }
    }
    assert!(tried > 1_500, "{tried}");
    minutes().unwrap();
    // A row taken away, and one put there, likewise.
    for (there, back) in [
        (
            "CREATE TABLE away AS SELECT * FROM inspection; DELETE FROM inspection",
            "INSERT INTO inspection SELECT * FROM away; DROP TABLE away",
        ),
        (
            "INSERT INTO inspection SELECT lot, x'0102030405060708090a0b0c0d0e0f10', body FROM inspection LIMIT 1",
            "DELETE FROM inspection WHERE registration = x'0102030405060708090a0b0c0d0e0f10'",
        ),
    ] {
        other.execute_batch(there).unwrap();
        assert_eq!(minutes().unwrap_err().code(), "lot_tampered");
        assert!(!place.station.history_verify(&[]).unwrap().ok);
        other.execute_batch(back).unwrap();
        minutes().unwrap();
    }
}

/// What is under the chain cannot be changed together with the tables.
#[test]
fn a_history_that_was_changed_gives_no_minutes() {
    let (place, _) = typed();
    let lot = drawn(&place, "Lô").row.id;
    look_at_all(&place, lot, &[1]);
    place.station.lot_decide(lot).unwrap();
    let other = Connection::open(place.dir.path().join("kho/so-hoa.db")).unwrap();
    for table in ["inspection", "change"] {
        other
            .execute(
                &format!("UPDATE {table} SET body = replace(body, 'Lò Thị Mậu', 'Lò Thị Mẫu')"),
                [],
            )
            .unwrap();
    }
    assert_eq!(
        place
            .station
            .lot_minutes(lot, place.dir.path(), &MinutesAsk::default())
            .unwrap_err()
            .code(),
        "lot_tampered"
    );
}

/// Lots stay here; what going back did to a book's cases goes with the book.
#[test]
fn a_book_that_went_back_is_handed_on() {
    let (place, _) = typed();
    let lot = drawn(&place, "Lô").row.id;
    look_at_all(&place, lot, &[3]);
    place.station.lot_decide(lot).unwrap();
    let ask = BundleAsk {
        books: vec![place.book],
        ..BundleAsk::default()
    };
    let file = place.dir.path().join("so.goi");
    let cancel = Cancel::default();
    place
        .station
        .bundle_make(&ask, &file, &cancel, &|_| ())
        .unwrap();
    let other = Station::create(
        &place.dir.path().join("kho khác"),
        "UBND xã Ví Dụ",
        sohoa_station::knowledge().unwrap(),
        std::sync::Arc::new(support::Counting(std::sync::atomic::AtomicU64::new(90_000))),
    )
    .unwrap();
    other
        .bundle_take(&file, None, true, &cancel, &|_| ())
        .unwrap();
    let rows = other.cases(place.book).unwrap();
    assert!(rows.len() == 5 && rows.iter().all(|case| case.state == CaseState::Draft));
    assert!(other.lots().unwrap().is_empty());
    assert!(other.history_verify(&[]).unwrap().ok);
}
