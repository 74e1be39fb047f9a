//! The chance that a plan lets a delivery pass (operating characteristic).

use serde::Serialize;
use ts_rs::TS;

use super::Plan;

/// A point of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Passes {
    /// Share of wrong ones in the delivery, 0 to 1.
    pub wrong: f64,
    /// Chance that it is accepted, 0 to 1.
    pub chance: f64,
}

/// The chance that a lot of that size with so many wrong ones passes: the sample is drawn without putting back, so the
/// number found is hypergeometric.
#[must_use]
pub fn passes(lot: u32, wrong: u32, plan: &Plan) -> f64 {
    let (lot, wrong) = (f64::from(lot), f64::from(wrong.min(lot)));
    let n = f64::from(plan.n).min(lot);
    // From one count to the next by their ratio, begun at the most likely one and brought to a sum of one: nothing
    // overflows, and no logarithm of a factorial is needed.
    let (first, last) = ((n + wrong - lot).max(0.0), n.min(wrong));
    let peak = ((n + 1.0) * (wrong + 1.0) / (lot + 2.0))
        .floor()
        .clamp(first, last);
    let ratio = |k: f64| (wrong - k) * (n - k) / ((k + 1.0) * (lot - wrong - n + k + 1.0));
    let (mut all, mut accepted) = (0.0, 0.0);
    let mut count = |k: f64, weight: f64| {
        all += weight;
        if k <= f64::from(plan.ac) {
            accepted += weight;
        }
    };
    count(peak, 1.0);
    let (mut k, mut weight) = (peak, 1.0);
    while k < last && weight > 0.0 {
        weight *= ratio(k);
        k += 1.0;
        count(k, weight);
    }
    (k, weight) = (peak, 1.0);
    while k > first && weight > 0.0 {
        k -= 1.0;
        weight /= ratio(k);
        count(k, weight);
    }
    accepted / all
}

/// The curve of a plan for a lot: its points from none wrong to where hardly any delivery passes.
#[must_use]
pub fn curve(lot: u32, plan: &Plan, points: u32) -> Vec<Passes> {
    // Where one in a thousand passes; the curve falls all the way, so halving finds it.
    let (mut low, mut high) = (0, lot);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if passes(lot, middle, plan) > 0.001 {
            low = middle;
        } else {
            high = middle;
        }
    }
    let steps = points.max(2).min(high + 1);
    let at = |step: u32| {
        let wrong = u64::from(high) * u64::from(step) / u64::from(steps - 1).max(1);
        let wrong = u32::try_from(wrong).unwrap_or(high);
        Passes {
            wrong: f64::from(wrong) / f64::from(lot.max(1)),
            chance: passes(lot, wrong, plan),
        }
    };
    (0..steps).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::{Aql, Level, Regime, plan};

    fn of(n: u32, ac: u32) -> Plan {
        Plan {
            code: None,
            n,
            ac,
            re: ac + 1,
            full: false,
        }
    }

    /// As scipy 1.16 has them (`scipy.stats.hypergeom.cdf`).
    #[test]
    fn as_another_program_has_them() {
        for (lot, wrong, n, ac, known) in [
            (1200, 30, 80, 2, 0.677_034_574_131_742_5),
            (1200, 0, 80, 2, 1.0),
            (20, 5, 5, 0, 0.193_691_950_464_396_27),
            (500_000, 5_000, 1_250, 21, 0.991_015_970_798_395_9),
            (100_000, 400, 500, 1, 0.404_786_406_652_259_23),
            (10, 10, 3, 1, 0.0),
            (10, 9, 3, 2, 0.3),
            (50, 3, 50, 2, 0.0),
        ] {
            let found = passes(lot, wrong, &of(n, ac));
            assert!((found - known).abs() < 1e-9, "{lot} {wrong} {n}: {found}");
        }
    }

    #[test]
    fn a_curve_falls_from_one_to_nothing() {
        for lot in [2, 30, 1_200, 600_000] {
            let plan = plan(lot, Aql::parse("2.5").unwrap(), Regime::Normal, Level::II).unwrap();
            let curve = curve(lot, &plan, 60);
            assert_eq!((curve[0].wrong, curve[0].chance), (0.0, 1.0));
            assert!(
                curve.windows(2).all(
                    |two| two[0].wrong < two[1].wrong && two[0].chance >= two[1].chance - 1e-12
                )
            );
            assert!(curve.last().unwrap().chance <= 0.001 || curve.last().unwrap().wrong == 1.0);
        }
    }
}
