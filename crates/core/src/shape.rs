//! How a page lies in its picture: where its corners are, how its edges bow towards the spine, and
//! the way from a place on the flat page to a place in the picture and back.
//!
//! The plane of the four corners gives a homography. A sheet that rises towards the spine is a
//! surface of straight lines parallel to the spine: seen from the camera's point onto that plane
//! they stay parallel and only grow longer and wander sideways, so that three numbers for each
//! column ([`Bow`]) say everything, and positions along a line stay in proportion.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A place in fractions of a width and a height.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A part of a page, in fractions 0–1 of the upright page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Region {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

/// One column of a page that is not flat, in the plane of its corners (0–1 both ways).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Bow {
    /// Where the column stands.
    pub u: f64,
    /// Where it meets the upper edge of the page.
    pub top: f64,
    /// Where it meets the lower edge.
    pub bottom: f64,
}

/// How a page lies in its picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export_to = "index.ts")]
pub struct Shape {
    /// Upper left, upper right, lower right and lower left corner *of the upright page*, in
    /// fractions of the picture as its file says it is upright. A page that stands on its head in
    /// the picture has its first corner at the lower right.
    pub corners: [Point; 4],
    /// Columns in equal steps over the flat page; empty for a page that is flat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bow: Vec<Bow>,
    /// Width of the flat page divided by its height.
    pub aspect: f64,
    /// Where the gutter of an open book stands, in fractions of the flat page's width.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gutter: Option<f64>,
    /// The light on the page is made even. Hues stay as they are.
    #[serde(default)]
    pub even_light: bool,
}

impl Point {
    /// A place.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The same place after quarter turns of the whole, clockwise.
    #[must_use]
    pub fn turned(self, quarter_turns: u8) -> Self {
        let Self { x, y } = self;
        match quarter_turns % 4 {
            1 => Self::new(1.0 - y, x),
            2 => Self::new(1.0 - x, 1.0 - y),
            3 => Self::new(y, 1.0 - x),
            _ => self,
        }
    }

    fn cross(self, a: Self, b: Self) -> f64 {
        (a.x - self.x) * (b.y - self.y) - (a.y - self.y) * (b.x - self.x)
    }
}

impl Region {
    /// The whole page.
    pub const FULL: Self = Self {
        x: 0.0,
        y: 0.0,
        w: 1.0,
        h: 1.0,
    };

    /// The same part of the paper after the page was turned `quarter_turns` more, clockwise.
    #[must_use]
    pub fn turned(self, quarter_turns: u8) -> Self {
        let Self { x, y, w, h } = self;
        match quarter_turns % 4 {
            1 => Self {
                x: 1.0 - y - h,
                y: x,
                w: h,
                h: w,
            },
            2 => Self {
                x: 1.0 - x - w,
                y: 1.0 - y - h,
                w,
                h,
            },
            3 => Self {
                x: y,
                y: 1.0 - x - w,
                w: h,
                h: w,
            },
            _ => self,
        }
    }

    /// Cut to the page; `None` when nothing is left or a number is not finite.
    #[must_use]
    pub fn clamped(self) -> Option<Self> {
        if ![self.x, self.y, self.w, self.h]
            .iter()
            .all(|v| v.is_finite())
        {
            return None;
        }
        Self::between(
            Point::new(self.x, self.y),
            Point::new(self.x + self.w, self.y + self.h),
        )
    }

    /// Whether it is the whole page.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.x <= 1e-9 && self.y <= 1e-9 && self.w >= 1.0 - 1e-9 && self.h >= 1.0 - 1e-9
    }

    fn between(from: Point, to: Point) -> Option<Self> {
        let (x0, y0) = (from.x.clamp(0.0, 1.0), from.y.clamp(0.0, 1.0));
        let (x1, y1) = (to.x.clamp(0.0, 1.0), to.y.clamp(0.0, 1.0));
        (x1 - x0 > 1e-6 && y1 - y0 > 1e-6).then_some(Self {
            x: x0,
            y: y0,
            w: x1 - x0,
            h: y1 - y0,
        })
    }

    /// The part of the page that shows the same paper after its shape was set anew: the smallest
    /// upright rectangle around it. Shapes and turns are those of before and after; no shape is the
    /// whole picture. Paper that is no longer on the page leaves the part as it was.
    #[must_use]
    pub fn carried(self, before: (Option<&Shape>, u8), after: (Option<&Shape>, u8)) -> Self {
        const STEPS: u32 = 8;
        let (mut low, mut high) = (
            Point::new(f64::INFINITY, f64::INFINITY),
            Point::new(f64::NEG_INFINITY, f64::NEG_INFINITY),
        );
        for step in 0..=STEPS {
            let t = f64::from(step) / f64::from(STEPS);
            let (x, y) = (self.x + self.w * t, self.y + self.h * t);
            for at in [
                Point::new(x, self.y),
                Point::new(x, self.y + self.h),
                Point::new(self.x, y),
                Point::new(self.x + self.w, y),
            ] {
                let on_page = at.turned(4 - before.1 % 4);
                let picture = before.0.map_or(on_page, |shape| shape.at(on_page));
                let now = match after.0 {
                    None => Some(picture),
                    Some(shape) => shape.find(picture),
                };
                let Some(now) = now.map(|p| p.turned(after.1)) else {
                    return self;
                };
                low = Point::new(low.x.min(now.x), low.y.min(now.y));
                high = Point::new(high.x.max(now.x), high.y.max(now.y));
            }
        }
        Self::between(low, high).unwrap_or(self)
    }
}

/// From the plane of the corners (0–1 both ways) into the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Homography([f64; 9]);

impl Homography {
    /// The one that puts the unit square's corners (from the upper left, clockwise) there; `None`
    /// when three of them stand on a line.
    #[must_use]
    pub fn onto([a, b, c, d]: [Point; 4]) -> Option<Self> {
        // Heckbert, Fundamentals of Texture Mapping (1989), 2.2.3.
        let (sx, sy) = (a.x - b.x + c.x - d.x, a.y - b.y + c.y - d.y);
        let (dx1, dx2) = (b.x - c.x, d.x - c.x);
        let (dy1, dy2) = (b.y - c.y, d.y - c.y);
        let det = dx1 * dy2 - dx2 * dy1;
        if !det.is_finite() || det.abs() < 1e-12 {
            return None;
        }
        let g = (sx * dy2 - dx2 * sy) / det;
        let h = (dx1 * sy - sx * dy1) / det;
        Some(Self([
            b.x - a.x + g * b.x,
            d.x - a.x + h * d.x,
            a.x,
            b.y - a.y + g * b.y,
            d.y - a.y + h * d.y,
            a.y,
            g,
            h,
            1.0,
        ]))
    }

    /// Where a point goes.
    #[must_use]
    pub fn at(&self, p: Point) -> Point {
        let m = &self.0;
        let w = m[6] * p.x + m[7] * p.y + m[8];
        Point::new(
            (m[0] * p.x + m[1] * p.y + m[2]) / w,
            (m[3] * p.x + m[4] * p.y + m[5]) / w,
        )
    }

    /// The way back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let m = &self.0;
        Self([
            m[4] * m[8] - m[5] * m[7],
            m[2] * m[7] - m[1] * m[8],
            m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8],
            m[0] * m[8] - m[2] * m[6],
            m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6],
            m[1] * m[6] - m[0] * m[7],
            m[0] * m[4] - m[1] * m[3],
        ])
    }

    /// The nine numbers, row by row.
    #[must_use]
    pub fn rows(&self) -> [f64; 9] {
        self.0
    }
}

/// Corners further out than this, in widths of the picture, are a mistake.
const FARTHEST: f64 = 0.5;

impl Shape {
    /// The corners of the whole picture for a page that has to be turned that often, clockwise, to
    /// be upright.
    #[must_use]
    pub fn frame(quarter_turns: u8) -> [Point; 4] {
        let mut corners =
            [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)].map(|(x, y)| Point { x, y });
        // The upper left corner of the upright page was at the lower left before one turn.
        corners.rotate_right(usize::from(quarter_turns % 4));
        corners
    }

    /// When nothing but quarter turns of the whole picture is asked for: how many, clockwise.
    #[must_use]
    pub fn only_turns(&self) -> Option<u8> {
        let near = |a: &[Point; 4], b: &[Point; 4]| {
            a.iter()
                .zip(b)
                .all(|(a, b)| (a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9)
        };
        let plain = self.bow.is_empty() && !self.even_light;
        (0..4).find(|&turns| plain && near(&self.corners, &Self::frame(turns)))
    }

    /// Quarter turns clockwise that bring the picture about upright.
    #[must_use]
    pub fn turns(&self) -> u8 {
        let [a, b, c, d] = self.corners;
        let (x, y) = (b.x - a.x + c.x - d.x, b.y - a.y + c.y - d.y);
        match (x.abs() >= y.abs(), x >= 0.0, y >= 0.0) {
            (true, true, _) => 0,
            (true, false, _) => 2,
            (false, _, true) => 3,
            (false, _, false) => 1,
        }
    }

    /// The same paper, read after it was turned by quarter turns, clockwise. A page that bows only
    /// turns by half a turn: a quarter turn would make columns of its rows, so that its bow is let go.
    #[must_use]
    pub fn turned(mut self, quarter_turns: u8) -> Self {
        let turns = quarter_turns % 4;
        // The upper left corner of the turned page was one corner earlier.
        self.corners.rotate_right(usize::from(turns));
        match turns {
            0 => {}
            2 => {
                self.bow.reverse();
                for bow in &mut self.bow {
                    *bow = Bow {
                        u: 1.0 - bow.u,
                        top: 1.0 - bow.bottom,
                        bottom: 1.0 - bow.top,
                    };
                }
                self.gutter = self.gutter.map(|g| 1.0 - g);
            }
            _ => {
                self.bow.clear();
                self.gutter = None;
                self.aspect = 1.0 / self.aspect;
            }
        }
        self
    }

    /// Whether it can be drawn: four corners of a convex page, all numbers within reason.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let [a, b, c, d] = self.corners;
        let near = |v: f64| (-FARTHEST..=1.0 + FARTHEST).contains(&v);
        let inside = self.corners.iter().all(|p| near(p.x) && near(p.y));
        let convex = [a.cross(b, c), b.cross(c, d), c.cross(d, a), d.cross(a, b)]
            .iter()
            .all(|area| *area > 1e-4);
        let bow = self.bow.iter().all(|b| {
            (-0.2..=1.2).contains(&b.u)
                && (-0.4..=0.4).contains(&b.top)
                && (0.6..=1.4).contains(&b.bottom)
        });
        let rising = self.bow.windows(2).all(|w| w[1].u > w[0].u);
        inside
            && convex
            && bow
            && rising
            && self.bow.len() != 1
            && (0.1..=10.0).contains(&self.aspect)
            && self.gutter.is_none_or(|g| (0.02..=0.98).contains(&g))
    }

    /// The homography of its corners.
    #[must_use]
    pub fn plane(&self) -> Option<Homography> {
        Homography::onto(self.corners)
    }

    /// From the flat page to the picture. A shape that is not sound gives the place itself.
    #[must_use]
    pub fn at(&self, page: Point) -> Point {
        self.plane()
            .map_or(page, |plane| plane.at(self.in_plane(page)))
    }

    /// From the flat page to the plane of the corners.
    #[must_use]
    pub fn in_plane(&self, page: Point) -> Point {
        match self.bow_at(page.x) {
            None => page,
            Some(bow) => Point::new(bow.u, bow.top + page.y * (bow.bottom - bow.top)),
        }
    }

    fn bow_at(&self, x: f64) -> Option<Bow> {
        let last = self.bow.len().checked_sub(1).filter(|last| *last > 0)?;
        let at = x * last as f64;
        let left = (at.floor().max(0.0) as usize).min(last - 1);
        let (a, b) = (self.bow[left], self.bow[left + 1]);
        // Beyond the page the last piece goes on.
        let t = at - left as f64;
        let mix = |a: f64, b: f64| a + (b - a) * t;
        Some(Bow {
            u: mix(a.u, b.u),
            top: mix(a.top, b.top),
            bottom: mix(a.bottom, b.bottom),
        })
    }

    /// From the picture to the flat page; places beyond its edges come out beyond 0–1. `None` for a
    /// shape that is not sound.
    #[must_use]
    pub fn find(&self, picture: Point) -> Option<Point> {
        let p = self.plane()?.inverse().at(picture);
        if !(p.x.is_finite() && p.y.is_finite()) {
            return None;
        }
        let Some(last) = self.bow.len().checked_sub(1).filter(|last| *last > 0) else {
            return Some(p);
        };
        let left = self
            .bow
            .windows(2)
            .position(|w| p.x < w[1].u)
            .unwrap_or(last - 1);
        let (a, b) = (self.bow[left], self.bow[left + 1]);
        let t = (p.x - a.u) / (b.u - a.u);
        let x = (left as f64 + t) / last as f64;
        let at = self.bow_at(x)?;
        Some(Point::new(x, (p.y - at.top) / (at.bottom - at.top)))
    }

    /// Pixels of the flat page that lose nothing of a picture of this size.
    #[must_use]
    pub fn size(&self, width: u32, height: u32) -> (u32, u32) {
        if let Some(turns) = self.only_turns() {
            return if turns % 2 == 1 {
                (height, width)
            } else {
                (width, height)
            };
        }
        let (w, h) = (f64::from(width), f64::from(height));
        let long = |a: Point, b: Point| ((a.x - b.x) * w).hypot((a.y - b.y) * h);
        let [a, b, c, d] = self.corners;
        let across = long(a, b).max(long(d, c));
        let down = long(a, d).max(long(b, c));
        let tall = down.max(across / self.aspect);
        let side = |v: f64| (v.round().clamp(1.0, 30_000.0)) as u32;
        (side(tall * self.aspect), side(tall))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
#[path = "shape_tests.rs"]
mod tests;
