//! The whole protocol as a table.

use super::*;

fn given(text: &str) -> FieldValue {
    FieldValue::given(text)
}

/// A standing as the table below writes it.
fn written(standing: &Standing) -> String {
    match standing {
        Standing::Untyped => "untyped".into(),
        Standing::Typed { tried } => format!("typed {}", tried.text),
        Standing::Again { tried } => format!("again {}", tried.text),
        Standing::Retyped { tried: [a, b] } => format!("retyped {} {}", a.text, b.text),
        Standing::Agreed { how, tried } => format!("{how:?} {}", tried.text),
        Standing::Third { tried: [a, b] } => format!("third {} {}", a.text, b.text),
        Standing::Settled { tried, slips } => {
            let mark = |slip| if slip { "1" } else { "0" };
            format!(
                "settled {} {}{}",
                tried.text,
                mark(slips.first),
                mark(slips.second)
            )
        }
    }
}

fn standing(written: &str) -> Standing {
    let words: Vec<&str> = written.split(' ').collect();
    let word = |nth: usize| given(words[nth]);
    let agreed = |how| Standing::Agreed {
        how,
        tried: word(1),
    };
    match words[0] {
        "untyped" => Standing::Untyped,
        "typed" => Standing::Typed { tried: word(1) },
        "again" => Standing::Again { tried: word(1) },
        "retyped" => Standing::Retyped {
            tried: [word(1), word(2)],
        },
        "AtOnce" => agreed(Agreement::AtOnce),
        "CameRound" => agreed(Agreement::CameRound),
        "Insisted" => agreed(Agreement::Insisted),
        "third" => Standing::Third {
            tried: [word(1), word(2)],
        },
        "settled" => Standing::Settled {
            tried: word(1),
            slips: Slips {
                first: words[2].starts_with('1'),
                second: words[2].ends_with('1'),
            },
        },
        other => panic!("{other}"),
    }
}

/// The whole protocol: every standing with every event, where the first typed `A` and that is known, and where it
/// is not. After `=` what stands from then on.
#[test]
fn the_table_of_transitions() {
    let from = [
        "untyped",
        "typed B",
        "typed A",
        "again B",
        "retyped B A",
        "retyped B B",
        "retyped B C",
        "AtOnce A",
        "CameRound B",
        "Insisted B",
        "third B C",
        "third A C",
        "third B A",
        "settled B 11",
    ];
    let known: [(&str, [&str; 14]); 6] = [
        (
            "typed A",
            [
                "AtOnce A",
                "AtOnce A",
                "AtOnce A",
                "CameRound B",
                "CameRound B",
                "CameRound B",
                "CameRound B",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
            ],
        ),
        (
            "typed B",
            [
                "again B",
                "again B",
                "again B",
                "Insisted B = B",
                "Insisted B = B",
                "Insisted B = B",
                "Insisted B = B",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
            ],
        ),
        (
            "typed C",
            [
                "again C",
                "again C",
                "again C",
                "third B C",
                "third B C",
                "third B C",
                "third B C",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
            ],
        ),
        (
            "decided A",
            [
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "settled B 01",
                "settled A 00",
                "settled B 01",
                "-",
            ],
        ),
        (
            "decided D",
            [
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "settled B 11 = D",
                "settled A 11 = D",
                "settled B 11 = D",
                "-",
            ],
        ),
        (
            "compared",
            [
                "-",
                "again B",
                "AtOnce A",
                "again B",
                "CameRound B",
                "Insisted B = B",
                "third B C",
                "-",
                "-",
                "-",
                "-",
                "CameRound A",
                "CameRound B",
                "-",
            ],
        ),
    ];
    let unknown: [(&str, [&str; 14]); 3] = [
        (
            "typed C",
            [
                "typed C",
                "typed C",
                "typed C",
                "retyped B C",
                "retyped B C",
                "retyped B C",
                "retyped B C",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
                "-",
            ],
        ),
        ("decided A", ["-"; 14]),
        ("compared", ["-"; 14]),
    ];
    let first = given("A");
    let rows = known
        .iter()
        .map(|row| (Some(&first), row))
        .chain(unknown.iter().map(|row| (None, row)));
    for (first, (event, to)) in rows {
        for (from, to) in from.iter().zip(to) {
            let (what, text) = event.split_once(' ').unwrap_or((event, ""));
            let value = given(text);
            let event = match what {
                "typed" => Event::Typed(&value),
                "decided" => Event::Decided(&value),
                _ => Event::Compared,
            };
            let before = standing(from);
            let found = match next(&before, first, event, &Lenience::default()) {
                None => "-".to_owned(),
                Some(Step { standing, stands }) => match stands {
                    Some(value) => format!("{} = {}", written(&standing), value.text),
                    None => written(&standing),
                },
            };
            assert_eq!(
                found,
                *to,
                "{from}, first known: {}, {event:?}",
                first.is_some()
            );
        }
    }
}

#[test]
fn slips_are_told_apart() {
    for (from, slips) in [
        ("AtOnce A", Some((false, false))),
        ("CameRound B", Some((false, true))),
        ("Insisted B", Some((true, false))),
        ("settled B 11", Some((true, true))),
        ("settled B 10", Some((true, false))),
        ("untyped", None),
        ("again B", None),
        ("third B C", None),
    ] {
        let found = standing(from).slips();
        assert_eq!(
            found.map(|slips| (slips.first, slips.second)),
            slips,
            "{from}"
        );
    }
}

/// Whatever two people type, and wherever it is compared, the field ends with what both typed, what the second
/// typed twice, or before a third person.
#[test]
fn typed_apart_and_compared_later_is_as_typed_together() {
    let letters = ["A", "B", "C"].map(given);
    let lenience = Lenience::default();
    for (one, two) in letters
        .iter()
        .flat_map(|one| letters.iter().map(move |two| (one, two)))
    {
        let first = Some(&letters[0]);
        let go = |standing: &Standing, known: bool, typed: &FieldValue| {
            let first = first.filter(|_| known);
            next(standing, first, Event::Typed(typed), &lenience).map(|step| step.standing)
        };
        let compare = |standing: Standing| {
            next(&standing, first, Event::Compared, &lenience)
                .map_or(standing, |step| step.standing)
        };
        let together = go(&Standing::Untyped, true, one).unwrap();
        let apart = compare(go(&Standing::Untyped, false, one).unwrap());
        assert_eq!(together, apart);
        if let Some(again) = go(&together, true, two) {
            assert_eq!(again, compare(go(&apart, false, two).unwrap()));
        }
    }
}
