//! PDF out, and reading back.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use common::*;
use sohoa_capture::{DeliverSpec, Ink, Limits, Source, check_pdf, deliver, write_pdf};

fn check(bytes: &[u8]) -> sohoa_capture::Result<sohoa_capture::PdfReport> {
    check_pdf(bytes, true, &Limits::default())
}

#[test]
fn a_thousand_pages_open_quickly() {
    let file: Arc<[u8]> = write_pdf(&vec![small(); 1000], "t", "f").into();
    let start = Instant::now();
    let source = Source::open(file, &Limits::default()).unwrap();
    assert_eq!(source.frame_count(), 1000);
    for i in 0..1000 {
        assert_eq!(source.frame(i).unwrap().width, 62);
    }
    let took = start.elapsed();
    assert!(took.as_millis() < 3000, "{took:?}");
}

fn book() -> Vec<u8> {
    let limits = Limits::default();
    let spec = DeliverSpec::default();
    let colour = open(jpeg(2480, 3508)).unwrap();
    let grey = open(grey_jpeg(1240, 1754)).unwrap();
    let fax = open(tiff(&[TiffPage::g4(2480, 3508)])).unwrap();
    let lying = open(jpeg(3508, 2480)).unwrap();
    let images: Vec<_> = [colour, grey, fax, lying]
        .iter()
        .map(|s| deliver(s, 0, &spec, &limits).unwrap())
        .collect();
    write_pdf(
        &images,
        "Sổ khai sinh Y Ƀhăm Êban",
        "KS.2017.01.2017-07-05.62.pdf",
    )
}

#[test]
fn a_written_pdf_reads_back_and_is_the_same_every_time() {
    let bytes = book();
    assert_eq!(bytes, book());
    let report = check(&bytes).unwrap();
    assert_eq!((report.pages, report.version), (4, (1, 4)));
    assert_eq!(report.title.as_deref(), Some("Sổ khai sinh Y Ƀhăm Êban"));
    assert_eq!(
        report.subject.as_deref(),
        Some("KS.2017.01.2017-07-05.62.pdf")
    );
    let expected = [
        (210.0, 297.0),
        (210.0, 297.0),
        (210.0, 297.0),
        (297.0, 210.0),
    ];
    for ((w, h), (ew, eh)) in report.page_mm.iter().zip(expected) {
        assert!((w - ew).abs() < 0.3 && (h - eh).abs() < 0.3, "{w} {h}");
    }
    // And comes in again as it went out.
    let source = open(bytes).unwrap();
    assert_eq!(source.frame(2).unwrap().ink, Ink::Bilevel);
    for i in [0, 1, 3] {
        assert!(source.embedded_jpeg(i).unwrap().is_some(), "{i}");
    }
}

/// Runs a tool on the book; `None` where there is no such tool and nobody insists.
fn tool(name: &str, args: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("so.pdf");
    std::fs::write(&file, book()).unwrap();
    match Command::new(name).args(args).arg(&file).output() {
        Ok(out) => {
            assert!(
                out.status.success(),
                "{name}: {}",
                String::from_utf8_lossy(&out.stderr)
            );
            assert!(
                out.stderr.is_empty(),
                "{}",
                String::from_utf8_lossy(&out.stderr)
            );
            Some(String::from_utf8_lossy(&out.stdout).into_owned())
        }
        Err(_) if std::env::var_os("CI").is_none() => None,
        Err(e) => panic!("{name}: {e}"),
    }
}

#[test]
fn poppler_reads_it_too() {
    if let Some(info) = tool("pdfinfo", &[]) {
        assert!(info.contains("Y Ƀhăm Êban"), "{info}");
        assert!(info.contains("Pages:           4"), "{info}");
        assert!(info.contains("A4"), "{info}");
        assert!(
            !info.contains("CreationDate") && !info.contains("Producer"),
            "{info}"
        );
    }
    if let Some(list) = tool("pdfimages", &["-list"]) {
        let encodings: Vec<_> = list
            .lines()
            .skip(2)
            .filter_map(|l| l.split_whitespace().nth(8))
            .collect();
        assert_eq!(encodings, ["jpeg", "jpeg", "ccitt", "jpeg"], "{list}");
    }
}
