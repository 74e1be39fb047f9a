//! What became of things that several stations changed apart from each other.
//!
//! A *part* of a thing (a field of a case, the role of a page) is a place that deeds write to. Every write says which
//! writes it replaced: those its author had before them. A write nobody replaced stands; where several stand that say
//! different things, people changed the same part apart from each other, and somebody has to look. What comes out
//! depends on the *set* of writes alone: whatever came first, twice or late, every station that has the same deeds has
//! the same state and the same conflicts.
//!
//! Source: multi-value registers (Shapiro and others, *A comprehensive study of convergent and commutative replicated
//! data types*, 2011, 3.2.2), with the replaced writes named one by one instead of by counters, so that a station may
//! have some of a book's deeds and not others.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::Id;

/// Kinds of things that are written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub enum Noun {
    /// A book.
    Book,
    /// A page.
    Page,
    /// A case.
    Case,
    /// What was typed for a case; bears the case's identity.
    Value,
    /// A confirmation.
    Confirmation,
    /// How a page was cut; bears the page's identity.
    Layout,
    /// What a second keyer typed for a case; bears the case's identity.
    Reading,
    /// What was said about a case or its fields; bears the case's identity.
    Mark,
    /// Work given to somebody.
    Assignment,
}

/// A place that deeds write to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts", rename = "MergedPart")]
pub struct Part {
    /// Kind of thing.
    pub noun: Noun,
    /// The thing.
    pub id: Id,
    /// Its part: a column of a case's record, or the name of an attribute.
    pub name: String,
}

/// The part that says whether a thing is there at all.
pub const THERE: &str = "there";
/// The part that says that a person took a thing out.
const REMOVED: &str = "removed";
/// Parts nobody is asked about: of two orders and two looks either will do.
const QUIET: [&str; 2] = ["rank", "looked_at"];

/// What of a value stands after this says who said it and when: it is kept and makes no difference.
pub const SIGNATURE: char = '\n';

/// The part of a value that makes a difference.
#[must_use]
pub fn meaning(value: &str) -> &str {
    value.split(SIGNATURE).next().unwrap_or_default()
}

impl Noun {
    /// Whether its parts are columns of a case's record.
    #[must_use]
    pub const fn by_column(self) -> bool {
        matches!(self, Self::Value | Self::Reading | Self::Mark)
    }
}

impl Part {
    /// Whether its thing is out of sight when it holds that.
    fn takes_away(&self, value: &str) -> bool {
        match self.name.as_str() {
            REMOVED => !self.noun.by_column() && value == "true",
            THERE => !self.noun.by_column() && value == "false",
            _ => false,
        }
    }

    /// Whether what is written to a part goes out of sight with this one's thing. Both bear the same identity.
    fn hides(&self, other: &Self) -> bool {
        let along = match self.noun {
            Noun::Case => other.noun.by_column(),
            Noun::Page => other.noun == Noun::Layout,
            _ => false,
        };
        (along || self.noun == other.noun) && ![REMOVED, THERE].contains(&other.name.as_str())
    }
}

/// What one deed wrote to one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// The deed.
    pub deed: Id,
    /// When, RFC 3339 in UTC to the millisecond.
    pub at: String,
    /// What stands there since, in a form that is equal where the meaning is.
    pub value: String,
    /// The deeds whose writes it replaced: all that its author saw there.
    pub over: Vec<Id>,
    /// One more than the most of those it replaced.
    pub turn: u32,
    /// Only tells what stood there when a book was given out without its history; it counts as long as nothing better
    /// is known.
    pub copy: bool,
}

/// A write as a deed of this station makes it: what it replaced follows from what was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Where.
    pub part: Part,
    /// What.
    pub value: String,
    /// Somebody looked at everything that stood there and decided.
    pub settles: bool,
}

/// Everything that was written to the parts of a book, deed by deed.
#[derive(Debug, Default)]
pub struct Merge {
    parts: HashMap<Part, Vec<Written>>,
    /// Parts of each thing.
    things: HashMap<Id, Vec<Part>>,
}

#[derive(Debug)]
struct Written {
    write: Write,
    replaced: bool,
}

/// What stands in a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing<'a> {
    /// What holds until somebody decides otherwise.
    pub stands: &'a Write,
    /// What was written apart from it and says something else.
    pub others: Vec<&'a Write>,
}

/// Something somebody has to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict<'a> {
    /// Where.
    pub part: &'a Part,
    /// What holds meanwhile.
    pub stands: &'a Write,
    /// What was written to it apart from that.
    pub others: Vec<&'a Write>,
    /// When the part took its thing out of sight: what was written to the thing elsewhere meanwhile.
    pub hidden: Vec<(&'a Part, &'a Write)>,
}

impl Merge {
    /// A deed of this station. Gives the writes as other stations are told of them.
    pub fn here(&mut self, deed: Id, at: &str, writes: Vec<Own>) -> Vec<(Part, Write)> {
        let write = |Own {
                         part,
                         value,
                         settles,
                     }| {
            let (mut over, mut turn) = (Vec::new(), 0);
            let mut replace = |write: &Write| {
                over.push(write.deed);
                if write.copy {
                    over.extend(&write.over);
                }
                turn = turn.max(write.turn + 1);
            };
            let heads = self.heads(&part);
            if let Some(first) = heads.first() {
                let same =
                    |write: &&&Write| settles || meaning(&write.value) == meaning(&first.value);
                heads.iter().filter(same).for_each(|write| replace(write));
            }
            if part.takes_away(&value) {
                for (_, seen) in self.hidden(&part) {
                    over.push(seen.deed);
                }
            }
            over.sort_unstable();
            over.dedup();
            let write = Write {
                deed,
                at: at.to_owned(),
                value,
                over,
                turn,
                copy: false,
            };
            (part, write)
        };
        // All of a deed saw what was there before it.
        let made: Vec<_> = writes.into_iter().map(write).collect();
        for (part, write) in &made {
            self.add(part, write.clone());
        }
        made
    }

    /// What a deed of another station wrote to a part. Twice is once.
    pub fn add(&mut self, part: &Part, write: Write) {
        let Some(there) = self.parts.get_mut(part) else {
            self.things.entry(part.id).or_default().push(part.clone());
            let replaced = false;
            let first = vec![Written { write, replaced }];
            self.parts.insert(part.clone(), first);
            return;
        };
        if there.iter().any(|one| one.write.deed == write.deed) {
            return;
        }
        // A copy replaces nothing: it tells what others wrote.
        let replaces = |by: &Write, what: Id| !by.copy && by.over.contains(&what);
        for one in there.iter_mut() {
            one.replaced |= replaces(&write, one.write.deed);
        }
        let replaced = there.iter().any(|one| replaces(&one.write, write.deed));
        there.push(Written { write, replaced });
    }

    /// What stands there, what holds first.
    fn heads(&self, part: &Part) -> Vec<&Write> {
        let Some(there) = self.parts.get(part) else {
            return Vec::new();
        };
        let copies = there.iter().all(|one| one.write.copy);
        let mut heads: Vec<&Write> = there
            .iter()
            .filter(|one| !one.replaced && one.write.copy == copies)
            .map(|one| &one.write)
            .collect();
        heads.sort_by_key(|write| Reverse((write.turn, &write.at, write.deed)));
        if copies {
            heads.sort_by_key(|write| Reverse((&write.at, write.deed)));
            heads.truncate(1);
        }
        heads
    }

    /// What stands in the thing of a part and would go out of sight with it.
    fn hidden(&self, gone: &Part) -> Vec<(&Part, &Write)> {
        let parts = self.things.get(&gone.id).into_iter().flatten();
        let mut hidden: Vec<_> = parts
            .filter(|part| gone.hides(part) && !QUIET.contains(&part.name.as_str()))
            .flat_map(|part| self.heads(part).into_iter().map(move |write| (part, write)))
            .collect();
        hidden.sort_by_key(|(part, write)| (*part, write.deed));
        hidden
    }

    /// What stands in a part; nothing when nobody wrote there.
    #[must_use]
    pub fn standing(&self, part: &Part) -> Option<Standing<'_>> {
        let heads = self.heads(part);
        let (stands, rest) = heads.split_first()?;
        let others = rest
            .iter()
            .filter(|one| meaning(&one.value) != meaning(&stands.value));
        Some(Standing {
            stands,
            others: others.copied().collect(),
        })
    }

    /// The parts of a thing and what stands there, in no order.
    pub fn thing(&self, id: Id) -> impl Iterator<Item = (&Part, Standing<'_>)> {
        let parts = self.things.get(&id).into_iter().flatten();
        parts.filter_map(|part| Some((part, self.standing(part)?)))
    }

    /// Every thing that was written to, in no order.
    pub fn things(&self) -> impl Iterator<Item = Id> {
        self.things.keys().copied()
    }

    /// Every part and what stands there, in no order.
    pub fn all(&self) -> impl Iterator<Item = (&Part, Standing<'_>)> {
        let parts = self.parts.keys();
        parts.filter_map(|part| Some((part, self.standing(part)?)))
    }

    /// What somebody has to look at, in the order of parts.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict<'_>> {
        let mut found = Vec::new();
        for (part, standing) in self.all() {
            if QUIET.contains(&part.name.as_str()) {
                continue;
            }
            let hidden = if part.takes_away(&standing.stands.value) {
                self.unseen(part, &standing)
            } else {
                Vec::new()
            };
            if !standing.others.is_empty() || !hidden.is_empty() {
                found.push(Conflict {
                    part,
                    stands: standing.stands,
                    others: standing.others,
                    hidden,
                });
            }
        }
        found.sort_by_key(|conflict| conflict.part);
        found
    }

    /// What went out of sight and whoever took it away had not seen.
    fn unseen<'a>(&'a self, gone: &'a Part, standing: &Standing<'a>) -> Vec<(&'a Part, &'a Write)> {
        let value = &standing.stands.value;
        let seen: HashSet<Id> = self
            .heads(gone)
            .into_iter()
            .filter(|write| meaning(&write.value) == meaning(value))
            .flat_map(|write| write.over.iter().copied().chain([write.deed]))
            .collect();
        let mut hidden = self.hidden(gone);
        hidden.retain(|(_, write)| !seen.contains(&write.deed) && !write.copy);
        hidden
    }
}
