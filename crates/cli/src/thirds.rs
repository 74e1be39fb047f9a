//! Commands of a third person, who decides where two keyers could not agree.

use clap::Subcommand;
use serde_json::json;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_station::view::{ThirdField, ThirdReading};
use sohoa_station::{Knowledge, Station};

use crate::checking::{case_at, field_of, in_words};
use crate::report::Outcome;
use crate::run::Result;

/// What is typed for a field that the ledger leaves out.
const LEFT_OUT: &str = "trống";

/// Deciding between two keyers.
#[derive(Debug, Subcommand)]
pub enum ThirdsCommand {
    /// Những ô hai người nhập khác nhau, chờ người thứ ba. Mã thoát 1 khi có.
    List {
        /// Mã sổ.
        book: String,
    },
    /// Quyết định một ô ghi gì, theo hình: một trong các cách đã nhập, hoặc cách khác.
    Decide {
        /// Mã sổ.
        book: String,
        /// Trường hợp thứ mấy trong sổ, từ 1.
        position: u32,
        /// Tên cột.
        column: String,
        /// Sổ ghi gì; trống (viết thường) hoặc "" khi sổ không ghi.
        #[arg(
            required_unless_present = "illegible",
            conflicts_with = "illegible",
            allow_hyphen_values = true
        )]
        value: Option<String>,
        /// Ô này trên sổ không đọc được.
        #[arg(long)]
        illegible: bool,
    },
}

/// Runs one of them.
pub fn run(station: &Station, command: &ThirdsCommand, knowledge: &Knowledge) -> Result<Outcome> {
    match command {
        ThirdsCommand::List { book } => list(station, book, knowledge),
        ThirdsCommand::Decide {
            book,
            position,
            column,
            value,
            ..
        } => decide(
            station,
            (book, *position, column),
            value.as_deref(),
            knowledge,
        ),
    }
}

fn list(station: &Station, book: &str, knowledge: &Knowledge) -> Result<Outcome> {
    let book = station.book_named(book)?;
    let fields = station.thirds(book.id)?;
    let mut lines = Vec::new();
    for one in &fields {
        let number = match one.number.as_str() {
            "" => String::new(),
            number => format!(" (số {number})"),
        };
        let own = match one.own {
            true => " – bạn là một trong hai người nhập, người khác quyết định",
            false => "",
        };
        lines.push(format!(
            "Trường hợp {}{number} · {} {}{own}",
            one.position, one.column, one.label
        ));
        lines.extend(one.readings.iter().enumerate().map(|(nth, reading)| {
            let value = in_words(knowledge, &book.kind, &one.column, &reading.value);
            format!("  {}: {value}", whose(nth, reading))
        }));
        lines.push(decides(&book.code(), one));
    }
    if fields.is_empty() {
        lines.push("Không còn ô nào chờ phân xử.".to_owned());
    }
    Ok(Outcome {
        found: !fields.is_empty(),
        json: json!({ "thirds": fields }),
        lines,
    })
}

/// The command that decides a field.
fn decides(book: &str, one: &ThirdField) -> String {
    format!(
        "  quyết định: sohoa thirds decide {book} {} {} \"SỔ GHI GÌ\"",
        one.position, one.column
    )
}

/// Who typed a reading, and at which turn.
fn whose(nth: usize, reading: &ThirdReading) -> String {
    let turn = match (nth, reading.again) {
        (0, _) => "nhập lần một",
        (_, true) => "nhập lần hai, nhập lại",
        _ => "nhập lần hai",
    };
    match reading.who.as_str() {
        "" => turn.to_owned(),
        who => format!("{who}, {turn}"),
    }
}

fn decide(
    station: &Station,
    (book, position, column): (&str, u32, &str),
    typed: Option<&str>,
    knowledge: &Knowledge,
) -> Result<Outcome> {
    let (book, case) = case_at(station, book, position)?;
    let value = match typed {
        None => {
            let illegible = FieldValue::said(FieldState::Illegible, "");
            station.third_decide(case, column, &illegible)?;
            illegible
        }
        Some(LEFT_OUT) => station.third_typed(case, column, "")?,
        Some(typed) => station.third_typed(case, column, typed)?,
    };
    let left = station.thirds(book.id)?.len();
    let label = field_of(knowledge, &book.kind, column)?.label.clone();
    let words = in_words(knowledge, &book.kind, column, &value);
    Ok(Outcome {
        json: json!({ "book": book.code(), "position": position, "column": column, "value": value, "left": left }),
        lines: vec![
            format!("Trường hợp {position}, {label}: {words}."),
            match left {
                0 => "Không còn ô nào chờ phân xử.".to_owned(),
                left => format!("Còn {left} ô chờ phân xử."),
            },
        ],
        found: false,
    })
}
