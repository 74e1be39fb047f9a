//! Where the parts drawn on one page lie on another page of the same print.
//!
//! In each column the lines of both pages are compared as places on a ruler: first which shift and
//! stretch brings most of them together, then line by line, in order, what goes with what. An edge that
//! stands on a line goes to that line; one that does not moves as its neighbours do. Whatever does not
//! come out clearly lowers the confidence: the caller shows those pages to a person.

use super::lines::{Line, Lines};
use super::{Cell, Layout};
use crate::shape::Region;

/// Confidence below which a person should look.
pub const SURE: f64 = 0.5;

/// How far an edge may be from a line to stand on it.
const STANDS: f64 = 0.007;
/// An edge this near to the page's own is the page's own.
const BORDER: f64 = 0.004;
/// How far a page may be shifted and stretched against another, in parts of it.
const SHIFT: f64 = 0.12;
const STRETCH: f64 = 0.16;
/// What shift and stretch are still usual.
const USUAL_SHIFT: f64 = 0.03;
const USUAL_STRETCH: f64 = 0.025;
/// What an unusual one costs, and at most: a page that was not found in its picture has a margin.
const UNUSUAL: f64 = 0.05;
const STRANGE: f64 = 0.22;
/// How near two lines come together where the page is flat.
const NEAR: f64 = 0.004;
/// How far a line may be from where shift and stretch put it: pages bow.
const FAR: f64 = 0.014;
/// How far one may be from where the lines around it say.
const STRAY: f64 = 0.009;
/// How far along the page lines say something about each other's places.
const AROUND: f64 = 0.12;
/// Weight of a line that is not writing.
const HEAVY: f64 = 0.3;
/// By how much the best shift must be better than one that would cut elsewhere.
const CLEARLY: f64 = 0.06;
/// Lines tried for shift and stretch, of each page.
const TRIED: usize = 14;

/// A layout on another page.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// The same cells there.
    pub layout: Layout,
    /// How sure it is that they lie there, 0–1.
    pub confidence: f64,
    /// How much of the example's print was found again, 0–1: which example fits best.
    pub fit: f64,
}

impl Followed {
    /// A person should look.
    #[must_use]
    pub fn doubtful(&self) -> bool {
        self.confidence < SURE
    }
}

/// A layout that was drawn on a page with the lines of `example`, on a page with the lines of `page`.
#[must_use]
pub fn follow(example: &Lines, layout: &Layout, page: &Lines) -> Followed {
    let sides = [0.0, 1.0];
    let down = Ruler::new(
        &example.down,
        &page.down,
        sides,
        &edges(layout, |r| (r.x, r.w)),
    );
    let mut confidence = 1.0_f64;
    let mut rulers: Vec<((f64, f64), Ruler)> = Vec::new();
    let mut cells = Vec::with_capacity(layout.cells.len());
    for cell in &layout.cells {
        let part = cell.region;
        let (x, w, sure_across) = down.span(part.x, part.w);
        let column = rulers
            .iter()
            .position(|(c, _)| (c.0 - part.x).abs() < 1e-6 && (c.1 - part.w).abs() < 1e-6);
        let column = column.unwrap_or_else(|| {
            let stretch = [part.x, part.x + part.w];
            let within = |r: &Region| (r.x - part.x).abs() < 1e-6 && (r.w - part.w).abs() < 1e-6;
            let mut own = layout.clone();
            own.cells.retain(|cell| within(&cell.region));
            let ruler = Ruler::new(
                &example.across,
                &page.across,
                stretch,
                &edges(&own, |r| (r.y, r.h)),
            );
            rulers.push(((part.x, part.w), ruler));
            rulers.len() - 1
        });
        let (y, h, sure_down) = rulers[column].1.span(part.y, part.h);
        // A part that became much higher or wider than it was drawn is none of this layout.
        let alike = |now: f64, then: f64| (0.75..=1.3).contains(&(now / then));
        if !alike(h, part.h) || !alike(w, part.w) {
            confidence = confidence.min(0.2);
        }
        confidence = confidence.min(sure_across).min(sure_down);
        cells.push(Cell {
            region: Region { x, y, w, h }.clamped().unwrap_or(part),
            ..*cell
        });
    }
    let all = rulers.iter().map(|(_, ruler)| ruler);
    let fit = all.clone().map(|r| r.fit).sum::<f64>() / rulers.len().max(1) as f64;
    Followed {
        layout: Layout { cells },
        confidence,
        fit,
    }
}

/// Both ends of every part in one direction, without the page's own edges.
fn edges(layout: &Layout, span: impl Fn(&Region) -> (f64, f64)) -> Vec<f64> {
    let spans = layout.cells.iter().map(|cell| span(&cell.region));
    spans
        .flat_map(|(from, size)| [from, from + size])
        .filter(|edge| !is_border(*edge))
        .collect()
}

fn is_border(at: f64) -> bool {
    !(BORDER..=1.0 - BORDER).contains(&at)
}

/// A line as a mark on a ruler.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: f64,
    weight: f64,
}

/// Lines that say something about a stretch, heavy where they run through all of it.
fn marks(lines: &[Line], [from, to]: [f64; 2]) -> Vec<Mark> {
    let mark = |line: &Line| Mark {
        at: line.at,
        weight: line.covers(from, to) * (0.25 + 0.75 * line.strength),
    };
    lines.iter().map(mark).filter(|m| m.weight > 0.04).collect()
}

/// Shift and stretch around the middle.
#[derive(Debug, Clone, Copy)]
struct Model {
    stretch: f64,
    shift: f64,
}

impl Model {
    fn at(self, y: f64) -> f64 {
        (y - 0.5) * self.stretch + 0.5 + self.shift
    }

    fn through(a: (f64, f64), b: (f64, f64)) -> Option<Self> {
        let stretch = (b.1 - a.1) / (b.0 - a.0);
        let shift = a.1 - 0.5 - (a.0 - 0.5) * stretch;
        ((stretch - 1.0).abs() <= STRETCH && shift.abs() <= SHIFT)
            .then_some(Self { stretch, shift })
    }

    fn unusual(self) -> f64 {
        let (a, b) = (
            self.shift / USUAL_SHIFT,
            (self.stretch - 1.0) / USUAL_STRETCH,
        );
        (UNUSUAL * (a * a + b * b)).min(STRANGE)
    }
}

/// How the lines of one page go with those of another, in one direction and one column.
struct Ruler {
    model: Model,
    /// Marks of the example with the place each was found at.
    marks: Vec<(Mark, Option<f64>)>,
    fit: f64,
    /// No other shift would do as well.
    clear: bool,
}

impl Ruler {
    /// `edges` are the places that matter: a shift that leaves them where they are is no rival.
    fn new(example: &[Line], page: &[Line], stretch: [f64; 2], edges: &[f64]) -> Self {
        let (ours, theirs) = (marks(example, stretch), marks(page, stretch));
        let still = Model {
            stretch: 1.0,
            shift: 0.0,
        };
        let mut models = candidates(&ours, &theirs);
        models.push(still);
        let scored: Vec<(f64, Model)> = models
            .into_iter()
            .map(|model| (score(&ours, &theirs, model), model))
            .collect();
        let (best, model) = scored
            .iter()
            .copied()
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap_or((0.0, still));
        let elsewhere = |other: Model| {
            edges
                .iter()
                .any(|&edge| (model.at(edge) - other.at(edge)).abs() > 0.012)
        };
        let rival = scored
            .iter()
            .filter(|(_, other)| elsewhere(*other))
            .map(|(score, _)| *score)
            .fold(0.0, f64::max);
        let mut found = paired(&ours, &theirs, model);
        // A line that is not where those around it say it should be is another one.
        for _ in 0..2 {
            for i in 0..ours.len() {
                if let Some(at) = found[i] {
                    let around = Self::said(&ours, &found, model, ours[i].at, Some(i));
                    if around.1 > 0.2 && (at - around.0).abs() > STRAY {
                        found[i] = None;
                    }
                }
            }
        }
        // Squared: what may be writing must not outweigh the one line that was printed.
        let heft = |mark: &Mark| mark.weight * mark.weight;
        let all: f64 = ours.iter().map(heft).sum();
        let met = ours.iter().zip(&found).filter(|(_, at)| at.is_some());
        let seen: f64 = met.map(|(mark, _)| heft(mark)).sum();
        Self {
            model,
            fit: if all > 0.0 { seen / all } else { 0.0 },
            clear: best - rival >= CLEARLY,
            marks: ours.into_iter().zip(found).collect(),
        }
    }

    /// Where the pairs around a place say that it is, and how much they have to say; without the
    /// `left_out`th.
    fn said(
        marks: &[Mark],
        found: &[Option<f64>],
        model: Model,
        at: f64,
        left_out: Option<usize>,
    ) -> (f64, f64) {
        let (mut off, mut sum, mut support) = (0.0, 0.02, 0.0);
        for (i, (mark, found)) in marks.iter().zip(found).enumerate() {
            if let Some(found) = found
                && Some(i) != left_out
            {
                let far = (mark.at - at) / AROUND;
                let weight = mark.weight * (-far * far).exp();
                off += weight * (found - model.at(mark.at));
                sum += weight;
                support += weight;
            }
        }
        (model.at(at) + off / sum, support)
    }

    /// Shift and stretch are known from heavy lines far enough apart: what lies beyond them goes along.
    fn anchored(&self) -> bool {
        let heavy = |mark: &Mark| mark.weight >= HEAVY;
        let found = self
            .marks
            .iter()
            .filter(|(mark, at)| at.is_some() && heavy(mark));
        let mut places: Vec<f64> = found.map(|(mark, _)| mark.at).collect();
        places.sort_by(f64::total_cmp);
        let apart = places
            .last()
            .zip(places.first())
            .map_or(0.0, |(b, a)| b - a);
        self.fit >= 0.7 && apart >= 0.25
    }

    /// Where an edge goes, and how sure that is.
    fn edge(&self, at: f64) -> (f64, f64) {
        if is_border(at) {
            return (at.round(), 1.0);
        }
        let (marks, found): (Vec<Mark>, Vec<Option<f64>>) = self.marks.iter().copied().unzip();
        // Between two lines that stand close, the heavier one.
        let standing = (0..marks.len())
            .filter(|&i| (marks[i].at - at).abs() <= STANDS)
            .max_by(|&a, &b| {
                let worth = |i: usize| marks[i].weight * (1.5 - (marks[i].at - at).abs() / STANDS);
                worth(a).total_cmp(&worth(b))
            });
        let doubt = if self.clear { 1.0 } else { 0.5 };
        match standing.map(|i| (i, found[i])) {
            Some((i, Some(place))) => {
                let (around, support) =
                    Self::said(&marks, &found, self.model, marks[i].at, Some(i));
                // Nobody beside it to ask: then shift and stretch have to be right about it.
                let alone = support < 0.2;
                let off = (place - around).abs();
                let sure = if alone {
                    0.75 * (1.0 - (off / FAR).min(1.0))
                } else {
                    1.0 - 0.35 * (off / STRAY).min(1.0)
                };
                let beside = (at - marks[i].at) * self.model.stretch;
                (place + beside, doubt * sure)
            }
            Some((_, None)) => {
                let (place, support) = Self::said(&marks, &found, self.model, at, None);
                // Beyond the lines that were found, nothing holds the end of a page that bows.
                let met = || self.marks.iter().filter(|(_, at)| at.is_some());
                let between =
                    met().any(|(mark, _)| mark.at < at) && met().any(|(mark, _)| mark.at > at);
                let held = between && support > 0.6 && self.fit >= 0.7;
                (place, doubt * if held { 0.55 } else { 0.25 })
            }
            None => {
                let (place, support) = Self::said(&marks, &found, self.model, at, None);
                let sure = if support > 0.6 {
                    0.8
                } else if support > 0.25 || self.anchored() {
                    0.55
                } else {
                    0.35
                };
                (place, doubt * sure)
            }
        }
    }

    /// Where a part begins, how long it is, and how sure that is.
    fn span(&self, from: f64, size: f64) -> (f64, f64, f64) {
        let (low, high) = (self.edge(from), self.edge(from + size));
        let few = if self.fit < 0.7 && !(is_border(from) && is_border(from + size)) {
            0.6
        } else {
            1.0
        };
        (low.0, (high.0 - low.0).max(1e-3), low.1.min(high.1) * few)
    }
}

/// Shifts and stretches that bring two heavy lines of one page onto two of the other, or one onto one.
fn candidates(ours: &[Mark], theirs: &[Mark]) -> Vec<Model> {
    let heavy = |marks: &[Mark]| {
        let mut heavy = marks.to_vec();
        heavy.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        heavy.truncate(TRIED);
        heavy.sort_by(|a, b| a.at.total_cmp(&b.at));
        heavy
    };
    let (ours, theirs) = (heavy(ours), heavy(theirs));
    let mut models = Vec::new();
    for (i, a) in ours.iter().enumerate() {
        for (j, c) in theirs.iter().enumerate() {
            let shift = c.at - a.at;
            if shift.abs() > SHIFT {
                continue;
            }
            models.push(Model {
                stretch: 1.0,
                shift,
            });
            for b in &ours[i + 1..] {
                for d in &theirs[j + 1..] {
                    // Lines close together say nothing about the stretch.
                    if b.at - a.at > 0.15
                        && let Some(model) = Model::through((a.at, c.at), (b.at, d.at))
                    {
                        models.push(model);
                    }
                }
            }
        }
    }
    models
}

/// How much of the heavy lines of both pages comes together, less what is unusual.
fn score(ours: &[Mark], theirs: &[Mark], model: Model) -> f64 {
    let (mut met, mut theirs_met) = (0.0, 0.0);
    let mut from = 0;
    for mark in ours {
        let at = model.at(mark.at);
        while from < theirs.len() && theirs[from].at < at - 4.0 * NEAR {
            from += 1;
        }
        let mut most = 0.0_f64;
        for other in &theirs[from..] {
            let off = (other.at - at) / NEAR;
            if off > 4.0 {
                break;
            }
            let alike = (mark.weight.min(other.weight) / mark.weight.max(other.weight)).sqrt();
            most = most.max((-0.5 * off * off).exp() * alike);
        }
        met += mark.weight * most;
        theirs_met += most * mark.weight;
    }
    let sum = |marks: &[Mark]| marks.iter().map(|m| m.weight).sum::<f64>();
    let (a, b) = (sum(ours), sum(theirs));
    if a <= 0.0 || b <= 0.0 {
        return -model.unusual();
    }
    0.7 * met / a + 0.3 * (theirs_met / b).min(1.0) - model.unusual()
}

/// What goes with what, in order, so that most comes together.
fn paired(ours: &[Mark], theirs: &[Mark], model: Model) -> Vec<Option<f64>> {
    let (n, m) = (ours.len(), theirs.len());
    let worth = |i: usize, j: usize| {
        let off = (theirs[j].at - model.at(ours[i].at)).abs() / FAR;
        (ours[i].weight * theirs[j].weight).sqrt() * (1.0 - off * off)
    };
    // best[i][j]: of the first i and the first j.
    let mut best = vec![0.0_f64; (n + 1) * (m + 1)];
    for i in 1..=n {
        for j in 1..=m {
            let both = best[(i - 1) * (m + 1) + j - 1] + worth(i - 1, j - 1).max(0.0);
            best[i * (m + 1) + j] = both
                .max(best[(i - 1) * (m + 1) + j])
                .max(best[i * (m + 1) + j - 1]);
        }
    }
    let mut found = vec![None; n];
    let (mut i, mut j) = (n, m);
    while i > 0 && j > 0 {
        let here = best[i * (m + 1) + j];
        if here <= best[(i - 1) * (m + 1) + j] {
            i -= 1;
        } else if here <= best[i * (m + 1) + j - 1] {
            j -= 1;
        } else {
            found[i - 1] = Some(theirs[j - 1].at);
            i -= 1;
            j -= 1;
        }
    }
    found
}

#[cfg(test)]
#[path = "follow_tests.rs"]
mod tests;
