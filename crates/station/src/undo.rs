//! Taking back and doing again. Both are deeds of their own: the history only grows.

use sohoa_core::book::Id;
use sohoa_core::people::Right;

use crate::people::right_of;
use crate::station::Inner;
use crate::store::{Change, ChangeSet, Op};
use crate::view::Undone;
use crate::{Result, Station};

impl Station {
    /// Takes back the last deed in a book that still stands.
    ///
    /// # Errors
    /// `changed_meanwhile`; `not_allowed` when it takes another right to do what was done
    pub fn undo(&self, book: Id) -> Result<Undone> {
        let _asked = self.may(Right::Look)?;
        self.replay(Op::Undo, book)
    }

    /// Does again what was taken back last, as long as nothing else was done since.
    ///
    /// # Errors
    /// As [`Station::undo`].
    pub fn redo(&self, book: Id) -> Result<Undone> {
        let _asked = self.may(Right::Look)?;
        self.replay(Op::Redo, book)
    }

    fn replay(&self, op: Op, book: Id) -> Result<Undone> {
        let mut inner = self.inner();
        let next = |inner: &Inner| match op {
            Op::Undo => inner.store.undoable(book),
            _ => inner.store.redoable(book),
        };
        let Some(first) = next(&inner)? else {
            return Ok(Undone {
                what: None,
                case: None,
                field: None,
            });
        };
        self.may_also(right_of(first.op))?;
        inner.refuse_hidden(book, first.op, &first.changes)?;
        let mut set = Some(first.clone());
        // What long work did in several deeds goes together.
        while let Some(now) = set
            .filter(|set| set.id == first.id || (set.batch.is_some() && set.batch == first.batch))
        {
            let changes = match op {
                Op::Undo => now.changes.iter().rev().map(Change::inverse).collect(),
                _ => now.changes,
            };
            let deed = inner.deed(op, book, changes);
            inner.apply(ChangeSet {
                of: Some(now.id),
                ..deed
            })?;
            set = next(&inner)?;
        }
        let touched = first.changes.iter().find_map(|change| match change {
            Change::Value { case, column, .. } => Some((*case, Some(column.clone()))),
            Change::Confirmation { before, after } => before
                .as_ref()
                .or(after.as_ref())
                .map(|c| (c.case, Some(c.field.clone()))),
            Change::Case {
                after: Some(case), ..
            } if first.changes.len() == 1 => Some((case.id, None)),
            _ => None,
        });
        let (case, field) = touched.map_or((None, None), |(case, field)| (Some(case), field));
        Ok(Undone {
            what: Some(inner.deed_in_words(first.op)),
            case,
            field,
        })
    }
}
