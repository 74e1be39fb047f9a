//! Commands that bring in what others typed.

use std::path::Path;

use serde_json::json;
use sohoa_station::Station;
use sohoa_station::view::{ColumnAsk, ColumnMeans, JoinPair, PairBy, SheetAsk, Taking};

use crate::report::Outcome;
use crate::run::Result;

/// How a sheet is to be brought in.
pub struct Way {
    /// How rows find their cases.
    pub pair: PairBy,
    /// Rows without a case become cases.
    pub new: bool,
    /// What stands in a case stays.
    pub keep: bool,
    /// Columns are understood by their words too.
    pub by_words: bool,
    /// Others typed it.
    pub of_others: bool,
}

/// Reads a sheet into the cases of a book.
pub fn import(station: &Station, book: &str, file: &Path, way: &Way) -> Result<Outcome> {
    let book = station.book_named(book)?;
    let mut ask = SheetAsk {
        file: file.display().to_string(),
        pairing: way.pair,
        // Whoever names the key on the command line means it; what was replaced is told.
        keys_alone: true,
        new_cases: way.new,
        ..SheetAsk::default()
    };
    let mut lines = Vec::new();
    if way.by_words {
        let look = station.sheet_look(book.id, &ask)?;
        for column in &look.columns {
            if let ColumnMeans::Field { column: field } = &column.means {
                lines.push(format!("  cột “{}” là {field}", column.header));
            }
        }
        ask.header_row = Some(look.header_row);
        ask.content = Some(look.content);
        let columns = look.columns.into_iter().map(|column| ColumnAsk {
            means: column.means,
            legacy: column.legacy,
        });
        ask.columns = Some(columns.collect());
    }
    let taking = Taking {
        all: !way.keep,
        of_others: way.of_others,
        ..Taking::default()
    };
    let report = station.records_import(book.id, &ask, &taking)?;
    lines.push(format!(
        "{} dòng, ghép được {}, thêm {} trường hợp.",
        report.rows, report.paired, report.added
    ));
    let unpaired = report.unpaired.iter();
    lines.extend(unpaired.map(|u| format!("  dòng {}: {}", u.row, u.reason)));
    let unknown = report.unknown_columns.iter();
    lines.extend(unknown.map(|c| format!("  cột không có trong mẫu: {c}")));
    let kept = report.kept.iter();
    lines.extend(kept.map(|one| {
        format!(
            "  dòng {}, {}: giữ “{}”, bảng ghi “{}”",
            one.row, one.column, one.stands.text, one.comes
        )
    }));
    Ok(Outcome {
        json: json!(report),
        lines,
        found: false,
    })
}

/// Gives typed cases the pictures that came after them.
pub fn join(station: &Station, book: &str, by: PairBy) -> Result<Outcome> {
    let book = station.book_named(book)?;
    let look = station.join_look(book.id, by)?;
    let mut pairs = Vec::new();
    for (record, picture) in look.records.iter().zip(&look.pairs) {
        if let Some(picture) = picture.and_then(|at| look.pictures.get(at as usize)) {
            pairs.push(JoinPair {
                picture: picture.case,
                record: record.case,
            });
        }
    }
    let joined = station.join(book.id, &pairs)? as usize;
    let (records, pictures) = (look.records.len() - joined, look.pictures.len() - joined);
    Ok(Outcome {
        json: json!({ "joined": joined, "recordsLeft": records, "picturesLeft": pictures }),
        lines: vec![format!(
            "Đã ghép {joined}. Còn {records} dữ liệu chưa có hình, {pictures} hình chưa có dữ liệu."
        )],
        found: records + pictures > 0,
    })
}
