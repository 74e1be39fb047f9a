//! The small picture a page is looked for in.

use sohoa_core::shape::{Point, Region};

use crate::error::Result;
use crate::pixels::{Layout, Pixels};

/// Colour with the ink taken out.
pub(super) struct Image {
    pub width: usize,
    pub height: usize,
    /// Red, green and blue planes.
    planes: [Vec<u8>; 3],
}

impl Image {
    /// From an upright picture; `side` is the long side in pixels.
    pub fn new(picture: &Pixels, side: u32) -> Result<Self> {
        let (w, h) = picture.size();
        let scale = f64::from(side) / f64::from(w.max(h));
        let small = if scale < 1.0 {
            let one = |v: u32| ((f64::from(v) * scale).round() as u32).max(1);
            picture.resized(Region::FULL, one(w), one(h))?
        } else {
            picture.bytes().into_owned()
        };
        let (width, height) = (small.width as usize, small.height as usize);
        let per = if small.layout == Layout::Rgb { 3 } else { 1 };
        let plane = |channel: usize| -> Vec<u8> {
            small
                .data
                .iter()
                .skip(channel % per)
                .step_by(per)
                .copied()
                .collect()
        };
        Ok(Self {
            width,
            height,
            planes: [plane(0), plane(1), plane(2)],
        })
    }

    /// The same with everything dark and thinner than `2 * radius + 1` pixels taken out: writing,
    /// printed lines and frames go, paper and desk stay, and their common edges stay in place.
    pub fn without_ink(&self, radius: usize) -> Self {
        let close = |plane: &Vec<u8>| {
            let light = spread(plane, self.width, self.height, radius, u8::max);
            spread(&light, self.width, self.height, radius, u8::min)
        };
        Self {
            planes: [
                close(&self.planes[0]),
                close(&self.planes[1]),
                close(&self.planes[2]),
            ],
            ..*self
        }
    }

    /// The same with half the width and height.
    pub fn halved(&self) -> Self {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let half = |plane: &Vec<u8>| {
            let v = |x: usize, y: usize| {
                let (x, y) = (x.min(self.width - 1), y.min(self.height - 1));
                u32::from(plane[y * self.width + x])
            };
            let four = |x: usize, y: usize| {
                let (x, y) = (2 * x, 2 * y);
                ((v(x, y) + v(x + 1, y) + v(x, y + 1) + v(x + 1, y + 1) + 2) / 4) as u8
            };
            (0..height)
                .flat_map(|y| (0..width).map(move |x| (x, y)))
                .map(|(x, y)| four(x, y))
                .collect()
        };
        Self {
            planes: [
                half(&self.planes[0]),
                half(&self.planes[1]),
                half(&self.planes[2]),
            ],
            width,
            height,
        }
    }

    /// Colour at a place in pixels, mixed from four; beyond the edge the edge goes on.
    pub fn at(&self, p: Point) -> [f32; 3] {
        let x = (p.x - 0.5).clamp(0.0, self.width as f64 - 1.0) as f32;
        let y = (p.y - 0.5).clamp(0.0, self.height as f64 - 1.0) as f32;
        let (ix, iy) = (x as usize, y as usize);
        let (fx, fy) = (x - ix as f32, y - iy as f32);
        let (right, below) = ((ix + 1).min(self.width - 1), (iy + 1).min(self.height - 1));
        let mut out = [0.0; 3];
        for (out, plane) in out.iter_mut().zip(&self.planes) {
            let v = |x: usize, y: usize| f32::from(plane[y * self.width + x]);
            let upper = v(ix, iy) * (1.0 - fx) + v(right, iy) * fx;
            let lower = v(ix, below) * (1.0 - fx) + v(right, below) * fx;
            *out = upper * (1.0 - fy) + lower * fy;
        }
        out
    }

    /// How the strongest channel changes at a pixel, over two pixels to both sides: to the right and
    /// down, in levels.
    pub fn slope(&self, x: usize, y: usize) -> (f32, f32) {
        let mut best = (0.0, 0.0);
        let mut most = -1.0;
        for plane in &self.planes {
            let sum = |dx: isize, dy: isize| {
                let mut sum = 0;
                for along in -1..=1_isize {
                    let (px, py) = if dx == 0 { (along, dy) } else { (dx, along) };
                    let at = (y as isize + py) as usize * self.width + (x as isize + px) as usize;
                    sum += i32::from(plane[at]);
                }
                sum as f32 / 3.0
            };
            let g = (sum(2, 0) - sum(-2, 0), sum(0, 2) - sum(0, -2));
            let m = g.0 * g.0 + g.1 * g.1;
            if m > most {
                most = m;
                best = g;
            }
        }
        best
    }

    /// Brightness, for what has no use for colour.
    pub fn grey(&self) -> Vec<u8> {
        let [r, g, b] = &self.planes;
        r.iter()
            .zip(g)
            .zip(b)
            .map(|((&r, &g), &b)| ((u32::from(r) + 2 * u32::from(g) + u32::from(b)) / 4) as u8)
            .collect()
    }
}

/// How far two colours are apart, in levels of the channel that differs most.
pub(super) fn apart(a: [f32; 3], b: [f32; 3]) -> f32 {
    let d = |i: usize| (a[i] - b[i]).abs();
    d(0).max(d(1)).max(d(2))
}

/// The largest (or smallest) value within `radius` pixels along both axes.
fn spread(
    plane: &[u8],
    w: usize,
    h: usize,
    radius: usize,
    pick: impl Fn(u8, u8) -> u8 + Copy,
) -> Vec<u8> {
    let mut across = plane.to_vec();
    for (from, to) in plane.chunks_exact(w).zip(across.chunks_exact_mut(w)) {
        window(from, to, radius, pick);
    }
    let mut down = across.clone();
    for y in 0..h {
        let out = y * w..(y + 1) * w;
        for near in y.saturating_sub(radius)..=(y + radius).min(h - 1) {
            let (from, to) = (&across[near * w..(near + 1) * w], &mut down[out.clone()]);
            for (to, from) in to.iter_mut().zip(from) {
                *to = pick(*to, *from);
            }
        }
    }
    down
}

fn window(from: &[u8], to: &mut [u8], radius: usize, pick: impl Fn(u8, u8) -> u8 + Copy) {
    for shift in 1..=radius.min(from.len().saturating_sub(1)) {
        let n = from.len();
        for (to, from) in to[..n - shift].iter_mut().zip(&from[shift..]) {
            *to = pick(*to, *from);
        }
        for (to, from) in to[shift..].iter_mut().zip(&from[..n - shift]) {
            *to = pick(*to, *from);
        }
    }
}
