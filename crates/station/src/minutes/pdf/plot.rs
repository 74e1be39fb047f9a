//! The curve of the plan, drawn.

use super::lay::{LEFT, Op, Paper, RIGHT};
use super::text::LEADING;
use crate::minutes::blocks::{Align, Curve, Face};

/// Of the plotted part alone.
const CURVE_HEIGHT: f32 = 135.0;
const CURVE_SIZE: f32 = 9.0;

impl Paper<'_> {
    pub fn curve(&mut self, curve: &Curve) {
        self.room(height(curve));
        let size = CURVE_SIZE;
        let line = size * LEADING;
        let (left, right) = (LEFT + 30.0, RIGHT - 12.0);
        // Above the plot its title and the words of the marks, where no line runs through them.
        let words = self.y + 4.0 + line;
        let top = words + curve.marks.len() as f32 * line + 4.0;
        let bottom = top + CURVE_HEIGHT;
        let furthest = curve.points.last().map_or(1.0, |point| point.wrong);
        let marked = curve.marks.iter().map(|(share, _)| *share);
        let widest = marked.fold(furthest, f64::max).clamp(1e-6, 1.0);
        let step = step(widest);
        let end = ((widest / step).ceil() * step).min(1.0);
        let x_of = |share: f64| left + (right - left) * (share / end) as f32;
        let y_of = |chance: f64| bottom - (bottom - top) * chance as f32;

        self.text(
            &curve.up,
            Face::Regular,
            size,
            Align::Left,
            LEFT,
            RIGHT - LEFT,
            self.y + 4.0,
        );
        for tenth in [0_u8, 25, 50, 75, 100] {
            let y = y_of(f64::from(tenth) / 100.0);
            let grey = if tenth == 0 { 0 } else { 205 };
            self.put(Op::Line {
                points: vec![(left, y), (right, y)],
                width: 0.6,
                grey,
                dashed: false,
            });
            let label = tenth.to_string();
            let width = self.fonts.shape(Face::Regular, &label).width * size;
            let upper = y - size * LEADING / 2.0;
            self.text(
                &label,
                Face::Regular,
                size,
                Align::Left,
                left - 6.0 - width,
                width,
                upper,
            );
        }
        let mut share = 0.0;
        while share <= end + step / 2.0 {
            let x = x_of(share);
            self.put(Op::Line {
                points: vec![(x, bottom), (x, bottom + 3.0)],
                width: 0.6,
                grey: 0,
                dashed: false,
            });
            let label = sohoa_core::sampling::share_text(share);
            self.text(
                &label,
                Face::Regular,
                size,
                Align::Centre,
                x - 30.0,
                60.0,
                bottom + 4.0,
            );
            share += step;
        }
        self.put(Op::Line {
            points: vec![(left, top), (left, bottom)],
            width: 0.6,
            grey: 0,
            dashed: false,
        });
        let points = curve.points.iter().map(|p| (x_of(p.wrong), y_of(p.chance)));
        self.put(Op::Line {
            points: points.collect(),
            width: 1.6,
            grey: 0,
            dashed: false,
        });
        for (nth, (share, mark)) in curve.marks.iter().enumerate() {
            let x = x_of(share.min(end));
            let y = words + nth as f32 * line;
            self.put(Op::Line {
                points: vec![(x, y + 2.0), (x, bottom)],
                width: 0.9,
                grey: 70,
                dashed: true,
            });
            let width = self.fonts.shape(Face::Italic, mark).width * size;
            let begins = match x + 4.0 + width > right {
                true => x - 4.0 - width,
                false => x + 4.0,
            };
            self.text(mark, Face::Italic, size, Align::Left, begins, width, y);
        }
        let below = bottom + 4.0 + size * LEADING;
        self.text(
            &curve.across,
            Face::Regular,
            size,
            Align::Centre,
            left,
            right - left,
            below,
        );
        self.y = below + size * LEADING + 4.0;
    }
}

/// All that a curve takes, with its words.
pub(super) fn height(curve: &Curve) -> f32 {
    CURVE_HEIGHT + (curve.marks.len() as f32 + 3.0) * CURVE_SIZE * LEADING + 16.0
}

/// A round distance between marks of an axis up to there: five to ten of them.
fn step(end: f64) -> f64 {
    let power = 10_f64.powf((end / 5.0).log10().floor());
    let rough = end / 5.0 / power;
    power
        * match rough {
            rough if rough < 2.0 => 1.0,
            rough if rough < 5.0 => 2.0,
            _ => 5.0,
        }
}
