//! Figures of work that was given for `docs/performance.md`: a contractor's hundreds of books, each given to somebody,
//! some keyed a second time, some checked. What the screen for giving work asks for, and what a person's own list does.
//! Run by `make bench`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::time::Instant;

use rusqlite::{Connection, Transaction, params};
use sohoa_core::acceptance::{Grade, Look, Origin, Ruling, Way};
use sohoa_core::assignment::{Assignment, Task};
use sohoa_core::book::Id;
use sohoa_core::checking::{Mark, Said};
use sohoa_core::keying::{Agreement, Keying, Reading, Standing, Twice};
use sohoa_core::people::Role;
use sohoa_core::record::FieldValue;
use sohoa_core::sampling::{Level, Regime};
use sohoa_ledgers::truth::records;
use sohoa_station::host::Machine;
use sohoa_station::store::Change;
use sohoa_station::view::{AssignAsk, JudgedField, LotAsk, NewBook, NewPerson};
use sohoa_station::{Password, Station, knowledge};

/// Cases of a book.
const CASES: usize = 1000;
/// Who the books are given to in turn.
const KEYERS: usize = 20;
/// Of so many books one came back whole: all of them are keyed by one of these people.
const BACK: usize = 15;

fn main() {
    let books: usize = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(300);
    let place = tempfile::tempdir().unwrap();
    let kho = place.path().join("kho");
    let word = Password::new("mật khẩu thử");
    let open = || Station::open(&kho, knowledge().unwrap(), Arc::new(Machine)).unwrap();
    let station = Station::create(
        &kho,
        "UBND xã An Nhơn",
        knowledge().unwrap(),
        Arc::new(Machine),
    )
    .unwrap();
    let names: Vec<String> = (0..KEYERS).map(|nth| format!("Người {nth}")).collect();
    let roles = |nth: usize| match nth {
        0 => vec![Role::Administrator, Role::Supervisor],
        _ => vec![Role::Keyer, Role::Checker],
    };
    for (nth, name) in std::iter::once("Quản")
        .chain(names.iter().map(String::as_str))
        .enumerate()
    {
        let new = NewPerson {
            name: name.into(),
            roles: roles(nth),
        };
        station.person_add(&new, &word).unwrap();
    }
    station.sign_in("Quản", &word).unwrap();
    for nth in 0..books {
        let new = NewBook {
            kind: "KS".into(),
            year: 1980 + (nth % 40) as u16,
            volume: 1 + (nth / 40) as u16,
            place: None,
            sheet: None,
        };
        let book = station.book_add(&new).unwrap().id;
        if nth % 3 == 1 {
            let keying = Keying {
                twice: Twice::Critical,
                ..Keying::default()
            };
            station.keying_set(book, &keying).unwrap();
        }
    }
    let people = station.assignable().unwrap();
    let known: Vec<Id> = station
        .books_known()
        .unwrap()
        .iter()
        .map(|book| book.id)
        .collect();
    drop(station);
    fill(
        &kho,
        &known,
        &people
            .iter()
            .map(|one| (one.id, one.name.clone()))
            .collect::<Vec<_>>(),
    );

    let station = open();
    station.sign_in("Quản", &word).unwrap();
    let timed = |what: &str, ask: &dyn Fn() -> usize| {
        for time in ["first", "again"] {
            let begun = Instant::now();
            let rows = ask();
            println!(
                "{what}, {time}: {rows} rows in {:.0} ms",
                begun.elapsed().as_secs_f64() * 1e3
            );
        }
    };
    println!("{books} books of {CASES} cases, given to {KEYERS} people");
    timed("work of all books", &|| {
        station.assignments(None).unwrap().len()
    });
    timed("the shelf", &|| station.books().unwrap().len());
    let dealt = AssignAsk {
        books: known.clone(),
        task: Task::Check,
        people: people.iter().map(|one| one.id).collect(),
        ..AssignAsk::default()
    };
    let begun = Instant::now();
    let rows = station.assign(&dealt).unwrap();
    println!(
        "{} books dealt to {} people in {:.0} ms",
        rows.len(),
        people.len(),
        begun.elapsed().as_secs_f64() * 1e3
    );
    timed("work of all books", &|| {
        station.assignments(None).unwrap().len()
    });
    delivery(&station, &known);
    station.sign_in("Người 3", &word).unwrap();
    timed("one person's list", &|| station.my_work().unwrap().len());
    station.sign_in("Người 0", &word).unwrap();
    timed("books of which something came back to somebody", &|| {
        station.returned_books().unwrap().len()
    });
    timed("all of their cases", &|| {
        station.returned(None).unwrap().len()
    });
}

/// A lot of all of it, from its plan to its books going back.
fn delivery(station: &Station, books: &[Id]) {
    let timed = |what: &str, ask: &mut dyn FnMut()| {
        let begun = Instant::now();
        ask();
        println!("{what}: {:.0} ms", begun.elapsed().as_secs_f64() * 1e3);
    };
    let ask = LotAsk {
        name: "Đợt 1".into(),
        contractor: "Công ty Số hóa Thử".into(),
        origin: Origin::Books,
        books: books.to_vec(),
        way: Way::Standard {
            aql: "1.0".into(),
            // Few are looked at: what it takes to take all of it back is wanted.
            level: Level::S1,
            regime: Regime::Normal,
            code: None,
        },
        look: Look::Compare,
    };
    timed("800 cases drawn", &mut || {
        station.sample_draw(books, 800, "hạt").unwrap();
    });
    timed("a lot planned", &mut || {
        station.lot_preview(&ask).unwrap();
    });
    let mut lot = None;
    timed("the lot made", &mut || {
        lot = Some(station.lot_add(&ask).unwrap().row.id)
    });
    let lot = lot.unwrap();
    timed("its sample drawn", &mut || {
        let view = station.lot_draw(lot, Some("hạt")).unwrap();
        println!("  {} cases of {}", view.row.n, view.row.cases);
    });
    let mut case = None;
    timed("the first case to look at", &mut || {
        case = station.inspect_open(lot, None).unwrap();
    });
    let mut said = vec![JudgedField {
        column: "nksHoTen".into(),
        ruling: Ruling::Wrong {
            grade: Grade::Critical,
        },
        paper: Some(FieldValue::given("Lò Thị Mẫu")),
    }];
    timed("all of them looked at", &mut || {
        while let Some(view) = case.take() {
            station.inspect_judge(lot, view.case, &said).unwrap();
            said.clear();
            case = station.inspect_open(lot, None).unwrap();
        }
    });
    timed("the lot opened", &mut || {
        station.lot_open(lot).unwrap();
    });
    timed("all of it given back", &mut || {
        station.lot_decide(lot).unwrap();
    });
    timed("all lots", &mut || {
        station.lots().unwrap();
    });
}

/// Writes cases, what was said of them and who is to do what without their history: that would only take longer.
fn fill(kho: &std::path::Path, books: &[Id], people: &[(Id, String)]) {
    let knowledge = knowledge().unwrap();
    let book_type = knowledge.book_type("KS").unwrap();
    let keyers: Vec<&(Id, String)> = people.iter().filter(|(_, name)| name != "Quản").collect();
    let mut db = Connection::open(kho.join("so-hoa.db")).unwrap();
    db.pragma_update(None, "synchronous", "OFF").unwrap();
    let all = db.transaction().unwrap();
    let mut told = 0;
    for (nth, book) in books.iter().enumerate() {
        let task = [Task::Key, Task::SecondKey, Task::Check][nth % 3];
        let back = nth % BACK == 0;
        let (person, name) = keyers[if back { 0 } else { nth % keyers.len() }];
        let given = Assignment {
            id: Id::now_v7(),
            book: *book,
            task,
            cases: Vec::new(),
            person: *person,
            name: name.clone(),
            due: Some("2026-12-31".into()),
            note: String::new(),
            by: "Quản".into(),
            at: "2026-11-21T08:00:00+07:00".into(),
            closed: false,
        };
        all.execute(
            "INSERT INTO assignment (id, book, body) VALUES (?1, ?2, ?3)",
            params![given.id, book, serde_json::to_string(&given).unwrap()],
        )
        .unwrap();
        for (rank, record) in records(book_type, 2008, 1, CASES, nth as u64)
            .into_iter()
            .enumerate()
        {
            let case = Id::now_v7();
            // Two thirds are through.
            let done = rank % 3 != 0;
            all.prepare_cached("INSERT INTO registration VALUES (?1, ?2, ?3, '[]', ?4, 0, NULL)")
                .unwrap()
                .execute(params![
                    case,
                    book,
                    rank as i64,
                    if done { "done" } else { "draft" }
                ])
                .unwrap();
            let fields = book_type.fields.iter().enumerate();
            let texts: serde_json::Map<String, serde_json::Value> = fields
                .filter(|(field, _)| !record.text(*field).is_empty())
                .map(|(field, f)| (f.column.clone(), record.text(field).into()))
                .collect();
            let body = serde_json::to_string(&texts).unwrap();
            all.prepare_cached("INSERT INTO record (registration, body) VALUES (?1, ?2)")
                .unwrap()
                .execute(params![case, body])
                .unwrap();
            if back {
                typed(&all, *book, case, *person, name, &texts);
            } else {
                // Somebody else keyed it first, whose history is not wanted here.
                all.prepare_cached("INSERT INTO typist VALUES (?1, ?2, 0)")
                    .unwrap()
                    .execute(params![case, keyers[(nth + 7) % keyers.len()].0])
                    .unwrap();
            }
            if !done {
                continue;
            }
            let mut say = |noun: &str, column: &str, body: String| {
                told += 1;
                all.prepare_cached("INSERT INTO said VALUES (?1, ?2, ?3, ?4)")
                    .unwrap()
                    .execute(params![case, noun, column, body])
                    .unwrap();
            };
            match task {
                Task::SecondKey => {
                    let keying = Keying {
                        twice: Twice::Critical,
                        ..Keying::default()
                    };
                    for (field, f) in book_type.fields.iter().enumerate() {
                        if keying.takes(book_type, field) {
                            let value = FieldValue::given(record.text(field));
                            say("reading", &f.column, reading(&value));
                        }
                    }
                }
                Task::Check => say("mark", "", marked(Said::Passed)),
                Task::Key if back => say("mark", "", marked(Said::Returned)),
                Task::Key | Task::Mend => {}
            }
        }
    }
    all.commit().unwrap();
    println!("{told} things said");
}

/// What a second keyer typed, like the first.
fn reading(value: &FieldValue) -> String {
    let reading = Reading {
        standing: Standing::Agreed {
            how: Agreement::AtOnce,
            tried: value.clone(),
        },
        typed: value.clone(),
        who: "Người".into(),
        person: None,
        at: "2026-11-21T08:00:00+07:00".into(),
    };
    serde_json::to_string(&reading).unwrap()
}

/// What was said of a case; of one that was found right, as something else than it holds, which takes as long to see.
fn marked(said: Said) -> String {
    let mark = Mark {
        said,
        reason: "Lô của sổ này bị trả lại".into(),
        value: FieldValue::given("0"),
        who: "Người".into(),
        person: None,
        at: "2026-11-21T08:00:00+07:00".into(),
    };
    serde_json::to_string(&mark).unwrap()
}

/// The history of a case that was typed field by field.
fn typed(
    all: &Transaction<'_>,
    book: Id,
    case: Id,
    person: Id,
    name: &str,
    texts: &serde_json::Map<String, serde_json::Value>,
) {
    all.prepare_cached("INSERT INTO typist VALUES (?1, ?2, 0)")
        .unwrap()
        .execute(params![case, person])
        .unwrap();
    for (column, text) in texts {
        let set = Id::now_v7();
        all.prepare_cached(
            "INSERT INTO change_set (id, at, who, op, book, person)
             VALUES (?1, '2026-11-21T08:00:00+07:00', ?2, 'field_save', ?3, ?4)",
        )
        .unwrap()
        .execute(params![set, name, book, person])
        .unwrap();
        let change = Change::Value {
            case,
            column: column.clone(),
            before: FieldValue::default(),
            after: FieldValue::given(text.as_str().unwrap()),
        };
        all.prepare_cached("INSERT INTO change (change_set, nth, body) VALUES (?1, 0, ?2)")
            .unwrap()
            .execute(params![set, serde_json::to_string(&change).unwrap()])
            .unwrap();
    }
}
