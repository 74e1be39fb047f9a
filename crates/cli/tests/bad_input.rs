//! Bad input, one row each: the stable code that is told, the exit code, and that nothing is
//! lost, nothing half-written, nothing panics.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::ffi::OsStr;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use support::{Bench, Said, contents, picture, sane};
use zip::write::SimpleFileOptions;

fn jpeg() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_fn(300, 400, |x, y| image::Rgb([x as u8, y as u8, 90]))
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

fn png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::GrayImage::from_fn(300, 400, |x, y| image::Luma([(x ^ y) as u8]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A PNG that says it is 60,000 × 60,000 and holds next to nothing.
fn gigantic() -> Vec<u8> {
    let mut bytes = png();
    bytes[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        })
    })
}

fn zipped(entries: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive
            .start_file(
                *name,
                SimpleFileOptions::default().compression_method(method),
            )
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn pdf(pages: &str, count: u32, trailer: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{pages}] /Count {count} >>"),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] >>".to_owned(),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut at = Vec::new();
    for (number, body) in (1..).zip(&objects) {
        at.push(out.len());
        write!(out, "{number} 0 obj\n{body}\nendobj\n").unwrap();
    }
    let start = out.len();
    write!(out, "xref\n0 {}\n0000000000 65535 f \n", at.len() + 1).unwrap();
    for offset in &at {
        writeln!(out, "{offset:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n",
        at.len() + 1
    )
    .unwrap();
    out
}

fn import(bench: &Bench, book: &str, path: &Path) -> Said {
    bench.run([
        OsStr::new("pages"),
        "import".as_ref(),
        book.as_ref(),
        path.as_os_str(),
    ])
}

#[test]
fn every_refused_file_has_its_reason_and_stops_no_other() {
    let bench = Bench::new();
    let book = bench.add("KS", "2008");
    let folder = bench.path("đủ thứ");
    fs::create_dir(&folder).unwrap();
    let whole = jpeg();
    let bomb = vec![0u8; 64 << 20];
    let encrypted = "/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O (01234567890123456789012345678901) /U (01234567890123456789012345678901) >> /ID [(a) (a)]";
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("rong.jpg", vec![], "file_empty"),
        ("cut.jpg", whole[..whole.len() / 2].to_vec(), "truncated"),
        ("cut.png", png()[..200].to_vec(), "truncated"),
        (
            "chu.jpg",
            "không phải ảnh".as_bytes().to_vec(),
            "format_unknown",
        ),
        ("khổng lồ.png", gigantic(), "picture_too_large"),
        ("khoa.pdf", pdf("3 0 R", 1, encrypted), "pdf_encrypted"),
        ("khong-trang.pdf", pdf("", 0, ""), "pdf_no_pages"),
        ("cut.pdf", pdf("3 0 R", 1, "")[..180].to_vec(), "truncated"),
        (
            "bomb.zip",
            zipped(&[("a.jpg", &bomb)], zip::CompressionMethod::Deflated),
            "zip_too_large",
        ),
        (
            "thoat.zip",
            zipped(
                &[("../../thoat.jpg", &whole)],
                zip::CompressionMethod::Stored,
            ),
            "zip_unsafe_path",
        ),
        (
            "long.zip",
            zipped(
                &[(
                    "trong.zip",
                    &zipped(&[("a.jpg", &whole)], zip::CompressionMethod::Stored),
                )],
                zip::CompressionMethod::Stored,
            ),
            "zip_nested",
        ),
        ("hong.zip", b"PK\x03\x04 not really".to_vec(), "zip_damaged"),
        (
            "anh.heic",
            b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(),
            "format_unsupported",
        ),
    ];
    for (name, bytes, _) in &cases {
        fs::write(folder.join(name), bytes).unwrap();
    }
    // Mislabelled files are what they are, not what they are called.
    fs::write(folder.join("that-ra-la-png.jpg"), png()).unwrap();
    fs::write(folder.join("tot.jpg"), &whole).unwrap();
    let before = contents(&folder);

    let said = import(&bench, &book, &folder);
    sane(&said, "folder");
    let json = said.ok();
    assert_eq!(json["imported"], 2, "{json}");
    let rejected = json["rejected"].as_array().unwrap();
    for (name, _, code) in &cases {
        let found = rejected
            .iter()
            .find(|r| r["file"].as_str().unwrap().contains(name));
        let found = found.unwrap_or_else(|| panic!("{name} is not among {rejected:?}"));
        assert_eq!(found["code"], *code, "{name}");
        let reason = found["reason"].as_str().unwrap();
        assert!(reason.ends_with('.') && reason != *code, "{name}: {reason}");
    }
    assert_eq!(rejected.len(), cases.len(), "{rejected:?}");
    assert!(
        contents(&folder) == before,
        "what was given is never changed"
    );
    assert!(
        !bench.dir.path().join("thoat.jpg").exists()
            && !bench
                .dir
                .path()
                .parent()
                .unwrap()
                .join("thoat.jpg")
                .exists()
    );
    // Again: nothing doubles.
    let again = import(&bench, &book, &folder).ok();
    assert_eq!(
        (&again["imported"], &again["already"]),
        (&0.into(), &2.into())
    );
}

#[test]
fn damaged_sheets_are_refused_whole() {
    let bench = Bench::new();
    let book = bench.add("KS", "2008");
    let page = bench.path("1.png");
    picture(&page, 1);
    import(&bench, &book, &page).ok();
    bench.run(["cases", "cut", &book]).ok();
    let good = {
        let path = bench.path("good.xlsx");
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let rows = workbook.add_worksheet();
        for (column, header) in (0u16..).zip(["so", "quyenSo", "ngayDangKy", "nksHoTen"]) {
            rows.write_string(0, column, header).unwrap();
            rows.write_string(1, column, "1").unwrap();
        }
        workbook.save(&path).unwrap();
        fs::read(path).unwrap()
    };
    let mut sealed = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    sealed.extend(vec![0; 600]);
    sealed.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let headless = {
        let path = bench.path("headless.xlsx");
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook
            .add_worksheet()
            .write_string(0, 0, "chỉ là ghi chép")
            .unwrap();
        workbook.save(&path).unwrap();
        fs::read(path).unwrap()
    };
    let empty = {
        let path = bench.path("empty.xlsx");
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.add_worksheet();
        workbook.save(&path).unwrap();
        fs::read(path).unwrap()
    };
    let zeros = vec![b' '; 64 << 20];
    let bomb = zipped(
        &[("[Content_Types].xml", &zeros), ("xl/workbook.xml", &zeros)],
        zip::CompressionMethod::Deflated,
    );
    for (what, bytes, code) in [
        (
            "cut in half",
            good[..good.len() / 2].to_vec(),
            "sheet_unreadable",
        ),
        ("not a sheet", b"xin chao".to_vec(), "sheet_unreadable"),
        ("nothing", vec![], "sheet_unreadable"),
        ("password", sealed, "sheet_protected"),
        ("no header", headless, "sheet_header"),
        ("no rows", empty, "sheet_empty"),
        ("a bomb", bomb, "sheet_unreadable"),
    ] {
        let file = bench.path("thu.xlsx");
        fs::write(&file, bytes).unwrap();
        let said = bench.run([
            OsStr::new("records"),
            "import".as_ref(),
            book.as_ref(),
            file.as_os_str(),
        ]);
        sane(&said, what);
        assert_eq!(said.code, 3, "{what}: {}", said.err);
        assert_eq!(said.json()["error"]["code"], code, "{what}");
    }
    // A header pushed down and merged cells above it are understood.
    let file = bench.path("shifted.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let rows = workbook.add_worksheet();
    rows.merge_range(0, 0, 1, 3, "SỔ KHAI SINH", &rust_xlsxwriter::Format::new())
        .unwrap();
    for (column, header) in (0u16..).zip(["nksHoTen", "so", "", "ngayDangKy"]) {
        rows.write_string(4, column + 2, header).unwrap();
        rows.write_string(5, column + 2, if header == "so" { "7" } else { "2008" })
            .unwrap();
    }
    workbook.save(&file).unwrap();
    let said = bench
        .run([
            OsStr::new("records"),
            "import".as_ref(),
            book.as_ref(),
            file.as_os_str(),
        ])
        .ok();
    assert_eq!(said["paired"], 1);
}

#[test]
fn foreign_deliverables_are_judged_not_believed() {
    let bench = Bench::new();
    let book = bench.typed_book("KS", 2, 1, sohoa_ledgers::Look::Scan);
    let out = bench.path("out");
    let done = bench
        .run([
            OsStr::new("package"),
            book.as_ref(),
            "--out".as_ref(),
            out.as_os_str(),
        ])
        .ok();
    let (xlsx, zip_path) = (
        done["xlsx"].as_str().unwrap(),
        done["zip"].as_str().unwrap(),
    );
    let whole = fs::read(zip_path).unwrap();
    let entries: Vec<(String, Vec<u8>)> = {
        let mut archive = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
        (0..archive.len())
            .map(|n| {
                let mut entry = archive.by_index(n).unwrap();
                let name = entry.name().unwrap().into_owned();
                let mut bytes = Vec::new();
                std::io::copy(&mut entry, &mut bytes).unwrap();
                (name, bytes)
            })
            .collect()
    };
    let (a, b) = (
        (entries[0].0.as_str(), &entries[0].1[..]),
        (entries[1].0.as_str(), &entries[1].1[..]),
    );
    let stored = zip::CompressionMethod::Stored;
    let mut torn = entries[1].1.clone();
    torn.truncate(torn.len() / 2);
    for (what, bytes, kinds) in [
        (
            "one PDF gone",
            zipped(&[a], stored),
            vec!["row_without_pdf", "count_differs"],
        ),
        (
            "one too many",
            zipped(&[a, b, ("la.txt", b"x")], stored),
            vec![
                "pdf_without_row",
                "bad_name",
                "pdf_unreadable",
                "count_differs",
            ],
        ),
        (
            "wrong name",
            zipped(&[a, ("KS.2008.01.2008-01-01.99.pdf", b.1)], stored),
            vec!["pdf_without_row", "row_without_pdf"],
        ),
        (
            "a torn PDF",
            zipped(&[a, (b.0, &torn)], stored),
            vec!["pdf_unreadable"],
        ),
        ("no archive", b"PK".to_vec(), vec!["zip_unreadable"]),
        (
            "cut archive",
            whole[..whole.len() / 2].to_vec(),
            vec!["zip_unreadable"],
        ),
    ] {
        fs::write(zip_path, &bytes).unwrap();
        let said = bench.run(["verify", xlsx, zip_path]);
        sane(&said, what);
        assert_eq!(said.code, 1, "{what}: {}", said.out);
        let json = said.json();
        assert_eq!(json["ok"], false);
        let found: Vec<&str> = json["problems"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["kind"].as_str().unwrap())
            .collect();
        for kind in kinds {
            assert!(found.contains(&kind), "{what}: {found:?}");
        }
        for problem in json["problems"].as_array().unwrap() {
            assert!(
                problem["where"].is_string() && problem["message"].as_str().unwrap().ends_with('.'),
                "{problem}"
            );
        }
    }
    fs::write(zip_path, &whole).unwrap();
    fs::write(xlsx, b"khong phai bang").unwrap();
    let said = bench.run(["verify", xlsx, zip_path]);
    assert_eq!(
        (said.code, said.json()["problems"][0]["kind"].as_str()),
        (1, Some("sheet_unreadable"))
    );
}
