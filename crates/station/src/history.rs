//! What happened to the fields of a case, and taking an earlier state back. That is a change of its own: the
//! history only grows.

use sohoa_core::book::Id;
use sohoa_core::people::Right;
use sohoa_core::record::FieldValue;

use crate::station::Inner;
use crate::store::{Change, Op, Past};
use crate::view::{HistoryEntry, Saved};
use crate::{Result, Station, StationError};

impl Station {
    /// What happened to the fields of a case, the last first.
    ///
    /// # Errors
    /// `unknown_case`
    pub fn history(&self, case: Id) -> Result<Vec<HistoryEntry>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let past = if inner.hides(book, case)? {
            Vec::new()
        } else {
            inner.store.past(book, case)?
        };
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let entry = |past: Past| {
            let field = book_type.field_index(&past.column)?;
            Some(HistoryEntry {
                set: past.set,
                at: past.at,
                who: past.who,
                what: inner.deed_in_words(past.op),
                label: book_type.fields[field].label.clone(),
                column: past.column,
                before: past.before,
                after: past.after,
            })
        };
        Ok(past.into_iter().rev().filter_map(entry).collect())
    }

    /// Gives a field of a case, or all of them, what they held when a deed was done.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_deed`, `disk_full`
    pub fn restore(&self, case: Id, set: Id, column: Option<&str>) -> Result<Saved> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        if inner.hides(book, case)? {
            return Err(StationError::new("second_blind"));
        }
        let mut past = inner.store.past(book, case)?;
        let last = past.iter().rposition(|one| one.set == set);
        let last = last.ok_or_else(|| StationError::new("unknown_deed"))?;
        // As it was then: what came later is taken back, the oldest of it last.
        let later = past.split_off(last + 1);
        let mut then: Vec<(String, FieldValue)> = Vec::new();
        for one in later {
            let wanted = column.is_none_or(|column| column == one.column);
            if wanted && then.iter().all(|(column, _)| *column != one.column) {
                then.push((one.column, one.before));
            }
        }
        let changes = self.held_otherwise(&mut inner, book, case, then)?;
        inner.transact(Op::Restore, book, changes)?;
        self.saved(&mut inner, book, case)
    }

    /// The changes that give fields these values, where they hold others.
    fn held_otherwise(
        &self,
        inner: &mut Inner,
        book: Id,
        case: Id,
        values: Vec<(String, FieldValue)>,
    ) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (column, after) in values {
            let before = self.value(inner, book, case, &column)?;
            if before != after {
                changes.push(Change::Value {
                    case,
                    column,
                    before,
                    after,
                });
            }
        }
        Ok(changes)
    }
}
