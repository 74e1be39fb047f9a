//! Two people type the same book without seeing each other, and a third decides where they differ.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::BTreeMap;

use sohoa_core::assignment::Task;
use sohoa_core::book::CaseState;
use sohoa_core::people::Role;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_station::view::{AssignAsk, NewPerson};
use support::keyers::{CRITICAL, Office, SECRETS, second, word};
use support::place;

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
            books: vec![office.here.book],
            task,
            people: vec![person],
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
fn without_people_there_is_no_second() {
    let here = place(1);
    let refused = here.station.keying_set(here.book, &CRITICAL).unwrap_err();
    assert_eq!(refused.code(), "second_needs_people");
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
