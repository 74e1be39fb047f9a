//! Cases that meet: the same child, couple, death or number in two places of the workspace. Found
//! by blocking: each case leaves a few traces, and only cases that left the same one are compared.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::engine::{Engine, Scratch};
use super::finding::{Finding, Hit};
use super::view::{CaseInput, CaseView, Known, PersonView};
use crate::schema::{Part, Role};
use crate::value::PartialDate;
use crate::viet::fold::name_key;

/// What two cases have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Space {
    /// A child's name and birth date.
    Child,
    /// A mother and a child's birth date: the same child under another spelling, or a twin.
    Birth,
    /// A spouse's name and birth date.
    Spouse,
    /// The names of a couple.
    Couple,
    /// A dead person's name and day of death.
    Death,
    /// The names of parent and child of a recognition.
    Recognition,
    /// The number of an identity paper.
    Paper,
}

/// One thing by which a case may meet others. Equal traces are only candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trace {
    /// What it is about.
    pub space: Space,
    /// Hash of it.
    pub key: u64,
}

/// Which way of making traces this is. Raised whenever a trace of the same case would come out
/// otherwise, so that traces kept by an older program are made again.
pub const TRACES: u32 = 1;

fn trace(space: Space, key: impl Hash) -> Trace {
    let mut hasher = FxHasher::default();
    // With the space inside, the key alone tells traces apart where only keys are kept.
    (space as u8).hash(&mut hasher);
    key.hash(&mut hasher);
    Trace {
        space,
        key: hasher.finish(),
    }
}

/// A day is needed: names repeat too often beside a mere year.
fn day(date: Option<PartialDate>) -> Option<PartialDate> {
    date.filter(|date| matches!(date, PartialDate::Day(_)))
}

fn named(person: Option<PersonView<'_>>) -> Option<String> {
    let key = name_key(&person?.name());
    (!key.is_empty()).then_some(key)
}

/// The digits of a number long enough to be one person's; sequences of one digit are not.
pub(super) fn paper_key(number: &str) -> Option<u64> {
    let mut key = 0u64;
    let mut count = 0u32;
    let (mut first, mut all_same) = (None, true);
    for digit in number.chars().filter_map(|c| c.to_digit(10)) {
        all_same &= *first.get_or_insert(digit) == digit;
        key = key.wrapping_mul(10).wrapping_add(u64::from(digit));
        count += 1;
    }
    (count >= 9 && !all_same).then_some(key)
}

/// The traces of a case, when no engine is at hand: in order, each once.
#[must_use]
pub fn traces_of(known: Known<'_>, case: &CaseInput) -> Vec<Trace> {
    let mut dates = Vec::new();
    let mut out = Vec::new();
    traces(&CaseView::reading(known, case, &mut dates), &mut out);
    out.sort_unstable();
    out.dedup();
    out
}

/// The traces of a case.
pub(super) fn traces(view: &CaseView<'_>, out: &mut Vec<Trace>) {
    if let Some(child) = view.person(Part::Child)
        && let Some(born) = day(child.birth())
    {
        out.extend(named(Some(child)).map(|name| trace(Space::Child, (name, born))));
        let mother = named(view.person(Part::Mother));
        out.extend(mother.map(|name| trace(Space::Birth, (name, born))));
    }
    for part in [Part::Husband, Part::Wife] {
        if let Some(person) = view.person(part)
            && let Some(born) = person.birth()
            && let Some(name) = named(Some(person))
        {
            out.push(trace(Space::Spouse, (name, born)));
        }
    }
    let pair = |a, b| Some((named(view.person(a))?, named(view.person(b))?));
    out.extend(pair(Part::Husband, Part::Wife).map(|names| trace(Space::Couple, names)));
    out.extend(pair(Part::Parent, Part::Recognised).map(|names| trace(Space::Recognition, names)));
    if let Some(name) = named(view.person(Part::Deceased))
        && let Some(died) = day(view.date(view.field(Role::DeathDate)))
    {
        out.push(trace(Space::Death, (name, died)));
    }
    for person in view.people() {
        let number = |field| paper_key(&person.text(field));
        let (paper, own) = (
            number(person.person.id_number),
            number(person.person.personal_id),
        );
        out.extend(paper.map(|key| trace(Space::Paper, key)));
        out.extend(
            own.filter(|own| paper != Some(*own))
                .map(|key| trace(Space::Paper, key)),
        );
    }
}

/// Two cases that left the same trace.
pub struct Pair<'a> {
    /// What they have in common.
    pub space: Space,
    /// The case the finding is about.
    pub this: &'a CaseView<'a>,
    /// The other one.
    pub other: &'a CaseView<'a>,
    /// Code of the book the other one is in.
    pub other_book: &'a str,
    /// Both are in one book.
    pub same_book: bool,
}

/// What a rule about pairs says about the first of the two.
pub type OnPair = fn(&Pair<'_>) -> Option<Hit>;

/// A case somewhere in the workspace, with the engine of its type.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    /// The engine of its book type.
    pub engine: &'a Engine<'a>,
    /// Code of its book.
    pub book: &'a str,
    /// The case.
    pub case: &'a CaseInput,
}

/// Most cases compared with each other for one trace. More have something in common that says
/// nothing, such as a number that stands for a missing one.
pub const MOST: usize = 40;

/// What members that left the same trace say about each other, for each of them.
#[must_use]
pub fn meet(space: Space, members: &[Member<'_>]) -> Vec<Vec<Finding>> {
    meet_about(space, members, |_| true)
}

/// As [`meet`], but only what is said about the members that are `wanted`, by place.
#[must_use]
pub fn meet_about(
    space: Space,
    members: &[Member<'_>],
    wanted: impl Fn(usize) -> bool,
) -> Vec<Vec<Finding>> {
    let mut found: Vec<Vec<Finding>> = members.iter().map(|_| Vec::new()).collect();
    if members.len() < 2 || members.len() > MOST {
        return found;
    }
    let mut scratches: Vec<Scratch> = members.iter().map(|_| Scratch::default()).collect();
    let views: Vec<CaseView<'_>> = members
        .iter()
        .zip(&mut scratches)
        .map(|(member, scratch)| member.engine.seen(member.case, scratch))
        .collect();
    for (at, (member, this)) in members.iter().zip(&views).enumerate() {
        if !wanted(at) {
            continue;
        }
        for (other_at, (other_member, other)) in members.iter().zip(&views).enumerate() {
            if other_at == at || other_member.case.id == member.case.id {
                continue;
            }
            let pair = Pair {
                space,
                this,
                other,
                other_book: other_member.book,
                same_book: other_member.book == member.book,
            };
            member.engine.pair_into(&pair, &mut found[at]);
        }
        without_repeats(&mut found[at]);
    }
    found
}

/// What members say about each other. `traces` holds those they left, each with the member's place.
#[must_use]
pub fn among(members: &[Member<'_>], traces: &[(Trace, u32)]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (space, group) in groups(traces) {
        let met: Vec<Member<'_>> = group
            .iter()
            .filter_map(|&at| members.get(at as usize))
            .copied()
            .collect();
        found.extend(meet(space, &met).into_iter().flatten());
    }
    without_repeats(&mut found);
    found
}

/// Leaves one finding of a rule for a field of a case: the first of several others is enough to go
/// on, and the same two may meet in more than one way.
pub fn without_repeats(found: &mut Vec<Finding>) {
    let mut seen = FxHashSet::default();
    found
        .retain(|finding| seen.insert((finding.rule.clone(), finding.case, finding.field.clone())));
}

/// Bits that may be set.
struct Bits(Vec<u64>);

impl Bits {
    fn place(&self, key: u64) -> (usize, u64) {
        let at = (key >> 7) as usize & (self.0.len() - 1);
        (at, 1 << (key & 63))
    }

    /// Sets the bit of a key; whether it was set before.
    fn set(&mut self, key: u64) -> bool {
        let (at, bit) = self.place(key);
        let before = self.0[at] & bit != 0;
        self.0[at] |= bit;
        before
    }

    fn has(&self, key: u64) -> bool {
        let (at, bit) = self.place(key);
        self.0[at] & bit != 0
    }
}

/// Positions of those that share a trace, for every trace that more than one left. Nearly every
/// trace is left once: those are dropped with two bits each before anything is sorted.
#[must_use]
pub fn groups(traces: &[(Trace, u32)]) -> Vec<(Space, Vec<u32>)> {
    let words = (traces.len() / 4).next_power_of_two().max(64);
    let (mut once, mut twice) = (Bits(vec![0; words]), Bits(vec![0; words]));
    for (trace, _) in traces {
        if once.set(trace.key) {
            twice.set(trace.key);
        }
    }
    let shared = traces.iter().filter(|(trace, _)| twice.has(trace.key));
    let mut shared: Vec<(Trace, u32)> = shared.copied().collect();
    shared.sort_unstable();
    shared.dedup();
    shared
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .map(|group| (group[0].0.space, group.iter().map(|(_, at)| *at).collect()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Traces are kept in workspaces. If this fails, hashes come out otherwise than before: raise
    /// [`TRACES`], and put the new number here.
    #[test]
    fn traces_come_out_as_those_kept_in_workspaces() {
        let name = name_key("Vàng A Sủa");
        assert_eq!(
            (TRACES, trace(Space::Child, (name, 7u64)).key),
            (1, 12852528192936633402)
        );
    }
}
