//! Commands about the record of what happened.

use std::path::Path;

use serde_json::json;
use sohoa_station::Station;

use crate::report::Outcome;
use crate::run::Result;

/// Looks whether the history is whole.
pub fn verify(station: &Station, heads: &[String]) -> Result<Outcome> {
    let look = station.history_verify(heads)?;
    let mut lines: Vec<String> = look
        .faults
        .iter()
        .map(|fault| fault.message.clone())
        .collect();
    if look.ok {
        lines.push(format!("Lịch sử còn nguyên: {} mục.", look.entries));
    }
    let known = heads.iter().zip(&look.known);
    lines.extend(known.filter_map(|(head, entry)| Some(format!("{head}: mục {}", (*entry)?))));
    lines.extend(look.head.iter().map(|head| format!("Mã chốt: {head}")));
    Ok(Outcome {
        found: !look.ok,
        json: json!(look),
        lines,
    })
}

/// Writes the history into a file.
pub fn export(station: &Station, out: &Path) -> Result<Outcome> {
    let entries = station.history_export(out)?;
    Ok(Outcome {
        json: json!({ "file": out, "entries": entries }),
        lines: vec![format!("Đã ghi {entries} mục vào {}.", out.display())],
        found: false,
    })
}
