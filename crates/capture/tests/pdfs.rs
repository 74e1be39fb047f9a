//! PDF in.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::*;
use sohoa_capture::{
    DeliverSpec, DeriveSpec, Format, Ink, Limits, Source, check_pdf, deliver, derive, write_pdf,
};

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn check(bytes: &[u8]) -> sohoa_capture::Result<sohoa_capture::PdfReport> {
    check_pdf(bytes, true, &Limits::default())
}

#[test]
fn a_scanned_page_gives_its_own_bytes() {
    let j = jpeg(1240, 1754);
    let source = open(scan_pdf(&j, 1240, 1754)).unwrap();
    assert_eq!((source.format(), source.frame_count()), (Format::Pdf, 1));
    let info = source.frame(0).unwrap();
    assert_eq!(
        (info.width, info.height, info.ink),
        (1240, 1754, Ink::Colour)
    );
    let (w, h) = info.paper_mm.unwrap();
    assert!((w - 210.0).abs() < 0.1 && (h - 297.0).abs() < 0.1);
    assert_eq!(source.embedded_jpeg(0).unwrap().unwrap(), j);
    assert_eq!(code(source.embedded_jpeg(1)), "no_such_page");
    let spec = DeliverSpec {
        target_bytes_per_a4: 1 << 20,
        ..DeliverSpec::default()
    };
    let d = deliver(&source, 0, &spec, &Limits::default()).unwrap();
    assert_eq!(d.data, j, "nothing to remove, so bit for bit");
    let d = derive(&source, 0, &DeriveSpec::default(), &Limits::default()).unwrap();
    assert_eq!(corners(&d.display), "RGBW");
}

#[test]
fn page_rotation_and_picture_rotation_come_upright() {
    let j = jpeg(200, 120);
    let object = jpeg_object(&j, 200, 120);
    let cases = [
        (
            "/MediaBox[0 0 300 180]",
            "300 0 0 180 0 0 cm /Im0 Do",
            (200, 120),
            "RGBW",
        ),
        (
            "/MediaBox[0 0 300 180]/Rotate 90",
            "300 0 0 180 0 0 cm /Im0 Do",
            (120, 200),
            "BRWG",
        ),
        (
            "/MediaBox[0 0 300 180]/Rotate 180",
            "300 0 0 180 0 0 cm /Im0 Do",
            (200, 120),
            "WBGR",
        ),
        (
            "/MediaBox[0 0 300 180]/Rotate 270",
            "300 0 0 180 0 0 cm /Im0 Do",
            (120, 200),
            "GWRB",
        ),
        (
            "/MediaBox[0 0 300 180]/Rotate -90",
            "300 0 0 180 0 0 cm /Im0 Do",
            (120, 200),
            "GWRB",
        ),
        // Turned by the page's content instead.
        (
            "/MediaBox[0 0 180 300]",
            "0 -300 180 0 0 300 cm /Im0 Do",
            (120, 200),
            "BRWG",
        ),
        (
            "/MediaBox[0 0 300 180]",
            "-300 0 0 -180 300 180 cm /Im0 Do",
            (200, 120),
            "WBGR",
        ),
        (
            "/MediaBox[0 0 180 300]",
            "0 300 -180 0 180 0 cm /Im0 Do",
            (120, 200),
            "GWRB",
        ),
        (
            "/MediaBox[0 0 300 180]",
            "-300 0 0 180 300 0 cm /Im0 Do",
            (200, 120),
            "GRWB",
        ),
        (
            "/MediaBox[0 0 300 180]",
            "300 0 0 -180 0 180 cm /Im0 Do",
            (200, 120),
            "BWRG",
        ),
        // Both: they cancel.
        (
            "/MediaBox[0 0 180 300]/Rotate 270",
            "0 -300 180 0 0 300 cm /Im0 Do",
            (200, 120),
            "RGBW",
        ),
    ];
    for (keys, content, size, expected) in cases {
        let content = format!("q {content} Q");
        let source = open(one_page_pdf(keys, &content, std::slice::from_ref(&object))).unwrap();
        let what = format!("{keys} {content}");
        assert!(source.embedded_jpeg(0).unwrap().is_some(), "{what}");
        let info = source.frame(0).unwrap();
        assert_eq!((info.width, info.height), size, "{what}");
        let d = derive(&source, 0, &DeriveSpec::default(), &Limits::default()).unwrap();
        assert_eq!(corners(&d.display), expected, "{what}");
        // The renderer, which knows nothing of this, agrees.
        let drawn = format!("{content} 0 0 1 1 re f");
        let source = open(one_page_pdf(keys, &drawn, std::slice::from_ref(&object))).unwrap();
        assert!(source.embedded_jpeg(0).unwrap().is_none());
        let d = derive(&source, 0, &DeriveSpec::default(), &Limits::default()).unwrap();
        assert_eq!(corners(&d.display), expected, "drawn {what}");
    }
}

#[test]
fn a_page_of_more_than_one_picture_is_drawn() {
    let j = jpeg(200, 120);
    let object = jpeg_object(&j, 200, 120);
    let full = "q 300 0 0 180 0 0 cm /Im0 Do Q";
    let keys = "/MediaBox[0 0 300 180]";
    let hidden = format!("{full} BT 3 Tr /F 9 Tf 20 20 Td (hidden) Tj ET");
    let one = [
        ("text behind the scan", keys, hidden),
        (
            "a clip of the whole page",
            keys,
            format!("q 0 0 300 180 re W n {full} Q"),
        ),
        (
            "a page box cut to the picture",
            "/MediaBox[-50 -50 400 400]/CropBox[0 0 300 180]",
            full.into(),
        ),
        (
            "a link",
            "/MediaBox[0 0 300 180]/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]>>]",
            full.into(),
        ),
    ];
    for (what, keys, content) in one {
        let source = open(one_page_pdf(keys, &content, std::slice::from_ref(&object))).unwrap();
        assert_eq!(
            source.embedded_jpeg(0).unwrap().as_ref(),
            Some(&j),
            "{what}"
        );
    }
    let drawn = [
        (
            "text to be seen",
            keys,
            format!("{full} BT /F 9 Tf 20 20 Td (seen) Tj ET"),
        ),
        ("a line", keys, format!("{full} 0 0 m 100 100 l S")),
        ("two pictures", keys, format!("{full} {full}")),
        ("a margin", keys, "q 240 0 0 144 30 18 cm /Im0 Do Q".into()),
        (
            "part of the picture",
            keys,
            "q 400 0 0 240 -50 -30 cm /Im0 Do Q".into(),
        ),
        ("askew", keys, "q 300 20 -20 180 0 0 cm /Im0 Do Q".into()),
        (
            "stretched",
            "/MediaBox[0 0 300 300]",
            "q 300 0 0 300 0 0 cm /Im0 Do Q".into(),
        ),
        (
            "cut by the page box",
            "/MediaBox[0 0 300 180]/CropBox[0 0 150 180]",
            full.into(),
        ),
        (
            "a stamp",
            "/MediaBox[0 0 300 180]/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]>>]",
            full.into(),
        ),
    ];
    for (what, keys, content) in drawn {
        let source = open(one_page_pdf(keys, &content, std::slice::from_ref(&object))).unwrap();
        assert!(source.embedded_jpeg(0).unwrap().is_none(), "{what}");
        let info = source.frame(0).unwrap();
        let (w, h) = info.paper_mm.unwrap();
        // 200 dots an inch.
        assert!(
            (info.width as f32 - w / 25.4 * 200.0).abs() <= 1.0,
            "{what}"
        );
        assert!(
            (info.height as f32 - h / 25.4 * 200.0).abs() <= 1.0,
            "{what}"
        );
        let d = derive(&source, 0, &DeriveSpec::default(), &Limits::default()).unwrap();
        assert_eq!((d.width, d.height), (info.width, info.height), "{what}");
    }
}

#[test]
fn other_encodings_are_decoded_without_loss() {
    let (w, h) = (300_u32, 200_u32);
    let deflated = |data: &[u8]| {
        use std::io::Write as _;
        let mut e = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::fast());
        e.write_all(data).unwrap();
        e.finish().unwrap()
    };
    let object = |keys: &str, data: &[u8]| {
        let head = format!("/Type/XObject/Subtype/Image/Width {w}/Height {h}");
        one_page_pdf(
            "/MediaBox[0 0 300 200]",
            "q 300 0 0 200 0 0 cm /Im0 Do Q",
            &[stream(&format!("{head}{keys}"), data)],
        )
    };
    let rgb = page(w as usize, h as usize);
    let bits: Vec<u8> = (0..h)
        .flat_map(|y| {
            (0..w.div_ceil(8))
                .map(move |b| (0..8).fold(0_u8, |v, i| v << 1 | u8::from(!is_black(b * 8 + i, y))))
        })
        .collect();
    let inverse: Vec<u8> = bits.iter().map(|b| !b).collect();
    let flate = "/Filter/FlateDecode/ColorSpace";
    let cases = [
        (
            "rgb",
            object(
                &format!("/BitsPerComponent 8{flate}/DeviceRGB"),
                &deflated(&rgb),
            ),
            Ink::Colour,
        ),
        (
            "plain",
            object("/BitsPerComponent 8/ColorSpace/DeviceRGB", &rgb),
            Ink::Colour,
        ),
        (
            "bits",
            object(
                &format!("/BitsPerComponent 1{flate}/DeviceGray"),
                &deflated(&bits),
            ),
            Ink::Bilevel,
        ),
        (
            "stencil",
            object("/ImageMask true/Filter/FlateDecode", &deflated(&bits)),
            Ink::Bilevel,
        ),
        (
            "inverted bits",
            object(
                &format!("/BitsPerComponent 1/Decode[1 0]{flate}/DeviceGray"),
                &deflated(&inverse),
            ),
            Ink::Bilevel,
        ),
        (
            "palette bits",
            object(
                &format!("/BitsPerComponent 1{flate}[/Indexed/DeviceRGB 1<ffffff000000>]"),
                &deflated(&inverse),
            ),
            Ink::Bilevel,
        ),
        (
            "g4",
            object(
                "/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode\
                 /DecodeParms<</K -1/Columns 300/Rows 200>>",
                &g4(w, h),
            ),
            Ink::Bilevel,
        ),
    ];
    for (what, bytes, ink) in cases {
        let source = open(bytes.clone()).unwrap();
        let info = source.frame(0).unwrap();
        assert_eq!((info.width, info.height, info.ink), (w, h, ink), "{what}");
        let d = derive(&source, 0, &DeriveSpec::default(), &Limits::default()).unwrap();
        if ink == Ink::Colour {
            assert_eq!(corners(&d.display), "RGBW", "{what}");
        } else {
            let (pw, _, p) = pixels(&d.display);
            for (x, y) in [(1, 100), (45, 70), (95, 20), (200, 150)] {
                let dark = p[(y * pw + x) * 3] < 128;
                assert_eq!(dark, is_black(x as u32, y as u32), "{what} {x} {y}");
            }
        }
        assert_eq!(check(&bytes).unwrap().pages, 1, "{what}");
    }
    let short = object(
        "/BitsPerComponent 8/ColorSpace/DeviceRGB",
        &rgb[..rgb.len() / 2],
    );
    assert_eq!(code(take_in(short)), "truncated");
}

#[test]
fn passwords() {
    for name in ["locked_aes256.pdf", "locked_rc4.pdf"] {
        assert_eq!(code(open(fixture(name))), "pdf_encrypted", "{name}");
        assert_eq!(code(check(&fixture(name))), "pdf_encrypted", "{name}");
    }
    let source = open(fixture("owner_only.pdf")).unwrap();
    let j = source.embedded_jpeg(0).unwrap();
    let plain = open(fixture("linearized.pdf")).unwrap();
    assert_eq!(j, plain.embedded_jpeg(0).unwrap());
    assert!(j.is_some_and(|j| j.ends_with(b"\xFF\xD9")));
    check(&fixture("owner_only.pdf")).unwrap();
}

#[test]
fn pdfs_that_are_not_whole() {
    let none = pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[]/Count 0>>".to_vec(),
    ]);
    assert_eq!(code(open(none.clone())), "pdf_no_pages");
    assert_eq!(code(check(&none)), "pdf_no_pages");
    assert_eq!(code(check(&write_pdf(&[], "", ""))), "pdf_no_pages");
    for whole in [
        scan_pdf(&jpeg(620, 877), 620, 877),
        fixture("linearized.pdf"),
    ] {
        for part in 1..20 {
            let keep = whole.len() * part / 20;
            assert_eq!(code(open(whole[..keep].to_vec())), "truncated", "{part}");
            assert_eq!(code(check(&whole[..keep])), "truncated", "{part}");
        }
        // Lines lost at the end by a careless copy, and lines added by a mail gateway.
        let end = whole.len() - 7;
        assert_eq!(code(open([&whole[..end], b"\n\0\0\0"].concat())), "ok");
        assert_eq!(code(open([&whole[..], &[b' '; 5000]].concat())), "ok");
        assert_eq!(code(open([b"junk\n", &whole[..]].concat())), "ok");
    }
    let garbage = b"%PDF-1.4\nnothing here\n%%EOF\n".to_vec();
    assert_eq!(code(open(garbage)), "damaged");
    let full = "q 300 0 0 180 0 0 cm /Im0 Do Q";
    let blank = one_page_pdf("/MediaBox[0 0 300 180]", "q Q", &[]);
    assert_eq!(code(check(&blank)), "pdf_page_empty");
    let missing = one_page_pdf("/MediaBox[0 0 300 180]", full, &[]);
    assert_eq!(code(check(&missing)), "pdf_page_empty");
    let j = jpeg(640, 480);
    let cut = jpeg_object(&j[..j.len() / 2], 640, 480);
    let cut = one_page_pdf(
        "/MediaBox[0 0 300 225]",
        "q 300 0 0 225 0 0 cm /Im0 Do Q",
        &[cut],
    );
    assert_eq!(code(check(&cut)), "truncated");
    let limits = Limits {
        max_pages: 2,
        ..Limits::default()
    };
    let three = write_pdf(&vec![small(); 3], "t", "f");
    assert_eq!(code(Source::open(three.into(), &limits)), "too_many_pages");
}

#[test]
fn a_stream_that_unpacks_to_gigabytes_is_refused() {
    use std::io::Write as _;
    let mut e = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..400 {
        e.write_all(&zeros).unwrap();
    }
    let bomb = e.finish().unwrap();
    let file = pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>".to_vec(),
        stream("/Filter/FlateDecode", &bomb),
    ]);
    assert_eq!(code(take_in(file.clone())), "damaged");
    assert_eq!(code(check(&file)), "damaged");
}
