//! Stations that write apart from each other, whatever reaches whom and when.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, HashMap, HashSet};

use proptest::prelude::*;
use sohoa_core::book::Id;
use sohoa_core::merge::{Merge, Noun, Own, Part, SIGNATURE, THERE, Write};

/// One station: what it knows, and all of it as others are told.
#[derive(Default)]
struct Station {
    merge: Merge,
    told: Vec<(Part, Write)>,
}

/// What somebody does.
#[derive(Debug, Clone)]
enum Deed {
    /// Types into a part.
    Edit(usize, usize, u8),
    /// Decides the nth conflict that is shown.
    Settle(usize, usize, u8),
    /// Makes a bundle, to be taken whenever.
    Bundle(usize, bool),
    /// Takes one of the bundles made so far.
    Take(usize, usize),
}

fn deed(stations: usize) -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => (0..stations, 0..PARTS, 0..4u8).prop_map(|(s, p, v)| Deed::Edit(s, p, v)),
        2 => (0..stations, 0..8usize, 0..4u8).prop_map(|(s, n, v)| Deed::Settle(s, n, v)),
        3 => (0..stations, prop::bool::weighted(0.2)).prop_map(|(s, blind)| Deed::Bundle(s, blind)),
        5 => (0..stations, 0..99usize).prop_map(|(s, n)| Deed::Take(s, n)),
    ]
}

const PARTS: usize = 10;

/// What is typed, typed again and said of two cases, whether each was taken out, and work that was given.
fn part(nth: usize) -> Part {
    let of_case = [
        (Noun::Value, "nksHoTen"),
        (Noun::Reading, "nksHoTen"),
        (Noun::Mark, "nksHoTen"),
        (Noun::Case, "removed"),
    ];
    let (noun, name, id) = match nth % PARTS {
        // One is taken out, the other one was never cut.
        7 => (Noun::Case, THERE, 2),
        8 => (Noun::Assignment, "closed", 9),
        9 => (Noun::Assignment, THERE, 9),
        nth => (of_case[nth % 4].0, of_case[nth % 4].1, nth / 4 + 1),
    };
    Part {
        noun,
        id: Id::from_u128(id as u128),
        name: name.to_owned(),
    }
}

/// The place of a part among the parts.
fn place(noun: Noun, case: usize) -> usize {
    let is = |nth: &usize| part(*nth).noun == noun && part(*nth).id == Id::from_u128(case as u128);
    (0..PARTS).find(is).unwrap()
}

/// The part that says whether the thing of a part is in sight, and what it holds when it is not.
fn sight(of: &Part) -> Option<(Part, &'static str)> {
    let mut sights = (0..PARTS).map(part).filter_map(|part| {
        let away = match part.name.as_str() {
            "removed" => "true",
            THERE => "false",
            _ => return None,
        };
        Some((part, away))
    });
    sights.find(|(sight, _)| sight.id == of.id && sight != of)
}

fn value(part: &Part, value: u8) -> String {
    match part.noun {
        Noun::Case | Noun::Assignment => value.is_multiple_of(2).to_string(),
        _ => value.to_string(),
    }
}

/// What of a value makes a difference.
fn meant(value: &str) -> &str {
    value.split(SIGNATURE).next().unwrap()
}

/// A world of stations that goes on, and what must be true of each write at once.
struct World {
    stations: Vec<Station>,
    bundles: Vec<Vec<(Part, Write)>>,
    deeds: u128,
}

impl World {
    fn new(stations: usize) -> Self {
        let mut world = Self {
            stations: (0..stations).map(|_| Station::default()).collect(),
            bundles: Vec::new(),
            deeds: 0,
        };
        // Everything begins at the first station, as a book does.
        for nth in 0..PARTS {
            let part = part(nth);
            let value = match (part.noun, part.name.as_str()) {
                (_, THERE) => "true".to_owned(),
                (Noun::Case | Noun::Assignment, _) => "false".to_owned(),
                _ => String::new(),
            };
            world.write(0, part, value, false);
        }
        world
    }

    fn write(&mut self, station: usize, part: Part, value: String, settles: bool) {
        self.deeds += 1;
        // Clocks of stations go as they like.
        let at = format!("{:04}", (self.deeds * 37 + station as u128 * 911) % 1000);
        let said = matches!(part.noun, Noun::Reading | Noun::Mark);
        // Who said it and when is another each time.
        let value = match said && !value.contains(SIGNATURE) {
            true => format!("{value}{SIGNATURE}{station} {at}"),
            false => value,
        };
        let here = &mut self.stations[station];
        let before = here.merge.standing(&part).map(|standing| {
            let others: HashSet<Id> = standing.others.iter().map(|write| write.deed).collect();
            (standing.stands.value.clone(), others)
        });
        let own = Own {
            part: part.clone(),
            value: value.clone(),
            settles,
        };
        let made = here.merge.here(Id::from_u128(self.deeds), &at, vec![own]);
        // What was typed stands at once, and replaces nothing that was not on the screen.
        assert_eq!(here.merge.standing(&part).unwrap().stands.value, value);
        if let Some((shown, others)) = before {
            for (_, write) in here.told.iter().filter(|(of, _)| *of == part) {
                let replaced = made[0].1.over.contains(&write.deed);
                let apart = others.contains(&write.deed);
                assert!(settles || !replaced || !apart, "replaced unseen");
                assert!(settles || !apart || meant(&write.value) != meant(&shown));
            }
        }
        here.told.extend(made);
    }

    fn take(&mut self, station: usize, bundle: &[(Part, Write)]) {
        let here = &mut self.stations[station];
        for (part, write) in bundle {
            here.merge.add(part, write.clone());
            let known = |(of, one): &(Part, Write)| of == part && one.deed == write.deed;
            if !here.told.iter().any(known) {
                here.told.push((part.clone(), write.clone()));
            }
        }
    }

    /// What leaves to be typed a second time, without what was typed first and what was said of it: what stands, as
    /// copies.
    fn blind(&self, station: usize, deed: u128) -> Vec<(Part, Write)> {
        let merge = &self.stations[station].merge;
        let copy = |(part, standing): (&Part, sohoa_core::merge::Standing<'_>)| {
            let mut over = standing.stands.over.clone();
            over.push(standing.stands.deed);
            let write = Write {
                deed: Id::from_u128(1 << 100 | deed),
                over,
                copy: true,
                ..standing.stands.clone()
            };
            (part.clone(), write)
        };
        let mut all: Vec<_> = merge
            .all()
            .filter(|(part, _)| !matches!(part.noun, Noun::Value | Noun::Mark | Noun::Assignment))
            .map(copy)
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all
    }

    fn run(&mut self, deed: &Deed) {
        match *deed {
            Deed::Edit(station, nth, to) => {
                let part = part(nth);
                let to = value(&part, to);
                // Nobody works on what was taken out. Typing the same again is no deed; saying the same again is one.
                let merge = &self.stations[station].merge;
                let holds = |part: &Part| {
                    merge
                        .standing(part)
                        .map(|standing| standing.stands.value.clone())
                };
                let gone = sight(&part)
                    .is_some_and(|(sight, away)| holds(&sight).is_none_or(|holds| holds == away));
                if !gone && holds(&part).as_ref() != Some(&to) {
                    self.write(station, part, to, false);
                }
            }
            Deed::Settle(station, nth, to) => {
                let conflicts = self.stations[station].merge.conflicts();
                if let Some(conflict) = conflicts.get(nth) {
                    let part = conflict.part.clone();
                    self.write(station, part.clone(), value(&part, to), true);
                    let again = self.stations[station].merge.conflicts();
                    assert!(
                        again.iter().all(|conflict| *conflict.part != part),
                        "asked again"
                    );
                }
            }
            Deed::Bundle(station, blind) => {
                self.deeds += 1;
                let bundle = if blind {
                    self.blind(station, self.deeds)
                } else {
                    self.stations[station].told.clone()
                };
                self.bundles.push(bundle);
            }
            Deed::Take(station, nth) => {
                if !self.bundles.is_empty() {
                    let bundle = self.bundles[nth % self.bundles.len()].clone();
                    self.take(station, &bundle);
                }
            }
        }
    }

    /// State and conflicts of a station, so that they can be compared.
    fn told(&self, station: usize) -> (BTreeMap<Part, String>, Vec<String>) {
        let merge = &self.stations[station].merge;
        let mut asked = HashSet::new();
        for conflict in merge.conflicts() {
            assert!(asked.insert(conflict.part), "shown twice");
            let mut shown = HashSet::from([(conflict.part, conflict.stands.deed)]);
            let others = conflict.others.iter().map(|write| (conflict.part, *write));
            for (part, write) in others.chain(conflict.hidden) {
                assert!(shown.insert((part, write.deed)), "shown twice");
            }
            for other in conflict.others {
                assert_ne!(meant(&other.value), meant(&conflict.stands.value));
            }
        }
        let state = merge
            .all()
            .map(|(part, standing)| (part.clone(), standing.stands.value.clone()))
            .collect();
        (
            state,
            merge
                .conflicts()
                .iter()
                .map(|conflict| format!("{conflict:?}"))
                .collect(),
        )
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]
    #[test]
    fn all_stations_end_in_the_same_state(
        stations in 2..=4usize,
        deeds in prop::collection::vec(deed(4), 1..80),
        order in prop::collection::vec(any::<u32>(), 64),
    ) {
        let mut world = World::new(stations);
        for deed in &deeds {
            let deed = match deed.clone() {
                Deed::Edit(s, p, v) => Deed::Edit(s % stations, p, v),
                Deed::Settle(s, n, v) => Deed::Settle(s % stations, n, v),
                Deed::Bundle(s, b) => Deed::Bundle(s % stations, b),
                Deed::Take(s, n) => Deed::Take(s % stations, n),
            };
            world.run(&deed);
        }
        // In the end everybody gets everything, each in an order of their own and partly twice.
        let mut all: Vec<(Part, Write)> = world.stations.iter().flat_map(|station| station.told.clone()).collect();
        for station in 0..stations {
            let len = all.len();
            for (nth, with) in order.iter().enumerate() {
                all.swap(nth % len, (*with as usize + station) % len);
            }
            world.take(station, &all.clone());
        }
        let first = world.told(0);
        for station in 1..stations {
            prop_assert_eq!(&first, &world.told(station));
        }
        // Whatever was written stands, is shown beside what stands, or was replaced by somebody who had it.
        let merge = &world.stations[0].merge;
        let mut replaced: HashMap<&Part, HashSet<Id>> = HashMap::new();
        for (part, write) in all.iter().filter(|(_, write)| !write.copy) {
            replaced.entry(part).or_default().extend(write.over.iter().copied());
        }
        for (part, write) in all.iter().filter(|(_, write)| !write.copy) {
            if replaced[part].contains(&write.deed) {
                continue;
            }
            let standing = merge.standing(part).unwrap();
            let shown = standing.others.iter().any(|other| other.deed == write.deed);
            prop_assert!(shown || meant(&standing.stands.value) == meant(&write.value), "lost: {:?}", write);
            // What went out of sight was seen by whoever took it away, or is shown.
            let Some((sight, away)) = sight(part) else {
                continue;
            };
            if merge.standing(&sight).unwrap().stands.value != away {
                continue;
            }
            let took = all.iter().filter(|(of, took)| *of == sight && took.value == away);
            let seen = took.into_iter().any(|(_, took)| took.over.contains(&write.deed) || took.deed == write.deed);
            let conflicts = merge.conflicts();
            let conflict = conflicts.iter().find(|conflict| *conflict.part == sight);
            let shown = conflict.is_some_and(|conflict| {
                conflict.hidden.iter().any(|(of, hidden)| *of == part && hidden.deed == write.deed)
            });
            prop_assert!(seen || shown, "out of sight: {:?} {:?}", part, write);
        }
    }
}

#[test]
fn what_was_typed_while_it_was_taken_out_is_shown() {
    let mut world = World::new(2);
    let told = world.stations[0].told.clone();
    world.take(1, &told);
    world.write(0, part(place(Noun::Case, 1)), "true".into(), false);
    world.write(1, part(place(Noun::Value, 1)), "Lò Thị Ba".into(), false);
    let told = world.stations[1].told.clone();
    world.take(0, &told);
    let conflicts = world.stations[0].merge.conflicts();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].hidden.len(), 1);
    assert_eq!(conflicts[0].hidden[0].1.value, "Lò Thị Ba");
    // Taken out for good: looked at once, never asked again.
    world.write(0, part(place(Noun::Case, 1)), "true".into(), true);
    assert!(world.stations[0].merge.conflicts().is_empty());
    let told = world.stations[0].told.clone();
    world.take(1, &told);
    assert!(world.stations[1].merge.conflicts().is_empty());
}

#[test]
fn a_form_given_out_without_its_values_brings_no_conflict_by_itself() {
    let mut world = World::new(2);
    world.write(
        0,
        part(place(Noun::Value, 1)),
        "Nguyễn Thị Xuân".into(),
        false,
    );
    let blind = world.blind(0, 77);
    world.take(1, &blind);
    assert!(
        world.stations[1]
            .merge
            .standing(&part(place(Noun::Value, 1)))
            .is_none()
    );
    // Taken out there, meanwhile nothing happened here: no conflict.
    world.write(1, part(place(Noun::Case, 1)), "true".into(), false);
    let told = world.stations[1].told.clone();
    world.take(0, &told);
    let merge = &world.stations[0].merge;
    assert_eq!(
        merge
            .standing(&part(place(Noun::Case, 1)))
            .unwrap()
            .stands
            .value,
        "true"
    );
    let conflicts = merge.conflicts();
    // But whoever took it out had not seen what was typed.
    assert_eq!(conflicts.len(), 1);
    assert!(conflicts[0].others.is_empty() && !conflicts[0].hidden.is_empty());
}

#[test]
fn who_said_it_and_when_is_no_difference() {
    let mut world = World::new(3);
    let told = world.stations[0].told.clone();
    (1..3).for_each(|station| world.take(station, &told));
    let mark = part(place(Noun::Mark, 1));
    for (station, said) in [(0, "right\nMai 07:00"), (1, "right\nLan 08:00")] {
        world.write(station, mark.clone(), said.into(), false);
    }
    let apart = [0, 1].map(|station| world.stations[station].told.clone());
    for told in &apart {
        (0..3).for_each(|station| world.take(station, told));
    }
    assert_eq!(world.told(0), world.told(1));
    let merge = &world.stations[0].merge;
    assert!(merge.conflicts().is_empty());
    let standing = merge.standing(&mark).unwrap();
    assert!(standing.others.is_empty());
    // Who is told to have said so is one of both, with their own time.
    assert!(
        apart
            .iter()
            .flatten()
            .any(|(_, one)| one == standing.stands)
    );
    // Whoever says something else replaces both at once, and nobody is asked.
    world.write(2, mark.clone(), "wrong\nSáu 09:00".into(), false);
    let told = world.stations[2].told.clone();
    world.take(0, &told);
    let merge = &world.stations[0].merge;
    assert!(merge.conflicts().is_empty());
    assert_eq!(
        merge.standing(&mark).unwrap().stands.value,
        "wrong\nSáu 09:00"
    );
    // Before the signature nothing is let pass.
    world.write(1, mark.clone(), "wrong, too\nSáu 09:00".into(), false);
    let told = world.stations[1].told.clone();
    world.take(0, &told);
    assert_eq!(world.stations[0].merge.conflicts().len(), 1);
}
