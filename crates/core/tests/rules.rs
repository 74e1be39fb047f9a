//! Runs the tables in `tests/rules/<rule>.md`: every rule has one, every book type is in it, and
//! it holds cases that pass and cases that fail.
//!
//! A row: book type; cases separated by ` // `, each `column=text; …` over an otherwise clean
//! case (`∅` the ledger leaves it out, `≋` illegible, `\u{…}` a character, `@pages` the number of
//! pictures, `@loose` a page without a case); what is found, as `case:column → fix`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::Path;

use sohoa_core::book::Id;
use sohoa_core::messages::Messages;
use sohoa_core::naming::{NamePattern, Volume};
use sohoa_core::record::{FieldState, FieldValue, Record};
use sohoa_core::rules::{ALL, BookView, CaseInput, Engine, Finding};
use sohoa_core::schema::{BookType, Catalogue, Role};

struct Row {
    line: usize,
    kind: String,
    cases: String,
    finds: String,
}

fn rows(text: &str) -> Vec<Row> {
    let cells = |line: &str| -> Option<[String; 3]> {
        let inner = line.strip_prefix("| ")?.strip_suffix(" |")?;
        inner
            .splitn(3, " | ")
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .try_into()
            .ok()
    };
    let all = text
        .lines()
        .enumerate()
        .filter_map(|(at, line)| Some((at + 1, cells(line)?)));
    let body = all.filter(|(_, [kind, ..])| kind != "type");
    body.map(|(line, [kind, cases, finds])| Row {
        line,
        kind,
        cases,
        finds,
    })
    .collect()
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (code, tail) = after.split_once('}').expect("closed escape");
        out.push_str(before);
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        rest = tail;
    }
    out + rest
}

/// A case in which nothing is wrong, so that a row only names what it is about.
fn clean(book_type: &BookType, nth: usize) -> Record {
    let mut record = Record::new(book_type);
    let mut put = |role, text: &str| {
        for &field in book_type.role(role) {
            record.set(field, FieldValue::given(text));
        }
    };
    put(Role::Number, &(nth + 1).to_string());
    put(Role::Volume, "01/2008");
    put(Role::RegistrationDate, "05.06.2008");
    put(Role::SubjectName, "Nguyễn Văn Thử");
    put(Role::SubjectBirthDate, "01.02.1980");
    record
}

fn found(catalogue: &Catalogue, messages: &Messages, row: &Row) -> Vec<Finding> {
    let book_type = catalogue.book_type(&row.kind).expect("book type");
    let mut loose = Vec::new();
    let mut cases = Vec::new();
    for (nth, text) in row.cases.split(" // ").enumerate() {
        let mut case = CaseInput {
            id: Id::from_u128(nth as u128 + 1),
            position: nth as u32 + 1,
            record: clean(book_type, nth),
            pages: 1,
        };
        for pair in text.split("; ") {
            let (column, value) = pair.split_once('=').expect("column=text");
            match column {
                "@pages" => case.pages = value.parse().unwrap(),
                "@loose" => loose.push((Id::from_u128(99), value.parse().unwrap())),
                _ => {
                    let field = book_type
                        .field_index(column)
                        .unwrap_or_else(|| panic!("no column {column}"));
                    let value = match value {
                        "∅" => FieldValue {
                            text: String::new(),
                            state: FieldState::LeftOut,
                        },
                        "≋" => FieldValue {
                            text: String::new(),
                            state: FieldState::Illegible,
                        },
                        text => FieldValue::given(unescaped(text)),
                    };
                    case.record.set(field, value);
                }
            }
        }
        cases.push(case);
    }
    let engine = Engine::new(catalogue, messages, book_type, true);
    let names = NamePattern::default();
    let volume = Volume {
        year: 2008,
        volume: 1,
    };
    engine.book(&BookView {
        book_type,
        volume,
        names: &names,
        cases: &cases,
        loose_pages: &loose,
    })
}

fn shown(finding: &Finding) -> String {
    let position = finding.position.map(|p| p.to_string()).unwrap_or_default();
    let place = format!("{position}:{}", finding.field.as_deref().unwrap_or(""));
    finding
        .fix
        .as_ref()
        .map_or(place.clone(), |fix| format!("{place} → {}", fix.to))
}

#[test]
fn every_rule_does_what_its_table_says() {
    let catalogue = Catalogue::built_in().unwrap();
    let messages = Messages::vietnamese().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/rules");
    let mut wrong = Vec::new();
    for rule in ALL {
        let path = folder.join(format!("{}.md", rule.name));
        let text =
            fs::read_to_string(&path).unwrap_or_else(|_| panic!("rule {} has no table", rule.name));
        assert!(
            text.starts_with(&format!("# {}\n", rule.name)),
            "{}",
            rule.name
        );
        let rows = rows(&text);
        for kind in ["KS", "KH", "KT", "HN", "CMC"] {
            assert!(
                rows.iter().any(|row| row.kind == kind && row.finds != "–"),
                "{}: nothing found for {kind}",
                rule.name
            );
        }
        assert!(
            rows.iter().any(|row| row.finds == "–"),
            "{}: no case passes",
            rule.name
        );
        for row in rows {
            let mut mine: Vec<_> = found(&catalogue, &messages, &row)
                .iter()
                .filter(|f| f.rule == rule.name)
                .map(shown)
                .collect();
            mine.sort();
            let mut wanted: Vec<_> = if row.finds == "–" {
                vec![]
            } else {
                row.finds.split(", ").map(str::to_owned).collect()
            };
            wanted.sort();
            if mine != wanted {
                wrong.push(format!(
                    "{}.md:{}: found {mine:?}, wanted {wanted:?}",
                    rule.name, row.line
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_clean_case_has_no_findings() {
    let catalogue = Catalogue::built_in().unwrap();
    let messages = Messages::vietnamese().unwrap();
    for book_type in catalogue.types() {
        let row = Row {
            line: 0,
            kind: book_type.code.clone(),
            cases: "so=1".into(),
            finds: String::new(),
        };
        assert_eq!(found(&catalogue, &messages, &row), [], "{}", book_type.code);
    }
}

#[test]
fn safe_fixes_leave_nothing_to_fix() {
    let catalogue = Catalogue::built_in().unwrap();
    let messages = Messages::vietnamese().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/rules");
    for rule in ALL {
        let text = fs::read_to_string(folder.join(format!("{}.md", rule.name))).unwrap();
        for row in rows(&text)
            .into_iter()
            .filter(|row| !row.cases.contains(" // "))
        {
            for finding in found(&catalogue, &messages, &row) {
                let Some(fix) = finding.fix else { continue };
                let kept = row
                    .cases
                    .split("; ")
                    .filter(|pair| !pair.starts_with(&format!("{}=", fix.field)));
                let mended = kept
                    .map(str::to_owned)
                    .chain([format!("{}={}", fix.field, fix.to)])
                    .collect::<Vec<_>>()
                    .join("; ");
                let again = found(
                    &catalogue,
                    &messages,
                    &Row {
                        cases: mended,
                        ..Row {
                            kind: row.kind.clone(),
                            ..row_like(&row)
                        }
                    },
                );
                assert!(
                    again
                        .iter()
                        .all(|f| f.field.as_deref() != Some(&fix.field) || f.fix.is_none()),
                    "{}.md:{}: {again:?}",
                    rule.name,
                    row.line
                );
            }
        }
    }
}

fn row_like(row: &Row) -> Row {
    Row {
        line: row.line,
        kind: row.kind.clone(),
        cases: String::new(),
        finds: String::new(),
    }
}
