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
        with_jbig2_segment(&jpeg(90, 60), 0xE1, &exif(6)),
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
