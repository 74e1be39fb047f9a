//! What was delivered, as programs see it that ours was not built with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sohoa_e2e::run;

const SHEET: &str = "
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
rows = [['' if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
print(json.dumps([dict(zip(rows[0], row)) for row in rows[1:]]))
";

/// The rows of a sheet by column, read by openpyxl.
pub fn sheet(file: &Path) -> Vec<Value> {
    let said = run(Command::new("/usr/bin/python3")
        .args(["-c", SHEET])
        .arg(file));
    serde_json::from_str(&said).unwrap()
}

const CELLS: &str = "
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
print(json.dumps([['' if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]))
";

/// The cells of a sheet, read by openpyxl.
pub fn cells(file: &Path) -> Vec<Vec<String>> {
    let said = run(Command::new("/usr/bin/python3")
        .args(["-c", CELLS])
        .arg(file));
    serde_json::from_str(&said).unwrap()
}

/// What a row says beside its running number, without the empty cells.
pub fn filled(row: &Value) -> Vec<(&str, &str)> {
    row.as_object()
        .unwrap()
        .iter()
        .filter(|(column, _)| *column != "STT")
        .map(|(column, text)| (column.as_str(), text.as_str().expect("every cell is text")))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// The names in an archive, as unzip tells them.
pub fn names(zip: &Path) -> Vec<String> {
    let said = run(Command::new("unzip").arg("-Z1").arg(zip));
    said.lines().map(str::to_owned).collect()
}

/// Unpacks an archive.
pub fn unpacked(zip: &Path, into: &Path) -> Vec<PathBuf> {
    run(Command::new("unzip").arg("-q").arg(zip).arg("-d").arg(into));
    names(zip).iter().map(|name| into.join(name)).collect()
}

/// How many pages a PDF has, as pdfinfo says.
pub fn pages(pdf: &Path) -> usize {
    let said = run(Command::new("pdfinfo").arg(pdf));
    let line = said.lines().find_map(|line| line.strip_prefix("Pages:"));
    line.unwrap().trim().parse().unwrap()
}

/// The share of dark points on a PDF's only page, drawn by poppler.
pub fn ink(pdf: &Path) -> f64 {
    let stem = pdf.with_extension("");
    run(Command::new("pdftoppm")
        .args(["-gray", "-r", "60", "-singlefile"])
        .arg(pdf)
        .arg(&stem));
    let picture = fs::read(PathBuf::from(format!("{}.pgm", stem.display()))).unwrap();
    // `P5 width height 255` and then a byte for every point.
    let header = picture.split(|byte| byte.is_ascii_whitespace());
    let size: Vec<usize> = header
        .skip(1)
        .take(2)
        .map(|part| String::from_utf8_lossy(part).parse().unwrap())
        .collect();
    let points = &picture[picture.len() - size[0] * size[1]..];
    let dark = points.iter().filter(|point| **point < 128).count();
    dark as f64 / points.len() as f64
}
