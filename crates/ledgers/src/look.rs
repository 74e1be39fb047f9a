//! How a page reached the computer: scanned straight, scanned askew, or photographed by phone.

use fastrand::Rng;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use image::{ImageError, Rgb, RgbImage};
use imageproc::geometric_transformations::{
    Border, Interpolation, Projection, rotate_about_center, warp_into,
};

/// How a page reached the computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Flat, straight, 200 dpi.
    Scan,
    /// Flat, up to two degrees askew, dark edge.
    Skewed,
    /// 12 megapixels, from above at an angle, on a desk, with a shadow and EXIF rotation.
    Photo,
}

/// Pixels of a phone's picture.
pub const PHOTO: (u32, u32) = (3000, 4000);

/// Makes the file of a drawn page.
///
/// # Errors
/// What the encoder says.
pub fn jpeg(page: &RgbImage, look: Look, rng: &mut Rng) -> Result<Vec<u8>, ImageError> {
    match look {
        Look::Scan => encoded(page, 88, None),
        Look::Skewed => {
            let angle = (rng.f32() * 2.0 - 1.0) * 2.0_f32.to_radians();
            encoded(
                &rotate_about_center(
                    page,
                    angle,
                    Interpolation::Bilinear,
                    Border::Constant(Rgb([38, 36, 34])),
                ),
                85,
                None,
            )
        }
        Look::Photo => {
            let picture = photographed(page, rng);
            // Phones store the sensor's rows and say how to turn them: 6 is a quarter to the right.
            let turned = rng.bool();
            if turned {
                encoded(&image::imageops::rotate270(&picture), 88, Some(6))
            } else {
                encoded(&picture, 88, Some(1))
            }
        }
    }
}

fn photographed(page: &RgbImage, rng: &mut Rng) -> RgbImage {
    let (w, h) = PHOTO;
    let mut desk = desk(w, h, rng);
    let (fw, fh) = (w as f32, h as f32);
    let mut near = |x: f32, y: f32| (fw * (x + rng.f32() * 0.04), fh * (y + rng.f32() * 0.04));
    let corners = [
        near(0.05, 0.04),
        near(0.90, 0.05),
        near(0.92, 0.92),
        near(0.03, 0.91),
    ];
    let page = resize(
        page,
        w,
        (w as f32 * page.height() as f32 / page.width() as f32) as u32,
        FilterType::Triangle,
    );
    let (pw, ph) = (page.width() as f32, page.height() as f32);
    let from = [(0.0, 0.0), (pw, 0.0), (pw, ph), (0.0, ph)];
    if let Some(projection) = Projection::from_control_points(from, corners) {
        let mut warped = RgbImage::new(w, h);
        // Pure black marks what the paper does not cover.
        warp_into(
            &page,
            projection,
            Interpolation::Bilinear,
            Border::Constant(Rgb([0, 0, 0])),
            &mut warped,
        );
        for (to, from) in desk.pixels_mut().zip(warped.pixels()) {
            if from.0 != [0, 0, 0] {
                *to = *from;
            }
        }
    }
    shade(&mut desk, rng);
    desk
}

/// A wooden desk: long grain with a few darker lines.
fn desk(w: u32, h: u32, rng: &mut Rng) -> RgbImage {
    let base = [
        [120.0, 84.0, 52.0],
        [92.0, 74.0, 60.0],
        [140.0, 118.0, 90.0],
    ][rng.usize(..3)];
    let (a, b) = (0.004 + rng.f32() * 0.006, rng.f32() * 9.0);
    RgbImage::from_fn(w, h, |x, y| {
        let grain = ((y as f32 * a * 7.0 + (x as f32 * a).sin() * 1.5 + b).sin() * 14.0)
            + ((y as f32 * 0.7).sin() * 3.0);
        Rgb(base.map(|c: f32| (c + grain).clamp(0.0, 255.0) as u8))
    })
}

/// Light from one side, and the shadow of whoever holds the phone.
fn shade(picture: &mut RgbImage, rng: &mut Rng) {
    let (w, h) = (picture.width() as f32, picture.height() as f32);
    let slope = 0.12 + rng.f32() * 0.14;
    let (cx, cy, reach) = (
        w * (0.2 + rng.f32() * 0.6),
        h * (0.85 + rng.f32() * 0.3),
        w * (0.5 + rng.f32() * 0.3),
    );
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (x, y) = (x as f32, y as f32);
        let light = 1.0 - slope * (x / w);
        let near = 1.0 - (((x - cx).powi(2) + (y - cy).powi(2)).sqrt() / reach).min(1.0);
        let noise = ((x * 12.9898 + y * 78.233).sin() * 43758.547).fract() * 7.0;
        let factor = light * (1.0 - 0.28 * near);
        for channel in &mut pixel.0 {
            *channel = (f32::from(*channel) * factor + noise - 3.5).clamp(0.0, 255.0) as u8;
        }
    }
}

fn encoded(
    picture: &RgbImage,
    quality: u8,
    orientation: Option<u8>,
) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture)?;
    if let Some(orientation) = orientation {
        // Start of image, then our EXIF, then the rest.
        let mut with_exif = bytes[..2].to_vec();
        with_exif.extend(exif(orientation));
        with_exif.extend(&bytes[2..]);
        bytes = with_exif;
    }
    Ok(bytes)
}

/// The smallest EXIF segment that gives an orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let mut body = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    body.extend([0, orientation, 0, 0, 0, 0, 0, 0]);
    let length = (body.len() + 2) as u16;
    [&[0xFF, 0xE1][..], &length.to_be_bytes(), &body].concat()
}
