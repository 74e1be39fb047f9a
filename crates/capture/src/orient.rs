//! Turning stored pixels upright: EXIF orientation, PDF page rotation, the clerk's turns.

/// A rectangle in fractions 0..1 of the upright page, after the clerk's quarter turns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Region {
    /// The whole page.
    pub const FULL: Region = Region {
        x: 0.0,
        y: 0.0,
        w: 1.0,
        h: 1.0,
    };

    /// Cut to the page; `None` when nothing is left or a number is not finite.
    pub(crate) fn clamped(self) -> Option<Region> {
        if ![self.x, self.y, self.w, self.h]
            .iter()
            .all(|v| v.is_finite())
        {
            return None;
        }
        let x0 = self.x.clamp(0.0, 1.0);
        let y0 = self.y.clamp(0.0, 1.0);
        let x1 = (self.x + self.w).clamp(0.0, 1.0);
        let y1 = (self.y + self.h).clamp(0.0, 1.0);
        (x1 - x0 > 1e-6 && y1 - y0 > 1e-6).then_some(Region {
            x: x0,
            y: y0,
            w: x1 - x0,
            h: y1 - y0,
        })
    }

    pub(crate) fn is_full(&self) -> bool {
        self.x <= 1e-9 && self.y <= 1e-9 && self.w >= 1.0 - 1e-9 && self.h >= 1.0 - 1e-9
    }
}

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

    #[test]
    fn nonsense_regions_are_refused() {
        for r in [
            Region {
                x: 0.0,
                y: 0.0,
                w: 0.0,
                h: 1.0,
            },
            Region {
                x: f64::NAN,
                y: 0.0,
                w: 1.0,
                h: 1.0,
            },
            Region {
                x: 2.0,
                y: 0.0,
                w: 1.0,
                h: 1.0,
            },
        ] {
            assert_eq!(r.clamped(), None);
        }
    }
}
