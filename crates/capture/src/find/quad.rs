//! Which four edges are those of the page.

use sohoa_core::shape::{Homography, Point};

use super::image::{Image, apart};
use super::lines::{Families, Line};

/// Four edges that may be the page.
pub(super) struct Quad {
    /// Upper left, upper right, lower right, lower left, in pixels.
    pub corners: [Point; 4],
    /// Which edges are those of the picture: upper, right, lower, left.
    pub frame: [bool; 4],
    pub score: f64,
}

/// What an edge of the picture counts for, where nothing can be seen: less than half a seen edge.
const FRAME_SHARE: f64 = 0.22;
/// Least part of the picture a page takes; more where it runs out of it.
const LEAST: f64 = 0.15;
const LEAST_CUT_OFF: f64 = 0.55;
/// How many are looked at closely.
const CLOSER: usize = 60;

/// The likeliest pages, best first.
pub(super) fn candidates(image: &Image, families: &Families) -> Vec<Quad> {
    let mut found = Vec::new();
    let (w, h) = (image.width as f64, image.height as f64);
    // Where lines cross the picture's middle.
    let at_left = |l: &Line| (l.rho - h / 2.0 * l.ny) / l.nx;
    let at_top = |l: &Line| (l.rho - w / 2.0 * l.nx) / l.ny;
    let mut down: Vec<&Line> = families.down.iter().collect();
    let mut across: Vec<&Line> = families.across.iter().collect();
    down.sort_by(|a, b| at_left(a).total_cmp(&at_left(b)));
    across.sort_by(|a, b| at_top(a).total_cmp(&at_top(b)));
    for (i, left) in down.iter().enumerate() {
        for right in &down[i + 1..] {
            if at_left(right) - at_left(left) < w * 0.25 {
                continue;
            }
            for (j, top) in across.iter().enumerate() {
                let (Some(a), Some(b)) = (top.meet(left), top.meet(right)) else {
                    continue;
                };
                for bottom in &across[j + 1..] {
                    if at_top(bottom) - at_top(top) < h * 0.25 {
                        continue;
                    }
                    let (Some(c), Some(d)) = (bottom.meet(right), bottom.meet(left)) else {
                        continue;
                    };
                    if let Some(score) = score([a, b, c, d], [top, right, bottom, left], (w, h)) {
                        found.push(Quad {
                            corners: [a, b, c, d],
                            frame: [top.frame, right.frame, bottom.frame, left.frame],
                            score,
                        });
                    }
                }
            }
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let rest = found.split_off(CLOSER.min(found.len()));
    found.retain(|quad| quad.frame == [true; 4] || lies_on_something(image, quad));
    for quad in &mut found {
        quad.score -= 0.8 * unrest(image, &quad.corners) + 0.35 * paper_beyond(image, quad);
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    if let Some(best) = found.first()
        && let Some(both) = with_facing(image, best, found.iter().chain(&rest))
    {
        found.insert(0, both);
    }
    found
}

/// How far apart the inner edges of two facing pages may be, in parts of a page's width.
const GUTTER: f64 = 0.05;
/// Candidates for the facing page that are looked at closely.
const FACING: usize = 24;
/// How likely the facing page must be, in parts of the page's own score.
const FACING_SCORE: f64 = 0.55;

/// The page together with the one that faces it in an open book: each has its own upper and lower edge, as
/// they slope towards the spine from both sides, and so they are found one by one.
fn with_facing<'a>(
    image: &Image,
    page: &Quad,
    all: impl Iterator<Item = &'a Quad>,
) -> Option<Quad> {
    if page.frame.contains(&true) {
        return None;
    }
    let q = &page.corners;
    let long = |a: Point, b: Point| (a.x - b.x).hypot(a.y - b.y);
    let side = |q: &[Point; 4], i: usize| (q[i], q[(i + 1) % 4]);
    let mut likely: Vec<(&Quad, usize)> = all
        .filter(|other| !other.frame.contains(&true))
        .filter_map(|other| {
            (0..4).find_map(|i| {
                // Edges run around: its edge on the other side goes the other way.
                let ((a, b), (c, d)) = (side(q, i), side(&other.corners, (i + 2) % 4));
                let depth = long(q[(i + 1) % 4], q[(i + 2) % 4]);
                let theirs = long(other.corners[i], other.corners[(i + 3) % 4]);
                let near = long(a, d).max(long(b, c)) < GUTTER * depth.max(theirs);
                let alike = (0.6..1.7).contains(&(theirs / depth));
                (near && alike).then_some((other, i))
            })
        })
        .take(FACING)
        .collect();
    let own = page.score + 0.35 * paper_beyond(image, page);
    likely.retain(|(other, _)| lies_on_something(image, other));
    let (other, i) = likely
        .into_iter()
        .map(|(other, i)| (other, i, other.score - 0.8 * unrest(image, &other.corners)))
        .filter(|(.., score)| *score > FACING_SCORE * own)
        .max_by(|a, b| a.2.total_cmp(&b.2))
        .map(|(other, i, _)| (other, i))?;
    let mut corners = *q;
    corners[i] = other.corners[i];
    corners[(i + 1) % 4] = other.corners[(i + 1) % 4];
    Some(Quad {
        corners,
        frame: [false; 4],
        score: page.score,
    })
}

fn score(q: [Point; 4], lines: [&Line; 4], (w, h): (f64, f64)) -> Option<f64> {
    let slack = 0.03 * w.max(h);
    let near = |p: &Point| p.x > -slack && p.y > -slack && p.x < w + slack && p.y < h + slack;
    if !q.iter().all(near) {
        return None;
    }
    let sides: [(Point, Point); 4] = [(q[0], q[1]), (q[1], q[2]), (q[2], q[3]), (q[3], q[0])];
    let lengths = sides.map(|(a, b)| (a.x - b.x).hypot(a.y - b.y));
    // A page seen from above: opposite sides differ by less than half.
    let alike = |a: f64, b: f64| a.min(b) > 0.55 * a.max(b);
    if !alike(lengths[0], lengths[2]) || !alike(lengths[1], lengths[3]) {
        return None;
    }
    for i in 0..4 {
        let (before, after) = (sides[(i + 3) % 4], sides[i]);
        let (ax, ay) = (before.0.x - before.1.x, before.0.y - before.1.y);
        let (bx, by) = (after.1.x - after.0.x, after.1.y - after.0.y);
        let cos = (ax * bx + ay * by) / (lengths[(i + 3) % 4] * lengths[i]);
        if cos.abs() > 0.5 {
            return None;
        }
    }
    let area =
        ((q[2].x - q[0].x) * (q[3].y - q[1].y) - (q[3].x - q[1].x) * (q[2].y - q[0].y)) / 2.0;
    let share = area / (w * h);
    let least = if lines.iter().any(|line| line.frame) {
        LEAST_CUT_OFF
    } else {
        LEAST
    };
    if share < least {
        return None;
    }
    let mut total = 0.0;
    let mut least = f64::INFINITY;
    for ((a, b), line) in sides.into_iter().zip(lines) {
        let seen = if line.frame {
            FRAME_SHARE
        } else {
            let beyond = line
                .share_beyond(a, b, 0.12)
                .max(line.share_beyond(b, a, 0.12));
            line.share(a, b) - 0.15 * beyond
        };
        total += seen;
        least = least.min(seen);
    }
    Some(0.7 * total / 4.0 + 0.3 * least + 0.25 * share.sqrt())
}

/// How much looks like the same paper beyond the edges, 0–1, the worst edge: the other page of an open
/// book, or the rest of a page that a shadow or a printed rule crosses.
fn paper_beyond(image: &Image, quad: &Quad) -> f64 {
    let Some(plane) = Homography::onto(quad.corners) else {
        return 1.0;
    };
    const PLACES: usize = 24;
    let inside = |p: &Point| {
        (0.0..image.width as f64).contains(&p.x) && (0.0..image.height as f64).contains(&p.y)
    };
    let mut worst: f64 = 0.0;
    for side in (0..4).filter(|side| !quad.frame[*side]) {
        let place = |along: f64, depth: f64| {
            plane.at(match side {
                0 => Point::new(along, depth),
                1 => Point::new(1.0 - depth, along),
                2 => Point::new(along, 1.0 - depth),
                _ => Point::new(depth, along),
            })
        };
        let (mut same, mut all) = (0.0, 0);
        for i in 0..PLACES {
            let along = (i as f64 + 0.5) / PLACES as f64;
            let (near, far) = (place(along, -0.06), place(along, -0.12));
            if !inside(&far) {
                continue;
            }
            all += 1_u32;
            let own = image.at(place(along, 0.06));
            let alike = |p: Point| alike(image.at(p), own);
            same += alike(near).min(alike(far));
        }
        if all >= PLACES as u32 / 3 {
            worst = worst.max(same / f64::from(all));
        }
    }
    worst
}

/// Whether what is around a page can be what it lies on. A white surround brighter than the page is
/// a margin, or a scanner's lid that hides nothing; and where only some edges are seen, as on a
/// scanner's glass, what is beyond them has to be darker than the paper.
fn lies_on_something(image: &Image, quad: &Quad) -> bool {
    let Some(plane) = Homography::onto(quad.corners) else {
        return false;
    };
    let light = |p: Point| {
        let c = image.at(plane.at(p));
        (c[0] + c[1] + c[2]) / 3.0
    };
    let (mut own, mut around, mut count) = (0.0, 0.0, 0.0);
    const PLACES: usize = 20;
    for side in (0..4).filter(|side| !quad.frame[*side]) {
        for i in 0..PLACES {
            let along = (i as f64 + 0.5) / PLACES as f64;
            let at = |depth: f64| match side {
                0 => Point::new(along, depth),
                1 => Point::new(1.0 - depth, along),
                2 => Point::new(along, 1.0 - depth),
                _ => Point::new(depth, along),
            };
            own += light(at(0.05));
            around += light(at(-0.03));
            count += 1.0;
        }
    }
    let (own, around) = (own / count, around / count);
    let margin = around >= 236.0 && around > own + 4.0;
    let partly = quad.frame.contains(&true);
    !margin && (!partly || around < 0.8 * own)
}

/// How likely two colours are those of one paper, 0–1: the same, or the same hue in another light.
fn alike(a: [f32; 3], b: [f32; 3]) -> f64 {
    if apart(a, b) < 12.0 {
        return 1.0;
    }
    let sum = |c: [f32; 3]| (c[0] + c[1] + c[2]).max(1.0);
    let (sa, sb) = (sum(a), sum(b));
    let same_hue = (0..3).all(|i| (a[i] / sa - b[i] / sb).abs() < 0.012);
    let light = sa / sb;
    if same_hue && (0.72..1.4).contains(&light) {
        0.6
    } else {
        0.0
    }
}

/// How much changes of colour there are inside, 0–1: paper is calm once its ink is taken out.
fn unrest(image: &Image, corners: &[Point; 4]) -> f64 {
    let Some(plane) = Homography::onto(*corners) else {
        return 1.0;
    };
    const STEPS: usize = 28;
    let mut seen = 0.0;
    let at = |i: usize, j: usize| {
        let to = |k: usize| 0.03 + 0.94 * k as f64 / STEPS as f64;
        image.at(plane.at(Point::new(to(i), to(j))))
    };
    let mut row: Vec<[f32; 3]> = (0..=STEPS).map(|i| at(i, 0)).collect();
    for j in 1..=STEPS {
        let mut left = at(0, j);
        for (i, above) in row.iter_mut().enumerate() {
            let here = if i == 0 { left } else { at(i, j) };
            let change = apart(here, left).max(apart(here, *above));
            seen += f64::from(((change - 14.0) / 40.0).clamp(0.0, 1.0));
            left = here;
            *above = here;
        }
    }
    seen / ((STEPS + 1) * STEPS) as f64
}
