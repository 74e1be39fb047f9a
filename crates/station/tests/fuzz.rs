//! Sheets nobody made on purpose: cells of any text, and parts of the file with bytes changed. The
//! answer is always a judgement or a refusal with a code.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::{Cursor, Read, Write};

use proptest::prelude::*;
use rust_xlsxwriter::Workbook;
use sohoa_station::{check_sheet, knowledge};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const KINDS: [&str; 5] = ["KS", "KH", "KT", "HN", "CMC"];

fn workbook(headers: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0u32..).zip([headers].into_iter().chain(rows.iter().map(Vec::as_slice))) {
        for (column, cell) in (0u16..).zip(cells) {
            // What a spreadsheet cannot hold is not written.
            let _ = sheet.write_string(row, column, cell);
        }
    }
    book.save_to_buffer().unwrap()
}

fn judge(bytes: &[u8], kind: &str) -> Result<usize, String> {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("bảng.xlsx");
    std::fs::write(&file, bytes).unwrap();
    match check_sheet(&knowledge().unwrap(), &file, kind) {
        Ok(checked) => Ok(checked.records as usize),
        Err(error) => Err(error.code().to_owned()),
    }
}

/// The same file with some bytes of one of its parts changed; the archive itself stays sound.
fn damaged(bytes: &[u8], part: &str, places: &[(usize, u8)]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name.contains(part) {
            let len = content.len().max(1);
            for (at, byte) in places {
                if let Some(place) = content.get_mut(at % len) {
                    *place = *byte;
                }
            }
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// How many tries of each: `SOHOA_FUZZ=5000` for a long run.
fn cases() -> u32 {
    let wanted = std::env::var("SOHOA_FUZZ").ok();
    wanted.and_then(|n| n.parse().ok()).unwrap_or(64)
}

/// What broke something once, here or in programs like this one, in every field of every type.
const CORPUS: [&str; 14] = [
    "",
    " ",
    "\u{302}",
    "\u{200B}\u{FEFF}",
    "e\u{302}\u{306}",
    "99999999999999999999/2008",
    "0/0000",
    "-1",
    "00.00.0000",
    "31.02.2008",
    "29.02.1900",
    "19.11.1999.1",
    "\u{202E}gnouV \u{10FFFD}",
    "=HYPERLINK(\"x\")",
];

#[test]
fn the_corpus_is_judged_in_every_field_of_every_type() {
    for kind in KINDS {
        let knowledge = knowledge().unwrap();
        let book_type = knowledge.book_type(kind).unwrap();
        let headers: Vec<String> = book_type.fields.iter().map(|f| f.column.clone()).collect();
        let mut rows: Vec<Vec<String>> = CORPUS
            .iter()
            .map(|text| vec![(*text).to_owned(); headers.len()])
            .collect();
        // Twice the same, so that the cases also meet.
        rows.extend(rows.clone());
        rows.push(vec!["ằ".repeat(20_000); headers.len()]);
        let judged = judge(&workbook(&headers, &rows), kind).unwrap();
        assert!(
            judged >= rows.len() - 6,
            "{kind}: {judged} of {}",
            rows.len()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_text_in_the_cells_is_judged(
        kind in prop::sample::select(&KINDS[..]),
        rows in prop::collection::vec(prop::collection::vec("\\PC{0,12}|[0-9./ ]{0,11}|[A-Za-zăâđêôơưĂÂĐÊÔƠƯ\u{301}\u{306}’ ]{0,14}", 12), 1..6),
    ) {
        let knowledge = knowledge().unwrap();
        let fields = &knowledge.book_type(kind).unwrap().fields;
        let headers: Vec<String> = fields.iter().map(|f| f.column.clone()).take(12).collect();
        let judged = judge(&workbook(&headers, &rows), kind);
        prop_assert!(judged.is_ok_and(|records| records <= rows.len()));
    }

    #[test]
    fn any_header_is_matched_or_refused(headers in prop::collection::vec("\\PC{0,16}", 0..12)) {
        let found = judge(&workbook(&headers, &[vec!["1".into()]]), "KS");
        if let Err(code) = found {
            prop_assert!(code == "sheet_header" || code == "sheet_empty", "{}", code);
        }
    }

    #[test]
    fn changed_bytes_are_a_judgement_or_a_refusal(
        part in prop::sample::select(&["sheet1.xml", "sharedStrings.xml", "workbook.xml", "styles.xml"][..]),
        places in prop::collection::vec((any::<usize>(), any::<u8>()), 1..8),
    ) {
        let headers = ["so", "quyenSo", "ngayDangKy", "nksHoTen"].map(str::to_owned);
        let row = ["1", "01/2008", "05.06.2008", "Y Ƀhăm Êban"].map(str::to_owned);
        let bytes = workbook(&headers, &[row.to_vec(), row.to_vec()]);
        let _ = judge(&damaged(&bytes, part, &places), "KS");
    }
}
