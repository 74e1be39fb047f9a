//! Layouts: which parts of a page become cases, drawn once and carried through the book along the
//! printed lines.
//!
//! A [`Layout`] is what a person drew on one page, in reading order. [`follow`] says where its parts
//! lie on another page of the same print, and how sure that is; [`rows`] proposes parts where nobody
//! has drawn any. Pictures are not known here: [`Lines`] are what was seen of them.

mod follow;
mod lines;
mod rows;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::book::Id;
use crate::shape::Region;

pub use follow::{Followed, SURE, follow};
pub use lines::{INK, Line, Lines};
pub use rows::{equal_parts, rows};

/// A part of a page that holds a case, or a piece of one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Cell {
    /// The part.
    pub region: Region,
    /// It goes on with the case of the cell before it; the first cell of a page, with the last case of
    /// the page before.
    #[serde(default)]
    pub continues: bool,
}

/// Parts of a page in reading order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Layout {
    /// See [`Cell`].
    pub cells: Vec<Cell>,
}

/// Most cells of one page.
pub const MOST_CELLS: usize = 80;
/// No cell is smaller than this, in fractions of the page.
const SMALLEST: f64 = 0.005;

impl Layout {
    /// Cells that are a case each.
    #[must_use]
    pub fn of(regions: impl IntoIterator<Item = Region>) -> Self {
        let own = |region| Cell {
            region,
            continues: false,
        };
        Self {
            cells: regions.into_iter().map(own).collect(),
        }
    }

    /// Whether its cells are parts of a page, and not too many or too small.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let inside = |from: f64, size: f64| {
            from.is_finite() && from >= -1e-9 && size >= SMALLEST && from + size <= 1.0 + 1e-9
        };
        (1..=MOST_CELLS).contains(&self.cells.len())
            && self.cells.iter().all(|cell| {
                inside(cell.region.x, cell.region.w) && inside(cell.region.y, cell.region.h)
            })
    }

    /// How many cases begin on the page.
    #[must_use]
    pub fn cases(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.continues).count()
    }

    /// Whether all its cells lie among those of another one, which has more: somebody left some out.
    #[must_use]
    pub fn is_part_of(&self, other: &Self) -> bool {
        const ALIKE: f64 = 0.012;
        let same = |a: &Region, b: &Region| {
            let off = [a.x - b.x, a.y - b.y, a.w - b.w, a.h - b.h];
            off.iter().all(|v| v.abs() < ALIKE)
        };
        let there = |cell: &Cell| other.cells.iter().any(|o| same(&cell.region, &o.region));
        self.cells.len() < other.cells.len() && self.cells.iter().all(there)
    }

    /// Whether a row of the table on a page has writing and lies beside all cells.
    #[must_use]
    pub fn leaves_out(&self, page: &Lines) -> bool {
        let rows = rows(page, (0.0, 1.0)).unwrap_or_default();
        rows.windows(2).any(|w| {
            let row = Region {
                x: 0.0,
                y: w[0],
                w: 1.0,
                h: w[1] - w[0],
            };
            let middle = row.y + row.h / 2.0;
            let within = |r: Region| (r.y..r.y + r.h).contains(&middle);
            page.seems_empty(row) == Some(false) && !self.cells.iter().any(|c| within(c.region))
        })
    }

    /// The same with its cases in the order in which the book reads them; what goes on with a case
    /// stays behind it, and what goes on with the page before stays first.
    #[must_use]
    pub fn in_reading_order(mut self) -> Self {
        let mut groups: Vec<Vec<Cell>> = Vec::new();
        for cell in self.cells {
            match groups.last_mut() {
                Some(group) if cell.continues => group.push(cell),
                _ => groups.push(vec![cell]),
            }
        }
        let firsts: Vec<Region> = groups.iter().map(|group| group[0].region).collect();
        let columns = columns(&firsts);
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by(|&a, &b| {
            let key = |i: usize| (groups[i][0].continues, columns[i], firsts[i].y, firsts[i].x);
            let (a, b) = (key(a), key(b));
            b.0.cmp(&a.0)
                .then(a.1.cmp(&b.1))
                .then(a.2.total_cmp(&b.2))
                .then(a.3.total_cmp(&b.3))
        });
        self.cells = order
            .into_iter()
            .flat_map(|i| std::mem::take(&mut groups[i]))
            .collect();
        self
    }
}

/// What is known of the cutting of one page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageLayout {
    /// The page.
    pub page: Id,
    /// Its book.
    pub book: Id,
    /// The cells, on the page as it stands upright.
    pub layout: Layout,
    /// The lines of the page they were drawn on; a page that only follows keeps none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Lines>,
    /// A person drew it: other pages may follow it.
    pub drawn: bool,
    /// How sure it is, 0–1; drawn by a person, 1.
    pub confidence: f64,
    /// It is not sure: a person should look at it.
    pub doubtful: bool,
    /// Nothing seems to be written in some of its cells: a person should look at it, too.
    #[serde(default)]
    pub empty: bool,
    /// A row with writing lies in none of its cells: neither must that be overlooked.
    #[serde(default)]
    pub left_out: bool,
    /// When it was made, RFC 3339: of two examples that fit equally well, the later is taken.
    pub at: String,
}

/// The stretches between places across a page, its edges included.
#[must_use]
pub fn spans(places: &[f64]) -> Vec<(f64, f64)> {
    let mut edges = vec![0.0];
    edges.extend(places);
    edges.push(1.0);
    edges.windows(2).map(|w| (w[0], w[1])).collect()
}

/// In which column of its page each part stands, from the left: parts side by side stand in different
/// ones, and a part that lies below several of them makes one column of those.
#[must_use]
pub fn columns(parts: &[Region]) -> Vec<usize> {
    /// Part of the narrower one that must be shared for two parts to stand below each other.
    const SHARED: f64 = 0.2;
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| parts[a].x.total_cmp(&parts[b].x));
    let mut found = vec![0; parts.len()];
    let mut column = 0;
    let mut right = f64::NEG_INFINITY;
    let mut narrowest = f64::INFINITY;
    for i in order {
        let part = parts[i];
        if right.is_finite() && right - part.x < SHARED * part.w.min(narrowest) {
            column += 1;
            (right, narrowest) = (f64::NEG_INFINITY, f64::INFINITY);
        }
        found[i] = column;
        right = right.max(part.x + part.w);
        narrowest = narrowest.min(part.w);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(x: f64, y: f64, w: f64, h: f64) -> Region {
        Region { x, y, w, h }
    }

    #[test]
    fn columns_of_a_page() {
        let table: [(&str, &[Region], &[usize]); 5] = [
            (
                "one below the other",
                &[part(0.0, 0.0, 1.0, 0.5), part(0.0, 0.5, 1.0, 0.5)],
                &[0, 0],
            ),
            (
                "left and right",
                &[part(0.52, 0.0, 0.48, 1.0), part(0.0, 0.0, 0.52, 1.0)],
                &[1, 0],
            ),
            (
                "a little over the gutter",
                &[part(0.0, 0.0, 0.52, 1.0), part(0.48, 0.0, 0.52, 1.0)],
                &[0, 1],
            ),
            (
                "one below two",
                &[
                    part(0.0, 0.0, 0.5, 0.5),
                    part(0.5, 0.0, 0.5, 0.5),
                    part(0.0, 0.5, 1.0, 0.5),
                ],
                &[0, 0, 0],
            ),
            (
                "indented",
                &[part(0.0, 0.0, 0.9, 0.5), part(0.1, 0.5, 0.9, 0.5)],
                &[0, 0],
            ),
        ];
        for (what, parts, wanted) in table {
            assert_eq!(columns(parts), wanted, "{what}");
        }
    }

    #[test]
    fn cells_are_read_column_by_column_and_pieces_stay_together() {
        let own = |x, y| Cell {
            region: part(x, y, 0.5, 0.5),
            continues: false,
        };
        let more = |x, y| Cell {
            continues: true,
            ..own(x, y)
        };
        let order = |cells: &[Cell]| -> Vec<(f64, f64)> {
            let layout = Layout {
                cells: cells.to_vec(),
            };
            let cells = layout.in_reading_order().cells;
            cells.iter().map(|c| (c.region.x, c.region.y)).collect()
        };
        // A page each.
        assert_eq!(
            order(&[own(0.0, 0.0), own(0.5, 0.01), own(0.0, 0.5), own(0.5, 0.49)]),
            [(0.0, 0.0), (0.0, 0.5), (0.5, 0.01), (0.5, 0.49)]
        );
        // Rows that run over both pages.
        assert_eq!(
            order(&[own(0.0, 0.5), more(0.5, 0.5), own(0.0, 0.0), more(0.5, 0.0)]),
            [(0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)]
        );
        // The upper part belongs to the page before.
        assert_eq!(
            order(&[more(0.0, 0.0), own(0.0, 0.5)]),
            [(0.0, 0.0), (0.0, 0.5)]
        );
    }

    #[test]
    fn rows_that_are_left_out_are_noticed() {
        let row = |i: u8| part(0.0, 0.2 + 0.1 * f64::from(i), 1.0, 0.1);
        let all = Layout::of((0..7).map(row));
        let two = Layout::of((0..2).map(row));
        assert!(two.is_part_of(&all) && !all.is_part_of(&two) && !all.is_part_of(&all));
        let other = Layout::of([part(0.0, 0.25, 1.0, 0.1)]);
        assert!(!other.is_part_of(&all));
        let line = |i: u8| Line {
            at: 0.2 + 0.1 * f64::from(i),
            from: 0.05,
            to: 0.95,
            strength: 0.8,
        };
        let mut page = Lines {
            across: (0..=7).map(line).collect(),
            ink: vec![0; INK * INK],
            ..Lines::default()
        };
        assert!(
            !two.leaves_out(&page),
            "nothing is written in the other rows"
        );
        page.ink[60 * INK..62 * INK].fill(60);
        assert!(two.leaves_out(&page) && !all.leaves_out(&page));
    }

    #[test]
    fn a_layout_is_sound_or_it_is_not() {
        let sound = |regions: &[Region]| Layout::of(regions.to_vec()).is_sound();
        assert!(sound(&[Region::FULL]));
        assert!(!sound(&[]));
        assert!(!sound(&[part(0.0, 0.9, 1.0, 0.2)]));
        assert!(!sound(&[part(0.0, 0.5, 1.0, 0.001)]));
        assert!(!sound(&[part(0.0, f64::NAN, 1.0, 0.5)]));
        assert!(!sound(&vec![part(0.0, 0.0, 1.0, 1.0); MOST_CELLS + 1]));
    }
}
