//! The straight line that most places of an edge agree on.

use sohoa_core::shape::Point;

use super::edge::LEAST;

/// A straight line through points, `x = x0 + k * t` along its own direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Straight {
    pub through: Point,
    pub dx: f64,
    pub dy: f64,
}

impl Straight {
    /// The line most points agree on; places without an edge count little.
    pub fn through(points: &[Point], change: &[f32]) -> Option<Self> {
        let mut weights: Vec<f64> = change
            .iter()
            .map(|c| if *c >= LEAST { 1.0 } else { 0.02 })
            .collect();
        let mut line = None;
        for round in 0..8 {
            let fit = fit(points, &weights)?;
            // Closer at every round: from a far outlier to half a pixel.
            let slack = (12.0 / f64::from(1 << round)).max(1.0);
            for ((w, p), c) in weights.iter_mut().zip(points).zip(change) {
                let far = fit.offset(*p) / slack;
                let seen = if *c >= LEAST { 1.0 } else { 0.02 };
                *w = seen / (1.0 + far * far).powi(2);
            }
            line = Some(fit);
        }
        line
    }

    /// Pixels beside the line, positive to the left of its direction.
    pub fn offset(&self, p: Point) -> f64 {
        (p.x - self.through.x) * self.dy - (p.y - self.through.y) * self.dx
    }

    pub fn meet(&self, other: &Self) -> Option<Point> {
        let det = self.dx * other.dy - self.dy * other.dx;
        if det.abs() < 1e-6 {
            return None;
        }
        let (x, y) = (
            other.through.x - self.through.x,
            other.through.y - self.through.y,
        );
        let t = (x * other.dy - y * other.dx) / det;
        Some(Point::new(
            self.through.x + t * self.dx,
            self.through.y + t * self.dy,
        ))
    }
}

fn fit(points: &[Point], weights: &[f64]) -> Option<Straight> {
    let sum: f64 = weights.iter().sum();
    if points.len() < 2 || sum < 1e-9 {
        return None;
    }
    let weigh = |value: &dyn Fn(&Point) -> f64| -> f64 {
        points
            .iter()
            .zip(weights)
            .map(|(p, w)| value(p) * w)
            .sum::<f64>()
            / sum
    };
    let (mx, my) = (weigh(&|p| p.x), weigh(&|p| p.y));
    let (xx, yy, xy) = (
        weigh(&|p| (p.x - mx).powi(2)),
        weigh(&|p| (p.y - my).powi(2)),
        weigh(&|p| (p.x - mx) * (p.y - my)),
    );
    let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
    Some(Straight {
        through: Point::new(mx, my),
        dx: angle.cos(),
        dy: angle.sin(),
    })
}
