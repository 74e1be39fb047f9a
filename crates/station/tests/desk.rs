//! What a keyer need not type, as the station keeps it.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::{CaseState, book::Id};
use sohoa_station::view::{CaseView, CutWay, Edit, OfferFrom};
use support::{Place, place};

fn column(name: &str) -> usize {
    let knowledge = sohoa_station::knowledge().unwrap();
    let book_type = knowledge.book_type("KS").unwrap();
    book_type.field_index(name).unwrap()
}

fn edit(column: &str, text: &str, short: bool) -> Edit {
    Edit {
        over: None,
        column: column.into(),
        value: FieldValue::given(text),
        short,
    }
}

fn typed(place: &Place, case: Id, column: &str, text: &str) -> String {
    let edits = [edit(column, text, true)];
    place.station.edits_save(case, &edits).unwrap();
    place.text(case, column)
}

fn proposed<'a>(view: &'a CaseView, name: &str) -> Option<&'a FieldValue> {
    let found = view.proposals.iter().find(|one| one.field == column(name));
    found.map(|one| &one.value)
}

/// The values of a case as they are proposed, to be taken.
fn all(view: &CaseView) -> Vec<Edit> {
    let knowledge = sohoa_station::knowledge().unwrap();
    let fields = &knowledge.book_type("KS").unwrap().fields;
    let taken = view.proposals.iter().map(|one| Edit {
        over: None,
        column: fields[one.field].column.clone(),
        value: one.value.clone(),
        short: false,
    });
    taken.collect()
}

#[test]
fn what_is_typed_in_short_is_written_out_and_can_be_kept_as_it_is() {
    let place = place(2);
    let case = place.cut(CutWay::PerPage(1))[0];
    assert_eq!(typed(&place, case, "ngayDangKy", "5608"), "05.06.2008");
    assert_eq!(typed(&place, case, "nksHoTen", "lê thị thử"), "Lê Thị Thử");
    // A century needs the book; this one was opened in 2008.
    assert_eq!(typed(&place, case, "meNgaySinh", "80"), "1980");
    // As it was typed: nothing is written out behind somebody's back.
    place.put(case, "ngayDangKy", "5608");
    assert_eq!(place.text(case, "ngayDangKy"), "5608");
    // What the ledger leaves out has no text to write out.
    let left_out = Edit {
        value: FieldValue::said(FieldState::LeftOut, ""),
        ..edit("nksNgaySinh", "", true)
    };
    let saved = place.station.edits_save(case, &[left_out]).unwrap();
    let value = &saved.case.values[column("nksNgaySinh")];
    assert_eq!(value.state, FieldState::LeftOut);
    // One way back.
    place.station.undo(place.book).unwrap();
    assert_eq!(place.text(case, "nksNgaySinh"), "");
    place.station.undo(place.book).unwrap();
    assert_eq!(place.text(case, "ngayDangKy"), "05.06.2008");
}

#[test]
fn what_is_proposed_is_kept_when_it_is_taken_and_taken_back_with_it() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    let first = place.station.case_open(cases[1]).unwrap();
    assert!(first.proposals.is_empty(), "nobody typed anything yet");
    for (column, text) in [
        ("so", "062"),
        ("nguoiKy", "Trần Văn Mẫu"),
        ("nksDanToc", "Tày"),
    ] {
        place.put(cases[0], column, text);
    }
    let view = place.station.case_open(cases[1]).unwrap();
    assert_eq!(proposed(&view, "so").unwrap().text, "063");
    assert_eq!(proposed(&view, "nguoiKy").unwrap().text, "Trần Văn Mẫu");
    assert_eq!(proposed(&view, "nksHoTen"), None);
    assert_eq!(place.text(cases[1], "nguoiKy"), "", "it is no data yet");
    let taken = all(&view);
    let saved = place.station.case_finish(cases[1], true, &taken).unwrap();
    assert_eq!(saved.case.state, CaseState::Done);
    assert_eq!(place.text(cases[1], "nguoiKy"), "Trần Văn Mẫu");
    assert!(
        saved.case.proposals.is_empty(),
        "a finished case waits for nothing"
    );
    place.station.undo(place.book).unwrap();
    let view = place.station.case_open(cases[1]).unwrap();
    assert_eq!(
        (view.state, place.text(cases[1], "nguoiKy").as_str()),
        (CaseState::Draft, "")
    );
    // The case between was not begun: the one before it counts.
    let last = place.station.case_open(cases[2]).unwrap();
    assert_eq!(proposed(&last, "so").unwrap().text, "063");
}

#[test]
fn values_of_the_book_are_offered_and_slips_that_were_mended_are_not() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    let offered = |column: &str, typed: &str| -> Vec<(String, OfferFrom)> {
        let offers = place.station.offers(cases[2], column, typed).unwrap();
        offers.into_iter().map(|one| (one.text, one.from)).collect()
    };
    place.put(cases[0], "nksNoiSinh", "Trạm y tế xã An Nhơn");
    place.put(cases[1], "meNoiCuTru", "Thôn Tân Thử, xã An Nhơn");
    let ours = |text: &str| (text.to_owned(), OfferFrom::Book);
    // Addresses of all people are one store; by letters, and by first letters.
    assert_eq!(
        offered("chaNoiCuTru", "tram")[0],
        ours("Trạm y tế xã An Nhơn")
    );
    assert_eq!(
        offered("chaNoiCuTru", "tytxan")[0],
        ours("Trạm y tế xã An Nhơn")
    );
    // The last used comes first.
    assert_eq!(
        offered("nksQueQuan", ""),
        [
            ours("Thôn Tân Thử, xã An Nhơn"),
            ours("Trạm y tế xã An Nhơn")
        ]
    );
    place.put(cases[1], "meNoiCuTru", "Thôn Tân Thứ, xã An Nhơn");
    let own = |typed: &str| {
        let mut all = offered("meNoiCuTru", typed);
        all.retain(|one| one.1 == OfferFrom::Book);
        all
    };
    assert_eq!(own("thôn"), [ours("Thôn Tân Thứ, xã An Nhơn")]);
    place.station.undo(place.book).unwrap();
    assert_eq!(own("thôn"), [ours("Thôn Tân Thử, xã An Nhơn")]);
    // Then the lists.
    let listed = offered("meNoiCuTru", "huyện đạ huoai");
    assert_eq!(
        listed[0],
        ("huyện Đạ Huoai, tỉnh Lâm Đồng".to_owned(), OfferFrom::List)
    );
    assert_eq!(offered("nksDanToc", "e d")[0].0, "Ê Đê");
    // Whose name it is nobody knows before a letter of it; codes and dates are not guessed.
    place.put(cases[0], "meHoTen", "Lê Thị Thử");
    assert_eq!(offered("meHoTen", ""), []);
    assert_eq!(offered("meHoTen", "ltt"), [ours("Lê Thị Thử")]);
    assert_eq!(offered("chaHoTen", "ltt"), []);
    assert_eq!(offered("nksNgaySinh", "1"), []);
    // How names begin: like the family's, or like many of the book; typed on, so in small letters.
    place.put(cases[1], "nksHoTen", "Lê Văn Thử");
    place.put(cases[1], "chaHoTen", "Lê Văn Mẫu");
    place.put(cases[2], "nksHoTen", "Ngô Thị Thử");
    let begun = |column: &str, typed: &str| {
        let all = place.station.offers(cases[2], column, typed).unwrap();
        let begun = all.into_iter().filter(|one| one.begins);
        begun.map(|one| one.text).collect::<Vec<_>>()
    };
    assert_eq!(begun("chaHoTen", ""), ["ngô "]);
    assert_eq!(begun("chaHoTen", "n"), ["ngô "]);
    assert_eq!(begun("meHoTen", "l"), ["lê ", "lê văn "]);
    assert_eq!(begun("meHoTen", "L"), ["Lê ", "Lê Văn "]);
    assert_eq!(
        begun("meHoTen", "Lê"),
        ["Lê Văn "],
        "what stands there is no help"
    );
    place.put(cases[1], "chaHoTen", "Phan Mẫu");
    assert_eq!(begun("meHoTen", "l"), ["lê "], "one name is no custom");
    // A new village ends like the others.
    assert_eq!(own("Tổ 7, x"), [ours("Tổ 7, xã An Nhơn")]);
    assert!(own("Tổ 7").is_empty());
    // A date in words follows from the digits, for a ledger that has it.
    place.put(cases[2], "nksNgaySinh", "05.06.2008");
    let words = offered("nksNgaySinhBangChu", "");
    assert_eq!((words.len(), words[0].1), (1, OfferFrom::Case));
    assert!(words[0].0.starts_with("Ngày") && offered("nksNgaySinhBangChu", "x").is_empty());
    let unknown = place.station.offers(cases[2], "khong", "a").unwrap_err();
    assert_eq!(unknown.code(), "unknown_field");
}

#[test]
fn what_a_person_never_saw_is_not_written_over() {
    let place = place(1);
    let case = place.cut(CutWay::PerPage(1))[0];
    let seen = FieldValue::default();
    let over = |text: &str, over: &FieldValue| Edit {
        over: Some(over.clone()),
        ..edit("nksHoTen", text, true)
    };
    // Two windows show an empty name. One writes it, the other one too.
    place
        .station
        .edits_save(case, &[over("lê thị thử", &seen)])
        .unwrap();
    let refused = place
        .station
        .edits_save(case, &[over("Y Thử", &seen)])
        .unwrap_err();
    assert_eq!(refused.code(), "changed_elsewhere");
    assert_eq!(place.text(case, "nksHoTen"), "Lê Thị Thử");
    // Both wrote the same: nothing is lost.
    place
        .station
        .edits_save(case, &[over("Lê Thị Thử", &seen)])
        .unwrap();
    // Having seen what stands there, a person may write over it.
    let stands = FieldValue::given("Lê Thị Thử");
    place
        .station
        .edits_save(case, &[over("Y Thử", &stands)])
        .unwrap();
    assert_eq!(place.text(case, "nksHoTen"), "Y Thử");
}
