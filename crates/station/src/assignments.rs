//! Who is to do what, by when, and what is left of it.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use sohoa_core::assignment::{Assignment, Task, dealt, due_day, ranges};
use sohoa_core::book::{Book, Id};
use sohoa_core::people::{Person, Right};
use sohoa_core::value::{PartialDate, text};

use crate::progress::{Progress, Stand};
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{AssignAsk, AssignablePerson, AssignmentRow};
use crate::{Result, Station, StationError};

/// Books that are named when they are refused.
const NAMED: usize = 5;

impl Station {
    /// Whom work can be given to: who works here, with the tasks that their roles let them do.
    ///
    /// # Errors
    /// `not_allowed`
    pub fn assignable(&self) -> Result<Vec<AssignablePerson>> {
        let _asked = self.may(Right::Assign)?;
        let mut people: Vec<AssignablePerson> = self
            .session
            .people()
            .into_iter()
            .filter(|person| person.active && self.session.is_keyed(person.id))
            .map(|person| AssignablePerson {
                id: person.id,
                tasks: Task::ALL
                    .into_iter()
                    .filter(|task| person.may(task.right()))
                    .collect(),
                name: person.name,
            })
            .filter(|person| !person.tasks.is_empty())
            .collect();
        people.sort_by_key(|person| person.name.to_lowercase());
        Ok(people)
    }

    /// Gives books, or a range of one book's cases, to somebody; or deals them to several people in equal shares: the
    /// cases of one book in ranges, several books whole, and none to whoever typed it or is to type it where that may not
    /// be the same person. All is looked at before any of it is given.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_person`, `assign_role` when their roles do not let them, `assign_range`, `assign_one_book`
    /// for a range of several, `assign_own`, `assign_due` for a day that is none, `second_not_double`
    pub fn assign(&self, ask: &AssignAsk) -> Result<Vec<AssignmentRow>> {
        let _asked = self.may(Right::Assign)?;
        let people = self.takers(ask)?;
        let due = self.due(ask.due.as_deref())?;
        let mut inner = self.inner();
        let mut books = Vec::new();
        for &book in &ask.books {
            let book = inner.book(book)?;
            if ask.task == Task::SecondKey && !book.keying.is_double() {
                return Err(StationError::new("second_not_double").with("book", book.code()));
            }
            books.push(book);
        }
        let given = match books.as_slice() {
            [] => return Err(StationError::new("unknown_book").with("book", "")),
            [book] => {
                let progress = inner.progress(book.id)?;
                parted(&progress, book, ask, &people)?
            }
            several => self.dealt(&mut inner, several, ask, &people)?,
        };
        let by = self.session.actor().who;
        let mut rows = Vec::new();
        for (book, person, cases) in given {
            let assignment = Assignment {
                id: self.host.new_id(),
                book,
                task: ask.task,
                cases,
                person: person.id,
                name: person.name.clone(),
                due: due.clone(),
                note: text::clean(&ask.note),
                by: by.clone(),
                at: self.host.stamp(),
                closed: false,
            };
            let change = Change::Assignment {
                before: None,
                after: Some(assignment.clone()),
            };
            inner.transact(Op::Assign, book, vec![change])?;
            rows.push(self.assignment_row(&mut inner, assignment)?);
        }
        Ok(rows)
    }

    /// Whom work is given to.
    fn takers(&self, ask: &AssignAsk) -> Result<Vec<Person>> {
        let known = self.session.people();
        let mut people: Vec<Person> = Vec::new();
        for id in &ask.people {
            let person = known.iter().find(|person| person.id == *id);
            let person = person.ok_or_else(|| StationError::new("unknown_person"))?;
            if !person.may(ask.task.right()) {
                let task = format!("task_{}", ask.task.as_str());
                return Err(StationError::new("assign_role")
                    .with("name", &person.name)
                    .with("task", self.knowledge.messages.text(&task, &[])));
            }
            if people.iter().all(|one| one.id != person.id) {
                people.push(person.clone());
            }
        }
        match people.is_empty() {
            true => Err(StationError::new("unknown_person")),
            false => Ok(people),
        }
    }

    /// Several books, each whole to one of these people.
    fn dealt<'a>(
        &self,
        inner: &mut Inner,
        books: &[Book],
        ask: &AssignAsk,
        people: &'a [Person],
    ) -> Result<Vec<Given<'a>>> {
        if ask.from.is_some() || ask.to.is_some() {
            return Err(StationError::new("assign_one_book"));
        }
        let mut sizes = Vec::new();
        let mut bars = HashSet::new();
        for (at, book) in books.iter().enumerate() {
            let progress = inner.progress(book.id)?;
            let given = inner.store.assignments(Some(book.id))?;
            sizes.push(progress.cases.len() as u32);
            for (nth, person) in people.iter().enumerate() {
                if is_barred(&given, &progress, ask.task, person.id) {
                    bars.insert((at, nth));
                }
            }
        }
        let takers = dealt(&sizes, people.len(), |book, person| {
            !bars.contains(&(book, person))
        });
        let nobodys = books
            .iter()
            .zip(&takers)
            .filter(|(_, taker)| taker.is_none());
        let nobodys: Vec<String> = nobodys.map(|(book, _)| book.code()).collect();
        if !nobodys.is_empty() {
            let some = nobodys.iter().take(NAMED).cloned().collect::<Vec<_>>();
            let more = if nobodys.len() > NAMED { ", …" } else { "" };
            return Err(StationError::new("assign_own")
                .with("count", nobodys.len())
                .with("books", format!("{}{more}", some.join(", "))));
        }
        let given = books.iter().zip(takers);
        Ok(given
            .filter_map(|(book, taker)| Some((book.id, &people[taker?], Vec::new())))
            .collect())
    }

    /// The day somebody typed, as it is kept.
    fn due(&self, typed: Option<&str>) -> Result<Option<String>> {
        let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
            return Ok(None);
        };
        let year = self.host.now().year().clamp(1900, 2100) as u16;
        let day = due_day(typed, year)
            .ok_or_else(|| StationError::new("assign_due").with("due", typed.trim()))?;
        Ok(Some(day.to_string()))
    }

    /// Ends work that was given: it was taken back, or is done with.
    ///
    /// # Errors
    /// `unknown_assignment`
    pub fn assign_end(&self, id: Id) -> Result<()> {
        let _asked = self.may(Right::Assign)?;
        let mut inner = self.inner();
        let before = inner.store.assignment(id)?;
        let before = before.ok_or_else(|| StationError::new("unknown_assignment"))?;
        let after = Assignment {
            closed: true,
            ..before.clone()
        };
        if before != after {
            let book = before.book;
            let change = Change::Assignment {
                before: Some(before),
                after: Some(after),
            };
            inner.transact(Op::AssignEnd, book, vec![change])?;
        }
        Ok(())
    }

    /// The work that was given and not ended, of one book or of all, with what is left of it.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn assignments(&self, book: Option<Id>) -> Result<Vec<AssignmentRow>> {
        let _asked = self.may(Right::Assign)?;
        self.rows_of(book, None)
    }

    /// The work of whoever is here, the most urgent first.
    ///
    /// # Errors
    /// What the disk says.
    pub fn my_work(&self) -> Result<Vec<AssignmentRow>> {
        let _asked = self.may(Right::Look)?;
        match self.session.actor().person {
            Some(me) => self.rows_of(None, Some(me)),
            None => Ok(Vec::new()),
        }
    }

    fn rows_of(&self, book: Option<Id>, person: Option<Id>) -> Result<Vec<AssignmentRow>> {
        let mut all = self.inner().store.assignments(book)?;
        all.retain(|one| !one.closed && person.is_none_or(|person| one.person == person));
        let mut rows = Vec::new();
        for one in all {
            // Let go between two books: whoever types waits for one of them, not for hundreds.
            rows.push(self.assignment_row(&mut self.inner(), one)?);
        }
        let day = |row: &AssignmentRow| row.due.clone().unwrap_or_else(|| "9999".to_owned());
        rows.sort_by(|a, b| {
            (day(a), &a.code, a.from, &a.name).cmp(&(day(b), &b.code, b.from, &b.name))
        });
        Ok(rows)
    }

    fn assignment_row(&self, inner: &mut Inner, one: Assignment) -> Result<AssignmentRow> {
        let today = match self.host.today() {
            PartialDate::Day(day) => Some(day),
            _ => None,
        };
        let book = inner.book(one.book)?;
        let progress = inner.progress(one.book)?;
        let cases = progress.cases.iter().zip(1..);
        let given: Vec<(&Stand, u32)> = cases
            .filter(|(stand, _)| one.takes(stand.case) && !stand.held)
            .collect();
        let left = given.iter().filter(|(stand, _)| stand.is_left(one.task));
        let next = left.clone().next().map(|(stand, _)| stand.case);
        let left = left.count() as u32;
        // Where nobody else may check, one's own work is checked by oneself.
        let kept = one.task != Task::Check || self.others_check(one.person);
        let own = given
            .iter()
            .filter(|(stand, _)| kept && stand.is_own(one.task, one.person));
        let own = own.count() as u32;
        let due: Option<NaiveDate> = one.due.as_deref().and_then(|due| due.parse().ok());
        Ok(AssignmentRow {
            id: one.id,
            book: one.book,
            code: book.code(),
            kind: book.kind,
            task: one.task,
            whole: one.cases.is_empty(),
            from: given.first().map(|(_, place)| *place),
            to: given.last().map(|(_, place)| *place),
            cases: given.len() as u32,
            left,
            next,
            own,
            person: one.person,
            name: one.name,
            late: due.zip(today).is_some_and(|(due, today)| due < today) && left > 0,
            due: one.due,
            note: one.note,
            by: one.by,
            at: one.at,
        })
    }
}

/// A book, who gets it, and the cases of it, none for all.
type Given<'a> = (Id, &'a Person, Vec<Id>);

/// A range of one book, or all of it, in equal parts.
fn parted<'a>(
    progress: &Progress,
    book: &Book,
    ask: &AssignAsk,
    people: &'a [Person],
) -> Result<Vec<Given<'a>>> {
    let total = progress.cases.len() as u32;
    let whole = ask.from.is_none() && ask.to.is_none();
    if let ([person], true) = (people, whole) {
        return Ok(vec![(book.id, person, Vec::new())]);
    }
    let (from, to) = (ask.from.unwrap_or(1), ask.to.unwrap_or(total));
    if from == 0 || from > to || to > total {
        return Err(StationError::new("assign_range")
            .with("book", book.code())
            .with("count", total));
    }
    let meant = &progress.cases[from as usize - 1..to as usize];
    let parts = ranges(meant.len() as u32, people.len() as u32);
    let cases = |(from, to): (u32, u32)| {
        let part = &meant[from as usize - 1..to as usize];
        part.iter().map(|one| one.case).collect()
    };
    let given = people.iter().zip(parts);
    Ok(given
        .map(|(person, part)| (book.id, person, cases(part)))
        .collect())
}

/// Whether somebody is not to get that work in a book, because they typed in it or are to: nobody types the same twice,
/// or checks what they typed.
fn is_barred(given: &[Assignment], progress: &Progress, task: Task, person: Id) -> bool {
    let others: &[Task] = match task {
        Task::Mend => &[],
        Task::Key => &[Task::SecondKey, Task::Check],
        Task::SecondKey => &[Task::Key, Task::Check],
        Task::Check => &[Task::Key, Task::SecondKey],
    };
    let mut open = given
        .iter()
        .filter(|one| !one.closed && one.person == person);
    open.any(|one| others.contains(&one.task))
        || progress.cases.iter().any(|one| one.is_own(task, person))
}
