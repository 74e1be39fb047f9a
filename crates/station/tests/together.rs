//! Many findings settled as one deed.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use sohoa_station::view::CutWay;
use support::place;

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
