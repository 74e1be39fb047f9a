//! A lot from its making to its minutes: who may look at what, what is shown when, and what follows.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use sohoa_core::acceptance::{Grade, InspectDraft, Look, Origin, Ruling, Way};
use sohoa_core::book::{CaseState, Id};
use sohoa_core::people::Role;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::sampling::{Level, Outcome, Regime};
use sohoa_station::view::{
    CutWay, InspectStep, InspectView, JudgedField, LotAsk, LotState, MinutesAsk, NewBook,
    NewPerson, SampledState,
};
use sohoa_station::{Password, Station, knowledge};
use support::lots::{ask, differs, docx, drawn, fill, look_at_all, paper, typed, wrong};
use support::{Place, later, place};

#[test]
fn a_lot_from_its_making_to_its_end() {
    let (place, cases) = typed();
    let station = &place.station;
    let preview = station
        .lot_preview(&ask("", Look::Blind, &[place.book]))
        .unwrap();
    assert_eq!((preview.cases, preview.n, preview.ac), (5, 5, 0));
    assert!(preview.words[0].starts_with("Xem cả 5 trường hợp."));
    let lot = station
        .lot_add(&ask(" Lô  một ", Look::Blind, &[place.book]))
        .unwrap();
    assert_eq!(
        (lot.row.name.as_str(), lot.row.state),
        ("Lô một", LotState::New)
    );
    let id = lot.row.id;
    assert_eq!(
        station.inspect_open(id, None).unwrap_err().code(),
        "lot_not_drawn"
    );
    assert_eq!(station.lot_decide(id).unwrap_err().code(), "lot_not_drawn");

    let lot = station.lot_draw(id, None).unwrap();
    assert_eq!(lot.row.state, LotState::Looking);
    // Made at random, long enough, and printed.
    assert_eq!(lot.seed.len(), 24);
    assert_eq!(station.lot_draw(id, None).unwrap_err().code(), "lot_drawn");

    // Nothing that was delivered comes before it is typed: not even the number of the case.
    let view = station.inspect_open(id, None).unwrap().unwrap();
    assert_eq!(
        (view.step, view.nth, view.of, view.left),
        (InspectStep::Type, 1, 5, 5)
    );
    let shown = serde_json::to_string(&(&view, &station.lot_open(id).unwrap())).unwrap();
    for delivered in ["Lò Thị Mẫu", "05.06.2008", "01.06.2008", "Trạm y tế"] {
        assert!(!shown.contains(delivered), "{delivered}: {shown}");
    }
    assert!(lot.sample.iter().all(|one| one.number.is_none()));
    assert!(view.fields.iter().all(|one| one.delivered.is_none()));
    assert!(differs(&view).contains(&"nksNgaySinh") && !differs(&view).contains(&"nksNoiSinh"));
    assert_eq!(view.pictures.len(), 1);

    // Typed in short and with the tone elsewhere, it is the same.
    let first = station.inspect_type(id, cases[0], &paper(1, &[])).unwrap();
    assert_eq!((first.step, first.left), (InspectStep::Done, 4));
    assert_eq!(
        station
            .inspect_type(id, cases[0], &paper(1, &[]))
            .unwrap_err()
            .code(),
        "typed_already"
    );
    // Two fields differ: one is the inspector's slip.
    let over = [("nksHoTen", "Lò Thị Mậu"), ("nksNgaySinh", "2/6/2008")];
    let second = station
        .inspect_type(id, cases[1], &paper(2, &over))
        .unwrap();
    assert_eq!(second.step, InspectStep::Differing);
    assert_eq!(differs(&second), ["nksHoTen", "nksNgaySinh"]);
    assert_eq!(
        second.fields[0].delivered.as_ref().unwrap().text,
        "Lò Thị Mẫu"
    );
    assert_eq!(second.fields[1].paper.as_ref().unwrap().text, "02.06.2008");
    let said = [wrong("nksHoTen", Grade::Critical)];
    let second = station.inspect_judge(id, cases[1], &said).unwrap();
    // Not all was said yet; begun cases come first.
    assert_eq!(second.step, InspectStep::Differing);
    assert_eq!(
        station.inspect_open(id, None).unwrap().unwrap().case,
        cases[1]
    );
    let slip = JudgedField {
        column: "nksNgaySinh".into(),
        ruling: Ruling::Right,
        paper: None,
    };
    let second = station.inspect_judge(id, cases[1], &[slip]).unwrap();
    assert_eq!((second.step, second.left), (InspectStep::Done, 3));
    let open = station.lot_open(id).unwrap();
    assert!(
        open.told.iter().any(|line| line.contains("Vẫn kiểm hết 3")),
        "{:?}",
        open.told
    );
    assert_eq!(station.lot_decide(id).unwrap_err().code(), "lot_unfinished");
    assert_eq!(
        station.inspect_judge(id, cases[2], &[]).unwrap_err().code(),
        "not_typed"
    );
    assert_eq!(
        station
            .inspect_judge(id, cases[1], &[wrong("so", Grade::Minor)])
            .unwrap_err()
            .code(),
        "unknown_field"
    );

    look_at_all(&place, id, &[]);
    let ready = station.lot_open(id).unwrap();
    assert_eq!(ready.row.state, LotState::Ready);
    let states: Vec<SampledState> = ready.sample.iter().map(|one| one.state).collect();
    assert_eq!(
        states[..3],
        [
            SampledState::Right,
            SampledState::Wrong,
            SampledState::Right
        ]
    );
    assert!(
        ready.found[1].contains("Đã xem cả lô 5 trường hợp, sai 1 (20 %)"),
        "{:?}",
        ready.found
    );
    assert_eq!(
        station
            .lot_minutes(id, place.dir.path(), &MinutesAsk::default())
            .unwrap_err()
            .code(),
        "lot_undecided"
    );

    let end = station.lot_decide(id).unwrap();
    assert_eq!(end.row.state, LotState::Rejected);
    assert_eq!(end.end.unwrap().who, "người thử");
    assert_eq!(station.lot_decide(id).unwrap_err().code(), "lot_decided");
    assert_eq!(
        station
            .inspect_judge(id, cases[1], &[wrong("nksHoTen", Grade::Minor)])
            .unwrap_err()
            .code(),
        "lot_decided"
    );
    // It went back whole, in one deed that cannot be taken back like a slip of the hand.
    let rows = station.cases(place.book).unwrap();
    assert!(rows.iter().all(|case| case.state == CaseState::Draft));
    assert_eq!(station.undo(place.book).unwrap().what, None);
    assert!(station.history_verify(&[]).unwrap().ok);
    // The next one of this contractor is tightened, and this book comes back.
    let of = station.contractors().unwrap();
    assert_eq!(
        (of.len(), of[0].next, of[0].stop),
        (1, Regime::Tightened, false)
    );
    for (way, words) in [
        (
            Way::Standard {
                aql: "1.0".into(),
                level: Level::II,
                regime: Regime::Normal,
                code: None,
            },
            "lô này kiểm ở chế độ ngặt",
        ),
        (
            Way::Share {
                percent: 30,
                aql: "1.0".into(),
            },
            "hai cách kia không có chế độ ngặt",
        ),
    ] {
        let wanted = LotAsk {
            way,
            ..ask("", Look::Blind, &[place.book])
        };
        let preview = station.lot_preview(&wanted).unwrap();
        assert_eq!(preview.regime, Regime::Tightened);
        assert!(preview.words.iter().any(|line| line.contains(words)));
    }
    let back = station
        .lot_add(&ask("Lô một, lần hai", Look::Compare, &[place.book]))
        .unwrap();
    assert!(station.contractors().unwrap()[0].lots[1].again);
    let Way::Share { percent: 100, .. } = back.way else {
        panic!()
    };
}

#[test]
fn what_a_lot_may_not_be() {
    let (place, _) = typed();
    let station = &place.station;
    let code = |ask: &LotAsk| station.lot_add(ask).unwrap_err().code();
    let good = ask("Lô", Look::Blind, &[place.book]);
    for (change, wanted) in [
        (
            LotAsk {
                name: " ".into(),
                ..good.clone()
            },
            "lot_name",
        ),
        (
            LotAsk {
                contractor: "".into(),
                ..good.clone()
            },
            "contractor_missing",
        ),
        (
            LotAsk {
                books: vec![],
                ..good.clone()
            },
            "lot_empty",
        ),
        (
            LotAsk {
                books: vec![Id::nil()],
                ..good.clone()
            },
            "unknown_book",
        ),
        (
            LotAsk {
                books: vec![place.book; 2],
                ..good.clone()
            },
            "book_twice",
        ),
        (
            LotAsk {
                origin: Origin::Years {
                    from: 1990,
                    to: 2007,
                },
                ..good.clone()
            },
            "lot_empty",
        ),
        (
            LotAsk {
                way: Way::Share {
                    percent: 0,
                    aql: "1.0".into(),
                },
                ..good.clone()
            },
            "bad_share",
        ),
        (
            LotAsk {
                way: Way::Sure {
                    confidence: 1.0,
                    aql: "1.0".into(),
                },
                ..good.clone()
            },
            "bad_confidence",
        ),
        (
            LotAsk {
                way: Way::Share {
                    percent: 30,
                    aql: "3".into(),
                },
                ..good.clone()
            },
            "bad_aql",
        ),
    ] {
        assert_eq!(code(&change), wanted, "{change:?}");
    }
    station.lot_add(&good).unwrap();
    assert_eq!(
        code(&LotAsk {
            name: "LÔ".into(),
            ..good.clone()
        }),
        "lot_exists"
    );
    assert_eq!(
        code(&LotAsk {
            name: "Lô hai".into(),
            ..good
        }),
        "book_in_lot"
    );
    let lot = station.lots().unwrap()[0].id;
    assert_eq!(
        station.lot_draw(lot, Some(" ")).unwrap_err().code(),
        "seed_missing"
    );
    assert_eq!(
        station
            .lot_draw(lot, Some(&"x".repeat(101)))
            .unwrap_err()
            .code(),
        "seed_long"
    );
    assert_eq!(
        station.lot_draw(Id::nil(), None).unwrap_err().code(),
        "unknown_lot"
    );
}

#[test]
fn books_come_together_in_four_ways() {
    let (place, _) = typed();
    let station = &place.station;
    let other = NewBook {
        kind: "KS".into(),
        year: 1999,
        volume: 2,
        place: Some("UBND xã Ví Dụ".into()),
        sheet: None,
    };
    let other = station.book_add(&other).unwrap().id;
    let picture = support::picture(place.dir.path(), 200);
    station
        .pages_import(
            other,
            &[picture],
            sohoa_station::Bring::default(),
            &sohoa_station::Cancel::default(),
            &|_| (),
        )
        .unwrap();
    station.cases_cut(other, CutWay::PerPage(2), &[]).unwrap();
    let books = |origin: Origin| {
        let ask = LotAsk {
            origin,
            ..ask("", Look::Blind, &[other, place.book])
        };
        let found = station.lot_preview(&ask).unwrap().books;
        found
            .iter()
            .map(|one| (one.code.clone(), one.cases))
            .collect::<Vec<_>>()
    };
    let (old, new) = (("KS.1999.02".to_owned(), 2), ("KS.2008.01".to_owned(), 5));
    // As they were named, else by their codes.
    assert_eq!(books(Origin::Books), [old.clone(), new.clone()]);
    assert_eq!(
        books(Origin::Office {
            place: "UBND xã Ví Dụ".into()
        }),
        std::slice::from_ref(&old)
    );
    assert_eq!(
        books(Origin::Years {
            from: 2000,
            to: 2010
        }),
        std::slice::from_ref(&new)
    );
    assert_eq!(books(Origin::Delivery), [old.clone(), new]);
    station
        .lot_add(&ask("Lô", Look::Blind, &[place.book]))
        .unwrap();
    assert_eq!(books(Origin::Delivery), [old]);
}

/// The draw is the one that `sample draw` makes, which strangers make again.
#[test]
fn anybody_draws_the_same_sample() {
    let (place, _) = typed();
    let station = &place.station;
    let ask = LotAsk {
        way: Way::Share {
            percent: 30,
            aql: "1.0".into(),
        },
        ..ask("Lô", Look::Compare, &[place.book])
    };
    let lot = station.lot_add(&ask).unwrap();
    let lot = station.lot_draw(lot.row.id, Some("2026-11-28")).unwrap();
    assert_eq!(lot.row.n, 2);
    let again = station.sample_draw(&[place.book], 2, "2026-11-28").unwrap();
    let wanted: Vec<Id> = again.cases.iter().map(|one| one.id).collect();
    let found: Vec<Id> = lot.sample.iter().map(|one| one.id).collect();
    assert_eq!(found, wanted);
    assert!(lot.plan.len() == 3 && lot.curve.len() > 3);
}

#[test]
fn a_case_is_compared_field_by_field() {
    let (place, cases) = typed();
    let station = &place.station;
    let lot = station
        .lot_add(&ask("Lô", Look::Compare, &[place.book]))
        .unwrap()
        .row
        .id;
    station.lot_draw(lot, None).unwrap();
    let view = station.inspect_open(lot, Some(cases[0])).unwrap().unwrap();
    assert_eq!(view.step, InspectStep::Compare);
    let of = |view: &InspectView, column: &str| {
        let found = view.fields.iter().find(|one| one.column == column);
        found.cloned()
    };
    assert_eq!(
        of(&view, "nksNoiSinh").unwrap().delivered.unwrap().text,
        "Trạm y tế xã An Nhơn"
    );
    assert_eq!(of(&view, "nksNoiSinh").unwrap().grade, Grade::Major);
    assert!(of(&view, "stt").is_none());
    assert_eq!(
        station
            .inspect_type(lot, cases[0], &paper(1, &[]))
            .unwrap_err()
            .code(),
        "not_blind"
    );
    let bare = wrong("nksNoiSinh", Grade::Major);
    let code = |said: &JudgedField| {
        let said = std::slice::from_ref(said);
        station
            .inspect_judge(lot, cases[0], said)
            .unwrap_err()
            .code()
    };
    assert_eq!(code(&bare), "paper_missing");
    let same = JudgedField {
        paper: Some(FieldValue::given(" Trạm y tế  xã An Nhơn")),
        ..bare.clone()
    };
    assert_eq!(code(&same), "paper_same");
    let other = JudgedField {
        paper: Some(FieldValue::given("Nhà riêng")),
        ..bare
    };
    let done = station.inspect_judge(lot, cases[0], &[other]).unwrap();
    assert_eq!(done.step, InspectStep::Done);
    assert_eq!(
        of(&done, "nksNoiSinh").unwrap().paper.unwrap().text,
        "Nhà riêng"
    );
    // Said anew: a slip of whoever looked.
    let done = station.inspect_judge(lot, cases[0], &[]).unwrap();
    assert!(done.fields.iter().all(|one| one.verdict.is_none()));
    for case in &cases[1..] {
        station.inspect_judge(lot, *case, &[]).unwrap();
    }
    let end = station.lot_decide(lot).unwrap();
    assert_eq!(end.end.unwrap().outcome, Outcome::Accepted);
    let rows = station.cases(place.book).unwrap();
    assert!(rows.iter().all(|case| case.state == CaseState::Done));
}

/// What is mended after the draw does not help: the case is judged as it was, and it is told.
#[test]
fn work_that_was_changed_after_the_draw_is_told() {
    let (place, cases) = typed();
    let station = &place.station;
    let lot = drawn(&place, "Lô").row.id;
    place.put(cases[0], "nksHoTen", "Lò Thị Mậu");
    place.put(cases[0], "nksNoiSinh", "Nhà riêng");
    place.put(cases[0], "nksHoTen", "Lò Thị Mậu Khác");
    let view = station.inspect_open(lot, Some(cases[0])).unwrap().unwrap();
    assert!(view.changed);
    let view = station
        .inspect_type(lot, cases[0], &paper(1, &[("nksHoTen", "Lò Thị Mậu")]))
        .unwrap();
    assert_eq!(differs(&view), ["nksHoTen"]);
    assert_eq!(
        view.fields[0].delivered.as_ref().unwrap().text,
        "Lò Thị Mẫu"
    );
    station
        .inspect_judge(lot, cases[0], &[wrong("nksHoTen", Grade::Critical)])
        .unwrap();
    let told = station.lot_open(lot).unwrap().told;
    assert!(
        told.iter()
            .any(|line| line.starts_with("1 trường hợp của mẫu đã bị sửa")),
        "{told:?}"
    );
    // A remark is not delivered, and a case that was not touched is not told.
    let noted = FieldValue::said(FieldState::Given, "Lò Thị Mẫu");
    station.field_save(cases[1], "nksHoTen", &noted).unwrap();
    assert!(
        !station
            .inspect_open(lot, Some(cases[1]))
            .unwrap()
            .unwrap()
            .changed
    );
}

#[test]
fn what_was_not_sent_yet_is_kept_for_whoever_typed_it() {
    let (place, _) = typed();
    let lot = drawn(&place, "Lô").row.id;
    let case = place.station.inspect_open(lot, None).unwrap().unwrap();
    assert_eq!(case.draft, None);
    let draft = InspectDraft {
        papers: [("so".to_owned(), FieldValue::given("1"))].into(),
        reached: 1,
        ..InspectDraft::default()
    };
    place.station.inspect_keep(lot, case.case, &draft).unwrap();
    // The machine stops, and it is there again.
    let Place { dir, station, book } = place;
    drop(station);
    let root = dir.path().join("kho");
    let station = Station::open(&root, knowledge().unwrap(), later()).unwrap();
    let place = Place {
        station: station.into(),
        dir,
        book,
    };
    let station = &place.station;
    let again = station.inspect_open(lot, None).unwrap().unwrap();
    assert_eq!((again.case, again.draft), (case.case, Some(draft.clone())));
    // It counts for nothing, and the history is none the wiser.
    let shown = station.lot_open(lot).unwrap();
    assert_eq!(shown.row.standing.unwrap().looked, 0);
    assert!(station.history_verify(&[]).unwrap().ok);
    // Somebody else begins from nothing.
    let word = Password::new("mật khẩu thử");
    for (name, role) in [
        ("Quản trị", Role::Administrator),
        ("Bình", Role::Supervisor),
    ] {
        let new = NewPerson {
            name: name.into(),
            roles: vec![role],
        };
        station.person_add(&new, &word).unwrap();
    }
    station.keep_idle(None).unwrap();
    station.sign_in("Bình", &word).unwrap();
    let other = station.inspect_open(lot, Some(case.case)).unwrap().unwrap();
    assert_eq!(other.draft, None);
    // What is sent takes its place.
    station.inspect_keep(lot, case.case, &draft).unwrap();
    let sent = station
        .inspect_type(lot, case.case, &paper(1, &[]))
        .unwrap();
    assert_eq!(sent.draft, None);
    look_at_all(&place, lot, &[]);
    let station = &place.station;
    station.lot_decide(lot).unwrap();
    let late = station.inspect_keep(lot, case.case, &draft).unwrap_err();
    assert_eq!(late.code(), "lot_decided");
}

#[test]
fn nobody_looks_at_their_own_work() {
    let place = place(3);
    let cases = place.cut(CutWay::PerPage(1));
    let word = Password::new("mật khẩu thử");
    let add = |name: &str, roles: &[Role]| {
        let new = NewPerson {
            name: name.into(),
            roles: roles.to_vec(),
        };
        place.station.person_add(&new, &word).unwrap();
    };
    add("Quản trị", &[Role::Administrator]);
    add("Lan", &[Role::Keyer, Role::Supervisor]);
    add("Bình", &[Role::Supervisor, Role::Keyer]);
    let station = &place.station;
    station.keep_idle(None).unwrap();
    station.sign_in("Lan", &word).unwrap();
    for (case, number) in cases[..2].iter().zip(1..) {
        fill(&place, *case, number);
    }
    station.sign_in("Bình", &word).unwrap();
    fill(&place, cases[2], 3);
    let lot = drawn(&place, "Lô");
    assert!(
        lot.told[0].contains("Bạn đã nhập 1 trường hợp của lô này, trong mẫu có 1"),
        "{:?}",
        lot.told
    );
    let own: Vec<bool> = lot.sample.iter().map(|one| one.own).collect();
    assert_eq!(own, [false, false, true]);
    let id = lot.row.id;
    let refused = |case| station.inspect_open(id, Some(case)).unwrap_err().code();
    assert_eq!(refused(cases[2]), "own_work");
    assert_eq!(
        station
            .inspect_type(id, cases[2], &paper(3, &[]))
            .unwrap_err()
            .code(),
        "own_work"
    );
    look_at_all(&place, id, &[]);
    // Nothing is left for Bình, and it is not decided.
    assert_eq!(station.lot_decide(id).unwrap_err().code(), "lot_unfinished");
    station.sign_in("Lan", &word).unwrap();
    assert_eq!(refused(cases[0]), "own_work");
    look_at_all(&place, id, &[]);
    assert_eq!(
        station.lot_decide(id).unwrap().end.unwrap().outcome,
        Outcome::Accepted
    );
    let written = station
        .lot_minutes(id, place.dir.path(), &MinutesAsk::default())
        .unwrap();
    assert!(docx(&written.docx).contains("Bình, Lan"));
}
