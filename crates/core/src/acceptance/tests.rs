use super::*;
use crate::keying::Lenience;
use crate::record::FieldState;
use crate::sampling::Switching;
use crate::schema::{Catalogue, Kind};

fn by(at: &str) -> By {
    By {
        who: "Lan".into(),
        person: None,
        at: at.into(),
    }
}

fn id(n: u128) -> Id {
    Id::from_u128(n)
}

fn lot(contractor: &str, books: &[u128], ended: Option<(&str, Outcome)>) -> Lot {
    let books: Vec<Id> = books.iter().copied().map(id).collect();
    Lot {
        id: id(99),
        name: "Lô".into(),
        office: String::new(),
        contractor: contractor.into(),
        origin: Origin::Books,
        books,
        way: Way::Share {
            percent: 30,
            aql: "1.0".into(),
        },
        look: Look::Blind,
        again: false,
        made: by(""),
        drawn: None,
        decision: ended.map(|(at, outcome)| Decision {
            outcome,
            wrong: 0,
            next: Regime::Normal,
            stop: false,
            by: by(at),
        }),
    }
}

#[test]
fn how_much_a_field_matters() {
    let catalogue = Catalogue::built_in().unwrap();
    let births = catalogue.book_type("KS").unwrap();
    for (column, grade) in [
        ("so", Grade::Critical),
        ("ngayDangKy", Grade::Critical),
        ("nksHoTen", Grade::Critical),
        ("nksGioiTinh", Grade::Critical),
        ("nksNgaySinh", Grade::Critical),
        ("nksNoiSinh", Grade::Major),
        ("nksDanToc", Grade::Major),
        ("loaiDangKy", Grade::Major),
        ("chucVuNguoiKy", Grade::Major),
    ] {
        let field = &births.fields[births.field_index(column).unwrap()];
        assert_eq!(default_grade(field), grade, "{column}");
    }
    for field in births.fields.iter().filter(|one| one.kind == Kind::Note) {
        assert_eq!(default_grade(field), Grade::Minor, "{}", field.column);
    }
}

#[test]
fn what_is_typed_blind_is_compared() {
    let catalogue = Catalogue::built_in().unwrap();
    let births = catalogue.book_type("KS").unwrap();
    let value = |text: &str| FieldValue::given(text);
    let delivered = vec![
        ("so".to_owned(), value("7")),
        ("nksHoTen".to_owned(), value("Lò Thị Hoà")),
        ("nksNgaySinh".to_owned(), value("12.05.2008")),
        ("nksNoiSinh".to_owned(), value("Trạm y tế")),
        (
            "meHoTen".to_owned(),
            FieldValue::said(FieldState::Illegible, ""),
        ),
    ];
    let typed = |column: &str, value: FieldValue| Typed {
        column: column.into(),
        value,
    };
    let said = [
        typed("so", value("7")),
        typed("nksHoTen", value("Lò Thị Hòa")),
        typed("nksNgaySinh", value("12.06.2008")),
        // Not among those that are typed: never compared.
        typed("nksNoiSinh", value("Nhà riêng")),
        typed("meHoTen", FieldValue::said(FieldState::Illegible, "")),
        typed("chaHoTen", value("Y Thử")),
    ];
    let found = compare(births, &delivered, &said, &Lenience::default());
    let columns: Vec<&str> = found
        .differing
        .iter()
        .map(|one| one.column.as_str())
        .collect();
    assert_eq!(columns, ["nksNgaySinh", "chaHoTen"]);
    for column in ["so", "nksHoTen", "meHoTen", "ngayDangKy"] {
        assert!(found.right.iter().any(|right| right == column), "{column}");
    }
    let wrong = Ruling::Wrong {
        grade: Grade::Critical,
    };
    let all = judged(
        &found.differing,
        &[
            ("nksNgaySinh".into(), wrong),
            ("chaHoTen".into(), Ruling::Right),
        ],
    )
    .unwrap();
    assert_eq!(all[0].verdict, Some(wrong));
    assert_eq!(all[1].verdict, Some(Ruling::Right));
    assert!(judged(&found.differing, &[("so".into(), wrong)]).is_none());
}

/// Each letter is a case: `.` not looked at, `?` begun, `+` right, `s` the inspector's slip, `c` `m` `n` wrong.
fn drawn(cases: &str, ac: u32) -> Standing {
    let letters: Vec<char> = cases.chars().collect();
    let draw = Draw {
        seed: "x".into(),
        n: letters.len() as u32,
        ac,
        re: ac + 1,
        books: Vec::new(),
        sample: (0..letters.len())
            .map(|at| Sampled {
                id: id(at as u128),
                book: "KS.2008.01".into(),
                position: at as u32 + 1,
                number: String::new(),
                digest: String::new(),
            })
            .collect(),
        by: by(""),
    };
    let found = letters.iter().enumerate().filter(|(_, one)| **one != '.');
    let found: Vec<Inspection> = found
        .map(|(at, letter)| {
            let verdict = match letter {
                '?' => Some(None),
                's' => Some(Some(Ruling::Right)),
                'c' => Some(Some(Ruling::Wrong {
                    grade: Grade::Critical,
                })),
                'm' => Some(Some(Ruling::Wrong {
                    grade: Grade::Major,
                })),
                'n' => Some(Some(Ruling::Wrong {
                    grade: Grade::Minor,
                })),
                _ => None,
            };
            let differing = verdict.map(|verdict| Differing {
                column: "so".into(),
                delivered: FieldValue::given("1"),
                paper: FieldValue::given("2"),
                verdict,
            });
            Inspection {
                lot: id(99),
                case: id(at as u128),
                typed: Vec::new(),
                right: Vec::new(),
                differing: differing.into_iter().collect(),
                changed: false,
                by: by(""),
            }
        })
        .collect();
    standing(&draw, &found)
}

#[test]
fn a_lot_is_decided_when_all_were_looked_at() {
    use Outcome::{Accepted, Rejected};
    for (cases, ac, left, wrong, beyond, outcome) in [
        ("....", 0, 4, 0, false, None),
        ("+++.", 0, 1, 0, false, None),
        ("++++", 0, 0, 0, false, Some(Accepted)),
        ("ss++", 0, 0, 0, false, Some(Accepted)),
        // Too many already, and still to the end.
        ("cc..", 1, 2, 2, true, None),
        ("cc++", 1, 0, 2, true, Some(Rejected)),
        ("c+++", 1, 0, 1, false, Some(Accepted)),
        ("n+++", 0, 0, 1, true, Some(Rejected)),
        // Begun is not looked at.
        ("+++?", 0, 1, 0, false, None),
    ] {
        let found = drawn(cases, ac);
        assert_eq!(
            (found.left, found.wrong, found.beyond, found.outcome),
            (left, wrong, beyond, outcome),
            "{cases}"
        );
    }
    let counted = drawn("ccmn+s", 9).defects;
    assert_eq!((counted.critical, counted.major, counted.minor), (2, 1, 1));
}

#[test]
fn a_contractors_lots_say_how_strict_the_next_is() {
    use Outcome::{Accepted, Rejected};
    let switching = Switching::default();
    let mut lots = vec![
        lot("Công ty Thử", &[1], Some(("2026-01-02", Accepted))),
        lot("Công ty Khác", &[2], Some(("2026-01-03", Rejected))),
        lot("Công ty Thử", &[3], None),
    ];
    let next = |lots: &[Lot]| next_of("CÔNG TY  thử", lots, &switching);
    assert_eq!(next(&lots), (Regime::Normal, false));
    lots.push(lot("Công ty Thử", &[4], Some(("2026-02-01", Rejected))));
    assert_eq!(next(&lots), (Regime::Tightened, false));
    // By when they were decided, not by when they were made.
    lots.insert(0, lot("Công ty Thử", &[5], Some(("2026-03-01", Accepted))));
    assert_eq!(
        outcomes("Công ty Thử", &lots),
        [Accepted, Rejected, Accepted]
    );
    // What comes back is looked at, and does not count.
    assert!(again("công ty thử", &[id(4), id(7)], &lots));
    assert!(!again("Công ty Thử", &[id(2)], &lots));
    let back = Lot {
        again: true,
        ..lot("Công ty Thử", &[4], Some(("2026-04-01", Rejected)))
    };
    lots.push(back);
    assert_eq!(outcomes("Công ty Thử", &lots).len(), 3);
}

#[test]
fn ways_lead_to_plans() {
    let standard = |aql: &str, regime| Way::Standard {
        aql: aql.into(),
        level: Level::II,
        regime,
        code: None,
    };
    for (way, lot, regime, n, ac) in [
        (standard("1", Regime::Normal), 1_200, Regime::Normal, 80, 2),
        (
            standard("1,0", Regime::Normal),
            1_200,
            Regime::Tightened,
            80,
            1,
        ),
        // Asked for by a person: never made less strict.
        (
            standard("1.0", Regime::Tightened),
            1_200,
            Regime::Normal,
            80,
            1,
        ),
        (standard("1.0", Regime::Normal), 1, Regime::Normal, 1, 0),
        (
            Way::Share {
                percent: 30,
                aql: "1.0".into(),
            },
            212,
            Regime::Normal,
            64,
            0,
        ),
        (
            Way::Sure {
                confidence: 0.95,
                aql: "4.0".into(),
            },
            1_000_000,
            Regime::Normal,
            74,
            0,
        ),
    ] {
        let (plan, kept) = way.plan(lot, regime).unwrap();
        assert_eq!((plan.n, plan.ac), (n, ac), "{way:?}");
        if let Way::Standard { code, regime, .. } = kept {
            assert_eq!(code, plan.code);
            assert_eq!(regime == Regime::Tightened, ac == 1, "{way:?}");
        }
    }
    for (way, why) in [
        (standard("3", Regime::Normal), NoPlan::Aql),
        (
            Way::Share {
                percent: 0,
                aql: "1.0".into(),
            },
            NoPlan::Share,
        ),
        (
            Way::Sure {
                confidence: f64::NAN,
                aql: "1.0".into(),
            },
            NoPlan::Confidence,
        ),
    ] {
        assert_eq!(way.plan(100, Regime::Normal), Err(why));
    }
}
