//! Finding people: what is found, and that the index always says what the records say.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use rusqlite::Connection;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_station::view::{CutWay, NewBook};
use sohoa_station::{Bring, Cancel, Station, knowledge};
use support::{Place, host, place};

fn names(place: &Place, typed: &str) -> Vec<String> {
    let found = place.station.find(typed, None, 10).unwrap();
    found.hits.into_iter().map(|hit| hit.name).collect()
}

#[test]
fn people_are_found_by_what_is_known_of_them() {
    let place = place(4);
    let cases = place.cut(CutWay::PerPage(1));
    let people = [
        (
            "Lê Thị Hòa",
            "05.06.1998",
            "Lê Văn Thử",
            "Thôn Đông, xã An Nhơn",
        ),
        (
            "Lê Thị Hoạ",
            "06.1998",
            "Trần Văn Hòa",
            "Thôn Tây, xã An Nhơn",
        ),
        ("Hồ Hoàng Lê", "1999", "Hồ Văn Thử", "Tổ 7, xã Tân Thử"),
    ];
    for ((case, (name, birth, father, home)), so) in cases.iter().zip(people).zip(12..) {
        place.put(*case, "so", &so.to_string());
        place.put(*case, "nguoiKy", "Lê Thị Hòa");
        place.put(*case, "nksHoTen", name);
        place.put(*case, "nksNgaySinh", birth);
        place.put(*case, "chaHoTen", father);
        place.put(*case, "chaNoiCuTru", home);
    }
    let [hoa, hoạ, ho] = people.map(|one| one.0);
    for (typed, found) in [
        // Without marks, in any order, by what is typed so far.
        ("le thi hoa", &[hoạ, hoa][..]),
        ("HOA le", &[hoạ, hoa]),
        ("le h", &[ho, hoạ, hoa]),
        // With marks: exactly those, and then the others; both ways to place the tone.
        ("Lê Thị Hoà", &[hoa, hoạ]),
        ("hoạ", &[hoạ, hoa, ho]),
        // By dates, numbers, parents, places; all of them must fit.
        ("5/6/1998", &[hoa]),
        ("050698", &[hoa]),
        ("6/1998", &[hoạ, hoa]),
        ("1999", &[ho]),
        ("13", &[hoạ]),
        ("hoa 12", &[hoa]),
        ("le van thu", &[hoa, ho]),
        ("tay an nhon", &[hoạ]),
        ("ho tân thử", &[ho]),
        // Beginnings of several words, when nothing else fits.
        ("l t ho", &[hoạ, hoa, ho]),
        ("khong co ai", &[]),
        ("", &[]),
        ("\"*) OR (", &[]),
    ] {
        assert_eq!(names(&place, typed), found, "{typed}");
    }
    let hit = &place.station.find("trần văn hoà", None, 10).unwrap().hits[0];
    let met = hit.met.as_ref().unwrap();
    assert_eq!(
        (met.column.as_str(), met.text.as_str()),
        ("chaHoTen", "Trần Văn Hòa")
    );
    assert_eq!(
        (hit.code.as_str(), hit.number.as_str(), hit.birth.as_str()),
        ("KS.2008.01", "13", "06.1998")
    );
    assert!(
        place
            .station
            .find("hoa", Some("KH"), 10)
            .unwrap()
            .hits
            .is_empty()
    );
    let few = place.station.find("le", None, 2).unwrap();
    assert_eq!((few.hits.len(), few.more), (2, true));

    // What is gone, or said to be illegible, is found no more; what comes back is.
    place.station.case_remove(cases[0]).unwrap();
    assert_eq!(names(&place, "le thi hoa"), [hoạ]);
    place.station.undo(place.book).unwrap();
    assert_eq!(names(&place, "le thi hoa").len(), 2);
    let unread = FieldValue::said(FieldState::Illegible, "");
    place
        .station
        .field_save(cases[0], "nksHoTen", &unread)
        .unwrap();
    assert_eq!(names(&place, "le thi hoa"), [hoạ]);
}

#[test]
fn what_an_older_program_wrote_is_found_once_it_is_indexed() {
    let place = place(2);
    let cases = place.cut(CutWay::PerPage(1));
    place.put(cases[1], "nksHoTen", "Lê Thị Thử");
    let root = place.dir.path().join("kho");
    let Place { dir, station, book } = place;
    drop(station);
    let db = Connection::open(root.join("so-hoa.db")).unwrap();
    db.execute_batch("DELETE FROM indexed; DELETE FROM sought; DELETE FROM seek;")
        .unwrap();
    drop(db);
    let station = Station::open(&root, knowledge().unwrap(), host()).unwrap();
    let place = Place {
        dir,
        station: station.into(),
        book,
    };
    let found = place.station.find("thu", None, 10).unwrap();
    assert_eq!((found.hits.len(), found.waiting), (0, 1));
    place.station.index_in_background();
    for _ in 0..200 {
        std::thread::sleep(std::time::Duration::from_millis(10));
        if place.station.find("thu", None, 10).unwrap().waiting == 0 {
            break;
        }
    }
    assert_eq!(names(&place, "thu"), ["Lê Thị Thử"]);
}

#[test]
fn parents_come_from_marriages_and_older_siblings() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    let marriages = place
        .station
        .book_add(&NewBook {
            kind: "KH".into(),
            year: 2005,
            volume: 1,
            place: None,
            sheet: None,
        })
        .unwrap()
        .id;
    let page = support::picture(place.dir.path(), 77);
    let bring = Bring::default();
    place
        .station
        .pages_import(marriages, &[page], bring, &Cancel::default(), &|_| ())
        .unwrap();
    place
        .station
        .cases_cut(marriages, CutWay::PerPage(1), &[])
        .unwrap();
    let marriage = place.station.cases(marriages).unwrap()[0].id;
    for (column, text) in [
        ("so", "12"),
        ("chongHoTen", "Lê Văn Thử"),
        ("chongNgaySinh", "1978"),
        ("voHoTen", "Hồ Thị Mẫu"),
        ("voNgaySinh", "1980"),
        ("voDanToc", "Ê Đê"),
    ] {
        place.put(marriage, column, text);
    }
    // The father is typed: the mother may be his wife.
    place.put(cases[1], "chaHoTen", "Lê Văn Thử");
    let offers = |case, column| place.station.people(case, column).unwrap().0;
    let wife = &offers(cases[1], "meHoTen")[0];
    assert_eq!(
        (wife.name.as_str(), wife.elsewhere.as_deref()),
        ("Hồ Thị Mẫu", Some("KH.2005.01 số 12"))
    );
    let texts: Vec<&str> = wife
        .values
        .iter()
        .map(|(_, value)| value.text.as_str())
        .collect();
    assert_eq!(texts, ["Hồ Thị Mẫu", "1980", "Ê Đê"]);
    // The mother's name is typed and is another's: nobody is offered from there.
    place.put(cases[1], "meHoTen", "Trần Thị Khác");
    assert!(
        offers(cases[1], "meHoTen")
            .iter()
            .all(|one| one.elsewhere.is_none())
    );
    // The birth of an older sibling, with both parents.
    place.put(cases[1], "meHoTen", "Hồ Thị Mẫu");
    place.put(cases[1], "meNoiCuTru", "Thôn Đông");
    place.put(cases[2], "meHoTen", "Hồ Thị Mẫu");
    let father = &offers(cases[2], "chaHoTen");
    let from: Vec<_> = father
        .iter()
        .filter_map(|one| one.elsewhere.as_deref())
        .collect();
    assert!(from.contains(&"KH.2005.01 số 12"), "{from:?}");
    // Typed already, the rest of her comes along.
    let mother = offers(cases[2], "meNoiCuTru");
    assert!(mother.iter().any(|one| {
        one.values
            .iter()
            .any(|(_, value)| value.text == "Thôn Đông")
    }));
    // Who asked is no parent by that alone.
    assert!(
        offers(cases[2], "nycHoTen")
            .iter()
            .all(|one| one.elsewhere.is_none())
    );
}

/// Every word of the index with the case it stands for.
fn index(root: &Path) -> BTreeSet<(String, Vec<u8>)> {
    let db = Connection::open(root.join("so-hoa.db")).unwrap();
    db.execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, seek, instance)")
        .unwrap();
    let mut rows = db
        .prepare("SELECT term, registration FROM temp.words JOIN sought ON place = doc")
        .unwrap();
    let all = rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let all: BTreeSet<_> = all.map(Result::unwrap).collect();
    let loose: i64 = db
        .query_row(
            "SELECT count(*) FROM temp.words WHERE doc NOT IN (SELECT place FROM sought)",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever is done in whatever order, the index is what one made anew would be.
    #[test]
    fn the_index_follows_every_change(deeds in prop::collection::vec((0..9_u8, 0..3_usize, 0..4_usize), 1..25)) {
        let place = place(3);
        let cases = place.cut(CutWay::PerPage(1));
        let texts = ["Lê Thị Thử", "Trần Văn Mẫu", "05.06.1998", ""];
        for (deed, case, text) in deeds {
            let case = cases[case];
            match deed {
                0..=3 => {
                    let column = ["nksHoTen", "chaHoTen", "so", "nksNgaySinh"][usize::from(deed)];
                    // A case that was taken out cannot be typed in.
                    let _ = place.station.field_save(case, column, &FieldValue::given(texts[text]));
                }
                4 => drop(place.station.case_remove(case)),
                5 | 6 => drop(place.station.undo(place.book).unwrap()),
                7 => drop(place.station.redo(place.book).unwrap()),
                _ => drop(place.station.case_finish(case, true, &[])),
            }
        }
        let root = place.dir.path().join("kho");
        let Place { dir, station, .. } = place;
        drop(station);
        let kept = index(&root);
        let db = Connection::open(root.join("so-hoa.db")).unwrap();
        db.execute_batch("DELETE FROM indexed; DELETE FROM sought; DELETE FROM seek;").unwrap();
        drop(db);
        let station = Station::open(&root, knowledge().unwrap(), host()).unwrap();
        station.index_all(&|_| ()).unwrap();
        drop(station);
        prop_assert_eq!(kept, index(&root));
        drop(dir);
    }
}
