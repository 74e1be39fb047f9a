//! Writing a whole drawn book: its page files, and its truth as a sheet and as JSON.

use std::fs;
use std::path::Path;

use fastrand::Rng;
use rayon::prelude::*;
use rust_xlsxwriter::Workbook;
use serde_json::json;
use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Catalogue};

use crate::look::{Look, jpeg};
use crate::page::{Pens, svg};
use crate::table::{self, Ruled};
use crate::truth;

/// What to draw.
#[derive(Debug, Clone)]
pub struct Order {
    /// Book type.
    pub kind: String,
    /// Year.
    pub year: u16,
    /// Volume.
    pub volume: u16,
    /// Cases in the book.
    pub cases: usize,
    /// Cases on one page.
    pub per_page: usize,
    /// The pages are tables with a row a case, as many as `per_page`; else printed forms.
    pub table: bool,
    /// How the pages reached the computer.
    pub look: Look,
    /// Equal seeds draw equal books.
    pub seed: u64,
}

/// Resolution of drawn pages.
const DPI: f32 = 200.0;

/// Draws a book into a folder: `trang/0001.jpg` …, `dung.xlsx` and `dung.json` with the truth, and
/// `cat.json` that says for each page where its cases begin and end, in fractions of the paper's height.
/// `slips` changes the truth of the sheet afterwards, as a careless keyer would.
///
/// # Errors
/// What the disk or an encoder says.
pub fn write_book(
    folder: &Path,
    order: &Order,
    slips: &[(usize, &str, &str)],
) -> Result<(), String> {
    let catalogue = Catalogue::built_in().map_err(|e| e.to_string())?;
    let book_type = catalogue
        .book_type(&order.kind)
        .ok_or_else(|| format!("no book type {}", order.kind))?;
    let pens = Pens::load()?;
    let records = truth::records(book_type, order.year, order.volume, order.cases, order.seed);
    let pages = folder.join("trang");
    fs::create_dir_all(&pages).map_err(|e| e.to_string())?;
    let drawn: Result<Vec<Vec<f32>>, String> = records
        .par_chunks(order.per_page.max(1))
        .enumerate()
        .map(|(nth, cases)| {
            let mut rng =
                Rng::with_seed(order.seed.wrapping_mul(1_000_003).wrapping_add(nth as u64));
            let cases: Vec<&Record> = cases.iter().collect();
            let (page, edges) = if order.table {
                let ruled = Ruled::of(order.per_page.max(1), order.seed);
                table::svg(&catalogue, book_type, &cases, ruled, nth + 1, &mut rng)
            } else {
                let edges = (0..=cases.len()).map(|i| i as f32 / cases.len() as f32);
                let edges = edges.collect();
                (svg(&catalogue, book_type, &cases, nth + 1, &mut rng), edges)
            };
            let picture = pens.draw(&page, DPI)?;
            let bytes = jpeg(&picture, order.look, &mut rng).map_err(|e| e.to_string())?;
            fs::write(pages.join(format!("{:04}.jpg", nth + 1)), bytes)
                .map_err(|e| e.to_string())?;
            Ok(edges)
        })
        .collect();
    fs::write(folder.join("cat.json"), json!(drawn?).to_string()).map_err(|e| e.to_string())?;
    write_truth(folder, book_type, &records, slips)
}

/// Writes only the sheet and the truth, for measuring: pages of fifty thousand cases would take a
/// day to draw.
///
/// # Errors
/// What the disk says.
pub fn write_sheet(folder: &Path, kind: &str, year: u16, cases: usize) -> Result<(), String> {
    let catalogue = Catalogue::built_in().map_err(|e| e.to_string())?;
    let book_type = catalogue
        .book_type(kind)
        .ok_or_else(|| format!("no book type {kind}"))?;
    fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    write_truth(
        folder,
        book_type,
        &truth::records(book_type, year, 1, cases, 1),
        &[],
    )
}

fn write_truth(
    folder: &Path,
    book_type: &BookType,
    records: &[Record],
    slips: &[(usize, &str, &str)],
) -> Result<(), String> {
    let sheet = book_type
        .sheet(&book_type.default_sheet)
        .ok_or("no sheet")?;
    let mut book = Workbook::new();
    let rows = book.add_worksheet();
    let mut all = Vec::new();
    for (nth, record) in records.iter().enumerate() {
        let mut said = serde_json::Map::new();
        for (column, &field) in (0u16..).zip(&sheet.columns) {
            let name = book_type.fields[field].column.as_str();
            let slip = slips
                .iter()
                .find(|(case, at, _)| *case == nth + 1 && *at == name);
            let text = slip.map_or(record.text(field), |(.., wrong)| wrong);
            rows.write_string(0, column, name)
                .map_err(|e| e.to_string())?;
            rows.write_string(nth as u32 + 1, column, text)
                .map_err(|e| e.to_string())?;
            if !record.text(field).is_empty() {
                said.insert(name.to_owned(), json!(record.text(field)));
            }
        }
        all.push(said);
    }
    book.save(folder.join("dung.xlsx"))
        .map_err(|e| e.to_string())?;
    fs::write(folder.join("dung.json"), json!(all).to_string()).map_err(|e| e.to_string())
}
