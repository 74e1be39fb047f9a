//! Commands about the pages of a book.

use std::path::{Path, PathBuf};

use serde_json::json;
use sohoa_core::book::Id;
use sohoa_core::shape::{Point, Shape};
use sohoa_core::survey::Thresholds;
use sohoa_station::view::{PageQuality, Rejected};
use sohoa_station::{Bring, Cancel, ImportSummary, Station, StationError};

use crate::report::{Bar, Outcome};
use crate::run::Result;

/// Brings pages in.
pub fn import(
    station: &Station,
    book: &str,
    paths: &[PathBuf],
    how: Bring,
    bar: &Bar,
) -> Result<Outcome> {
    let book = station.book_named(book)?;
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        return Err(StationError::new("file_missing").with("path", missing.display()));
    }
    let summary = station.pages_import(book.id, paths, how, &Cancel::default(), &|progress| {
        bar.tell(progress)
    })?;
    said(station, book.id, &summary)
}

/// Goes on with what was begun and stopped.
pub fn resume(station: &Station, book: Option<&str>, bar: &Bar) -> Result<Outcome> {
    let book = book.map(|book| station.book_named(book)).transpose()?;
    let mut all = station.imports_begun()?;
    all.retain(|one| book.as_ref().is_none_or(|book| book.id == one.book));
    let mut outcome = Outcome {
        json: json!({ "resumed": [] }),
        lines: vec![],
        found: false,
    };
    let mut resumed = Vec::new();
    for one in &all {
        let tell = |progress| bar.tell(progress);
        let summary = station.import_resume(one.id, &Cancel::default(), &tell)?;
        let done = said(station, one.book, &summary)?;
        resumed.push(done.json);
        outcome.lines.extend(done.lines);
        outcome.found |= done.found;
    }
    if all.is_empty() {
        outcome
            .lines
            .push("Không có việc đưa trang vào nào đang dở.".to_owned());
    }
    outcome.json = json!({ "resumed": resumed });
    Ok(outcome)
}

/// Keeps limits that are new, and says what holds.
pub fn limits(station: &Station, limits: Thresholds, new: bool) -> Result<Outcome> {
    if new {
        station.keep_page_limits(limits)?;
    }
    Ok(Outcome {
        json: json!({ "limits": limits }),
        lines: vec![format!(
            "Độ nét từ {}, phải chụp lại dưới {}; lóa tới {} phần trang; chỗ tối từ {} chỗ sáng; từ {} điểm/inch.",
            limits.sharpness, limits.blurred, limits.glare, limits.shade, limits.dpi
        )],
        found: false,
    })
}

/// Watches a folder.
pub fn watch(station: &Station, book: &str, folder: &Path, once: bool) -> Result<Outcome> {
    let book = station.book_named(book)?;
    let done = station.watch_through(book.id, folder, &Cancel::default(), once)?;
    let mut lines = vec![format!("{} trang mới từ {}.", done.came, done.folder)];
    let refusal = |r: &Rejected| format!("  {}: {} [{}]", r.file, r.reason, r.code);
    lines.extend(done.refused.iter().map(refusal));
    Ok(Outcome {
        json: json!({ "folder": done.folder, "imported": done.came, "rejected": done.refused }),
        lines,
        found: false,
    })
}

/// What bringing in pages did.
fn said(station: &Station, book: Id, summary: &ImportSummary) -> Result<Outcome> {
    let pages = station.pages_of(book, &summary.imported)?;
    let rows = pages.iter().map(|p| json!({ "id": p.id, "file": p.file, "index": p.position, "width": p.width, "height": p.height }));
    let json = json!({ "imported": summary.imported.len(), "already": summary.already, "rejected": summary.rejected,
                       "pages": rows.collect::<Vec<_>>() });
    let mut lines = vec![format!(
        "Đã đưa vào {} trang; {} trang đã có từ trước; {} tệp bị từ chối.",
        summary.imported.len(),
        summary.already,
        summary.rejected.len()
    )];
    let refusal = |r: &Rejected| format!("  {}: {} [{}]", r.file, r.reason, r.code);
    lines.extend(summary.rejected.iter().map(refusal));
    // Nothing at all could be taken: the caller has to know without reading the list.
    if summary.imported.is_empty() && summary.already == 0 && !summary.rejected.is_empty() {
        for line in &lines[1..] {
            eprintln!("{}", line.trim());
        }
        return Ok(Outcome {
            json,
            lines,
            found: true,
        });
    }
    Ok(Outcome {
        json,
        lines,
        found: false,
    })
}

/// What was measured of each page.
pub fn quality(station: &Station, book: &str) -> Result<Outcome> {
    let book = station.book_named(book)?;
    let pages = station.pages_quality(book.id)?;
    let rows: Vec<_> = pages.iter().map(row).collect();
    let mut lines = Vec::new();
    for page in &pages {
        for reason in &page.row.reasons {
            lines.push(format!(
                "Trang {} ({}): {} [{}]",
                page.row.position, page.row.file, reason.text, reason.code
            ));
        }
    }
    let good = pages
        .iter()
        .filter(|page| page.row.reasons.is_empty())
        .count();
    let number = |page: &PageQuality| page.row.number;
    let missing: Vec<_> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| page.row.missing_before != 0)
        .map(|(at, page)| {
            let before = pages[..at]
                .iter()
                .rev()
                .find(|before| before.row.number_typed);
            json!({ "after": before.map(|page| page.row.position), "before": page.row.position,
                    "after_number": before.and_then(number), "paper_number": number(page),
                    "count": page.row.missing_before })
        })
        .collect();
    for page in pages.iter().filter(|page| page.row.missing_before != 0) {
        let count = page.row.missing_before;
        let what = if count > 0 { "thiếu" } else { "thừa" };
        let place = page.row.position;
        lines.push(format!(
            "Trước trang {place}: {what} {} trang theo số trên giấy.",
            count.abs()
        ));
    }
    let ask = pages.iter().find(|page| page.row.ask_number);
    if let Some(page) = ask.filter(|_| pages.iter().any(|page| page.row.number_typed)) {
        lines.push(format!(
            "Cho biết số ghi trên trang {}: sohoa pages number {} {} SỐ",
            page.row.position,
            book.code(),
            page.row.position
        ));
    }
    lines.push(format!("{good} / {} trang tốt.", pages.len()));
    Ok(Outcome {
        json: json!({ "pages": rows, "missing": missing, "ask": ask.map(|page| page.row.position) }),
        lines,
        found: false,
    })
}

fn row(page: &PageQuality) -> serde_json::Value {
    let (w, h) = (f64::from(page.picture.0), f64::from(page.picture.1));
    let pixels = |p: Point| {
        let tenth = |v: f64| (v * 10.0).round() / 10.0;
        [tenth(p.x * w), tenth(p.y * h)]
    };
    let shape = page.row.shape.as_ref();
    let gutter = |shape: &Shape| {
        let at = shape.gutter?;
        Some([0.0, 1.0].map(|end| pixels(shape.at(Point::new(at, end)))))
    };
    let survey = page.survey.as_ref();
    let codes = page.row.reasons.iter().map(|reason| &reason.code);
    json!({
        "id": page.row.id,
        "file": page.row.file,
        "index": page.row.position,
        "sharpness": survey.map(|s| s.sharpness),
        "glare": survey.map(|s| s.glare),
        "shade": survey.map(|s| s.shade),
        "dpi": survey.map(|s| s.dpi),
        "verdict": page.row.verdict,
        "reasons": codes.collect::<Vec<_>>(),
        "corners": shape.map(|shape| shape.corners.map(pixels)),
        "gutter": shape.and_then(gutter),
        "turns": page.turns,
        "paper_number": page.row.number,
    })
}

/// Writes a page as it will be delivered.
pub fn show(station: &Station, book: &str, page: u32, out: &Path) -> Result<Outcome> {
    let id = nth(station, book, page)?;
    let told = station.page_show(id, out)?;
    let left = told
        .strokes
        .map(|left| format!(", giữ {:.0} % độ đậm của nét", left * 100.0));
    let about = format!(
        "{} kB, {} × {} điểm ảnh, {} điểm/inch{}",
        told.bytes.div_ceil(1000),
        told.width,
        told.height,
        told.dpi,
        left.unwrap_or_default()
    );
    Ok(Outcome {
        json: json!({ "id": id, "out": out, "bytes": told.bytes, "width": told.width, "height": told.height,
                      "dpi": told.dpi, "way": told.way, "quality": told.quality, "strokes": told.strokes }),
        lines: vec![format!(
            "Đã ghi trang {page} vào {} ({about}).",
            out.display()
        )],
        found: false,
    })
}

/// Keeps the number that stands on a page's paper.
pub fn number(station: &Station, book: &str, page: u32, number: u32) -> Result<Outcome> {
    let id = nth(station, book, page)?;
    let rows = station.page_number(id, Some(number))?;
    let ask = rows
        .iter()
        .find(|row| row.ask_number)
        .map(|row| row.position);
    let missing: i32 = rows.iter().map(|row| row.missing_before.max(0)).sum();
    let mut lines = vec![format!(
        "Trang {page} có số {number} trên giấy. Thiếu {missing} trang."
    )];
    lines.extend(ask.map(|at| format!("Số nên cho biết tiếp: trang {at}.")));
    Ok(Outcome {
        json: json!({ "id": id, "number": number, "missing": missing, "ask": ask }),
        lines,
        found: false,
    })
}

/// Writes the list of pages to be taken again.
pub fn retake(station: &Station, book: &str, out: &Path) -> Result<Outcome> {
    let told = station.retake_list(station.book_named(book)?.id, out)?;
    Ok(Outcome {
        json: json!({ "out": told.path, "pages": told.pages, "missing": told.missing }),
        lines: vec![format!(
            "Đã ghi danh sách {} trang phải chụp lại, {} trang còn thiếu vào {}.",
            told.pages,
            told.missing,
            out.display()
        )],
        found: false,
    })
}

/// Puts another picture in the place of a page's.
pub fn replace(station: &Station, book: &str, page: u32, file: &Path) -> Result<Outcome> {
    let id = nth(station, book, page)?;
    if !file.exists() {
        return Err(StationError::new("file_missing").with("path", file.display()));
    }
    let rows = station.page_replace(id, file)?;
    let now = rows.iter().find(|row| row.id == id);
    Ok(Outcome {
        json: json!({ "id": id, "file": now.map(|row| &row.file) }),
        lines: vec![format!("Đã thay ảnh của trang {page}.")],
        found: false,
    })
}

/// A page by its place in the book.
pub fn nth(station: &Station, book: &str, page: u32) -> Result<Id> {
    let book = station.book_named(book)?;
    let rows = station.pages(book.id)?;
    let row = rows.iter().find(|row| row.position == page);
    Ok(row.ok_or_else(|| StationError::new("unknown_page"))?.id)
}
