//! Pictures coming in: orientation, formats, and everything that can be wrong with a file.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use sohoa_capture::{DeriveSpec, Flatten, Format, Ink, Limits, Source, derive, sniff, turn_jpeg};

/// Stores an upright page the way a camera held so would.
fn stored(orientation: u16) -> Vec<u8> {
    let (w, h) = (200, 120);
    let up = page(w, h);
    let at = |x: usize, y: usize| up[(y * w + x) * 3..][..3].to_vec();
    let turned = orientation >= 5;
    let (sw, sh) = if turned { (h, w) } else { (w, h) };
    let mut out = vec![];
    for y in 0..sh {
        for x in 0..sw {
            let (ux, uy) = match orientation {
                1 => (x, y),
                2 => (w - 1 - x, y),
                3 => (w - 1 - x, h - 1 - y),
                4 => (x, h - 1 - y),
                5 => (y, x),
                6 => (w - 1 - y, x),
                7 => (w - 1 - y, h - 1 - x),
                _ => (y, h - 1 - x),
            };
            out.extend(at(ux, uy));
        }
    }
    with_segment(
        &jpeg_of(&out, sw, sh, &JpegKind::default()),
        0xE1,
        &exif(orientation),
    )
}

#[test]
fn every_exif_orientation_comes_upright() {
    for orientation in 1..=8 {
        let bytes = stored(orientation);
        let info = open(bytes.clone()).unwrap().frame(0).unwrap();
        assert_eq!((info.width, info.height), (200, 120), "{orientation}");
        let d = take_in(bytes).unwrap();
        assert_eq!((d.width, d.height), (200, 120), "{orientation}");
        let (w, h, _) = pixels(&d.display);
        assert_eq!((w, h), (200, 120), "{orientation}");
        assert_eq!(corners(&d.display), "RGBW", "{orientation}");
        assert_eq!(corners(&d.thumb), "RGBW", "{orientation}");
    }
}

#[test]
fn a_large_photo_is_scaled_to_the_exact_sizes() {
    let d = take_in(jpeg(3000, 2000)).unwrap();
    let (w, h, _) = pixels(&d.display);
    assert_eq!((w, h), (2400, 1600));
    let (w, h, _) = pixels(&d.thumb);
    assert_eq!((w, h), (320, 213));
    assert_eq!((d.width, d.height), (3000, 2000));
    assert_eq!(corners(&d.display), "RGBW");
}

#[test]
fn kinds_of_jpeg() {
    let rgb = page(160, 96);
    let cmyk: Vec<u8> = rgb
        .chunks(3)
        .flat_map(|p| [255 - p[0], 255 - p[1], 255 - p[2], 0])
        .collect();
    let kinds = [
        (
            "progressive",
            JpegKind {
                progressive: true,
                ..JpegKind::default()
            },
        ),
        (
            "4:4:4",
            JpegKind {
                subsamp: turbojpeg::Subsamp::None,
                ..JpegKind::default()
            },
        ),
        (
            "4:2:2",
            JpegKind {
                subsamp: turbojpeg::Subsamp::Sub2x1,
                ..JpegKind::default()
            },
        ),
        (
            "4:4:0",
            JpegKind {
                subsamp: turbojpeg::Subsamp::Sub1x2,
                ..JpegKind::default()
            },
        ),
    ];
    for (what, kind) in kinds {
        let d = take_in(jpeg_of(&rgb, 160, 96, &kind)).unwrap();
        assert_eq!(corners(&d.display), "RGBW", "{what}");
    }
    let kind = JpegKind {
        subsamp: turbojpeg::Subsamp::None,
        format: turbojpeg::PixelFormat::CMYK,
        ..JpegKind::default()
    };
    // libjpeg writes four components as Adobe does, with its marker, so inverted is right.
    let inverted: Vec<u8> = cmyk.iter().map(|v| 255 - v).collect();
    let d = take_in(jpeg_of(&inverted, 160, 96, &kind)).unwrap();
    assert_eq!(corners(&d.display), "RGBW", "cmyk");
    let grey = open(grey_jpeg(160, 96)).unwrap();
    assert_eq!(grey.frame(0).unwrap().ink, Ink::Grey);
    let d = take_in(grey_jpeg(160, 96)).unwrap();
    assert_eq!(
        turbojpeg::read_header(&d.display).unwrap().subsamp,
        turbojpeg::Subsamp::Gray
    );
}

#[test]
fn what_follows_a_whole_jpeg_does_not_matter_what_is_missing_does() {
    let whole = jpeg(640, 480);
    let mut trailed = whole.clone();
    trailed.extend(b"\xFF\xD8\xFF\xE1 a second picture, as phones append");
    assert_eq!(code(take_in(trailed)), "ok");
    let mut padded = whole[..whole.len() - 2].to_vec();
    padded.extend([0; 12]);
    padded.extend([0xFF, 0xD9]);
    assert_eq!(code(take_in(padded)), "ok", "padding before the end mark");
    for keep in [
        3,
        30,
        300,
        whole.len() / 2,
        whole.len() - 1,
        whole.len() - 2,
    ] {
        assert_eq!(code(take_in(whole[..keep].to_vec())), "truncated", "{keep}");
    }
    // Cut short and closed again: only decoding can tell.
    let mut closed = whole[..whole.len() / 2].to_vec();
    closed.extend([0xFF, 0xD9]);
    assert_eq!(code(open(closed.clone())), "ok");
    assert_eq!(code(take_in(closed)), "truncated");
    let progressive = jpeg_of(
        &page(640, 480),
        640,
        480,
        &JpegKind {
            progressive: true,
            ..JpegKind::default()
        },
    );
    for part in 1..8 {
        let keep = progressive.len() * part / 8;
        assert_eq!(
            code(take_in(progressive[..keep].to_vec())),
            "truncated",
            "{part}"
        );
    }
}

#[test]
fn a_jpeg_of_endless_scans_is_refused() {
    let p = jpeg_of(
        &page(64, 64),
        64,
        64,
        &JpegKind {
            progressive: true,
            ..JpegKind::default()
        },
    );
    // Repeat the last scan, from its header to the end mark.
    let last = p.windows(2).rposition(|w| w == [0xFF, 0xDA]).unwrap();
    let mut bomb = p[..p.len() - 2].to_vec();
    for _ in 0..5_000 {
        bomb.extend(&p[last..p.len() - 2]);
    }
    bomb.extend([0xFF, 0xD9]);
    assert_eq!(code(take_in(bomb)), "damaged");
}

#[test]
fn truncated_png_and_tiff() {
    for (what, whole) in [
        ("png", png(300, 200)),
        ("tiff", tiff(&[TiffPage::rgb(300, 200)])),
        ("g4", tiff(&[TiffPage::g4(300, 200)])),
    ] {
        assert_eq!(code(take_in(whole.clone())), "ok", "{what}");
        for part in 1..10 {
            let keep = whole.len() * part / 10;
            assert_eq!(
                code(take_in(whole[..keep].to_vec())),
                "truncated",
                "{what} {part}"
            );
        }
    }
    // Directory first, data cut: the header alone is whole.
    let mut fax = TiffPage::g4(300, 200);
    fax.data.truncate(fax.data.len() / 2);
    assert_eq!(code(take_in(tiff(&[fax]))), "truncated");
}

#[test]
fn formats_are_told_by_content() {
    let named: [(&str, Vec<u8>, &str); 14] = [
        ("empty", vec![], "file_empty"),
        ("one byte", vec![0xFF], "format_unknown"),
        ("text", b"so ho tich".to_vec(), "format_unknown"),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "heic"),
        ("avif", b"\0\0\0\x18ftypavif\0\0\0\0".to_vec(), "avif"),
        ("webp", b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "webp"),
        ("bmp", b"BM\0\0\0\0\0\0\0\0".to_vec(), "bmp"),
        ("gif", b"GIF89a\0\0".to_vec(), "gif"),
        ("rar", b"Rar!\x1A\x07\0".to_vec(), "rar"),
        (
            "xlsx",
            zip(&[("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")]),
            "xlsx",
        ),
        (
            "docx",
            zip(&[("[Content_Types].xml", b"x"), ("word/document.xml", b"x")]),
            "docx",
        ),
        (
            "xls",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(),
            "office",
        ),
        ("jp2", b"\0\0\0\x0CjP  \r\n\x87\n".to_vec(), "jp2"),
        ("mov", b"\0\0\0\x14ftypqt  ".to_vec(), "video"),
    ];
    for (what, bytes, expected) in named {
        match sniff(&bytes) {
            Err(sohoa_capture::CaptureError::FormatUnsupported { what: got }) => {
                assert_eq!(got, expected, "{what}");
            }
            other => assert_eq!(code(other), expected, "{what}"),
        }
    }
    for (bytes, format) in [
        (jpeg(16, 16), Format::Jpeg),
        (png(16, 16), Format::Png),
        (tiff(&[TiffPage::rgb(16, 16)]), Format::Tiff),
        (scan_pdf(&jpeg(16, 16), 16, 16), Format::Pdf),
        (zip(&[("a.jpg", b"x")]), Format::Zip),
    ] {
        assert_eq!(sniff(&bytes), Ok(format));
    }
    assert_eq!(code(open(zip(&[("a.jpg", b"x")]))), "zip_nested");
}

#[test]
fn huge_headers_are_refused_before_anything_is_allocated() {
    let mut p = png(16, 16);
    p[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
    p[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
    let mut j = jpeg(16, 16);
    let sof = j.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap();
    j[sof + 5..sof + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    let mut t = TiffPage::rgb(16, 16);
    (t.width, t.height) = (60_000, 60_000);
    for bytes in [p, j, tiff(&[t])] {
        assert_eq!(code(open(bytes)), "picture_too_large");
    }
    let small = Limits {
        max_pixels: 1000,
        ..Limits::default()
    };
    assert_eq!(
        code(Source::open(jpeg(40, 40).into(), &small)),
        "picture_too_large"
    );
    let small = Limits {
        max_picture_bytes: 100,
        ..Limits::default()
    };
    assert_eq!(
        code(Source::open(jpeg(40, 40).into(), &small)),
        "file_too_large"
    );
}

#[test]
fn kinds_of_png() {
    use png::{BitDepth::*, ColorType::*};
    let rgb = page(64, 48);
    let two = |v: &[u8]| v.iter().flat_map(|&b| [b, 7]).collect::<Vec<u8>>();
    let alpha: Vec<u8> = rgb
        .chunks(3)
        .flat_map(|p| [p[0], p[1], p[2], 255])
        .collect();
    let palette = [200, 20, 20, 20, 200, 20, 20, 20, 200, 230, 230, 230];
    let indexed: Vec<u8> = (0..64 * 48)
        .map(|i| u8::from(i % 64 >= 32) + 2 * u8::from(i / 64 >= 24))
        .collect();
    for (what, data, colour, depth, pal) in [
        ("rgb8", rgb.clone(), Rgb, Eight, None),
        ("rgb16", two(&rgb), Rgb, Sixteen, None),
        ("rgba8", alpha.clone(), Rgba, Eight, None),
        ("rgba16", two(&alpha), Rgba, Sixteen, None),
        ("palette", indexed, Indexed, Eight, Some(&palette[..])),
    ] {
        let d = take_in(png_of(&data, 64, 48, colour, depth, pal, None)).unwrap();
        assert_eq!(corners(&d.display), "RGBW", "{what}");
    }
    let clear = vec![0; 64 * 48 * 4];
    let d = take_in(png_of(&clear, 64, 48, Rgba, Eight, None, None)).unwrap();
    assert_eq!(corners(&d.display), "WWWW", "nothing is white paper");
    let bits = vec![0x0F_u8; 8 * 48];
    let source = open(png_of(&bits, 64, 48, Grayscale, One, None, None)).unwrap();
    assert_eq!(source.frame(0).unwrap().ink, Ink::Bilevel);
    let grey = open(png_of(
        &vec![9; 64 * 48],
        64,
        48,
        Grayscale,
        Eight,
        None,
        None,
    ))
    .unwrap();
    assert_eq!(grey.frame(0).unwrap().ink, Ink::Grey);
}

#[test]
fn paper_is_known_from_scanners_and_not_from_phones() {
    use png::{BitDepth::Eight, ColorType::Grayscale};
    let grey = |dpi| {
        let bytes = png_of(
            &vec![200; 1240 * 1754],
            1240,
            1754,
            Grayscale,
            Eight,
            None,
            dpi,
        );
        open(bytes).unwrap().frame(0).unwrap().paper_mm
    };
    let (w, h) = grey(Some(150)).unwrap();
    assert!(
        (w - 210.0).abs() < 0.2 && (h - 297.0).abs() < 0.2,
        "{w} {h}"
    );
    assert_eq!(grey(Some(72)), None);
    assert_eq!(grey(Some(2400)), None, "13 mm is no page");
    assert_eq!(grey(None), None);
    let mut t = TiffPage::g4(2480, 3508);
    t.orientation = 6;
    let info = open(tiff(&[t])).unwrap().frame(0).unwrap();
    let (w, h) = info.paper_mm.unwrap();
    assert!(
        (w - 297.0).abs() < 0.2 && (h - 210.0).abs() < 0.2,
        "turned with the page"
    );
    let mut j = jpeg(1240, 1754);
    // JFIF density of 150 dots an inch.
    let at = j.windows(5).position(|w| w == b"JFIF\0").unwrap();
    j[at + 7..at + 12].copy_from_slice(&[1, 0, 150, 0, 150]);
    let (w, _) = open(j.clone()).unwrap().frame(0).unwrap().paper_mm.unwrap();
    assert!((w - 210.0).abs() < 0.2);
    // The same number from a camera, which writes an exposure as well, says nothing.
    let mut camera = exif(1);
    let entries = u16::from_le_bytes([camera[14], camera[15]]);
    assert_eq!(entries, 3);
    // Image description becomes a pointer to a sub-directory with an exposure time.
    let end = (camera.len() - 6) as u32;
    camera[16..28].copy_from_slice(&[0; 12]);
    camera[16..18].copy_from_slice(&0x8769_u16.to_le_bytes());
    camera[18..20].copy_from_slice(&4_u16.to_le_bytes());
    camera[20..24].copy_from_slice(&1_u32.to_le_bytes());
    camera[24..28].copy_from_slice(&end.to_le_bytes());
    camera.extend([1, 0, 0x9A, 0x82, 5, 0, 1, 0, 0, 0]);
    camera.extend((end + 18).to_le_bytes());
    camera.extend([0; 4]);
    camera.extend([1, 0, 0, 0, 60, 0, 0, 0]);
    let photo = with_segment(&j, 0xE1, &camera);
    assert_eq!(open(photo).unwrap().frame(0).unwrap().paper_mm, None);
    j[at + 7..at + 12].copy_from_slice(&[1, 0, 72, 0, 72]);
    assert_eq!(open(j).unwrap().frame(0).unwrap().paper_mm, None);
}

#[test]
fn a_tiff_of_several_pages() {
    let mut preview = TiffPage::rgb(20, 12);
    preview.subfile = 1;
    let mut turned = TiffPage::rgb(120, 80);
    turned.orientation = 6;
    let file = tiff(&[
        TiffPage::rgb(200, 120),
        preview,
        TiffPage::g4(300, 200),
        turned,
    ]);
    let source = open(file).unwrap();
    assert_eq!(source.frame_count(), 3, "the preview is no page");
    let sizes: Vec<_> = (0..3)
        .map(|i| {
            let f = source.frame(i).unwrap();
            (f.width, f.height, f.ink)
        })
        .collect();
    assert_eq!(
        sizes,
        [
            (200, 120, Ink::Colour),
            (300, 200, Ink::Bilevel),
            (80, 120, Ink::Colour)
        ]
    );
    let (spec, limits) = (DeriveSpec::default(), Limits::default());
    let d = derive(&source, 0, &spec, &limits).unwrap();
    assert_eq!(corners(&d.display), "RGBW");
    let d = derive(&source, 2, &spec, &limits).unwrap();
    assert_eq!(corners(&d.display), "BRWG", "turned right");
    let d = derive(&source, 1, &spec, &limits).unwrap();
    let (w, _, p) = pixels(&d.display);
    for (x, y) in [(1, 100), (45, 70), (95, 20), (200, 150)] {
        let dark = p[(y * w + x) * 3] < 128;
        assert_eq!(dark, is_black(x as u32, y as u32), "{x} {y}");
    }
    assert_eq!(code(source.frame(3)), "no_such_page");
    assert_eq!(code(derive(&source, 3, &spec, &limits)), "no_such_page");
}

#[test]
fn fax_tiffs_in_either_colour_and_bit_order() {
    let dark_at = |bytes: Vec<u8>, x: usize, y: usize| {
        let (w, _, p) = pixels(&take_in(bytes).unwrap().display);
        p[(y * w + x) * 3] < 128
    };
    let plain = tiff(&[TiffPage::g4(300, 200)]);
    assert!(dark_at(plain.clone(), 1, 100) && !dark_at(plain, 15, 3));
    let mut other = TiffPage::g4(300, 200);
    other.photometric = 1;
    let other = tiff(&[other]);
    assert!(!dark_at(other.clone(), 1, 100) && dark_at(other, 15, 3));
    let mut reversed = TiffPage::g4(300, 200);
    reversed.data.iter_mut().for_each(|b| *b = b.reverse_bits());
    reversed.extra.push((266, 2));
    let reversed = tiff(&[reversed]);
    assert!(dark_at(reversed.clone(), 1, 100) && !dark_at(reversed, 15, 3));
}

#[test]
fn tiff_that_runs_in_circles_or_is_not_read_has_a_reason() {
    let mut circle = tiff(&[TiffPage::rgb(16, 16)]);
    let ifd = u32::from_le_bytes(circle[4..8].try_into().unwrap());
    let end = circle.len();
    circle[end - 4..].copy_from_slice(&ifd.to_le_bytes());
    assert_eq!(code(open(circle)), "damaged");
    let mut odd = TiffPage::rgb(16, 16);
    odd.compression = 34_712; // JPEG 2000
    assert_eq!(code(take_in(tiff(&[odd]))), "format_unsupported");
}

#[test]
fn turning_a_derived_picture() {
    for (w, h) in [(320, 192), (317, 205)] {
        let up = jpeg(w, h);
        for (turns, expected) in [
            (0, "RGBW"),
            (1, "BRWG"),
            (2, "WBGR"),
            (3, "GWRB"),
            (5, "BRWG"),
        ] {
            let t = turn_jpeg(&up, turns).unwrap();
            assert_eq!(corners(&t), expected, "{turns}");
            let (tw, th, _) = pixels(&t);
            assert_eq!((tw, th), if turns % 2 == 1 { (h, w) } else { (w, h) });
        }
    }
    assert_eq!(code(turn_jpeg(b"\xFF\xD8\xFF", 1)), "truncated");
}

#[test]
fn pictures_of_anything_are_looked_into_without_trouble() {
    // Noise, stripes, steps and plain colours in odd sizes: nothing to be found, and nothing may break.
    let mut seed = 7_u32;
    let mut random = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 8
    };
    let spec = DeriveSpec {
        flatten: Flatten::Find,
        survey: true,
        ..DeriveSpec::default()
    };
    for (width, height) in [
        (901, 12),
        (12, 901),
        (900, 900),
        (1400, 37),
        (1000, 1),
        (1, 1000),
    ] {
        for kind in 0..5 {
            let (sx, sy) = (random() % 200 + 1, random() % 200 + 1);
            let pixels: Vec<u8> = (0..width * height)
                .map(|i| (i % width, i / width))
                .flat_map(|(x, y)| {
                    let v = match kind {
                        0 => (random() % 256) as u8,
                        1 => 255,
                        2 => ((x / sx + y / sy) % 2 * 200) as u8,
                        3 => (x * 255 / width) as u8,
                        _ => u8::from(x > sx.min(width / 2) && y > sy.min(height / 2)) * 230,
                    };
                    [v, v / 2 + 60, v]
                })
                .collect();
            let image = image::RgbImage::from_raw(width, height, pixels).unwrap();
            let mut png = std::io::Cursor::new(Vec::new());
            image.write_to(&mut png, image::ImageFormat::Png).unwrap();
            let source = Source::open(png.into_inner().into(), &Limits::default()).unwrap();
            let made = derive(&source, 0, &spec, &Limits::default()).unwrap();
            assert!(made.survey.is_some(), "{width}x{height}, {kind}");
        }
    }
}
