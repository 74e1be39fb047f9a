//! Draws ledgers for the demonstration, for tests and for measuring.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use sohoa_ledgers::{Look, Order, write_book, write_sheet};

#[derive(Parser)]
#[command(about = "Draws ledgers of invented people, with their truth")]
enum Command {
    /// The demonstration: a book of each type in its own folder, and books.tsv that lists them.
    Demo { folder: PathBuf },
    /// Only the sheet of a book, without pages.
    Sheet {
        folder: PathBuf,
        #[arg(long = "type", default_value = "KS")]
        kind: String,
        #[arg(long, default_value_t = 50_000)]
        cases: usize,
    },
    /// One book.
    Book {
        folder: PathBuf,
        #[arg(long = "type", default_value = "KS")]
        kind: String,
        #[arg(long, default_value_t = 2008)]
        year: u16,
        #[arg(long, default_value_t = 1)]
        volume: u16,
        #[arg(long, default_value_t = 12)]
        cases: usize,
        #[arg(long, default_value_t = 1)]
        per_page: usize,
        /// Tables with a row a case instead of printed forms.
        #[arg(long)]
        table: bool,
        #[arg(long, value_enum, default_value_t = LookArg::Scan)]
        look: LookArg,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum LookArg {
    Scan,
    Skewed,
    Photo,
}

impl From<LookArg> for Look {
    fn from(look: LookArg) -> Self {
        match look {
            LookArg::Scan => Self::Scan,
            LookArg::Skewed => Self::Skewed,
            LookArg::Photo => Self::Photo,
        }
    }
}

/// Slips in the typed book of the demonstration, for the tour to find: an impossible date, a word
/// where a code should be.
const SLIPS: [(usize, &str, &str); 2] =
    [(3, "nksNgaySinh", "31.02.2008"), (7, "nksGioiTinh", "Nữ")];

fn main() -> ExitCode {
    let done = match Command::parse() {
        Command::Demo { folder } => demo(&folder),
        Command::Sheet {
            folder,
            kind,
            cases,
        } => write_sheet(&folder, &kind, 2008, cases),
        Command::Book {
            folder,
            kind,
            year,
            volume,
            cases,
            per_page,
            table,
            look,
            seed,
        } => write_book(
            &folder,
            &Order {
                kind,
                year,
                volume,
                cases,
                per_page,
                table,
                look: look.into(),
                seed,
            },
            &[],
        ),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn demo(folder: &std::path::Path) -> Result<(), String> {
    let books = [
        ("KS", 2008, 12, 1, Look::Scan, "typed"),
        ("KH", 1999, 6, 2, Look::Photo, "cut"),
        ("KT", 2012, 8, 2, Look::Skewed, "typed"),
        ("HN", 2016, 4, 1, Look::Skewed, "cut"),
        ("CMC", 2010, 4, 1, Look::Photo, "cut"),
    ];
    let mut list = String::new();
    for (kind, year, cases, per_page, look, state) in books {
        let name = format!("{kind}-{year}");
        let order = Order {
            kind: kind.into(),
            year,
            volume: 1,
            cases,
            per_page,
            table: false,
            look,
            seed: u64::from(year),
        };
        let slips: &[_] = if kind == "KS" { &SLIPS } else { &[] };
        write_book(&folder.join(&name), &order, slips)?;
        list += &format!("{kind}\t{year}\t01\t{name}\t--per-page {per_page}\t{state}\n");
    }
    std::fs::write(folder.join("books.tsv"), list).map_err(|e| e.to_string())
}
