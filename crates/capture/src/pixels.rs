//! Decoded pixels, and the few things done to them.

use std::borrow::Cow;

use fast_image_resize as fir;
use fir::images::{TypedImage, TypedImageRef};

use sohoa_core::shape::Region;

use crate::error::{CaptureError, Result};
use crate::orient::Orient;

/// How pixels are laid out. Rows follow each other without padding, except that a row of bits
/// fills its last byte with white.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// One byte a pixel.
    Grey,
    /// Three bytes a pixel.
    Rgb,
    /// One bit a pixel, highest bit first, 1 is white.
    Bits,
}

#[derive(Debug, Clone)]
pub(crate) struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) layout: Layout,
    pub(crate) data: Vec<u8>,
}

impl Pixels {
    pub(crate) fn new(width: u32, height: u32, layout: Layout, data: Vec<u8>) -> Result<Self> {
        let row = row_bytes(width, layout);
        if width == 0 || height == 0 || data.len() != row * height as usize {
            return Err(CaptureError::damaged("pixel count"));
        }
        Ok(Self {
            width,
            height,
            layout,
            data,
        })
    }

    pub(crate) fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    pub(crate) fn row_bytes(&self) -> usize {
        row_bytes(self.width, self.layout)
    }

    /// Bits become bytes; the rest stays.
    pub(crate) fn bytes(&self) -> Cow<'_, Pixels> {
        if self.layout != Layout::Bits {
            return Cow::Borrowed(self);
        }
        let width = self.width as usize;
        let mut data = Vec::with_capacity(width * self.height as usize);
        for row in self.data.chunks_exact(self.row_bytes()) {
            data.extend((0..width).map(|x| if bit(row, x) { 255 } else { 0 }));
        }
        Cow::Owned(Pixels {
            layout: Layout::Grey,
            data,
            ..*self
        })
    }

    /// Grey becomes bits, black below the middle.
    pub(crate) fn to_bits(&self) -> Pixels {
        let width = self.width as usize;
        let per = self.row_bytes() / width.max(1);
        let mut data =
            Vec::with_capacity(row_bytes(self.width, Layout::Bits) * self.height as usize);
        for row in self.data.chunks_exact(self.row_bytes()) {
            data.extend(row.chunks(8 * per).map(|eight| {
                let dark = eight
                    .chunks_exact(per)
                    .enumerate()
                    .filter(|(_, p)| p[0] < 128);
                dark.fold(0xFF_u8, |byte, (i, _)| byte & !(0x80 >> i))
            }));
        }
        Pixels {
            layout: Layout::Bits,
            data,
            ..*self
        }
    }

    /// Resamples a region (fractions of these pixels) to an exact size.
    pub(crate) fn resized(&self, region: Region, width: u32, height: u32) -> Result<Pixels> {
        let src = self.bytes();
        let same = region.is_full() && (width, height) == src.size();
        if same {
            return Ok(src.into_owned());
        }
        let (sw, sh) = (f64::from(src.width), f64::from(src.height));
        let left = (region.x * sw).clamp(0.0, sw);
        let top = (region.y * sh).clamp(0.0, sh);
        // As sharp on text as Lanczos without its rings around strokes, which cost bytes. A
        // thumbnail does not need every pixel weighed.
        let filter = fir::FilterType::CatmullRom;
        let far = f64::from(src.width) * region.w > 4.0 * f64::from(width);
        let options = fir::ResizeOptions::new()
            .resize_alg(if far {
                fir::ResizeAlg::SuperSampling(filter, 3)
            } else {
                fir::ResizeAlg::Convolution(filter)
            })
            .crop(
                left,
                top,
                (region.w * sw).min(sw - left),
                (region.h * sh).min(sh - top),
            );
        // By pixel type, not through the library's dynamic images: those would have every pixel
        // type it knows compiled into this crate, which took minutes.
        let data = match src.layout {
            Layout::Rgb => resized_as::<fir::pixels::U8x3>(&src, width, height, &options)?,
            _ => resized_as::<fir::pixels::U8>(&src, width, height, &options)?,
        };
        Pixels::new(width, height, src.layout, data)
    }

    /// Cuts whole pixels out; the corner and size must lie inside.
    pub(crate) fn cropped(&self, x: u32, y: u32, width: u32, height: u32) -> Result<Pixels> {
        if width == 0
            || height == 0
            || u64::from(x) + u64::from(width) > u64::from(self.width)
            || u64::from(y) + u64::from(height) > u64::from(self.height)
        {
            return Err(CaptureError::RegionEmpty);
        }
        let row = self.row_bytes();
        let out_row = row_bytes(width, self.layout);
        let mut data = Vec::with_capacity(out_row * height as usize);
        for line in self
            .data
            .chunks_exact(row)
            .skip(y as usize)
            .take(height as usize)
        {
            match self.layout {
                Layout::Bits => {
                    let mut out = vec![0xFF; out_row];
                    for i in 0..width as usize {
                        if !bit(line, x as usize + i) {
                            out[i / 8] &= !(0x80 >> (i % 8));
                        }
                    }
                    data.extend_from_slice(&out);
                }
                _ => {
                    let per = row / self.width as usize;
                    let at = x as usize * per;
                    data.extend_from_slice(&line[at..at + out_row]);
                }
            }
        }
        Pixels::new(width, height, self.layout, data)
    }

    /// Mirrors and turns as told.
    pub(crate) fn oriented(self, orient: Orient) -> Pixels {
        if orient.is_identity() {
            return self;
        }
        match self.layout {
            Layout::Grey => turn_bytes::<1>(self, orient),
            Layout::Rgb => turn_bytes::<3>(self, orient),
            Layout::Bits => turn_bits(self, orient),
        }
    }

    /// Colour whose three channels never differ by more than `slack` becomes grey. Only for
    /// pages drawn from a PDF, where colour says nothing about the paper.
    pub(crate) fn grey_if_colourless(self, slack: u8) -> Pixels {
        if self.layout != Layout::Rgb
            || self
                .data
                .chunks_exact(3)
                .any(|p| p[0].abs_diff(p[1]) > slack || p[1].abs_diff(p[2]) > slack)
        {
            return self;
        }
        let data = self.data.chunks_exact(3).map(|p| p[1]).collect();
        Pixels {
            layout: Layout::Grey,
            data,
            ..self
        }
    }
}

pub(crate) fn row_bytes(width: u32, layout: Layout) -> usize {
    let width = width as usize;
    match layout {
        Layout::Grey => width,
        Layout::Rgb => width * 3,
        Layout::Bits => width.div_ceil(8),
    }
}

pub(crate) fn bit(row: &[u8], x: usize) -> bool {
    row[x / 8] & (0x80 >> (x % 8)) != 0
}

/// Stored position of the first pixel of each output row, and the step to the next pixel.
struct Walk {
    origin: isize,
    step: isize,
    row_step: isize,
}

fn walk(width: u32, height: u32, orient: Orient) -> Walk {
    let (w, h) = (width as isize, height as isize);
    // Index of stored (x, y) is x + y * w; a mirrored picture runs x backwards.
    let (x0, dx) = if orient.mirror { (w - 1, -1) } else { (0, 1) };
    let x1 = x0 + dx * (w - 1);
    let last = (h - 1) * w;
    match orient.turns {
        0 => Walk {
            origin: x0,
            step: dx,
            row_step: w,
        },
        1 => Walk {
            origin: x0 + last,
            step: -w,
            row_step: dx,
        },
        2 => Walk {
            origin: x1 + last,
            step: -dx,
            row_step: -w,
        },
        _ => Walk {
            origin: x1,
            step: w,
            row_step: -dx,
        },
    }
}

fn turn_bytes<const N: usize>(p: Pixels, orient: Orient) -> Pixels {
    let (width, height) = orient.swap(p.size());
    let Walk {
        origin,
        step,
        row_step,
    } = walk(p.width, p.height, orient);
    let mut data = vec![0; p.data.len()];
    // Squares of 32 keep both sides of a quarter turn in the cache.
    const SQUARE: usize = 32;
    let (ow, oh) = (width as usize, height as usize);
    for by in (0..oh).step_by(SQUARE) {
        for bx in (0..ow).step_by(SQUARE) {
            let ex = (bx + SQUARE).min(ow);
            for y in by..(by + SQUARE).min(oh) {
                let mut from = origin + y as isize * row_step + bx as isize * step;
                let out = &mut data[(y * ow + bx) * N..(y * ow + ex) * N];
                for pixel in out.chunks_exact_mut(N) {
                    let at = from as usize * N;
                    pixel.copy_from_slice(&p.data[at..at + N]);
                    from += step;
                }
            }
        }
    }
    Pixels {
        width,
        height,
        layout: p.layout,
        data,
    }
}

fn turn_bits(p: Pixels, orient: Orient) -> Pixels {
    let (width, height) = orient.swap(p.size());
    let Walk {
        origin,
        step,
        row_step,
    } = walk(p.width, p.height, orient);
    let row = p.row_bytes();
    let out_row = row_bytes(width, Layout::Bits);
    let mut data = vec![0xFF; out_row * height as usize];
    let w = p.width as usize;
    for (y, out) in data.chunks_exact_mut(out_row).enumerate() {
        let mut from = origin + y as isize * row_step;
        for x in 0..width as usize {
            let at = from as usize;
            if !bit(&p.data[at / w * row..], at % w) {
                out[x / 8] &= !(0x80 >> (x % 8));
            }
            from += step;
        }
    }
    Pixels {
        width,
        height,
        layout: Layout::Bits,
        data,
    }
}

fn resized_as<P: fir::PixelTrait>(
    src: &Pixels,
    width: u32,
    height: u32,
    options: &fir::ResizeOptions,
) -> Result<Vec<u8>> {
    let view = TypedImageRef::<P>::from_buffer(src.width, src.height, &src.data)
        .map_err(CaptureError::internal)?;
    let mut data = vec![0; width as usize * height as usize * P::size()];
    let mut out =
        TypedImage::<P>::from_buffer(width, height, &mut data).map_err(CaptureError::internal)?;
    fir::Resizer::new()
        .resize_typed(&view, &mut out, options)
        .map_err(CaptureError::internal)?;
    drop(out);
    Ok(data)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn grey(width: u32, height: u32, data: &[u8]) -> Pixels {
        Pixels::new(width, height, Layout::Grey, data.to_vec()).unwrap()
    }

    #[test]
    fn all_eight_orientations_bring_the_same_page_upright() {
        // Upright:  1 2 3
        //           4 5 6
        let stored: [(u32, u32, u32, &[u8]); 8] = [
            (1, 3, 2, &[1, 2, 3, 4, 5, 6]),
            (2, 3, 2, &[3, 2, 1, 6, 5, 4]),
            (3, 3, 2, &[6, 5, 4, 3, 2, 1]),
            (4, 3, 2, &[4, 5, 6, 1, 2, 3]),
            (5, 2, 3, &[1, 4, 2, 5, 3, 6]),
            (6, 2, 3, &[3, 6, 2, 5, 1, 4]),
            (7, 2, 3, &[6, 3, 5, 2, 4, 1]),
            (8, 2, 3, &[4, 1, 5, 2, 6, 3]),
        ];
        for (n, w, h, data) in stored {
            let up = grey(w, h, data).oriented(Orient::from_exif(n));
            assert_eq!((up.width, up.height), (3, 2), "orientation {n}");
            assert_eq!(up.data, [1, 2, 3, 4, 5, 6], "orientation {n}");
            // The same with bits: 1, 3 and 5 white.
            let mut bits = vec![];
            for row in data.chunks(w as usize) {
                let mut byte = 0xFF_u8;
                for (i, v) in row.iter().enumerate() {
                    if v % 2 == 0 {
                        byte &= !(0x80 >> i);
                    }
                }
                bits.push(byte);
            }
            let up = Pixels::new(w, h, Layout::Bits, bits)
                .unwrap()
                .oriented(Orient::from_exif(n));
            assert_eq!(up.data, [0b1011_1111, 0b0101_1111], "bits, orientation {n}");
        }
    }

    #[test]
    fn bits_are_cut_at_any_pixel() {
        let p = Pixels::new(
            12,
            2,
            Layout::Bits,
            vec![0b0000_0010, 0b1000_1111, 0xFF, 0xFF],
        );
        let c = p.unwrap().cropped(5, 0, 4, 1).unwrap();
        assert_eq!(c.data, [0b0101_1111]);
    }
}
