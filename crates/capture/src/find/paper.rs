//! The shape of the sheet from the way it is seen.

use sohoa_core::shape::{Homography, Point};

/// Focal length of a phone's main camera in long sides of its picture (26 mm of 36).
const FOCAL: f64 = 0.72;
/// A sheet of the A and B series, standing: width by height.
const STANDING: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// Shapes this near to a standard sheet are one. Perspective alone cannot tell better.
const NEAR: f64 = 0.07;

/// Width by height of the sheet with these corners (pixels), seen by a phone that looks at the middle
/// of a picture of `size`. `stretch` is how much wider it is than its corners are apart.
pub(super) fn aspect(corners: [Point; 4], stretch: f64, size: (f64, f64)) -> f64 {
    let from_middle = corners.map(|c| Point::new(c.x - size.0 / 2.0, c.y - size.1 / 2.0));
    let Some(plane) = Homography::onto(from_middle) else {
        return STANDING;
    };
    // Zhang, He: Whiteboard scanning and image enhancement (2007), with the focal length known.
    let m = plane.rows();
    let f = FOCAL * size.0.max(size.1);
    let long = |i: usize| ((m[i] / f).powi(2) + (m[i + 3] / f).powi(2) + m[i + 6].powi(2)).sqrt();
    let seen = long(0) / long(1) * stretch;
    [STANDING, 1.0 / STANDING]
        .into_iter()
        .find(|standard| (seen / standard - 1.0).abs() < NEAR)
        .unwrap_or(seen)
        .clamp(0.2, 5.0)
}
