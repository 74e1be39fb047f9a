//! `docs/roles.md` is written from the table of roles: `make gen` writes it anew, and here it must be what it would be.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use sohoa_core::messages::Messages;
use sohoa_core::people::{Right, Role, may};

#[test]
fn the_docs_are_what_the_table_of_roles_says() {
    let messages = Messages::vietnamese().unwrap();
    let word = |part: &str, name: &str| {
        let code = format!("{part}_{name}");
        let text = messages.text(&code, &[]);
        assert_ne!(text, code, "no sentence in vi.toml");
        text
    };
    let mut out = String::from(
        "# Ai được làm gì\n\nKho chưa có người làm việc nào thì không hỏi ai, ai cũng làm được mọi việc. Một người có thể có nhiều\nvai trò; quyền của các vai trò cộng lại. Không ai tự soát hay lấy mẫu phần mình đã nhập.\n\n| |",
    );
    for role in Role::ALL {
        write!(out, " {} |", word("role", role.as_str())).unwrap();
    }
    out.push_str("\n|---|");
    out.push_str(&":-:|".repeat(Role::ALL.len()));
    out.push('\n');
    for right in Right::ALL {
        write!(out, "| {} |", word("right", right.as_str())).unwrap();
        for role in Role::ALL {
            out.push_str(if may(role, right) { " ✓ |" } else { "  |" });
        }
        out.push('\n');
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/roles.md");
    if std::env::var_os("GEN").is_some() {
        fs::write(&path, &out).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == out,
        "docs/roles.md: run make gen and commit"
    );
}
