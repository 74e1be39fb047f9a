//! Cases that meet: what the cases of one book say about each other and about those of other books.
//! Kept beside the book in memory and brought up to date case by case, so that typing a field
//! compares one case with the few that left the same trace.

use std::collections::{BTreeSet, HashMap};

use rustc_hash::FxHashMap;
use sohoa_core::book::{Case, Id};
use sohoa_core::find::{self, Words};
use sohoa_core::record::Record;
use sohoa_core::rules::across::{self, Member, Trace};
use sohoa_core::rules::{CaseInput, Engine, Finding, Known, Settings};
use sohoa_core::schema::BookType;

use crate::Result;
use crate::station::Knowledge;
use crate::store::{Met, Store, Tracer, Values};

/// The record of values that a store gives.
pub(crate) fn record_of(book_type: &BookType, values: Values) -> Record {
    let mut record = Record::new(book_type);
    for (column, value) in values {
        if let Some(field) = book_type.field_index(&column) {
            record.set(field, value);
        }
    }
    record
}

/// Makes traces, also those that the store keeps.
pub(crate) struct Traces<'a> {
    knowledge: &'a Knowledge,
    /// No trace hangs on them; a look at a case wants some.
    settings: Settings,
}

impl<'a> Traces<'a> {
    pub fn new(knowledge: &'a Knowledge) -> Self {
        Self {
            knowledge,
            settings: Settings::default(),
        }
    }

    fn of(&self, book_type: &BookType, case: &CaseInput) -> Vec<Trace> {
        let known = Known {
            catalogue: &self.knowledge.catalogue,
            settings: &self.settings,
            book_type,
            today: None,
        };
        across::traces_of(known, case)
    }
}

impl Tracer for Traces<'_> {
    fn version(&self) -> u32 {
        across::TRACES
    }

    fn words_version(&self) -> u32 {
        find::WORDS
    }

    fn words(&self, kind: &str, values: Values) -> Option<Words> {
        let book_type = self.knowledge.book_type(kind).ok()?;
        let words = find::words(book_type, &record_of(book_type, values));
        let named = |words: &Words| !words.subject.is_empty() || !words.others.is_empty();
        Some(words).filter(|words| named(words) || words.numbers.contains(' '))
    }

    fn traces(&self, kind: &str, case: Id, values: Values) -> Vec<u64> {
        let Ok(book_type) = self.knowledge.book_type(kind) else {
            return Vec::new();
        };
        let input = CaseInput {
            id: case,
            position: 0,
            record: record_of(book_type, values),
            pages: 0,
        };
        let traces = self.of(book_type, &input);
        traces.into_iter().map(|trace| trace.key).collect()
    }
}

/// A case of another book.
struct Other {
    kind: String,
    book: String,
    input: CaseInput,
}

/// See the module.
pub(crate) struct Meetings {
    /// Of each case, in the order of the book.
    traces: Vec<Vec<Trace>>,
    by_trace: FxHashMap<Trace, Vec<u32>>,
    /// Cases of other books, by trace.
    elsewhere: FxHashMap<u64, Vec<Id>>,
    others: HashMap<Id, Other>,
    /// Cases whose traces have to be made again.
    changed: BTreeSet<usize>,
}

impl Meetings {
    pub fn new(
        store: &dyn Store,
        knowledge: &Knowledge,
        book_type: &BookType,
        book: Id,
        inputs: &[CaseInput],
    ) -> Result<Self> {
        let mut fresh = Self {
            traces: vec![Vec::new(); inputs.len()],
            by_trace: FxHashMap::default(),
            elsewhere: FxHashMap::default(),
            others: HashMap::new(),
            changed: BTreeSet::new(),
        };
        let traces = Traces::new(knowledge);
        for (at, input) in inputs.iter().enumerate() {
            fresh.put(at, traces.of(book_type, input));
        }
        let met = store.met(book, None, across::MOST)?;
        fresh.take_in(store, knowledge, met)?;
        Ok(fresh)
    }

    /// Notes that a case was changed.
    pub fn changed(&mut self, at: usize) {
        self.changed.insert(at);
    }

    /// Brings in what was changed.
    pub fn refresh(
        &mut self,
        store: &dyn Store,
        knowledge: &Knowledge,
        book_type: &BookType,
        book: Id,
        inputs: &[CaseInput],
    ) -> Result<()> {
        for at in std::mem::take(&mut self.changed) {
            let Some(input) = inputs.get(at) else {
                continue;
            };
            let traces = Traces::new(knowledge).of(book_type, input);
            if self.traces[at] == traces {
                continue;
            }
            self.put(at, traces);
            let met = store.met(book, Some(input.id), across::MOST)?;
            self.take_in(store, knowledge, met)?;
        }
        Ok(())
    }

    fn put(&mut self, at: usize, traces: Vec<Trace>) {
        for trace in std::mem::take(&mut self.traces[at]) {
            if let Some(cases) = self.by_trace.get_mut(&trace) {
                cases.retain(|case| *case != at as u32);
            }
        }
        for trace in &traces {
            self.by_trace.entry(*trace).or_default().push(at as u32);
        }
        self.traces[at] = traces;
    }

    fn take_in(&mut self, store: &dyn Store, knowledge: &Knowledge, met: Vec<Met>) -> Result<()> {
        for Met { key, other, .. } in met {
            let cases = self.elsewhere.entry(key).or_default();
            if cases.contains(&other) {
                continue;
            }
            cases.push(other);
            if !self.others.contains_key(&other)
                && let Some(found) = other_case(store, knowledge, other)?
            {
                self.others.insert(other, found);
            }
        }
        Ok(())
    }

    /// What is said about the cases of the book, or about one of them alone.
    pub fn findings<'a>(
        &'a self,
        knowledge: &'a Knowledge,
        engine: &'a Engine<'a>,
        engine_for: &dyn Fn(&'a BookType) -> Engine<'a>,
        code: &str,
        inputs: &'a [CaseInput],
        about: Option<usize>,
    ) -> Vec<Finding> {
        let alone = |trace: &Trace| {
            self.by_trace.get(trace).is_none_or(|cases| cases.len() < 2)
                && !self.elsewhere.contains_key(&trace.key)
        };
        let mut wanted: Vec<Trace> = match about {
            Some(at) => self.traces[at]
                .iter()
                .filter(|t| !alone(t))
                .copied()
                .collect(),
            None => self
                .by_trace
                .keys()
                .filter(|t| !alone(t))
                .copied()
                .collect(),
        };
        // The order of findings must not hang on the order of a hash.
        wanted.sort_unstable();
        let mut engines: Vec<(&str, Engine<'a>)> = Vec::new();
        let strangers = |trace: &Trace| {
            let cases = self.elsewhere.get(&trace.key).into_iter().flatten();
            cases.filter_map(|case| self.others.get(case))
        };
        for other in wanted.iter().flat_map(strangers) {
            if !engines.iter().any(|(kind, _)| *kind == other.kind)
                && let Ok(book_type) = knowledge.book_type(&other.kind)
            {
                engines.push((&other.kind, engine_for(book_type)));
            }
        }
        let mut found = Vec::new();
        for trace in &wanted {
            let own = self.by_trace.get(trace).into_iter().flatten();
            let own: Vec<u32> = own.copied().collect();
            let mut members: Vec<Member<'_>> = own
                .iter()
                .map(|&at| Member {
                    engine,
                    book: code,
                    case: &inputs[at as usize],
                })
                .collect();
            members.extend(strangers(trace).filter_map(|other| {
                let (_, engine) = engines.iter().find(|(kind, _)| *kind == other.kind)?;
                Some(Member {
                    engine,
                    book: &other.book,
                    case: &other.input,
                })
            }));
            let spoken_of = |at: usize| {
                own.get(at)
                    .is_some_and(|case| about.is_none_or(|about| about == *case as usize))
            };
            found.extend(
                across::meet_about(trace.space, &members, spoken_of)
                    .into_iter()
                    .flatten(),
            );
        }
        across::without_repeats(&mut found);
        found
    }
}

fn other_case(store: &dyn Store, knowledge: &Knowledge, id: Id) -> Result<Option<Other>> {
    let Some(Case { book, pages, .. }) = store.case(id)? else {
        return Ok(None);
    };
    let Some(book) = store.book(book)? else {
        return Ok(None);
    };
    let book_type = knowledge.book_type(&book.kind)?;
    Ok(Some(Other {
        book: book.code(),
        input: CaseInput {
            id,
            // Its place is not known without its book; sentences about another book do not tell it.
            position: 0,
            record: record_of(book_type, store.record(id)?),
            pages: pages.len(),
        },
        kind: book.kind,
    }))
}
