//! Fixtures made in code. Each test binary uses some of them.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::Write as _;
use std::sync::Arc;

use sohoa_capture::{CaptureError, DeriveSpec, Derived, Limits, Result, Source, derive};

/// A page whose corners can be told apart: red, green / blue, white, on grain.
pub fn page(width: usize, height: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let grain = ((x * 7 + y * 13) % 11) as u8;
            let p = match (x < width / 2, y < height / 2) {
                (true, true) => [200, 20, 20],
                (false, true) => [20, 200, 20],
                (true, false) => [20, 20, 200],
                (false, false) => [230, 230, 230],
            };
            out.extend(p.map(|v: u8| v + grain));
        }
    }
    out
}

/// A page of noise, which nothing compresses.
pub fn noise(width: usize, height: usize, channels: usize) -> Vec<u8> {
    let mut state = 0x1234_5678_9ABC_DEF1_u64;
    (0..width * height * channels)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}

pub struct JpegKind {
    pub quality: i32,
    pub progressive: bool,
    pub subsamp: turbojpeg::Subsamp,
    pub format: turbojpeg::PixelFormat,
}

impl Default for JpegKind {
    fn default() -> Self {
        Self {
            quality: 85,
            progressive: false,
            subsamp: turbojpeg::Subsamp::Sub2x2,
            format: turbojpeg::PixelFormat::RGB,
        }
    }
}

pub fn jpeg_of(pixels: &[u8], width: usize, height: usize, kind: &JpegKind) -> Vec<u8> {
    let mut c = turbojpeg::Compressor::new().unwrap();
    c.set_quality(kind.quality).unwrap();
    c.set_subsamp(kind.subsamp).unwrap();
    c.set_progressive(kind.progressive).unwrap();
    c.compress_to_vec(turbojpeg::Image {
        pixels,
        width,
        pitch: width * kind.format.size(),
        height,
        format: kind.format,
    })
    .unwrap()
}

pub fn jpeg(width: usize, height: usize) -> Vec<u8> {
    jpeg_of(&page(width, height), width, height, &JpegKind::default())
}

pub fn grey_jpeg(width: usize, height: usize) -> Vec<u8> {
    let grey: Vec<u8> = page(width, height).chunks(3).map(|p| p[1]).collect();
    let kind = JpegKind {
        subsamp: turbojpeg::Subsamp::Gray,
        format: turbojpeg::PixelFormat::GRAY,
        ..JpegKind::default()
    };
    jpeg_of(&grey, width, height, &kind)
}

/// Puts a segment right after the start marker.
pub fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    out.extend([0xFF, marker]);
    out.extend(((body.len() + 2) as u16).to_be_bytes());
    out.extend(body);
    out.extend(&jpeg[2..]);
    out
}

/// A minimal EXIF block: orientation, 72 dpi, and a place where the photo was taken.
pub fn exif(orientation: u16) -> Vec<u8> {
    let mut b = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    b.extend(3_u16.to_le_bytes());
    let mut entry = |tag: u16, kind: u16, count: u32, value: u32| {
        b.extend(tag.to_le_bytes());
        b.extend(kind.to_le_bytes());
        b.extend(count.to_le_bytes());
        b.extend(value.to_le_bytes());
    };
    entry(0x010E, 2, 8, 50);
    entry(0x0112, 3, 1, orientation.into());
    entry(0x0128, 3, 1, 2);
    b.extend(0_u32.to_le_bytes());
    b.extend(b"GPS-HN-1");
    b
}

pub fn png_of(
    pixels: &[u8],
    width: u32,
    height: u32,
    colour: png::ColorType,
    depth: png::BitDepth,
    palette: Option<&[u8]>,
    dpi: Option<u32>,
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut e = png::Encoder::new(&mut out, width, height);
    e.set_color(colour);
    e.set_depth(depth);
    if let Some(p) = palette {
        e.set_palette(p.to_vec());
    }
    if let Some(dpi) = dpi {
        let per_m = (f64::from(dpi) / 0.0254).round() as u32;
        e.set_pixel_dims(Some(png::PixelDimensions {
            xppu: per_m,
            yppu: per_m,
            unit: png::Unit::Meter,
        }));
    }
    let mut w = e.write_header().unwrap();
    w.write_image_data(pixels).unwrap();
    w.finish().unwrap();
    out
}

pub fn png(width: usize, height: usize) -> Vec<u8> {
    png_of(
        &page(width, height),
        width as u32,
        height as u32,
        png::ColorType::Rgb,
        png::BitDepth::Eight,
        None,
        None,
    )
}

/// One page of a TIFF written by hand.
pub struct TiffPage {
    pub width: u32,
    pub height: u32,
    pub bits: u16,
    pub samples: u16,
    pub compression: u16,
    pub photometric: u16,
    pub orientation: u16,
    pub dpi: u32,
    pub subfile: u32,
    pub extra: Vec<(u16, u32)>,
    pub data: Vec<u8>,
}

impl TiffPage {
    pub fn rgb(width: usize, height: usize) -> Self {
        Self {
            width: width as u32,
            height: height as u32,
            bits: 8,
            samples: 3,
            compression: 1,
            photometric: 2,
            orientation: 1,
            dpi: 300,
            subfile: 0,
            extra: vec![],
            data: page(width, height),
        }
    }

    /// Black and white by Group 4.
    pub fn g4(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            bits: 1,
            samples: 1,
            compression: 4,
            photometric: 0,
            data: g4(width, height),
            ..Self::rgb(8, 8)
        }
    }
}

/// Whether the test page in black and white is black here.
pub fn is_black(x: u32, y: u32) -> bool {
    (x / 10 + y / 14).is_multiple_of(3) || x < 4
}

pub fn g4(width: u32, height: u32) -> Vec<u8> {
    let mut e = fax::encoder::Encoder::new(fax::VecWriter::new());
    for y in 0..height {
        let line = (0..width).map(|x| {
            if is_black(x, y) {
                fax::Color::Black
            } else {
                fax::Color::White
            }
        });
        e.encode_line(line, width).unwrap();
    }
    e.finish().unwrap().finish()
}

pub fn tiff(pages: &[TiffPage]) -> Vec<u8> {
    let mut out = b"II*\0\0\0\0\0".to_vec();
    let mut link = 4;
    for p in pages {
        let data_at = out.len() as u32;
        out.extend(&p.data);
        while out.len() % 2 == 1 {
            out.push(0);
        }
        let dpi_at = out.len() as u32;
        out.extend(p.dpi.to_le_bytes());
        out.extend(1_u32.to_le_bytes());
        let bits_at = out.len() as u32;
        for _ in 0..4 {
            out.extend(p.bits.to_le_bytes());
        }
        let mut tags: Vec<(u16, u16, u32, u32)> = vec![
            (254, 4, 1, p.subfile),
            (256, 4, 1, p.width),
            (257, 4, 1, p.height),
            if p.samples == 1 {
                (258, 3, 1, p.bits.into())
            } else {
                (258, 3, p.samples.into(), bits_at)
            },
            (259, 3, 1, p.compression.into()),
            (262, 3, 1, p.photometric.into()),
            (273, 4, 1, data_at),
            (274, 3, 1, p.orientation.into()),
            (277, 3, 1, p.samples.into()),
            (278, 4, 1, p.height),
            (279, 4, 1, p.data.len() as u32),
            (282, 5, 1, dpi_at),
            (283, 5, 1, dpi_at),
            (296, 3, 1, 2),
        ];
        tags.extend(p.extra.iter().map(|&(t, v)| (t, 4, 1, v)));
        tags.sort();
        let ifd = out.len() as u32;
        out[link..link + 4].copy_from_slice(&ifd.to_le_bytes());
        out.extend((tags.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in tags {
            out.extend(tag.to_le_bytes());
            out.extend(kind.to_le_bytes());
            out.extend(count.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        link = out.len();
        out.extend(0_u32.to_le_bytes());
    }
    out
}

/// A PDF from object bodies, numbered from 1; the first is the catalog.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut at = vec![];
    for (i, body) in objects.iter().enumerate() {
        at.push(out.len());
        writeln!(out, "{} 0 obj", i + 1).unwrap();
        out.extend(body);
        out.extend(b"\nendobj\n");
    }
    let table = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for a in at {
        writeln!(out, "{a:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    )
    .unwrap();
    out
}

pub fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

/// A PDF of one page: extra page keys, content, and picture objects named Im0, Im1 …
pub fn one_page_pdf(keys: &str, content: &str, pictures: &[Vec<u8>]) -> Vec<u8> {
    let names: String = (0..pictures.len())
        .map(|i| format!("/Im{i} {} 0 R", i + 5))
        .collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!(
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R{keys}\
             /Resources<</XObject<<{names}>>/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        )
        .into_bytes(),
        stream("", content.as_bytes()),
    ];
    objects.extend(pictures.iter().cloned());
    pdf(&objects)
}

pub fn jpeg_object(jpeg: &[u8], width: usize, height: usize) -> Vec<u8> {
    stream(
        &format!(
            "/Type/XObject/Subtype/Image/Width {width}/Height {height}\
             /BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode"
        ),
        jpeg,
    )
}

/// An A4 page that is one JPEG.
pub fn scan_pdf(jpeg: &[u8], width: usize, height: usize) -> Vec<u8> {
    one_page_pdf(
        "/MediaBox[0 0 595.28 841.89]",
        "q 595.28 0 0 841.89 0 0 cm /Im0 Do Q",
        &[jpeg_object(jpeg, width, height)],
    )
}

/// The shortest JPEG 2000 there is: one grey component, one tile, packets with nothing in them.
pub fn jpeg_2000(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\xFF\x4F\xFF\x51\0\x29\0\0".to_vec();
    for side in [width, height, 0, 0, width, height, 0, 0] {
        out.extend(side.to_be_bytes());
    }
    out.extend(b"\0\x01\x07\x01\x01");
    out.extend(b"\xFF\x52\0\x0C\0\0\0\x01\0\x05\x04\x04\0\x01");
    out.extend(b"\xFF\x5C\0\x13\x40");
    out.extend([0x40; 16]);
    out.extend(b"\xFF\x90\0\x0A\0\0\0\0\0\0\0\x01\xFF\x93");
    out.extend([0x80; 40]);
    out.extend(b"\xFF\xD9");
    out
}

/// A segment of a JBIG2 picture as it lies in a PDF.
pub fn jbig2_segment(number: u32, kind: u8, data: &[u8]) -> Vec<u8> {
    let mut out = number.to_be_bytes().to_vec();
    out.extend([kind, 0, 1]);
    out.extend((data.len() as u32).to_be_bytes());
    out.extend(data);
    out
}

pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut w = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    for (name, data) in entries {
        let o = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Deflated);
        w.start_file(*name, o).unwrap();
        w.write_all(data).unwrap();
    }
    w.finish().unwrap().into_inner()
}

pub fn open(bytes: impl Into<Arc<[u8]>>) -> Result<Source> {
    Source::open(bytes.into(), &Limits::default())
}

/// Opens and derives: what a page goes through when it comes in.
pub fn take_in(bytes: impl Into<Arc<[u8]>>) -> Result<Derived> {
    derive(&open(bytes)?, 0, &DeriveSpec::default(), &Limits::default())
}

pub fn code<T: std::fmt::Debug>(r: std::result::Result<T, CaptureError>) -> &'static str {
    match r {
        Ok(_) => "ok",
        Err(e) => e.code(),
    }
}

/// Width, height and RGB pixels of a JPEG.
pub fn pixels(jpeg: &[u8]) -> (usize, usize, Vec<u8>) {
    let i = turbojpeg::decompress(jpeg, turbojpeg::PixelFormat::RGB).unwrap();
    (i.width, i.height, i.pixels)
}

/// The colours in the middle of the four quarters, as letters, in reading order.
pub fn corners(jpeg: &[u8]) -> String {
    let (w, h, p) = pixels(jpeg);
    [(1, 1), (3, 1), (1, 3), (3, 3)]
        .iter()
        .map(|(x, y)| {
            let at = (y * h / 4 * w + x * w / 4) * 3;
            match (p[at] > 128, p[at + 1] > 128, p[at + 2] > 128) {
                (true, false, false) => 'R',
                (false, true, false) => 'G',
                (false, false, true) => 'B',
                (true, true, true) => 'W',
                (false, false, false) => 'K',
                _ => '?',
            }
        })
        .collect()
}

/// A small page, ready to be written.
pub fn small() -> sohoa_capture::DeliveredImage {
    sohoa_capture::DeliveredImage {
        choice: sohoa_capture::Choice::Unchanged,
        data: jpeg(62, 88),
        encoding: sohoa_capture::Encoding::Jpeg { grey: false },
        width: 62,
        height: 88,
        page_mm: (210.0, 297.0),
    }
}
