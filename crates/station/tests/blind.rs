//! Who types a book the second time learns nothing of what the first typed: at the same station, at another one from
//! empty forms, and in the history.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Debug;

use sohoa_core::book::{CaseState, Id};
use sohoa_core::keying::Keying;
use sohoa_core::record::FieldValue;
use sohoa_station::view::{BundleAsk, CheckFilter, GridAsk, Purpose, ReplaceAsk};
use sohoa_station::{Cancel, Station, knowledge};
use support::host;
use support::keyers::{Office, SECRETS, second};

#[test]
fn nothing_that_a_second_keyer_can_ask_for_tells_what_the_first_typed() {
    let office = Office::new();
    for nth in 0..3 {
        office.first(nth);
    }
    let (station, book) = (office.station(), office.here.book);
    let out = office.here.dir.path().join("ra");
    let secrets: Vec<String> = SECRETS
        .iter()
        .map(|(_, text)| text.to_lowercase())
        .collect();
    // Whoever sees everything let it be checked; they see it.
    office.enter("Sáu");
    station
        .check_whole(&[office.here.book], &Cancel::default(), &|_| ())
        .unwrap();
    let seen = format!(
        "{:?}",
        station.check_lines(&CheckFilter::default()).unwrap()
    );
    assert!(
        secrets
            .iter()
            .any(|secret| seen.to_lowercase().contains(secret)),
        "the test sees nothing"
    );
    let told = |what: &str, answer: &dyn Debug| {
        let answer = format!("{answer:?}").to_lowercase();
        for secret in &secrets {
            assert!(
                !answer.contains(secret.as_str()),
                "{what} tells {secret}: {answer}"
            );
        }
    };
    office.enter("Minh");
    let knowledge = knowledge().unwrap();
    let book_type = knowledge.book_type("KS").unwrap();
    told("cases", &station.cases(book).unwrap());
    told("books", &station.books().unwrap());
    told("grid", &station.grid(book, &GridAsk::default()).unwrap());
    told("grid_rows", &station.grid_rows(book, &[1, 2, 3]).unwrap());
    for (column, text) in SECRETS {
        told("find", &station.find(text, None, 50).unwrap().hits);
        let sorted = GridAsk {
            filters: vec![sohoa_station::view::GridFilter {
                column: column.into(),
                text: text.into(),
            }],
            ..GridAsk::default()
        };
        told("grid, filtered", &station.grid(book, &sorted).unwrap());
        assert_eq!(
            format!("{:?}", station.grid(book, &sorted).unwrap())
                .matches("0000-")
                .count(),
            0,
            "{column} finds it"
        );
        let ask = ReplaceAsk {
            find: text.into(),
            with: "x".into(),
            column: None,
            whole: false,
            exact: false,
        };
        assert!(
            station.replacing(book, &ask).unwrap().cells.is_empty(),
            "{column}"
        );
    }
    told("findings", &station.findings(book).unwrap());
    told("findings_begun", &station.findings_begun(book).unwrap());
    told(
        "check_lines",
        &station.check_lines(&CheckFilter::default()).unwrap(),
    );
    told("held", &station.held().unwrap());
    told("disputed", &station.disputed(None).unwrap());
    told("pages", &station.pages(book).unwrap());
    for &case in &office.cases {
        told("history", &station.history(case).unwrap());
        told("case_open", &station.case_open(case).unwrap());
        for field in &book_type.fields {
            for typed in ["", "z", "k", "o", "7", "1"] {
                told(
                    "offers",
                    &station.offers(case, &field.column, typed).unwrap(),
                );
            }
            told("people", &station.people(case, &field.column).unwrap());
        }
    }
    std::fs::create_dir_all(&out).unwrap();
    let (of_book, of_all) = (out.join("so.xlsx"), out.join("kho.xlsx"));
    station.findings_export(book, &of_book).unwrap();
    station
        .check_export(&CheckFilter::default(), &of_all)
        .unwrap();
    for file in [of_book, of_all] {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
        for nth in 0..zip.len() {
            let mut text = String::new();
            use std::io::Read;
            if zip.by_index(nth).unwrap().read_to_string(&mut text).is_ok() {
                told("a list", &text);
            }
        }
    }
    // What the first did is neither taken back nor done again by the second, and nothing is written over it.
    assert_eq!(
        station.undo(book).map(drop).map_err(|e| e.code()),
        Err("second_blind")
    );
    let set = Id::from_u128(1);
    assert_eq!(
        station
            .restore(office.cases[0], set, None)
            .map(drop)
            .map_err(|e| e.code()),
        Err("second_blind")
    );
    let edit = |text: &str| sohoa_station::view::CellEdit {
        case: office.cases[0],
        column: "nksHoTen".into(),
        value: FieldValue::given(text),
        short: false,
    };
    station.cells_save(book, &[edit("Đè Lên")]).unwrap();
    // The shelf tells everybody the same of the book.
    let row = station.book(book).unwrap();
    assert_eq!(row.done, 3);
    office.enter("Sáu");
    assert_eq!(station.book(book).unwrap().done, 3);
    assert_eq!(
        office.text(&office.open(0), "nksHoTen"),
        "Zeta Bí Mật",
        "nothing was written over it"
    );
}

#[test]
fn typed_a_second_time_at_another_station_from_empty_forms() {
    let office = Office::new();
    for nth in 0..2 {
        office.first(nth);
    }
    office.enter("Sáu");
    let far = Station::create(
        &office.here.dir.path().join("xa"),
        "Công ty Nhập Liệu",
        knowledge().unwrap(),
        std::sync::Arc::new(Far(std::sync::atomic::AtomicU64::new(1))),
    )
    .unwrap();
    let book = office.here.book;
    let mut files = 0;
    let mut hand = |from: &Station, to: &Station, purpose: Purpose, blind: bool| {
        files += 1;
        let file = office.here.dir.path().join(format!("goi-{files}.sohoa"));
        let ask = BundleAsk {
            books: vec![book],
            purpose,
            blind,
            password: None,
        };
        from.bundle_make(&ask, &file, &Cancel::default(), &|_| ())
            .unwrap();
        to.bundle_take(&file, None, true, &Cancel::default(), &|_| ())
            .unwrap();
    };
    hand(office.station(), &far, Purpose::SecondKeying, true);
    let case = office.cases[0];
    let put = |column: &str, text: &str| {
        far.field_save(case, column, &FieldValue::given(text))
            .unwrap()
            .case
    };
    let view = far.case_open(case).unwrap();
    assert!(view.values.iter().all(FieldValue::is_untouched) && !second(&view).known);
    put("so", "731");
    put("nksNgaySinh", "19.11.1987");
    put("nksHoTen", "Zeta Gì");
    // Mended before anybody compared: that is what was typed.
    let view = put("nksHoTen", "Zeta Bí Mậc");
    assert_eq!(
        (office.text(&view, "nksHoTen"), second(&view).again.len()),
        ("Zeta Bí Mậc".into(), 0)
    );
    put("meHoTen", "Kappa Kia");
    assert_eq!(
        far.case_finish(case, true, &[]).unwrap().case.state,
        CaseState::Done
    );
    assert_eq!(
        far.package_plan(book).unwrap_err().code(),
        "second_blind_book"
    );
    hand(&far, office.station(), Purpose::Return, false);
    assert!(
        office.station().disputed(None).unwrap().is_empty(),
        "a reading writes over nothing"
    );
    assert_eq!(office.text(&office.open(0), "nksHoTen"), "Zeta Bí Mật");
    let look = office.station().keying_look(book).unwrap();
    assert_eq!((look.begun, look.again, look.thirds), (1, 2, 0));
    // What differs is asked for again, there, still without showing it.
    hand(office.station(), &far, Purpose::SecondKeying, true);
    let view = far.case_open(case).unwrap();
    assert_eq!(
        office.columns(&second(&view).again),
        ["nksHoTen", "meHoTen"]
    );
    assert_eq!(office.text(&view, "nksHoTen"), "");
    put("nksHoTen", "Zeta Bí Mật");
    put("meHoTen", "Kappa Kia");
    hand(&far, office.station(), Purpose::Return, false);
    let view = office.open(0);
    assert_eq!(
        (
            office.text(&view, "nksHoTen"),
            office.text(&view, "meHoTen")
        ),
        ("Zeta Bí Mật".into(), "Kappa Kia".into())
    );
    let look = office.station().keying_look(book).unwrap();
    assert_eq!((look.through, look.again, look.thirds), (1, 0, 0));
    let slips: BTreeMap<(bool, &str), u32> = look
        .people
        .iter()
        .map(|one| ((one.second, one.name.as_str()), one.slips))
        .collect();
    assert_eq!(slips, [((false, "Lan"), 1), ((true, "người xa"), 1)].into());
    assert!(
        office
            .station()
            .history_verify(&[])
            .unwrap()
            .faults
            .is_empty()
    );
    // A bundle for it needs a book that is typed twice.
    office
        .station()
        .keying_set(book, &Keying::default())
        .unwrap();
    let ask = BundleAsk {
        books: vec![book],
        purpose: Purpose::SecondKeying,
        blind: true,
        password: None,
    };
    let refused = office.station().bundle_make(
        &ask,
        &office.here.dir.path().join("x"),
        &Cancel::default(),
        &|_| (),
    );
    assert_eq!(refused.unwrap_err().code(), "second_not_double");
}

/// A standing says nothing of what the first typed: no change that a second keyer's deed makes does, but what they
/// came to agree on.
#[test]
fn readings_in_the_history_tell_nothing_of_the_first() {
    let office = Office::new();
    office.first(0);
    office.enter("Minh");
    office.put(0, "nksHoTen", "Zeta Khác");
    office.put(0, "nksHoTen", "Zeta Khác Nữa");
    let file = office.here.dir.path().join("so.jsonl");
    office.enter("Sáu");
    office.station().history_export(&file).unwrap();
    let lines = std::fs::read_to_string(&file).unwrap();
    let seconds: Vec<&str> = lines
        .lines()
        .filter(|line| line.contains("second_key"))
        .collect();
    assert_eq!(seconds.len(), 2);
    assert!(seconds.iter().all(|line| !line.contains("Bí Mật")));
}

/// The machine of another station.
struct Far(std::sync::atomic::AtomicU64);

impl sohoa_station::host::Host for Far {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        host().now()
    }

    fn who(&self) -> String {
        "người xa".into()
    }

    fn new_id(&self) -> Id {
        let count = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Id::from_u128(u128::from(count) << 64 | 0x8000_0000_0000_0001)
    }
}
