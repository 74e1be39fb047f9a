//! What a sample says of the whole it was drawn from.

use serde::Serialize;
use statrs::function::beta::checked_beta_reg;
use ts_rs::TS;

/// Between which shares of wrong ones the delivery's lies, as shares 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "index.ts")]
pub struct Bounds {
    /// Not less than this, nor more than `upper`, with the wanted confidence.
    pub lower: f64,
    /// See `lower`.
    pub upper: f64,
    /// Not more than this with the wanted confidence, when nobody asks how good it may be.
    pub upper_one_sided: f64,
}

/// The exact bounds of Clopper and Pearson (1934) for `defects` wrong ones among `n` that were looked at, with that
/// confidence (0.95 as a rule). `None` for more wrong ones than were looked at, for a sample of none, and for a
/// confidence that is not between 0 and 1.
#[must_use]
pub fn bounds(defects: u32, n: u32, confidence: f64) -> Option<Bounds> {
    if defects > n || n == 0 || !(confidence > 0.0 && confidence < 1.0) {
        return None;
    }
    let doubt = 1.0 - confidence;
    Some(Bounds {
        lower: lower(defects, n, doubt / 2.0)?,
        upper: upper(defects, n, doubt / 2.0)?,
        upper_one_sided: upper(defects, n, doubt)?,
    })
}

/// The share at which so many wrong ones or more are found with that chance.
fn lower(defects: u32, n: u32, chance: f64) -> Option<f64> {
    if defects == 0 {
        return Some(0.0);
    }
    let (d, n) = (f64::from(defects), f64::from(n));
    quantile(chance, d, n - d + 1.0)
}

/// The share at which so many wrong ones or fewer are found with that chance.
fn upper(defects: u32, n: u32, chance: f64) -> Option<f64> {
    if defects == n {
        return Some(1.0);
    }
    let (d, n) = (f64::from(defects), f64::from(n));
    quantile(1.0 - chance, d + 1.0, n - d)
}

/// Where a beta distribution has that much below. Halving, because it is sure to end and the library's own quantile
/// does not say how exact it is.
fn quantile(below: f64, a: f64, b: f64) -> Option<f64> {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if checked_beta_reg(a, b, middle).ok()? < below {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(f64::midpoint(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As scipy 1.16 has them (`scipy.stats.beta.ppf`).
    const KNOWN: [(u32, u32, f64, f64, f64, f64); 7] = [
        (0, 125, 0.95, 0.0, 0.029_079_837_136, 0.023_680_957_510),
        (
            1,
            80,
            0.95,
            0.000_316_422_528,
            0.067_687_784_464,
            0.057_928_682_118,
        ),
        (
            3,
            200,
            0.95,
            0.003_104_107_622,
            0.043_208_281_918,
            0.038_309_708_499,
        ),
        (0, 2, 0.95, 0.0, 0.841_886_116_992, 0.776_393_202_250),
        (2, 2, 0.95, 0.158_113_883_008, 1.0, 1.0),
        (
            21,
            1250,
            0.99,
            0.008_887_232_712,
            0.028_585_088_912,
            0.027_336_924_106,
        ),
        (
            7,
            3150,
            0.8,
            0.001_236_847_429,
            0.003_733_968_485,
            0.003_246_758_347,
        ),
    ];

    #[test]
    fn as_another_program_has_them() {
        for (defects, n, confidence, low, high, one) in KNOWN {
            let found = bounds(defects, n, confidence).unwrap();
            for (found, known) in [
                (found.lower, low),
                (found.upper, high),
                (found.upper_one_sided, one),
            ] {
                assert!((found - known).abs() < 1e-11, "{defects} of {n}: {found}");
            }
        }
    }

    #[test]
    fn nothing_is_said_of_what_cannot_be() {
        assert!(bounds(3, 2, 0.95).is_none());
        assert!(bounds(0, 0, 0.95).is_none());
        assert!(bounds(0, 5, 1.0).is_none());
        assert!(bounds(0, 5, f64::NAN).is_none());
    }

    #[test]
    fn more_wrong_ones_never_look_better() {
        for n in [1, 2, 13, 500] {
            let mut before = bounds(0, n, 0.9).unwrap();
            for defects in 1..=n {
                let now = bounds(defects, n, 0.9).unwrap();
                assert!(now.lower >= before.lower && now.upper >= before.upper);
                assert!(now.lower <= f64::from(defects) / f64::from(n));
                assert!(now.upper_one_sided <= now.upper);
                before = now;
            }
        }
    }
}
