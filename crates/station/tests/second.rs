//! Two people type the same book without seeing each other, and a third decides where they differ.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Debug;

use sohoa_core::assignment::Task;
use sohoa_core::book::{CaseState, Id};
use sohoa_core::keying::{Keying, Twice};
use sohoa_core::people::Role;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_station::view::{
    AssignAsk, BundleAsk, CaseView, CheckFilter, CutWay, GridAsk, NewPerson, Purpose, ReplaceAsk,
    SecondView,
};
use sohoa_station::{Cancel, Password, Station, knowledge};
use support::{Place, host, place};

fn word() -> Password {
    Password::new("mật khẩu thử")
}

const CRITICAL: Keying = Keying {
    twice: Twice::Critical,
    chosen: std::collections::BTreeSet::new(),
    lenience: sohoa_core::keying::Lenience {
        spaces: true,
        tone_placement: true,
        case: false,
    },
};

/// What the first keyer typed into every case; nobody else may see it.
const SECRETS: [(&str, &str); 5] = [
    ("so", "731"),
    ("nksHoTen", "Zeta Bí Mật"),
    ("nksNgaySinh", "19.11.1987"),
    ("meHoTen", "Kappa Kín Đáo"),
    ("nguoiKy", "Omega Giấu Kín"),
];

struct Office {
    here: Place,
    cases: Vec<Id>,
}

impl Office {
    /// A book of three cases, typed twice; two keyers, a supervisor who does not type, an administrator.
    fn new() -> Self {
        let here = place(3);
        let cases = here.cut(CutWay::PerPage(1));
        let add = |name: &str, roles: &[Role]| {
            let new = NewPerson {
                name: name.into(),
                roles: roles.to_vec(),
            };
            here.station.person_add(&new, &word()).unwrap();
        };
        add("Quản", &[Role::Administrator]);
        add("Lan", &[Role::Keyer]);
        add("Minh", &[Role::Keyer, Role::Checker]);
        add("Sáu", &[Role::Supervisor]);
        // The clock of these tests runs with every look at it.
        here.station.keep_idle(None).unwrap();
        let office = Self { here, cases };
        office.enter("Sáu");
        office
            .station()
            .keying_set(office.here.book, &CRITICAL)
            .unwrap();
        office
    }

    fn station(&self) -> &Station {
        &self.here.station
    }

    fn enter(&self, name: &str) {
        self.station().sign_in(name, &word()).unwrap();
    }

    fn put(&self, nth: usize, column: &str, text: &str) -> CaseView {
        self.here.put(self.cases[nth], column, text)
    }

    fn finish(&self, nth: usize) -> CaseView {
        self.station()
            .case_finish(self.cases[nth], true, &[])
            .unwrap()
            .case
    }

    /// The first keyer types a case.
    fn first(&self, nth: usize) {
        self.enter("Lan");
        for (column, text) in SECRETS {
            self.put(nth, column, text);
        }
        assert_eq!(self.finish(nth).state, CaseState::Done);
    }

    fn open(&self, nth: usize) -> CaseView {
        self.station().case_open(self.cases[nth]).unwrap()
    }

    fn text(&self, view: &CaseView, column: &str) -> String {
        let knowledge = knowledge().unwrap();
        let field = knowledge
            .book_type("KS")
            .unwrap()
            .field_index(column)
            .unwrap();
        view.values[field].text.clone()
    }

    /// Names of the columns at those positions.
    fn columns(&self, fields: &[usize]) -> Vec<String> {
        let knowledge = knowledge().unwrap();
        let book_type = knowledge.book_type("KS").unwrap();
        fields
            .iter()
            .map(|&field| book_type.fields[field].column.clone())
            .collect()
    }
}

fn second(view: &CaseView) -> &SecondView {
    view.second.as_ref().unwrap()
}

#[test]
fn two_keyers_and_a_third() {
    let office = Office::new();
    office.first(0);
    office.enter("Minh");
    let view = office.open(0);
    assert!(view.values.iter().all(FieldValue::is_untouched), "blind");
    assert_eq!(view.state, CaseState::Draft);
    assert!(view.proposals.is_empty() && view.judgement.findings.is_empty());
    let takes = office.columns(&second(&view).takes);
    assert!(takes.contains(&"nksHoTen".into()) && !takes.contains(&"nguoiKy".into()));
    // The same at once.
    let view = office.put(0, "so", "731");
    assert_eq!(office.columns(&second(&view).fixed), ["so"]);
    // Otherwise: asked for again, from nothing.
    let view = office.put(0, "nksHoTen", "Zeta Bí Mậc");
    assert_eq!(office.text(&view, "nksHoTen"), "");
    assert_eq!(office.columns(&second(&view).again), ["nksHoTen"]);
    // Round to the first.
    let view = office.put(0, "nksHoTen", "Zeta Bí Mật");
    assert_eq!(second(&view).again, [] as [usize; 0]);
    // The same twice stands.
    office.put(0, "nksNgaySinh", "19.11.1978");
    let view = office.put(0, "nksNgaySinh", "19.11.1978");
    assert_eq!(office.text(&view, "nksNgaySinh"), "19.11.1978");
    // Neither.
    office.put(0, "meHoTen", "Kappa Một");
    let view = office.put(0, "meHoTen", "Kappa Hai");
    assert_eq!(second(&view).third, 1);
    // What is not asked is not taken, what is settled neither.
    for (column, code) in [("nguoiKy", "second_not_asked"), ("so", "second_settled")] {
        let refused = office
            .station()
            .field_save(office.cases[0], column, &FieldValue::given("1"));
        assert_eq!(refused.unwrap_err().code(), code);
    }
    // The rest the ledger leaves out, as the first did: agreed, and the case is through.
    let left = second(&view).left;
    assert!(left > 0);
    let view = office.finish(0);
    assert!(view.second.is_none(), "nothing is hidden any more");
    assert_eq!(view.state, CaseState::Done);
    assert_eq!(office.text(&view, "nksNgaySinh"), "19.11.1978");
    assert_eq!(office.text(&view, "meHoTen"), "Kappa Kín Đáo");
    assert_eq!(office.text(&view, "nguoiKy"), "Omega Giấu Kín");
    // Keyers do not decide.
    let refused = office.station().thirds(office.here.book).unwrap_err();
    assert_eq!(refused.code(), "not_allowed");
    office.enter("Sáu");
    let thirds = office.station().thirds(office.here.book).unwrap();
    assert_eq!(thirds.len(), 1);
    let told: Vec<(&str, &str)> = thirds[0]
        .readings
        .iter()
        .map(|one| (one.value.text.as_str(), one.who.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Kappa Kín Đáo", "Lan"),
            ("Kappa Một", "Minh"),
            ("Kappa Hai", "Minh")
        ]
    );
    assert!(!thirds[0].own && thirds[0].pictures.len() == 1);
    let decide = |text: &str| {
        office
            .station()
            .third_decide(office.cases[0], "meHoTen", &FieldValue::given(text))
    };
    decide("Kappa Ba").unwrap();
    assert_eq!(decide("Kappa Bốn").unwrap_err().code(), "second_decided");
    assert!(
        office
            .station()
            .thirds(office.here.book)
            .unwrap()
            .is_empty()
    );
    assert_eq!(office.text(&office.open(0), "meHoTen"), "Kappa Ba");
    // What they typed themselves there is theirs, and somebody else looks at it.
    assert!(office.station().to_check(office.here.book).unwrap()[0].own);
    let look = office.station().keying_look(office.here.book).unwrap();
    assert_eq!(
        (look.cases, look.through, look.thirds, look.again),
        (3, 1, 0, 0)
    );
    let rates: BTreeMap<(bool, &str), u32> = look
        .people
        .iter()
        .map(|rate| ((rate.second, rate.name.as_str()), rate.slips))
        .collect();
    // The first slipped in the date and the mother's name, the second in the name and the mother's name.
    assert_eq!(rates, [((false, "Lan"), 2), ((true, "Minh"), 2)].into());
    let by_field = |second: bool| -> Vec<&str> {
        let slipped = look
            .fields
            .iter()
            .filter(|rate| rate.second == second && rate.slips > 0);
        slipped.map(|rate| rate.name.as_str()).collect()
    };
    assert_eq!((by_field(false).len(), by_field(true).len()), (2, 2));
    // All of it is in the history, and the history is whole.
    let past = office.station().history(office.cases[0]).unwrap();
    let of_mother: Vec<(&str, &str)> = past
        .iter()
        .filter(|one| one.column == "meHoTen")
        .map(|one| (one.after.text.as_str(), one.who.as_str()))
        .collect();
    assert_eq!(of_mother, [("Kappa Ba", "Sáu"), ("Kappa Kín Đáo", "Lan")]);
    assert!(
        office
            .station()
            .history_verify(&[])
            .unwrap()
            .faults
            .is_empty()
    );
}

#[test]
fn what_a_third_person_types_is_read_by_its_column() {
    let office = Office::new();
    office.first(0);
    office.enter("Lan");
    office.put(0, "nksHoTen", "zeta bí mật");
    office.put(0, "nksGioiTinh", "1");
    office.finish(0);
    office.enter("Minh");
    let columns = ["nksHoTen", "meHoTen", "nksGioiTinh", "nksNgaySinh", "so"];
    for (column, one, other) in [
        ("nksHoTen", "Zeta Một", "Zeta Hai"),
        ("meHoTen", "Kappa Một", "Kappa Hai"),
        ("nksGioiTinh", "3", "4"),
        ("nksNgaySinh", "19.11.1978", "19.11.1979"),
        ("so", "1", "2"),
    ] {
        office.put(0, column, one);
        office.put(0, column, other);
    }
    office.enter("Sáu");
    let station = office.station();
    let decide = |column: &str, typed: &str| station.third_typed(office.cases[0], column, typed);
    let left_out = FieldValue::said(FieldState::LeftOut, "");
    for (column, typed, holds) in [
        // A reading is taken as it stands there, small letters and all.
        (
            "nksHoTen",
            " zeta  bí mật ",
            FieldValue::given("zeta bí mật"),
        ),
        ("meHoTen", "kappa ba", FieldValue::given("Kappa Ba")),
        ("nksGioiTinh", "nữ", FieldValue::given("2")),
        ("nksNgaySinh", "9/1/88", FieldValue::given("09.01.1988")),
        ("so", " ", left_out),
    ] {
        assert_eq!(decide(column, typed).unwrap(), holds, "{column}");
        assert_eq!(decide(column, typed).unwrap_err().code(), "second_decided");
    }
    let view = office.open(0);
    assert_eq!(
        columns.map(|column| office.text(&view, column)),
        ["zeta bí mật", "Kappa Ba", "2", "09.01.1988", ""]
    );
    assert_eq!(decide("không", "1").unwrap_err().code(), "unknown_field");
    office.enter("Lan");
    let refused = station.third_typed(office.cases[0], "so", "1");
    assert_eq!(refused.unwrap_err().code(), "not_allowed");
}

#[test]
fn what_stands_empty_or_cannot_be_read_is_compared_as_well() {
    let office = Office::new();
    office.first(0);
    office.enter("Minh");
    // Called complete with nothing typed: what the first typed is asked for again, the rest agrees.
    let view = office.finish(0);
    let again = office.columns(&second(&view).again);
    assert_eq!(again, ["so", "nksHoTen", "nksNgaySinh", "meHoTen"]);
    assert_eq!((second(&view).left, view.state), (0, CaseState::Draft));
    // Complete once more: an empty field that is asked for again stays asked for.
    assert_eq!(office.columns(&second(&office.finish(0)).again), again);
    let station = office.station();
    let left_out = FieldValue::said(FieldState::LeftOut, "");
    let view = station
        .field_save(office.cases[0], "meHoTen", &left_out)
        .unwrap()
        .case;
    assert_eq!(
        office.columns(&second(&view).again),
        &again[..3],
        "the ledger leaves it out, said twice: that stands"
    );
    let illegible = FieldValue::said(FieldState::Illegible, "");
    let view = station
        .field_save(office.cases[0], "nksHoTen", &illegible)
        .unwrap()
        .case;
    assert_eq!(second(&view).third, 1);
}

#[test]
fn what_the_first_left_out_is_the_first_keyers() {
    let office = Office::new();
    office.enter("Quản");
    let both = [Role::Keyer, Role::Supervisor];
    let new = NewPerson {
        name: "Tám".into(),
        roles: both.to_vec(),
    };
    office.station().person_add(&new, &word()).unwrap();
    // Who types it may also decide, elsewhere.
    office.enter("Tám");
    office.put(0, "so", "731");
    office.put(0, "nksHoTen", "Zeta Bí Mật");
    office.finish(0);
    office.enter("Minh");
    for (column, text) in [("so", "731"), ("nksHoTen", "Zeta Bí Mật")] {
        office.put(0, column, text);
    }
    for _ in 0..2 {
        office.put(0, "meHoTen", "Kappa Kín Đáo");
    }
    for text in ["Iota Một", "Iota Hai"] {
        office.put(0, "chaHoTen", text);
    }
    office.finish(0);
    // Nobody typed the father's name first: it was the first keyer who left it out, and does not decide about it.
    office.enter("Tám");
    let thirds = office.station().thirds(office.here.book).unwrap();
    assert_eq!(thirds.len(), 1);
    assert!(thirds[0].own && thirds[0].readings[0].who == "Tám");
    let decide = || {
        let value = FieldValue::given("Iota Một");
        office
            .station()
            .third_decide(office.cases[0], "chaHoTen", &value)
    };
    assert_eq!(decide().unwrap_err().code(), "own_work");
    office.enter("Sáu");
    decide().unwrap();
    // Choosing is not typing: whoever decided may still look at it.
    assert!(!office.station().to_check(office.here.book).unwrap()[0].own);
    let look = office.station().keying_look(office.here.book).unwrap();
    let told: Vec<(&str, bool, u32)> = look
        .people
        .iter()
        .map(|one| (one.name.as_str(), one.second, one.slips))
        .collect();
    // The mother's and the father's name; the second typed both right at first.
    assert_eq!(told, [("Tám", false, 2), ("Minh", true, 0)]);
    assert_eq!(
        look.people[0].typed, look.people[1].typed,
        "of as many fields"
    );
    let names: Vec<&str> = look
        .fields
        .iter()
        .filter(|one| !one.second)
        .map(|one| one.name.as_str())
        .collect();
    let mut once = names.clone();
    once.dedup();
    assert_eq!(names, once);
    assert!(names.contains(&"Mẹ: Họ, chữ đệm, tên") && names.contains(&"Cha: Họ, chữ đệm, tên"));
}

#[test]
fn the_first_may_mend_while_the_second_types() {
    let office = Office::new();
    office.first(0);
    office.enter("Minh");
    office.put(0, "nksHoTen", "Zeta Khác");
    office.put(0, "meHoTen", "Kappa Một");
    office.put(0, "meHoTen", "Kappa Hai");
    office.enter("Lan");
    let case = office.cases[0];
    // Whoever typed it first sees what they typed, and nothing of the second.
    let view = office.open(0);
    assert!(view.second.is_none() && office.text(&view, "nksHoTen") == "Zeta Bí Mật");
    office.station().case_finish(case, false, &[]).unwrap();
    office.put(0, "nksHoTen", "Zeta Khác");
    office.put(0, "meHoTen", "Kappa Hai");
    office.finish(0);
    office.enter("Minh");
    let view = office.open(0);
    assert_eq!(
        (second(&view).again.len(), second(&view).third),
        (0, 0),
        "compared anew"
    );
    assert_eq!(second(&view).fixed.len(), 2);
}

#[test]
fn typed_before_the_first_was_through_it_is_compared_when_that_is() {
    let office = Office::new();
    office.enter("Lan");
    office.put(0, "so", "731");
    office.put(0, "nksHoTen", "Zeta Bí Mật");
    office.enter("Minh");
    // Begun by somebody else: Minh is its second keyer, and nothing is told of what the first typed.
    office.put(0, "so", "731");
    let view = office.put(0, "nksHoTen", "Zeta Bí Mậc");
    assert_eq!(
        (second(&view).again.len(), second(&view).fixed.len()),
        (0, 0)
    );
    let view = office.finish(0);
    assert!(
        view.second.is_some(),
        "still blind: nothing was compared yet"
    );
    office.enter("Lan");
    office.finish(0);
    office.enter("Minh");
    let view = office.open(0);
    assert_eq!(office.columns(&second(&view).again), ["nksHoTen"]);
}

#[test]
fn work_that_was_given_says_who_is_first_and_who_second() {
    let office = Office::new();
    office.first(0);
    office.enter("Lan");
    office.put(1, "so", "731");
    office.enter("Sáu");
    let give = |name: &str, task: Task, case: Option<u32>| {
        let people = office.station().assignable().unwrap();
        let person = people.iter().find(|person| person.name == name).unwrap().id;
        let ask = AssignAsk {
            book: office.here.book,
            task,
            person,
            from: case,
            to: case,
            due: None,
            note: String::new(),
        };
        office.station().assign(&ask)
    };
    // Somebody else goes on with what was begun.
    give("Minh", Task::Key, Some(2)).unwrap();
    // Who sees everything types second where that is their work.
    give("Sáu", Task::SecondKey, Some(1)).unwrap();
    assert_eq!(
        give("Minh", Task::Key, Some(9)).unwrap_err().code(),
        "assign_range"
    );
    let view = office.open(0);
    assert!(second(&view).takes.len() > 4 && view.values.iter().all(FieldValue::is_untouched));
    assert_eq!(office.text(&office.open(1), "so"), "731");
    let refused = office.station().package_plan(office.here.book).unwrap_err();
    assert_eq!(refused.code(), "second_blind_book");
    office.enter("Minh");
    assert!(office.open(1).second.is_none());
    assert_eq!(office.text(&office.open(1), "so"), "731");
    // What was not begun is first.
    assert!(office.open(2).second.is_none());
    office.put(2, "so", "5");
    assert_eq!(office.text(&office.open(2), "so"), "5");
}

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

#[test]
fn without_people_there_is_no_second() {
    let here = place(1);
    let refused = here.station.keying_set(here.book, &CRITICAL).unwrap_err();
    assert_eq!(refused.code(), "second_needs_people");
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

/// What somebody typed the second time is their own work: they do not check it.
#[test]
fn a_second_keyer_does_not_check_what_they_typed() {
    let office = Office::new();
    office.first(0);
    office.enter("Minh");
    office.put(0, "so", "731");
    office.put(0, "nksHoTen", "Zeta Bí Mật");
    office.put(0, "nksNgaySinh", "19.11.1987");
    office.put(0, "meHoTen", "Kappa Kín Đáo");
    assert!(office.finish(0).second.is_none(), "through");
    let refused = office.station().mark(office.cases[0], "so", Some(true), "");
    assert_eq!(refused.unwrap_err().code(), "own_work");
}

/// Who typed other cases of a book can decide about this one: whether anybody else could is asked field by field.
#[test]
fn nobody_decides_about_their_own_reading_while_somebody_else_can() {
    let office = Office::new();
    office.enter("Quản");
    for name in ["Bảy", "Tám"] {
        let new = NewPerson {
            name: name.into(),
            roles: vec![Role::Supervisor, Role::Keyer],
        };
        office.station().person_add(&new, &word()).unwrap();
    }
    let sau = office
        .station()
        .staff()
        .unwrap()
        .into_iter()
        .find(|one| one.name == "Sáu")
        .unwrap();
    let left = NewPerson {
        name: sau.name,
        roles: sau.roles,
    };
    office
        .station()
        .person_change(sau.id, &left, false)
        .unwrap();
    // Each of the two who may decide typed a case of the book as the first.
    for (nth, name) in [(0, "Bảy"), (1, "Tám")] {
        office.enter(name);
        for (column, text) in SECRETS {
            office.put(nth, column, text);
        }
        office.finish(nth);
    }
    office.enter("Minh");
    for nth in [0, 1] {
        office.put(nth, "nksHoTen", "Zeta Một");
        office.put(nth, "nksHoTen", "Zeta Hai");
    }
    for (name, nth, other) in [("Bảy", 0, 1), ("Tám", 1, 0)] {
        office.enter(name);
        let thirds = office.station().thirds(office.here.book).unwrap();
        let own: Vec<(u32, bool)> = thirds.iter().map(|one| (one.position, one.own)).collect();
        assert_eq!(own, [(1, nth == 0), (2, nth == 1)], "{name}");
        let decide = |nth: usize| {
            let value = FieldValue::given("Zeta Bí Mật");
            office
                .station()
                .third_decide(office.cases[nth], "nksHoTen", &value)
        };
        assert_eq!(decide(nth).unwrap_err().code(), "own_work");
        if name == "Tám" {
            decide(other).unwrap();
        }
    }
}
