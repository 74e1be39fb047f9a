//! The record of what happened is whole, or it is told where it is not.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::fs;

use rusqlite::types::Value;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use sohoa_core::book::Id;
use sohoa_station::view::CutWay;
use support::{Place, place};

/// A small book in which something was done, taken back and done again.
fn worked() -> (Place, Connection) {
    let place = place(2);
    let cases = place.cut(CutWay::PerPage(1));
    place.put(cases[0], "nksHoTen", "Lò Thị Ba");
    place.put(cases[0], "nksHoTen", "Lò Thị Bạ");
    place.put(cases[1], "so", "2");
    place.station.undo(place.book).unwrap();
    place.station.redo(place.book).unwrap();
    place.station.undo(place.book).unwrap();
    let other = Connection::open(place.dir.path().join("kho/so-hoa.db")).unwrap();
    other.pragma_update(None, "foreign_keys", "OFF").unwrap();
    (place, other)
}

fn kinds(place: &Place, heads: &[String]) -> Vec<String> {
    let look = place.station.history_verify(heads).unwrap();
    assert_eq!(look.ok, look.faults.is_empty());
    look.faults.into_iter().map(|fault| fault.kind).collect()
}

#[test]
fn a_history_nobody_touched_is_whole() {
    let (place, _) = worked();
    let look = place.station.history_verify(&[]).unwrap();
    assert!(look.ok, "{look:?}");
    assert_eq!(look.entries, 9);
    let head = place.station.history_head().unwrap().unwrap();
    assert_eq!(look.head.as_ref(), Some(&head));
    // As somebody copies it from paper, and after more was done.
    let copied = format!(" {} {}", &head[..32].to_uppercase(), &head[32..]);
    let cases = place.case_ids();
    place.put(cases[1], "so", "3");
    let look = place.station.history_verify(&[copied]).unwrap();
    assert_eq!((look.ok, look.known), (true, vec![Some(9)]));
    assert_eq!(kinds(&place, &["ab".repeat(32)]), ["unknown"]);
    assert_eq!(
        place
            .station
            .history_verify(&["ngày 5".into()])
            .unwrap_err()
            .code(),
        "bad_head"
    );
}

/// Every byte of every cell of the history, one after the other.
#[test]
fn any_changed_byte_is_found() {
    let (place, other) = worked();
    let mut tried = 0;
    for (table, key) in [("change_set", "seq"), ("change", "rowid")] {
        let columns: Vec<String> = other
            .prepare(&format!("SELECT name FROM pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        // A table without rowids is addressed by its whole key.
        let place_of = if key == "seq" {
            "seq = ?2"
        } else {
            "hex(change_set) || nth = ?2"
        };
        let name = if key == "seq" {
            "seq"
        } else {
            "hex(change_set) || nth"
        };
        let rows: Vec<Value> = other
            .prepare(&format!("SELECT {name} FROM {table}"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for row in &rows {
            for column in &columns {
                let was: Value = other
                    .query_row(
                        &format!(
                            "SELECT {column} FROM {table} WHERE {}",
                            place_of.replace("?2", "?1")
                        ),
                        [row],
                        |row| row.get(0),
                    )
                    .unwrap();
                for now in changed(&was) {
                    let put = format!("UPDATE {table} SET {column} = ?1 WHERE {place_of}");
                    if other.execute(&put, params![now, row]).is_err() {
                        // Not even possible: another row bears it.
                        continue;
                    }
                    tried += 1;
                    let look = place.station.history_verify(&[]);
                    assert!(
                        look.is_err() || !look.unwrap().ok,
                        "{table}.{column} {was:?} -> {now:?}"
                    );
                    let back = if column == "seq" || column == "nth" || column == "change_set" {
                        // The key itself was changed: the row is found by what it is now.
                        let key = if column == "change_set" {
                            "change_set = ?2"
                        } else {
                            &format!("{column} = ?2")
                        };
                        other.execute(
                            &format!("UPDATE {table} SET {column} = ?1 WHERE {key}"),
                            params![was, now],
                        )
                    } else {
                        other.execute(&put, params![was, row])
                    };
                    assert_eq!(back.unwrap(), 1);
                }
            }
        }
    }
    assert!(tried > 2_000, "{tried}");
    assert!(place.station.history_verify(&[]).unwrap().ok);
}

/// What a cell may be changed to: each of its bytes another one.
fn changed(was: &Value) -> Vec<Value> {
    let flipped = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let one = |at: usize| {
            let mut bytes = bytes.to_vec();
            bytes[at] ^= 1;
            bytes
        };
        (0..bytes.len()).map(one).collect()
    };
    match was {
        Value::Null => vec![Value::Text("x".into()), Value::Blob(vec![7; 16])],
        // Far away, so that no other row is hit.
        Value::Integer(number) => vec![Value::Integer(number + 1_000_003)],
        Value::Real(number) => vec![Value::Real(number + 1.0)],
        Value::Blob(bytes) => flipped(bytes).into_iter().map(Value::Blob).collect(),
        Value::Text(text) => flipped(text.as_bytes())
            .into_iter()
            .filter_map(|bytes| String::from_utf8(bytes).ok())
            .map(Value::Text)
            .collect(),
    }
}

#[test]
fn cuts_and_other_orders_are_found() {
    let (place, other) = worked();
    let head = place.station.history_head().unwrap().unwrap();
    let run = |sql: &str| other.execute_batch(sql).unwrap();
    // The end.
    run("SAVEPOINT a; DELETE FROM change_set WHERE seq = (SELECT max(seq) FROM change_set)");
    // Not committed: the station does not see it.
    assert!(kinds(&place, &[]).is_empty());
    run("RELEASE a");
    let found = kinds(&place, &[head]);
    assert!(
        found.contains(&"cut".to_owned()) && found.contains(&"unknown".to_owned()),
        "{found:?}"
    );

    let (place, other) = worked();
    other
        .execute_batch("DELETE FROM change_set WHERE seq = 4")
        .unwrap();
    assert!(kinds(&place, &[]).contains(&"changed".to_owned()));

    let (place, other) = worked();
    other
        .execute_batch("UPDATE change_set SET seq = -1 WHERE seq = 5; UPDATE change_set SET seq = 5 WHERE seq = 6; UPDATE change_set SET seq = 6 WHERE seq = -1")
        .unwrap();
    assert!(kinds(&place, &[]).contains(&"changed".to_owned()));
}

/// Who changes the tables past the program does not change the history, and that is seen.
#[test]
fn what_the_history_does_not_say_is_found() {
    for sql in [
        "UPDATE record SET body = replace(body, 'Lò Thị Bạ', 'Lò Thị Bá')",
        "UPDATE record SET body = replace(body, '}', ',\"ghiChu\":\"x\"}')",
        "DELETE FROM record",
        "UPDATE registration SET state = 'done'",
        "UPDATE registration SET removed = 1 WHERE rank = (SELECT max(rank) FROM registration)",
        "UPDATE page SET quarter_turns = 1",
        "UPDATE book SET place = 'UBND xã Khác'",
        "INSERT INTO registration SELECT randomblob(16), book, rank + 1, pages, state, removed, held FROM registration LIMIT 1",
        "INSERT INTO confirmation SELECT randomblob(16), id, 'x', 'so', '{\"text\":\"\",\"state\":\"given\"}', 'x', 'x', 'x' FROM registration LIMIT 1",
    ] {
        let (place, other) = worked();
        assert!(kinds(&place, &[]).is_empty());
        other.execute_batch(sql).unwrap();
        assert_eq!(kinds(&place, &[]), ["unsaid"], "{sql}");
    }
}

/// What an inspector gets can be proved with nothing but SHA-256.
#[test]
fn an_exported_history_is_proved_without_the_program() {
    let (place, _) = worked();
    let file = place.dir.path().join("lich-su.jsonl");
    let entries = place.station.history_export(&file).unwrap();
    let told = fs::read_to_string(&file).unwrap();
    assert_eq!(told.lines().count() as u64, entries);
    let mut before = [0u8; 32];
    for line in told.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| entry[name].as_str().unwrap().as_bytes().to_vec();
        let id = |name: &str| {
            entry[name].as_str().map_or(Vec::new(), |id| {
                id.parse::<Id>().unwrap().as_bytes().to_vec()
            })
        };
        let mut hash = Sha256::new();
        hash.update(b"sohoa-history-1\0");
        hash.update(before);
        let mut bytes = |bytes: Vec<u8>| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        bytes(id("id"));
        bytes(text("at"));
        bytes(text("who"));
        bytes(id("person"));
        bytes(id("station"));
        bytes(text("op"));
        bytes(id("book"));
        bytes(id("of"));
        bytes(id("batch"));
        for (nth, change) in entry["changes"].as_array().unwrap().iter().enumerate() {
            hash.update((nth as u64).to_le_bytes());
            let body = change[0].as_str().unwrap().as_bytes();
            hash.update((body.len() as u64).to_le_bytes());
            hash.update(body);
            assert!(change[1].is_null());
            hash.update([0]);
        }
        before = hash.finalize().into();
        let hex: String = before.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(entry["hash"], hex);
    }
    // Nothing half is left where it could not be written.
    let nowhere = place.dir.path().join("không có/lich-su.jsonl");
    assert!(place.station.history_export(&nowhere).is_err());
}
