//! A book as a table.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_core::rules::Severity;
use sohoa_station::view::{CellEdit, CutWay, GridAsk, GridFilter, GridOnly, GridSort, ReplaceAsk};
use support::{Place, place};

fn filled() -> (Place, Vec<Id>) {
    let place = place(4);
    let cases = place.cut(CutWay::PerPage(1));
    let rows = [
        ("10", "Lê Thị Hòa", "05.06.2008", "1", "Thôn 2, xã An Nhơn"),
        ("9", "Đặng Văn Ẩn", "2007", "1", "Thôn 3, xã An Nhơn"),
        ("100", "Hồ Thị Mẫu", "01.2008", "2", "xã An Nhơn Đông"),
    ];
    for (case, (so, name, born, sex, home)) in cases.iter().zip(rows) {
        place.put(*case, "so", so);
        place.put(*case, "nksHoTen", name);
        place.put(*case, "nksNgaySinh", born);
        place.put(*case, "nksGioiTinh", sex);
        place.put(*case, "meNoiCuTru", home);
    }
    (place, cases)
}

fn sorted(column: &str, down: bool) -> GridAsk {
    let sort = GridSort {
        column: column.into(),
        down,
    };
    GridAsk {
        sort: Some(sort),
        ..GridAsk::default()
    }
}

fn filtered(column: &str, text: &str) -> GridAsk {
    let filter = GridFilter {
        column: column.into(),
        text: text.into(),
    };
    GridAsk {
        filters: vec![filter],
        ..GridAsk::default()
    }
}

fn cell(case: Id, column: &str, text: &str) -> CellEdit {
    CellEdit {
        case,
        column: column.into(),
        value: FieldValue::given(text),
        short: false,
    }
}

#[test]
fn rows_are_sorted_and_filtered_as_people_read_them() {
    let (place, cases) = filled();
    let rows = |ask: &GridAsk| place.station.grid(place.book, ask).unwrap();
    assert_eq!(rows(&GridAsk::default()), [0, 1, 2, 3]);
    // Numbers by their value, dates by the calendar, names by their letters; empty ones last, and first the other way.
    assert_eq!(rows(&sorted("so", false)), [1, 0, 2, 3]);
    assert_eq!(rows(&sorted("nksNgaySinh", false)), [1, 2, 0, 3]);
    assert_eq!(rows(&sorted("nksHoTen", false)), [1, 2, 0, 3]);
    assert_eq!(rows(&sorted("nksHoTen", true)), [3, 0, 2, 1]);
    for (column, text, found) in [
        ("nksHoTen", "thi", &[0, 2][..]),
        ("nksHoTen", "ĐẶNG", &[1]),
        ("nksHoTen", "=le thi hoa", &[0]),
        ("nksHoTen", "=le", &[]),
        ("nksHoTen", "=", &[3]),
        ("nksGioiTinh", "nữ", &[2]),
        ("nksGioiTinh", "2", &[2]),
        ("nksNgaySinh", "2008", &[0, 2]),
    ] {
        assert_eq!(rows(&filtered(column, text)), found, "{column} {text}");
    }
    let only = |only| {
        rows(&GridAsk {
            only,
            ..GridAsk::default()
        })
    };
    place.station.case_finish(cases[0], true, &[]).unwrap();
    assert_eq!(only(GridOnly::Draft), [1, 2, 3]);
    assert!(only(GridOnly::Remarks).is_empty() && only(GridOnly::Held).is_empty());
    let unknown = place
        .station
        .grid(place.book, &sorted("khong", false))
        .unwrap_err();
    assert_eq!(unknown.code(), "unknown_field");

    place.put(cases[1], "nksNgaySinh", "31.02.2007");
    let shown = place.station.grid_rows(place.book, &[1, 3, 99]).unwrap();
    assert_eq!(
        shown.iter().map(|row| row.position).collect::<Vec<_>>(),
        [2, 4]
    );
    assert!(
        shown[0]
            .wrong
            .iter()
            .any(|(_, severity)| *severity == Severity::Error)
    );
    assert!(shown[1].wrong.is_empty(), "nobody has begun it");
}

#[test]
fn many_cells_are_one_deed() {
    let (place, cases) = filled();
    let before = place.seen();
    let cells = [
        cell(cases[0], "nksGioiTinh", "Nữ"),
        cell(cases[1], "nksGioiTinh", "2"),
        cell(cases[2], "nksGioiTinh", "2"),
        cell(cases[3], "nksHoTen", "Ngô Thử"),
        cell(cases[3], "nksHoTen", "Ngô Văn Thử"),
        CellEdit {
            short: true,
            ..cell(cases[3], "nksNgaySinh", "5608")
        },
    ];
    assert_eq!(place.station.cells_save(place.book, &cells).unwrap(), 4);
    assert_eq!(place.text(cases[0], "nksGioiTinh"), "2");
    assert_eq!(place.text(cases[3], "nksHoTen"), "Ngô Văn Thử");
    assert_eq!(place.text(cases[3], "nksNgaySinh"), "05.06.2008");
    assert_eq!(
        place.station.undo(place.book).unwrap().what.unwrap(),
        "sửa nhiều ô"
    );
    assert_eq!(place.seen(), before);
    // One cell that is none, and nothing is changed.
    let gone = [cell(cases[0], "so", "1"), cell(Id::from_u128(7), "so", "1")];
    assert_eq!(
        place
            .station
            .cells_save(place.book, &gone)
            .unwrap_err()
            .code(),
        "unknown_case"
    );
    assert_eq!(place.seen(), before);
}

#[test]
fn what_would_be_replaced_is_shown_first() {
    let (place, cases) = filled();
    let ask = ReplaceAsk {
        find: "xa an nhon".into(),
        with: "xã Tân Thử".into(),
        column: None,
        whole: false,
        exact: false,
    };
    let found = place.station.replacing(place.book, &ask).unwrap();
    // The office of every case, and three homes.
    assert_eq!(found.total, 7);
    let homes: Vec<&str> = found
        .cells
        .iter()
        .filter(|cell| cell.column == "meNoiCuTru")
        .map(|cell| cell.after.text.as_str())
        .collect();
    assert_eq!(
        homes,
        [
            "Thôn 2, xã Tân Thử",
            "Thôn 3, xã Tân Thử",
            "xã Tân Thử Đông"
        ]
    );
    assert_eq!(place.text(cases[0], "meNoiCuTru"), "Thôn 2, xã An Nhơn");
    let one = ReplaceAsk {
        column: Some("nksGioiTinh".into()),
        find: "1".into(),
        ..ask.clone()
    };
    assert_eq!(
        place.station.replacing(place.book, &one).unwrap().total,
        0,
        "codes are left alone"
    );
    let empty = ReplaceAsk {
        find: String::new(),
        column: Some("nksHoTen".into()),
        whole: true,
        ..ask
    };
    assert_eq!(
        place.station.replacing(place.book, &empty).unwrap().total,
        1
    );
}
