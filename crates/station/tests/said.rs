//! What may be said about a field besides its value, and cases that another office hands in.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use sohoa_core::book::{CaseState, Held};
use sohoa_core::record::{Certificate, FieldState, FieldValue, Remark};
use sohoa_station::Cancel;
use sohoa_station::view::CutWay;
use support::{Place, place};

fn doubtful(text: &str, question: &str) -> FieldValue {
    FieldValue {
        remark: Some(Box::new(Remark {
            note: question.into(),
            certificate: None,
        })),
        ..FieldValue::said(FieldState::Doubtful, text)
    }
}

fn otherwise(text: &str, reading: &str, paper: &str, seen: &str) -> FieldValue {
    let certificate = Certificate {
        reading: reading.into(),
        paper: paper.into(),
        seen: seen.into(),
    };
    FieldValue {
        remark: Some(Box::new(Remark {
            note: String::new(),
            certificate: Some(certificate),
        })),
        ..FieldValue::given(text)
    }
}

/// Cases of a book that can be packaged.
fn ready(place: &Place, cases: &[sohoa_core::book::Id]) {
    for (case, number) in cases.iter().zip(1..) {
        place.put(*case, "so", &number.to_string());
        place.put(*case, "ngayDangKy", "05.06.2008");
        place.put(*case, "nksHoTen", "Lê Thị Thử");
        place.station.case_finish(*case, true, &[]).unwrap();
    }
}

fn sheets(path: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let all = book.worksheets();
    let text = |cell: &Data| cell.to_string();
    let rows = |range: &calamine::Range<Data>| {
        range.rows().map(|r| r.iter().map(text).collect()).collect()
    };
    all.iter()
        .map(|(name, range)| (name.clone(), rows(range)))
        .collect()
}

#[test]
fn what_is_said_of_a_field_stays_with_it_and_is_not_delivered() {
    let place = place(2);
    let cases = place.cut(CutWay::PerPage(1));
    ready(&place, &cases);
    let put = |column: &str, value: &FieldValue| {
        place
            .station
            .field_save(cases[0], column, value)
            .unwrap()
            .case
    };
    let view = put("nksHoTen", &doubtful("Lê Thị Thứ", "Thứ hay Thử?"));
    let asked = &view.judgement.findings;
    let asked = asked.iter().find(|f| f.rule == "doubtful_reading").unwrap();
    assert_eq!(asked.field.as_deref(), Some("nksHoTen"));
    assert_eq!(
        asked.message,
        "Đọc là “Lê Thị Thứ”, còn nghi vấn. Hỏi: Thứ hay Thử?"
    );
    put(
        "nksNgaySinh",
        &otherwise("05.06.2008", "06.06.2008", "Giấy khai sinh", "21.11.2026"),
    );
    assert_eq!(place.station.cases(place.book).unwrap()[0].remarks, 2);

    // A remark is no other reading: what was confirmed stays so.
    let code = asked.rule.clone();
    place
        .station
        .confirm(cases[0], &code, "nksHoTen", "nhìn kỹ rồi")
        .unwrap();
    let view = put("nksHoTen", &doubtful("Lê Thị Thứ", "Đã hỏi"));
    assert!(
        view.judgement
            .findings
            .iter()
            .all(|f| f.rule != "doubtful_reading")
    );

    // It is there after the workspace was closed, and undo takes it back step by step.
    let said = place.seen();
    let root = place.dir.path().join("kho");
    let Place { dir, station, book } = place;
    drop(station);
    let station =
        sohoa_station::Station::open(&root, sohoa_station::knowledge().unwrap(), support::host())
            .unwrap();
    let place = Place {
        dir,
        station: station.into(),
        book,
    };
    assert_eq!(place.seen(), said);

    let out = place.dir.path().join("giao nộp");
    let done = place
        .station
        .package(place.book, &out, &Cancel::default(), &|_| ())
        .unwrap();
    let sheet = &sheets(Path::new(&done.xlsx))[0].1;
    let all: Vec<&String> = sheet.iter().flatten().collect();
    assert!(all.iter().any(|cell| *cell == "Lê Thị Thứ"));
    assert!(
        !all.iter()
            .any(|cell| cell.contains("06.06.2008") || cell.contains("Đã hỏi"))
    );
    let manifest = fs::read_to_string(&done.manifest).unwrap();
    assert!(manifest.contains("Nghi vấn: Đã hỏi"));
    let second = &sheets(Path::new(&done.lists.unwrap()))[1].1;
    let row = second
        .iter()
        .find(|row| row[5].contains("Giấy khai sinh"))
        .unwrap();
    assert_eq!(row[4], "05.06.2008");
    assert_eq!(
        row[5],
        "Giấy khai sinh (xem ngày 21.11.2026) ghi: 06.06.2008"
    );
}

#[test]
fn an_empty_remark_is_none() {
    let place = place(1);
    let cases = place.cut(CutWay::PerPage(1));
    place
        .station
        .field_save(cases[0], "so", &otherwise("", "", "", ""))
        .unwrap();
    let view = place.station.case_open(cases[0]).unwrap();
    assert!(view.values.iter().all(|value| value.remark.is_none()));
    assert!(
        place
            .station
            .undo(place.book)
            .unwrap()
            .what
            .is_none_or(|what| what != "nhập một ô")
    );
}

#[test]
fn what_is_kept_for_another_office_stays_out_of_the_package_and_on_its_list() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    ready(&place, &cases);
    // An error in it keeps nobody from delivering the others.
    place.put(cases[1], "so", "");
    let held = Held {
        office: " UBND xã Tân Thử ".into(),
        reason: "xã tách năm 1994".into(),
    };
    let nameless = Held {
        office: " ".into(),
        ..held.clone()
    };
    let refused = place
        .station
        .case_hold(cases[1], Some(&nameless))
        .unwrap_err();
    assert_eq!(refused.code(), "office_missing");
    let view = place.station.case_hold(cases[1], Some(&held)).unwrap().case;
    assert_eq!(
        (view.state, view.held.unwrap().office.as_str()),
        (CaseState::Draft, "UBND xã Tân Thử")
    );
    let plan = place.station.package_plan(place.book).unwrap();
    assert_eq!(
        (plan.cases, plan.held, plan.names.len(), plan.ready),
        (2, 1, 2, true)
    );

    let out = place.dir.path().join("giao nộp");
    let done = place
        .station
        .package(place.book, &out, &Cancel::default(), &|_| ())
        .unwrap();
    assert_eq!(done.cases, 2);
    let manifest: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&done.manifest).unwrap()).unwrap();
    assert_eq!(
        (&manifest["cases"], &manifest["held"]),
        (&2.into(), &1.into())
    );
    let lists = sheets(Path::new(&done.lists.unwrap()));
    let (name, rows) = lists.last().unwrap();
    assert_eq!(name, "Giữ cho nơi khác");
    assert_eq!(rows[3][0], "UBND xã Tân Thử (1)");
    assert_eq!(rows[4][..2], ["KS.2008.01", "2"]);

    let file = place.dir.path().join("giữ.xlsx");
    assert_eq!(place.station.held_export(&file).unwrap(), 1);
    assert_eq!(sheets(&file)[0].1[4][5], "xã tách năm 1994");

    // All of them kept: nothing to deliver, and that is said.
    for case in [cases[0], cases[2]] {
        place.station.case_hold(case, Some(&held)).unwrap();
    }
    let refused = place
        .station
        .package(place.book, &out, &Cancel::default(), &|_| ())
        .unwrap_err();
    assert_eq!(refused.code(), "all_held");
    // Nobody waits for them: the book is done as far as it is this office's.
    let row = place.station.book(place.book).unwrap();
    assert_eq!((row.cases, row.done, row.findings.error), (3, 3, 0));
    // Taken back, it is as before.
    place.station.undo(place.book).unwrap();
    assert_eq!(
        place.station.case_open(cases[2]).unwrap().state,
        CaseState::Done
    );
    place.station.case_hold(cases[0], None).unwrap();
    assert_eq!(place.station.held().unwrap().len(), 1);
}

#[test]
fn every_field_has_a_history_and_earlier_states_come_back() {
    let place = place(2);
    let cases = place.cut(CutWay::PerPage(1));
    place.put(cases[0], "nksHoTen", "Lê Thị Thử");
    place.put(cases[0], "so", "12");
    place.put(cases[1], "nksHoTen", "Không Phải Đây");
    place.put(cases[0], "nksHoTen", "Lê Thị Thứ");
    place.put(cases[0], "so", "13");
    let told = |column: &str| -> Vec<(String, String)> {
        let all = place.station.history(cases[0]).unwrap();
        let own = all.into_iter().filter(|one| one.column == column);
        own.map(|one| (one.what, one.after.text)).collect()
    };
    let typed = |text: &str| ("nhập một ô".to_owned(), text.to_owned());
    assert_eq!(told("nksHoTen"), [typed("Lê Thị Thứ"), typed("Lê Thị Thử")]);
    let all = place.station.history(cases[0]).unwrap();
    let first = all
        .iter()
        .find(|one| one.after.text == "Lê Thị Thử")
        .unwrap();
    assert_eq!(
        (first.who.as_str(), first.label.as_str()),
        ("người thử", "Họ, chữ đệm, tên")
    );
    // One field, as it was then.
    place
        .station
        .restore(cases[0], first.set, Some("nksHoTen"))
        .unwrap();
    assert_eq!(place.text(cases[0], "nksHoTen"), "Lê Thị Thử");
    assert_eq!(place.text(cases[0], "so"), "13");
    // All of them; that is a deed that can be taken back, and nothing of the history is gone.
    place.station.restore(cases[0], first.set, None).unwrap();
    assert_eq!(place.text(cases[0], "so"), "");
    assert_eq!(
        place.station.undo(place.book).unwrap().what.unwrap(),
        "lấy lại như trước"
    );
    assert_eq!(place.text(cases[0], "so"), "13");
    assert_eq!(told("nksHoTen").len(), 3);
    let strange = place
        .station
        .restore(cases[1], first.set, None)
        .unwrap_err();
    assert_eq!(strange.code(), "unknown_deed");
}
