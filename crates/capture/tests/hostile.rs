//! Random bytes and random changes to good files: an error or a picture, never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::sync::LazyLock;

use common::*;
use proptest::prelude::*;
use sohoa_capture::{
    DeliverSpec, DeriveSpec, Limits, Source, check_pdf, deliver, derive, sniff, turn_jpeg,
    write_pdf,
};

fn limits() -> Limits {
    Limits {
        max_pixels: 4_000_000,
        max_pages: 50,
        page_seconds: 20,
        ..Limits::default()
    }
}

/// Everything one can do with bytes.
fn put_through(bytes: &[u8]) {
    let limits = limits();
    let _ = sniff(bytes);
    let _ = check_pdf(bytes, true, &limits);
    let Ok(source) = Source::open(bytes.into(), &limits) else {
        return;
    };
    for i in 0..source.frame_count().min(3) {
        if source.frame(i).is_err() {
            continue;
        }
        let _ = source.embedded_jpeg(i);
        let spec = DeriveSpec {
            display_side: 300,
            ..DeriveSpec::default()
        };
        let _ = derive(&source, i, &spec, &limits);
        let spec = DeliverSpec {
            quarter_turns: 1,
            ..DeliverSpec::default()
        };
        if let Ok(d) = deliver(&source, i, &spec, &limits) {
            let written = write_pdf(&[d], "t", "f");
            check_pdf(&written, true, &limits).expect("what was delivered reads back");
        }
    }
}

static GOOD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let progressive = JpegKind {
        progressive: true,
        ..JpegKind::default()
    };
    let mut odd = TiffPage::rgb(60, 40);
    odd.orientation = 7;
    vec![
        with_segment(&jpeg(90, 60), 0xE1, &exif(6)),
        jpeg_of(&page(90, 60), 90, 60, &progressive),
        grey_jpeg(90, 60),
        png(60, 40),
        tiff(&[TiffPage::g4(120, 80), odd]),
        scan_pdf(&jpeg(90, 127), 90, 127),
        one_page_pdf(
            "/MediaBox[0 0 90 60]/Rotate 90",
            "q 80 0 0 50 5 5 cm /Im0 Do Q BT /F 9 Tf 20 20 Td (seen) Tj ET 0 0 m 9 9 l S",
            &[jpeg_object(&jpeg(90, 60), 90, 60)],
        ),
        std::fs::read(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/linearized.pdf"
        ))
        .unwrap(),
        std::fs::read(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/owner_only.pdf"
        ))
        .unwrap(),
    ]
});

#[test]
fn the_good_files_are_good() {
    for bytes in GOOD.iter() {
        assert_eq!(code(take_in(bytes.clone())), "ok");
        put_through(bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(
        magic in prop::sample::select(vec![
            &b""[..], b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0",
            b"%PDF-1.4\n", b"PK\x03\x04",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        put_through(&[magic, &bytes].concat());
    }

    #[test]
    fn changed_files(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
        twice in prop::option::weighted(0.2, (any::<prop::sample::Index>(), 1_usize..64)),
    ) {
        let mut bytes = which.get(&GOOD).clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some((at, length)) = twice {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        put_through(&bytes);
    }
}

// What the fuzz targets found, and what was found by asking what they could not reach; see
// docs/fuzzing.md.

fn fixture(name: &str) -> Vec<u8> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn a_jpeg_whose_turned_copy_cannot_be_read_is_encoded_anew() {
    let limits = limits();
    let source = Source::open(fixture("wild_coefficients.jpg").into(), &limits).unwrap();
    let spec = DeliverSpec {
        quarter_turns: 1,
        ..DeliverSpec::default()
    };
    let delivered = deliver(&source, 0, &spec, &limits).unwrap();
    let written = write_pdf(&[delivered], "t", "f");
    check_pdf(&written, true, &limits).expect("what was delivered reads back");
    let turned = turn_jpeg(&fixture("wild_coefficients.jpg"), 1).unwrap();
    assert_eq!(code(take_in(turned)), "ok");
}

/// What opening and drawing a PDF comes to, and reading it back.
fn drawn(pdf: &[u8]) -> (&'static str, &'static str) {
    let limits = limits();
    let derived = Source::open(pdf.into(), &limits)
        .and_then(|s| derive(&s, 0, &DeriveSpec::default(), &limits));
    (code(derived), code(check_pdf(pdf, true, &limits)))
}

#[test]
fn a_pdf_page_too_large_for_a_number_is_refused() {
    let pdf = one_page_pdf(
        &format!("/MediaBox[0 0 {:.0} 9]", 1e46),
        "0 0 9 9 re f",
        &[],
    );
    assert_eq!(drawn(&pdf), ("damaged", "damaged"));
}

/// A page that draws this picture askew, so that it has to be drawn.
fn askew(keys: &str, data: &[u8]) -> Vec<u8> {
    let keys = format!("/Subtype/Image/BitsPerComponent 1/ColorSpace/DeviceGray{keys}");
    one_page_pdf(
        "/MediaBox[0 0 60 40]",
        "q 30 5 -5 20 9 9 cm /Im0 Do Q",
        &[stream(&keys, data)],
    )
}

const SIXTY: &str = "/Width 60/Height 60";

#[test]
fn a_picture_on_a_drawn_page_claims_no_more_than_one_that_is_the_page() {
    let huge = "/Width 60000/Height 60000/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000>>";
    let too_large = ("picture_too_large", "picture_too_large");
    assert_eq!(drawn(&askew(huge, &[0xFF; 999])), too_large);
    let wide = format!("{SIXTY}/Filter/CCITTFaxDecode/DecodeParms[<</K -1/Columns 90000>>]");
    assert_eq!(drawn(&askew(&wide, &[0xFF; 999])), too_large);
    // In the content itself reading back does not look.
    let inline = "BI /W 60000 /H 60000 /BPC 1 /CS /G /F /CCF /DP <</K -1/Columns 60000>> ID \
                  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa EI";
    let pdf = one_page_pdf("/MediaBox[0 0 60 40]", inline, &[]);
    assert_eq!(drawn(&pdf).0, too_large.0);
}

#[test]
fn a_packed_picture_inside_another_packing_is_refused() {
    // The first of the two would be asked for 15 GB before the second is looked at.
    let fax = "/Filter[/CCITTFaxDecode/ASCIIHexDecode]\
               /DecodeParms[<</K -1/Columns 4000000000/Rows 30>>null]";
    for keys in [
        format!("{SIXTY}{fax}"),
        format!("{SIXTY}/Filter[/JPXDecode/FlateDecode]"),
        format!("{SIXTY}/Filter[/JBIG2Decode/ASCIIHexDecode]"),
        format!("{SIXTY}/Filter[/DCTDecode/FlateDecode]"),
    ] {
        let refused = ("format_unsupported", "format_unsupported");
        assert_eq!(drawn(&askew(&keys, &[0xFF; 99])), refused, "{keys}");
    }
    // As the whole of a page as well.
    let keys = format!("/Subtype/Image/BitsPerComponent 1/ColorSpace/DeviceGray{SIXTY}{fax}");
    let whole = one_page_pdf(
        "/MediaBox[0 0 60 40]",
        "q 60 0 0 40 0 0 cm /Im0 Do Q",
        &[stream(&keys, &[0xFF; 99])],
    );
    assert_eq!(drawn(&whole).0, "format_unsupported");
}

#[test]
fn a_page_of_millions_of_shapes_is_refused_before_it_is_drawn() {
    // Drawing keeps each until the end: four million took 4 GB.
    let page = |count: usize| {
        let content = "0 0 40 30 re f ".repeat(count);
        one_page_pdf("/MediaBox[0 0 40 30]", &content, &[])
    };
    assert_eq!(drawn(&page(400_000)).0, "damaged");
    assert_eq!(drawn(&page(2_000)).0, "ok");
}

#[test]
fn a_function_of_endless_depth_is_refused() {
    let page = |program: &str| {
        let shading = "<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 90 60]/Function 6 0 R>>";
        let form = format!("/Subtype/Form/BBox[0 0 60 40]/Resources<</Shading<</S {shading}>>>>");
        let function = "/FunctionType 4/Domain[0 1]/Range[0 1]";
        let objects = [
            stream(&form, b"/S sh"),
            stream(function, program.as_bytes()),
        ];
        one_page_pdf("/MediaBox[0 0 60 40]", "/Im0 Do", &objects)
    };
    assert_eq!(drawn(&page(&"{".repeat(100_000))).0, "damaged");
    assert_eq!(
        drawn(&page("{ dup 0.5 gt { pop 1 } { pop 0 } ifelse }")).0,
        "ok"
    );
}

#[test]
fn a_jpeg_2000_picture_is_as_large_as_its_own_header_says() {
    let data = jpeg_2000(30_000, 30_000);
    let pdf = askew(&format!("{SIXTY}/Filter/JPXDecode"), &data);
    assert_eq!(drawn(&pdf), ("picture_too_large", "picture_too_large"));
    // Small in width and height, and of ten thousand colours.
    let mut data = jpeg_2000(60, 60);
    let at = data.windows(4).position(|w| w == [0xFF, 0x4F, 0xFF, 0x51]);
    let components = at.unwrap() + 40;
    data[components..components + 2].copy_from_slice(&10_000_u16.to_be_bytes());
    let pdf = askew(&format!("{SIXTY}/Filter/JPXDecode"), &data);
    assert_eq!(drawn(&pdf), ("format_unsupported", "format_unsupported"));
}

fn deflated(data: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut to = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    to.write_all(data).unwrap();
    to.finish().unwrap()
}

#[test]
fn a_stream_packed_by_anything_is_measured_before_it_is_unpacked() {
    // Each of these unpacks to more than a page may hold, from a file of a megabyte or less.
    let zeros = vec![0; 600 << 20];
    let lzw = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8)
        .encode(&zeros)
        .unwrap();
    let flate = deflated(&zeros);
    let hex: Vec<u8> = flate
        .iter()
        .flat_map(|b| format!("{b:02x}").into_bytes())
        .collect();
    for (filter, data) in [
        ("/LZWDecode", &lzw),
        ("/FlateDecode", &flate),
        // Without its header it is unpacked as well.
        ("/FlateDecode", &flate[2..].to_vec()),
        ("[/ASCIIHexDecode/FlateDecode]", &hex),
        // A header that one reader refuses and another passes over.
        ("/FlateDecode", &[&[0xF8, 0x1F], &flate[2..]].concat()),
    ] {
        let pdf = askew(&format!("{SIXTY}/Filter{filter}"), data);
        assert_eq!(
            drawn(&pdf),
            ("damaged", "damaged"),
            "{filter} {}",
            data.len()
        );
    }
}

#[test]
fn a_table_of_objects_packed_by_anything_is_measured_before_it_is_believed() {
    let zeros = vec![b' '; 600 << 20];
    let lzw = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8)
        .encode(&zeros)
        .unwrap();
    for (filter, data) in [("LZWDecode", lzw), ("FlateDecode", deflated(&zeros))] {
        let keys = format!("/Type/ObjStm/N 1/First 4/Filter/{filter}");
        let pdf = one_page_pdf("/MediaBox[0 0 60 40]", "", &[stream(&keys, &data)]);
        assert_eq!(
            drawn(&pdf),
            ("damaged", "damaged"),
            "{filter} {}",
            data.len()
        );
    }
}

#[test]
fn a_jpeg_of_endless_scans_is_refused_on_a_drawn_page_too() {
    let kind = JpegKind {
        progressive: true,
        ..JpegKind::default()
    };
    let good = jpeg_of(&page(60, 40), 60, 40, &kind);
    let last = good.len() - 2;
    let from = good.windows(2).rposition(|w| w == [0xFF, 0xDA]).unwrap();
    let mut data = good[..last].to_vec();
    for _ in 0..300 {
        data.extend_from_slice(&good[from..last]);
    }
    data.extend_from_slice(&[0xFF, 0xD9]);
    let keys = "/Subtype/Image/Width 60/Height 40/BitsPerComponent 8/ColorSpace/DeviceRGB";
    let drawn_askew = |filter: &str, data: &[u8]| {
        let picture = stream(&format!("{keys}/Filter{filter}"), data);
        drawn(&one_page_pdf(
            "/MediaBox[0 0 60 40]",
            "q 30 5 -5 20 9 9 cm /Im0 Do Q",
            &[picture],
        ))
    };
    assert_eq!(drawn_askew("/DCTDecode", &good).0, "ok");
    assert_eq!(drawn_askew("/DCTDecode", &data).0, "damaged");
    assert_eq!(
        drawn_askew("[/FlateDecode/DCTDecode]", &deflated(&data)).0,
        "damaged"
    );
}

#[test]
fn a_jbig2_picture_holds_nothing_larger_than_a_picture_may_be() {
    let words = |words: &[u32]| -> Vec<u8> { words.iter().flat_map(|w| w.to_be_bytes()).collect() };
    let page = |side: u32| jbig2_segment(0, 48, &[words(&[side, side, 0, 0]), vec![0; 3]].concat());
    let region = |side: u32, kind: u8, rest: &[u8]| {
        jbig2_segment(
            2,
            kind,
            &[&words(&[side, side, 0, 0])[..], &[0], rest].concat(),
        )
    };
    let grid = [
        &[1][..],
        &words(&[60_000, 60_000, 0, 0]),
        &[0, 1, 0, 1],
        &[0xFF; 30],
    ]
    .concat();
    let patterns = jbig2_segment(1, 16, &[1, 255, 255, 0x7F, 0xFF, 0xFF, 0xFF, 0]);
    let cases = [
        (page(60_000), "picture_too_large"),
        (
            [page(60), region(60_000, 38, &[1, 0xFF])].concat(),
            "picture_too_large",
        ),
        (
            [page(60), region(60, 22, &grid)].concat(),
            "picture_too_large",
        ),
        ([page(60), patterns].concat(), "damaged"),
    ];
    for (data, code) in cases {
        let pdf = askew(&format!("{SIXTY}/Filter/JBIG2Decode"), &data);
        assert_eq!(drawn(&pdf), (code, code));
    }
}

#[test]
fn a_line_of_endless_dashes_is_refused() {
    for content in [
        "[0.0000001] 0 d 0 0 m 60 40 l S",
        "[1 1] 0 d 0 0 m 1000000000 1000000000 l 60 40 l S",
        "[5 -4] 0 d 0 0 m 60 40 l S",
        "BT /F 30 Tf 9 9 Td 1 Tr [0.0000001] 0 d (aa) Tj ET",
    ] {
        let pdf = one_page_pdf("/MediaBox[0 0 60 40]", content, &[]);
        assert_eq!(drawn(&pdf).0, "damaged", "{content}");
    }
    let pdf = one_page_pdf("/MediaBox[0 0 60 40]", "[3 1] 0 d 0 0 m 60 40 l S", &[]);
    assert_eq!(drawn(&pdf), ("ok", "ok"));
}

#[test]
fn forms_within_forms_end_when_their_time_is_over() {
    let mut forms: Vec<_> = (6..18)
        .map(|next| {
            let keys =
                format!("/Subtype/Form/BBox[0 0 60 40]/Resources<</XObject<</X {next} 0 R>>>>");
            stream(&keys, "/X Do ".repeat(30).as_bytes())
        })
        .collect();
    // Nothing is drawn: what is drawn is counted, and ends sooner.
    forms.push(stream("/Subtype/Form/BBox[0 0 60 40]", b"q Q"));
    let pdf = one_page_pdf("/MediaBox[0 0 60 40]", "/Im0 Do", &forms);
    let limits = Limits {
        page_seconds: 1,
        ..limits()
    };
    let source = Source::open(pdf.into(), &limits).unwrap();
    // Once more than may be left behind: each has to end by itself.
    for _ in 0..5 {
        let derived = code(derive(&source, 0, &DeriveSpec::default(), &limits));
        // A fast machine comes to the most parts of a page before its second is over.
        assert!(matches!(derived, "took_too_long" | "damaged"), "{derived}");
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    let small = one_page_pdf("/MediaBox[0 0 60 40]", "0 0 9 9 re f", &[]);
    assert_eq!(drawn(&small), ("ok", "ok"));
}

#[test]
fn a_harmless_oddity_does_not_hide_missing_data() {
    let whole = jpeg(90, 60);
    let at = |needle: &[u8]| {
        whole
            .windows(needle.len())
            .position(|w| w == needle)
            .unwrap()
    };
    let (jfif, scan) = (at(b"JFIF"), at(b"\xFF\xDA"));
    let coded = scan + 2 + usize::from(whole[scan + 3]);
    let adobe = b"Adobe\0\x64\0\0\0\0\x07";
    let changed = |bytes: &[u8], at: usize, value: u8| {
        let mut bytes = bytes.to_vec();
        bytes[at] = value;
        bytes
    };
    type Change<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
    let oddities: [(&str, Change<'_>); 4] = [
        ("revision", &|b| changed(b, jfif + 5, 2)),
        ("colours", &|b| with_segment(b, 0xEE, adobe)),
        ("range", &|b| changed(b, coded - 2, 62)),
        ("strays", &|b| [&b[..scan], &[0, 0], &b[scan..]].concat()),
    ];
    let missing = [&whole[..coded + (whole.len() - coded) / 3], b"\xFF\xD9"].concat();
    for (name, oddity) in oddities {
        assert_eq!(code(take_in(oddity(&whole))), "ok", "{name}");
        assert_eq!(code(take_in(oddity(&missing))), "truncated", "{name}");
    }
}
