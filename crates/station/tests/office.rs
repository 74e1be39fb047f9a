//! What an office decides, and what it is handed: settings of the rules, the totals of a closed
//! ledger, the check of the whole workspace, lists and tables to print.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::path::Path;
use std::sync::Mutex;

use calamine::{Data, Reader, open_workbook_auto};
use sohoa_core::book::Closing;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::rules::{Settings, Severity};
use sohoa_station::Cancel;
use sohoa_station::view::{CheckFilter, CutWay};
use support::{Place, place};

fn rules(place: &Place) -> Vec<String> {
    let found = place.station.findings(place.book).unwrap().findings;
    found.into_iter().map(|finding| finding.rule).collect()
}

fn sheets(file: &Path) -> Vec<Vec<Vec<String>>> {
    let mut book = open_workbook_auto(file).unwrap();
    let text = |cell: &Data| cell.to_string();
    book.worksheets()
        .iter()
        .map(|(_, range)| {
            range
                .rows()
                .map(|row| row.iter().map(text).collect())
                .collect()
        })
        .collect()
}

/// Three cases typed without a fault the rules would stop for.
fn typed(place: &Place) -> Vec<sohoa_core::book::Id> {
    let cases = place.cut(CutWay::PerPage(1));
    for (case, n) in cases.iter().zip(1..) {
        for (column, text) in [
            ("so", n.to_string().as_str()),
            ("quyenSo", "01/2008"),
            ("ngayDangKy", "05.06.2008"),
            (
                "nksHoTen",
                ["Vàng A Sủa", "Lò Thị Ngát", "Nguyễn Văn Mẫu"][n - 1],
            ),
            ("nksNgaySinh", &format!("0{n}.06.2008")),
            ("nksGioiTinh", "1"),
        ] {
            place.put(*case, column, text);
        }
    }
    cases
}

#[test]
fn an_office_weighs_rules_and_what_must_hold_stays() {
    let place = place(1);
    let case = place.cut(CutWay::PerPage(1))[0];
    place.put(case, "nksHoTen", "Mẫu");
    let rule = "one_word_name";
    let weight = || {
        let found = place.station.findings(place.book).unwrap().findings;
        found.iter().find(|f| f.rule == rule).map(|f| f.severity)
    };
    assert_eq!(weight(), Some(Severity::Warning));
    let before = place.station.book(place.book).unwrap().findings;
    let mut settings = place.station.rule_settings().unwrap();
    settings.severity.insert(rule.into(), Severity::Error);
    place.station.keep_rule_settings(settings.clone()).unwrap();
    assert_eq!(weight(), Some(Severity::Error));
    let after = place.station.book(place.book).unwrap().findings;
    assert_eq!(
        after.error,
        before.error + 1,
        "the count of the book follows"
    );
    settings.severity.clear();
    settings.off.insert(rule.into());
    place.station.keep_rule_settings(settings).unwrap();
    assert_eq!(weight(), None);

    let with = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        settings
    };
    for (refused, why) in [
        (
            with(|s| s.off.extend(["missing_number".to_owned()])),
            "packaging needs it",
        ),
        (
            with(|s| s.off.extend(["no_such_rule".to_owned()])),
            "there is none",
        ),
        (with(|s| s.mother_age = (40, 20)), "no ages"),
        (
            with(|s| s.sentinel_dates = vec!["hôm qua".into()]),
            "no date",
        ),
        (with(|s| s.apostrophe = Some('x')), "no apostrophe"),
    ] {
        let said = place.station.keep_rule_settings(refused).unwrap_err();
        assert_eq!(said.code(), "bad_setting", "{why}");
    }
    assert_eq!(weight(), None, "what is refused changes nothing");
}

#[test]
fn the_totals_of_a_closed_ledger_are_compared_and_kept() {
    let place = place(2);
    place.cut(CutWay::PerPage(1));
    let closing = |cases, pages| {
        place
            .station
            .book_closing(place.book, Closing { cases, pages })
    };
    let rule = "closing_count_differs".to_owned();
    closing(Some(3), Some(2)).unwrap();
    assert!(rules(&place).contains(&rule));
    closing(Some(2), Some(2)).unwrap();
    assert!(!rules(&place).contains(&rule));
    place.station.undo(place.book).unwrap();
    assert_eq!(
        place.station.book(place.book).unwrap().closing.cases,
        Some(3)
    );
    assert_eq!(closing(Some(0), None).unwrap_err().code(), "bad_setting");
}

#[test]
fn the_whole_workspace_is_checked_filtered_written_and_stopped() {
    let place = place(3);
    let cases = typed(&place);
    place.put(cases[1], "nksGioiTinh", "9");
    place.put(cases[2], "nksNgaySinh", "31.02.2008");
    let steps = Mutex::new(Vec::new());
    let whole = place
        .station
        .check_whole(&[place.book], &Cancel::default(), &|step| {
            steps.lock().unwrap().push((step.done, step.total));
        })
        .unwrap();
    assert_eq!(*steps.lock().unwrap(), [(1, 1)]);
    assert_eq!((whole.books, whole.cases, whole.begun), (1, 3, 3));
    assert_eq!(whole.people, ["người thử"]);
    let all = place.station.check_lines(&CheckFilter::default()).unwrap();
    assert_eq!(
        all.total,
        whole.rules.iter().map(|rule| rule.count).sum::<u32>()
    );
    let only = CheckFilter {
        rule: Some("impossible_date".into()),
        ..CheckFilter::default()
    };
    let lines = place.station.check_lines(&only).unwrap();
    let (line, _) = (&lines.lines[0], assert_eq!(lines.total, 1));
    assert_eq!(
        (line.finding.case, line.number.as_str()),
        (Some(cases[2]), "3")
    );
    let nobody = CheckFilter {
        who: Some("người khác".into()),
        ..CheckFilter::default()
    };
    assert_eq!(place.station.check_lines(&nobody).unwrap().total, 0);

    let file = place.dir.path().join("xuất.xlsx");
    assert_eq!(place.station.check_export(&only, &file).unwrap(), 1);
    let rows = &sheets(&file)[0];
    assert_eq!(rows[3][..4], ["KS.2008.01", "3", "3", "Nguyễn Văn Mẫu"]);
    let of_book = place.station.findings_export(place.book, &file).unwrap();
    assert_eq!(sheets(&file)[0].len() as u32, of_book + 3);

    let cancel = Cancel::default();
    cancel.cancel();
    let stopped = place.station.check_whole(&[place.book], &cancel, &|_| ());
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
    assert_eq!(
        place.station.check_lines(&only).unwrap().total,
        1,
        "the last whole check stays"
    );
}

#[test]
fn two_lists_for_the_office_come_with_a_package() {
    let place = place(3);
    let cases = typed(&place);
    // Twins, which the receiving system refuses.
    for case in &cases[..2] {
        place.put(*case, "nksNgaySinh", "05.06.2008");
        place.put(*case, "meHoTen", "Lò Thị Ẩn");
    }
    let state = |column: &str, state| {
        let value = FieldValue::said(state, "");
        place.station.field_save(cases[2], column, &value).unwrap();
    };
    state("nksDanToc", FieldState::LeftOut);
    state("chaHoTen", FieldState::Illegible);
    let out = place.dir.path().join("giao nộp");
    let done = place
        .station
        .package(place.book, &out, &Cancel::default(), &|_| ())
        .unwrap();
    let lists = sheets(Path::new(&done.lists.unwrap()));
    let names = |sheet: &Vec<Vec<String>>| -> Vec<String> {
        sheet[3..]
            .iter()
            .map(|row| format!("{}|{}", row[0], row.get(2).map_or("", |c| c)))
            .collect()
    };
    assert_eq!(names(&lists[0]), ["1|Vàng A Sủa", "2|Lò Thị Ngát"]);
    let second: Vec<&str> = lists[1][3..].iter().map(|row| row[0].as_str()).collect();
    let at = |heading: &str| {
        second
            .iter()
            .position(|row| row.starts_with(heading))
            .unwrap()
    };
    let third = |heading: &str, why: &str| {
        let rows = &lists[1][3 + at(heading) + 1..];
        let row = rows
            .iter()
            .take_while(|row| !row[0].contains('('))
            .find(|row| row[5] == why);
        assert_eq!(row.unwrap()[0], "3", "{heading}");
    };
    third("Thiếu dân tộc", "Sổ không ghi");
    third("Mực mờ", "Không đọc được trong sổ");
}
