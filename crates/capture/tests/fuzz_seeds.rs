//! The seeds of the fuzz targets through what the targets do with them; and where the seeds come
//! from: `GEN=1 cargo test -p sohoa-capture --test fuzz_seeds` writes them anew.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "../../../fuzz/src/lib.rs"]
#[allow(dead_code)]
mod targets;

use std::path::{Path, PathBuf};

use common::*;

type Target = fn(&[u8]);

/// As in `fuzz/fuzz_targets`.
const TARGETS: [(&str, Target); 6] = [
    ("jpeg", targets::jpeg),
    ("png", targets::png),
    ("tiff", targets::tiff),
    ("pdf", targets::pdf),
    ("zip", targets::zip),
    ("sniff", targets::sniff_any),
];

/// Small enough to be read by a person, and for the fuzzer to change what matters.
const LARGEST: usize = 4096;

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds")
}

#[test]
fn seeds_hold_what_the_targets_demand() {
    if std::env::var_os("GEN").is_some() {
        write_seeds();
    }
    for (name, target) in TARGETS {
        let mut seen = 0;
        for entry in std::fs::read_dir(seeds().join(name)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            assert!(bytes.len() < LARGEST, "{}", path.display());
            target(&bytes);
            seen += 1;
        }
        assert!(seen >= 3, "{name} has {seen} seeds");
    }
}

fn write_seeds() {
    for (target, name, bytes) in jpegs()
        .into_iter()
        .chain(pngs())
        .chain(tiffs())
        .chain(pdfs())
        .chain(zips())
        .chain(heads())
    {
        let folder = seeds().join(target);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), bytes).unwrap();
    }
}

type Seed = (&'static str, &'static str, Vec<u8>);

fn jpegs() -> Vec<Seed> {
    let kind = |progressive, subsamp| JpegKind {
        progressive,
        subsamp,
        quality: 60,
        ..JpegKind::default()
    };
    let of = |kind: &JpegKind| jpeg_of(&page(48, 33), 48, 33, kind);
    let cmyk = JpegKind {
        format: turbojpeg::PixelFormat::CMYK,
        ..kind(false, turbojpeg::Subsamp::None)
    };
    let plain = of(&kind(false, turbojpeg::Subsamp::Sub2x2));
    vec![
        ("jpeg", "turned.jpg", with_segment(&plain, 0xE1, &exif(6))),
        (
            "jpeg",
            "adobe.jpg",
            with_segment(&plain, 0xEE, b"Adobe\0\x64\0\0\0\0\x01"),
        ),
        ("jpeg", "plain.jpg", plain),
        ("jpeg", "grey.jpg", grey_jpeg(40, 32)),
        (
            "jpeg",
            "progressive.jpg",
            of(&kind(true, turbojpeg::Subsamp::Sub2x2)),
        ),
        (
            "jpeg",
            "not_subsampled.jpg",
            of(&kind(false, turbojpeg::Subsamp::None)),
        ),
        (
            "jpeg",
            "cmyk.jpg",
            jpeg_of(&noise(16, 16, 4), 16, 16, &cmyk),
        ),
    ]
}

fn pngs() -> Vec<Seed> {
    use png::{BitDepth, ColorType};
    let of = |pixels: &[u8], colour, depth, palette, dpi| {
        png_of(pixels, 24, 16, colour, depth, palette, dpi)
    };
    let n = 24 * 16;
    let bits = noise(3, 16, 1);
    vec![
        ("png", "rgb.png", png(24, 16)),
        (
            "png",
            "bits.png",
            of(&bits, ColorType::Grayscale, BitDepth::One, None, Some(300)),
        ),
        (
            "png",
            "palette.png",
            of(
                &vec![1; n],
                ColorType::Indexed,
                BitDepth::Eight,
                Some(&[0, 0, 0, 255, 0, 0]),
                None,
            ),
        ),
        (
            "png",
            "alpha16.png",
            of(
                &vec![9; n * 8],
                ColorType::Rgba,
                BitDepth::Sixteen,
                None,
                None,
            ),
        ),
        (
            "png",
            "grey_alpha.png",
            of(
                &vec![77; n * 2],
                ColorType::GrayscaleAlpha,
                BitDepth::Eight,
                None,
                None,
            ),
        ),
    ]
}

fn tiffs() -> Vec<Seed> {
    let packed = |compression, data: &[u8]| TiffPage {
        compression,
        data: data.to_vec(),
        ..TiffPage::rgb(16, 8)
    };
    let fax = |compression, data: &[u8], extra: Vec<(u16, u32)>| TiffPage {
        compression,
        data: data.to_vec(),
        extra,
        ..TiffPage::g4(32, 8)
    };
    let grey16 = TiffPage {
        bits: 16,
        samples: 1,
        photometric: 1,
        data: noise(16, 8, 2),
        ..TiffPage::rgb(16, 8)
    };
    let cmyk = TiffPage {
        samples: 4,
        photometric: 5,
        data: noise(16, 8, 4),
        ..TiffPage::rgb(16, 8)
    };
    let mut turned = TiffPage::rgb(16, 8);
    turned.orientation = 6;
    let mut preview = TiffPage::g4(16, 8);
    preview.subfile = 1;
    // Runs of white 32 in Modified Huffman, eight rows of them, each starting on a byte.
    let white = [0b0001_1011].repeat(8);
    // In Group 3 each of them after an end of line, and the bits the other way round.
    let lines = packed_bits(&[(1, 12), (0b0001_1011, 8)].repeat(8));
    let lines: Vec<u8> = lines.iter().map(|b| b.reverse_bits()).collect();
    // Nothing is looked up when the table is cleared before it needs longer codes.
    let mut codes = vec![(256, 9)];
    for (i, byte) in page(16, 8).iter().enumerate() {
        if i % 200 == 199 {
            codes.push((256, 9));
        }
        codes.push((u32::from(*byte), 9));
    }
    codes.push((257, 9));
    let lzw = packed_bits(&codes);
    let jpeg = jpeg_of(&page(16, 8), 16, 8, &JpegKind::default());
    vec![
        ("tiff", "plain.tif", tiff(&[TiffPage::rgb(16, 8)])),
        ("tiff", "g4.tif", tiff(&[TiffPage::g4(64, 40)])),
        ("tiff", "pages.tif", tiff(&[preview, turned, grey16])),
        ("tiff", "cmyk.tif", tiff(&[cmyk])),
        ("tiff", "fax_mh.tif", tiff(&[fax(2, &white, vec![])])),
        (
            "tiff",
            "fax_g3.tif",
            tiff(&[fax(3, &lines, vec![(266, 2)])]),
        ),
        (
            "tiff",
            "deflate.tif",
            tiff(&[packed(8, &deflated(&page(16, 8)))]),
        ),
        (
            "tiff",
            "packbits.tif",
            tiff(&[packed(32773, &[0x81, 7].repeat(3))]),
        ),
        ("tiff", "lzw.tif", tiff(&[packed(5, &lzw)])),
        ("tiff", "jpeg.tif", tiff(&[packed(7, &jpeg)])),
    ]
}

fn pdfs() -> Vec<Seed> {
    let small = "/MediaBox[0 0 60 40]";
    let picture =
        |keys: &str, data: &[u8]| stream(&format!("/Subtype/Image/Width 12/Height 8{keys}"), data);
    let whole = "q 60 0 0 40 0 0 cm /Im0 Do Q";
    let one = |object: Vec<u8>| one_page_pdf(small, whole, &[object]);
    let grey = "/BitsPerComponent 8/ColorSpace/DeviceGray";
    let bits = "/BitsPerComponent 1/ColorSpace/DeviceGray";
    let fixture = |name: &str| {
        std::fs::read(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/fixtures")
                .join(name),
        )
        .unwrap()
    };
    let jpeg = jpeg_of(&page(12, 8), 12, 8, &JpegKind::default());
    let words = |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|w| w.to_be_bytes()).collect() };
    let sized = words(&[12, 8, 0, 0]);
    let jbig2 = [
        jbig2_segment(0, 48, &[&sized[..], &[0; 3]].concat()),
        jbig2_segment(1, 38, &[&sized[..], &[0, 1], &g4(12, 8)].concat()),
    ]
    .concat();
    vec![
        (
            "pdf",
            "jbig2.pdf",
            one(picture(&format!("{bits}/Filter/JBIG2Decode"), &jbig2)),
        ),
        (
            "pdf",
            "jpeg2000.pdf",
            one(picture(
                &format!("{grey}/Filter/JPXDecode"),
                &jpeg_2000(12, 8),
            )),
        ),
        ("pdf", "jpeg.pdf", one(jpeg_object(&jpeg, 12, 8))),
        ("pdf", "grey.pdf", one(picture(grey, &noise(12, 8, 1)))),
        (
            "pdf",
            "palette.pdf",
            one(picture(
                "/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1<000000FF0000>]",
                &[1; 96],
            )),
        ),
        (
            "pdf",
            "flate.pdf",
            one(picture(
                &format!("{grey}/Filter/FlateDecode"),
                &deflated(&noise(12, 8, 1)),
            )),
        ),
        (
            "pdf",
            "fax.pdf",
            one(picture(
                &format!("{bits}/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 12/Rows 8>>"),
                &g4(12, 8),
            )),
        ),
        (
            "pdf",
            "coded.pdf",
            one(picture(
                &format!("{bits}/Filter[/ASCIIHexDecode/RunLengthDecode]"),
                b"0F00112233445566778899AABBCCDDEEFF80>",
            )),
        ),
        (
            "pdf",
            "masked.pdf",
            one_page_pdf(
                small,
                "q 30 5 -5 20 9 9 cm /Im0 Do Q",
                &[
                    picture(&format!("{grey}/SMask 6 0 R"), &noise(12, 8, 1)),
                    picture(grey, &noise(12, 8, 1)),
                ],
            ),
        ),
        (
            "pdf",
            "drawn.pdf",
            one_page_pdf(
                "/MediaBox[0 0 60 40]/Rotate 90/UserUnit 1",
                "q 1 0 0 RG .5 g 2 w [3 1] 0 d 5 5 20 20 re B 0 0 m 10 30 20 30 40 5 c h f* Q \
                 BT /F 9 Tf 10 20 Td (seen) Tj [(a) -50 (b)] TJ ET \
                 BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI",
                &[],
            ),
        ),
        (
            "pdf",
            "form.pdf",
            one_page_pdf(
                small,
                "/Im0 Do",
                &[
                    stream(
                        "/Subtype/Form/BBox[0 0 60 40]/Matrix[1 0 0 1 0 0]\
                         /Resources<</XObject<</X 6 0 R>>>>/Group<</S/Transparency>>",
                        b"q /X Do Q",
                    ),
                    stream("/Subtype/Form/BBox[0 0 60 40]", b"9 9 20 20 re f"),
                ],
            ),
        ),
        (
            "pdf",
            "shaded.pdf",
            one_page_pdf(small, "/Pattern cs /P scn 0 0 60 40 re f /S sh", &[]).replace_once(
                b"/Resources<<",
                b"/Resources<</Shading<</S<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 60 40]\
                  /Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>>>>>",
            ),
        ),
        ("pdf", "linearized.pdf", fixture("linearized.pdf")),
        ("pdf", "owner_only.pdf", fixture("owner_only.pdf")),
        ("pdf", "locked_rc4.pdf", fixture("locked_rc4.pdf")),
    ]
}

fn zips() -> Vec<Seed> {
    let jpeg = jpeg(16, 16);
    vec![
        ("zip", "one.zip", zip(&[("a.jpg", &jpeg)])),
        (
            "zip",
            "folders.zip",
            zip(&[
                ("so/10.txt", b"ten"),
                ("so/2.txt", b"two"),
                ("__MACOSX/x", b"left"),
                ("nh\u{1EAD}t k\u{00FD}/\u{1EA3}nh.png", b"\x89PNG\r\n\x1a\n"),
            ]),
        ),
        (
            "zip",
            "bad_names.zip",
            zip(&[
                ("../up.jpg", b"x"),
                ("C:\\a.jpg", b"y"),
                ("ok\\b.jpg", b"z"),
            ]),
        ),
        (
            "zip",
            "nested.zip",
            zip(&[("in.zip", &zip(&[("a", b"a")]))]),
        ),
        ("zip", "empty.zip", zip(&[])),
        ("zip", "ratio.zip", zip(&[("zeros", &[0; 60_000])])),
    ]
}

fn heads() -> Vec<Seed> {
    vec![
        ("sniff", "grey.jpg", grey_jpeg(8, 8)),
        ("sniff", "a.zip", zip(&[("a", b"a")])),
        (
            "sniff",
            "book.xlsx",
            zip(&[
                ("[Content_Types].xml", b"<x/>"),
                ("xl/workbook.xml", b"<x/>"),
            ]),
        ),
        (
            "sniff",
            "late.pdf",
            [&[b' '; 900][..], b"%PDF-1.4"].concat(),
        ),
        ("sniff", "raw.tif", b"II*\0\x10\0\0\0CR\x02\0".to_vec()),
        (
            "sniff",
            "photo.heic",
            b"\0\0\0\x18ftypheic\0\0\0\0mif1".to_vec(),
        ),
        ("sniff", "photo.webp", b"RIFF\x24\0\0\0WEBPVP8 ".to_vec()),
        (
            "sniff",
            "book.ods",
            zip(&[(
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            )]),
        ),
    ]
}

/// Codes of so many bits, highest bit first.
fn packed_bits(codes: &[(u32, u32)]) -> Vec<u8> {
    let bits: Vec<u8> = codes
        .iter()
        .flat_map(|&(code, size)| (0..size).rev().map(move |i| (code >> i & 1) as u8))
        .collect();
    bits.chunks(8)
        .map(|c| {
            c.iter()
                .enumerate()
                .fold(0, |byte, (i, bit)| byte | bit << (7 - i))
        })
        .collect()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut e = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
    e.write_all(data).unwrap();
    e.finish().unwrap()
}

trait ReplaceOnce {
    fn replace_once(self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl ReplaceOnce for Vec<u8> {
    /// Offsets in the file are then wrong, which readers repair.
    fn replace_once(self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self.windows(from.len()).position(|w| w == from).unwrap();
        [&self[..at], to, &self[at + from.len()..]].concat()
    }
}
