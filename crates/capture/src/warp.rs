//! Drawing a page flat out of the pixels it was photographed with.

use sohoa_core::shape::Point;

use crate::error::Result;
use crate::pixels::{Layout, Pixels};

/// Pixels of the flat page between two places that are worked out exactly; between them positions
/// are interpolated, which is off by less than a tenth of a pixel for any page a person can read.
const CELL: usize = 32;

/// Draws `width` × `height` pixels; `place` says for fractions of them where they lie, in fractions
/// of `from`. What lies beyond the picture takes the colour of its edge.
pub(crate) fn warp(
    from: &Pixels,
    (width, height): (u32, u32),
    place: &dyn Fn(Point) -> Point,
) -> Result<Pixels> {
    let from = from.bytes();
    let (w, h) = (width as usize, height as usize);
    let (cols, rows) = (w.div_ceil(CELL), h.div_ceil(CELL));
    // Positions in 1/65536 of a pixel, at the middle of pixels.
    let node = |x: usize, y: usize| {
        let at = place(Point::new(
            (x as f64 + 0.5) / w as f64,
            (y as f64 + 0.5) / h as f64,
        ));
        let fixed = |v: f64, side: u32| ((v * f64::from(side) - 0.5) * 65536.0).clamp(-2e9, 2e9);
        (fixed(at.x, from.width), fixed(at.y, from.height))
    };
    let nodes: Vec<(f64, f64)> = (0..=rows)
        .flat_map(|row| (0..=cols).map(move |col| (col, row)))
        .map(|(col, row)| node(col * CELL, row * CELL))
        .collect();
    let channels = if from.layout == Layout::Rgb { 3 } else { 1 };
    let mut data = vec![0; w * h * channels];
    for (y, line) in data.chunks_exact_mut(w * channels).enumerate() {
        let (row, down) = (y / CELL, (y % CELL) as f64 / CELL as f64);
        let mix =
            |a: (f64, f64), b: (f64, f64)| (a.0 + (b.0 - a.0) * down, a.1 + (b.1 - a.1) * down);
        let at = |col: usize| {
            mix(
                nodes[row * (cols + 1) + col],
                nodes[(row + 1) * (cols + 1) + col],
            )
        };
        let mut left = at(0);
        for col in 0..cols {
            let right = at(col + 1);
            let step = (
                ((right.0 - left.0) / CELL as f64) as i64,
                ((right.1 - left.1) / CELL as f64) as i64,
            );
            let begin = col * CELL;
            let end = (begin + CELL).min(w);
            let out = &mut line[begin * channels..end * channels];
            let start = (left.0 as i64, left.1 as i64);
            if channels == 3 {
                run::<3>(&from, out, start, step);
            } else {
                run::<1>(&from, out, start, step);
            }
            left = right;
        }
    }
    Pixels::new(width, height, from.layout, data)
}

/// One row of a cell, each pixel mixed from four.
fn run<const N: usize>(from: &Pixels, out: &mut [u8], start: (i64, i64), step: (i64, i64)) {
    let (mut x, mut y) = start;
    let row = from.width as usize * N;
    let (most_x, most_y) = (i64::from(from.width) - 1, i64::from(from.height) - 1);
    for pixel in out.chunks_exact_mut(N) {
        let (cx, cy) = (x.clamp(0, most_x << 16), y.clamp(0, most_y << 16));
        let (ix, iy) = ((cx >> 16) as usize, (cy >> 16) as usize);
        let (fx, fy) = (((cx >> 8) & 255) as u32, ((cy >> 8) & 255) as u32);
        let at = iy * row + ix * N;
        let right = if (ix as i64) < most_x { N } else { 0 };
        let below = if (iy as i64) < most_y { row } else { 0 };
        let (a, b) = (
            &from.data[at..at + N],
            &from.data[at + right..at + right + N],
        );
        let (c, d) = (
            &from.data[at + below..at + below + N],
            &from.data[at + below + right..at + below + right + N],
        );
        for i in 0..N {
            let upper = u32::from(a[i]) * (256 - fx) + u32::from(b[i]) * fx;
            let lower = u32::from(c[i]) * (256 - fx) + u32::from(d[i]) * fx;
            pixel[i] = ((upper * (256 - fy) + lower * fy + (1 << 15)) >> 16) as u8;
        }
        x += step.0;
        y += step.1;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn ramp(width: u32, height: u32) -> Pixels {
        let data = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x * 2 + y) as u8))
            .collect();
        Pixels::new(width, height, Layout::Grey, data).unwrap()
    }

    #[test]
    fn nothing_changes_when_every_place_is_its_own() {
        let page = ramp(70, 50);
        assert_eq!(warp(&page, (70, 50), &|p| p).unwrap().data, page.data);
    }

    #[test]
    fn a_part_is_drawn_where_it_lies_and_edges_go_on() {
        let page = ramp(80, 60);
        let half = warp(&page, (40, 30), &|p| {
            Point::new(0.25 + p.x / 2.0, 0.25 + p.y / 2.0)
        });
        let half = half.unwrap();
        assert_eq!(half.data[0], page.data[15 * 80 + 20]);
        let out = warp(&page, (10, 10), &|p| Point::new(p.x - 2.0, p.y - 2.0)).unwrap();
        assert!(out.data.iter().all(|&v| v == page.data[0]));
    }
}
