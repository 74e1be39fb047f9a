//! Turning stored pixels upright: EXIF orientation, PDF page rotation, the clerk's turns.

use sohoa_core::shape::{Point, Region};

/// What to do to stored pixels: first mirror left to right, then turn clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Orient {
    pub(crate) mirror: bool,
    /// Quarter turns clockwise, 0..=3.
    pub(crate) turns: u8,
}

impl Orient {
    /// From the EXIF or TIFF orientation number; anything unknown is upright.
    pub(crate) fn from_exif(n: u32) -> Self {
        let (turns, mirror) = match n {
            2 => (0, true),
            3 => (2, false),
            4 => (2, true),
            5 => (3, true),
            6 => (1, false),
            7 => (1, true),
            8 => (3, false),
            _ => (0, false),
        };
        Self { mirror, turns }
    }

    pub(crate) fn then_turn(self, quarter_turns: u8) -> Self {
        Self {
            turns: (self.turns + quarter_turns % 4) % 4,
            ..self
        }
    }

    pub(crate) fn is_identity(self) -> bool {
        !self.mirror && self.turns == 0
    }

    /// Upright size from stored size, or the other way round.
    pub(crate) fn swap<T>(self, (w, h): (T, T)) -> (T, T) {
        if self.turns % 2 == 1 { (h, w) } else { (w, h) }
    }

    /// Where a region of the upright page lies in the stored pixels.
    pub(crate) fn unmap(self, region: Region) -> Region {
        let Region {
            mut x,
            mut y,
            mut w,
            mut h,
        } = region;
        for _ in 0..self.turns {
            // Undo one clockwise turn: upright (u, v) was stored at (v, 1 - u).
            (x, y, w, h) = (y, 1.0 - x - w, h, w);
        }
        if self.mirror {
            x = 1.0 - x - w;
        }
        Region { x, y, w, h }
    }

    /// Where a place of the upright page lies in the stored pixels.
    pub(crate) fn unmap_point(self, upright: Point) -> Point {
        let Point { x, y } = upright.turned(4 - self.turns);
        Point::new(if self.mirror { 1.0 - x } else { x }, y)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_found_again_in_stored_pixels() {
        // The top left quarter of an upright page that was stored turned left.
        let r = Region {
            x: 0.0,
            y: 0.0,
            w: 0.25,
            h: 0.5,
        };
        let stored = Orient::from_exif(6).unmap(r);
        assert_eq!(
            (stored.x, stored.y, stored.w, stored.h),
            (0.0, 0.75, 0.5, 0.25)
        );
        let stored = Orient::from_exif(2).unmap(r);
        assert_eq!((stored.x, stored.y), (0.75, 0.0));
    }
}
