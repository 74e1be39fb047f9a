//! Who is to do what, by when, and what is left of it.

use chrono::{Datelike, NaiveDate};
use sohoa_core::assignment::{Assignment, Task, due_day};
use sohoa_core::book::Id;
use sohoa_core::people::Right;
use sohoa_core::value::{PartialDate, text};

use crate::progress::Stand;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{AssignAsk, AssignablePerson, AssignmentRow};
use crate::{Result, Station, StationError};

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

    /// Gives a book, or a range of its cases, to somebody.
    ///
    /// # Errors
    /// `unknown_book`, `unknown_person`, `assign_role` when their roles do not let them, `assign_range`, `assign_due`
    /// for a day that is none, `second_not_double`
    pub fn assign(&self, ask: &AssignAsk) -> Result<AssignmentRow> {
        let _asked = self.may(Right::Assign)?;
        let person = self
            .session
            .people()
            .into_iter()
            .find(|person| person.id == ask.person);
        let person = person.ok_or_else(|| StationError::new("unknown_person"))?;
        if !person.may(ask.task.right()) {
            let task = self
                .knowledge
                .messages
                .text(&format!("task_{}", ask.task.as_str()), &[]);
            return Err(StationError::new("assign_role")
                .with("name", person.name)
                .with("task", task));
        }
        let due = self.due(ask.due.as_deref())?;
        let mut inner = self.inner();
        let book = inner.book(ask.book)?;
        if ask.task == Task::SecondKey && !book.keying.is_double() {
            return Err(StationError::new("second_not_double").with("book", book.code()));
        }
        let progress = inner.progress(ask.book)?;
        let total = progress.cases.len() as u32;
        let (from, to) = (ask.from.unwrap_or(1), ask.to.unwrap_or(total));
        let whole = ask.from.is_none() && ask.to.is_none();
        if !whole && (from == 0 || from > to || to > total) {
            return Err(StationError::new("assign_range")
                .with("book", book.code())
                .with("count", total));
        }
        let cases = match whole {
            true => Vec::new(),
            false => progress.cases[from as usize - 1..to as usize]
                .iter()
                .map(|one| one.case)
                .collect(),
        };
        let actor = self.session.actor();
        let assignment = Assignment {
            id: self.host.new_id(),
            book: ask.book,
            task: ask.task,
            cases,
            person: person.id,
            name: person.name,
            due,
            note: text::clean(&ask.note),
            by: actor.who,
            at: self.host.stamp(),
            closed: false,
        };
        let change = Change::Assignment {
            before: None,
            after: Some(assignment.clone()),
        };
        inner.transact(Op::Assign, ask.book, vec![change])?;
        self.assignment_row(&mut inner, assignment)
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
