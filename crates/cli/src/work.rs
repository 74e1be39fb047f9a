//! Commands of work that is given to people.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use sohoa_core::assignment::Task;
use sohoa_core::book::Id;
use sohoa_core::messages::Messages;
use sohoa_core::people::same_name;
use sohoa_station::view::{AssignAsk, AssignmentRow, ReturnedCase};
use sohoa_station::{Station, StationError};

use crate::report::Outcome;
use crate::run::Result;

/// Work that is given to people.
#[derive(Debug, Subcommand)]
pub enum WorkCommand {
    /// Việc đã giao và chưa kết thúc, của một sổ hay của cả kho.
    List {
        /// Mã sổ; bỏ trống là mọi sổ.
        book: Option<String>,
    },
    /// Giao một sổ, hay một đoạn của sổ, cho một người.
    Give(GiveArguments),
    /// Kết thúc một việc đã giao.
    End {
        /// Mã việc, như lệnh work list in ra.
        id: Id,
    },
    /// Việc của chính mình, việc gấp nhất trước.
    Mine,
    /// Trường hợp bị trả lại cho mình sửa. Mã thoát 1 khi có.
    Returned {
        /// Mã sổ; bỏ trống là mọi sổ.
        book: Option<String>,
    },
}

/// Work to be given.
#[derive(Debug, Args)]
pub struct GiveArguments {
    /// Mã sổ, một hay nhiều.
    #[arg(required = true)]
    pub books: Vec<String>,
    /// Việc gì.
    #[arg(long, value_enum)]
    pub task: TaskArg,
    /// Tên người làm. Nhiều người (--person lặp lại) thì chia đều: một sổ chia theo trường hợp, nhiều sổ chia cả sổ.
    #[arg(long, required = true)]
    pub person: Vec<String>,
    /// Từ trường hợp thứ mấy; bỏ trống cả hai đầu là cả sổ.
    #[arg(long)]
    pub from: Option<u32>,
    /// Đến trường hợp thứ mấy.
    #[arg(long)]
    pub to: Option<u32>,
    /// Ngày hẹn xong, ngày/tháng/năm, ví dụ 31/12/2026.
    #[arg(long, value_name = "NGÀY")]
    pub due: Option<String>,
    /// Lời dặn.
    #[arg(long, default_value = "")]
    pub note: String,
}

/// What somebody is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TaskArg {
    /// Nhập.
    Key,
    /// Nhập lần hai.
    SecondKey,
    /// Soát.
    Check,
    /// Sửa trường hợp bị trả lại.
    Mend,
}

impl From<TaskArg> for Task {
    fn from(task: TaskArg) -> Self {
        match task {
            TaskArg::Key => Self::Key,
            TaskArg::SecondKey => Self::SecondKey,
            TaskArg::Check => Self::Check,
            TaskArg::Mend => Self::Mend,
        }
    }
}

/// Runs one of them.
pub fn run(station: &Station, command: &WorkCommand, messages: &Messages) -> Result<Outcome> {
    match command {
        WorkCommand::List { book } => {
            let book = book.as_ref().map(|code| station.book_named(code));
            let book = book.transpose()?.map(|book| book.id);
            let rows = station.assignments(book)?;
            Ok(listed(&rows, "Chưa giao việc nào.", messages))
        }
        WorkCommand::Give(asked) => give(station, asked, messages),
        WorkCommand::End { id } => {
            station.assign_end(*id)?;
            Ok(Outcome {
                json: json!({ "ended": id }),
                lines: vec!["Đã kết thúc việc này.".to_owned()],
                found: false,
            })
        }
        WorkCommand::Mine => {
            let rows = station.my_work()?;
            Ok(listed(&rows, "Không có việc nào giao cho bạn.", messages))
        }
        WorkCommand::Returned { book } => returned(station, book.as_deref()),
    }
}

fn give(station: &Station, asked: &GiveArguments, messages: &Messages) -> Result<Outcome> {
    let books = asked.books.iter().map(|book| station.book_named(book));
    let books: Vec<Id> = books
        .map(|book| book.map(|book| book.id))
        .collect::<std::result::Result<_, _>>()?;
    let known = station.names_to_sign_in();
    let mut people = Vec::new();
    for name in &asked.person {
        let person = known.iter().find(|person| same_name(&person.name, name));
        people.push(
            person
                .ok_or_else(|| StationError::new("unknown_person"))?
                .id,
        );
    }
    let ask = AssignAsk {
        books,
        task: asked.task.into(),
        people,
        from: asked.from,
        to: asked.to,
        due: asked.due.clone(),
        note: asked.note.clone(),
    };
    let rows = station.assign(&ask)?;
    Ok(listed(&rows, "", messages))
}

/// A day the station keeps, as it is shown.
fn day_shown(kept: &str) -> String {
    kept.rsplit('-').collect::<Vec<_>>().join("/")
}

fn line(row: &AssignmentRow, messages: &Messages) -> String {
    let task = messages.text(&format!("task_{}", row.task.as_str()), &[]);
    let place = match (row.from, row.to) {
        _ if row.whole => "cả sổ".to_owned(),
        (Some(from), Some(to)) if from == to => format!("trường hợp {from}"),
        (Some(from), Some(to)) => format!("trường hợp {from}–{to}"),
        _ => "không còn trường hợp nào".to_owned(),
    };
    let mut line = format!(
        "{} · {} {}, {place}: {}, còn {}/{}",
        row.id, task, row.code, row.name, row.left, row.cases
    );
    if let Some(due) = &row.due {
        line.push_str(&format!(", hẹn {}", day_shown(due)));
    }
    if row.late {
        line.push_str(" (đã quá hẹn)");
    }
    if row.own > 0 {
        line.push_str(&format!(
            " (▲ {} trường hợp chính người này đã nhập)",
            row.own
        ));
    }
    if !row.note.is_empty() {
        line.push_str(&format!(" – {}", row.note));
    }
    line
}

fn listed(rows: &[AssignmentRow], none: &str, messages: &Messages) -> Outcome {
    let mut lines: Vec<String> = rows.iter().map(|row| line(row, messages)).collect();
    if rows.is_empty() {
        lines.push(none.to_owned());
    }
    Outcome {
        json: json!({ "work": rows }),
        lines,
        found: false,
    }
}

fn returned(station: &Station, book: Option<&str>) -> Result<Outcome> {
    let book = book.map(|book| station.book_named(book)).transpose()?;
    let cases = station.returned(book.map(|book| book.id))?;
    let line = |one: &ReturnedCase| {
        let reason = match one.reason.as_str() {
            "" => format!(
                "xem từng ô bằng sohoa check-case show {} {}",
                one.code, one.position
            ),
            reason => reason.to_owned(),
        };
        format!(
            "{} trường hợp {} · số {} · {} ({} trả lại): {reason}",
            one.code, one.position, one.number, one.name, one.who
        )
    };
    let mut lines: Vec<String> = cases.iter().map(line).collect();
    if cases.is_empty() {
        lines.push("Không có trường hợp nào bị trả lại.".to_owned());
    }
    Ok(Outcome {
        found: !cases.is_empty(),
        json: json!({ "returned": cases }),
        lines,
    })
}
