//! What books of an office offer each other.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use rusqlite::Connection;
use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_core::typing::Why;
use sohoa_station::view::{CutWay, NewBook, OfferFrom};
use sohoa_station::{Bring, Cancel, knowledge};
use support::{Place, picture, place, stories};

/// Another book of the workspace with one case a page.
fn book(of: &Place, kind: &str, year: u16, office: Option<&str>, pages: u8) -> (Id, Vec<Id>) {
    let new = NewBook {
        kind: kind.into(),
        year,
        volume: 1,
        place: office.map(str::to_owned),
        sheet: None,
    };
    let book = of.station.book_add(&new).unwrap().id;
    let seed = (year % 100) as u8 * 2;
    let paths: Vec<_> = (0..pages)
        .map(|nth| picture(of.dir.path(), 100 + seed + nth))
        .collect();
    of.station
        .pages_import(book, &paths, Bring::default(), &Cancel::default(), &|_| ())
        .unwrap();
    of.station.cases_cut(book, CutWay::PerPage(1), &[]).unwrap();
    let cases = of.station.cases(book).unwrap();
    (book, cases.iter().map(|case| case.id).collect())
}

fn offered(of: &Place, case: Id, column: &str, typed: &str) -> Vec<(String, OfferFrom)> {
    let offers = of.station.offers(case, column, typed).unwrap();
    offers.into_iter().map(|one| (one.text, one.from)).collect()
}

/// What other books of the office offer, once all is learned.
fn from_office(of: &Place, case: Id, column: &str, typed: &str) -> Vec<String> {
    offered(of, case, column, typed);
    of.station.learn_all().unwrap();
    let all = offered(of, case, column, typed);
    let office = all.into_iter().filter(|one| one.1 == OfferFrom::Office);
    office.map(|one| one.0).collect()
}

#[test]
fn what_was_typed_in_another_book_is_offered_by_what_it_means() {
    let place = place(2);
    let births = place.cut(CutWay::PerPage(1));
    place.put(births[0], "nguoiKy", "Trần Văn Mẫu");
    place.put(births[0], "chucVuNguoiKy", "Phó chủ tịch");
    place.put(births[0], "nguoiThucHien", "Ngô Thị Ghi");
    place.put(births[0], "meNoiCuTru", "Thôn Tân Thử, xã An Nhơn");
    place.put(births[0], "nksHoTen", "Lê Thị Thử");
    place.put(births[1], "nksHoTen", "Lê Thị Hai");
    place.put(births[0], "meHoTen", "Đoàn Thị Mẹ");
    place.put(births[0], "nycHoTen", "Lê Văn Hỏi");
    place.put(births[0], "meDanToc", "Người lạ");
    let (_, deaths) = book(&place, "KT", 2009, None, 1);
    let case = deaths[0];
    let ours = |text: &str| [text.to_owned()];
    // Not gathered yet: not offered, and nobody waits.
    assert!(offered(&place, case, "nguoiKy", "tr").is_empty());
    assert_eq!(
        from_office(&place, case, "nguoiKy", "tr"),
        ours("Trần Văn Mẫu")
    );
    let office = |column: &str, typed: &str| from_office(&place, case, column, typed);
    assert_eq!(office("nguoiKy", "tvm"), ours("Trần Văn Mẫu"));
    assert_eq!(office("chucVuNguoiKy", "p"), ours("Phó chủ tịch"));
    assert_eq!(office("nguoiThucHien", "ng"), ours("Ngô Thị Ghi"));
    // A signer is no registrar.
    assert!(office("nguoiThucHien", "tr").is_empty());
    assert_eq!(
        office("nktNoiChet", "thôn tân t"),
        ours("Thôn Tân Thử, xã An Nhơn")
    );
    assert_eq!(office("nktNoiChet", "Tổ 7, x"), ours("Tổ 7, xã An Nhơn"));
    assert_eq!(office("nktDanToc", "người l"), ours("Người lạ"));
    // Names only as they begin, and only what several begin with.
    assert_eq!(office("nktHoTen", "l"), ["lê ", "lê thị "]);
    for typed in ["lê thị t", "ltt", "đ", "đoàn thị", "lê văn"] {
        assert!(office("nktHoTen", typed).is_empty(), "{typed}");
        assert!(office("nycHoTen", typed).is_empty(), "{typed}");
        assert!(office("nguoiKy", typed).is_empty(), "{typed}");
    }
    // The book's own first, then the office's, then the lists.
    place.put(case, "nktNoiCuTru", "Thôn Tân Chết");
    let all = offered(&place, case, "nktNoiChet", "t");
    assert_eq!(all[0], ("Thôn Tân Chết".to_owned(), OfferFrom::Book));
    assert_eq!(all[1].1, OfferFrom::Office);
    let all = offered(&place, case, "nktDanToc", "n");
    assert_eq!(all[0].1, OfferFrom::Office);
    assert_eq!(all[1].1, OfferFrom::List);
}

#[test]
fn words_of_one_family_and_books_of_other_offices_are_not_told() {
    let place = place(2);
    let births = place.cut(CutWay::PerPage(1));
    place.put(births[0], "ghiChu", "Con riêng của bà Đỗ Thị Kín");
    place.put(births[0], "nycQuanHe", "Quan hệ riêng");
    let (_, far) = book(&place, "KS", 2007, Some("UBND xã Khác"), 1);
    place.put(far[0], "nguoiKy", "Người Nơi Khác");
    let (_, deaths) = book(&place, "KT", 2009, None, 1);
    let office = |column: &str, typed: &str| from_office(&place, deaths[0], column, typed);
    assert!(office("ghiChu", "con").is_empty());
    assert!(office("nycQuanHe", "quan").is_empty());
    assert!(office("nguoiKy", "ng").is_empty());
    // What stands there twice is a way to write.
    place.put(births[0], "ghiChu", "Đăng ký quá hạn");
    place.put(births[1], "ghiChu", "Đăng ký quá hạn");
    assert_eq!(office("ghiChu", "đ"), ["Đăng ký quá hạn"]);
}

#[test]
fn a_slip_that_was_mended_is_not_offered_once_it_is_learned_anew() {
    let place = place(1);
    let births = place.cut(CutWay::PerPage(1));
    place.put(births[0], "nguoiKy", "Trần Văn Mẩu");
    let (_, deaths) = book(&place, "KT", 2009, None, 1);
    let office = |typed: &str| from_office(&place, deaths[0], "nguoiKy", typed);
    assert_eq!(office("tr"), ["Trần Văn Mẩu"]);
    place.put(births[0], "nguoiKy", "Trần Văn Mẫu");
    assert_eq!(office("tr"), ["Trần Văn Mẫu"]);
    place.station.undo(place.book).unwrap();
    assert_eq!(office("tr"), ["Trần Văn Mẩu"]);
    // A case that was taken out takes with it what only it had.
    place.station.case_remove(births[0]).unwrap();
    assert!(office("tr").is_empty());
}

#[test]
fn learning_goes_on_by_itself_and_lets_the_workspace_go() {
    let place = place(1);
    let births = place.cut(CutWay::PerPage(1));
    place.put(births[0], "nguoiKy", "Trần Văn Mẫu");
    let (_, deaths) = book(&place, "KT", 2009, None, 1);
    place.station.learn_in_background();
    let begun = Instant::now();
    while offered(&place, deaths[0], "nguoiKy", "tr").is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing learned");
        // It is learned while the one who types makes a pause.
        std::thread::sleep(Duration::from_millis(1800));
    }
    let gone = std::sync::Arc::downgrade(&place.station);
    drop(place);
    let begun = Instant::now();
    while gone.upgrade().is_some() {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "held by the thread"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_first_case_of_a_new_book_takes_over_from_the_nearest() {
    let place = place(2);
    let births = place.cut(CutWay::PerPage(1));
    place.put(births[0], "nguoiKy", "Trần Văn Cũ");
    place.put(births[1], "nguoiKy", "Trần Văn Mẫu");
    place.put(births[1], "loaiDangKy", "1");
    let (_, deaths) = book(&place, "KT", 2008, None, 1);
    place.put(deaths[0], "nguoiKy", "Người Khai Tử");
    let knowledge = knowledge().unwrap();
    let proposed = |case: Id, kind: &str, column: &str| {
        let field = knowledge.book_type(kind).unwrap().field_index(column);
        let view = place.station.case_open(case).unwrap();
        let found = view
            .proposals
            .into_iter()
            .find(|one| Some(one.field) == field);
        found.map(|one| (one.value.text, one.why, view.passed.contains(&one.field)))
    };
    // The last case of the book of its type before it; marked, and never passed.
    let (_, next) = book(&place, "KS", 2009, None, 2);
    let said = |text: &str| Some((text.to_owned(), Why::Elsewhere, false));
    assert_eq!(proposed(next[0], "KS", "nguoiKy"), said("Trần Văn Mẫu"));
    assert_eq!(proposed(next[0], "KS", "loaiDangKy"), said("1"));
    assert_eq!(
        place
            .station
            .case_open(next[0])
            .unwrap()
            .values
            .iter()
            .filter(|one| one.text == "Trần Văn Mẫu")
            .count(),
        0
    );
    // Once the book has a case of its own, that one counts.
    place.put(next[0], "nguoiKy", "Lê Thị Mới");
    assert_eq!(
        proposed(next[1], "KS", "nguoiKy"),
        Some(("Lê Thị Mới".into(), Why::Before, false))
    );
    assert_eq!(proposed(next[1], "KS", "loaiDangKy"), None);
    // Of another type when there is none of its own; of another office, or long after, nothing.
    let (_, certificates) = book(&place, "HN", 2010, None, 1);
    assert_eq!(
        proposed(certificates[0], "HN", "nguoiKy"),
        said("Lê Thị Mới")
    );
    let (_, late) = book(&place, "KH", 2020, None, 1);
    assert_eq!(proposed(late[0], "KH", "nguoiKy"), None);
    let (_, far) = book(&place, "KH", 2009, Some("UBND xã Khác"), 1);
    assert_eq!(proposed(far[0], "KH", "nguoiKy"), None);
}

/// One deed in the first book.
#[derive(Debug, Clone)]
enum Deed {
    Type(usize, &'static str, String),
    Undo,
    Redo,
    Remove(usize),
    /// Somebody types in the other book and all is learned.
    Learn,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let columns = prop::sample::select(vec![
        "nguoiKy",
        "nguoiThucHien",
        "meNoiCuTru",
        "nksNoiSinh",
        "nksHoTen",
        "chaHoTen",
        "meDanToc",
        "ghiChu",
        "chucVuNguoiKy",
    ]);
    let texts = prop::sample::select(vec![
        "",
        "Lê Văn A",
        "Lê Văn B",
        "thôn 1, xã X",
        "thôn 2, xã X",
        "Kinh",
    ]);
    let one = prop_oneof![
        6 => (0..4usize, columns, texts).prop_map(|(case, column, text)| Deed::Type(case, column, text.to_owned())),
        1 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        1 => (0..4usize).prop_map(Deed::Remove),
        2 => Just(Deed::Learn),
    ];
    prop::collection::vec(one, 1..30)
}

type Kept = BTreeMap<Id, String>;

/// The summaries as they lie in the database, by book.
fn summaries(of: &Place) -> Kept {
    let db = Connection::open(of.dir.path().join("kho/so-hoa.db")).unwrap();
    let mut all = db.prepare("SELECT book, body FROM phrases").unwrap();
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

proptest! {
    #![proptest_config(stories())]
    #[test]
    fn a_summary_is_what_it_is_made_anew(deeds in deeds()) {
        let place = place(4);
        let births = place.cut(CutWay::PerPage(1));
        let (other, deaths) = book(&place, "KT", 2009, None, 1);
        let learn = || {
            offered(&place, deaths[0], "nguoiKy", "l");
            place.station.learn_all().unwrap();
        };
        for deed in deeds {
            // Refusals (nothing to undo, a case taken out) are answers, too.
            let _ = match deed {
                Deed::Type(case, column, text) => place
                    .station
                    .field_save(births[case], column, &FieldValue::given(text))
                    .map(|_| ()),
                Deed::Undo => place.station.undo(place.book).map(|_| ()),
                Deed::Redo => place.station.redo(place.book).map(|_| ()),
                Deed::Remove(case) => place.station.case_remove(births[case]),
                Deed::Learn => {
                    learn();
                    Ok(())
                }
            };
        }
        learn();
        let kept = summaries(&place);
        prop_assert!(kept.contains_key(&place.book) && !kept.contains_key(&other));
        let db = Connection::open(place.dir.path().join("kho/so-hoa.db")).unwrap();
        db.execute("DELETE FROM phrases", []).unwrap();
        place.station.learn_all().unwrap();
        prop_assert_eq!(&kept, &summaries(&place));
    }
}
