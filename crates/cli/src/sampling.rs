//! Commands of acceptance by sample: how many are looked at, which ones, and what was found says of the rest.

use clap::Subcommand;
use serde_json::json;
use sohoa_core::messages::Messages;
use sohoa_core::sampling::{
    AQLS, Aql, Level, Plan, Regime, bounds, found_words, plan, plan_lines, share, to_be_sure, whole,
};
use sohoa_station::{Station, StationError};

use crate::report::Outcome;
use crate::run::Result;

/// Acceptance by sample. Numbers come as text: what is wrong with them is told in Vietnamese, with a code.
#[derive(Debug, Subcommand)]
pub enum SampleCommand {
    /// Phải xem mấy trường hợp của một lô, và sai đến mấy thì còn nhận (ISO 2859-1, không cần kho sổ).
    Plan {
        /// Số trường hợp của lô.
        #[arg(long, allow_hyphen_values = true)]
        lot: String,
        /// Mức sai chấp nhận được, số trường hợp sai trong 100, ví dụ 1.0.
        #[arg(long, allow_hyphen_values = true)]
        aql: String,
        /// Chế độ: normal (thường) hoặc tightened (ngặt).
        #[arg(long, conflicts_with_all = ["share", "confidence"])]
        regime: Option<String>,
        /// Bậc: I, II, III, S-1, S-2, S-3, S-4; bỏ trống là II.
        #[arg(long, conflicts_with_all = ["share", "confidence"])]
        level: Option<String>,
        /// Thay cho bảng: xem cố định bấy nhiêu phần trăm của lô.
        #[arg(long, conflicts_with = "confidence", allow_hyphen_values = true)]
        share: Option<String>,
        /// Thay cho bảng: xem đủ để tin bấy nhiêu (ví dụ 0.95) rằng lô không sai quá mức.
        #[arg(long, allow_hyphen_values = true)]
        confidence: Option<String>,
    },
    /// Sai bấy nhiêu trong mẫu thì cả lô sai khoảng bao nhiêu (không cần kho sổ).
    Bound {
        /// Số trường hợp sai trong mẫu.
        #[arg(long, allow_hyphen_values = true)]
        defects: String,
        /// Số trường hợp đã xem.
        #[arg(long, allow_hyphen_values = true)]
        n: String,
        /// Độ tin cậy.
        #[arg(long, default_value = "0.95", allow_hyphen_values = true)]
        confidence: String,
    },
    /// Rút các trường hợp phải xem, theo một mầm mà ai cũng rút lại được.
    Draw {
        /// Mã các sổ của lô.
        #[arg(required = true)]
        books: Vec<String>,
        /// Rút mấy trường hợp; nhiều hơn số có thì lấy cả lô.
        #[arg(long, allow_hyphen_values = true)]
        n: String,
        /// Mầm rút, ví dụ "2026-11-28 KS.2008.01".
        #[arg(long, allow_hyphen_values = true)]
        seed: String,
    },
}

/// Runs one of them. `station` is opened only where the workspace is needed.
pub fn run(
    command: &SampleCommand,
    messages: &Messages,
    station: impl FnOnce() -> Result<Station>,
) -> Result<Outcome> {
    match command {
        SampleCommand::Plan {
            lot,
            aql,
            regime,
            level,
            share,
            confidence,
        } => {
            let lot = lot_of(lot)?;
            let aql = Aql::parse(aql).ok_or_else(|| {
                let error = StationError::new("bad_aql").with("aql", aql);
                error.with("known", AQLS.join(", "))
            })?;
            let found = match (share, confidence) {
                (Some(percent), _) => self::share(lot, percent_of(percent)?, aql),
                (_, Some(confidence)) => to_be_sure(lot, aql, confidence_of(confidence)?),
                _ => plan(
                    lot,
                    aql,
                    regime_of(regime.as_deref())?,
                    level_of(level.as_deref())?,
                )
                .ok_or_else(|| StationError::new("no_plan"))?,
            };
            Ok(told_plan(messages, lot, aql, &found))
        }
        SampleCommand::Bound {
            defects,
            n,
            confidence,
        } => bound(messages, defects, n, confidence),
        SampleCommand::Draw { books, n, seed } => {
            let n = sample_of(n)?;
            drawn(&station()?, books, n, seed)
        }
    }
}

fn told_plan(messages: &Messages, lot: u32, aql: Aql, plan: &Plan) -> Outcome {
    Outcome {
        json: json!(plan),
        lines: plan_lines(messages, lot, plan, aql.share()),
        found: false,
    }
}

fn bound(messages: &Messages, defects: &str, n: &str, confidence: &str) -> Result<Outcome> {
    let n = sample_of(n)?;
    let wrong = || StationError::new("bad_defects").with("defects", defects);
    let found = defects.trim().parse().map_err(|_| wrong())?;
    let confidence = confidence_of(confidence)?;
    let bounds = bounds(found, n, confidence).ok_or_else(wrong)?;
    // How large the lot is nobody said: larger than the sample, or there would be nothing to reckon.
    let lines = found_words(messages, u32::MAX, n, found, confidence);
    Ok(Outcome {
        json: json!(bounds),
        lines: lines.into_iter().collect(),
        found: false,
    })
}

fn drawn(station: &Station, books: &[String], n: u32, seed: &str) -> Result<Outcome> {
    let named = books.iter().map(|code| station.book_named(code));
    let books = named.collect::<Result<Vec<_>>>()?;
    let ids: Vec<_> = books.iter().map(|book| book.id).collect();
    let drawn = station.sample_draw(&ids, n as usize, seed)?;
    let mut lines = vec![format!(
        "Rút {} trong {} trường hợp, mầm “{seed}”:",
        whole(drawn.cases.len() as u64),
        whole(u64::from(drawn.lot))
    )];
    lines.extend(drawn.cases.iter().map(|case| {
        let number = match case.number.as_str() {
            "" => "chưa có số".to_owned(),
            number => format!("số {number}"),
        };
        format!("  {} trường hợp thứ {}, {number}", case.book, case.position)
    }));
    Ok(Outcome {
        json: json!(drawn),
        lines,
        found: false,
    })
}

fn lot_of(text: &str) -> Result<u32> {
    let lot = text.trim().parse().ok().filter(|lot| *lot >= 2);
    lot.ok_or_else(|| StationError::new("bad_lot").with("lot", text))
}

fn sample_of(text: &str) -> Result<u32> {
    let n = text.trim().parse().ok().filter(|n| *n >= 1);
    n.ok_or_else(|| StationError::new("bad_sample").with("n", text))
}

pub fn percent_of(text: &str) -> Result<u32> {
    let percent = text.trim().trim_end_matches('%').trim_end().parse().ok();
    let percent = percent.filter(|percent| (1..=100).contains(percent));
    percent.ok_or_else(|| StationError::new("bad_share").with("share", text))
}

pub fn confidence_of(text: &str) -> Result<f64> {
    let confidence = text.trim().replace(',', ".").parse().ok();
    let confidence = confidence.filter(|sure| *sure > 0.0 && *sure < 1.0);
    confidence.ok_or_else(|| StationError::new("bad_confidence").with("confidence", text))
}

fn regime_of(text: Option<&str>) -> Result<Regime> {
    match text.map(str::trim) {
        None | Some("normal") => Ok(Regime::Normal),
        Some("tightened") => Ok(Regime::Tightened),
        Some(other) => Err(StationError::new("bad_regime").with("regime", other)),
    }
}

pub fn level_of(text: Option<&str>) -> Result<Level> {
    Ok(
        match text.map(|text| text.trim().to_uppercase()).as_deref() {
            None | Some("II") => Level::II,
            Some("I") => Level::I,
            Some("III") => Level::III,
            Some("S-1") => Level::S1,
            Some("S-2") => Level::S2,
            Some("S-3") => Level::S3,
            Some("S-4") => Level::S4,
            Some(other) => return Err(StationError::new("bad_level").with("level", other)),
        },
    )
}
