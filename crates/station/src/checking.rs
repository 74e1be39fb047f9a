//! Checking a bare sheet, whoever made it: every rule that needs no page picture, without a
//! workspace. One bad row never hides the rest.

use std::path::Path;

use rayon::prelude::*;
use sohoa_core::book::{Closing, Id};
use sohoa_core::naming::NamePattern;
use sohoa_core::rules::across::{self, Member};
use sohoa_core::rules::{BookView, CaseInput, Engine, Finding, Scratch, Settings};

use crate::Result;
use crate::host::{Host, Machine};
use crate::sheet;
use crate::station::Knowledge;

/// Cases judged by one worker at a time.
const TOGETHER: usize = 1024;

/// What is wrong with a sheet.
#[derive(Debug)]
pub struct SheetChecked {
    /// Data rows.
    pub records: u32,
    /// Columns that no field of the book type has.
    pub unknown_columns: Vec<String>,
    /// Findings by row; `position` counts data rows from 1.
    pub findings: Vec<Finding>,
}

/// Runs every rule that needs no page picture over a sheet of that type.
///
/// # Errors
/// `unknown_type`, `file_missing`, `sheet_unreadable`, `sheet_protected`, `sheet_empty`,
/// `sheet_header`
pub fn check_sheet(knowledge: &Knowledge, file: &Path, kind: &str) -> Result<SheetChecked> {
    let book_type = knowledge.book_type(kind)?;
    let (columns, records) = sheet::read_records(file, book_type)?;
    let unknown_columns = columns
        .iter()
        .filter(|(header, field)| field.is_none() && !header.trim().is_empty())
        .map(|(header, _)| header.clone())
        .collect();
    let cases: Vec<CaseInput> = (1u32..)
        .zip(records)
        .map(|(row, record)| CaseInput {
            id: Id::from_u128(u128::from(row)),
            position: row,
            record,
            pages: 0,
        })
        .collect();
    let code = file.file_stem().unwrap_or_default().to_string_lossy();
    let names = NamePattern::default();
    let book = BookView {
        volume: sheet::volume(&code, book_type, &cases),
        names: &names,
        cases: &cases,
        loose_pages: &[],
        pages: 0,
        closing: Closing::default(),
    };
    let settings = Settings::default();
    let engine = knowledge.engine(book_type, &settings, Machine.today(), false);
    Ok(SheetChecked {
        records: cases.len() as u32,
        unknown_columns,
        findings: judged(&engine, &book, &code),
    })
}

/// Everything wrong with one book, on all cores, in the order of its cases.
pub fn judged(engine: &Engine<'_>, book: &BookView<'_>, code: &str) -> Vec<Finding> {
    let (mut found, traces): (Vec<Finding>, Vec<_>) = book
        .cases
        .par_chunks(TOGETHER)
        .map_init(Scratch::default, |scratch, cases| {
            let (mut found, mut traces, mut own) = (Vec::new(), Vec::new(), Vec::new());
            for case in cases {
                engine.case_into(case, scratch, &mut found);
                engine.traces_into(case, scratch, &mut own);
                let at = case.position.saturating_sub(1);
                traces.extend(own.drain(..).map(|trace| (trace, at)));
            }
            (found, traces)
        })
        .reduce(Default::default, |mut all, mut more| {
            all.0.append(&mut more.0);
            all.1.append(&mut more.1);
            all
        });
    found.extend(engine.across(book, None));
    let mut met = Vec::new();
    for (space, group) in across::groups(&traces) {
        let members: Vec<Member<'_>> = group
            .iter()
            .filter_map(|&at| book.cases.get(at as usize))
            .map(|case| Member {
                engine,
                book: code,
                case,
            })
            .collect();
        met.extend(across::meet(space, &members).into_iter().flatten());
    }
    across::without_repeats(&mut met);
    found.extend(met);
    found.sort_by_key(|finding| finding.position.unwrap_or(u32::MAX));
    found
}
