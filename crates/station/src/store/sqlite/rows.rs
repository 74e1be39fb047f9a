//! A row of each table, as it is written.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use serde::Serialize;
use sohoa_core::book::{Book, Case, Confirmation, Id, Page};
use sohoa_core::layout::PageLayout;

use super::super::{Change, StoreError, Values};
use super::body;

/// An enum without content as the bare word of its JSON form.
pub(super) fn word(value: &impl Serialize) -> Result<String, StoreError> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        other => Err(StoreError::Other(format!("not a word: {other:?}"))),
    }
}

pub(super) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Other(e.to_string()))
}

pub(super) fn put_book(db: &Connection, b: &Book) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO book (id, kind, year, volume, place, sheet, state, closing_cases, closing_pages,
             spots, keying)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (id) DO UPDATE SET kind = ?2, year = ?3, volume = ?4, place = ?5, sheet = ?6, state = ?7,
             closing_cases = ?8, closing_pages = ?9, spots = ?10, keying = ?11",
    )?
    .execute(params![
        b.id, b.kind, b.year, b.volume, b.place, b.sheet, word(&b.state)?, b.closing.cases, b.closing.pages,
        (!b.spots.is_empty()).then(|| json(&b.spots)).transpose()?,
        (!b.keying.is_usual()).then(|| json(&b.keying)).transpose()?
    ])?;
    Ok(())
}

pub(super) fn put_page(db: &Connection, p: &Page) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO page (id, book, rank, original, frame, file, width, height, quarter_turns, role, removed, shape,
             looked_at, number)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         ON CONFLICT (id) DO UPDATE SET book = ?2, rank = ?3, original = ?4, frame = ?5, file = ?6, width = ?7,
             height = ?8, quarter_turns = ?9, role = ?10, removed = ?11, shape = ?12, looked_at = ?13,
             number = ?14",
    )?
    .execute(params![
        p.id, p.book, p.rank, p.original, p.frame, p.file, p.width, p.height, p.quarter_turns, word(&p.role)?, p.removed,
        p.shape.as_ref().map(json).transpose()?, p.looked_at, p.number
    ])?;
    Ok(())
}

pub(super) fn put_case(db: &Connection, c: &Case) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO registration (id, book, rank, pages, state, removed, held) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET book = ?2, rank = ?3, pages = ?4, state = ?5, removed = ?6, held = ?7",
    )?
    .execute(params![
        c.id,
        c.book,
        c.rank,
        json(&c.pages)?,
        word(&c.state)?,
        c.removed,
        c.held.as_ref().map(json).transpose()?
    ])?;
    Ok(())
}

pub(super) fn put_record(
    db: &Connection,
    case: Id,
    values: &Values,
    who: &str,
) -> Result<(), StoreError> {
    if values.is_empty() {
        db.prepare_cached("DELETE FROM record WHERE registration = ?1")?
            .execute([case])?;
    } else {
        db.prepare_cached(
            "INSERT INTO record (registration, body, who) VALUES (?1, ?2, ?3)
             ON CONFLICT (registration) DO UPDATE SET body = ?2, who = ?3",
        )?
        .execute(params![case, body::write(values)?, who])?;
    }
    Ok(())
}

/// The cases whose traces changes may have changed.
pub(super) fn touched<'a>(changes: impl IntoIterator<Item = &'a Change>) -> BTreeSet<Id> {
    let moved = |before: &Option<Case>, after: &Option<Case>| match (before, after) {
        (Some(before), Some(after)) => before.removed != after.removed || before.book != after.book,
        _ => true,
    };
    (changes.into_iter())
        .filter_map(|change| match change {
            Change::Value { case, .. } => Some(*case),
            Change::Case { before, after } if moved(before, after) => {
                after.as_ref().or(before.as_ref()).map(|case| case.id)
            }
            _ => None,
        })
        .collect()
}

pub(super) fn put_confirmation(db: &Connection, c: &Confirmation) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO confirmation (id, registration, rule, field, value, reason, who, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        c.id,
        c.case,
        c.rule,
        c.field,
        json(&c.value)?,
        c.reason,
        c.who,
        c.at
    ])?;
    Ok(())
}

pub(super) fn put_layout(db: &Connection, l: &PageLayout) -> Result<(), StoreError> {
    db.prepare_cached(
        "INSERT INTO layout (page, book, body) VALUES (?1, ?2, ?3) ON CONFLICT (page) DO UPDATE SET body = ?3",
    )?
    .execute(params![l.page, l.book, json(l)?])?;
    Ok(())
}
