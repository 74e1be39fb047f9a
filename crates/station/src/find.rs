//! Finding anyone in the whole workspace, as somebody types.

use std::sync::Arc;

use sohoa_core::book::Id;
use sohoa_core::find::{Asked, Query, is_officer};
use sohoa_core::people::Right;
use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Field, Kind, Role};

use crate::jobs::{Pace, Progress};
use crate::meetings::{Traces, record_of};
use crate::pace::for_a_pause;
use crate::station::Inner;
use crate::store::Tracer;
use crate::view::{Found, Hit, HitField};
use crate::{Result, Station};

impl Station {
    /// Cases that fit what is typed: words of names and places by their beginnings, with or without marks, dates,
    /// registration numbers, numbers of papers; all of them must fit.
    ///
    /// # Errors
    /// What the disk says.
    pub fn find(&self, typed: &str, kind: Option<&str>, most: usize) -> Result<Found> {
        let _asked = self.may(Right::Look)?;
        let query = Query::parse(typed);
        let mut inner = self.inner();
        let version = Traces::new(&self.knowledge).words_version();
        let waiting = inner.store.unindexed(version)?.len() as u32;
        if query.is_empty() {
            return Ok(Found {
                hits: Vec::new(),
                more: false,
                waiting,
            });
        }
        let mut cases = inner.store.sought(&query, kind, most + 1)?;
        let more = cases.len() > most;
        cases.truncate(most);
        let mut hits = Vec::with_capacity(cases.len());
        for case in cases {
            let book = inner.book_of_case(case)?;
            if !inner.hides(book, case)? {
                hits.extend(self.hit(&inner, &query, case)?);
            }
        }
        hits.sort_by_key(|(fit, _)| *fit);
        Ok(Found {
            hits: hits.into_iter().map(|(_, hit)| hit).collect(),
            more,
            waiting,
        })
    }

    fn hit(&self, inner: &Inner, query: &Query, case: Id) -> Result<Option<(u8, Hit)>> {
        let Some(found) = inner.store.case(case)? else {
            return Ok(None);
        };
        let book = inner.book(found.book)?;
        let book_type = self.knowledge.book_type(&book.kind)?;
        let record = record_of(book_type, inner.store.record(case)?);
        let texts = |role: Role| -> String {
            let fields = book_type.role(role).iter().map(|&field| record.text(field));
            let texts: Vec<&str> = fields.filter(|text| !text.is_empty()).collect();
            texts.join(" – ")
        };
        let (fit, met) = met(query, book_type, &record);
        let hit = Hit {
            case,
            book: book.id,
            code: book.code(),
            number: texts(Role::Number),
            name: texts(Role::SubjectName),
            birth: texts(Role::SubjectBirthDate),
            registered: texts(Role::RegistrationDate),
            met,
            kind: book.kind,
        };
        Ok(Some((fit, hit)))
    }

    /// Makes what an older program wrote findable.
    ///
    /// # Errors
    /// What the disk says.
    pub fn index_all(&self, tell: &dyn Fn(Progress)) -> Result<()> {
        let _asked = self.may(Right::Look)?;
        let version = Traces::new(&self.knowledge).words_version();
        let total = self.inner().store.unindexed(version)?.len() as u32;
        let pace = Pace::new();
        let mut done = 0;
        while self.index_next()? {
            done += 1;
            tell(pace.progress(done, total, String::new()));
        }
        Ok(())
    }

    /// The same in a thread of its own, with pauses in which others get to work.
    pub fn index_in_background(self: &Arc<Self>) {
        let station = Arc::downgrade(self);
        std::thread::spawn(move || {
            loop {
                for_a_pause(&|| station.upgrade());
                let Some(station) = station.upgrade() else {
                    return;
                };
                // Trouble with the disk shows wherever somebody works; the rest waits for the next start.
                if !station.index_next().unwrap_or(false) {
                    return;
                }
                drop(station);
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
        });
    }

    /// Makes one more book findable; `false` when all are.
    fn index_next(&self) -> Result<bool> {
        let tracer = Traces::new(&self.knowledge);
        let mut inner = self.inner();
        let Some(book) = inner
            .store
            .unindexed(tracer.words_version())?
            .first()
            .copied()
        else {
            return Ok(false);
        };
        inner.store.index_book(book, &tracer)?;
        Ok(true)
    }
}

/// The field that has most of what the names the case is about have not, and how well the case fits: at once in
/// those names, in one field, or only in several together.
fn met(query: &Query, book_type: &BookType, record: &Record) -> (u8, Option<HitField>) {
    let fields = || book_type.fields.iter().enumerate();
    let in_field = |index: usize| query.met(book_type.fields[index].kind, record.text(index));
    let mut missing = vec![true; query.asked.len()];
    let shown = [
        Role::SubjectName,
        Role::SubjectBirthDate,
        Role::Number,
        Role::RegistrationDate,
    ];
    for (index, field) in fields() {
        if field.role.is_some_and(|role| shown.contains(&role)) {
            for (open, met) in missing.iter_mut().zip(in_field(index)) {
                *open &= !met;
            }
        }
    }
    let words = query
        .asked
        .iter()
        .filter(|asked| matches!(asked, Asked::Text { .. }));
    let words = words.count();
    // Covers how much of what is missing, and how much at all.
    let mut best: Option<((usize, usize), usize)> = None;
    for (index, _) in fields().filter(|(_, field)| searched(field)) {
        let met = in_field(index);
        let new = missing
            .iter()
            .zip(&met)
            .filter(|(open, met)| **open && **met);
        let covers = (new.count(), met.iter().filter(|met| **met).count());
        if covers.0 > 0 && best.is_none_or(|best| covers > best.0) {
            best = Some((covers, index));
        }
    }
    let Some(((_, covered), index)) = best else {
        return (0, None);
    };
    let field = HitField {
        column: book_type.fields[index].column.clone(),
        label: book_type.fields[index].label.clone(),
        text: record.text(index).to_owned(),
    };
    (if covered >= words { 1 } else { 2 }, Some(field))
}

fn searched(field: &Field) -> bool {
    let kind = matches!(
        field.kind,
        Kind::Name
            | Kind::Address
            | Kind::AdminUnit
            | Kind::RegistrationPlace
            | Kind::Date
            | Kind::IdNumber
            | Kind::PersonalId
    );
    kind && !is_officer(field)
}
