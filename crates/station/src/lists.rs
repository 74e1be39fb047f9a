//! The two lists that an office is handed with a package: cases the receiving system is known to
//! refuse, and what the ledger leaves out or has wrong. What goes where is said in
//! `assets/office-lists.toml`.

use serde::Deserialize;
use sohoa_core::record::{Certificate, FieldState};
use sohoa_core::rules::{Finding, Severity};
use sohoa_core::schema::{BookType, Role};

use crate::contents::Contents;
use crate::export::{Page, Row, write};
use crate::held;
use crate::view::Judgement;
use crate::{Result, StationError};

#[derive(Debug, Deserialize)]
struct Lists {
    refused: Refused,
    group: Vec<Group>,
}

#[derive(Debug, Deserialize)]
struct Refused {
    title: String,
    rules: Vec<String>,
}

/// One heading of the second list.
#[derive(Debug, Deserialize)]
struct Group {
    title: String,
    #[serde(default)]
    rules: Vec<String>,
    /// Kinds or roles of fields that the ledger leaves out.
    #[serde(default)]
    left_out: Vec<String>,
    /// What cannot be read.
    #[serde(default)]
    illegible: bool,
    /// What a certificate in a citizen's hands says otherwise.
    #[serde(default)]
    certificate: bool,
}

const COLUMNS: &[(&str, f64)] = &[
    ("Dòng", 7.0),
    ("Số", 12.0),
    ("Họ tên", 30.0),
    ("Mục", 24.0),
    ("Sổ ghi", 24.0),
    ("Vì sao", 60.0),
    ("Người xác nhận", 24.0),
];

fn lists() -> Result<Lists> {
    toml::from_str(include_str!("../../../assets/office-lists.toml"))
        .map_err(|e| StationError::new("store_trouble").with("detail", e.to_string()))
}

/// The word a kind or a role is written with in data files.
fn word(of: &impl serde::Serialize) -> String {
    serde_json::to_value(of)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The lists of a book as .xlsx. `row_of` gives the data row of a case by its place in the book.
pub(crate) fn office_lists(
    contents: &Contents,
    book_type: &BookType,
    judgement: &Judgement,
    row_of: &[u32],
) -> Result<Vec<u8>> {
    let lists = lists()?;
    let code = contents.book.code();
    let cells = |index: Option<usize>, column: Option<&str>, value: &str, why: &str, who: &str| {
        let of = |text: fn(&Contents, &BookType, usize) -> String| {
            index.map_or_else(String::new, |index| text(contents, book_type, index))
        };
        let field = column.and_then(|column| book_type.field_index(column));
        let row = index.and_then(|index| row_of.get(index));
        let row = row.filter(|row| **row > 0);
        let cells = vec![
            row.map(u32::to_string).unwrap_or_default(),
            of(|contents, book_type, index| contents.number(book_type, index).to_owned()),
            of(Contents::name),
            field
                .map(|field| book_type.fields[field].label.clone())
                .unwrap_or_default(),
            value.to_owned(),
            why.to_owned(),
            who.to_owned(),
        ];
        (row.copied().unwrap_or(u32::MAX), Row::Cells(cells))
    };
    let of_finding = |finding: &Finding, who: &str| {
        let index = finding.position.map(|at| at as usize - 1);
        cells(
            index,
            finding.field.as_deref(),
            &finding.value,
            &finding.message,
            who,
        )
    };
    let all = || {
        let open = judgement
            .findings
            .iter()
            .map(|finding| (finding, String::new()));
        open.chain(
            judgement
                .confirmed
                .iter()
                .map(|c| (&c.finding, format!("{}: {}", c.who, c.reason))),
        )
    };
    let refused: Vec<(u32, Row)> = all()
        .filter(|(finding, _)| lists.refused.rules.contains(&finding.rule))
        .map(|(finding, who)| of_finding(finding, &who))
        .collect();

    let mut groups: Vec<Vec<(u32, Row)>> = lists.group.iter().map(|_| Vec::new()).collect();
    let last = groups.len() - 1;
    for (finding, who) in all() {
        if lists.refused.rules.contains(&finding.rule) || finding.severity == Severity::Info {
            continue;
        }
        let at = lists
            .group
            .iter()
            .position(|group| group.rules.contains(&finding.rule));
        groups[at.unwrap_or(last)].push(of_finding(finding, &who));
    }
    let date = book_type.role(Role::RegistrationDate);
    for (index, input) in contents.inputs.iter().enumerate() {
        if contents.cases[index].held.is_some() {
            continue;
        }
        for (at, field) in book_type.fields.iter().enumerate() {
            let value = input.record.at(at);
            let mut put = |to: Option<usize>, why: &str| {
                let row = cells(
                    Some(index),
                    Some(&field.column),
                    &value.text,
                    why,
                    &contents.who[index],
                );
                groups[to.unwrap_or(last)].push(row);
            };
            if let Some(paper) = value.certificate() {
                let to = lists.group.iter().position(|group| group.certificate);
                put(to, &otherwise(paper));
            }
            let (to, why) = match value.state {
                // What is doubtful is a finding.
                FieldState::Given | FieldState::Doubtful => continue,
                FieldState::Illegible => (
                    lists.group.iter().position(|group| group.illegible),
                    "Không đọc được trong sổ",
                ),
                FieldState::LeftOut => {
                    let kind = if date.contains(&at) {
                        "registrationDate".to_owned()
                    } else {
                        word(&field.kind)
                    };
                    (
                        lists
                            .group
                            .iter()
                            .position(|group| group.left_out.contains(&kind)),
                        "Sổ không ghi",
                    )
                }
            };
            put(to, why);
        }
    }
    let mut second = Vec::new();
    for (group, mut rows) in lists.group.iter().zip(groups) {
        if rows.is_empty() {
            continue;
        }
        rows.sort_by_key(|(row, _)| *row);
        second.push(Row::Heading(format!("{} ({})", group.title, rows.len())));
        second.extend(rows.into_iter().map(|(_, row)| row));
    }
    let none = |rows: Vec<Row>| {
        if rows.is_empty() {
            vec![Row::Heading("Không có trường hợp nào.".to_owned())]
        } else {
            rows
        }
    };
    let mut refused = refused;
    refused.sort_by_key(|(row, _)| *row);
    let pages = [
        Page {
            name: "Dễ bị từ chối".to_owned(),
            title: format!(
                "{} — sổ {code}, {}",
                lists.refused.title, contents.book.place
            ),
            columns: COLUMNS,
            rows: none(refused.into_iter().map(|(_, row)| row).collect()),
        },
        Page {
            name: "Sổ thiếu hoặc sai".to_owned(),
            title: format!("Sổ thiếu hoặc ghi sai — sổ {code}, {}", contents.book.place),
            columns: COLUMNS,
            rows: none(second),
        },
    ];
    let held = held::of_book(contents, book_type);
    let held = held::page(held, &format!("sổ {code}"));
    let pages: Vec<Page<'_>> = pages.into_iter().chain(held).collect();
    write(&pages).map_err(|e| StationError::new("store_trouble").with("detail", e.to_string()))
}

/// The ledger's reading beside what a certificate says.
fn otherwise(paper: &Certificate) -> String {
    let Certificate {
        reading,
        paper,
        seen,
    } = paper;
    let paper = if paper.is_empty() {
        "Giấy tờ người dân giữ"
    } else {
        paper
    };
    let seen = if seen.is_empty() {
        String::new()
    } else {
        format!(" (xem ngày {seen})")
    };
    format!("{paper}{seen} ghi: {reading}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_name_rules_and_kinds_that_exist() {
        let lists = lists().unwrap();
        let knowledge = crate::knowledge().unwrap();
        let mut named: Vec<&String> = lists.refused.rules.iter().collect();
        named.extend(lists.group.iter().flat_map(|group| &group.rules));
        for rule in named {
            assert!(sohoa_core::rules::find(rule).is_some(), "{rule}");
        }
        let fields = knowledge.catalogue.types().iter().flat_map(|t| &t.fields);
        let kinds: std::collections::HashSet<String> =
            fields.map(|field| word(&field.kind)).collect();
        for kind in lists.group.iter().flat_map(|group| &group.left_out) {
            assert!(kinds.contains(kind) || kind == "registrationDate", "{kind}");
        }
        let last = lists.group.last().unwrap();
        assert!(last.rules.is_empty() && last.left_out.is_empty());
    }
}
