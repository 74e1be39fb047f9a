//! Stations that write apart from each other, whatever reaches whom and when.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, HashMap, HashSet};

use proptest::prelude::*;
use sohoa_core::book::Id;
use sohoa_core::merge::{Merge, Noun, Own, Part, Write};

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

const PARTS: usize = 6;

/// Two fields of two cases, and whether each was taken out.
fn part(nth: usize) -> Part {
    let (noun, name) = [
        (Noun::Value, "nksHoTen"),
        (Noun::Value, "nksNgaySinh"),
        (Noun::Case, "removed"),
    ][nth % 3];
    Part {
        noun,
        id: Id::from_u128(nth as u128 / 3 + 1),
        name: name.to_owned(),
    }
}

fn value(part: &Part, value: u8) -> String {
    match part.noun {
        Noun::Case => value.is_multiple_of(2).to_string(),
        _ => value.to_string(),
    }
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
            let value = if part.noun == Noun::Case {
                "false".to_owned()
            } else {
                String::new()
            };
            world.write(0, part, value, false);
        }
        world
    }

    fn write(&mut self, station: usize, part: Part, value: String, settles: bool) {
        self.deeds += 1;
        // Clocks of stations go as they like.
        let at = format!("{:04}", (self.deeds * 37 + station as u128 * 911) % 1000);
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
                assert!(settles || !apart || write.value != shown);
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

    /// What leaves without what was typed: what stands, as copies.
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
            .filter(|(part, _)| part.noun != Noun::Value)
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
                // Nobody types into a case that was taken out, and typing the same again is no deed.
                let merge = &self.stations[station].merge;
                let holds = |part: &Part| {
                    merge
                        .standing(part)
                        .map(|standing| standing.stands.value.clone())
                };
                let gone = Part {
                    noun: Noun::Case,
                    name: "removed".into(),
                    ..part.clone()
                };
                let gone = part.noun == Noun::Value
                    && holds(&gone).is_none_or(|removed| removed == "true");
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
        deeds in prop::collection::vec(deed(4), 1..60),
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
            prop_assert!(shown || standing.stands.value == write.value, "lost: {:?}", write);
        }
    }
}

#[test]
fn what_was_typed_while_it_was_taken_out_is_shown() {
    let mut world = World::new(2);
    let told = world.stations[0].told.clone();
    world.take(1, &told);
    world.write(0, part(2), "true".into(), false);
    world.write(1, part(0), "Lò Thị Ba".into(), false);
    let told = world.stations[1].told.clone();
    world.take(0, &told);
    let conflicts = world.stations[0].merge.conflicts();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(conflicts[0].hidden.len(), 1);
    assert_eq!(conflicts[0].hidden[0].1.value, "Lò Thị Ba");
    // Taken out for good: looked at once, never asked again.
    world.write(0, part(2), "true".into(), true);
    assert!(world.stations[0].merge.conflicts().is_empty());
    let told = world.stations[0].told.clone();
    world.take(1, &told);
    assert!(world.stations[1].merge.conflicts().is_empty());
}

#[test]
fn a_form_given_out_without_its_values_brings_no_conflict_by_itself() {
    let mut world = World::new(2);
    world.write(0, part(0), "Nguyễn Thị Xuân".into(), false);
    let blind = world.blind(0, 77);
    world.take(1, &blind);
    assert!(world.stations[1].merge.standing(&part(0)).is_none());
    // Taken out there, meanwhile nothing happened here: no conflict.
    world.write(1, part(2), "true".into(), false);
    let told = world.stations[1].told.clone();
    world.take(0, &told);
    let merge = &world.stations[0].merge;
    assert_eq!(merge.standing(&part(2)).unwrap().stands.value, "true");
    let conflicts = merge.conflicts();
    // But whoever took it out had not seen what was typed.
    assert_eq!(conflicts.len(), 1);
    assert!(conflicts[0].others.is_empty() && !conflicts[0].hidden.is_empty());
}
