//! What was measured of a page when it came, and what that means for whoever holds the ledger: good,
//! worth a look, or to be taken again.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something about finding the page that was not sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "index.ts")]
#[non_exhaustive]
pub enum Doubt {
    /// No page was found in what looks like a photo.
    NoPage,
    /// One of the four edges could hardly be seen.
    EdgeUnsure,
    /// A corner is covered, or was not seen.
    CornerUnsure,
    /// Another outline is nearly as likely.
    OutlineUnsure,
    /// The page runs out of the picture.
    CutOff,
    /// Which way up it reads.
    UprightUnsure,
    /// An open book whose gutter is not clear.
    GutterUnsure,
}

/// Measures of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// How steep the edges of strokes are, 0–100: 100 is as sharp as 200 dots an inch can show. 0 when
    /// there are no strokes to tell by.
    pub sharpness: f64,
    /// Share of the page where light is mirrored, so that writing would not show, 0–1.
    pub glare: f64,
    /// Brightness of the darkest paper in parts of the brightest, 0–1.
    pub shade: f64,
    /// Dots an inch on the paper.
    pub dpi: f64,
    /// Share of the page that is ink, 0–1.
    pub ink: f64,
    /// What was not sure when it was found.
    #[serde(default)]
    pub doubts: Vec<Doubt>,
    /// Where ink stands, coarsely, as hexadecimal digits: pages taken twice have nearly the same.
    #[serde(default)]
    pub likeness: String,
}

/// What a page is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "index.ts")]
pub enum Verdict {
    /// Nothing to do.
    Good,
    /// A person should look.
    Look,
    /// It should be taken again.
    Retake,
}

/// Limits of what is good.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export_to = "index.ts")]
pub struct Thresholds {
    /// Least sharpness.
    pub sharpness: f64,
    /// Least sharpness below which nobody should have to read it.
    pub blurred: f64,
    /// Most glare.
    pub glare: f64,
    /// Least shade.
    pub shade: f64,
    /// Fewest dots an inch.
    pub dpi: f64,
}

impl Default for Thresholds {
    /// From looking at drawn ledgers blurred, shaded and shrunk step by step: below these, printed marks on letters are the first to go.
    fn default() -> Self {
        Self {
            sharpness: 45.0,
            blurred: 28.0,
            glare: 0.01,
            shade: 0.35,
            dpi: 120.0,
        }
    }
}

impl Doubt {
    /// Its stable code; the sentence is looked up by it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoPage => "no_page",
            Self::EdgeUnsure => "edge_unsure",
            Self::CornerUnsure => "corner_unsure",
            Self::OutlineUnsure => "outline_unsure",
            Self::CutOff => "cut_off",
            Self::UprightUnsure => "upright_unsure",
            Self::GutterUnsure => "gutter_unsure",
        }
    }
}

/// Why a page is not simply good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Reason {
    /// Strokes are too soft to read.
    Blurred,
    /// Strokes are soft.
    Soft,
    /// Light is mirrored.
    Glare,
    /// Part of it lies in deep shadow.
    Shadow,
    /// Too few dots an inch.
    Coarse,
    /// It looks like another page of the book.
    Doubled,
    /// How it lies is in doubt.
    Doubt(Doubt),
}

impl Reason {
    /// Its stable code; the sentence is looked up by it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Blurred => "blurred",
            Self::Soft => "soft",
            Self::Glare => "glare",
            Self::Shadow => "shadow",
            Self::Coarse => "coarse",
            Self::Doubled => "doubled",
            Self::Doubt(doubt) => doubt.code(),
        }
    }

    /// What it means for the page.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Self::Blurred | Self::Glare | Self::Coarse | Self::Doubt(Doubt::CutOff) => {
                Verdict::Retake
            }
            _ => Verdict::Look,
        }
    }
}

impl Survey {
    /// Why the page is not simply good. `looked_at`: a person has seen how it lies and found it right,
    /// so that nothing about that is in doubt any more.
    #[must_use]
    pub fn reasons(&self, limits: &Thresholds, looked_at: bool) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let mut add = |yes: bool, reason| {
            if yes {
                reasons.push(reason);
            }
        };
        let strokes = self.sharpness > 0.0;
        add(strokes && self.sharpness < limits.blurred, Reason::Blurred);
        add(
            strokes && (limits.blurred..limits.sharpness).contains(&self.sharpness),
            Reason::Soft,
        );
        add(self.glare > limits.glare, Reason::Glare);
        add(self.shade < limits.shade, Reason::Shadow);
        add(self.dpi < limits.dpi, Reason::Coarse);
        if !looked_at {
            reasons.extend(self.doubts.iter().copied().map(Reason::Doubt));
        }
        reasons
    }
}

/// Pages before and after one that are asked which way up they were taken, how many of them must know it
/// for themselves, and the share of these that must say the same.
const NEIGHBOURS: usize = 12;
const KNOW: usize = 8;
const AGREE: f64 = 0.95;

/// For every page of a book, in order, with the quarter turns that were found for it: whether the pages
/// around it were taken the same way up, so surely that its own doubt about that is settled. Whoever
/// photographs a book turns neither it nor the camera between two pages.
#[must_use]
pub fn turned_as_neighbours(pages: &[(Option<&Survey>, u8)]) -> Vec<bool> {
    let knows = |survey: &Survey| !survey.doubts.contains(&Doubt::UprightUnsure);
    (0..pages.len())
        .map(|at| {
            let around = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(pages.len());
            let known: Vec<u8> = pages[around]
                .iter()
                .filter(|(survey, _)| survey.is_some_and(knows))
                .map(|(_, turns)| *turns)
                .collect();
            let same = known.iter().filter(|turns| **turns == pages[at].1).count();
            known.len() >= KNOW && same as f64 >= AGREE * known.len() as f64
        })
        .collect()
}

/// Likeness from which two pages are taken for the same paper.
pub const ALIKE: f64 = 0.72;

/// How many pages back a page may have been taken already.
const BACK: usize = 4;
/// Pages looked at for what a book's pages have in common.
const SAMPLE: usize = 64;
/// Share of ink below which pages look alike because they are empty.
const LEAST_INK: f64 = 0.004;

/// For every page of a book, in order: which page shortly before it shows the same paper. What most
/// pages have in common is taken out first: a printed form is the same on all of them.
#[must_use]
pub fn doubled(pages: &[Option<&Survey>]) -> Vec<Option<usize>> {
    let written = |survey: &&Survey| survey.ink >= LEAST_INK;
    let cells: Vec<Vec<f64>> = pages
        .iter()
        .map(|page| page.filter(written).map(cells).unwrap_or_default())
        .collect();
    let common = common(&cells);
    let own: Vec<Vec<f64>> = cells
        .into_iter()
        .map(|cells| cells.iter().zip(&common).map(|(v, c)| v - c).collect())
        .collect();
    let alike = |a: &[f64], b: &[f64]| {
        let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
        !a.is_empty()
            && a.len() == b.len()
            && dot(a, b) > ALIKE * (dot(a, a) * dot(b, b)).sqrt().max(1e-9)
    };
    (0..own.len())
        .map(|page| {
            (page.saturating_sub(BACK)..page)
                .rev()
                .find(|&before| alike(&own[page], &own[before]))
        })
        .collect()
}

/// The middle value of each cell.
fn common(pages: &[Vec<f64>]) -> Vec<f64> {
    let written: Vec<&Vec<f64>> = pages.iter().filter(|cells| !cells.is_empty()).collect();
    let every = written.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<&Vec<f64>> = written.into_iter().step_by(every).collect();
    let count = sample.iter().map(|cells| cells.len()).max().unwrap_or(0);
    (0..count)
        .map(|cell| {
            let mut values: Vec<f64> = sample.iter().filter_map(|v| v.get(cell).copied()).collect();
            values.sort_by(f64::total_cmp);
            // Of few pages the middle value would be the writing of one of them.
            if values.len() < 5 {
                values.first().copied().unwrap_or(0.0)
            } else {
                values[values.len() / 2]
            }
        })
        .collect()
}

fn cells(survey: &Survey) -> Vec<f64> {
    let digits = survey.likeness.chars();
    digits
        .filter_map(|c| c.to_digit(16).map(f64::from))
        .collect()
}

/// The worst of some reasons.
#[must_use]
pub fn verdict(reasons: &[Reason]) -> Verdict {
    reasons
        .iter()
        .map(|reason| reason.verdict())
        .max()
        .unwrap_or(Verdict::Good)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Survey {
        Survey {
            sharpness: 80.0,
            glare: 0.0,
            shade: 0.8,
            dpi: 250.0,
            ink: 0.05,
            doubts: vec![],
            likeness: String::new(),
        }
    }

    #[test]
    fn each_measure_has_its_reason_and_verdict() {
        let cases: [(Survey, Option<Reason>, Verdict); 8] = [
            (good(), None, Verdict::Good),
            (
                Survey {
                    sharpness: 20.0,
                    ..good()
                },
                Some(Reason::Blurred),
                Verdict::Retake,
            ),
            (
                Survey {
                    sharpness: 40.0,
                    ..good()
                },
                Some(Reason::Soft),
                Verdict::Look,
            ),
            (
                Survey {
                    sharpness: 0.0,
                    ..good()
                },
                None,
                Verdict::Good,
            ),
            (
                Survey {
                    glare: 0.05,
                    ..good()
                },
                Some(Reason::Glare),
                Verdict::Retake,
            ),
            (
                Survey {
                    shade: 0.2,
                    ..good()
                },
                Some(Reason::Shadow),
                Verdict::Look,
            ),
            (
                Survey {
                    dpi: 80.0,
                    ..good()
                },
                Some(Reason::Coarse),
                Verdict::Retake,
            ),
            (
                Survey {
                    doubts: vec![Doubt::EdgeUnsure],
                    ..good()
                },
                Some(Reason::Doubt(Doubt::EdgeUnsure)),
                Verdict::Look,
            ),
        ];
        for (survey, reason, wanted) in cases {
            let reasons = survey.reasons(&Thresholds::default(), false);
            assert_eq!(reasons.first().copied(), reason, "{survey:?}");
            assert_eq!(verdict(&reasons), wanted);
        }
        let doubted = Survey {
            doubts: vec![Doubt::UprightUnsure],
            ..good()
        };
        assert!(doubted.reasons(&Thresholds::default(), true).is_empty());
    }

    #[test]
    fn neighbours_settle_which_way_up_a_page_was_taken() {
        let sure = good();
        let unsure = Survey {
            doubts: vec![Doubt::UprightUnsure],
            ..good()
        };
        let book = |turns: u8, known: usize| -> Vec<(Option<&Survey>, u8)> {
            let mut pages = vec![(Some(&sure), 0); known];
            pages.insert(known / 2, (Some(&unsure), turns));
            pages
        };
        let settled =
            |pages: &[(Option<&Survey>, u8)]| turned_as_neighbours(pages)[pages.len() / 2];
        assert!(settled(&book(0, 12)));
        assert!(!settled(&book(2, 12)), "it stands on its head among others");
        assert!(!settled(&book(0, 6)), "too few know");
        let mut mixed = book(0, 12);
        mixed[1].1 = 1;
        assert!(!settled(&mixed), "they were taken this way and that");
    }

    #[test]
    fn the_same_form_is_not_the_same_page() {
        // Every page has the form's F; the rest is its own.
        let page = |own: &str| Survey {
            likeness: format!("ffff0f0f{own}"),
            ..good()
        };
        let pages = [
            "00990000", "09000900", "90000009", "00990100", "00009090", "99000000",
        ]
        .map(page);
        let pages: Vec<Option<&Survey>> = pages.iter().map(Some).collect();
        assert_eq!(doubled(&pages), [None, None, None, Some(0), None, None]);
        // Two pages alone: what both have is the form, so that nothing is told of them.
        assert_eq!(doubled(&pages[..2]), [None, None]);
        assert_eq!(doubled(&[None, pages[0], None]), [None, None, None]);
    }
}
