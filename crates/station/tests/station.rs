//! The use cases over a real workspace on a real disk, with a clock and identities of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::path::{Path, PathBuf};

use sohoa_core::BookState;
use sohoa_core::book::PageRole;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_station::view::{CaseView, CutWay};
use sohoa_station::{Bring, Cancel, PictureKind, Station, knowledge};
use support::{Place, host, picture, place};

#[test]
fn a_new_case_knows_its_volume_and_office_and_nothing_else() {
    let place = place(1);
    let case = place.cut(CutWay::PerPage(1))[0];
    let view = place.station.case_open(case).unwrap();
    let given: Vec<&str> = view
        .values
        .iter()
        .filter(|v| !v.is_untouched())
        .map(|v| v.text.as_str())
        .collect();
    assert_eq!(given, ["01/2008", "UBND xã An Nhơn"]);
    assert!(!place.station.cases(place.book).unwrap()[0].begun);
}

#[test]
fn what_was_typed_is_there_after_opening_again_with_the_cursor_in_place() {
    let Place { dir, station, book } = place(2);
    station.cases_cut(book, CutWay::PerPage(1), &[]).unwrap();
    let case = station.cases(book).unwrap()[1].id;
    station
        .field_save(case, "nksHoTen", &FieldValue::given("H’Hen Adrơ̆ng"))
        .unwrap();
    station
        .field_save(
            case,
            "nksNgaySinh",
            &FieldValue::said(FieldState::Illegible, "193"),
        )
        .unwrap();
    station.desk_save(book, case, "nksNgaySinh").unwrap();
    drop(station);
    let station = Station::open(&dir.path().join("kho"), knowledge().unwrap(), host()).unwrap();
    let desk = station.desk(book).unwrap().unwrap();
    assert_eq!((desk.case, desk.field.as_str()), (case, "nksNgaySinh"));
    let values = station.case_open(case).unwrap().values;
    assert!(values.contains(&FieldValue::given("H’Hen Adrơ̆ng")));
    assert!(values.contains(&FieldValue::said(FieldState::Illegible, "193")));
}

#[test]
fn a_confirmation_holds_until_the_value_changes() {
    let place = place(1);
    let case = place.cut(CutWay::PerPage(1))[0];
    place.put(case, "ngayDangKy", "01.02.2008");
    let view = place.put(case, "nksNgaySinh", "05.02.2008");
    let open = |view: &CaseView| {
        view.judgement
            .findings
            .iter()
            .any(|f| f.rule == "birth_after_registration")
    };
    assert!(open(&view));
    assert_eq!(
        place
            .station
            .confirm(case, "birth_after_registration", "nksNgaySinh", "  ")
            .unwrap_err()
            .code(),
        "reason_missing"
    );
    assert_eq!(
        place
            .station
            .confirm(case, "missing_number", "so", "sổ ghi vậy")
            .unwrap_err()
            .code(),
        "not_confirmable"
    );
    let view = place
        .station
        .confirm(
            case,
            "birth_after_registration",
            "nksNgaySinh",
            "sổ ghi vậy",
        )
        .unwrap()
        .case;
    assert!(!open(&view));
    assert_eq!(view.judgement.confirmed[0].reason, "sổ ghi vậy");
    assert!(
        open(&place.put(case, "nksNgaySinh", "06.02.2008")),
        "another value, another look"
    );
    let view = place.put(case, "nksNgaySinh", "05.02.2008");
    assert!(!open(&view), "the value that was looked at");
    assert!(open(
        &place
            .station
            .unconfirm(view.judgement.confirmed[0].id)
            .unwrap()
            .case
    ));
}

#[test]
fn a_fix_keeps_the_words_of_the_ledger() {
    let place = place(1);
    let case = place.cut(CutWay::PerPage(1))[0];
    place.put(case, "ngayDangKy", "01.02.2008");
    place.put(case, "meNgaySinh", "35 tuổi");
    place
        .station
        .fix(case, "age_instead_of_year", "meNgaySinh")
        .unwrap();
    assert_eq!(place.text(case, "meNgaySinh"), "1973");
    assert!(place.text(case, "ghiChu").contains("35 tuổi"));
    let undone = place.station.undo(place.book).unwrap();
    assert_eq!(undone.what.as_deref(), Some("sửa theo gợi ý"));
    assert_eq!(
        (place.text(case, "meNgaySinh"), place.text(case, "ghiChu")),
        ("35 tuổi".into(), String::new())
    );
}

#[test]
fn cutting_again_never_takes_what_was_typed() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    place.put(cases[1], "nksHoTen", "Nguyễn Văn Thử");
    let pages = place.page_ids();
    let count = place
        .station
        .cases_cut(place.book, CutWay::PerPage(2), &pages)
        .unwrap();
    assert_eq!(count.cases, 4, "pages 1 and 3; page 2 holds typed data");
    assert_eq!(place.case_ids().len(), 5);
    assert_eq!(place.text(cases[1], "nksHoTen"), "Nguyễn Văn Thử");
    assert_eq!(place.case_ids()[2], cases[1], "in the order of the pages");
    assert_eq!(
        place
            .station
            .cases_cut(place.book, CutWay::Spread, &[])
            .unwrap_err()
            .code(),
        "nothing_to_cut"
    );
    assert_eq!(
        place
            .station
            .cases_cut(place.book, CutWay::PerPage(0), &pages)
            .unwrap_err()
            .code(),
        "bad_count"
    );
}

#[test]
fn pages_turn_move_leave_and_come_back() {
    let place = place(3);
    place.cut(CutWay::PerPage(2));
    let pages = place.page_ids();
    let turned = place.station.pages_turn(&pages[..1], 1).unwrap();
    assert_eq!((turned[0].width, turned[0].height), (160, 120));
    assert_eq!(
        turned[0]
            .cases
            .iter()
            .map(|c| c.region.unwrap().x)
            .collect::<Vec<_>>(),
        [0.0, 0.5]
    );
    let jpeg = place
        .station
        .picture(pages[0], PictureKind::Display)
        .unwrap();
    let size = image::load_from_memory(&jpeg).unwrap();
    assert_eq!((size.width(), size.height()), (160, 120));

    let moved = place.station.page_move(pages[2], 1).unwrap();
    assert_eq!(
        moved.iter().map(|p| p.id).collect::<Vec<_>>(),
        [pages[2], pages[0], pages[1]]
    );
    assert_eq!(
        place.station.page_move(pages[2], 9).unwrap_err().code(),
        "bad_range"
    );

    let left = place.station.pages_remove(&pages[1..2]).unwrap();
    assert_eq!(left.len(), 2);
    assert_eq!(place.case_ids().len(), 4);
    let again = place
        .station
        .pages_import(
            place.book,
            &[place.dir.path().join("002.png")],
            Bring::default(),
            &Cancel::default(),
            &|_| (),
        )
        .unwrap();
    assert_eq!(
        again.imported,
        [pages[1]],
        "the same page, not a second one"
    );
    assert_eq!(place.page_ids().len(), 3);
    let roles = place
        .station
        .pages_role(&pages[1..2], PageRole::Blank)
        .unwrap();
    assert_eq!(
        roles.iter().filter(|p| p.role == PageRole::Blank).count(),
        1
    );
}

#[test]
fn the_cache_may_be_deleted_at_any_time() {
    let place = place(1);
    let page = place.page_ids()[0];
    let before = place.station.picture(page, PictureKind::Thumb).unwrap();
    std::fs::remove_dir_all(place.dir.path().join("kho/cache")).unwrap();
    assert!(place.station.picture(page, PictureKind::Thumb).unwrap() == before);
}

#[test]
fn a_cancelled_import_keeps_what_is_in_and_goes_on_later() {
    let place = place(0);
    let paths: Vec<PathBuf> = (1..=40).map(|n| picture(place.dir.path(), n)).collect();
    let cancel = Cancel::default();
    let done = place
        .station
        .pages_import(place.book, &paths, Bring::default(), &cancel, &|p| {
            if p.done == 5 {
                cancel.cancel()
            }
        })
        .unwrap();
    assert!(done.cancelled && done.imported.len() < 40);
    let rest = place
        .station
        .pages_import(
            place.book,
            &paths,
            Bring::default(),
            &Cancel::default(),
            &|_| (),
        )
        .unwrap();
    assert_eq!(done.imported.len() + rest.imported.len(), 40);
    let files: Vec<String> = place
        .station
        .pages(place.book)
        .unwrap()
        .into_iter()
        .map(|p| p.file)
        .collect();
    assert!(files.is_sorted(), "{files:?}");
}

#[test]
fn an_import_is_taken_back_and_done_again_whole() {
    let place = place(40);
    place.station.undo(place.book).unwrap();
    assert_eq!(place.page_ids().len(), 0);
    place.station.redo(place.book).unwrap();
    assert_eq!(place.page_ids().len(), 40);
    assert_eq!(
        place.station.undo(place.book).unwrap().what.as_deref(),
        Some("đưa trang vào")
    );
    assert_eq!(
        place.station.undo(place.book).unwrap().what,
        None,
        "adding the book itself stays"
    );
}

#[test]
fn a_packaged_book_is_open_again_after_any_change() {
    let place = place(1);
    let case = place.cut(CutWay::PerPage(1))[0];
    place.put(case, "so", "1");
    let out = place.dir.path().join("out");
    place
        .station
        .package(place.book, &out, &Cancel::default(), &|_| ())
        .unwrap();
    let state = || place.station.book(place.book).unwrap().state;
    assert_eq!(state(), BookState::Packaged);
    place.put(case, "so", "2");
    assert_eq!(state(), BookState::Open);
    place.station.undo(place.book).unwrap();
    assert_eq!(
        state(),
        BookState::Packaged,
        "the very content that was packaged"
    );
}

#[test]
fn a_number_that_the_ledger_repeats_is_delivered_once_confirmed() {
    let place = place(2);
    let cases = place.cut(CutWay::PerPage(1));
    for case in &cases {
        place.put(*case, "so", "7");
        place.put(*case, "ngayDangKy", "01.02.2008");
    }
    let out = place.dir.path().join("out");
    let package = || {
        place
            .station
            .package(place.book, &out, &Cancel::default(), &|_| ())
    };
    assert_eq!(package().unwrap_err().code(), "errors_open");
    for case in &cases {
        place
            .station
            .confirm(*case, "duplicate_number", "so", "sổ ghi hai số 7")
            .unwrap();
    }
    let done = package().unwrap();
    let (xlsx, zip) = (Path::new(&done.xlsx), Path::new(&done.zip));
    let verdict = sohoa_station::package::verify(&knowledge().unwrap(), xlsx, zip).unwrap();
    assert!(verdict.ok, "{verdict:?}");
    // Without the manifest nobody says that the ledger has it so.
    std::fs::remove_file(&done.manifest).unwrap();
    let verdict = sohoa_station::package::verify(&knowledge().unwrap(), xlsx, zip).unwrap();
    let kinds: Vec<&str> = verdict.problems.iter().map(|p| p.kind.as_str()).collect();
    assert_eq!(kinds, ["duplicate_number", "duplicate_number"]);
}

#[test]
fn every_code_has_a_sentence() {
    let knowledge = knowledge().unwrap();
    // What the disk says is turned into codes in one place.
    use std::io::ErrorKind;
    for kind in [
        ErrorKind::StorageFull,
        ErrorKind::PermissionDenied,
        ErrorKind::NotFound,
        ErrorKind::Other,
    ] {
        let error = sohoa_station::StationError::io(&kind.into(), Path::new("x"));
        assert!(knowledge.messages.has_error(error.code()), "{kind:?}");
    }
    // Every other code is written where it is raised.
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut codes = Vec::new();
    for (folder, mark) in [
        ("station/src", "StationError::new(\""),
        ("capture/src", " => \""),
        ("cli/src", "StationError::new(\""),
    ] {
        for file in rust_files(&sources.join(folder)) {
            if mark == " => \"" && !file.ends_with("error.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap();
            codes.extend(
                text.split(mark)
                    .skip(1)
                    .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())),
            );
        }
    }
    assert!(codes.len() > 60, "the search finds them: {}", codes.len());
    for code in codes {
        assert!(
            knowledge.messages.has_error(&code),
            "{code} has no sentence in assets/messages/vi.toml"
        );
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}
