//! A page of an old ledger that is one table: a heading, a row of numbers, a row for each case. The
//! print wanders from page to page, as a real press's does.

use std::fmt::Write as _;

use fastrand::Rng;
use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Catalogue};

use crate::page::{HANDS, PAPER_MM, escaped, said};

/// How the rows of a table are ruled.
#[derive(Debug, Clone, Copy)]
pub struct Ruled {
    /// Rows on a page; the last page may use fewer.
    pub rows: usize,
    /// Width of a line, millimetres.
    pub pen: f32,
    /// Its colour.
    pub colour: &'static str,
}

impl Ruled {
    /// Another book, another press: some print hardly anything.
    #[must_use]
    pub fn of(rows: usize, seed: u64) -> Self {
        let (pen, colour) = [
            (0.35, "#333"),
            (0.2, "#667"),
            (0.16, "#9a9a92"),
            (0.3, "#5a6f9c"),
        ][(seed % 4) as usize];
        Self { rows, pen, colour }
    }
}

/// Shares of the table's width that its columns take.
const COLUMNS: [f32; 6] = [0.07, 0.13, 0.27, 0.13, 0.25, 0.15];

/// The SVG of one page, and where its rows begin and end in fractions of its height.
#[must_use]
pub fn svg(
    catalogue: &Catalogue,
    book_type: &BookType,
    cases: &[&Record],
    ruled: Ruled,
    page_no: usize,
    rng: &mut Rng,
) -> (String, Vec<f32>) {
    let (w, h) = PAPER_MM;
    let paper = ["#fbf6e6", "#f7f1de", "#fdfaf0", "#f4eeda"][rng.usize(..4)];
    let ink = ["#1d2f6f", "#20242c", "#2b3a8c", "#3a2f5f"][rng.usize(..4)];
    let hand = HANDS[rng.usize(..HANDS.len())].0;
    let within = |rng: &mut Rng, most: f32| (rng.f32() * 2.0 - 1.0) * most;
    // The sheet lay a little otherwise in the press.
    let (dx, dy, scale) = (within(rng, 1.5), within(rng, 3.0), 1.0 + within(rng, 0.008));
    let x = |mm: f32| w / 2.0 + (mm - w / 2.0) * scale + dx;
    let y = |mm: f32| h / 2.0 + (mm - h / 2.0) * scale + dy;
    let (left, right, top, bottom) = (x(14.0), x(w - 11.0), y(26.0), y(h - 17.0));
    let (heads, numbers) = (y(26.0 + 19.0), y(26.0 + 25.0));
    let step = (bottom - numbers) / ruled.rows as f32;
    let edges: Vec<f32> = (0..=ruled.rows)
        .map(|row| numbers + step * row as f32)
        .collect();
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}"><rect width="{w}" height="{h}" fill="{paper}"/>"##
    );
    let _ = write!(
        out,
        r##"<text x="{right}" y="{}" font-size="3" fill="#555" text-anchor="end">Trang {page_no}</text><text x="{}" y="{}" font-size="5" font-weight="bold" fill="#222" text-anchor="middle">{}</text>"##,
        y(14.0),
        w / 2.0,
        y(20.0),
        escaped(&book_type.title.to_uppercase())
    );
    let mut line = |x1: f32, y1: f32, x2: f32, y2: f32, pen: f32| {
        let _ = write!(
            out,
            r##"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{}" stroke-width="{pen}"/>"##,
            ruled.colour
        );
    };
    for at in [top, heads].iter().chain(&edges) {
        line(left, *at, right, *at, ruled.pen);
    }
    let mut columns = vec![left];
    for share in COLUMNS {
        columns.push(columns[columns.len() - 1] + (right - left) * share);
    }
    for at in &columns {
        line(*at, top, *at, bottom, ruled.pen);
    }
    // What is asked for most, as far as there are columns.
    let fields: Vec<usize> = (0..book_type.fields.len())
        .filter(|&i| !book_type.fields[i].rare)
        .take(COLUMNS.len() * 3)
        .collect();
    for (column, own) in fields.chunks(3).enumerate() {
        let (from, width) = (columns[column], columns[column + 1] - columns[column]);
        let _ = write!(
            out,
            r##"<text x="{0}" y="{1}" font-size="3" fill="#333" text-anchor="middle">({2})</text>"##,
            from + width / 2.0,
            numbers - 1.6,
            column + 1
        );
        for (nth, &field) in own.iter().enumerate() {
            let label: String = book_type.fields[field].label.chars().take(14).collect();
            let _ = write!(
                out,
                r##"<text x="{}" y="{}" font-size="{}" fill="#333">{}</text>"##,
                from + 1.0,
                top + 5.0 + 5.0 * nth as f32,
                (width / 8.0).min(3.2),
                escaped(&label)
            );
        }
        for (row, record) in cases.iter().enumerate() {
            for (nth, &field) in own.iter().enumerate() {
                let text = said(catalogue, record, field, &book_type.fields[field]);
                if text.is_empty() {
                    continue;
                }
                let room = step / 3.0;
                let most = (width - 2.0) / (text.chars().count() as f32 * 0.46);
                let (tilt, rise) = (rng.f32() * 2.0 - 1.0, rng.f32() * room * 0.2);
                let at = (from + 1.0, edges[row] + room * (nth as f32 + 0.85) - rise);
                let _ = write!(
                    out,
                    r##"<text x="{0}" y="{1}" font-family="{hand}, Noto Sans" font-size="{2}" fill="{ink}" transform="rotate({tilt} {0} {1})">{3}</text>"##,
                    at.0,
                    at.1,
                    (room * 0.85).min(most.max(1.8)),
                    escaped(&text)
                );
            }
        }
    }
    out.push_str("</svg>");
    (out, edges.iter().map(|at| at / h).collect())
}
