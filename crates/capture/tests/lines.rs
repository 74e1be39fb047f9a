//! Printed lines of pages: drawn ledgers, and what makes lines hard to see.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{JpegKind, jpeg_of};
use sohoa_capture::{DeriveSpec, Flatten, Limits, Source, derive, lines};
use sohoa_core::layout::{Layout, Lines, rows};
use sohoa_core::shape::Region;
use sohoa_ledgers::{Look, Order, write_book};

const W: usize = 1700;
const H: usize = 2400;

/// A page of 200 dpi, drawn by a function of place: levels of grey.
fn seen(level: impl Fn(f64, f64) -> f64) -> Lines {
    let data: Vec<u8> = (0..W * H)
        .map(|i| level((i % W) as f64, (i / W) as f64).clamp(0.0, 255.0) as u8)
        .collect();
    let kind = JpegKind {
        subsamp: turbojpeg::Subsamp::Gray,
        format: turbojpeg::PixelFormat::GRAY,
        ..JpegKind::default()
    };
    let limits = Limits::default();
    let source = Source::open(jpeg_of(&data, W, H, &kind).into(), &limits).unwrap();
    lines(&source, 0, &limits).unwrap()
}

/// Grain of paper: the same for the same place.
fn grain(x: f64, y: f64) -> f64 {
    let n = (x as u64).wrapping_mul(0x9E37_79B9) ^ (y as u64).wrapping_mul(0x85EB_CA6B_C2B2);
    (n.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 58) as f64 / 8.0 - 4.0
}

const AT: [f64; 4] = [300.0, 820.0, 1340.0, 2100.0];

/// How dark the lines at [`AT`] are at a place; `bow` pixels lower in the middle.
fn ruled(x: f64, y: f64, thick: f64, bow: f64) -> bool {
    let across = (x / W as f64 - 0.5) * 2.0;
    let off = bow * (1.0 - across * across);
    (100.0..1600.0).contains(&x) && AT.iter().any(|at| (y - at - off).abs() < thick / 2.0)
}

/// What looks like writing: dashes of many lengths in lines.
fn written(x: f64, y: f64) -> bool {
    let line = (y / 40.0).floor();
    let n = ((x / 7.0).floor() + line * 131.0) as u64;
    let stroke = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 61;
    (200.0..1500.0).contains(&x) && (y % 40.0) < 14.0 && stroke < 3
}

fn long(lines: &Lines) -> Vec<f64> {
    let long = lines.across.iter().filter(|l| l.to - l.from > 0.5);
    long.map(|l| l.at * H as f64).collect()
}

#[test]
fn lines_that_are_hard_to_see() {
    let ink = |dark: bool, by: f64| if dark { by } else { 0.0 };
    type Page = Box<dyn Fn(f64, f64) -> f64>;
    let pages: [(&str, f64, Page); 6] = [
        (
            "plain",
            0.0,
            Box::new(move |x, y| 235.0 - ink(ruled(x, y, 3.0, 0.0), 120.0)),
        ),
        (
            "faint, on grain",
            0.0,
            Box::new(move |x, y| 225.0 + grain(x, y) - ink(ruled(x, y, 2.0, 0.0), 26.0)),
        ),
        (
            "bowed by a hundredth",
            24.0,
            Box::new(move |x, y| 230.0 + grain(x, y) - ink(ruled(x, y, 2.5, 24.0), 70.0)),
        ),
        (
            "under a shadow",
            0.0,
            Box::new(move |x, y| {
                (240.0 - ink(ruled(x, y, 2.5, 0.0), 80.0)) * (0.45 + 0.55 * (x / W as f64))
            }),
        ),
        (
            "written over",
            0.0,
            Box::new(move |x, y| {
                235.0 + grain(x, y)
                    - ink(ruled(x, y, 2.5, 0.0), 70.0).max(ink(written(x, y), 150.0))
            }),
        ),
        (
            "of one bit",
            0.0,
            Box::new(move |x, y| 255.0 - ink(ruled(x, y, 1.5, 0.0) || written(x, y), 255.0)),
        ),
    ];
    for (what, bow, page) in pages {
        let found = long(&seen(page));
        assert_eq!(found.len(), AT.len(), "{what}: {found:?}");
        for (found, at) in found.iter().zip(AT) {
            // A bowed line stands where it is on the whole.
            let wanted = at + bow * 0.61;
            assert!(
                (found - wanted).abs() < 0.002 * H as f64,
                "{what}: {found} {wanted}"
            );
        }
    }
}

#[test]
fn writing_and_edges_of_shadows_are_no_lines() {
    let writing = seen(|x, y| {
        if written(x, y) {
            70.0
        } else {
            235.0 + grain(x, y)
        }
    });
    assert_eq!(long(&writing), [] as [f64; 0]);
    let shadow = seen(|_, y| if y < 900.0 { 240.0 } else { 150.0 });
    assert_eq!(long(&shadow), [] as [f64; 0]);
    let part = |y: f64, h: f64| Region {
        x: 0.1,
        y,
        w: 0.8,
        h,
    };
    assert_eq!(writing.seems_empty(part(0.3, 0.2)), Some(false));
    assert_eq!(shadow.seems_empty(part(0.5, 0.2)), Some(true));
}

#[test]
fn columns_are_seen_and_frames_are_no_ink() {
    let found = seen(|x, y| {
        let frame = (x - 850.0).abs() < 1.5 && (300.0..2100.0).contains(&y);
        if frame || ruled(x, y, 3.0, 0.0) {
            60.0
        } else {
            230.0
        }
    });
    assert_eq!(found.down.len(), 1, "{:?}", found.down);
    let line = found.down[0];
    assert!(
        (line.at - 0.5).abs() < 0.002 && (line.from - 0.125).abs() < 0.02,
        "{line:?}"
    );
    assert!((line.to - 0.875).abs() < 0.02, "{line:?}");
    let whole = Region {
        x: 0.0,
        y: 0.1,
        w: 1.0,
        h: 0.8,
    };
    assert_eq!(found.seems_empty(whole), Some(true));
}

#[test]
fn small_and_odd_pictures_have_no_lines() {
    for (w, h) in [(1, 1), (5, 900), (900, 5), (60, 60)] {
        let limits = Limits::default();
        let jpeg = jpeg_of(&vec![200; w * h * 3], w, h, &JpegKind::default());
        let source = Source::open(jpeg.into(), &limits).unwrap();
        let found = lines(&source, 0, &limits).unwrap();
        assert!(
            found.across.is_empty() && found.down.is_empty(),
            "{w} × {h}"
        );
    }
}

/// Drawn tables, scanned and photographed: the rows are found where they were printed, and rows that
/// nobody used are seen to be empty.
#[test]
fn rows_of_drawn_tables() {
    for look in [Look::Scan, Look::Photo] {
        let folder = tempfile::tempdir().unwrap();
        let order = Order {
            kind: "KS".into(),
            year: 1987,
            volume: 1,
            cases: 10,
            per_page: 8,
            table: true,
            look,
            seed: 2,
        };
        write_book(folder.path(), &order, &[]).unwrap();
        let truth = std::fs::read(folder.path().join("cat.json")).unwrap();
        let truth: Vec<Vec<f64>> = serde_json::from_slice(&truth).unwrap();
        for (nth, edges) in truth.iter().enumerate() {
            let file = folder.path().join(format!("trang/{:04}.jpg", nth + 1));
            let limits = Limits::default();
            let source = Source::open(std::fs::read(file).unwrap().into(), &limits).unwrap();
            let spec = DeriveSpec {
                flatten: Flatten::Find,
                ..DeriveSpec::default()
            };
            let page = derive(&source, 0, &spec, &limits).unwrap().display;
            let page = Source::open(page.into(), &limits).unwrap();
            let seen = lines(&page, 0, &limits).unwrap();
            let found = rows(&seen, (0.0, 1.0)).unwrap();
            assert_eq!(found.len(), edges.len(), "{look:?} {nth}: {found:?}");
            for (found, edge) in found.iter().zip(edges) {
                assert!(
                    (found - edge).abs() < 0.006,
                    "{look:?} {nth}: {found} {edge}"
                );
            }
            let cells = Layout::of(found.windows(2).map(|w| Region {
                x: 0.0,
                y: w[0],
                w: 1.0,
                h: w[1] - w[0],
            }));
            let empty = |i: usize| seen.seems_empty(cells.cells[i].region) == Some(true);
            let used = if nth == 0 { 8 } else { 2 };
            let wanted: Vec<bool> = (0..8).map(|i| i >= used).collect();
            assert_eq!(
                (0..8).map(empty).collect::<Vec<_>>(),
                wanted,
                "{look:?} {nth}"
            );
        }
    }
}
