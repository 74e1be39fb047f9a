//! What stands in a book by its history, this station's deeds and those of others.

use std::collections::HashMap;

use sohoa_core::book::{BookState, Id};
use sohoa_core::merge::{Conflict, Merge, Noun, Own, Part, THERE, Write};

use crate::Result;
use crate::parts::{Thing, writes};
use crate::store::told::{Disputed, Logged, Reading, Told};
use crate::store::{Change, Store};

/// A book's history gone through.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    /// What was written where.
    pub merge: Merge,
    /// Who did which deed, and at which station where it was not here.
    who: HashMap<Id, (String, Option<Id>)>,
}

/// The last thing a deed writes to each part, with the change that does it.
pub(super) fn last_writes(changes: &[Change]) -> Vec<(usize, Own)> {
    let mut last: Vec<(usize, Own)> = Vec::new();
    let mut at: HashMap<Part, usize> = HashMap::new();
    for (nth, change) in changes.iter().enumerate() {
        for own in writes(change) {
            match at.get(&own.part) {
                Some(&place) => last[place] = (nth, own),
                None => {
                    at.insert(own.part.clone(), last.len());
                    last.push((nth, own));
                }
            }
        }
    }
    last
}

impl Replayed {
    /// Goes through the history from its begin.
    pub fn of(log: &[Logged]) -> Self {
        let mut all = Self::default();
        for logged in log {
            all.follow(logged);
        }
        all
    }

    /// Goes one entry on.
    pub fn follow(&mut self, logged: &Logged) {
        if logged.is_told() {
            self.foreign(logged);
        } else {
            self.own(logged);
        }
    }

    /// Goes one entry on. Gives the entry as other stations are told of it.
    pub fn entry(&mut self, logged: &Logged) -> Vec<Vec<Told>> {
        if logged.is_told() {
            self.foreign(logged);
            let told = logged.told.iter().cloned();
            told.map(Option::unwrap_or_default).collect()
        } else {
            self.own(logged)
        }
    }

    fn author_of(&mut self, logged: &Logged) {
        let author = (logged.set.who.clone(), logged.station);
        self.who.insert(logged.set.id, author);
    }

    fn own(&mut self, logged: &Logged) -> Vec<Vec<Told>> {
        self.author_of(logged);
        let set = &logged.set;
        let mut last = last_writes(&set.changes);
        for (nth, change) in set.changes.iter().enumerate() {
            let Change::Settled { part } = change else {
                continue;
            };
            if let Some((_, own)) = last.iter_mut().find(|(_, own)| own.part == *part) {
                own.settles = true;
            } else if let Some(standing) = self.merge.standing(part) {
                let value = standing.stands.value.clone();
                let own = Own {
                    part: part.clone(),
                    value,
                    settles: true,
                };
                last.push((nth, own));
            }
        }
        let (places, owns): (Vec<usize>, Vec<Own>) = last.into_iter().unzip();
        let made = self.merge.here(set.id, &set.at, owns);
        let mut told: Vec<Vec<Told>> = vec![Vec::new(); set.changes.len()];
        for (nth, (part, write)) in places.into_iter().zip(made) {
            let said_elsewhere = matches!(set.changes[nth], Change::Settled { .. });
            told[nth].push(Told {
                name: part.name,
                over: write.over,
                turn: write.turn,
                copy: false,
                value: said_elsewhere.then_some(write.value),
            });
        }
        told
    }

    fn foreign(&mut self, logged: &Logged) {
        self.author_of(logged);
        let set = &logged.set;
        for (change, told) in set.changes.iter().zip(&logged.told) {
            let mut own = writes(change);
            for one in told.iter().flatten() {
                let (part, value) = match (change, &one.value) {
                    (Change::Settled { part }, Some(value)) => (part.clone(), value.clone()),
                    _ => match own.iter().position(|own| own.part.name == one.name) {
                        Some(at) => {
                            let own = own.swap_remove(at);
                            (own.part, own.value)
                        }
                        None => continue,
                    },
                };
                let write = Write {
                    deed: set.id,
                    at: set.at.clone(),
                    value,
                    over: one.over.clone(),
                    turn: one.turn,
                    copy: one.copy,
                };
                self.merge.add(&part, write);
            }
        }
    }

    /// The code a book has by its history.
    pub fn book_code(&self, book: Id) -> Option<String> {
        let mut thing = Thing::default();
        for (part, standing) in self.merge.thing(book) {
            if part.noun == Noun::Book {
                thing.part(&part.name, &standing.stands.value);
            }
        }
        Some(thing.book(book, BookState::Open)?.code())
    }

    fn author(&self, write: &Write) -> &str {
        self.who.get(&write.deed).map_or("", |(who, _)| who)
    }

    /// What somebody has to look at.
    pub fn disputed(&self) -> Vec<Disputed> {
        let reading = |part: &Part, write: &Write| {
            let station = self.who.get(&write.deed).and_then(|(_, station)| *station);
            Reading::new(part, write, self.author(write), station)
        };
        let disputed = |conflict: Conflict<'_>| Disputed {
            part: conflict.part.clone(),
            stands: reading(conflict.part, conflict.stands),
            others: (conflict.others.iter())
                .map(|write| reading(conflict.part, write))
                .collect(),
            hidden: (conflict.hidden.iter())
                .map(|(part, write)| reading(part, write))
                .collect(),
        };
        self.merge.conflicts().into_iter().map(disputed).collect()
    }

    /// What the tables would have to become to say of these things what the history says, each change with who wrote
    /// what it brings.
    pub fn differing(
        &self,
        store: &dyn Store,
        things: impl IntoIterator<Item = Id>,
    ) -> Result<Vec<(Change, String)>> {
        let mut changes: Vec<(u8, Id, Change, String)> = Vec::new();
        for id in things {
            let mut nouns: HashMap<Noun, (Thing, String, String)> = HashMap::new();
            for (part, standing) in self.merge.thing(id) {
                let (thing, at, who) = nouns.entry(part.noun).or_default();
                thing.part(&part.name, &standing.stands.value);
                if *at <= standing.stands.at {
                    at.clone_from(&standing.stands.at);
                    self.author(standing.stands).clone_into(who);
                }
            }
            for (noun, (thing, _, who)) in &nouns {
                // Books before their pages, pages before what stands on them.
                let mut put = |change| changes.push((*noun as u8, id, change, who.clone()));
                match noun {
                    Noun::Book => {
                        let before = store.book(id)?;
                        let state = before.as_ref().map_or(BookState::Open, |book| book.state);
                        let after = thing.book(id, state);
                        if before != after {
                            put(Change::Book { before, after });
                        }
                    }
                    Noun::Page => {
                        let (before, after) = (store.page(id)?, thing.page(id));
                        if before != after {
                            put(Change::Page { before, after });
                        }
                    }
                    Noun::Case => {
                        let (before, after) = (store.case(id)?, thing.case(id));
                        if before != after {
                            put(Change::Case { before, after });
                        }
                    }
                    Noun::Value => {
                        let record: HashMap<_, _> = store.record(id)?.into_iter().collect();
                        for (column, after) in thing.values() {
                            let before = record.get(column).cloned().unwrap_or_default();
                            if before != after {
                                put(Change::Value {
                                    case: id,
                                    column: column.to_owned(),
                                    before,
                                    after,
                                });
                            }
                        }
                    }
                    Noun::Confirmation => {
                        let (before, after) = (store.confirmation(id)?, thing.confirmation(id));
                        if before != after {
                            put(Change::Confirmation { before, after });
                        }
                    }
                    Noun::Reading => {
                        for (column, after) in thing.said() {
                            let before = store.reading(id, column)?;
                            if before != after {
                                put(Change::Reading {
                                    case: id,
                                    column: column.to_owned(),
                                    before,
                                    after,
                                });
                            }
                        }
                    }
                    Noun::Mark => {
                        for (column, after) in thing.said() {
                            let before = store.mark(id, column)?;
                            if before != after {
                                put(Change::Mark {
                                    case: id,
                                    column: column.to_owned(),
                                    before,
                                    after,
                                });
                            }
                        }
                    }
                    Noun::Assignment => {
                        let (before, after) = (store.assignment(id)?, thing.assignment(id));
                        if before != after {
                            put(Change::Assignment { before, after });
                        }
                    }
                    Noun::Layout => {
                        let (before, after) = (store.layout(id)?, thing.layout(id));
                        if before != after {
                            put(Change::Layout { before, after });
                        }
                    }
                }
            }
        }
        changes.sort_by_key(|change| (change.0, change.1));
        Ok(changes
            .into_iter()
            .map(|(.., change, who)| (change, who))
            .collect())
    }

    /// How many things, and fields of cases, a book holds of which its history says nothing.
    pub fn unsaid(&self, store: &dyn Store, book: Id) -> Result<usize> {
        let said = |noun: Noun, id: Id, name: &str| {
            let part = Part {
                noun,
                id,
                name: name.to_owned(),
            };
            self.merge.standing(&part).is_some()
        };
        let mut unsaid = usize::from(!said(Noun::Book, book, THERE));
        let mut things: Vec<(Noun, Id)> = Vec::new();
        things.extend(store.pages(book)?.iter().map(|page| (Noun::Page, page.id)));
        things.extend(store.cases(book)?.iter().map(|case| (Noun::Case, case.id)));
        let confirmed = store.confirmations(book)?;
        things.extend(confirmed.iter().map(|one| (Noun::Confirmation, one.id)));
        let layouts = store.layouts(book)?;
        things.extend(layouts.iter().map(|layout| (Noun::Layout, layout.page)));
        unsaid += (things.iter())
            .filter(|(noun, id)| !said(*noun, *id, THERE))
            .count();
        for typed in store.records(book)? {
            let fields = typed.values.iter();
            unsaid += fields
                .filter(|(column, _)| !said(Noun::Value, typed.case, column))
                .count();
        }
        Ok(unsaid)
    }
}
