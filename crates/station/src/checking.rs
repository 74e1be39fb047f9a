//! Checking a bare sheet, whoever made it: every rule that needs no page picture, without a
//! workspace. One bad row never hides the rest.

use std::path::Path;
use std::sync::mpsc;

use rayon::prelude::*;
use sohoa_core::book::{Closing, Id};
use sohoa_core::naming::NamePattern;
use sohoa_core::rules::across::{self, Member, Trace};
use sohoa_core::rules::{BookView, CaseInput, Engine, Finding, Scratch, Settings};

use crate::Result;
use crate::host::{Host, Machine};
use crate::sheet;
use crate::station::Knowledge;

/// Cases judged by one worker at a time.
const TOGETHER: usize = 1024;
/// Such lots that may wait to be judged while more are read.
const AHEAD: usize = 4;

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
    let settings = Settings::default();
    let engine = knowledge.engine(book_type, &settings, Machine.today(), false);
    // Rows are judged while the next ones are read: reading is one thread's work and takes longer.
    let (hand_over, take_over) = mpsc::sync_channel::<Vec<CaseInput>>(AHEAD);
    let (columns, (cases, sighted)) = std::thread::scope(|scope| {
        let judge = scope.spawn(|| {
            let (mut cases, mut sighted, mut scratch) =
                (Vec::new(), Sighted::default(), Scratch::default());
            for mut some in take_over {
                sighted.look(&engine, &some, &mut scratch);
                cases.append(&mut some);
            }
            (cases, sighted)
        });
        let (mut row, mut some) = (0, Vec::with_capacity(TOGETHER));
        let columns = sheet::read_records(file, book_type, |record| {
            row += 1;
            some.push(CaseInput {
                id: Id::from_u128(u128::from(row)),
                position: row,
                record,
                pages: 0,
            });
            if some.len() == TOGETHER {
                // It takes until this end is dropped.
                let _ = hand_over.send(std::mem::replace(&mut some, Vec::with_capacity(TOGETHER)));
            }
        });
        let _ = hand_over.send(some);
        drop(hand_over);
        let judged = judge.join();
        (
            columns,
            judged.unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        )
    });
    let columns = columns?;
    let unknown_columns = columns
        .iter()
        .filter(|(header, field)| field.is_none() && !header.trim().is_empty())
        .map(|(header, _)| header.clone())
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
    Ok(SheetChecked {
        records: cases.len() as u32,
        unknown_columns,
        findings: sighted.together(&engine, &book, &code),
    })
}

/// What was seen of cases one by one: their own findings, and by what they may meet.
#[derive(Default)]
struct Sighted {
    found: Vec<Finding>,
    traces: Vec<(Trace, u32)>,
}

impl Sighted {
    fn look(&mut self, engine: &Engine<'_>, cases: &[CaseInput], scratch: &mut Scratch) {
        let mut own = Vec::new();
        for case in cases {
            engine.case_into(case, scratch, &mut self.found);
            engine.traces_into(case, scratch, &mut own);
            let at = case.position.saturating_sub(1);
            self.traces.extend(own.drain(..).map(|trace| (trace, at)));
        }
    }

    fn join(mut self, mut more: Self) -> Self {
        self.found.append(&mut more.found);
        self.traces.append(&mut more.traces);
        self
    }

    /// With what only the whole book shows, in the order of its cases.
    fn together(self, engine: &Engine<'_>, book: &BookView<'_>, code: &str) -> Vec<Finding> {
        let mut found = self.found;
        found.extend(engine.across(book, None));
        let members: Vec<Member<'_>> = book
            .cases
            .iter()
            .map(|case| Member {
                engine,
                book: code,
                case,
            })
            .collect();
        found.extend(across::among(&members, &self.traces));
        found.sort_by_key(|finding| finding.position.unwrap_or(u32::MAX));
        found
    }
}

/// Everything wrong with one book, on all cores, in the order of its cases.
pub fn judged(engine: &Engine<'_>, book: &BookView<'_>, code: &str) -> Vec<Finding> {
    book.cases
        .par_chunks(TOGETHER)
        .map_init(Scratch::default, |scratch, cases| {
            let mut sighted = Sighted::default();
            sighted.look(engine, cases, scratch);
            sighted
        })
        .reduce(Sighted::default, Sighted::join)
        .together(engine, book, code)
}
