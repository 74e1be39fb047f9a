//! Folders and zips.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use common::*;
use sohoa_capture::{IntakeItem, Limits, Refused, list};

fn names(listed: &[Result<IntakeItem, Refused>]) -> Vec<String> {
    listed
        .iter()
        .map(|r| match r {
            Ok(item) => item.name.clone(),
            Err(r) => format!("{}!{}", r.name, r.error.code()),
        })
        .collect()
}

fn in_zip(bytes: &[u8]) -> Vec<Result<IntakeItem, Refused>> {
    in_zip_within(bytes, &Limits::default())
}

fn in_zip_within(bytes: &[u8], limits: &Limits) -> Vec<Result<IntakeItem, Refused>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("anh.zip");
    fs::write(&file, bytes).unwrap();
    let listed = list(&[file], limits);
    // The list keeps its file open: entries can be read when the folder is gone (on Unix).
    listed
}

#[test]
fn a_folder_in_natural_order_without_junk() {
    let folder = tempfile::tempdir().unwrap();
    let so = folder.path().join("so");
    for sub in ["tap 10", "tap 2", ".an", "__MACOSX"] {
        fs::create_dir_all(so.join(sub)).unwrap();
    }
    for name in [
        "10.jpg",
        "9.jpg",
        "1.JPG",
        "tap 10/1.jpg",
        "tap 2/11.jpg",
        "tap 2/2.jpg",
        "Thumbs.db",
        ".DS_Store",
        "desktop.ini",
        ".an/1.jpg",
        "__MACOSX/1.jpg",
        "~$so.xlsx",
    ] {
        fs::write(so.join(name), b"x").unwrap();
    }
    fs::write(
        so.join("anh.zip"),
        zip(&[("b/10.jpg", b"x"), ("b/2.jpg", b"yy")]),
    )
    .unwrap();
    let listed = list(&[so], &Limits::default());
    assert_eq!(
        names(&listed),
        [
            "so/1.JPG",
            "so/9.jpg",
            "so/10.jpg",
            "so/anh.zip/b/2.jpg",
            "so/anh.zip/b/10.jpg",
            "so/tap 2/2.jpg",
            "so/tap 2/11.jpg",
            "so/tap 10/1.jpg",
        ]
    );
    let item = listed[3].as_ref().unwrap();
    assert_eq!(
        (item.read(&Limits::default()).unwrap(), item.bytes),
        (b"yy".to_vec(), 2)
    );
    assert!(item.path().is_none() && listed[0].as_ref().unwrap().path().is_some());
}

#[test]
fn several_paths_one_missing_one_empty() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("trong")).unwrap();
    fs::write(at("2.jpg"), jpeg(16, 16)).unwrap();
    fs::write(at("10.jpg"), b"").unwrap();
    fs::write(at("rong.zip"), zip(&[])).unwrap();
    let paths: Vec<PathBuf> = ["10.jpg", "2.jpg", "khong co.jpg", "rong.zip", "trong"]
        .map(at)
        .to_vec();
    let listed = list(&paths, &Limits::default());
    assert_eq!(
        names(&listed),
        [
            "2.jpg",
            "10.jpg",
            "khong co.jpg!file_unreadable",
            "rong.zip!no_pictures_inside",
            "trong!no_pictures_inside",
        ]
    );
    let limits = Limits::default();
    assert_eq!(
        code(listed[1].as_ref().unwrap().read(&limits)),
        "file_empty"
    );
    let small = Limits {
        max_picture_bytes: 10,
        ..Limits::default()
    };
    assert_eq!(
        code(listed[0].as_ref().unwrap().read(&small)),
        "file_too_large"
    );
}

#[test]
fn unsafe_names_are_refused_and_the_rest_goes_on() {
    let bytes = zip(&[
        ("1.jpg", b"x"),
        ("../2.jpg", b"x"),
        ("a/../../3.jpg", b"x"),
        ("/4.jpg", b"x"),
        ("C:\\5.jpg", b"x"),
        ("..\\6.jpg", b"x"),
        ("\\\\may\\7.jpg", b"x"),
        ("a\\8.jpg", b"x"),
        (".an/9.jpg", b"x"),
        ("__MACOSX/._1.jpg", b"x"),
        ("Sổ/Êban.jpg", b"x"),
    ]);
    let mut got = names(&in_zip(&bytes));
    got.sort();
    let mut expected = vec![
        "anh.zip/1.jpg",
        "anh.zip/../2.jpg!zip_unsafe_path",
        "anh.zip/a/../../3.jpg!zip_unsafe_path",
        "anh.zip//4.jpg!zip_unsafe_path",
        "anh.zip/C:\\5.jpg!zip_unsafe_path",
        "anh.zip/..\\6.jpg!zip_unsafe_path",
        "anh.zip/\\\\may\\7.jpg!zip_unsafe_path",
        "anh.zip/a/8.jpg",
        "anh.zip/Sổ/Êban.jpg",
    ];
    expected.sort_unstable();
    assert_eq!(got, expected);
}

#[test]
fn a_zip_in_a_zip_is_refused_and_an_office_file_is_named() {
    let inner = zip(&[("1.jpg", b"x")]);
    let listed = in_zip(&zip(&[("trong.zip", &inner), ("lua.jpg", &inner)]));
    for item in listed {
        assert_eq!(code(item.unwrap().read(&Limits::default())), "zip_nested");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("so.xlsx");
    fs::write(
        &file,
        zip(&[("[Content_Types].xml", b"x"), ("xl/workbook.xml", b"x")]),
    )
    .unwrap();
    let listed = list(&[file], &Limits::default());
    let bytes = listed[0]
        .as_ref()
        .unwrap()
        .read(&Limits::default())
        .unwrap();
    assert_eq!(code(open(bytes)), "format_unsupported");
}

#[test]
fn bombs() {
    let zeros = vec![0_u8; 30 << 20];
    let bomb = zip(&[("1.jpg", b"x"), ("bom.png", &zeros)]);
    assert_eq!(
        names(&in_zip(&bomb)),
        ["anh.zip/1.jpg", "anh.zip/bom.png!zip_too_large"]
    );
    let total = Limits {
        max_unpacked_bytes: 1 << 20,
        ..Limits::default()
    };
    assert_eq!(
        names(&in_zip_within(&bomb, &total)),
        ["anh.zip!zip_too_large"]
    );
    let many = Limits {
        max_entries: 1,
        ..Limits::default()
    };
    assert_eq!(
        names(&in_zip_within(&bomb, &many)),
        ["anh.zip!zip_too_large"]
    );
    // A directory that lies about the size: both records say 1,000 bytes instead of 30 MB.
    let mut lie = zip(&[("bom.png", &zeros)]);
    let real = (zeros.len() as u32).to_le_bytes();
    let told = 1000_u32.to_le_bytes();
    let mut at = 0;
    while let Some(step) = lie[at..].windows(4).position(|w| w == real) {
        at += step;
        lie[at..at + 4].copy_from_slice(&told);
    }
    let listed = in_zip(&lie);
    let got = code(listed[0].as_ref().unwrap().read(&Limits::default()));
    assert!(["zip_too_large", "zip_damaged"].contains(&got), "{got}");
}

#[test]
fn damaged_and_encrypted_zips() {
    let whole = zip(&[("1.jpg", &noise(100, 100, 3)), ("2.jpg", b"x")]);
    assert_eq!(
        names(&in_zip(&whole[..whole.len() / 2])),
        ["anh.zip!zip_damaged"]
    );
    let mut flipped = whole.clone();
    flipped[5_000] ^= 0xFF;
    let listed = in_zip(&flipped);
    assert_eq!(
        code(listed[0].as_ref().unwrap().read(&Limits::default())),
        "zip_damaged"
    );
    assert_eq!(
        code(listed[1].as_ref().unwrap().read(&Limits::default())),
        "ok"
    );
    // Bit 0 of the flags says encrypted, in the local and in the central record.
    let mut locked = zip(&[("1.jpg", b"x")]);
    locked[6] |= 1;
    let central = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    locked[central + 8] |= 1;
    assert_eq!(names(&in_zip(&locked)), ["anh.zip/1.jpg!zip_encrypted"]);
    let mut w = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
    let o =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    w.start_file("1.jpg", o).unwrap();
    w.write_all(&jpeg(16, 16)).unwrap();
    let mut odd = w.finish().unwrap().into_inner();
    // Method 14 (LZMA), which is not built in.
    odd[8] = 14;
    let central = odd.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    odd[central + 10] = 14;
    let listed = in_zip(&odd);
    assert_eq!(
        code(listed[0].as_ref().unwrap().read(&Limits::default())),
        "format_unsupported"
    );
}
