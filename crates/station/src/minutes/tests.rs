//! Minutes are read back with programs that do not write them: hayro and poppler for the PDF, zip and roxmltree for the
//! Word document.

use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

use roxmltree::Document;
use sohoa_capture::{DeriveSpec, Limits, Source, check_pdf, derive};
use sohoa_core::sampling::Level;

use super::*;

const LETTERS: &str =
    "Y Ƀhăm Êban, H’Mê̆r Niê Kdăm, ê̆ ô̆ ơ̆ ư̆ ƀ Ƀ ŏ Ŏ č Č ñ Ñ ĭ Ĭ, đặng thị ngữ ẳ ẵ ệ ỹ ỵ";

fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let pixel = |x: u32, y: u32| {
        image::Rgb(match (x / 7 + y / 11) % 5 {
            0 => [40, 40, 90],
            _ => [235, 228, 205],
        })
    };
    image::RgbImage::from_fn(width, height, pixel)
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

fn minutes(sample: u32, defects: u32) -> Minutes {
    let books = ["KS.2008.01", "KS.2008.02", "CMC.2011.01"];
    let fields = [
        ("Họ tên người được khai sinh", "Y Bhăm Êban", "Y Ƀhăm Êban"),
        ("Ngày sinh", "05.06.2008", "05.08.2008"),
        (
            "Nơi sinh",
            LETTERS,
            "Trạm y tế xã Ea Đrăng, huyện Ea H’leo, tỉnh Đắk Lắk",
        ),
        ("", "thiếu trang 2", ""),
    ];
    let grades = [Grade::Critical, Grade::Major, Grade::Minor];
    let of = |nth: u32| {
        (
            books[(nth * 3 / sample.max(1)) as usize % 3].to_owned(),
            nth * 7 + 3,
            format!("{}/2008", nth * 7 + 1),
        )
    };
    Minutes {
        office: "Ủy ban nhân dân xã Ea Đrăng".into(),
        contractor: "Công ty Số hóa Ví Dụ".into(),
        place: "Ea Đrăng".into(),
        date: NaiveDate::from_ymd_opt(2026, 2, 8).unwrap(),
        number: "03/BB-NT".into(),
        books: books
            .iter()
            .map(|book| LotBook {
                book: (*book).into(),
                title: format!("Sổ {book}, UBND xã Ea Đrăng"),
                cases: 400.max(sample),
            })
            .collect(),
        way: Way::Standard {
            aql: "1.0".into(),
            level: Level::II,
            regime: Regime::Normal,
            code: Some('J'),
        },
        n: sample,
        ac: 2,
        look: Look::Blind,
        changed: 2,
        confidence: 0.95,
        seed: "2026-02-08 lô 3 \"Ea Đrăng\" <&>".into(),
        sample: (0..sample)
            .map(|nth| {
                let (book, case, number) = of(nth);
                Drawn { book, case, number }
            })
            .collect(),
        defects: (0..defects)
            .map(|nth| {
                let (book, case, number) = of(nth / 2);
                let (field, delivered, paper) = fields[nth as usize % 4];
                Defect {
                    book,
                    case,
                    number,
                    field: field.into(),
                    delivered: delivered.into(),
                    paper: paper.into(),
                    grade: grades[nth as usize % 3],
                    picture: (nth % 2 == 0).then(|| picture(300 + nth * 40, 90)),
                }
            })
            .collect(),
        decision: Outcome::Rejected,
        next: Regime::Tightened,
        stop: false,
        chain: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        signs_contractor: "H’Mer Ví Dụ".into(),
        signs_office: String::new(),
        inspector: "Y Ƀhăm Ví Dụ".into(),
    }
}

fn messages() -> Messages {
    Messages::vietnamese().unwrap()
}

/// Text of a PDF as poppler copies it.
fn text_of(pdf: &[u8], layout: bool) -> String {
    let mut command = Command::new("pdftotext");
    command.args(["-enc", "UTF-8"]);
    if layout {
        command.arg("-layout");
    }
    let mut child = command
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut into = child.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writes = std::thread::spawn(move || into.write_all(&bytes));
    let out = child.wait_with_output().unwrap();
    writes.join().unwrap().unwrap();
    assert_eq!(String::from_utf8_lossy(&out.stderr), "");
    String::from_utf8(out.stdout).unwrap()
}

/// Words without how they were broken into lines.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For looking at: `KEEP_MINUTES=folder`.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("KEEP_MINUTES") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
    }
}

#[test]
fn the_pdf_is_read_by_others() {
    let minutes = minutes(80, 9);
    let pdf = minutes.pdf(&messages()).unwrap();
    keep("minutes.pdf", &pdf);
    let report = check_pdf(&pdf, true, &Limits::default()).unwrap();
    let text = text_of(&pdf, false);
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert_eq!(pages.len(), report.pages);
    for (page, nth) in pages.iter().zip(1..) {
        assert!(
            page.contains(&format!("Trang {nth}/{}", pages.len())),
            "{page}"
        );
    }
    let text = flat(&text);
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN XÃ EA ĐRĂNG",
        "Số: 03/BB-NT",
        "Ea Đrăng, ngày 08 tháng 02 năm 2026",
        "BIÊN BẢN NGHIỆM THU KẾT QUẢ SỐ HÓA SỔ HỘ TỊCH",
        "Lô gồm 3 sổ, 1.200 trường hợp",
        "bậc II, chế độ thường, mức sai chấp nhận được 1,0 trường hợp trong 100, chữ mã J.",
        "Xem 80 trong 1.200 trường hợp, rút ngẫu nhiên. Chấp nhận khi sai không quá 2; từ 3 trở lên thì trả lại cả lô.",
        "vẫn cho qua 22 trong 100 lô.",
        "theo mầm “2026-02-08 lô 3 \"Ea Đrăng\" <&>”.",
        "Đã kiểm 80 trường hợp: 5 trường hợp sai, 9 chỗ sai (nghiêm trọng 3, nặng 3, nhẹ 3).",
        "Mỗi trường hợp được gõ lại theo hình trang sổ",
        "2 trường hợp của mẫu đã bị sửa sau khi rút. Chỉ xét dữ liệu như lúc rút.",
        "Tìm thấy 5 trường hợp sai trong 80: cả lô sai khoảng 2 % đến 14 % (tin cậy 95 %).",
        "lô này sai nhiều nhất 14 %",
        "TRẢ LẠI CẢ LÔ.",
        "Lô sau kiểm ở chế độ ngặt",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Y Ƀhăm Ví Dụ",
        "(Ký, ghi rõ họ tên)",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // Letters of two code points are copied as they are written, and words with them stay whole.
    for part in [
        "H’Mê̆r",
        "ê̆",
        "ô̆",
        "ơ̆",
        "ư̆",
        "ƀ",
        "Ƀ",
        "ŏ",
        "Ŏ",
        "č",
        "ñ",
        "Ĭ",
    ] {
        assert!(
            LETTERS.contains(part) && text.contains(part),
            "{part}\n{text}"
        );
    }
}

/// Drawn by hayro, which looked at everything: there is ink on every page, also where the curve is.
#[test]
fn every_page_is_drawn() {
    let pdf = minutes(300, 12).pdf(&messages()).unwrap();
    let pages = check_pdf(&pdf, true, &Limits::default()).unwrap().pages;
    let limits = Limits::default();
    let source = Source::open(pdf.into(), &limits).unwrap();
    for page in 0..pages {
        let spec = DeriveSpec {
            display_side: 1400,
            ..DeriveSpec::default()
        };
        let drawn = derive(&source, page, &spec, &limits).unwrap().display;
        keep(&format!("page-{}.jpg", page + 1), &drawn);
        let picture = image::load_from_memory(&drawn).unwrap().to_luma8();
        let dark = picture.pixels().filter(|pixel| pixel.0[0] < 100).count();
        assert!(dark > 1_500, "page {page}: {dark}");
        // Nothing beyond the margins.
        let (w, h) = picture.dimensions();
        let outside = picture.enumerate_pixels().filter(|(x, y, pixel)| {
            let margin = *x < w / 12 || *x > w - w / 13 || *y < h / 20 || *y > h - h / 40;
            margin && pixel.0[0] < 200
        });
        assert_eq!(outside.count(), 0, "page {page}");
    }
}

#[test]
fn a_long_table_has_its_head_on_every_page() {
    let minutes = minutes(3_150, 0);
    let pdf = minutes.pdf(&messages()).unwrap();
    let text = text_of(&pdf, true);
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() > 20, "{}", pages.len());
    for page in &pages[3..pages.len() - 2] {
        assert!(
            page.matches("STT").count() == 2 && page.matches("Mã sổ").count() == 2,
            "{page}"
        );
    }
    let all = flat(&text);
    for nth in [0_u32, 1_700, 3_149] {
        let drawn = &minutes.sample[nth as usize];
        assert!(all.contains(&drawn.number), "{nth}");
    }
    // Every case stands there once.
    let lines = all.matches("/2008").count();
    assert_eq!(lines, 3_150);
}

#[test]
fn equal_data_give_equal_bytes() {
    let (one, two) = (minutes(40, 6), minutes(40, 6));
    assert_eq!(one.pdf(&messages()).unwrap(), two.pdf(&messages()).unwrap());
    assert_eq!(
        one.docx(&messages()).unwrap(),
        two.docx(&messages()).unwrap()
    );
}

fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

fn named<'a>(parts: &'a [(String, Vec<u8>)], name: &str) -> &'a str {
    let (_, bytes) = parts.iter().find(|(part, _)| part == name).unwrap();
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_word_document_is_read_by_others() {
    let minutes = minutes(81, 9);
    let docx = minutes.docx(&messages()).unwrap();
    keep("minutes.docx", &docx);
    let parts = parts(&docx);
    assert_eq!(parts[0].0, "[Content_Types].xml");
    // Every part is XML, or a picture that opens; every relation leads to a part; every kind is declared.
    let types = named(&parts, "[Content_Types].xml");
    for (name, bytes) in &parts {
        if name.ends_with(".jpeg") {
            image::load_from_memory(bytes).unwrap();
        } else {
            Document::parse(std::str::from_utf8(bytes).unwrap()).unwrap();
        }
        assert!(
            name.ends_with(".rels")
                || name == &parts[0].0
                || name.ends_with(".jpeg")
                || types.contains(&format!("/{name}")),
            "{name}"
        );
    }
    let relations = Document::parse(named(&parts, "word/_rels/document.xml.rels")).unwrap();
    let ids: Vec<(&str, String)> = relations
        .descendants()
        .filter_map(|node| {
            Some((
                node.attribute("Id")?,
                format!("word/{}", node.attribute("Target")?),
            ))
        })
        .collect();
    for (_, target) in &ids {
        assert!(parts.iter().any(|(name, _)| name == target), "{target}");
    }

    let document = Document::parse(named(&parts, "word/document.xml")).unwrap();
    let all = |name: &str| {
        let nodes = document
            .descendants()
            .filter(|node| node.tag_name().name() == name);
        nodes.collect::<Vec<_>>()
    };
    let text = |node: &roxmltree::Node<'_, '_>| -> String {
        let runs = node
            .descendants()
            .filter(|node| node.tag_name().name() == "t");
        runs.filter_map(|run| run.text()).collect()
    };
    let paragraphs: Vec<String> = all("p").iter().map(text).collect();
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "NGHIỆM THU KẾT QUẢ SỐ HÓA SỔ HỘ TỊCH",
        "Rút 81 trong 1.200 trường hợp, theo mầm “2026-02-08 lô 3 \"Ea Đrăng\" <&>”.",
        LETTERS,
        "TRẢ LẠI CẢ LÔ.",
    ] {
        assert!(
            paragraphs.iter().any(|p| p == words),
            "{words}\n{paragraphs:?}"
        );
    }
    // Tables: the head of the paper, the books, the curve, the sample, the defects, the signatures.
    let tables = all("tbl");
    let rows = |table: &roxmltree::Node<'_, '_>| {
        table
            .children()
            .filter(|node| node.tag_name().name() == "tr")
            .count()
    };
    let counted: Vec<usize> = tables.iter().map(rows).collect();
    assert_eq!(
        (counted[0], counted[1], counted[3], counted[4], counted[5]),
        (1, 4, 42, 10, 1)
    );
    assert!((8..=14).contains(&counted[2]), "{counted:?}");
    assert_eq!(all("tblHeader").len(), 4);
    // Every row has as many cells as its table has columns.
    for table in &tables {
        let named = |node: &roxmltree::Node<'_, '_>, name: &str| {
            node.children()
                .filter(|node| node.tag_name().name() == name)
                .count()
        };
        let grid = table
            .children()
            .find(|node| node.tag_name().name() == "tblGrid")
            .unwrap();
        for row in table
            .children()
            .filter(|node| node.tag_name().name() == "tr")
        {
            assert_eq!(named(&row, "tc"), named(&grid, "gridCol"));
        }
    }
    let pictures: Vec<&str> = all("blip")
        .iter()
        .filter_map(|blip| {
            blip.attributes()
                .find(|a| a.name() == "embed")
                .map(|a| a.value())
        })
        .collect();
    assert_eq!(pictures.len(), 5);
    assert!(
        pictures
            .iter()
            .all(|id| ids.iter().any(|(known, _)| known == id))
    );
    let footer = named(&parts, "word/footer1.xml");
    assert!(footer.contains("NUMPAGES") && footer.contains("Trang "));
}

/// Pictures that are none, or are huge, are left out with a note; text that no paper was ever written with is printed.
#[test]
fn odd_data_are_written_all_the_same() {
    let mut odd = minutes(3, 8);
    let mut huge = picture(64, 64);
    // The frame header says 60,000 × 60,000.
    let frame = huge.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    huge[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    let mut cut = picture(400, 400);
    cut.truncate(300);
    let flat_picture = picture(4_000, 2);
    let pictures = [
        Some(b"not a picture".to_vec()),
        Some(Vec::new()),
        Some(huge),
        Some(cut),
        Some(picture(3_000, 2_200)),
        Some(flat_picture),
        Some(picture(1, 1)),
        None,
    ];
    for (defect, picture) in odd.defects.iter_mut().zip(pictures) {
        defect.picture = picture;
    }
    odd.defects[0].delivered = "dài ".repeat(3_000);
    odd.defects[1].paper = "không-có-dấu-cách".repeat(80);
    odd.defects[2].paper = "dòng một\nhai\r\nba\tbốn\u{0}\u{1b}[0m\u{202e}漢字 😀".into();
    odd.seed = "ư̆".repeat(500);
    odd.number.clear();
    odd.chain.clear();
    for empty in [false, true] {
        if empty {
            odd.books.clear();
            odd.sample.clear();
            odd.defects.clear();
            odd.n = 0;
            odd.confidence = f64::NAN;
            odd.way = Way::Share {
                percent: 0,
                aql: "không".into(),
            };
        }
        let pdf = odd.pdf(&messages()).unwrap();
        keep(&format!("odd-{empty}.pdf"), &pdf);
        check_pdf(&pdf, true, &Limits::default()).unwrap();
        let text = text_of(&pdf, false);
        let docx = odd.docx(&messages()).unwrap();
        let parts = parts(&docx);
        let document = named(&parts, "word/document.xml");
        Document::parse(document).unwrap();
        if !empty {
            let note = "(không đưa được hình vào biên bản)";
            assert_eq!(document.matches(note).count(), 4, "{document}");
            assert!(flat(&text).contains("(không đưa được"), "{text}");
            assert!(document.contains("漢字 😀"));
            for all in [document, &text] {
                assert!(!all.contains(['\u{0}', '\u{1b}', '\u{202e}']));
            }
            assert_eq!(flat(&text).matches("dài").count(), 3_000);
            assert_eq!(
                parts
                    .iter()
                    .filter(|(name, _)| name.ends_with(".jpeg"))
                    .count(),
                3
            );
        }
    }
}

/// A lot that is looked at whole has no curve, and one taken over says so.
#[test]
fn a_whole_lot_that_is_taken_over() {
    let mut whole = minutes(30, 0);
    whole.books.truncate(1);
    whole.books[0].cases = 30;
    whole.ac = 0;
    whole.changed = 0;
    whole.look = Look::Compare;
    whole.way = Way::Sure {
        confidence: 0.95,
        aql: "0.65".into(),
    };
    whole.decision = Outcome::Accepted;
    whole.next = Regime::Normal;
    let text = flat(&text_of(&whole.pdf(&messages()).unwrap(), false));
    for words in [
        "Kiểm đủ số để tin 95 % rằng lô không sai quá 0,65 trường hợp trong 100",
        "Xem cả 30 trường hợp. Chấp nhận khi không sai trường hợp nào; sai từ 1 trở lên thì trả lại cả lô.",
        "Đã xem cả lô 30 trường hợp, không thấy trường hợp nào sai.",
        "CHẤP NHẬN LÔ.",
        "Từng ô đã giao được so với hình trang sổ.",
        "Lô sau kiểm ở chế độ thường.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(!text.contains("Cách kiểm này cho qua mấy lô") && !text.contains("đã bị sửa"));
}
