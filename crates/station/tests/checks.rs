//! Somebody else looks at what was typed; what is not right goes back and comes again. And who is given which work.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use sohoa_core::assignment::Task;
use sohoa_core::book::{CaseState, Id};
use sohoa_core::checking::{Checked, Said};
use sohoa_core::people::Role;
use sohoa_core::record::FieldValue;
use sohoa_station::view::{AssignAsk, AssignmentRow, CaseMarks, CutWay, NewBook, NewPerson};
use sohoa_station::{Bring, Cancel, Password, Station};
use support::{Place, births, picture, place};

fn word() -> Password {
    Password::new("mật khẩu thử")
}

struct Office {
    here: Place,
    cases: Vec<Id>,
}

impl Office {
    fn new() -> Self {
        let here = place(3);
        let cases = here.cut(CutWay::PerPage(1));
        for (name, roles) in [
            ("Quản", &[Role::Administrator][..]),
            ("Lan", &[Role::Keyer, Role::Checker]),
            ("Mai", &[Role::Checker]),
            ("Sáu", &[Role::Supervisor]),
        ] {
            let new = NewPerson {
                name: name.into(),
                roles: roles.to_vec(),
            };
            here.station.person_add(&new, &word()).unwrap();
        }
        here.station.keep_idle(None).unwrap();
        Self { here, cases }
    }

    fn station(&self) -> &Station {
        &self.here.station
    }

    fn enter(&self, name: &str) {
        self.station().sign_in(name, &word()).unwrap();
    }

    fn type_one(&self, nth: usize) {
        self.enter("Lan");
        for (column, text) in [("so", "7"), ("nksHoTen", "Lê Thị Bé")] {
            self.here.put(self.cases[nth], column, text);
        }
        self.station()
            .case_finish(self.cases[nth], true, &[])
            .unwrap();
    }

    fn right(&self, nth: usize, column: &str) -> CaseMarks {
        self.station()
            .mark(self.cases[nth], column, Some(true), "")
            .unwrap()
    }

    /// Everything a case holds is found right.
    fn all_right(&self, nth: usize) -> CaseMarks {
        let open = self.station().case_marks(self.cases[nth]).unwrap().open;
        assert!(!open.is_empty());
        for column in &open {
            self.right(nth, column);
        }
        self.station().check_pass(self.cases[nth]).unwrap()
    }
}

#[test]
fn right_field_by_field_and_then_as_a_whole() {
    let office = Office::new();
    office.type_one(0);
    let (station, case) = (office.station(), office.cases[0]);
    // Nobody checks their own work.
    assert_eq!(
        station.mark(case, "so", Some(true), "").unwrap_err().code(),
        "own_work"
    );
    assert_eq!(station.check_pass(case).unwrap_err().code(), "own_work");
    assert_eq!(station.send_back(case, "x").unwrap_err().code(), "own_work");
    assert!(station.to_check(office.here.book).unwrap()[0].own);
    office.enter("Mai");
    let rows = station.to_check(office.here.book).unwrap();
    assert_eq!(
        (rows.len(), rows[0].state, rows[0].done, rows[0].own),
        (3, Checked::Unlooked, true, false)
    );
    let marks = office.right(0, "so");
    assert!(marks.open.contains(&"nksHoTen".to_owned()) && !marks.open.contains(&"so".to_owned()));
    let refused = station.check_pass(case).unwrap_err();
    assert_eq!(refused.code(), "check_open");
    assert!(station.problem(&refused).message.contains("Còn "));
    assert_eq!(
        station.check_pass(office.cases[1]).unwrap_err().code(),
        "check_draft"
    );
    let marks = office.all_right(0);
    assert_eq!(marks.state, Checked::Passed);
    assert_eq!(
        marks
            .whole
            .as_ref()
            .map(|mark| (mark.said, mark.who.as_str())),
        Some((Said::Passed, "Mai"))
    );
    assert!(marks.open.is_empty());
    // Typed otherwise afterwards: to be looked at again, and it is known where.
    office.enter("Lan");
    office.here.put(case, "nksHoTen", "Lê Thị Bê");
    office.enter("Mai");
    let marks = station.case_marks(case).unwrap();
    assert_eq!(
        (marks.state, marks.open.as_slice()),
        (Checked::Changed, &["nksHoTen".to_owned()][..])
    );
    assert!(
        marks
            .fields
            .iter()
            .any(|mark| mark.column == "nksHoTen" && !mark.holds)
    );
    // Taking back what was said, and saying it again.
    let marks = station.mark(case, "nksHoTen", None, "").unwrap();
    assert!(marks.fields.iter().all(|mark| mark.column != "nksHoTen"));
    office.right(0, "nksHoTen");
    assert_eq!(station.check_pass(case).unwrap().state, Checked::Passed);
    assert!(
        station.history_verify(&[]).is_err(),
        "a checker does not inspect"
    );
    office.enter("Sáu");
    assert!(station.history_verify(&[]).unwrap().faults.is_empty());
}

#[test]
fn sent_back_mended_and_looked_at_again() {
    let office = Office::new();
    office.type_one(0);
    office.type_one(1);
    let (station, case) = (office.station(), office.cases[0]);
    office.enter("Mai");
    assert_eq!(
        station.send_back(case, "  ").unwrap_err().code(),
        "reason_missing"
    );
    station
        .mark(case, "nksHoTen", Some(false), "sổ ghi “Lê Thị Bình”")
        .unwrap();
    let marks = station.send_back(case, "").unwrap();
    assert_eq!(marks.state, Checked::Returned);
    assert_eq!(station.case_open(case).unwrap().state, CaseState::Draft);
    station.send_back(office.cases[1], "thiếu trang").unwrap();
    assert!(
        station.returned(None).unwrap().is_empty(),
        "it is not the checker's"
    );
    office.enter("Lan");
    let back = station.returned(None).unwrap();
    let told: Vec<(u32, &str, &str)> = back
        .iter()
        .map(|one| (one.position, one.reason.as_str(), one.who.as_str()))
        .collect();
    // Without a word about the whole, what is wrong in it says why.
    let wrong_name = "Người được khai sinh: Họ, chữ đệm, tên: sổ ghi “Lê Thị Bình”";
    assert_eq!(told, [(1, wrong_name, "Mai"), (2, "thiếu trang", "Mai")]);
    let marks = station.case_marks(case).unwrap();
    let wrong = marks
        .fields
        .iter()
        .find(|mark| mark.said == Said::Wrong)
        .unwrap();
    assert_eq!(
        (wrong.column.as_str(), wrong.reason.as_str()),
        ("nksHoTen", "sổ ghi “Lê Thị Bình”")
    );
    office.here.put(case, "nksHoTen", "Lê Thị Bình");
    station.case_finish(case, true, &[]).unwrap();
    assert_eq!(station.returned(None).unwrap().len(), 1);
    assert_eq!(station.case_marks(case).unwrap().state, Checked::Mended);
    // Taken back with one key, it is where it was.
    station.undo(office.here.book).unwrap();
    assert_eq!(station.returned(None).unwrap().len(), 2);
    station.redo(office.here.book).unwrap();
    office.enter("Mai");
    assert_eq!(office.all_right(0).state, Checked::Passed);
}

#[test]
fn work_is_given_counted_and_ended() {
    let office = Office::new();
    office.type_one(0);
    office.enter("Sáu");
    let (station, book) = (office.station(), office.here.book);
    let person = |name: &str| {
        let people = station.assignable().unwrap();
        people
            .into_iter()
            .find(|person| person.name == name)
            .unwrap()
    };
    assert_eq!(person("Mai").tasks, [Task::Check]);
    assert_eq!(person("Lan").tasks, Task::ALL);
    assert!(
        station
            .assignable()
            .unwrap()
            .iter()
            .all(|person| person.name != "Quản")
    );
    let ask = |name: &str, task: Task| AssignAsk {
        books: vec![book],
        task,
        people: vec![person(name).id],
        due: Some("31/1/20".into()),
        ..AssignAsk::default()
    };
    let key = &station.assign(&ask("Lan", Task::Key)).unwrap()[0];
    assert_eq!(key.due.as_deref(), Some("2020-01-31"), "as it is kept");
    assert_eq!(
        (key.cases, key.left, key.next, key.late, key.whole),
        (3, 2, Some(office.cases[1]), true, true)
    );
    let some = AssignAsk {
        from: Some(1),
        to: Some(2),
        due: None,
        ..ask("Mai", Task::Check)
    };
    let check = &station.assign(&some).unwrap()[0];
    assert_eq!(
        (check.cases, check.left, check.from, check.to, check.late),
        (2, 2, Some(1), Some(2), false)
    );
    for (bad, code) in [
        (ask("Mai", Task::Key), "assign_role"),
        (
            AssignAsk {
                from: Some(3),
                to: Some(2),
                ..ask("Lan", Task::Key)
            },
            "assign_range",
        ),
        (
            AssignAsk {
                to: Some(9),
                ..ask("Lan", Task::Key)
            },
            "assign_range",
        ),
        (
            AssignAsk {
                due: Some("mai".into()),
                ..ask("Lan", Task::Key)
            },
            "assign_due",
        ),
        (
            AssignAsk {
                people: vec![Id::nil()],
                ..ask("Lan", Task::Key)
            },
            "unknown_person",
        ),
        (ask("Lan", Task::SecondKey), "second_not_double"),
    ] {
        assert_eq!(station.assign(&bad).unwrap_err().code(), code);
    }
    office.enter("Mai");
    let own = station.my_work().unwrap();
    assert_eq!((own.len(), own[0].id, own[0].left), (1, check.id, 2));
    for column in station.case_marks(office.cases[0]).unwrap().open {
        office.right(0, &column);
    }
    station.check_pass(office.cases[0]).unwrap();
    let own = station.my_work().unwrap();
    assert_eq!((own[0].left, own[0].next), (1, Some(office.cases[1])));
    assert_eq!(station.assignments(None).unwrap_err().code(), "not_allowed");
    office.enter("Sáu");
    station.assign_end(key.id).unwrap();
    let left: Vec<Id> = station
        .assignments(Some(book))
        .unwrap()
        .iter()
        .map(|row| row.id)
        .collect();
    assert_eq!(left, [check.id]);
    assert_eq!(
        station.assign_end(Id::nil()).unwrap_err().code(),
        "unknown_assignment"
    );
    office.enter("Lan");
    assert!(station.my_work().unwrap().is_empty());
}

#[test]
fn without_people_everything_that_came_back_is_there_for_everybody() {
    let here = place(1);
    let case = here.cut(CutWay::PerPage(1))[0];
    here.put(case, "so", "7");
    here.station.case_finish(case, true, &[]).unwrap();
    here.station.mark(case, "so", Some(false), "số 1").unwrap();
    here.station.send_back(case, "").unwrap();
    assert_eq!(here.station.returned(None).unwrap().len(), 1);
    let value = here.station.case_open(case).unwrap().values;
    assert!(
        value.contains(&FieldValue::given("7")),
        "what was typed stays"
    );
}

#[test]
fn a_case_that_nobody_is_known_to_have_typed_comes_back_to_whoever_keys() {
    let office = Office::new();
    let (station, case) = (office.station(), office.cases[0]);
    office.enter("Mai");
    station.send_back(case, "thiếu trang").unwrap();
    assert!(
        station.returned(None).unwrap().is_empty(),
        "who checks does not mend"
    );
    office.enter("Lan");
    assert_eq!(station.returned(None).unwrap().len(), 1);
    // Once somebody typed there it is theirs alone.
    office.here.put(case, "so", "7");
    assert_eq!(station.returned(None).unwrap().len(), 1);
}

#[test]
fn cutting_pages_is_not_typing() {
    let office = Office::new();
    let station = office.station();
    // What is the same in every case of a book is filled in while it is cut, by whoever cuts.
    office.enter("Sáu");
    station.undo(office.here.book).unwrap();
    let cases = office.here.cut(CutWay::PerPage(1));
    let record = station.case_open(cases[0]).unwrap().values;
    assert!(record.iter().any(|value| !value.text.is_empty()));
    assert!(!station.to_check(office.here.book).unwrap()[0].own);
}

/// Several books, or several people: shares, and nobody gets again what they typed.
#[test]
fn work_is_dealt_in_shares() {
    let office = Office::new();
    let (station, book) = (office.station(), office.here.book);
    office.enter("Quản");
    for name in ["Minh", "Hoa"] {
        let new = NewPerson {
            name: name.into(),
            roles: vec![Role::Keyer, Role::Checker],
        };
        station.person_add(&new, &word()).unwrap();
    }
    office.enter("Sáu");
    let mut books = vec![book];
    for volume in 2..=4 {
        let new = NewBook { volume, ..births() };
        let more = station.book_add(&new).unwrap().id;
        let folder = office.here.dir.path().join(volume.to_string());
        std::fs::create_dir(&folder).unwrap();
        let pages = [
            picture(&folder, volume as u8),
            picture(&folder, volume as u8 + 100),
        ];
        station
            .pages_import(more, &pages, Bring::default(), &Cancel::default(), &|_| ())
            .unwrap();
        station.cases_cut(more, CutWay::PerPage(1), &[]).unwrap();
        books.push(more);
    }
    let people = station.assignable().unwrap();
    let ask = |task: Task, books: &[Id], names: &[&str]| AssignAsk {
        books: books.to_vec(),
        task,
        people: names
            .iter()
            .map(|name| people.iter().find(|one| one.name == *name).unwrap().id)
            .collect(),
        ..AssignAsk::default()
    };
    let told = |rows: &[AssignmentRow]| -> Vec<(String, String, u32, bool)> {
        let row = |one: &AssignmentRow| (one.code.clone(), one.name.clone(), one.cases, one.whole);
        rows.iter().map(row).collect()
    };
    let row = |volume: u32, name: &str, cases, whole| {
        (
            format!("KS.2008.{volume:02}"),
            name.to_owned(),
            cases,
            whole,
        )
    };
    // Three cases, and thrice two: about half of them each, books beside each other to the same person.
    let keyed = station
        .assign(&ask(Task::Key, &books, &["Minh", "Hoa"]))
        .unwrap();
    assert_eq!(
        told(&keyed),
        [
            row(1, "Minh", 3, true),
            row(2, "Minh", 2, true),
            row(3, "Hoa", 2, true),
            row(4, "Hoa", 2, true)
        ]
    );
    // Each checks what the other is to type.
    let check = station
        .assign(&ask(Task::Check, &books, &["Minh", "Hoa", "Sáu"]))
        .unwrap();
    for row in &check {
        assert!(
            keyed
                .iter()
                .all(|one| (&one.code, &one.name) != (&row.code, &row.name))
        );
        assert_eq!(row.own, 0);
    }
    let before = station.assignments(None).unwrap().len();
    let nobody = station.assign(&ask(Task::Check, &books, &["Minh"]));
    let nobody = nobody.unwrap_err();
    assert_eq!(nobody.code(), "assign_own");
    assert!(
        format!("{nobody:?}").contains("KS.2008.01, KS.2008.02\""),
        "{nobody:?}"
    );
    let some = AssignAsk {
        from: Some(1),
        ..ask(Task::Key, &books, &["Minh"])
    };
    assert_eq!(station.assign(&some).unwrap_err().code(), "assign_one_book");
    assert_eq!(
        station
            .assign(&ask(Task::Key, &books, &[]))
            .unwrap_err()
            .code(),
        "unknown_person"
    );
    assert_eq!(
        station
            .assign(&ask(Task::Key, &[], &["Minh"]))
            .unwrap_err()
            .code(),
        "unknown_book"
    );
    let with_none = [&books[..], &[Id::nil()]].concat();
    assert_eq!(
        station
            .assign(&ask(Task::Key, &with_none, &["Minh"]))
            .unwrap_err()
            .code(),
        "unknown_book"
    );
    assert_eq!(
        station.assignments(None).unwrap().len(),
        before,
        "nothing of it was given"
    );

    // One book among several: its cases in ranges.
    let parts = station
        .assign(&ask(Task::Mend, &[book], &["Minh", "Hoa", "Minh"]))
        .unwrap();
    let ranges: Vec<_> = parts
        .iter()
        .map(|one| (&*one.name, one.from, one.to))
        .collect();
    assert_eq!(
        ranges,
        [("Minh", Some(1), Some(1)), ("Hoa", Some(2), Some(3))]
    );
    // Given by hand to whoever typed it, it is given, and told.
    let own = station
        .assign(&ask(Task::Check, &[book], &["Hoa"]))
        .unwrap();
    assert_eq!(own[0].own, 0);
    office.enter("Hoa");
    office.here.put(office.cases[2], "so", "3");
    office.enter("Sáu");
    let rows = station.assignments(Some(book)).unwrap();
    let own = rows.iter().find(|one| one.id == own[0].id).unwrap();
    assert_eq!(own.own, 1);
}
