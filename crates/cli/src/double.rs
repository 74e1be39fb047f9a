//! The command about books that are typed twice.

use clap::ValueEnum;
use serde_json::json;
use sohoa_core::keying::{Keying, Twice};
use sohoa_station::Station;
use sohoa_station::view::SlipRate;

use crate::report::Outcome;
use crate::run::Result;

/// Which fields are typed twice.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Which {
    /// Không ô nào.
    None,
    /// Ô quan trọng: số, ngày, họ tên, giới tính, số giấy tờ.
    Critical,
    /// Mọi ô.
    All,
}

impl Which {
    fn twice(self) -> Twice {
        match self {
            Self::None => Twice::Nothing,
            Self::Critical => Twice::Critical,
            Self::All => Twice::Everything,
        }
    }
}

/// Decides which fields of a book are typed twice.
pub fn set(station: &Station, book: &str, which: Which) -> Result<Outcome> {
    let found = station.book_named(book)?;
    let keying = Keying {
        twice: which.twice(),
        ..found.keying
    };
    let row = station.keying_set(found.id, &keying)?;
    let told = match which {
        Which::None => "không nhập hai lần",
        Which::Critical => "nhập hai lần các ô quan trọng",
        Which::All => "nhập hai lần mọi ô",
    };
    Ok(Outcome {
        json: json!({ "book": row.code, "keying": row.keying }),
        lines: vec![format!("{}: {told}.", row.code)],
        found: false,
    })
}

/// How far the double keying of a book has come, and how often its keyers slipped.
pub fn look(station: &Station, book: &str) -> Result<Outcome> {
    let found = station.book_named(book)?;
    let look = station.keying_look(found.id)?;
    let mut lines = match look.keying.is_double() {
        false => vec!["Sổ này không nhập hai lần.".to_owned()],
        true => vec![format!(
            "{} / {} trường hợp đã xong hai lần nhập; {} ô phải nhập lại, {} ô chờ người thứ ba.",
            look.through, look.cases, look.again, look.thirds
        )],
    };
    let rate = |rate: &SlipRate| {
        let turn = if rate.second {
            "lần hai"
        } else {
            "lần một"
        };
        format!(
            "  {} ({turn}): sai {} / {} ô",
            rate.name, rate.slips, rate.typed
        )
    };
    lines.extend(look.people.iter().map(rate));
    Ok(Outcome {
        found: look.again + look.thirds > 0,
        json: json!(look),
        lines,
    })
}
