//! The printed lines of a flat page, and how much is written where.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::shape::Region;

/// A printed line across or down a flat page. Everything is in fractions of the page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Line {
    /// How far down the page a line across stands (how far right, a line down), on the whole: it may
    /// bow by a hundredth.
    pub at: f64,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How clearly it is seen, 0–1.
    pub strength: f64,
}

impl Line {
    /// How much it takes of a stretch, 0–1.
    #[must_use]
    pub fn covers(&self, from: f64, to: f64) -> f64 {
        ((self.to.min(to) - self.from.max(from)) / (to - from).max(1e-9)).clamp(0.0, 1.0)
    }

    /// What it is worth when lines are compared: long and clear ones say most.
    #[must_use]
    pub fn weight(&self) -> f64 {
        (self.to - self.from) * (0.25 + 0.75 * self.strength)
    }

    /// Standing as far from the other side.
    fn across_the_page(self) -> Self {
        Self {
            at: 1.0 - self.at,
            ..self
        }
    }

    /// Its ends exchanged.
    fn other_way(self) -> Self {
        Self {
            from: 1.0 - self.to,
            to: 1.0 - self.from,
            ..self
        }
    }
}

/// What was seen of a page: its printed lines, and its writing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Lines {
    /// Lines across, from the top.
    pub across: Vec<Line>,
    /// Lines down, from the left.
    pub down: Vec<Line>,
    /// Share of ink beside the lines in the fields of a raster of [`INK`] by [`INK`] over the page, row by
    /// row, in 255ths; empty when it was not measured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ink: Vec<u8>,
}

/// Fields of the raster of ink, across as down, so that it turns with the page.
pub const INK: usize = 96;
/// Share of ink, in 255ths, from which somebody wrote in a field: dust and the grain of paper stay
/// below it.
const WRITTEN: u8 = 8;
/// Share of a part's fields that have writing, from which it is not empty.
const NOT_EMPTY: f64 = 0.02;

impl Lines {
    /// The same after quarter turns of the page, clockwise.
    #[must_use]
    pub fn turned(&self, quarter_turns: u8) -> Self {
        let each = |lines: &[Line], change: fn(Line) -> Line| {
            let mut lines: Vec<Line> = lines.iter().copied().map(change).collect();
            lines.sort_by(|a, b| a.at.total_cmp(&b.at));
            lines
        };
        let ink = |from: fn(usize, usize) -> (usize, usize)| {
            let fields = (0..INK).flat_map(|row| (0..INK).map(move |column| (row, column)));
            fields
                .filter_map(|(row, column)| {
                    let (row, column) = from(row, column);
                    self.ink.get(row * INK + column).copied()
                })
                .collect()
        };
        let (across, down) = (&self.across, &self.down);
        match quarter_turns % 4 {
            1 => Self {
                across: each(down, Line::other_way),
                down: each(across, Line::across_the_page),
                ink: ink(|row, column| (INK - 1 - column, row)),
            },
            2 => Self {
                across: each(across, |line| line.across_the_page().other_way()),
                down: each(down, |line| line.across_the_page().other_way()),
                ink: ink(|row, column| (INK - 1 - row, INK - 1 - column)),
            },
            3 => Self {
                across: each(down, Line::across_the_page),
                down: each(across, Line::other_way),
                ink: ink(|row, column| (column, INK - 1 - row)),
            },
            _ => self.clone(),
        }
    }

    /// Without what is only good for looking at one page.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            ink: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether nothing seems to be written in a part; `None` when ink was not measured. Its borders
    /// are left out: neighbours write over them.
    #[must_use]
    pub fn seems_empty(&self, part: Region) -> Option<bool> {
        if self.ink.len() != INK * INK {
            return None;
        }
        let inner = |from: f64, size: f64| {
            let margin = (size * 0.12).min(0.01);
            let low = ((from + margin) * INK as f64).ceil();
            let high = ((from + size - margin) * INK as f64).floor();
            (low.max(0.0) as usize, (high.max(0.0) as usize).min(INK))
        };
        let (left, right) = inner(part.x, part.w);
        let (top, bottom) = inner(part.y, part.h);
        if left >= right || top >= bottom {
            return None;
        }
        let fields = (top..bottom).flat_map(|row| (left..right).map(move |column| (row, column)));
        let written = fields
            .filter(|(row, column)| self.ink[row * INK + column] >= WRITTEN)
            .count();
        Some((written as f64) < NOT_EMPTY * ((right - left) * (bottom - top)) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(at: f64, from: f64, to: f64) -> Line {
        Line {
            at,
            from,
            to,
            strength: 1.0,
        }
    }

    #[test]
    fn lines_turn_with_the_page() {
        let lines = Lines {
            across: vec![line(0.1, 0.0, 0.5), line(0.3, 0.2, 1.0)],
            down: vec![line(0.25, 0.1, 0.4)],
            ink: (0..INK * INK).map(|i| (i % 251) as u8).collect(),
        };
        let once = lines.turned(1);
        // What stood at the left stands at the top; what was low is left.
        assert_eq!(once.across, [line(0.25, 0.6, 0.9)]);
        assert_eq!(once.down, [line(0.7, 0.2, 1.0), line(0.9, 0.0, 0.5)]);
        // A part that lies on a line still does after any number of turns.
        let part = Region {
            x: 0.2,
            y: 0.1,
            w: 0.8,
            h: 0.2,
        };
        for turns in 0..4 {
            let (part, lines) = (part.turned(turns), lines.turned(turns));
            let edges = if turns % 2 == 0 {
                [part.y, part.y + part.h]
            } else {
                [part.x, part.x + part.w]
            };
            let standing = if turns % 2 == 0 {
                &lines.across
            } else {
                &lines.down
            };
            for edge in edges {
                assert!(
                    standing.iter().any(|l| (l.at - edge).abs() < 1e-9),
                    "{turns}: {edge}"
                );
            }
        }
        for turns in 0..4 {
            let there_and_back = lines.turned(turns).turned((4 - turns) % 4);
            assert_eq!(there_and_back.ink, lines.ink);
            for (a, b) in there_and_back.across.iter().zip(&lines.across) {
                assert!((a.at - b.at).abs() < 1e-9 && (a.from - b.from).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_part_without_ink_seems_empty() {
        let mut lines = Lines {
            ink: vec![2; INK * INK],
            ..Lines::default()
        };
        let part = |y: f64| Region {
            x: 0.0,
            y,
            w: 1.0,
            h: 0.25,
        };
        for row in 10..14 {
            lines.ink[row * INK..(row + 1) * INK].fill(40);
        }
        assert_eq!(lines.seems_empty(part(0.0)), Some(false));
        assert_eq!(lines.seems_empty(part(0.5)), Some(true));
        assert_eq!(Lines::default().seems_empty(part(0.5)), None);
    }
}
