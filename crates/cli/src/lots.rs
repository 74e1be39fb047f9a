//! Commands of acceptance: lots, the looking at their samples, minutes.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;
use sohoa_core::acceptance::{Grade, Look, Origin, Ruling, Way};
use sohoa_core::book::Id;
use sohoa_core::people::same_name;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::sampling::{Outcome as End, Regime, whole};
use sohoa_station::view::{
    InspectStep, InspectView, JudgedField, LotAsk, LotRow, LotState, LotView, MinutesAsk,
    TypedField,
};
use sohoa_station::{Station, StationError};

use crate::report::Outcome;
use crate::run::Result;
use crate::sampling::{confidence_of, level_of, percent_of};

/// Acceptance of whole lots.
#[derive(Debug, Subcommand)]
pub enum LotCommand {
    /// Lập một lô: những sổ nào, của đơn vị nào, kiểm bao nhiêu.
    New {
        /// Tên lô.
        name: String,
        /// Đơn vị đã làm các sổ.
        #[arg(long)]
        contractor: String,
        /// Mã các sổ của lô.
        #[arg(long = "book", num_args = 1.., group = "from")]
        books: Vec<String>,
        /// Mọi sổ của một nơi đăng ký.
        #[arg(long, group = "from")]
        office: Option<String>,
        /// Mọi sổ mở trong những năm này, ví dụ 1998-2008.
        #[arg(long, group = "from")]
        years: Option<String>,
        /// Mọi sổ chưa thuộc lô nào, hoặc thuộc lô đã bị trả.
        #[arg(long, group = "from")]
        delivery: bool,
        /// Mức sai chấp nhận được, số trường hợp sai trong 100.
        #[arg(long, default_value = "1.0", allow_hyphen_values = true)]
        aql: String,
        /// Bậc của ISO 2859-1: I, II, III, S-1, S-2, S-3, S-4; bỏ trống là II.
        #[arg(long, conflicts_with_all = ["share", "confidence"])]
        level: Option<String>,
        /// Kiểm ngặt, dù các lô trước của đơn vị này không đòi.
        #[arg(long, conflicts_with_all = ["share", "confidence"])]
        tightened: bool,
        /// Thay cho bảng: xem cố định bấy nhiêu phần trăm của lô.
        #[arg(long, conflicts_with = "confidence", allow_hyphen_values = true)]
        share: Option<String>,
        /// Thay cho bảng: xem đủ để tin bấy nhiêu (ví dụ 0.95) rằng lô không sai quá mức.
        #[arg(long, allow_hyphen_values = true)]
        confidence: Option<String>,
        /// So hình với dữ liệu, thay cho gõ lại khi chưa thấy dữ liệu.
        #[arg(long)]
        compare: bool,
    },
    /// Các lô, và các đơn vị đã giao.
    List,
    /// Một lô: cách kiểm, mẫu, đã thấy gì.
    Show {
        /// Tên lô.
        lot: String,
    },
    /// Rút mẫu, một lần; không cho mầm thì máy rút mầm ngẫu nhiên.
    Draw {
        /// Tên lô.
        lot: String,
        /// Mầm rút.
        #[arg(long, allow_hyphen_values = true)]
        seed: Option<String>,
    },
    /// Kiểm một trường hợp; không nói gì thêm thì chỉ cho xem phải kiểm ô nào.
    Judge {
        /// Tên lô.
        lot: String,
        /// Trường hợp thứ mấy của mẫu; bỏ trống là trường hợp kế.
        #[arg(long)]
        nth: Option<u32>,
        /// Sổ giấy ghi gì: TÊN_CỘT=CHỮ, nhiều lần.
        #[arg(long = "paper", value_name = "CỘT=CHỮ")]
        papers: Vec<String>,
        /// Cột mà sổ giấy không đọc được.
        #[arg(long = "illegible", value_name = "CỘT")]
        illegible: Vec<String>,
        /// Cột giao sai; mức độ sau dấu hai chấm: critical, major, minor.
        #[arg(long = "wrong", value_name = "CỘT[:MỨC]")]
        wrong: Vec<String>,
        /// Cột mà người kiểm gõ nhầm, dữ liệu giao đúng.
        #[arg(long = "slip", value_name = "CỘT")]
        slips: Vec<String>,
        /// So hình xong: mọi ô không nêu là sai đều đúng.
        #[arg(long)]
        right: bool,
    },
    /// Kết luận lô khi đã kiểm hết mẫu. Mã thoát 1 khi lô bị trả.
    Decide {
        /// Tên lô.
        lot: String,
    },
    /// Ghi biên bản (.docx và PDF) vào một thư mục.
    Minutes {
        /// Tên lô.
        lot: String,
        /// Thư mục.
        #[arg(long)]
        out: PathBuf,
        /// Số biên bản.
        #[arg(long, default_value = "")]
        number: String,
        /// Người ký bên giao.
        #[arg(long, default_value = "")]
        signs_contractor: String,
        /// Người ký bên nhận.
        #[arg(long, default_value = "")]
        signs_office: String,
    },
}

/// Runs one of them.
pub fn run(station: &Station, command: &LotCommand) -> Result<Outcome> {
    match command {
        LotCommand::New {
            name,
            contractor,
            books,
            office,
            years,
            delivery,
            aql,
            level,
            tightened,
            share,
            confidence,
            compare,
        } => {
            let origin = match (office, years) {
                (Some(place), _) => Origin::Office {
                    place: place.clone(),
                },
                (_, Some(years)) => years_of(years)?,
                _ if *delivery => Origin::Delivery,
                _ => Origin::Books,
            };
            let aql = aql.clone();
            let way = match (share, confidence) {
                (Some(percent), _) => Way::Share {
                    percent: percent_of(percent)?,
                    aql,
                },
                (_, Some(confidence)) => Way::Sure {
                    confidence: confidence_of(confidence)?,
                    aql,
                },
                _ => Way::Standard {
                    aql,
                    level: level_of(level.as_deref())?,
                    regime: match tightened {
                        true => Regime::Tightened,
                        false => Regime::Normal,
                    },
                    code: None,
                },
            };
            let books = books
                .iter()
                .map(|code| Ok(station.book_named(code)?.id))
                .collect::<Result<_>>()?;
            let ask = LotAsk {
                name: name.clone(),
                contractor: contractor.clone(),
                origin,
                books,
                way,
                look: match compare {
                    true => Look::Compare,
                    false => Look::Blind,
                },
            };
            Ok(shown(&station.lot_add(&ask)?))
        }
        LotCommand::List => list(station),
        LotCommand::Show { lot } => Ok(shown(&station.lot_open(named(station, lot)?)?)),
        LotCommand::Draw { lot, seed } => {
            let lot = named(station, lot)?;
            Ok(shown(&station.lot_draw(lot, seed.as_deref())?))
        }
        LotCommand::Judge {
            lot,
            nth,
            papers,
            illegible,
            wrong,
            slips,
            right,
        } => {
            let said = Said {
                papers: typed(papers, illegible)?,
                wrong,
                slips,
                right: *right,
            };
            judge(station, named(station, lot)?, *nth, &said)
        }
        LotCommand::Decide { lot } => {
            let view = station.lot_decide(named(station, lot)?)?;
            let back = view.end.as_ref().map(|end| end.outcome) == Some(End::Rejected);
            Ok(Outcome {
                found: back,
                ..shown(&view)
            })
        }
        LotCommand::Minutes {
            lot,
            out,
            number,
            signs_contractor,
            signs_office,
        } => {
            let ask = MinutesAsk {
                number: number.clone(),
                signs_contractor: signs_contractor.clone(),
                signs_office: signs_office.clone(),
            };
            let written = station.lot_minutes(named(station, lot)?, out, &ask)?;
            let lines = vec![
                written.docx.clone(),
                written.pdf.clone(),
                format!("Mã chốt lịch sử: {}", written.head),
            ];
            Ok(Outcome {
                json: json!(written),
                lines,
                found: false,
            })
        }
    }
}

/// A lot by what it is called.
fn named(station: &Station, name: &str) -> Result<Id> {
    let mut lots = station.lots()?.into_iter();
    let found = lots.find(|lot| same_name(&lot.name, name));
    found
        .map(|lot| lot.id)
        .ok_or_else(|| StationError::new("unknown_lot"))
}

fn years_of(text: &str) -> Result<Origin> {
    let wrong = || StationError::new("bad_year").with("year", text);
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let year = |text: &str| text.trim().parse().map_err(|_| wrong());
    let (from, to) = (year(from)?, year(to)?);
    if from > to {
        return Err(wrong());
    }
    Ok(Origin::Years { from, to })
}

fn typed(papers: &[String], illegible: &[String]) -> Result<Vec<TypedField>> {
    let mut out = Vec::new();
    for paper in papers {
        let (column, text) = paper
            .split_once('=')
            .ok_or_else(|| StationError::new("unknown_field").with("field", paper))?;
        out.push(TypedField {
            column: column.trim().to_owned(),
            value: FieldValue::given(text),
        });
    }
    out.extend(illegible.iter().map(|column| TypedField {
        column: column.clone(),
        value: FieldValue::said(FieldState::Illegible, ""),
    }));
    Ok(out)
}

/// What somebody says of one case.
struct Said<'a> {
    papers: Vec<TypedField>,
    wrong: &'a [String],
    slips: &'a [String],
    right: bool,
}

impl Said<'_> {
    /// Rulings by column, with the grade a field has as a rule where none is named.
    fn rulings(&self, view: &InspectView) -> Result<Vec<JudgedField>> {
        let mut out = Vec::new();
        for wrong in self.wrong {
            let (column, grade) = match wrong.split_once(':') {
                Some((column, grade)) => (column, Some(grade_of(grade)?)),
                None => (wrong.as_str(), None),
            };
            let usual = view.fields.iter().find(|field| field.column == column);
            let usual = usual.map(|field| field.grade);
            let grade = grade
                .or(usual)
                .ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
            let paper = self.papers.iter().find(|one| one.column == column);
            out.push(JudgedField {
                column: column.to_owned(),
                ruling: Ruling::Wrong { grade },
                paper: paper.map(|one| one.value.clone()),
            });
        }
        out.extend(self.slips.iter().map(|column| JudgedField {
            column: column.clone(),
            ruling: Ruling::Right,
            paper: None,
        }));
        Ok(out)
    }
}

fn grade_of(text: &str) -> Result<Grade> {
    let all = [Grade::Critical, Grade::Major, Grade::Minor];
    let found = all.into_iter().find(|grade| grade.as_str() == text.trim());
    found.ok_or_else(|| StationError::new("bad_grade").with("grade", text))
}

fn judge(station: &Station, lot: Id, nth: Option<u32>, said: &Said<'_>) -> Result<Outcome> {
    let case = match nth {
        None => None,
        Some(nth) => {
            let sample = station.lot_open(lot)?.sample;
            let one = (nth as usize).checked_sub(1).and_then(|at| sample.get(at));
            Some(one.ok_or_else(|| StationError::new("unknown_case"))?.id)
        }
    };
    let Some(mut view) = station.inspect_open(lot, case)? else {
        return Ok(Outcome {
            json: json!({ "case": null }),
            lines: vec!["Không còn trường hợp nào của mẫu cho bạn kiểm.".into()],
            found: false,
        });
    };
    if view.step == InspectStep::Type && !said.papers.is_empty() {
        view = station.inspect_type(lot, view.case, &said.papers)?;
    }
    let rulings = said.rulings(&view)?;
    if said.right || !rulings.is_empty() {
        view = station.inspect_judge(lot, view.case, &rulings)?;
    }
    let mut lines = vec![format!(
        "Trường hợp {}/{} của mẫu: {} thứ {}.",
        view.nth, view.of, view.book, view.position
    )];
    lines.push(
        match view.step {
            InspectStep::Type => "Gõ lại các ô sau theo hình (--paper CỘT=CHỮ):",
            InspectStep::Differing => {
                "Những ô sau khác nhau. Giao sai: --wrong CỘT; gõ nhầm: --slip CỘT."
            }
            InspectStep::Compare => {
                "So với hình. Sai: --wrong CỘT --paper CỘT=CHỮ; đúng hết: --right."
            }
            InspectStep::Done => "Đã kiểm xong trường hợp này.",
        }
        .to_owned(),
    );
    if view.changed {
        lines.push("Trường hợp này đã bị sửa sau khi rút mẫu; chỉ xét dữ liệu như lúc rút.".into());
    }
    for field in &view.fields {
        let text = |value: &Option<FieldValue>| value.as_ref().map(|one| one.text.clone());
        let mut line = format!("  {:<16} {}", field.column, field.label);
        if let Some(delivered) = text(&field.delivered) {
            line.push_str(&format!(": đã giao “{delivered}”"));
        }
        if let Some(paper) = text(&field.paper) {
            line.push_str(&format!(", sổ ghi “{paper}”"));
        }
        match field.verdict {
            Some(Ruling::Right) => line.push_str(" – giao đúng"),
            Some(Ruling::Wrong { grade }) => {
                line.push_str(&format!(" – SAI ({})", grade_word(grade)));
            }
            None => {}
        }
        lines.push(line);
    }
    lines.push(format!("Còn {} trường hợp.", whole(u64::from(view.left))));
    Ok(Outcome {
        json: json!(view),
        lines,
        found: false,
    })
}

fn grade_word(grade: Grade) -> &'static str {
    match grade {
        Grade::Critical => "nghiêm trọng",
        Grade::Major => "nặng",
        Grade::Minor => "nhẹ",
    }
}

fn state_word(state: LotState) -> &'static str {
    match state {
        LotState::New => "chưa rút mẫu",
        LotState::Looking => "đang kiểm",
        LotState::Ready => "chờ kết luận",
        LotState::Accepted => "chấp nhận",
        LotState::Rejected => "trả lại cả lô",
    }
}

fn line(row: &LotRow) -> String {
    let looked = row.standing.map_or_else(String::new, |standing| {
        format!(", đã kiểm {}/{}", standing.looked, row.n)
    });
    format!(
        "{} – {}: {} sổ, {} trường hợp, {}{looked}",
        row.name,
        row.contractor,
        row.books,
        whole(u64::from(row.cases)),
        state_word(row.state)
    )
}

fn list(station: &Station) -> Result<Outcome> {
    let (lots, contractors) = (station.lots()?, station.contractors()?);
    let mut lines: Vec<String> = lots.iter().map(line).collect();
    lines.extend(
        contractors
            .iter()
            .map(|one| format!("{}: {} lô. {}", one.name, one.lots.len(), one.words)),
    );
    Ok(Outcome {
        json: json!({ "lots": lots, "contractors": contractors }),
        lines,
        found: false,
    })
}

fn shown(view: &LotView) -> Outcome {
    let mut lines = vec![line(&view.row)];
    lines.extend(view.plan.iter().cloned());
    if !view.seed.is_empty() {
        lines.push(format!("Mầm rút: “{}”.", view.seed));
        lines.extend(view.sample.iter().zip(1..).map(|(one, nth)| {
            let number = match one.number.as_deref() {
                Some("") | None => String::new(),
                Some(number) => format!(", số {number}"),
            };
            format!("  {nth}. {} thứ {}{number}", one.book, one.position)
        }));
    }
    for words in [&view.told, &view.found, &view.next] {
        lines.extend(words.iter().cloned());
    }
    Outcome {
        json: json!(view),
        lines,
        found: false,
    }
}
