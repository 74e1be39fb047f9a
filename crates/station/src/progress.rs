//! How far each case of a book has come with those who work on it: enough to say what is left of work that was given,
//! without reading what was typed where nobody asks for it. Kept between two looks, since a workspace has hundreds of
//! books and most of them stand still.

use std::collections::HashMap;
use std::sync::Arc;

use sohoa_core::assignment::Task;
use sohoa_core::book::{CaseState, Id};
use sohoa_core::checking::{Checked, Mark, Said, checked, held};
use sohoa_core::record::Record;
use sohoa_core::schema::BookType;

use crate::Result;
use crate::checks::whole_marks;
use crate::contents::in_order;
use crate::meetings::record_of;
use crate::second::taken;
use crate::station::Inner;
use crate::store::{Change, Typed};

/// See the module. It says the same whoever is here.
pub(crate) struct Progress {
    /// In the order of the pages, without those taken out.
    pub cases: Vec<Stand>,
}

/// Where a case stands.
pub(crate) struct Stand {
    /// Which.
    pub case: Id,
    /// Another office hands it in.
    pub held: bool,
    /// Its first keyer called it complete.
    done: bool,
    /// Its second keyer has nothing to type there, as far as it is known.
    second: bool,
    /// What its checker said of the whole.
    pub checked: Checked,
    /// Who typed there, and whether as a later one. Only those with an account.
    typists: Vec<(Id, bool)>,
}

impl Stand {
    /// Whether whoever was given that task has something to do there.
    pub fn is_left(&self, task: Task) -> bool {
        match task {
            Task::Key => !self.done,
            Task::SecondKey => !self.second,
            Task::Check => !self.done || self.checked.waits(),
            Task::Mend => self.checked == Checked::Returned,
        }
    }

    /// Whether it keeps somebody from that work there that they typed it themselves.
    pub fn is_own(&self, task: Task, person: Id) -> bool {
        let counts = |later: bool| match task {
            Task::Key | Task::Mend => false,
            Task::SecondKey => !later,
            Task::Check => true,
        };
        (self.typists.iter()).any(|(typist, later)| *typist == person && counts(*later))
    }
}

/// What is known of books, each with the deed after which it was so.
#[derive(Default)]
pub(crate) struct Progresses(HashMap<Id, (Option<Id>, Arc<Progress>)>);

/// Whether a deed leaves as it was how far cases have come: giving work does, and hundreds of books are given at once.
pub(crate) fn is_kept(changes: &[Change]) -> bool {
    let given = |change: &Change| matches!(change, Change::Assignment { .. });
    changes.iter().all(given)
}

impl Progresses {
    /// Keeps what is known of a book through such a deed, the one after `before`.
    pub fn carry(&mut self, book: Id, before: Option<Id>, deed: Id) {
        if let Some((at, _)) = self.0.get_mut(&book)
            && *at == before
        {
            *at = Some(deed);
        }
    }
}

impl Inner {
    /// How far the cases of a book have come.
    pub fn progress(&mut self, book: Id) -> Result<Arc<Progress>> {
        let last = self.store.last_change(book)?.map(|last| last.id);
        if let Some((at, known)) = self.progresses.0.get(&book)
            && *at == last
        {
            return Ok(known.clone());
        }
        let progress = Arc::new(self.read_progress(book)?);
        self.progresses.0.insert(book, (last, progress.clone()));
        Ok(progress)
    }

    fn read_progress(&self, book: Id) -> Result<Progress> {
        let found = self.book(book)?;
        let book_type = self.knowledge.book_type(&found.kind)?;
        let columns: Vec<&str> = taken(book_type, &found.keying).collect();
        let typed = match columns.is_empty() {
            true => HashMap::new(),
            false => self.store.typed_second(book, &columns)?,
        };
        let whole = whole_marks(self, book)?;
        let (hold, nothing) = (
            self.passed_hold(book, book_type, &whole)?,
            held(&Record::new(book_type), book_type),
        );
        let (_, cases) = in_order(self.store.as_ref(), book)?;
        let mut typists: HashMap<Id, Vec<(Id, bool)>> = HashMap::new();
        for (case, person, later) in self.store.typists(book)? {
            typists.entry(case).or_default().push((person, later));
        }
        let mut stand = |case: sohoa_core::book::Case| Stand {
            typists: typists.remove(&case.id).unwrap_or_default(),
            held: case.held.is_some(),
            done: case.state == CaseState::Done,
            second: typed.get(&case.id).copied().unwrap_or(0) == columns.len(),
            checked: checked(whole.get(&case.id), hold.get(&case.id).unwrap_or(&nothing)),
            case: case.id,
        };
        Ok(Progress {
            cases: cases.into_iter().map(&mut stand).collect(),
        })
    }

    /// What the cases that were found right hold now, as a digest. Of the others nobody asks.
    fn passed_hold(
        &self,
        book: Id,
        book_type: &BookType,
        whole: &HashMap<Id, Mark>,
    ) -> Result<HashMap<Id, String>> {
        let passed = |case: &Id| {
            whole
                .get(case)
                .is_some_and(|mark| mark.said == Said::Passed)
        };
        if !whole.keys().any(passed) {
            return Ok(HashMap::new());
        }
        let records = self.store.records(book)?.into_iter();
        let hold = |typed: Typed| {
            (
                typed.case,
                held(&record_of(book_type, typed.values), book_type),
            )
        };
        Ok(records
            .filter(|typed| passed(&typed.case))
            .map(hold)
            .collect())
    }
}
