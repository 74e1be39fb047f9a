//! One function a command.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use directories::ProjectDirs;
use serde_json::json;
use sohoa_core::book::Id;
use sohoa_core::rules::{ALL, Finding, Rule, Severity};
use sohoa_core::survey::Thresholds;
use sohoa_station::host::Machine;
use sohoa_station::view::{CutWay, Judgement, NewBook};
use sohoa_station::{
    Blame, Bring, Cancel, Checked, Knowledge, Station, StationError, knowledge, package,
};

use crate::arguments::{
    Arguments, BookCommand, BundleCommand, CasesCommand, Command, FlattenArg, HistoryCommand,
    PagesCommand, RecordsCommand,
};
use crate::bundles;
use crate::checking;
use crate::disputed;
use crate::double;
use crate::history;
use crate::layouts::{self, Drawn};
use crate::look;
use crate::lots;
use crate::pages;
use crate::people::{self, PeopleCommand};
use crate::records;
use crate::report::{Bar, Outcome, print};
use crate::sampling;
use crate::thirds;
use crate::work;

pub type Result<T> = std::result::Result<T, StationError>;

/// Runs a command and reports.
pub fn run(arguments: &Arguments) -> ExitCode {
    let knowledge = match knowledge() {
        Ok(knowledge) => knowledge,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(3);
        }
    };
    match command(arguments, &knowledge) {
        Ok(outcome) => print(&outcome, arguments.json),
        Err(error) => {
            let problem = error.problem(&knowledge.messages);
            if arguments.json {
                println!("{}", json!({ "error": problem }));
            }
            eprintln!("{} [{}]", problem.message, problem.code);
            ExitCode::from(match error.blame() {
                Blame::Use => 2,
                Blame::Findings => 1,
                Blame::World => 3,
            })
        }
    }
}

fn command(arguments: &Arguments, knowledge: &Arc<Knowledge>) -> Result<Outcome> {
    let bare = || Station::open(&workspace(arguments)?, knowledge.clone(), Arc::new(Machine));
    let station = || people::enter(bare()?, arguments.who.as_deref());
    let bar = Bar::new(arguments.json);
    let outcome = match &arguments.command {
        Command::Init { dir, place } => init(dir, place, knowledge),
        Command::Book(BookCommand::Add {
            kind,
            year,
            volume,
            place,
            sheet,
        }) => {
            let volume = volume
                .parse()
                .map_err(|_| StationError::new("bad_volume").with("volume", volume))?;
            let new = NewBook {
                kind: kind.clone(),
                year: *year,
                volume,
                place: place.clone(),
                sheet: sheet.clone(),
            };
            book_add(&station()?, &new)
        }
        Command::Book(BookCommand::List) => book_list(&station()?),
        Command::Pages(PagesCommand::Import {
            book,
            paths,
            flatten,
            at,
        }) => {
            let how = Bring {
                flatten: *flatten == FlattenArg::Auto,
                at: *at,
            };
            pages::import(&station()?, book, paths, how, &bar)
        }
        Command::Pages(PagesCommand::Quality { book }) => pages::quality(&station()?, book),
        Command::Pages(PagesCommand::Show { book, page, out }) => {
            pages::show(&station()?, book, *page, out)
        }
        Command::Pages(PagesCommand::Limits {
            sharpness,
            blurred,
            glare,
            shade,
            dpi,
        }) => {
            let station = station()?;
            let before = station.page_limits()?;
            let limits = Thresholds {
                sharpness: sharpness.unwrap_or(before.sharpness),
                blurred: blurred.unwrap_or(before.blurred),
                glare: glare.unwrap_or(before.glare),
                shade: shade.unwrap_or(before.shade),
                dpi: dpi.unwrap_or(before.dpi),
            };
            pages::limits(&station, limits, limits != before)
        }
        Command::Pages(PagesCommand::Watch { book, folder, once }) => {
            pages::watch(&station()?, book, folder, *once)
        }
        Command::Pages(PagesCommand::Resume { book }) => {
            pages::resume(&station()?, book.as_deref(), &bar)
        }
        Command::Pages(PagesCommand::Number { book, page, number }) => {
            pages::number(&station()?, book, *page, *number)
        }
        Command::Pages(PagesCommand::Retake { book, out }) => pages::retake(&station()?, book, out),
        Command::Pages(PagesCommand::Layout {
            book,
            page,
            rows,
            columns,
            continues,
        }) => {
            let drawn = Drawn {
                rows,
                columns: columns.as_deref(),
                continues: continues.as_deref(),
            };
            layouts::layout(&station()?, book, *page, &drawn)
        }
        Command::Pages(PagesCommand::Carry {
            book,
            from,
            to,
            run,
        }) => layouts::carry(&station()?, book, *from, *to, *run),
        Command::Pages(PagesCommand::Replace { book, page, file }) => {
            pages::replace(&station()?, book, *page, file)
        }
        Command::Cases(CasesCommand::Cut {
            book,
            per_page,
            spread,
            pages,
        }) => {
            let way = if *spread {
                CutWay::Spread
            } else {
                CutWay::PerPage(*per_page)
            };
            cases_cut(&station()?, book, way, pages.as_deref())
        }
        Command::Cases(CasesCommand::Join { book, pair }) => {
            records::join(&station()?, book, (*pair).into())
        }
        Command::Records(RecordsCommand::Import {
            book,
            file,
            pair,
            new,
            keep,
            by_words,
            of_others,
        }) => {
            let way = records::Way {
                pair: (*pair).into(),
                new: *new,
                keep: *keep,
                by_words: *by_words,
                of_others: *of_others,
            };
            records::import(&station()?, book, file, &way)
        }
        Command::People(PeopleCommand::Recover { name }) => people::recover(&bare()?, name),
        Command::People(asked) => people::people(&station()?, asked),
        Command::Check { books } => check(&station()?, books, &bar),
        Command::CheckSheet { file, kind } => check_sheet(knowledge, file, kind, arguments.json),
        Command::Bundle(BundleCommand::Make {
            books,
            out,
            purpose,
            blind,
        }) => bundles::make(&station()?, books, out, *purpose, *blind, &bar),
        Command::Bundle(BundleCommand::Show { file }) => bundles::show(&station()?, file),
        Command::Bundle(BundleCommand::Take { file, trust }) => {
            bundles::take(&station()?, file, *trust, &bar)
        }
        Command::Double { book, set } => match set {
            Some(which) => double::set(&station()?, book, *which),
            None => double::look(&station()?, book),
        },
        Command::Disputed { book } => disputed::list(&station()?, book),
        Command::Settle(asked) => disputed::settle(&station()?, asked),
        Command::History(HistoryCommand::Verify { heads }) => history::verify(&station()?, heads),
        Command::History(HistoryCommand::Export { out }) => history::export(&station()?, out),
        Command::Rules => Ok(rules(knowledge)),
        Command::Package { book, out } => {
            let station = station()?;
            let book = station.book_named(book)?;
            let done = station.package(book.id, out, &Cancel::default(), &|progress| {
                bar.tell(progress)
            })?;
            let json = json!({ "xlsx": done.xlsx, "zip": done.zip, "manifest": done.manifest, "cases": done.cases, "bytes": done.bytes });
            let lines = vec![
                format!("Đã kiểm lại {0} PDF và {0} dòng.", done.cases),
                done.xlsx,
                done.zip,
                done.manifest,
            ];
            Ok(Outcome {
                json,
                lines,
                found: false,
            })
        }
        Command::Find { words, kind, limit } => {
            look::find(&station()?, words, kind.as_deref(), *limit, &bar)
        }
        Command::Sample(command) => sampling::run(command, &knowledge.messages, station),
        Command::Lot(command) => lots::run(&station()?, command),
        Command::Work(command) => work::run(&station()?, command, &knowledge.messages),
        Command::Thirds(command) => thirds::run(&station()?, command, knowledge),
        Command::CheckCase(command) => checking::run(&station()?, command, knowledge),
        Command::Held { out } => look::held(&station()?, out.as_deref()),
        Command::Verify { xlsx, zip } => {
            let verdict = package::verify(knowledge, xlsx, zip)?;
            let mut lines: Vec<String> = verdict
                .problems
                .iter()
                .map(|p| format!("● {}: {}", p.place, p.message))
                .collect();
            lines.push(if verdict.ok {
                format!("Đạt: {0} dòng, {0} PDF.", verdict.cases)
            } else {
                format!("Không đạt: {} chỗ sai.", verdict.problems.len())
            });
            Ok(Outcome {
                found: !verdict.ok,
                json: json!(verdict),
                lines,
            })
        }
    };
    bar.end();
    outcome
}

fn workspace(arguments: &Arguments) -> Result<PathBuf> {
    let default =
        || ProjectDirs::from("vn", "", "tram-so-hoa").map(|dirs| dirs.data_dir().join("kho"));
    arguments
        .workspace
        .clone()
        .or_else(default)
        .ok_or_else(|| StationError::new("no_workspace").with("path", ""))
}

fn init(dir: &Path, place: &str, knowledge: &Arc<Knowledge>) -> Result<Outcome> {
    let station = Station::create(dir, place, knowledge.clone(), Arc::new(Machine))?;
    let folder = station.info()?.folder;
    Ok(Outcome {
        json: json!({ "workspace": folder }),
        lines: vec![format!("Đã tạo kho sổ {folder}.")],
        found: false,
    })
}

fn book_add(station: &Station, new: &NewBook) -> Result<Outcome> {
    let row = station.book_add(new)?;
    Ok(Outcome {
        json: json!({ "book": row.code, "id": row.id }),
        lines: vec![format!("Đã thêm sổ {}.", row.code)],
        found: false,
    })
}

fn book_list(station: &Station) -> Result<Outcome> {
    let books = station.books()?;
    let json = books.iter().map(|b| {
        json!({ "book": b.code, "id": b.id, "type": b.kind, "place": b.place, "pages": b.pages, "cases": b.cases,
                "begun": b.begun, "done": b.done, "findings": b.findings, "state": b.state })
    });
    let json = json!({ "books": json.collect::<Vec<_>>() });
    let line = |b: &sohoa_station::view::BookRow| {
        format!(
            "{:<12} {:>5} trang {:>6} trường hợp  {:>4} lỗi {:>5} cảnh báo  {}",
            b.code, b.pages, b.cases, b.findings.error, b.findings.warning, b.place
        )
    };
    let mut lines: Vec<String> = books.iter().map(line).collect();
    if lines.is_empty() {
        lines.push("Kho chưa có sổ nào.".into());
    }
    Ok(Outcome {
        json,
        lines,
        found: false,
    })
}

fn cases_cut(station: &Station, book: &str, way: CutWay, pages: Option<&str>) -> Result<Outcome> {
    let book = station.book_named(book)?;
    let pages: Vec<Id> = match pages {
        None => Vec::new(),
        Some(text) => {
            let wanted = range(text).ok_or_else(|| StationError::new("bad_range"))?;
            let all = station.pages(book.id)?;
            if wanted.iter().any(|n| *n == 0 || *n as usize > all.len()) {
                return Err(StationError::new("bad_range"));
            }
            all.iter()
                .filter(|page| wanted.contains(&page.position))
                .map(|page| page.id)
                .collect()
        }
    };
    let done = station.cases_cut(book.id, way, &pages)?;
    let mut lines = vec![format!("Đã cắt thành {} trường hợp.", done.cases)];
    if matches!(way, CutWay::PerPage(2..)) {
        lines.push(format!(
            "{} / {} trang cắt theo dòng kẻ in; các trang khác chia đều.",
            done.ruled, done.pages
        ));
    }
    Ok(Outcome {
        json: json!({ "cases": done.cases, "pages": done.pages, "ruled": done.ruled }),
        lines,
        found: false,
    })
}

/// Reads `1-10`, `3,5,8-9`.
pub fn range(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (u32, u32) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        if from > to || to - from > 100_000 {
            return None;
        }
        numbers.extend(from..=to);
    }
    Some(numbers)
}

fn check(station: &Station, books: &[String], bar: &Bar) -> Result<Outcome> {
    let (mut records, mut findings, mut confirmed, mut lines) =
        (0, Vec::new(), Vec::new(), Vec::new());
    let mut errors = false;
    let named = if books.is_empty() {
        station.books_known()?
    } else {
        let named = books.iter().map(|code| station.book_named(code));
        named.collect::<Result<Vec<_>>>()?
    };
    let ids: Vec<Id> = named.iter().map(|book| book.id).collect();
    station.check_all(&ids, &Cancel::default(), &|step| bar.tell(step), &mut |checked| {
        let Checked {
            book,
            rows,
            judgement,
            ..
        } = checked;
        let Judgement {
            findings: open,
            confirmed: accepted,
        } = judgement;
        records += rows.len();
        let row_of =
            |position: Option<u32>| position.and_then(|p| rows.get(p as usize - 1).copied()).filter(|row| *row > 0);
        for f in open {
            errors |= f.severity == Severity::Error;
            lines.push(in_words(&f, &book.code(), row_of(f.position)));
            findings.push(
                json!({ "rule": f.rule, "severity": f.severity, "book": book.code(), "case": f.case,
                "row": row_of(f.position), "field": f.field, "message": f.message, "fix": f.fix }),
            );
        }
        confirmed.extend(accepted.into_iter().map(|c| {
            json!({ "rule": c.finding.rule, "book": book.code(), "case": c.finding.case, "row": row_of(c.finding.position),
                "field": c.finding.field, "reason": c.reason, "who": c.who, "at": c.at })
        }));
        Ok(())
    })?;
    lines.push(format!(
        "{records} trường hợp, {} chỗ cần xem.",
        findings.len()
    ));
    Ok(Outcome {
        json: json!({ "records": records, "findings": findings, "confirmed": confirmed }),
        lines,
        found: errors,
    })
}

/// A finding on one line.
fn in_words(finding: &Finding, book: &str, row: Option<u32>) -> String {
    let sign = match finding.severity {
        Severity::Error => "●",
        Severity::Warning => "▲",
        Severity::Info => "ⓘ",
    };
    let place = row.map_or_else(String::new, |row| format!("dòng {row} "));
    let field = finding.field.as_deref().unwrap_or("");
    format!(
        "{sign} {book} {place}{field}: {} [{}]",
        finding.message, finding.rule
    )
}

fn check_sheet(knowledge: &Knowledge, file: &Path, kind: &str, json: bool) -> Result<Outcome> {
    let checked = sohoa_station::check_sheet(knowledge, file, kind)?;
    let book = file.file_stem().unwrap_or_default().to_string_lossy();
    let found = checked
        .findings
        .iter()
        .any(|finding| finding.severity == Severity::Error);
    // A large sheet may have many: they are told in one form only.
    let mut lines: Vec<String> = Vec::new();
    if !json {
        let told = checked.findings.iter();
        lines.extend(told.map(|finding| in_words(finding, &book, finding.position)));
    }
    lines.push(format!(
        "{} dòng, {} chỗ cần xem.",
        checked.records,
        checked.findings.len()
    ));
    let findings: Vec<serde_json::Value> = checked
        .findings
        .into_iter()
        .map(|f| {
            json!({ "rule": f.rule, "severity": f.severity, "book": book, "case": null, "row": f.position,
                "field": f.field, "message": f.message, "fix": f.fix })
        })
        .collect();
    Ok(Outcome {
        json: json!({ "records": checked.records, "findings": findings, "unknownColumns": checked.unknown_columns }),
        lines,
        found,
    })
}

fn rules(knowledge: &Knowledge) -> Outcome {
    let what = |rule: &Rule| knowledge.messages.rule(rule.name, "what", &[]);
    let json: Vec<serde_json::Value> = ALL
        .iter()
        .map(|rule| {
            json!({ "rule": rule.name, "severity": rule.severity, "types": rule.types, "what": what(rule) })
        })
        .collect();
    let lines = ALL
        .iter()
        .map(|rule| {
            format!(
                "{:<32} {:<18} {}",
                rule.name,
                rule.types.join(" "),
                what(rule)
            )
        })
        .collect();
    Outcome {
        json: json!({ "rules": json }),
        lines,
        found: false,
    }
}
