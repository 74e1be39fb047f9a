//! Cutting pages into cases: which parts of which pages become one case each.

use crate::book::{CasePage, Id, Page, Region};
use crate::layout::spans;

/// How a book's pages hold its cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// This many cases on each page from top to bottom: parted at printed lines where those part it
    /// into about equal parts, else of equal height.
    PerPage(u8),
    /// An open book on each picture: the left page is a case, then the right one.
    Spread,
    /// Each case takes this many pictures in a row.
    PagesPerCase(u8),
}

/// Most cases one page may be cut into.
pub const MOST_PER_PAGE: u8 = 40;

/// A page to be cut.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The page.
    pub page: Id,
    /// Where the gutter of an open book was found, in fractions of its width.
    pub gutter: Option<f64>,
    /// Where printed lines part it into as many equal parts as are asked for: see
    /// [`crate::layout::equal_parts`].
    pub ruled: Option<Vec<f64>>,
}

impl From<&Page> for Sheet {
    fn from(page: &Page) -> Self {
        let gutter = page.shape.as_ref().and_then(|shape| shape.gutter);
        Self {
            page: page.id,
            gutter: match page.quarter_turns {
                0 => gutter,
                2 => gutter.map(|at| 1.0 - at),
                _ => None,
            },
            ruled: None,
        }
    }
}

/// The parts that become cases, in order. Each inner vector is one new case. Pages must be in
/// the order of the book.
#[must_use]
pub fn plan(sheets: &[Sheet], cut: Cut) -> Vec<Vec<CasePage>> {
    let pages: Vec<Id> = sheets.iter().map(|sheet| sheet.page).collect();
    let part = |page: Id, region: Option<Region>| CasePage { page, region };
    match cut {
        Cut::PerPage(0 | 1) => pages.iter().map(|&page| vec![part(page, None)]).collect(),
        Cut::PerPage(count) => {
            let count = count.min(MOST_PER_PAGE);
            let equal = |row: u8| f64::from(row) / f64::from(count);
            let rows = |sheet: &Sheet| -> Vec<Vec<CasePage>> {
                let inner = match &sheet.ruled {
                    Some(ruled) if ruled.len() + 1 == usize::from(count) => ruled.clone(),
                    _ => (1..count).map(equal).collect(),
                };
                let row = |(y, end): (f64, f64)| Region {
                    x: 0.0,
                    y,
                    w: 1.0,
                    h: end - y,
                };
                let spans = spans(&inner).into_iter();
                spans
                    .map(|span| vec![part(sheet.page, Some(row(span)))])
                    .collect()
            };
            sheets.iter().flat_map(rows).collect()
        }
        Cut::Spread => {
            let halves = |sheet: &Sheet| {
                let gutter = sheet.gutter.unwrap_or(0.5);
                [(0.0, gutter), (gutter, 1.0 - gutter)].map(|(x, w)| {
                    let half = Region {
                        x,
                        y: 0.0,
                        w,
                        h: 1.0,
                    };
                    vec![part(sheet.page, Some(half))]
                })
            };
            sheets.iter().flat_map(halves).collect()
        }
        Cut::PagesPerCase(count) => pages
            .chunks(usize::from(count.max(1)))
            .map(|run| run.iter().map(|&page| part(page, None)).collect())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans() {
        let sheets: Vec<Sheet> = (1..=3)
            .map(|n| Sheet {
                page: Id::from_u128(n),
                gutter: (n == 2).then_some(0.52),
                ruled: (n == 3).then(|| vec![0.26, 0.5, 0.77]),
            })
            .collect();
        assert_eq!(plan(&sheets, Cut::PerPage(1)).len(), 3);
        let rows = plan(&sheets, Cut::PerPage(4));
        assert_eq!(rows.len(), 12);
        assert_eq!(rows[5][0].page, sheets[1].page);
        assert_eq!(
            rows[5][0].region,
            Some(Region {
                x: 0.0,
                y: 0.25,
                w: 1.0,
                h: 0.25
            })
        );
        // Where lines are printed, parts end on them; but only where there are as many.
        let third: Vec<f64> = rows[8..]
            .iter()
            .map(|case| case[0].region.map_or(0.0, |r| r.y))
            .collect();
        assert_eq!(third, [0.0, 0.26, 0.5, 0.77]);
        assert_eq!(
            plan(&sheets, Cut::PerPage(2))[5][0].region.map(|r| r.y),
            Some(0.5)
        );
        let halves = plan(&sheets, Cut::Spread);
        assert_eq!(halves.len(), 6);
        assert_eq!(halves[1][0].region.map(|r| r.x), Some(0.5));
        // Where the gutter was found the book is parted there.
        assert_eq!(halves[2][0].region.map(|r| r.w), Some(0.52));
        assert_eq!(
            halves[3][0].region.map(|r| (r.x, r.x + r.w)),
            Some((0.52, 1.0))
        );
        let runs = plan(&sheets, Cut::PagesPerCase(2));
        assert_eq!(runs.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert!(plan(&[], Cut::Spread).is_empty());
    }

    #[test]
    fn a_region_turned_four_times_is_the_same() {
        let region = Region {
            x: 0.1,
            y: 0.2,
            w: 0.3,
            h: 0.4,
        };
        let mut turned = region;
        for _ in 0..4 {
            turned = turned.turned(1);
        }
        for (a, b) in [
            (region.x, turned.x),
            (region.y, turned.y),
            (region.w, turned.w),
            (region.h, turned.h),
        ] {
            assert!((a - b).abs() < 1e-12);
        }
        assert!((region.turned(3).x - 0.2).abs() < 1e-12);
    }
}
