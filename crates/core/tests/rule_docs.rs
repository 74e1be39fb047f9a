//! `docs/rules` is written from the rules, their sentences and their tables: `make gen` writes it
//! anew, and here it must be what it would be.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sohoa_core::messages::Messages;
use sohoa_core::rules::{ALL, Rule, Severity};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn weight(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "● lỗi, chặn đóng gói",
        Severity::Warning => "▲ cảnh báo",
        Severity::Info => "ⓘ thông tin",
    }
}

/// A sentence without what the program fills in.
fn plain(messages: &Messages, rule: &Rule, part: &str) -> String {
    let mut text = messages.rule(rule.name, part, &[]);
    while let (Some(open), Some(close)) = (text.find('{'), text.find('}')) {
        text.replace_range(open..=close, "…");
    }
    text
}

fn page(messages: &Messages, rule: &Rule) -> String {
    let mut out = format!("# {}\n\n", plain(messages, rule, "title"));
    let settles = match (rule.severity, rule.confirmable) {
        (Severity::Info, _) => "không cần làm gì",
        (_, true) => "sửa, hoặc xác nhận sổ ghi như vậy",
        (_, false) => "phải sửa",
    };
    writeln!(
        out,
        "`{}` · {} · {settles} · loại sổ {}\n",
        rule.name,
        weight(rule),
        rule.types.join(", ")
    )
    .unwrap();
    for (head, part) in [("Tìm gì", "what"), ("Vì sao", "why"), ("Làm gì", "todo")] {
        writeln!(out, "**{head}.** {}\n", plain(messages, rule, part)).unwrap();
    }
    out.push_str("## Ví dụ\n\n| Sổ | Nhập | Thấy |\n|---|---|---|\n");
    let table = root().join(format!("tests/rules/{}.md", rule.name));
    for line in fs::read_to_string(table).unwrap().lines() {
        let Some(cells) = line
            .strip_prefix("| ")
            .and_then(|line| line.strip_suffix(" |"))
        else {
            continue;
        };
        let cells: Vec<&str> = cells.splitn(3, " | ").collect();
        // Long rows show a machine's case, not a clerk's.
        if let [kind, cases, finds] = cells.as_slice()
            && *kind != "type"
            && cases.len() <= 200
        {
            let seen = if *finds == "–" { "không sao" } else { finds };
            writeln!(out, "| {kind} | `{cases}` | {seen} |").unwrap();
        }
    }
    out
}

fn index(messages: &Messages) -> String {
    let mut out = String::from(
        "# Các quy tắc soát lỗi\n\nSổ là căn cứ: quy tắc chỉ nhắc, trừ lỗi làm hỏng việc nhập hoặc làm lạc hình.\nTrong ví dụ, `∅` là sổ không ghi, `≋` là không đọc được, `//` ngăn hai trường hợp; “Thấy” ghi\ntrường hợp, ô, và cách sửa được đề nghị nếu có.\n",
    );
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let rules: Vec<_> = ALL
            .iter()
            .filter(|rule| rule.severity == severity)
            .collect();
        let Some(first) = rules.first() else { continue };
        writeln!(out, "\n## {}\n", weight(first)).unwrap();
        for rule in rules {
            let (title, what) = (
                plain(messages, rule, "title"),
                plain(messages, rule, "what"),
            );
            writeln!(out, "- [{title}]({}.md): {what}", rule.name).unwrap();
        }
    }
    out
}

#[test]
fn the_docs_are_what_the_rules_say() {
    let messages = Messages::vietnamese().unwrap();
    let folder = root().join("docs/rules");
    let mut wanted: BTreeMap<String, String> = ALL
        .iter()
        .map(|rule| (format!("{}.md", rule.name), page(&messages, rule)))
        .collect();
    wanted.insert("README.md".into(), index(&messages));
    if std::env::var_os("GEN").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &wanted {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let found: BTreeMap<String, String> = fs::read_dir(&folder)
        .unwrap()
        .flatten()
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    for name in found.keys().chain(wanted.keys()) {
        assert!(
            found.get(name) == wanted.get(name),
            "docs/rules/{name}: run make gen and commit"
        );
    }
}
