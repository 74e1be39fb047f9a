//! Numbers written on the pages of a ledger, and the list of pages to be taken again.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use sohoa_core::book::{Id, Page, PageRole};
use sohoa_core::numbering::Leaf;
use sohoa_core::people::Right;
use sohoa_core::survey::Verdict;

use crate::pictures::PictureKind;
use crate::store::Op;
use crate::view::PageRow;
use crate::workspace::write_whole;
use crate::{Result, Station, StationError};

/// Width by height from which a picture shows an open book.
const OPEN_BOOK: f64 = 1.15;
/// Highest number that stands on a page.
const MOST: u32 = 99_999;

/// How many numbered pages a picture shows: an open book shows two, what is no page of the ledger none.
pub(crate) fn leaf(page: &Page) -> Leaf {
    let (width, height) = page.upright_size();
    let open = page
        .shape
        .as_ref()
        .is_some_and(|shape| shape.gutter.is_some())
        || f64::from(width) > OPEN_BOOK * f64::from(height);
    let counts = match page.role {
        PageRole::Cover | PageRole::Index => 0,
        _ if open => 2,
        _ => 1,
    };
    Leaf {
        counts,
        typed: page.number,
    }
}

impl Station {
    /// Keeps the number that a person read on a page, the first of two on an open book; `None` takes it
    /// back.
    ///
    /// # Errors
    /// `unknown_page`, `bad_range` for what is no number of a page
    pub fn page_number(&self, page: Id, number: Option<u32>) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        if number.is_some_and(|n| !(1..=MOST).contains(&n)) {
            return Err(StationError::new("bad_range"));
        }
        self.change_pages(Op::PageNumber, &[page], |_, page, _| Page {
            number,
            ..page.clone()
        })
    }

    /// Writes the pages that have to be taken again, or looked at, and those that are missing, as a page to
    /// be printed and taken to the shelf: small pictures, where they stand, what is wrong, a box to tick.
    /// Into a folder it goes under the book's own name.
    ///
    /// # Errors
    /// `unknown_book`, and what writing says
    pub fn retake_list(&self, book: Id, out: &Path) -> Result<Retake> {
        let _asked = self.may(Right::Look)?;
        let rows = self.pages(book)?;
        let title = self.inner().book(book)?.code();
        let mut lines = String::new();
        let out = if out.is_dir() {
            out.join(format!("chup-lai-{title}.html"))
        } else {
            out.to_owned()
        };
        let mut told = Retake {
            path: out.clone(),
            pages: 0,
            missing: 0,
        };
        for (index, row) in rows.iter().enumerate() {
            if row.missing_before > 0 {
                told.missing += row.missing_before as u32;
                lines.push_str(&missing(&rows, index));
            }
            if !wanted(row) {
                continue;
            }
            told.pages += 1;
            let picture = self
                .picture(row.id, PictureKind::Thumb)
                .map(|jpeg| BASE64.encode(jpeg));
            lines.push_str(&line(row, picture.ok().as_deref()));
        }
        let html = include_str!("../../../assets/retake.html")
            .replace("{{book}}", &escaped(&title))
            .replace("{{pages}}", &told.pages.to_string())
            .replace("{{missing}}", &told.missing.to_string())
            .replace("{{lines}}", &lines);
        write_whole(&out, html.as_bytes(), false).map_err(|e| StationError::io(&e, &out))?;
        Ok(told)
    }
}

/// What was put on a list of pages to be taken again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retake {
    /// The list.
    pub path: PathBuf,
    /// Pages to be taken again.
    pub pages: u32,
    /// Pages missing by their numbers.
    pub missing: u32,
}

/// Whether a page belongs on the list: a person said so, or its picture cannot do.
fn wanted(row: &PageRow) -> bool {
    row.role == PageRole::Retake || (row.role == PageRole::Cases && row.verdict == Verdict::Retake)
}

fn number(row: &PageRow) -> String {
    match (row.number, row.number_to) {
        (Some(from), Some(to)) if to > from => format!("{from}–{to}"),
        (Some(from), _) => from.to_string(),
        _ => "…".to_owned(),
    }
}

fn missing(rows: &[PageRow], index: usize) -> String {
    let before = rows[..index].iter().rev().find(|row| row.number_typed);
    format!(
        "<tr class=missing><td class=box>☐</td><td></td><td>giữa trang {} và {}</td><td>Thiếu {} trang: chụp thêm \
         rồi đưa vào đúng chỗ này.</td></tr>\n",
        before.map_or_else(String::new, number),
        number(&rows[index]),
        rows[index].missing_before
    )
}

fn line(row: &PageRow, picture: Option<&str>) -> String {
    let picture = picture.map_or_else(String::new, |data| {
        format!("<img src=\"data:image/jpeg;base64,{data}\" alt=\"\">")
    });
    let reasons: Vec<String> = row
        .reasons
        .iter()
        .map(|reason| escaped(&reason.text))
        .collect();
    let why = if reasons.is_empty() {
        "Người làm đã ghi phải chụp lại.".to_owned()
    } else {
        reasons.join("<br>")
    };
    format!(
        "<tr><td class=box>☐</td><td>{picture}</td><td>thứ {}<br>số trên giấy: {}<br><small>{}</small></td>\
         <td>{why}</td></tr>\n",
        row.position,
        number(row),
        escaped(&row.file)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
