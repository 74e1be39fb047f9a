//! What others typed, on its way into a book: nothing gives way unseen, nothing goes where it does not belong, and
//! pictures may come after the records.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::path::{Path, PathBuf};

use rust_xlsxwriter::Workbook;
use sohoa_core::people::Role;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::viet::encoding::Legacy;
use sohoa_station::Password;
use sohoa_station::view::{
    ColumnAsk, ColumnMeans, ColumnWhy, CutWay, JoinPair, NewPerson, PairBy, RowChoice, SheetAsk,
    SheetCell, SheetLook, Taking,
};
use support::{Place, place};

fn sheet(place: &Place, name: &str, rows: &[&[&str]]) -> PathBuf {
    let path = place.dir.path().join(name);
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (row, cells) in (0u32..).zip(rows) {
        for (column, text) in (0u16..).zip(*cells) {
            page.write(row, column, *text).unwrap();
        }
    }
    book.save(&path).unwrap();
    path
}

fn ask(file: &Path, pairing: PairBy) -> SheetAsk {
    SheetAsk {
        file: file.display().to_string(),
        pairing,
        ..SheetAsk::default()
    }
}

/// As a person who agrees with what is proposed.
fn agreed(look: &SheetLook, ask: SheetAsk) -> SheetAsk {
    let columns = look.columns.iter().map(|column| ColumnAsk {
        means: column.means.clone(),
        legacy: column.legacy,
    });
    SheetAsk {
        content: Some(look.content.clone()),
        header_row: Some(look.header_row),
        columns: Some(columns.collect()),
        ..ask
    }
}

fn fields(look: &SheetLook) -> Vec<&str> {
    let column = |means: &'_ ColumnMeans| match means {
        ColumnMeans::Nothing => "",
        ColumnMeans::File => "file",
        ColumnMeans::Field { .. } => "field",
    };
    look.columns
        .iter()
        .map(|one| match &one.means {
            ColumnMeans::Field { column } => column.as_str(),
            other => column(other),
        })
        .collect()
}

#[test]
fn a_strangers_sheet_is_understood_remembered_and_brought_in_without_overwriting() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    place.put(cases[0], "so", "1");
    place.put(cases[0], "nksHoTen", "Lê Thị Thử");
    place.put(cases[1], "so", "2");
    let left_out = FieldValue::said(FieldState::LeftOut, "");
    place
        .station
        .field_save(cases[1], "meHoTen", &left_out)
        .unwrap();
    let file = sheet(
        &place,
        "nha-thau.xlsx",
        &[
            &["DANH SÁCH KHAI SINH NĂM 2008"],
            &["", "", "Trẻ", "", "Mẹ", "", "x"],
            &[
                "Số",
                "Ngày ĐK",
                "Họ và tên",
                "Năm sinh",
                "Họ và tên",
                "Dân tộc",
                "Cán bộ nhập",
            ],
            &[
                "1",
                "05.06.2008",
                "Lê Thị Thừ",
                "2008",
                "Ngô Thị Mẫu",
                "Kinh",
                "abc",
            ],
            &["2", "06.06.2008", "Y Thử", "", "H Mẫu", "Ê Đê", ""],
            &["9", "", "Người lạ", "", "", "", ""],
        ],
    );
    let look = place
        .station
        .sheet_look(place.book, &ask(&file, PairBy::Number))
        .unwrap();
    assert_eq!((look.header_row, look.rows), (3, 3));
    assert_eq!(
        fields(&look),
        [
            "so",
            "ngayDangKy",
            "nksHoTen",
            "nksNgaySinh",
            "meHoTen",
            "meDanToc",
            ""
        ]
    );
    assert_eq!(look.columns[4].header, "Mẹ · Họ và tên");
    let wanted = agreed(&look, ask(&file, PairBy::Number));
    let plan = place.station.sheet_plan(place.book, &wanted).unwrap();
    assert_eq!((plan.paired, plan.added, plan.asked.len()), (2, 0, 1));
    assert_eq!(plan.asked[0].words, ["9", "Người lạ"]);
    let clashes: Vec<(u32, &str, &str)> = plan
        .clashes
        .iter()
        .map(|one| (one.row, one.column.as_str(), one.comes.as_str()))
        .collect();
    // What a person said that the ledger leaves out is no empty field.
    assert_eq!(
        clashes,
        [(1, "nksHoTen", "Lê Thị Thừ"), (2, "meHoTen", "H Mẫu")]
    );
    let before = place.seen();
    let taking = Taking {
        cells: vec![SheetCell {
            row: 1,
            column: "nksHoTen".into(),
        }],
        ..Taking::default()
    };
    let done = place
        .station
        .records_import(place.book, &wanted, &taking)
        .unwrap();
    assert_eq!(
        (done.paired, done.kept.len(), done.unpaired.len()),
        (2, 1, 1)
    );
    assert_eq!(place.text(cases[0], "nksHoTen"), "Lê Thị Thừ");
    assert_eq!(place.text(cases[0], "meDanToc"), "Kinh");
    assert_eq!(place.text(cases[1], "meHoTen"), "");
    place.station.undo(place.book).unwrap();
    assert_eq!(place.seen(), before);

    // The same headings again, whatever a person took them for.
    let mut other = wanted.clone();
    if let Some(columns) = &mut other.columns {
        columns[6].means = ColumnMeans::Field {
            column: "nguoiThucHien".into(),
        };
    }
    place
        .station
        .records_import(place.book, &other, &Taking::default())
        .unwrap();
    let again = place
        .station
        .sheet_look(place.book, &ask(&file, PairBy::Number))
        .unwrap();
    assert_eq!(fields(&again)[6], "nguoiThucHien");
    assert!(
        again
            .columns
            .iter()
            .all(|one| one.why == ColumnWhy::Remembered)
    );
}

#[test]
fn text_of_old_encodings_is_shown_both_ways_and_converted_when_a_person_agrees() {
    let place = place(0);
    // "Nguyễn Văn …" in TCVN3, as a font named .VnTime shows it.
    let names = [
        "NguyÔn V¨n Mïa",
        "TrÇn ThÞ Hång",
        "Lª §×nh Thö",
        "Ph¹m Quèc ViÖt",
        "Vò §øc Thµnh",
        "§ç ThÞ H\u{AD}¬ng",
    ];
    let mut rows: Vec<Vec<&str>> = vec![vec!["Số", "Họ tên", "Ghi chú"]];
    let numbers = ["1", "2", "3", "4", "5", "6"];
    for (name, number) in names.iter().zip(&numbers) {
        rows.push(vec![number, name, "Y Ƀhăm"]);
    }
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let file = sheet(&place, "cu.xlsx", &rows);
    let look = place
        .station
        .sheet_look(place.book, &ask(&file, PairBy::Number))
        .unwrap();
    assert_eq!(look.columns[1].legacy, Some(Legacy::Tcvn3));
    assert_eq!(look.columns[1].samples[0], "NguyÔn V¨n Mïa");
    assert_eq!(look.columns[1].converted[0], "Nguyễn Văn Mùa");
    assert_eq!(look.columns[2].legacy, None);
    // The book is empty: rows become cases, and pictures may come later.
    let mut wanted = agreed(&look, ask(&file, PairBy::Number));
    wanted.new_cases = true;
    let plan = place.station.sheet_plan(place.book, &wanted).unwrap();
    assert_eq!(
        (plan.added, plan.asked.len(), plan.changed.len()),
        (6, 0, 6)
    );
    let done = place
        .station
        .records_import(place.book, &wanted, &Taking::default())
        .unwrap();
    assert_eq!(done.added, 6);
    let cases = place.case_ids();
    assert_eq!(place.text(cases[5], "nksHoTen"), "Đỗ Thị Hương");
    assert_eq!(place.text(cases[5], "ghiChu"), "Y Ƀhăm");
    // As of a case that was cut: the book's volume and office stand there.
    assert_eq!(place.text(cases[5], "quyenSo"), "01/2008");
}

#[test]
fn what_a_person_says_of_a_row_holds() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    let file = sheet(
        &place,
        "a.xlsx",
        &[
            &["so", "nksHoTen", "ngayDangKy"],
            &["1", "Một", ""],
            &["2", "Hai", ""],
            &["3", "Ba", ""],
            &["4", "Bốn", ""],
        ],
    );
    let mut wanted = ask(&file, PairBy::Number);
    let choose = |row: u32, case: Option<usize>, new: bool| RowChoice {
        row,
        case: case.map(|at| cases[at]),
        new,
    };
    wanted.chosen = vec![
        choose(1, Some(2), false),
        choose(2, None, true),
        choose(3, None, false),
        choose(4, Some(2), false),
    ];
    let plan = place.station.sheet_plan(place.book, &wanted).unwrap();
    // One case for two rows: the second is asked about again.
    assert_eq!(
        (plan.paired, plan.added, plan.skipped, plan.asked.len()),
        (1, 1, 1, 1)
    );
    assert_eq!(plan.asked[0].row, 4);
    place
        .station
        .records_import(place.book, &wanted, &Taking::default())
        .unwrap();
    assert_eq!(place.text(cases[2], "nksHoTen"), "Một");
    assert_eq!(place.case_ids().len(), 4);
    assert_eq!(place.text(place.case_ids()[3], "nksHoTen"), "Hai");
}

/// A sheet brought in by a supervisor, while another one could judge it: whether it is their own work then.
fn is_own(of_others: bool) -> bool {
    let place = place(2);
    place.cut(CutWay::PerPage(1));
    let word = Password::new("mật khẩu thử");
    for (name, role) in [
        ("Quản", Role::Administrator),
        ("Sáu", Role::Supervisor),
        ("Bảy", Role::Supervisor),
    ] {
        let new = NewPerson {
            name: name.into(),
            roles: vec![role],
        };
        place.station.person_add(&new, &word).unwrap();
    }
    let station = &place.station;
    station.keep_idle(None).unwrap();
    station.sign_in("Sáu", &word).unwrap();
    let rows: [&[&str]; 3] = [&["so", "nksHoTen"], &["1", "Lò Thị Mẫu"], &["2", "Y Mẫu"]];
    let file = sheet(&place, "cua-nha-thau.xlsx", &rows);
    let asked = ask(&file, PairBy::Order);
    let look = station.sheet_look(place.book, &asked).unwrap();
    let taking = Taking {
        of_others,
        ..Taking::default()
    };
    station
        .records_import(place.book, &agreed(&look, asked), &taking)
        .unwrap();
    let own: Vec<bool> = station
        .to_check(place.book)
        .unwrap()
        .iter()
        .map(|case| case.own)
        .collect();
    assert_eq!(own[0], own[1]);
    own[0]
}

#[test]
fn a_sheet_of_others_is_judged_by_whoever_brought_it() {
    assert!(is_own(false), "who does not say whose it is, typed it");
    assert!(!is_own(true));
}

#[test]
fn a_sheet_that_changed_since_it_was_looked_at_is_refused() {
    let place = place(1);
    place.cut(CutWay::PerPage(1));
    let file = sheet(
        &place,
        "a.xlsx",
        &[&["so", "nksHoTen", "ghiChu"], &["1", "Một", ""]],
    );
    let look = place
        .station
        .sheet_look(place.book, &ask(&file, PairBy::Order))
        .unwrap();
    let wanted = agreed(&look, ask(&file, PairBy::Order));
    sheet(
        &place,
        "a.xlsx",
        &[&["so", "nksHoTen", "ghiChu"], &["1", "Hai", ""]],
    );
    let refused = place
        .station
        .records_import(place.book, &wanted, &Taking::default());
    assert_eq!(refused.unwrap_err().code(), "sheet_changed");
    assert_eq!(place.text(place.case_ids()[0], "nksHoTen"), "");
}

#[test]
fn rows_find_their_pictures_by_the_names_of_files() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    let file = sheet(
        &place,
        "a.xlsx",
        &[
            &["Số", "Họ tên", "Tên file"],
            &["11", "Ba", "D:\\scan\\003.PDF"],
            &["12", "Một", "001"],
            &["13", "Lạ", "999.pdf"],
        ],
    );
    let look = place
        .station
        .sheet_look(place.book, &ask(&file, PairBy::File))
        .unwrap();
    assert_eq!(fields(&look), ["so", "nksHoTen", "file"]);
    let wanted = agreed(&look, ask(&file, PairBy::File));
    let done = place
        .station
        .records_import(place.book, &wanted, &Taking::default())
        .unwrap();
    assert_eq!((done.paired, done.unpaired.len()), (2, 1));
    assert!(done.unknown_columns.is_empty());
    assert_eq!(place.text(cases[2], "nksHoTen"), "Ba");
    assert_eq!(place.text(cases[0], "nksHoTen"), "Một");
}

#[test]
fn pictures_that_come_after_the_records_are_joined_with_them() {
    let place = place(3);
    let rows: &[&[&str]] = &[
        &["so", "nksHoTen", "trangSo", "ngayDangKy"],
        &["1", "Một", "7", "05.06.2008"],
        &["2", "Hai", "5", "05.06.2008"],
        &["3", "Ba", "6", "05.06.2008"],
    ];
    let file = sheet(&place, "a.xlsx", rows);
    let mut wanted = ask(&file, PairBy::Number);
    wanted.new_cases = true;
    place
        .station
        .records_import(place.book, &wanted, &Taking::default())
        .unwrap();
    let typed = place.case_ids();
    place.cut(CutWay::PerPage(1));
    let order = place.station.join_look(place.book, PairBy::Order).unwrap();
    assert_eq!((order.pictures.len(), order.records.len()), (3, 3));
    assert_eq!(order.pairs, [Some(0), Some(1), Some(2)]);
    // By name of file: 001.png is the number 1.
    let files = place.station.join_look(place.book, PairBy::File).unwrap();
    assert_eq!(files.pairs, [Some(0), Some(1), Some(2)]);
    // By the numbers on the paper: the first picture is page 5.
    place
        .station
        .page_number(place.page_ids()[0], Some(5))
        .unwrap();
    let pages = place.station.join_look(place.book, PairBy::Page).unwrap();
    assert_eq!(pages.pairs, [Some(2), Some(0), Some(1)]);
    let pairs: Vec<JoinPair> = pages
        .records
        .iter()
        .zip(&pages.pairs)
        .map(|(record, picture)| JoinPair {
            record: record.case,
            picture: pages.pictures[picture.unwrap() as usize].case,
        })
        .collect();
    let before = place.seen();
    assert_eq!(place.station.join(place.book, &pairs).unwrap(), 3);
    // In the order of the pages now, each with what was typed for it.
    let joined = place.case_ids();
    assert_eq!(joined, [typed[1], typed[2], typed[0]]);
    let first = place.station.case_open(joined[0]).unwrap();
    assert_eq!(first.pictures[0].page, place.page_ids()[0]);
    assert_eq!(place.text(joined[0], "nksHoTen"), "Hai");
    // Twice is refused: nothing of what was given is bare any more.
    let twice = place.station.join(place.book, &pairs);
    assert_eq!(twice.unwrap_err().code(), "unknown_case");
    place.station.undo(place.book).unwrap();
    assert_eq!(place.seen(), before);
    // Somebody typed meanwhile.
    place.put(pairs[0].picture, "so", "8");
    let refused = place.station.join(place.book, &pairs[..1]);
    assert_eq!(refused.unwrap_err().code(), "case_not_bare");
}
