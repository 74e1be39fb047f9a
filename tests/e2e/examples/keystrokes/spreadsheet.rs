//! What the same cases take in a spreadsheet, typed by somebody who knows it well.
//!
//! No spreadsheet runs here; this counts what Excel and LibreOffice do, and where they differ, or a person
//! could do better or worse, it takes what is better for the spreadsheet:
//!
//! - The sheet is ready: its headers stand there, all cells are text, and every column that none of these
//!   cases fills is hidden, so that no key is spent on it. (The real sheet has 36 to 70 columns, and nobody
//!   knows beforehand which stay empty.)
//! - Keys into other windows are not counted: turning to the picture viewer, to the next picture and back
//!   takes five keys a case or a mouse.
//! - One key to go on: Tab, and at the end of a row Enter, which goes to the first column of the next row.
//! - An empty cell takes that key alone.
//! - AutoComplete: Excel completes what is typed when exactly one entry of the column above begins so, case
//!   not counting; Tab accepts it. It completes no numbers and no dates. A person stops typing the moment it
//!   stands there. (With a Vietnamese input method it often does not work at all; here it always does.)
//! - Fill-down: Ctrl+D copies the cell above: two keys, and Tab. (Ctrl+' is the same.)
//! - Columns that are the same for the whole book could be filled at the end in one go; the keyer of a ledger
//!   goes case by case and does not know beforehand that nothing will change, so it is counted as Ctrl+D.
//! - Dates have to be typed whole, `dd.mm.yyyy`: in a cell of text nothing is written out, and in any other
//!   cell `5/6/98` becomes a number, which the import software refuses.
//! - Letters by Telex, capitals with Shift, as in `hand.rs`; the same for both.

use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Kind};

use super::hand;

/// Keys each case takes.
pub fn keys(book_type: &BookType, truth: &[Record]) -> Vec<u32> {
    let sheet = book_type.sheet(&book_type.default_sheet).unwrap();
    let shown: Vec<usize> = sheet
        .columns
        .iter()
        .copied()
        .filter(|&field| truth.iter().any(|record| !record.text(field).is_empty()))
        .collect();
    (0..truth.len())
        .map(|row| {
            let cell = |&field: &usize| {
                let above: Vec<&str> = truth[..row].iter().map(|r| r.text(field)).collect();
                let kind = book_type.fields[field].kind;
                cell(truth[row].text(field), &above, kind) + 1
            };
            shown.iter().map(cell).sum()
        })
        .collect()
}

/// Keys into one cell, without the one to go on.
fn cell(text: &str, above: &[&str], kind: Kind) -> u32 {
    if text.is_empty() {
        return 0;
    }
    let mut least = hand::keys(text);
    if above.last() == Some(&text) {
        least = least.min(2);
    }
    let number = text
        .chars()
        .all(|c| c.is_ascii_digit() || c == '.' || c == '/');
    if !number && kind != Kind::Date {
        // An empty cell ends the list that is looked through.
        let list: Vec<String> = above
            .iter()
            .rev()
            .take_while(|entry| !entry.is_empty())
            .map(|entry| entry.to_lowercase())
            .collect();
        let whole = text.to_lowercase();
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let enough = ends.map(|end| &text[..end]).find(|start| {
            let small = start.to_lowercase();
            let mut fits: Vec<&String> = list.iter().filter(|e| e.starts_with(&small)).collect();
            fits.sort();
            fits.dedup();
            matches!(fits.as_slice(), [only] if **only == whole)
        });
        if let Some(start) = enough {
            least = least.min(hand::keys(start));
        }
    }
    least
}
