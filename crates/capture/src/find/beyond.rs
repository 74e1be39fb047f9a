//! Whether a page goes on beyond the edges that were found.

use sohoa_core::shape::{Homography, Point};

use super::image::Image;

/// How far beyond an edge is looked, and how far inside for the page's own paper, in parts of the page.
const DEPTHS: [f64; 4] = [-0.05, -0.08, -0.11, -0.14];
const OWN: f64 = 0.08;
/// Places along an edge.
const PLACES: u32 = 28;
/// Share of a channel in which one paper differs in light and shade.
const HUE: f32 = 0.012;
/// Side of a block that is looked at for writing, pixels.
const BLOCK: usize = 14;
/// Levels that paper without its ink changes within a block.
const SMOOTH: u8 = 7;
/// Pixels of ink in a block with writing, in parts of all.
const WRITTEN: (usize, usize) = (2, 100);
/// Blocks with writing beside an edge, in parts of those beside it, from which the page may go on there.
const GOES_ON: f64 = 0.12;

/// Whether there is writing on the same paper close beyond an edge: a shadow was taken for the edge. It may
/// be another sheet of it; a person has to look.
pub(super) fn is_written(
    raw: &Image,
    calm: &Image,
    corners: &[Point; 4],
    frame: &[bool; 4],
) -> bool {
    let Some(plane) = Homography::onto(*corners) else {
        return false;
    };
    let (ink, paper) = (raw.grey(), calm.grey());
    let written = |p: Point| -> Option<bool> {
        let (x, y) = (
            p.x as isize - BLOCK as isize / 2,
            p.y as isize - BLOCK as isize / 2,
        );
        let inside =
            x >= 0 && y >= 0 && x as usize + BLOCK <= raw.width && y as usize + BLOCK <= raw.height;
        if !inside {
            return None;
        }
        let (x, y) = (x as usize, y as usize);
        let (mut least, mut most, mut strokes) = (u8::MAX, 0, 0);
        for row in y..y + BLOCK {
            let at = row * raw.width + x;
            for (paper, ink) in paper[at..at + BLOCK].iter().zip(&ink[at..at + BLOCK]) {
                least = least.min(*paper);
                most = most.max(*paper);
                strokes += usize::from(paper.saturating_sub(*ink) > (paper / 8).max(12));
            }
        }
        let calm = most - least <= SMOOTH;
        Some(calm && strokes * WRITTEN.1 >= WRITTEN.0 * BLOCK * BLOCK)
    };
    (0..4).filter(|side| !frame[*side]).any(|side| {
        let (mut blocks, mut with) = (0, 0);
        let at = |along: f64, depth: f64| {
            plane.at(match side {
                0 => Point::new(along, depth),
                1 => Point::new(1.0 - depth, along),
                2 => Point::new(along, 1.0 - depth),
                _ => Point::new(depth, along),
            })
        };
        for depth in DEPTHS {
            for i in 0..PLACES {
                let along = (f64::from(i) + 0.5) / f64::from(PLACES);
                let (place, own) = (at(along, depth), at(along, OWN));
                if let Some(written) = written(place) {
                    blocks += 1;
                    let sum = |c: [f32; 3]| (c[0] + c[1] + c[2]).max(1.0);
                    let (here, page) = (calm.at(place), calm.at(own));
                    let same =
                        (0..3).all(|c| (here[c] / sum(here) - page[c] / sum(page)).abs() < HUE);
                    with += u32::from(written && same);
                }
            }
        }
        blocks >= PLACES && f64::from(with) > GOES_ON * f64::from(blocks)
    })
}
