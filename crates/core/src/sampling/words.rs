//! Plans, bounds and risks as sentences for people who never heard of an operating characteristic. Every rate is one of
//! cases with at least one thing wrong in them. The sentences are in `assets/messages/vi.toml`.

use crate::messages::Messages;

use super::{Bounds, Plan, Regime, bounds, passes};

/// A whole number as Vietnamese writes it, a dot between thousands: `3.150`.
#[must_use]
pub fn whole(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// Which way a share is rounded.
#[derive(Clone, Copy)]
enum Rounded {
    Down,
    Near,
    Up,
}

/// A share as per cent with a decimal comma: one decimal from one per cent on, two below. What is more than nothing
/// never reads as nothing.
fn percent(share: f64, how: Rounded) -> String {
    let percent = share.clamp(0.0, 1.0) * 100.0;
    let decimals = if percent >= 1.0 { 1 } else { 2 };
    let scale = f64::from(10_u32.pow(decimals));
    // Half a millionth of a step forgives what binary fractions do to 0.05 and the like.
    let steps = match how {
        Rounded::Down => (percent * scale + 5e-7).floor(),
        Rounded::Near => (percent * scale).round(),
        // The nought takes the sign off a minus nought.
        Rounded::Up => (percent * scale - 5e-7).ceil() + 0.0,
    };
    if steps <= 0.0 && percent > 0.0 && !matches!(how, Rounded::Down) {
        return "dưới 0,01 %".to_owned();
    }
    let text = format!("{:.*}", decimals as usize, steps / scale);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{} %", text.replace('.', ","))
}

/// A share, 0 to 1, to the nearest tenth (below one per cent hundredth) of a per cent: `6,8 %`.
#[must_use]
pub fn share_text(share: f64) -> String {
    percent(share, Rounded::Near)
}

/// How many are looked at and what decides: what the minutes say before anything is looked at.
#[must_use]
pub fn plan_words(messages: &Messages, lot: u32, plan: &Plan) -> String {
    let args = [
        ("n", whole(u64::from(plan.n.min(lot)))),
        ("lot", whole(u64::from(lot))),
        ("ac", whole(u64::from(plan.ac))),
        ("re", whole(u64::from(plan.re))),
    ];
    let all = plan.full || plan.n >= lot;
    let looked = messages.text(if all { "sample_all" } else { "sample_some" }, &args);
    let decides = match plan.ac {
        0 => "sample_none_wrong",
        _ => "sample_some_wrong",
    };
    format!("{looked} {}", messages.text(decides, &args))
}

/// A plan in sentences: how many are looked at and what decides, and what it lets through of lots at the limit, a share
/// 0 to 1, and of lots five times as bad.
#[must_use]
pub fn plan_lines(messages: &Messages, lot: u32, plan: &Plan, limit: f64) -> Vec<String> {
    let mut lines = vec![plan_words(messages, lot, plan)];
    if plan.n < lot {
        for share in [limit, (limit * 5.0).min(1.0)] {
            lines.push(risk_words(messages, lot, share, plan));
        }
    }
    lines
}

/// What was found, and what it says of the whole lot. With nothing found wrong only how bad it may be at most is said,
/// from the one-sided bound. `None` where bounds cannot be had (see [`bounds`]).
#[must_use]
pub fn found_words(
    messages: &Messages,
    lot: u32,
    n: u32,
    wrong: u32,
    confidence: f64,
) -> Option<String> {
    let found = bounds(wrong, n, confidence)?;
    let args = [
        ("n", whole(u64::from(n))),
        ("wrong", whole(u64::from(wrong))),
        ("share", share_text(f64::from(wrong) / f64::from(n))),
        ("lower", percent(found.lower, Rounded::Down)),
        ("upper", upper_text(&found, wrong)),
        ("sure", share_text(confidence)),
    ];
    let code = match (n >= lot, wrong) {
        (true, 0) => "sample_found_none_of_all",
        (true, _) => "sample_found_of_all",
        (false, 0) => "sample_found_none",
        (false, _) => "sample_found",
    };
    Some(messages.text(code, &args))
}

/// The bound that is told: nobody asks how good a lot without a fault may be.
#[must_use]
pub fn upper(found: &Bounds, wrong: u32) -> f64 {
    match wrong {
        0 => found.upper_one_sided,
        _ => found.upper,
    }
}

/// [`upper`] as per cent, rounded as the sentence about what was found has it.
#[must_use]
pub fn upper_text(found: &Bounds, wrong: u32) -> String {
    percent(upper(found, wrong), Rounded::Up)
}

/// How many lots of a hundred would pass if that share of the cases, 0 to 1, were wrong.
#[must_use]
pub fn risk_words(messages: &Messages, lot: u32, share: f64, plan: &Plan) -> String {
    let wrong = (f64::from(lot) * share).round() as u32;
    let chance = passes(lot, wrong, plan);
    let of_hundred = (chance * 100.0).round() as u64;
    let code = match of_hundred {
        0 if chance > 0.0 => "sample_risk_hardly",
        0 => "sample_risk_never",
        100 if chance < 1.0 => "sample_risk_nearly",
        100 => "sample_risk_always",
        _ => "sample_risk",
    };
    let args = [
        ("share", share_text(share)),
        ("passes", of_hundred.to_string()),
    ];
    messages.text(code, &args)
}

/// The regime of the next lot, and whether one should be taken at all.
#[must_use]
pub fn next_words(messages: &Messages, regime: Regime, stop: bool) -> String {
    let code = match (stop, regime) {
        (true, _) => "sample_next_stop",
        (false, Regime::Normal) => "sample_next_normal",
        (false, Regime::Tightened) => "sample_next_tightened",
    };
    messages.text(code, &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::{Aql, Level, plan};

    fn messages() -> Messages {
        Messages::vietnamese().unwrap()
    }

    #[test]
    fn numbers_as_vietnamese_writes_them() {
        for (number, text) in [
            (0, "0"),
            (80, "80"),
            (999, "999"),
            (1_200, "1.200"),
            (35_001, "35.001"),
            (1_234_567, "1.234.567"),
        ] {
            assert_eq!(whole(number), text);
        }
        for (share, near, down, up) in [
            (0.0, "0 %", "0 %", "0 %"),
            (0.000_01, "dưới 0,01 %", "0 %", "0,01 %"),
            (0.000_316_422, "0,03 %", "0,03 %", "0,04 %"),
            (0.005, "0,5 %", "0,5 %", "0,5 %"),
            (0.0065, "0,65 %", "0,65 %", "0,65 %"),
            (0.01, "1 %", "1 %", "1 %"),
            (0.05, "5 %", "5 %", "5 %"),
            (0.067_687_8, "6,8 %", "6,7 %", "6,8 %"),
            (0.023_68, "2,4 %", "2,3 %", "2,4 %"),
            (0.841_886, "84,2 %", "84,1 %", "84,2 %"),
            (0.999_99, "100 %", "99,9 %", "100 %"),
            (1.0, "100 %", "100 %", "100 %"),
        ] {
            let found = [Rounded::Near, Rounded::Down, Rounded::Up].map(|how| percent(share, how));
            assert_eq!(found, [near, down, up], "{share}");
        }
    }

    #[test]
    fn a_plan_is_told() {
        let of = |lot, aql: &str| {
            let plan = plan(lot, Aql::parse(aql).unwrap(), Regime::Normal, Level::II).unwrap();
            plan_words(&messages(), lot, &plan)
        };
        for (lot, aql, words) in [
            (
                1_200,
                "1.0",
                "Xem 80 trong 1.200 trường hợp, rút ngẫu nhiên. Chấp nhận khi sai không quá 2; từ 3 trở lên thì trả lại cả lô.",
            ),
            (
                600_000,
                "0.10",
                "Xem 1.250 trong 600.000 trường hợp, rút ngẫu nhiên. Chấp nhận khi sai không quá 3; từ 4 trở lên thì trả lại cả lô.",
            ),
            (
                500,
                "0.10",
                "Xem 125 trong 500 trường hợp, rút ngẫu nhiên. Chấp nhận khi không sai trường hợp nào; sai từ 1 trở lên thì trả lại cả lô.",
            ),
            (
                90,
                "0.10",
                "Xem cả 90 trường hợp. Chấp nhận khi không sai trường hợp nào; sai từ 1 trở lên thì trả lại cả lô.",
            ),
        ] {
            assert_eq!(of(lot, aql), words);
        }
    }

    #[test]
    fn what_was_found_is_told() {
        let of = |lot, n, wrong| found_words(&messages(), lot, n, wrong, 0.95);
        for (lot, n, wrong, words) in [
            (
                1_200,
                80,
                1,
                "Tìm thấy 1 trường hợp sai trong 80: cả lô sai khoảng 0,03 % đến 6,8 % (tin cậy 95 %).",
            ),
            (
                1_200,
                125,
                0,
                "Không thấy trường hợp nào sai trong 125: cả lô sai nhiều nhất khoảng 2,4 % (tin cậy 95 %).",
            ),
            (20, 20, 3, "Đã xem cả lô 20 trường hợp, sai 3 (15 %)."),
            (
                20,
                20,
                0,
                "Đã xem cả lô 20 trường hợp, không thấy trường hợp nào sai.",
            ),
        ] {
            assert_eq!(of(lot, n, wrong).unwrap(), words);
        }
        assert!(of(20, 0, 0).is_none() && of(20, 5, 6).is_none());
    }

    #[test]
    fn what_a_plan_lets_through_is_told() {
        let plan = Plan {
            code: Some('J'),
            n: 80,
            ac: 2,
            re: 3,
            full: false,
        };
        let of = |share| risk_words(&messages(), 1_200, share, &plan);
        // 60 wrong: 0.2207; 30: 0.6770; 3: 0.9997; 180: 0.0002, by counting in whole numbers.
        for (share, words) in [
            (
                0.05,
                "Nếu cả lô sai 5 %, cách kiểm này vẫn cho qua 22 trong 100 lô.",
            ),
            (
                0.025,
                "Nếu cả lô sai 2,5 %, cách kiểm này vẫn cho qua 68 trong 100 lô.",
            ),
            (0.0, "Nếu cả lô sai 0 %, cách kiểm này cho qua mọi lô."),
            (
                0.002_5,
                "Nếu cả lô sai 0,25 %, cách kiểm này cho qua hầu hết mọi lô (hơn 99 trong 100).",
            ),
            (
                0.15,
                "Nếu cả lô sai 15 %, cách kiểm này hầu như không cho qua lô nào (dưới 1 trong 100).",
            ),
            (
                1.0,
                "Nếu cả lô sai 100 %, cách kiểm này không cho qua lô nào.",
            ),
        ] {
            assert_eq!(of(share), words);
        }
    }

    #[test]
    fn the_next_lot_is_told() {
        for (regime, stop) in [
            (Regime::Normal, false),
            (Regime::Tightened, false),
            (Regime::Tightened, true),
        ] {
            let words = next_words(&messages(), regime, stop);
            assert!(words.ends_with('.') && words.contains(' '), "{words}");
        }
    }
}
