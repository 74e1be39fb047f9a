//! What holds for the repository as a whole: licences that go with ours, and no dependency from
//! anywhere but crates.io and npm.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Licences that may be shipped under Apache-2.0. MPL-2.0 is per file and none of its files are
/// changed here; OFL-1.1 is for fonts; data under CC-BY is only used while building.
const FINE: [&str; 16] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unlicense",
    "CC0-1.0",
    "Unicode-3.0",
    "MPL-2.0",
    "OFL-1.1",
    "IJG",
    "BSL-1.0",
];

/// `A OR B` wants one of them, `A AND B` all; brackets and the old slash are understood.
fn fits(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    split(&expression, " OR ").iter().any(|choice| {
        split(choice, " AND ").iter().all(|part| {
            let part = part.trim();
            match part.strip_prefix('(').and_then(|p| p.strip_suffix(')')) {
                Some(inner) => fits(inner),
                None => FINE.contains(&part),
            }
        })
    })
}

fn split(text: &str, by: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    let mut rest = text;
    while !rest.is_empty() {
        if depth == 0 && rest.starts_with(by) {
            parts.push(String::new());
            rest = &rest[by.len()..];
            continue;
        }
        let c = rest.chars().next().unwrap();
        depth += i32::from(c == '(') - i32::from(c == ')');
        parts.last_mut().unwrap().push(c);
        rest = &rest[c.len_utf8()..];
    }
    parts
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

#[test]
fn every_crate_has_a_licence_that_goes_with_ours() {
    assert!(
        fits("(MIT OR Apache-2.0) AND Unicode-3.0") && !fits("GPL-3.0") && !fits("MIT AND GPL-2.0")
    );
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    let mut wrong = Vec::new();
    for package in packages {
        let name = &package["name"];
        if !package["source"].is_null()
            && !package["source"].as_str().unwrap().starts_with("registry+")
        {
            wrong.push(format!("{name} comes from {}", package["source"]));
        }
        match package["license"].as_str() {
            Some(licence) if fits(licence) => {}
            other => wrong.push(format!("{name}: {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_npm_package_has_a_licence_that_goes_with_ours() {
    let lock: Value =
        serde_json::from_slice(&fs::read(root().join("ui/package-lock.json")).unwrap()).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    let mut wrong = Vec::new();
    for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
        let licence = package["license"].as_str().unwrap_or("none");
        // Tools for building only, not shipped.
        let building = package["dev"] == true
            && ["BlueOak-1.0.0", "CC-BY-4.0", "Python-2.0", "CC-BY-3.0"].contains(&licence);
        if !building && !fits(licence) {
            wrong.push(format!("{name}: {licence}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
