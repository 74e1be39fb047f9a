//! Runs the tables in `tests/rules/<rule>.md`: every rule has one, every book type is in it, and
//! it holds cases that pass and cases that fail.
//!
//! A row: book type; cases separated by ` // `, each `column=text; …` over an otherwise clean
//! case (`∅` the ledger leaves it out, `≋` illegible, `\u{…}` a character, `@pages` the number of
//! pictures, `@loose` a page without a case, `@book` the book the case is in, `@closing` the cases
//! told when the book was closed, `@settings` one of a few choices of an office); what is found, as
//! `case:column → fix`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::Path;

use sohoa_core::book::{Closing, Id};
use sohoa_core::messages::Messages;
use sohoa_core::naming::{NamePattern, Volume};
use sohoa_core::record::{FieldState, FieldValue, Record};
use sohoa_core::rules::across::{self, Member};
use sohoa_core::rules::{
    ALL, BookView, CaseInput, Engine, Finding, NameCase, Scratch, Settings, Setup,
};
use sohoa_core::schema::{BookType, Catalogue, Field, Kind, Part, Role};
use sohoa_core::value::PartialDate;

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
    for (index, field) in book_type.fields.iter().enumerate() {
        if let Some(text) = usual(book_type, field, nth) {
            record.set(index, FieldValue::given(text));
        }
    }
    for (part, name) in [
        (Part::Child, "Nguyễn Văn Thử"),
        (Part::Husband, "Nguyễn Văn Thử"),
        (Part::Wife, "Trần Thị Mẫu"),
        (Part::Parent, "Nguyễn Văn Thử"),
        (Part::Recognised, "Nguyễn Văn Con"),
    ] {
        if let Some(person) = book_type.person(part) {
            record.set(person.name, FieldValue::given(name));
        }
    }
    record
}

fn usual(book_type: &BookType, field: &Field, nth: usize) -> Option<String> {
    let expected = field.expected;
    let text = match (field.role, field.kind) {
        (Some(Role::Number), _) => (nth + 1).to_string(),
        (Some(Role::Volume), _) => "01/2008".into(),
        (Some(Role::RegistrationDate | Role::MarriageDate), _) => "05.06.2008".into(),
        (Some(Role::DeathDate), _) => "01.06.2008".into(),
        (Some(Role::RegistrationKind | Role::Purpose | Role::RecognitionKind), _) => "1".into(),
        (Some(Role::RegistrationPlace), _) => "UBND xã An Nhơn".into(),
        (Some(Role::Signer), _) => "Trần Văn Ký".into(),
        (Some(Role::Registrar), _) => "Lê Thị Ghi".into(),
        (Some(Role::SubjectName), _) => "Nguyễn Văn Thử".into(),
        (Some(Role::SubjectSex), _) if expected => "1".into(),
        (Some(Role::SubjectBirthDate), _) => match book_type.code.as_str() {
            "KS" => "20.05.2008".into(),
            "CMC" if field.column == "ncNgaySinh" => "01.02.2004".into(),
            _ => "01.02.1980".into(),
        },
        (_, Kind::Ethnicity) if expected => "Kinh".into(),
        (_, Kind::Nationality) if expected => "Việt Nam".into(),
        _ => return None,
    };
    Some(text)
}

fn settings(name: &str) -> Settings {
    match name {
        "words" => Settings {
            words_from_digits: true,
            ..Settings::default()
        },
        "apostrophe" => Settings {
            apostrophe: Some('’'),
            ..Settings::default()
        },
        "title" => Settings {
            name_case: NameCase::Title,
            ..Settings::default()
        },
        other => panic!("no settings {other}"),
    }
}

/// What a row sets up.
#[derive(Default)]
struct Scene {
    cases: Vec<CaseInput>,
    books: Vec<String>,
    loose: Vec<(Id, u32)>,
    closing: Closing,
    settings: Settings,
}

fn scene(book_type: &BookType, row: &Row) -> Scene {
    let mut scene = Scene::default();
    for (nth, text) in row.cases.split(" // ").enumerate() {
        let mut case = CaseInput {
            id: Id::from_u128(nth as u128 + 1),
            position: nth as u32 + 1,
            record: clean(book_type, nth),
            pages: 1,
        };
        let mut book = format!("{}.2008.01", row.kind);
        for pair in text.split("; ") {
            let (column, value) = pair.split_once('=').expect("column=text");
            match column {
                "@pages" => case.pages = value.parse().unwrap(),
                "@loose" => scene
                    .loose
                    .push((Id::from_u128(99), value.parse().unwrap())),
                "@book" => book = value.to_owned(),
                "@closing" => scene.closing.cases = Some(value.parse().unwrap()),
                "@settings" => scene.settings = settings(value),
                _ => {
                    let field = book_type
                        .field_index(column)
                        .unwrap_or_else(|| panic!("no column {column}"));
                    case.record.set(field, value_of(value));
                }
            }
        }
        scene.cases.push(case);
        scene.books.push(book);
    }
    scene
}

fn value_of(text: &str) -> FieldValue {
    let said = |state| FieldValue::said(state, "");
    match text {
        "∅" => said(FieldState::LeftOut),
        "≋" => said(FieldState::Illegible),
        text => match text.strip_prefix('≟') {
            Some(read) => FieldValue::said(FieldState::Doubtful, unescaped(read)),
            None => FieldValue::given(unescaped(text)),
        },
    }
}

fn found(catalogue: &Catalogue, messages: &Messages, row: &Row) -> Vec<Finding> {
    let book_type = catalogue.book_type(&row.kind).expect("book type");
    let Scene {
        cases,
        books,
        loose,
        closing,
        settings,
    } = scene(book_type, row);
    let setup = Setup {
        catalogue,
        messages,
        settings: &settings,
        today: PartialDate::parse("21.11.2026").ok(),
        with_pages: true,
    };
    let engine = Engine::new(&setup, book_type);
    let names = NamePattern::default();
    let volume = Volume {
        year: 2008,
        volume: 1,
    };
    let mut all = engine.book(&BookView {
        volume,
        names: &names,
        cases: &cases,
        loose_pages: &loose,
        pages: cases.len() as u32,
        closing,
    });
    let mut traces = Vec::new();
    for (case, at) in cases.iter().zip(0..) {
        let mut own = Vec::new();
        engine.traces_into(case, &mut Scratch::default(), &mut own);
        traces.extend(own.into_iter().map(|trace| (trace, at)));
    }
    let members: Vec<Member<'_>> = cases
        .iter()
        .zip(&books)
        .map(|(case, book)| Member {
            engine: &engine,
            book,
            case,
        })
        .collect();
    all.extend(across::among(&members, &traces));
    all
}

fn shown(finding: &Finding) -> String {
    let position = finding.position.map(|p| p.to_string()).unwrap_or_default();
    let place = format!("{position}:{}", finding.field.as_deref().unwrap_or(""));
    finding
        .fix
        .as_ref()
        .map_or(place.clone(), |fix| format!("{place} → {}", fix.to))
}

/// Entries are apart by commas, and a fix may hold some: an entry begins with a place and a colon.
fn entries(finds: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in finds.split(", ") {
        let begins = part
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .starts_with(':');
        match out.last_mut() {
            Some(last) if !begins => *last = format!("{last}, {part}"),
            _ => out.push(part.to_owned()),
        }
    }
    out
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
        for kind in rule.types {
            assert!(
                rows.iter().any(|row| row.kind == *kind && row.finds != "–"),
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
                entries(&row.finds)
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
