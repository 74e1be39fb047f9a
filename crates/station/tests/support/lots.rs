//! A book that was typed, and lots made of it.

use std::fs;
use std::io::Read;

use sohoa_core::acceptance::{Grade, Look, Origin, Ruling, Way};
use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_station::view::{
    CutWay, InspectStep, InspectView, JudgedField, LotAsk, LotView, TypedField,
};

use super::{Place, place};

/// A book of five cases, typed and said to be complete.
pub fn typed() -> (Place, Vec<Id>) {
    let place = place(5);
    let cases = place.cut(CutWay::PerPage(1));
    for (case, number) in cases.iter().zip(1..) {
        fill(&place, *case, number);
    }
    (place, cases)
}

pub fn fill(place: &Place, case: Id, number: u32) {
    place.put(case, "so", &number.to_string());
    place.put(case, "ngayDangKy", "05.06.2008");
    place.put(case, "nksHoTen", "Lò Thị Mẫu");
    place.put(case, "nksGioiTinh", "2");
    place.put(case, "nksNgaySinh", "01.06.2008");
    place.put(case, "nksNoiSinh", "Trạm y tế xã An Nhơn");
    place.station.case_finish(case, true, &[]).unwrap();
}

pub fn ask(name: &str, look: Look, books: &[Id]) -> LotAsk {
    LotAsk {
        name: name.into(),
        contractor: "Công ty Số hóa Thử".into(),
        origin: Origin::Books,
        books: books.to_vec(),
        way: Way::Share {
            percent: 100,
            aql: "1.0".into(),
        },
        look,
    }
}

/// What the paper says, as somebody types it; `over` says otherwise.
pub fn paper(number: u32, over: &[(&str, &str)]) -> Vec<TypedField> {
    let number = number.to_string();
    let known = [
        ("so", number.as_str()),
        ("ngayDangKy", "5/6/2008"),
        ("nksHoTen", "Lò Thị Mẫu"),
        ("nksGioiTinh", "2"),
        ("nksNgaySinh", "1/6/2008"),
    ];
    let said = known.iter().map(|(column, text)| {
        let other = over.iter().find(|(other, _)| other == column);
        (*column, other.map_or(*text, |(_, text)| *text))
    });
    said.map(|(column, text)| TypedField {
        column: column.into(),
        value: FieldValue::given(text),
    })
    .collect()
}

pub fn wrong(column: &str, grade: Grade) -> JudgedField {
    JudgedField {
        column: column.into(),
        ruling: Ruling::Wrong { grade },
        paper: None,
    }
}

pub fn differs(view: &InspectView) -> Vec<&str> {
    view.fields.iter().map(|one| one.column.as_str()).collect()
}

/// Makes a blind lot of the book and draws it.
pub fn drawn(place: &Place, name: &str) -> LotView {
    let lot = place
        .station
        .lot_add(&ask(name, Look::Blind, &[place.book]))
        .unwrap();
    place.station.lot_draw(lot.row.id, Some("mầm thử")).unwrap()
}

/// Looks at all of a blind lot; the names of those cases were typed wrong.
pub fn look_at_all(place: &Place, lot: Id, slips: &[u32]) {
    while let Some(case) = place.station.inspect_open(lot, None).unwrap() {
        let over: &[(&str, &str)] = match slips.contains(&case.position) {
            true => &[("nksHoTen", "Lò Thị Mậu")],
            false => &[],
        };
        let said = paper(case.position, over);
        let view = place.station.inspect_type(lot, case.case, &said).unwrap();
        if view.step == InspectStep::Differing {
            let said = [wrong("nksHoTen", Grade::Critical)];
            place.station.inspect_judge(lot, case.case, &said).unwrap();
        }
    }
}

/// The words of a text document.
pub fn docx(path: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}
