//! What a second keyer may see of a book: the pictures and what they typed themselves. The book in memory is made so
//! that nothing else is in it for them; whatever a use case does with it, it cannot show what the first typed.

use std::collections::{BTreeMap, HashMap, HashSet};

use sohoa_core::assignment::{Assignment, Task};
use sohoa_core::book::{Case, CaseState, Id};
use sohoa_core::keying::{Keying, Reading, Standing};
use sohoa_core::people::Right;
use sohoa_core::record::{FieldValue, Record};
use sohoa_core::rules::Finding;
use sohoa_core::schema::BookType;

use crate::Result;
use crate::contents::Contents;
use crate::first::begun;
use crate::people::Session;
use crate::store::Store;

/// What second keyers typed for a case, by column.
pub(crate) type Readings = BTreeMap<String, Reading>;

/// See the module.
#[derive(Default)]
pub(crate) struct Eyes {
    /// For whom the book was read, where not everybody sees the same.
    whom: Option<Option<Id>>,
    /// Only pictures and empty forms are here: what the first typed is not known at all.
    pub unknown: bool,
    /// What second keyers typed, in a book that is typed twice.
    pub readings: HashMap<Id, Readings>,
    /// What stands in the cases that are typed a second time, and is not shown.
    hidden: HashMap<Id, Hidden>,
}

/// What the first keyer left.
struct Hidden {
    record: Record,
    state: CaseState,
    who: String,
}

/// For whom a book is read.
pub(crate) struct Looker<'a> {
    store: &'a dyn Store,
    session: &'a Session,
}

impl<'a> Looker<'a> {
    pub fn new(store: &'a dyn Store, session: &'a Session) -> Self {
        Self { store, session }
    }

    /// Whether there may be cases of a book that whoever is here shall not see.
    pub fn may_be_blind(&self, book: Id, keying: &Keying) -> Result<bool> {
        if !keying.is_double() {
            return Ok(false);
        }
        if self.store.is_blind(book)? {
            return Ok(true);
        }
        let Some(me) = self.session.actor().person else {
            return Ok(false);
        };
        let second = |one: &Assignment| one.task == Task::SecondKey;
        Ok(self.types_second(me) || self.own(book, me)?.iter().any(second))
    }

    /// Whether somebody types and has no other reason to see what the first typed.
    fn types_second(&self, me: Id) -> bool {
        let people = self.session.people();
        let person = people.iter().find(|person| person.id == me);
        person.is_some_and(|person| person.may(Right::Key) && !person.may(Right::Adjudicate))
    }

    fn own(&self, book: Id, me: Id) -> Result<Vec<Assignment>> {
        let mut all = self.store.assignments(Some(book))?;
        all.retain(|one| !one.closed && one.person == me);
        Ok(all)
    }
}

/// Readings by case and column.
pub(super) fn by_case(readings: Vec<(Id, String, Reading)>) -> HashMap<Id, Readings> {
    let mut all: HashMap<Id, Readings> = HashMap::new();
    for (case, column, reading) in readings {
        all.entry(case).or_default().insert(column, reading);
    }
    all
}

/// Whether both keyers are through with a case, or a third person has to look.
pub(crate) fn is_through(
    book_type: &BookType,
    keying: &Keying,
    readings: Option<&Readings>,
) -> bool {
    taken(book_type, keying).all(|column| {
        let standing = readings
            .and_then(|all| all.get(column))
            .map(|one| &one.standing);
        matches!(
            standing,
            Some(Standing::Agreed { .. } | Standing::Third { .. } | Standing::Settled { .. })
        )
    })
}

/// The columns of a book that are typed twice.
pub(crate) fn taken<'a>(
    book_type: &'a BookType,
    keying: &'a Keying,
) -> impl Iterator<Item = &'a str> {
    (0..book_type.fields.len())
        .filter(|field| keying.takes(book_type, *field))
        .map(|field| book_type.fields[field].column.as_str())
}

impl Eyes {
    /// Whether the book was read for them as well.
    pub fn serve(&self, person: Option<Id>) -> bool {
        self.whom.is_none_or(|whom| whom == person)
    }

    /// Whether somebody types a case a second time and shall not see what the first typed.
    pub fn hide(&self, case: Id) -> bool {
        self.hidden.contains_key(&case)
    }

    /// All such cases.
    pub fn hidden_cases(&self) -> impl Iterator<Item = Id> {
        self.hidden.keys().copied()
    }

    /// Whether there is any such case.
    pub fn hide_any(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// What the first keyer left in a field; nothing while that is not known or not finished.
    pub fn first(&self, case: Id, field: usize) -> Option<&FieldValue> {
        let hidden = self.hidden.get(&case).filter(|_| !self.unknown)?;
        (hidden.state == CaseState::Done).then(|| hidden.record.at(field))
    }

    /// What a second keyer typed into a field.
    pub fn reading(&self, case: Id, column: &str) -> Option<&Reading> {
        self.readings.get(&case)?.get(column)
    }
}

/// What of a reading is shown in the field: what is asked for again is typed from nothing.
fn shown(reading: &Reading) -> FieldValue {
    match reading.standing {
        Standing::Again { .. } => FieldValue::default(),
        _ => reading.typed.clone(),
    }
}

impl Contents {
    /// Takes out of it what whoever looks shall not see.
    pub fn seen_by(&mut self, looker: &Looker<'_>, book_type: &BookType) -> Result<()> {
        let (book, keying) = (self.book.id, self.book.keying.clone());
        if !keying.is_double() {
            return Ok(());
        }
        let me = looker.session.actor().person;
        self.eyes.readings = by_case(looker.store.readings(book)?);
        self.eyes.whom = Some(me);
        self.eyes.unknown = looker.store.is_blind(book)?;
        let hidden: Vec<usize> = if self.eyes.unknown {
            (0..self.cases.len()).collect()
        } else {
            let Some(me) = me else { return Ok(()) };
            // Most people who see everything have nothing to type here, and need not be looked up in the history.
            if !looker.may_be_blind(book, &keying)? {
                return Ok(());
            }
            let typed: HashSet<Id> = looker.store.first_keyed(book, me)?;
            let given = looker.own(book, me)?;
            let types = looker.types_second(me);
            let hides = |index: &usize| {
                let case = self.cases[*index].id;
                let given = |task| given.iter().any(|one| one.task == task && one.takes(case));
                let theirs = typed.contains(&case) || given(Task::Key);
                let asked = given(Task::SecondKey)
                    || types && begun(book_type, &self.inputs[*index].record);
                let readings = self.eyes.readings.get(&case);
                !theirs && asked && !is_through(book_type, &keying, readings)
            };
            (0..self.cases.len()).filter(hides).collect()
        };
        for index in hidden {
            let case = self.cases[index].id;
            let own = Record::new(book_type);
            let hidden = Hidden {
                record: std::mem::replace(&mut self.inputs[index].record, own),
                state: self.cases[index].state,
                who: std::mem::take(&mut self.who[index]),
            };
            self.eyes.hidden.insert(case, hidden);
            self.show_second(book_type, index);
        }
        Ok(())
    }

    /// Shows of a case what the second keyer typed.
    fn show_second(&mut self, book_type: &BookType, index: usize) {
        let case = self.cases[index].id;
        let readings = self.eyes.readings.get(&case);
        let mut typed = true;
        self.who[index].clear();
        for field in 0..book_type.fields.len() {
            if !self.book.keying.takes(book_type, field) {
                continue;
            }
            let reading = readings.and_then(|all| all.get(&book_type.fields[field].column));
            typed &= reading.is_some_and(|reading| reading.standing.is_typed());
            if let Some(reading) = reading {
                self.who[index].clone_from(&reading.who);
            }
            let value = reading.map(shown).unwrap_or_default();
            self.inputs[index].record.set(field, value);
        }
        self.cases[index].state = if typed {
            CaseState::Done
        } else {
            CaseState::Draft
        };
    }

    /// Follows what was typed a second time.
    pub(crate) fn follow_reading(
        &mut self,
        book_type: &BookType,
        case: Id,
        column: &str,
        after: Option<&Reading>,
    ) {
        let readings = self.eyes.readings.entry(case).or_default();
        match after {
            Some(after) => drop(readings.insert(column.to_owned(), after.clone())),
            None => drop(readings.remove(column)),
        }
        let Some(index) = self.index_of(case).filter(|_| self.eyes.hide(case)) else {
            return;
        };
        let through = is_through(book_type, &self.book.keying, self.eyes.readings.get(&case));
        if !through || self.eyes.unknown {
            self.show_second(book_type, index);
        } else if let Some(hidden) = self.eyes.hidden.remove(&case) {
            // Both are through: there is nothing to hide any more.
            self.inputs[index].record = hidden.record;
            self.cases[index].state = hidden.state;
            self.who[index] = hidden.who;
        }
    }

    /// Follows what became of a field whose content is not shown; `false` when it is.
    pub(crate) fn follow_hidden(&mut self, case: Id, field: usize, after: &FieldValue) -> bool {
        let Some(hidden) = self.eyes.hidden.get_mut(&case) else {
            return false;
        };
        hidden.record.set(field, after.clone());
        true
    }

    /// A case as it is shown, after it was changed.
    pub(crate) fn follow_case(&mut self, index: usize, after: &Case) {
        let shown = self.cases[index].state;
        self.cases[index] = after.clone();
        if let Some(hidden) = self.eyes.hidden.get_mut(&after.id) {
            hidden.state = after.state;
            self.cases[index].state = shown;
        }
    }

    /// Of what is found about a case that is typed a second time, only what its fields that are typed say by
    /// themselves.
    pub(crate) fn is_shown(&self, book_type: &BookType, finding: &Finding) -> bool {
        let Some(case) = finding.case.filter(|case| self.eyes.hide(*case)) else {
            return true;
        };
        let field = finding.field.as_deref();
        let Some(field) = field.and_then(|column| book_type.field_index(column)) else {
            return false;
        };
        let typed = self
            .index_of(case)
            .is_some_and(|index| !self.inputs[index].record.at(field).is_untouched());
        typed && self.book.keying.takes(book_type, field)
    }
}
