//! Commands about what several stations wrote differently.

use clap::Args;
use serde_json::{Value, json};
use sohoa_core::book::Id;
use sohoa_core::merge::Part;
use sohoa_station::Station;
use sohoa_station::view::{DisputedPart, DisputedReading};

use crate::report::Outcome;
use crate::run::Result;

/// What is decided, as `sohoa disputed` prints it.
#[derive(Debug, Args)]
pub struct SettleArguments {
    /// Mã sổ.
    pub book: String,
    /// Chỗ cần chọn, như lệnh disputed in ra: loại/mã/tên.
    #[arg(value_parser = part)]
    pub part: Part,
    /// Mã của lần ghi được chọn.
    pub deed: Id,
}

/// Reads `value/<identity>/nksHoTen`.
fn part(said: &str) -> std::result::Result<Part, String> {
    let wrong = || "cần có dạng loại/mã/tên, như lệnh disputed in ra".to_owned();
    let mut said = said.splitn(3, '/');
    let (noun, id, name) = (said.next(), said.next(), said.next());
    let part: Value = json!({ "noun": noun, "id": id, "name": name });
    serde_json::from_value(part).map_err(|_| wrong())
}

/// The same, as it is printed.
fn part_in_words(part: &Part) -> String {
    let noun = json!(part.noun);
    let noun = noun.as_str().unwrap_or_default();
    format!("{noun}/{}/{}", part.id, part.name)
}

/// Lists what somebody has to decide in a book.
pub fn list(station: &Station, book: &str) -> Result<Outcome> {
    let id = station.book_named(book)?.id;
    let parts = station.disputed(Some(id))?;
    let mut lines = Vec::new();
    for part in &parts {
        lines.extend(in_words(book, part));
    }
    if parts.is_empty() {
        lines.push("Không có chỗ nào hai nơi ghi khác nhau.".to_owned());
    }
    let named = |part: &DisputedPart| {
        let mut shown = json!(part);
        // What `settle` takes.
        shown["settle"] = json!(part_in_words(&part.part));
        shown
    };
    Ok(Outcome {
        found: !parts.is_empty(),
        json: json!({ "disputed": parts.iter().map(named).collect::<Vec<_>>() }),
        lines,
    })
}

fn in_words(book: &str, part: &DisputedPart) -> Vec<String> {
    let about = match (part.position, part.case) {
        (Some(position), _) => format!("Trường hợp {position} · "),
        (None, Some(_)) => "Trường hợp đã bỏ · ".to_owned(),
        (None, None) => String::new(),
    };
    let mut lines = vec![format!("{about}{}", part.label)];
    let reading = |mark: &str, one: &DisputedReading| {
        let place = one.place.as_deref().unwrap_or("kho này");
        format!(
            "  {mark} {} ({}, {place}, {}) {}",
            one.text, one.who, one.at, one.deed
        )
    };
    lines.push(reading("đang giữ:", &part.stands));
    lines.extend(part.others.iter().map(|one| reading("nơi khác:", one)));
    let hidden = part.hidden.iter();
    lines.extend(hidden.map(|one| reading("bỏ thì không còn thấy:", one)));
    let settle = part_in_words(&part.part);
    lines.push(format!("  chọn: sohoa settle {book} {settle} MÃ-LẦN-GHI"));
    lines
}

/// Decides one of them.
pub fn settle(station: &Station, asked: &SettleArguments) -> Result<Outcome> {
    let id = station.book_named(&asked.book)?.id;
    station.settle(id, &asked.part, asked.deed)?;
    let left = station.disputed(Some(id))?.len();
    let lines = vec![match left {
        0 => "Đã chọn. Sổ không còn chỗ nào hai nơi ghi khác nhau.".to_owned(),
        left => format!("Đã chọn. Còn {left} chỗ."),
    }];
    Ok(Outcome {
        json: json!({ "left": left }),
        lines,
        found: false,
    })
}
