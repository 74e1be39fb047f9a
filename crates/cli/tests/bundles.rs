//! Work that goes to another station and back by the command, and what both wrote is decided.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::process::Command;
use std::sync::Arc;

use serde_json::Value;
use sohoa_core::record::FieldValue;
use sohoa_ledgers::Look;
use sohoa_station::host::Machine;
use sohoa_station::{Station, knowledge};
use support::{Bench, Said, command};

/// Types into the second case of the book, as the window does.
fn types(bench: &Bench, text: &str) {
    let station = Station::open(&bench.workspace, knowledge().unwrap(), Arc::new(Machine)).unwrap();
    let book = station.books().unwrap()[0].id;
    let case = station.cases(book).unwrap()[1].id;
    station
        .field_save(case, "nksHoTen", &FieldValue::given(text))
        .unwrap();
}

fn with_password(bench: &Bench, args: &[&str]) -> Said {
    let mut asked = command(&bench.workspace);
    asked
        .env("SOHOA_BUNDLE_PASSWORD", "một mật khẩu")
        .args(args);
    asked.output().unwrap().into()
}

fn in_words(bench: &Bench, args: &[&str]) -> Said {
    let mut asked = Command::new(env!("CARGO_BIN_EXE_sohoa"));
    asked.env("SOHOA_WORKSPACE", &bench.workspace).args(args);
    asked.output().unwrap().into()
}

#[test]
fn what_both_wrote_is_listed_and_decided() {
    let (here, there) = (Bench::new(), Bench::new());
    let book = here.typed_book("KS", 2, 1, Look::Scan);
    let file = here.path("đi.goi").display().to_string();
    let back = here.path("về.goi").display().to_string();
    with_password(&here, &["bundle", "make", &book, "--out", &file]).ok();
    let stranger = with_password(&there, &["bundle", "take", &file]);
    assert_eq!(stranger.json()["error"]["code"], "bundle_stranger");
    with_password(&there, &["bundle", "take", &file, "--trust"]).ok();
    assert_eq!(
        here.run(["disputed", &book]).ok()["disputed"],
        Value::Array(vec![])
    );

    types(&here, "Lò Thị Ba");
    types(&there, "Lò Thị Bà");
    there
        .run([
            "bundle",
            "make",
            &book,
            "--out",
            &back,
            "--purpose",
            "return",
        ])
        .ok();
    let taken = here.run(["bundle", "take", &back, "--trust"]);
    // Done, and somebody has to look.
    assert_eq!(
        (taken.code, &taken.json()["books"][0]["disputed"]),
        (1, &1.into())
    );

    let listed = here.run(["disputed", &book]);
    assert_eq!(listed.code, 1);
    let listed = listed.json();
    let part = &listed["disputed"][0];
    assert_eq!(
        (&part["position"], &part["part"]["name"]),
        (&2.into(), &"nksHoTen".into())
    );
    let settle = part["settle"].as_str().unwrap().to_owned();
    let other = &part["others"][0];
    let deed = other["deed"].as_str().unwrap().to_owned();
    let said = in_words(&here, &["disputed", &book]).out;
    assert!(
        said.contains("Lò Thị Ba") && said.contains("Lò Thị Bà"),
        "{said}"
    );
    assert!(
        said.contains(&format!("sohoa settle {book} {settle}")),
        "{said}"
    );
    assert!(said.contains(&deed), "{said}");

    let wrong = here.run(["settle", &book, "value/không", &deed]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    let nobody = here.run([
        "settle",
        &book,
        &settle,
        "00000000-0000-0000-0000-000000000001",
    ]);
    assert_eq!(nobody.json()["error"]["code"], "bundle_settled");
    assert_eq!(here.run(["settle", &book, &settle, &deed]).ok()["left"], 0);
    let chosen = other["text"].as_str().unwrap();
    let station = Station::open(&here.workspace, knowledge().unwrap(), Arc::new(Machine)).unwrap();
    let id = station.books().unwrap()[0].id;
    assert_eq!(station.cases(id).unwrap()[1].name, chosen);
    drop(station);
    let again = here.run(["settle", &book, &settle, &deed]);
    assert_eq!(again.json()["error"]["code"], "bundle_settled");
    let said = in_words(&here, &["disputed", &book]).out;
    assert!(said.contains("Không có chỗ nào"), "{said}");
}
