//! Many findings settled as one deed; cases of several books that meet while somebody types.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use sohoa_core::book::Id;
use sohoa_core::record::FieldState;
use sohoa_core::rules::Finding;
use sohoa_station::view::{CutWay, NewBook, SheetAsk, Taking};
use sohoa_station::{Bring, Cancel};
use support::{Place, picture, place};

#[test]
fn all_fixes_of_a_rule_are_one_deed() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    for case in &cases {
        place.put(*case, "nksGioiTinh", "Nữ");
    }
    let mended = place
        .station
        .fix_all(place.book, "unknown_code", &cases[..2])
        .unwrap();
    let sexes = || -> Vec<String> {
        cases
            .iter()
            .map(|case| place.text(*case, "nksGioiTinh"))
            .collect()
    };
    assert_eq!(
        (mended, sexes()),
        (2, vec!["2".into(), "2".into(), "Nữ".into()])
    );
    place.station.undo(place.book).unwrap();
    assert_eq!(sexes(), ["Nữ", "Nữ", "Nữ"]);
}

#[test]
fn one_reason_settles_what_was_looked_at_and_no_more() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    for case in &cases {
        place.put(*case, "ngayDangKy", "05.06.2008");
        place.put(*case, "nksNgaySinh", "07.06.2008");
    }
    let rule = "birth_after_registration";
    let open = || {
        let judgement = place.station.findings(place.book).unwrap();
        let open = judgement.findings.iter().filter(|f| f.rule == rule).count();
        (open, judgement.confirmed.len())
    };
    let refused = place.station.confirm_all(place.book, rule, &cases, " ");
    assert_eq!(refused.unwrap_err().code(), "reason_missing");
    let accepted = place
        .station
        .confirm_all(place.book, rule, &cases[1..], "sổ ghi vậy")
        .unwrap();
    assert_eq!((accepted, open()), (2, (1, 2)));
    place.put(cases[1], "nksNgaySinh", "08.06.2008");
    assert_eq!(open(), (2, 1), "a changed value is to be looked at again");
}

/// A second book of the same kind with one case.
fn second_book(place: &Place, seed: u8) -> (Id, Id) {
    let book = place
        .station
        .book_add(&NewBook {
            kind: "KS".into(),
            year: 2009,
            volume: 1,
            place: None,
            sheet: None,
        })
        .unwrap()
        .id;
    let page = picture(place.dir.path(), seed);
    place
        .station
        .pages_import(book, &[page], Bring::default(), &Cancel::default(), &|_| ())
        .unwrap();
    place
        .station
        .cases_cut(book, CutWay::PerPage(1), &[])
        .unwrap();
    (book, place.station.cases(book).unwrap()[0].id)
}

fn born(place: &Place, case: Id, name: &str) -> Vec<Finding> {
    place.put(case, "nksHoTen", name);
    place.put(case, "nksNgaySinh", "05.06.2008");
    place.put(case, "meHoTen", "Lò Thị Ngát").judgement.findings
}

fn others(findings: &[Finding]) -> Vec<Id> {
    let twice = findings
        .iter()
        .filter(|f| f.rule == "registered_in_two_books");
    twice.filter_map(|f| f.other).collect()
}

#[test]
fn one_birth_in_two_books_is_told_while_it_is_typed_and_no_longer_than_it_is_so() {
    let place = place(2);
    let first = place.cut(CutWay::PerPage(1));
    assert!(others(&born(&place, first[0], "Vàng A Sủa")).is_empty());
    let (second, twin) = second_book(&place, 77);
    assert_eq!(others(&born(&place, twin, "Vàng A Sùa")), [first[0]]);
    let of = |book| others(&place.station.findings(book).unwrap().findings);
    assert_eq!((of(place.book), of(second)), (vec![twin], vec![first[0]]));

    // Changed in one book, it is no longer told in the other one.
    place.put(first[0], "nksNgaySinh", "06.06.2008");
    assert_eq!((of(place.book), of(second)), (vec![], vec![]));
    place.station.undo(place.book).unwrap();
    assert_eq!((of(place.book), of(second)), (vec![twin], vec![first[0]]));

    // Nor is a case that was taken out, or cut away with its page; it comes back with undo.
    place.station.case_remove(first[0]).unwrap();
    assert!(of(second).is_empty());
    place.station.undo(place.book).unwrap();
    assert_eq!(of(second), [first[0]]);
}

#[test]
fn cases_read_from_a_sheet_meet_those_of_other_books() {
    let place = place(1);
    let first = place.cut(CutWay::PerPage(1));
    let (second, twin) = second_book(&place, 78);
    born(&place, first[0], "Vàng A Sủa");
    let sheet = place.dir.path().join("KS.2009.01.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (column, (name, text)) in [
        ("so", "1"),
        ("nksHoTen", "Vàng A Sủa"),
        ("nksNgaySinh", "05.06.2008"),
        ("meHoTen", "Lò Thị Ngát"),
    ]
    .iter()
    .zip(0u16..)
    .map(|(pair, column)| (column, *pair))
    {
        page.write(0, column, name).unwrap();
        page.write(1, column, text).unwrap();
    }
    book.save(&sheet).unwrap();
    place
        .station
        .records_import(
            second,
            &SheetAsk {
                file: sheet.display().to_string(),
                ..SheetAsk::default()
            },
            &Taking::default(),
        )
        .unwrap();
    let of = |book| others(&place.station.findings(book).unwrap().findings);
    assert_eq!((of(place.book), of(second)), (vec![twin], vec![first[0]]));
}

#[test]
fn what_a_ledger_leaves_out_is_said_of_many_cases_at_once_and_stands_in_the_manifest() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    for (case, n) in cases.iter().zip(1..) {
        for (column, text) in [
            ("so", n.to_string()),
            ("ngayDangKy", "05.06.2008".into()),
            (
                "nksHoTen",
                format!("Vàng A {}", ["Sủa", "Páo", "Lử"][n - 1]),
            ),
            ("nksNgaySinh", format!("0{n}.06.2008")),
            ("nksGioiTinh", "1".into()),
        ] {
            place.put(*case, column, &text);
        }
    }
    let open = || {
        let found = place.station.findings(place.book).unwrap().findings;
        let missing = found.iter().filter(|f| f.rule == "missing_ethnicity");
        missing
            .filter(|f| f.field.as_deref() == Some("nksDanToc"))
            .count()
    };
    assert_eq!(open(), 3);
    let mark = |cases: &[Id], state| {
        place
            .station
            .mark_all(place.book, "missing_ethnicity", cases, state)
            .unwrap()
    };
    let said = mark(&cases[..2], FieldState::LeftOut);
    assert!(
        said >= 2,
        "each field of both cases that has nothing: {said}"
    );
    assert_eq!(open(), 1);
    place.station.undo(place.book).unwrap();
    assert_eq!(open(), 3, "one deed");
    mark(&cases[..2], FieldState::LeftOut);
    mark(&cases[2..], FieldState::Illegible);
    place.put(cases[1], "nksDanToc", "Mông");

    let out = place.dir.path().join("ra");
    let done = place
        .station
        .package(place.book, &out, &Cancel::default(), &|_| ())
        .unwrap();
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(done.manifest).unwrap()).unwrap();
    let accepted: Vec<(u64, &str, &str)> = manifest["accepted"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["field"] == "nksDanToc")
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap();
            (one["row"].as_u64().unwrap(), text("rule"), text("who"))
        })
        .collect();
    assert_eq!(
        accepted,
        [(1, "left_out", "người thử"), (3, "illegible", "người thử")],
        "a field that was typed since is not among them"
    );
}
