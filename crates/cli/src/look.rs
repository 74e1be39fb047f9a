//! Looking something up in the whole workspace.

use std::path::Path;

use serde_json::json;
use sohoa_station::Station;

use crate::report::{Bar, Outcome};
use crate::run::Result;

/// Cases that fit some words.
pub fn find(
    station: &Station,
    words: &[String],
    kind: Option<&str>,
    limit: usize,
    bar: &Bar,
) -> Result<Outcome> {
    station.index_all(&|step| bar.tell(step))?;
    bar.end();
    let found = station.find(&words.join(" "), kind, limit)?;
    let mut lines: Vec<String> = found
        .hits
        .iter()
        .map(|hit| {
            let met = hit.met.as_ref();
            let met = met.map_or_else(String::new, |met| format!(" · {}: {}", met.label, met.text));
            format!(
                "{} số {} · {} · sinh {}{met}",
                hit.code, hit.number, hit.name, hit.birth
            )
        })
        .collect();
    lines.push(match (found.hits.len(), found.more) {
        (0, _) => "Không thấy ai như vậy.".to_owned(),
        (count, true) => format!("{count} trường hợp đầu, còn nữa."),
        (count, false) => format!("{count} trường hợp."),
    });
    Ok(Outcome {
        json: json!({ "hits": found.hits, "more": found.more }),
        lines,
        found: false,
    })
}

/// Cases that are kept for other offices.
pub fn held(station: &Station, out: Option<&Path>) -> Result<Outcome> {
    let held = station.held()?;
    if let Some(out) = out {
        station.held_export(out)?;
    }
    let mut lines: Vec<String> = held
        .iter()
        .map(|one| {
            format!(
                "{}: {} trường hợp {} {}",
                one.office, one.book, one.position, one.name
            )
        })
        .collect();
    lines.push(format!("{} trường hợp giữ cho nơi khác.", held.len()));
    Ok(Outcome {
        json: json!({ "held": held }),
        lines,
        found: false,
    })
}
