//! Commands of checking case by case what others typed.

use clap::{Args, Subcommand};
use serde_json::json;
use sohoa_core::book::{Book, Id};
use sohoa_core::checking::{Checked, Said};
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::schema::Field;
use sohoa_station::view::{CaseMarks, MarkView, ToCheck};
use sohoa_station::{Knowledge, Station, StationError};

use crate::report::Outcome;
use crate::run::Result;

/// Checking case by case.
#[derive(Debug, Subcommand)]
pub enum CheckCaseCommand {
    /// Các trường hợp của một sổ, mỗi trường hợp đã soát đến đâu.
    List {
        /// Mã sổ.
        book: String,
    },
    /// Một trường hợp: sổ đã được nhập thế nào, ô nào đã xem, ô nào chưa.
    Show {
        #[command(flatten)]
        which: WhichCase,
    },
    /// Nói về từng ô: đúng với sổ, không đúng với sổ, hoặc bỏ điều đã nói.
    Mark {
        #[command(flatten)]
        which: WhichCase,
        /// Cột ghi đúng với sổ; nêu nhiều lần được.
        #[arg(long, value_name = "CỘT", required_unless_present_any = ["wrong", "clear"])]
        right: Vec<String>,
        /// Cột ghi không đúng với sổ, và vì sao; nêu nhiều lần được.
        #[arg(long, value_name = "CỘT=LÝ DO")]
        wrong: Vec<String>,
        /// Cột bỏ điều đã nói; nêu nhiều lần được.
        #[arg(long, value_name = "CỘT")]
        clear: Vec<String>,
    },
    /// Cả trường hợp đúng với sổ, sau khi mọi ô đã được xem là đúng.
    Pass {
        #[command(flatten)]
        which: WhichCase,
    },
    /// Trả lại cho người nhập sửa.
    SendBack {
        #[command(flatten)]
        which: WhichCase,
        /// Vì sao; "" khi đã nói ở các ô sai.
        reason: String,
    },
}

/// A case of a book.
#[derive(Debug, Args)]
pub struct WhichCase {
    /// Mã sổ.
    pub book: String,
    /// Trường hợp thứ mấy trong sổ, từ 1.
    pub position: u32,
}

/// Runs one of them.
pub fn run(
    station: &Station,
    command: &CheckCaseCommand,
    knowledge: &Knowledge,
) -> Result<Outcome> {
    match command {
        CheckCaseCommand::List { book } => list(station, book),
        CheckCaseCommand::Show { which } => {
            let (book, case) = which.found(station)?;
            let marks = station.case_marks(case)?;
            shown(station, (&book, which.position), &marks, true, knowledge)
        }
        CheckCaseCommand::Mark {
            which,
            right,
            wrong,
            clear,
        } => {
            let (book, case) = which.found(station)?;
            let mut marks = None;
            for (column, said, reason) in said(knowledge, &book.kind, right, wrong, clear)? {
                marks = Some(station.mark(case, column, said, reason)?);
            }
            let marks = marks.map_or_else(|| station.case_marks(case), Ok)?;
            shown(station, (&book, which.position), &marks, false, knowledge)
        }
        CheckCaseCommand::Pass { which } => {
            let (book, case) = which.found(station)?;
            let marks = station.check_pass(case)?;
            shown(station, (&book, which.position), &marks, false, knowledge)
        }
        CheckCaseCommand::SendBack { which, reason } => {
            let (book, case) = which.found(station)?;
            let marks = station.send_back(case, reason)?;
            shown(station, (&book, which.position), &marks, false, knowledge)
        }
    }
}

impl WhichCase {
    fn found(&self, station: &Station) -> Result<(Book, Id)> {
        case_at(station, &self.book, self.position)
    }
}

/// A case by its place in its book, from 1.
pub fn case_at(station: &Station, book: &str, position: u32) -> Result<(Book, Id)> {
    let book = station.book_named(book)?;
    let cases = station.cases(book.id)?;
    let found = cases.iter().find(|case| case.position == position);
    let found = found.ok_or_else(|| StationError::new("unknown_case"))?;
    Ok((book, found.id))
}

/// The field of a book type that a column is.
pub fn field_of<'k>(knowledge: &'k Knowledge, kind: &str, column: &str) -> Result<&'k Field> {
    let book_type = knowledge.book_type(kind)?;
    let index = book_type.field_index(column);
    let field = index.and_then(|index| book_type.fields.get(index));
    field.ok_or_else(|| StationError::new("unknown_field").with("field", column))
}

/// What a field holds, as people read it: a code with its word, and what is said in place of a value.
pub fn in_words(knowledge: &Knowledge, kind: &str, column: &str, value: &FieldValue) -> String {
    let messages = &knowledge.messages;
    let codes = field_of(knowledge, kind, column)
        .map(|field| knowledge.catalogue.codes_of(field))
        .unwrap_or_default();
    let words = match value.state {
        FieldState::LeftOut => messages.text("part_left_out", &[]),
        FieldState::Illegible => messages.text("part_illegible", &[]),
        _ if value.text.is_empty() => messages.text("part_empty", &[]),
        _ => match codes.iter().find(|one| one.code == value.text) {
            Some(code) => format!("“{}” ({})", code.code, code.label),
            None => format!("“{}”", value.text),
        },
    };
    match value.state {
        FieldState::Doubtful => format!("{words} ({})", messages.text("part_doubtful", &[])),
        _ => words,
    }
}

/// What is said of one column: right, wrong with a reason, or nothing any more.
type SaidOf<'a> = (&'a str, Option<bool>, &'a str);

/// What is said of which columns. All of it is looked through before any of it is kept.
fn said<'a>(
    knowledge: &Knowledge,
    kind: &str,
    right: &'a [String],
    wrong: &'a [String],
    clear: &'a [String],
) -> Result<Vec<SaidOf<'a>>> {
    let parted = |one: &'a String| {
        let (column, reason) = one.split_once('=').unwrap_or((one, ""));
        (column.trim(), Some(false), reason.trim())
    };
    let right = right.iter().map(|one| (one.trim(), Some(true), ""));
    let clear = clear.iter().map(|one| (one.trim(), None, ""));
    let all: Vec<SaidOf<'a>> = right.chain(wrong.iter().map(parted)).chain(clear).collect();
    for (nth, (column, said, reason)) in all.iter().enumerate() {
        field_of(knowledge, kind, column)?;
        if all[..nth].iter().any(|(before, ..)| before == column) {
            return Err(StationError::new("field_twice").with("field", column));
        }
        if *said == Some(false) && reason.is_empty() {
            return Err(StationError::new("reason_missing"));
        }
    }
    Ok(all)
}

fn state_word(state: Checked) -> &'static str {
    match state {
        Checked::Unlooked => "chưa soát",
        Checked::Passed => "đã soát, đúng",
        Checked::Changed => "đã sửa sau khi soát",
        Checked::Returned => "đã trả lại",
        Checked::Mended => "đã sửa, soát lại",
    }
}

fn list(station: &Station, book: &str) -> Result<Outcome> {
    let book = station.book_named(book)?.id;
    let cases = station.to_check(book)?;
    let line = |one: &ToCheck| {
        let mut line = format!(
            "{:>5}. số {} · {}: {}",
            one.position,
            one.number,
            one.name,
            state_word(one.state)
        );
        // What went back is being mended, which is said already.
        if !one.done && one.state != Checked::Returned {
            line.push_str(", chưa nhập xong");
        }
        if one.own {
            line.push_str(", bạn đã nhập");
        }
        line
    };
    let waits = |one: &&ToCheck| one.done && !one.own && one.state.waits();
    let left = cases.iter().filter(waits).count();
    let mut lines: Vec<String> = cases.iter().map(line).collect();
    lines.push(match left {
        0 => "Không còn trường hợp nào chờ bạn soát.".to_owned(),
        left => format!("{left} trường hợp chờ bạn soát."),
    });
    Ok(Outcome {
        json: json!({ "cases": cases, "left": left }),
        lines,
        found: false,
    })
}

/// A case with what was said of it: each field that holds something, or of which something was said. People who have
/// just said something are told only what is left of it.
fn shown(
    station: &Station,
    (book, position): (&Book, u32),
    marks: &CaseMarks,
    every_field: bool,
    knowledge: &Knowledge,
) -> Result<Outcome> {
    let book_type = knowledge.book_type(&book.kind)?;
    let values = station.case_open(marks.case)?.values;
    let mut lines = vec![format!(
        "{} trường hợp {position}: {}.",
        book.code(),
        state_word(marks.state)
    )];
    if let Some(whole) = &marks.whole {
        lines.push(format!("  {}, {}", whole.who, told(whole, knowledge)));
    }
    if marks.own {
        lines.push("Bạn đã nhập trường hợp này nên người khác phải soát.".to_owned());
    }
    let mut fields = Vec::new();
    for (field, value) in book_type.fields.iter().zip(&values) {
        let mark = marks.fields.iter().find(|mark| mark.column == field.column);
        let open = marks.open.contains(&field.column);
        if mark.is_none() && !open {
            continue;
        }
        if every_field {
            let words = in_words(knowledge, &book.kind, &field.column, value);
            lines.push(format!(
                "  {:<24} {}: {words} – {}",
                field.column,
                field.full_name(),
                looked(mark, knowledge)
            ));
        }
        fields.push(
            json!({ "column": field.column, "label": field.full_name(), "value": value,
                            "open": open, "mark": mark }),
        );
    }
    lines.push(match marks.open.len() {
        0 => "Mọi ô đã được xem là đúng.".to_owned(),
        open => format!("Còn {open} ô chưa được xem là đúng."),
    });
    Ok(Outcome {
        json: json!({ "book": book.code(), "position": position, "case": marks.case, "state": marks.state,
                      "whole": marks.whole, "own": marks.own, "open": marks.open, "fields": fields }),
        lines,
        found: false,
    })
}

/// How a field was looked at.
fn looked(mark: Option<&MarkView>, knowledge: &Knowledge) -> String {
    match mark {
        None => "chưa xem".to_owned(),
        Some(mark) if mark.holds => told(mark, knowledge),
        Some(mark) => format!("đã sửa, xem lại (trước: {})", told(mark, knowledge)),
    }
}

/// What was said, with the reason.
fn told(mark: &MarkView, knowledge: &Knowledge) -> String {
    let code = match mark.said {
        Said::Right => "said_right",
        Said::Wrong => "said_wrong",
        Said::Passed => "said_passed",
        Said::Returned => "said_returned",
        Said::Mended => "said_mended",
    };
    let said = knowledge.messages.text(code, &[]);
    match mark.reason.as_str() {
        "" => said,
        reason => format!("{said}: {reason}"),
    }
}
