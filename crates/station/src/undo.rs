//! Taking back and doing again. Both are deeds of their own: the history only grows.

use sohoa_core::book::Id;

use crate::station::Inner;
use crate::store::{Change, ChangeSet, Op};
use crate::view::Undone;
use crate::{Result, Station};

impl Station {
    /// Takes back the last deed in a book that still stands.
    ///
    /// # Errors
    /// `changed_meanwhile`
    pub fn undo(&self, book: Id) -> Result<Undone> {
        let mut inner = self.inner();
        let found = inner.store.undoable(book)?;
        replay(&mut inner, Op::Undo, found, |set| {
            set.changes.iter().rev().map(Change::inverse).collect()
        })
    }

    /// Does again what was taken back last, as long as nothing else was done since.
    ///
    /// # Errors
    /// `changed_meanwhile`
    pub fn redo(&self, book: Id) -> Result<Undone> {
        let mut inner = self.inner();
        let found = inner.store.redoable(book)?;
        replay(&mut inner, Op::Redo, found, |set| set.changes.clone())
    }
}

fn replay(
    inner: &mut Inner,
    op: Op,
    found: Option<ChangeSet>,
    changes: impl Fn(&ChangeSet) -> Vec<Change>,
) -> Result<Undone> {
    let Some(set) = found else {
        return Ok(Undone {
            what: None,
            case: None,
            field: None,
        });
    };
    inner.transact_of(op, set.book, set.id, changes(&set))?;
    let touched = set.changes.iter().find_map(|change| match change {
        Change::Value { case, column, .. } => Some((*case, Some(column.clone()))),
        Change::Confirmation { before, after } => before
            .as_ref()
            .or(after.as_ref())
            .map(|c| (c.case, Some(c.field.clone()))),
        Change::Case {
            after: Some(case), ..
        } if set.changes.len() == 1 => Some((case.id, None)),
        _ => None,
    });
    let (case, field) = touched.map_or((None, None), |(case, field)| (Some(case), field));
    Ok(Undone {
        what: Some(inner.deed(set.op)),
        case,
        field,
    })
}
