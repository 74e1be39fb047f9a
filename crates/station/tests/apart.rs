//! People at several stations who type, type a second time, check, decide and give each other work, apart from each
//! other: every station ends with the same deeds and the same state, and whatever was written stands, is shown to
//! somebody, or was replaced by somebody who had seen it.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64};

use proptest::prelude::*;
use serde_json::Value;
use sohoa_core::assignment::Task;
use sohoa_core::book::Id;
use sohoa_core::keying::{Keying, Twice};
use sohoa_core::merge::{Noun, Part};
use sohoa_core::people::Role;
use sohoa_core::record::FieldValue;
use sohoa_station::view::{AssignAsk, AssignmentRow, NewPerson, Purpose};
use sohoa_station::{Cancel, Password, Result, Station, knowledge};
use support::stories;
use support::world::{Machine, World};

/// What one of the people does at the first of these numbers, a station.
#[derive(Debug, Clone)]
enum Deed {
    Type(usize, usize, usize, u8),
    Finish(usize, usize, bool),
    Remove(usize, usize),
    Mark(usize, usize, usize, u8),
    SendBack(usize, usize),
    Pass(usize, usize),
    /// Gives work: to whom, which, and of which case.
    Give(usize, usize, usize, usize),
    End(usize, usize),
    /// Decides as the third person.
    Decide(usize, usize, u8),
    Undo(usize),
    Redo(usize),
    Settle(usize, usize, usize),
    Bundle(usize, Purpose),
    Take(usize, usize),
}

fn purpose() -> impl Strategy<Value = Purpose> {
    prop_oneof![
        2 => Just(Purpose::Keying),
        1 => Just(Purpose::SecondKeying),
        2 => Just(Purpose::Return),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0..4usize;
    prop_oneof![
        8 => (n.clone(), n.clone(), n.clone(), 0..3u8).prop_map(|(s, c, f, v)| Deed::Type(s, c, f, v)),
        3 => (n.clone(), n.clone(), prop::bool::weighted(0.8)).prop_map(|(s, c, done)| Deed::Finish(s, c, done)),
        1 => (n.clone(), n.clone()).prop_map(|(s, c)| Deed::Remove(s, c)),
        4 => (n.clone(), n.clone(), n.clone(), 0..3u8).prop_map(|(s, c, f, m)| Deed::Mark(s, c, f, m)),
        1 => (n.clone(), n.clone()).prop_map(|(s, c)| Deed::SendBack(s, c)),
        1 => (n.clone(), n.clone()).prop_map(|(s, c)| Deed::Pass(s, c)),
        4 => (n.clone(), n.clone(), n.clone(), n.clone()).prop_map(|(s, p, t, c)| Deed::Give(s, p, t, c)),
        2 => (n.clone(), n.clone()).prop_map(|(s, w)| Deed::End(s, w)),
        2 => (n.clone(), n.clone(), 0..3u8).prop_map(|(s, t, v)| Deed::Decide(s, t, v)),
        2 => n.clone().prop_map(Deed::Undo),
        1 => n.clone().prop_map(Deed::Redo),
        3 => (n.clone(), n.clone(), n.clone()).prop_map(|(s, c, w)| Deed::Settle(s, c, w)),
        3 => (n.clone(), purpose()).prop_map(|(s, purpose)| Deed::Bundle(s, purpose)),
        6 => (n, 0..50usize).prop_map(|(s, b)| Deed::Take(s, b)),
    ]
}

const FIELDS: [&str; 4] = ["so", "nksHoTen", "nksNgaySinh", "ghiChu"];
const TYPED: [&str; 3] = ["", "Lò", "12.03.2008"];

/// What comes of it, where it may be refused for one of these reasons and for no other.
fn unless<T>(done: Result<T>, reasons: &[&str]) -> Option<T> {
    let refused = |error: &sohoa_station::StationError| reasons.contains(&error.code());
    assert!(done.as_ref().err().is_none_or(refused), "{:?}", done.err());
    done.ok()
}

fn does(world: &mut World, bundles: &mut Vec<PathBuf>, stations: usize, deed: &Deed) {
    let at = match *deed {
        Deed::Type(s, ..)
        | Deed::Finish(s, ..)
        | Deed::Remove(s, ..)
        | Deed::Mark(s, ..)
        | Deed::SendBack(s, ..)
        | Deed::Pass(s, ..)
        | Deed::Give(s, ..)
        | Deed::End(s, ..)
        | Deed::Decide(s, ..)
        | Deed::Undo(s)
        | Deed::Redo(s)
        | Deed::Settle(s, ..)
        | Deed::Bundle(s, _)
        | Deed::Take(s, _) => s % stations,
    };
    if let Deed::Take(_, nth) = *deed {
        let file = bundles[nth % bundles.len()].clone();
        world.come_by(at, &file);
        return;
    }
    if !world.has(at) {
        return;
    }
    if let Deed::Bundle(_, purpose) = *deed {
        let blind = purpose == Purpose::SecondKeying;
        let made = world.bundle_for(at, purpose, blind);
        bundles.extend(unless(made, &["second_not_double"]));
        return;
    }
    let (station, book, cases) = (&world.desks[at].station, world.book, world.cases(at));
    let without_cases = matches!(
        deed,
        Deed::Undo(_) | Deed::Redo(_) | Deed::Settle(..) | Deed::End(..) | Deed::Decide(..)
    );
    if cases.is_empty() && !without_cases {
        return;
    }
    let case = |nth: usize| cases[nth % cases.len()];
    match *deed {
        Deed::Type(_, c, field, value) => {
            let value = FieldValue::given(TYPED[usize::from(value)]);
            let saved = station.field_save(case(c), FIELDS[field], &value);
            unless(saved, &["second_not_asked", "second_settled"]);
        }
        Deed::Finish(_, c, done) => {
            station.case_finish(case(c), done, &[]).unwrap();
        }
        Deed::Remove(_, c) => {
            if cases.len() > 1 {
                station.case_remove(case(c)).unwrap();
            }
        }
        Deed::Mark(_, c, field, said) => {
            let said = [None, Some(true), Some(false)][usize::from(said)];
            let marked = station.mark(case(c), FIELDS[field], said, ["", "sổ mờ"][c % 2]);
            unless(marked, &["own_work", "second_blind"]);
        }
        Deed::SendBack(_, c) => {
            let sent = station.send_back(case(c), "thiếu chữ");
            unless(sent, &["own_work", "second_blind"]);
        }
        Deed::Pass(_, c) => {
            let reasons = ["own_work", "second_blind", "check_draft", "check_open"];
            unless(station.check_pass(case(c)), &reasons);
        }
        Deed::Give(_, person, task, c) => {
            let people = station.assignable().unwrap();
            let from = Some((c % cases.len()) as u32 + 1).filter(|_| c > 0);
            let ask = AssignAsk {
                books: vec![book],
                task: Task::ALL[task],
                people: vec![people[person % people.len()].id],
                from,
                to: from,
                ..AssignAsk::default()
            };
            // That the book is typed twice may have been taken back.
            unless(station.assign(&ask), &["second_not_double"]);
        }
        Deed::End(_, nth) => {
            let given = station.assignments(Some(book)).unwrap();
            if let Some(one) = given.get(nth) {
                station.assign_end(one.id).unwrap();
            }
        }
        Deed::Decide(_, nth, value) => {
            let thirds = station.thirds(book).unwrap();
            if let Some(one) = thirds.get(nth) {
                let value = FieldValue::given(TYPED[usize::from(value)]);
                let decided = station.third_decide(one.case, &one.column, &value);
                unless(decided, &["own_work"]);
            }
        }
        // What others changed since cannot be taken back from under them: that is told, and nothing happens.
        Deed::Undo(_) => {
            unless(station.undo(book), &["changed_meanwhile", "second_blind"]);
        }
        Deed::Redo(_) => {
            unless(station.redo(book), &["changed_meanwhile", "second_blind"]);
        }
        Deed::Settle(_, c, which) => settle(world, at, c, which),
        Deed::Bundle(..) | Deed::Take(..) => {}
    }
}

fn settle(world: &World, at: usize, nth: usize, which: usize) {
    let shown = world.disputed(at);
    let Some(part) = shown.get(nth) else {
        return;
    };
    let readings = [&part.stands].into_iter();
    let readings = readings.chain(&part.others).chain(&part.hidden);
    let deeds: Vec<Id> = readings.map(|one| one.deed).collect();
    let station = &world.desks[at].station;
    station
        .settle(world.book, &part.part, deeds[which % deeds.len()])
        .unwrap();
    let still = world.disputed(at);
    assert!(still.iter().all(|one| one.part != part.part), "asked again");
}

/// Everybody gets everything until nobody gets anything new: where work meets, what was typed twice is compared, and
/// that is a deed as well.
fn exchange(world: &mut World, stations: usize) {
    for round in 0.. {
        assert!(round < 6, "it goes on and on");
        let mut new = 0;
        for from in 0..stations {
            if !world.has(from) {
                continue;
            }
            let file = world.bundle(from, false);
            for to in 0..stations {
                new += world.take((to + round) % stations, &file).books[0].entries;
            }
        }
        if new == 0 {
            return;
        }
    }
}

/// What people see of work that goes between them.
fn work(station: &Station, book: Id) -> String {
    let mut thirds = station.thirds(book).unwrap();
    // Who looks at it makes no difference to what it is.
    thirds.iter_mut().for_each(|one| one.own = false);
    format!("{thirds:?} {:?}", station.assignments(Some(book)).unwrap())
}

/// The history of the book as it leaves, an entry a line.
fn history(file: &Path, book: Id) -> Vec<Value> {
    let bytes = fs::read(file).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes[200..])).unwrap();
    let mut lines = String::new();
    let mut log = zip.by_name(&format!("log/{book}.jsonl")).unwrap();
    log.read_to_string(&mut lines).unwrap();
    let lines = lines.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Where a change writes, and what that means to people: not who said it, nor when.
fn written(change: &Value, told: &Value) -> Option<(Part, Value)> {
    let of = |noun: Noun, id: &Value| Part {
        noun,
        id: id.as_str().unwrap().parse().unwrap(),
        name: told["name"].as_str().unwrap().to_owned(),
    };
    let mut after = change["after"].clone();
    let noun = match change["of"].as_str().unwrap() {
        "value" => return Some((of(Noun::Value, &change["case"]), after)),
        "reading" => Noun::Reading,
        "mark" => Noun::Mark,
        "assignment" => {
            let id = [&change["before"]["id"], &change["after"]["id"]];
            let id = id.into_iter().find(|id| !id.is_null()).unwrap();
            let part = of(Noun::Assignment, id);
            let meant = match part.name.as_str() {
                "there" => Value::Bool(!after.is_null()),
                "closed" => after["closed"].take(),
                _ => {
                    after.as_object_mut().unwrap().remove("closed");
                    after
                }
            };
            return Some((part, meant));
        }
        "settled" => {
            let part: Part = serde_json::from_value(change["part"].clone()).unwrap();
            let said = told["value"].as_str().unwrap().lines().next().unwrap();
            let meant = match part.noun {
                Noun::Value | Noun::Reading | Noun::Mark => serde_json::from_str(said).unwrap(),
                Noun::Assignment if part.name != "work" => serde_json::from_str(said).unwrap(),
                _ => return None,
            };
            return Some((part, meant));
        }
        _ => return None,
    };
    let meant = match after.as_object_mut() {
        Some(said) => {
            for key in ["who", "person", "at"] {
                said.remove(key);
            }
            after
        }
        None => serde_json::json!({}),
    };
    Some((of(noun, &change["case"]), meant))
}

/// Of everything that was ever written: what nobody who saw it replaced, by part and deed.
fn unreplaced(history: &[Value]) -> BTreeMap<Part, BTreeMap<Id, Value>> {
    let id = |id: &Value| -> Id { id.as_str().unwrap().parse().unwrap() };
    let mut all: BTreeMap<Part, BTreeMap<Id, Value>> = BTreeMap::new();
    let mut replaced: BTreeSet<(Part, Id)> = BTreeSet::new();
    for entry in history {
        for change in entry["changes"].as_array().unwrap() {
            for told in change[1].as_array().unwrap() {
                let copy = told["copy"] == Value::Bool(true);
                let Some((part, meant)) = written(&change[0], told).filter(|_| !copy) else {
                    continue;
                };
                let over = told["over"].as_array().into_iter().flatten();
                replaced.extend(over.map(|over| (part.clone(), id(over))));
                all.entry(part).or_default().insert(id(&entry["id"]), meant);
            }
        }
    }
    for (part, writes) in &mut all {
        writes.retain(|deed, _| !replaced.contains(&(part.clone(), *deed)));
    }
    all
}

/// Whatever nobody replaced says what stands, or is shown beside it, once.
fn nothing_is_lost(world: &World, history: &[Value]) {
    let disputed = world.disputed(0);
    for (part, writes) in unreplaced(history) {
        let shown: Vec<_> = disputed.iter().filter(|one| one.part == part).collect();
        assert!(shown.len() <= 1, "shown twice: {part:?}");
        let meanings: BTreeSet<String> = writes.values().map(Value::to_string).collect();
        assert!(!meanings.is_empty(), "nothing stands: {part:?}");
        let others: BTreeSet<Id> = shown
            .iter()
            .flat_map(|one| one.others.iter().map(|other| other.deed))
            .collect();
        let apart: BTreeSet<Id> = match shown.first() {
            Some(one) => {
                let stands = &writes[&one.stands.deed];
                let apart = writes.iter().filter(|(_, meant)| *meant != stands);
                apart.map(|(deed, _)| *deed).collect()
            }
            None => BTreeSet::new(),
        };
        assert_eq!(others, apart, "{part:?} {writes:?}");
        assert!(meanings.len() == 1 || !apart.is_empty(), "lost: {part:?}");
    }
}

fn twice() -> Keying {
    Keying {
        twice: Twice::Chosen,
        chosen: FIELDS[..3].iter().map(|&column| column.into()).collect(),
        ..Keying::default()
    }
}

fn give(world: &World, person: &str, from: u32, to: u32) -> Id {
    let station = &world.desks[0].station;
    let people = station.assignable().unwrap();
    let person = people.into_iter().find(|one| one.name == person).unwrap();
    let ask = AssignAsk {
        books: vec![world.book],
        task: Task::Key,
        people: vec![person.id],
        from: Some(from),
        to: Some(to),
        ..AssignAsk::default()
    };
    station.assign(&ask).unwrap()[0].id
}

#[test]
fn work_given_at_one_station_is_done_at_another_and_ended_at_both() {
    let mut world = World::peopled(2, 3, 2);
    let given = give(&world, "Người 1", 1, 2);
    world.hand(0, 1);
    let (here, there) = (
        world.desks[0].station.clone(),
        world.desks[1].station.clone(),
    );
    let told = |rows: Vec<AssignmentRow>| -> Vec<(Id, String, u32, u32)> {
        let row = |one: AssignmentRow| (one.id, one.name, one.cases, one.left);
        rows.into_iter().map(row).collect()
    };
    let open = |left| vec![(given, "Người 1".to_owned(), 2, left)];
    assert_eq!(told(there.my_work().unwrap()), open(2));
    assert_eq!(told(there.assignments(Some(world.book)).unwrap()), open(2));
    assert!(here.my_work().unwrap().is_empty(), "it is not theirs");
    // What is done there is done here after the next bundle.
    there.case_finish(world.cases(1)[0], true, &[]).unwrap();
    assert_eq!(told(there.my_work().unwrap()), open(1));
    world.hand(1, 0);
    assert_eq!(told(here.assignments(None).unwrap()), open(1));
    here.assign_end(given).unwrap();
    assert_eq!(told(there.my_work().unwrap()), open(1), "not told yet");
    let taken = world.hand(0, 1);
    assert_eq!(taken.books[0].disputed, 0);
    assert!(there.my_work().unwrap().is_empty());
    assert!(there.assignments(None).unwrap().is_empty());
    world.whole(0);
    world.whole(1);
}

/// Empty forms take along who is to fill them, and nothing of other work.
#[test]
fn empty_forms_take_along_the_work_they_are_for() {
    let mut world = World::peopled(2, 3, 2);
    let (here, there) = (
        world.desks[0].station.clone(),
        world.desks[1].station.clone(),
    );
    here.keying_set(world.book, &twice()).unwrap();
    let people = here.assignable().unwrap();
    let person = people.iter().find(|one| one.name == "Người 1").unwrap().id;
    let give = |task: Task, case: u32| {
        let ask = AssignAsk {
            books: vec![world.book],
            task,
            people: vec![person],
            from: Some(case),
            to: Some(case),
            due: Some("31/12/2099".into()),
            ..AssignAsk::default()
        };
        here.assign(&ask).unwrap()[0].id
    };
    let (second, _) = (give(Task::SecondKey, 2), give(Task::Check, 3));
    let told = |station: &Station| -> Vec<(Id, Option<String>, u32)> {
        let rows = station.my_work().unwrap();
        rows.into_iter()
            .map(|one| (one.id, one.due, one.left))
            .collect()
    };
    let forms = world.bundle_for(0, Purpose::SecondKeying, true).unwrap();
    world.take(1, &forms);
    assert_eq!(told(&there), [(second, Some("2099-12-31".to_owned()), 1)]);
    world.hand(1, 0);
    assert_eq!(here.assignments(Some(world.book)).unwrap().len(), 2);
    assert!(here.disputed(None).unwrap().is_empty());
    // Ended here, it is ended there with the next forms, and older ones bring it back nowhere.
    here.assign_end(second).unwrap();
    let later = world.bundle_for(0, Purpose::SecondKeying, true).unwrap();
    world.take(1, &later);
    assert!(told(&there).is_empty());
    world.take(1, &forms);
    assert!(told(&there).is_empty());
    world.whole(0);
    world.whole(1);
}

#[test]
fn whoever_was_given_work_elsewhere_is_the_same_when_they_get_an_account() {
    let mut world = World::peopled(1, 2, 3);
    let given = give(&world, "Người 2", 1, 1);
    let file = world.bundle(0, false);
    let host = Machine {
        nth: 9,
        count: AtomicU64::new(1),
        hires: AtomicBool::new(false),
    };
    let root = world.dir.path().join("xa");
    let far = Station::create(&root, "UBND xã Xa", knowledge().unwrap(), Arc::new(host)).unwrap();
    let quiet = Cancel::default();
    far.bundle_take(&file, None, true, &quiet, &|_| ()).unwrap();
    let word = Password::new("mật khẩu thử");
    let add = |name: &str, roles: &[Role]| {
        let new = NewPerson {
            name: name.into(),
            roles: roles.to_vec(),
        };
        let added = far.person_add(&new, &word).unwrap();
        // It is said: nobody becomes somebody in silence.
        assert_eq!(added.given, name == "người 2");
        added.person.id
    };
    add("Quản", &[Role::Administrator, Role::Supervisor]);
    far.keep_idle(None).unwrap();
    let same = add("người 2", &[Role::Keyer]);
    let other = add("Người 1", &[Role::Keyer]);
    let people = world.desks[0].station.assignable().unwrap();
    let id = |name: &str| people.iter().find(|one| one.name == name).unwrap().id;
    assert_eq!(same, id("Người 2"));
    assert_ne!(other, id("Người 1"), "nothing came of them");
    assert_eq!(far.assignments(None).unwrap()[0].id, given);
    far.sign_in("Người 1", &word).unwrap();
    assert!(far.my_work().unwrap().is_empty());
    far.sign_in("người 2", &word).unwrap();
    assert_eq!(far.my_work().unwrap()[0].id, given);
}

proptest! {
    #![proptest_config(stories())]

    #[test]
    fn people_who_work_apart_end_in_the_same_state(
        stations in 2..=3usize,
        deeds in prop::collection::vec(deed(), 1..50),
    ) {
        let mut world = World::peopled(stations as u64, 2, stations as u64);
        world.desks[0].station.keying_set(world.book, &twice()).unwrap();
        let mut bundles = vec![world.bundle(0, false)];
        for deed in &deeds {
            does(&mut world, &mut bundles, stations, deed);
        }
        exchange(&mut world, stations);
        // Whoever types a second time sees less: in the end nobody does any more.
        let first = &world.desks[0].station;
        for one in first.assignments(Some(world.book)).unwrap() {
            first.assign_end(one.id).unwrap();
        }
        exchange(&mut world, stations);
        let book = world.book;
        let deeds = |history: &[Value]| -> BTreeSet<String> {
            history.iter().map(|entry| entry["id"].to_string()).collect()
        };
        let all = history(&world.bundle(0, false), book);
        nothing_is_lost(&world, &all);
        let first = (world.seen(0), work(&world.desks[0].station, book));
        world.whole(0);
        for station in 1..stations {
            let there = history(&world.bundle(station, false), book);
            prop_assert_eq!(deeds(&all), deeds(&there));
            prop_assert_eq!(&first, &(world.seen(station), work(&world.desks[station].station, book)));
            world.whole(station);
        }
    }
}
