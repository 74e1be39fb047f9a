//! Commands about where the cases of a page lie.

use serde_json::{Value, json};
use sohoa_core::book::{Id, Region};
use sohoa_core::layout::{Cell, spans};
use sohoa_station::view::{CarriedPage, CarryOutcome, CellView};
use sohoa_station::{Onto, Station, StationError};

use crate::pages::nth;
use crate::report::Outcome;
use crate::run::{Result, range};

/// What was asked for on the command line.
pub struct Drawn<'a> {
    /// `auto`, or places down the page between which cases lie.
    pub rows: &'a str,
    /// Places across the page between which its columns lie.
    pub columns: Option<&'a str>,
    /// Numbers of the cells that go on with the case before.
    pub continues: Option<&'a str>,
}

/// Cuts one page as it is told, or along the rows of its table.
pub fn layout(station: &Station, book: &str, page: u32, drawn: &Drawn<'_>) -> Result<Outcome> {
    let id = nth(station, book, page)?;
    let columns = drawn.columns.map(places).transpose()?.unwrap_or_default();
    let mut cells = if drawn.rows == "auto" {
        station.layout_rows(id, &columns)?
    } else {
        between(&places(drawn.rows)?, &columns)
    };
    let continues = drawn.continues.map_or(Some(Vec::new()), range);
    for nth in continues.ok_or_else(|| StationError::new("bad_range"))? {
        let cell = (nth as usize).checked_sub(1).and_then(|i| cells.get_mut(i));
        cell.ok_or_else(|| StationError::new("bad_range"))?
            .continues = true;
    }
    station.layout_draw(id, &cells)?;
    let view = station.layout(id)?;
    let empty = view.cells.iter().filter(|cell| cell.empty).count();
    let mut lines = vec![format!(
        "Đã cắt trang {page} thành {} phần.",
        view.cells.len()
    )];
    if empty > 0 {
        lines.push(format!("{empty} phần dường như không có chữ."));
    }
    Ok(Outcome {
        json: json!({ "page": page, "regions": regions(&view.cells) }),
        lines,
        found: false,
    })
}

/// Carries the layout of a page to those after it.
pub fn carry(
    station: &Station,
    book: &str,
    from: u32,
    to: Option<u32>,
    run: u32,
) -> Result<Outcome> {
    let first = nth(station, book, from)?;
    let last: Option<Id> = to.map(|to| nth(station, book, to)).transpose()?;
    let onto = last.map_or(Onto::After, Onto::UpTo);
    let done = station.layout_carry(first, None, onto, run)?;
    let count = |outcome| {
        done.pages
            .iter()
            .filter(|page| page.outcome == outcome)
            .count()
    };
    let (cut, moved, left) = (
        count(CarryOutcome::Cut),
        count(CarryOutcome::Moved),
        count(CarryOutcome::Left),
    );
    let flagged = done.pages.iter().filter(|page| page.flagged).count();
    let mut lines = vec![format!(
        "Đã cắt {cut} trang thành {} trường hợp, dời chỗ cắt {moved} trang; {flagged} trang cần xem lại chỗ cắt.",
        done.cases
    )];
    for page in &done.pages {
        if page.outcome == CarryOutcome::Left {
            let number = page.position;
            lines.push(format!(
                "  trang {number}: đã cắt thành số phần khác, để nguyên"
            ));
        } else if page.flagged {
            let percent = (page.confidence * 100.0).round();
            lines.push(format!(
                "  trang {}: cần xem lại (chắc {percent} %)",
                page.position
            ));
        }
    }
    let row = |page: &CarriedPage| {
        json!({ "id": page.page, "page": page.position, "outcome": page.outcome, "regions": regions(&page.cells),
                "confidence": page.confidence, "flagged": page.flagged, "example": page.example })
    };
    let rows: Vec<Value> = done.pages.iter().map(row).collect();
    Ok(Outcome {
        json: json!({ "cases": done.cases, "cut": cut, "moved": moved, "left": left, "flagged": flagged, "pages": rows }),
        lines,
        found: false,
    })
}

fn regions(cells: &[CellView]) -> Vec<Value> {
    let region = |view: &CellView| {
        let r = view.cell.region;
        json!({ "x": r.x, "y": r.y, "w": r.w, "h": r.h, "continues": view.cell.continues, "empty": view.empty })
    };
    cells.iter().map(region).collect()
}

/// Rising numbers between 0 and 1.
fn places(text: &str) -> Result<Vec<f64>> {
    let read: std::result::Result<Vec<f64>, _> =
        text.split(',').map(|part| part.trim().parse()).collect();
    let places = read.map_err(|_| StationError::new("bad_range"))?;
    let rising = places.windows(2).all(|w| w[0] < w[1]);
    let inside = places.iter().all(|at| (0.0..=1.0).contains(at));
    if rising && inside {
        Ok(places)
    } else {
        Err(StationError::new("bad_range"))
    }
}

/// Cells between places down the page, column by column.
fn between(rows: &[f64], columns: &[f64]) -> Vec<Cell> {
    let spans = spans(columns);
    let cells = spans.iter().flat_map(|(left, right)| {
        rows.windows(2).map(move |w| Cell {
            region: Region {
                x: *left,
                y: w[0],
                w: right - left,
                h: w[1] - w[0],
            },
            continues: false,
        })
    });
    cells.collect()
}
