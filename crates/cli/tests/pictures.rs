//! Photos become pages, and what was not sure is said: through the command, with drawn photos whose
//! truth is known.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::ffi::OsStr;
use std::path::PathBuf;

use serde_json::Value;
use sohoa_ledgers::{Look, Order, write_book};
use support::Bench;

fn photos(bench: &Bench, look: Look) -> PathBuf {
    let folder = bench.path("anh");
    let order = Order {
        kind: "KS".into(),
        year: 2008,
        volume: 1,
        cases: 3,
        per_page: 1,
        table: false,
        look,
        seed: 9,
    };
    write_book(&folder, &order, &[]).unwrap();
    folder.join("trang")
}

fn import(bench: &Bench, folder: &OsStr, flatten: &str) {
    let words = ["pages", "import", "KS.2008.01"].map(OsStr::new);
    let how = ["--flatten", flatten].map(OsStr::new);
    let said = bench.run(words.into_iter().chain([folder]).chain(how)).ok();
    assert_eq!(said["imported"], 3);
}

fn quality(bench: &Bench) -> Vec<Value> {
    let said = bench.run(["pages", "quality", "KS.2008.01"]).ok();
    said["pages"].as_array().unwrap().clone()
}

fn shown(bench: &Bench, page: &str) -> image::RgbImage {
    let out = bench.path("trang.jpg");
    let words = ["pages", "show", "KS.2008.01", page, "--out"].map(OsStr::new);
    bench.run(words.into_iter().chain([out.as_os_str()])).ok();
    image::open(out).unwrap().to_rgb8()
}

#[test]
fn a_photo_becomes_a_flat_page_without_its_desk() {
    let bench = Bench::new();
    bench.add("KS", "2008");
    import(&bench, photos(&bench, Look::Photo).as_os_str(), "auto");
    for page in quality(&bench) {
        assert_eq!(page["verdict"], "good", "{page}");
        assert!(page["dpi"].as_f64().unwrap() > 200.0, "{page}");
        assert!(page["sharpness"].as_f64().unwrap() > 45.0, "{page}");
        assert_eq!(page["corners"].as_array().unwrap().len(), 4);
    }
    let pdf = bench.path("trang.pdf");
    let words = ["pages", "show", "KS.2008.01", "2", "--out"].map(OsStr::new);
    let told = bench.run(words.into_iter().chain([pdf.as_os_str()])).ok();
    assert_eq!(told["way"], "encoded");
    assert!(told["bytes"].as_u64().unwrap() <= 120_000, "{told}");
    assert!(told["strokes"].as_f64().unwrap() >= 0.9, "{told}");
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF"));
    let page = shown(&bench, "2");
    let aspect = f64::from(page.width()) / f64::from(page.height());
    assert!((aspect * 2.0_f64.sqrt() - 1.0).abs() < 0.09, "{aspect}");
    // Paper in all four corners, where the photo has its desk.
    let (w, h) = page.dimensions();
    for (x, y) in [(20, 20), (w - 20, 20), (20, h - 20), (w - 20, h - 20)] {
        let pixel = page.get_pixel(x, y).0;
        assert!(pixel.iter().all(|v| *v > 150), "{pixel:?} at {x} {y}");
    }
}

#[test]
fn off_keeps_the_whole_picture() {
    let bench = Bench::new();
    bench.add("KS", "2008");
    import(&bench, photos(&bench, Look::Photo).as_os_str(), "off");
    for page in quality(&bench) {
        assert_eq!(page["corners"], Value::Null);
        assert_eq!(page["turns"], 0);
    }
    let page = shown(&bench, "1");
    assert_eq!((page.width() * 4).div_ceil(3) / 10, page.height() / 10);
}

#[test]
fn straight_scans_pass_and_skewed_ones_are_put_straight() {
    let bench = Bench::new();
    bench.add("KS", "2008");
    let folder = photos(&bench, Look::Scan);
    import(&bench, folder.as_os_str(), "auto");
    for page in quality(&bench) {
        assert_eq!(page["corners"], Value::Null, "{page}");
    }
    let skewed = Bench::new();
    skewed.add("KS", "2008");
    import(&skewed, photos(&skewed, Look::Skewed).as_os_str(), "auto");
    let pages = quality(&skewed);
    // One of them happens to stand straight.
    let put_straight = pages.iter().filter(|page| page["corners"].is_array());
    assert_eq!(put_straight.count(), 2, "{pages:?}");
    assert!(pages.iter().all(|page| page["turns"] == 0));
}

#[test]
fn a_page_that_is_not_there_is_told() {
    let bench = Bench::new();
    bench.add("KS", "2008");
    let out = bench.path("x.jpg");
    let words = ["pages", "show", "KS.2008.01", "1", "--out"].map(OsStr::new);
    let said = bench.run(words.into_iter().chain([out.as_os_str()]));
    assert_eq!(said.code, 3);
    assert_eq!(said.json()["error"]["code"], "unknown_page");
    assert!(!out.exists());
}

#[test]
fn numbers_on_the_paper_tell_what_is_missing() {
    let bench = Bench::new();
    bench.add("KS", "2008");
    import(&bench, photos(&bench, Look::Scan).as_os_str(), "off");
    let number = |page: &str, number: &str| {
        bench
            .run(["pages", "number", "KS.2008.01", page, number])
            .ok()
    };
    assert_eq!(number("1", "7")["ask"], 3);
    assert_eq!(number("3", "12")["missing"], 3);
    number("2", "8");
    let said = bench.run(["pages", "quality", "KS.2008.01"]).ok();
    let gap = &said["missing"][0];
    assert_eq!(
        (&gap["after_number"], &gap["paper_number"], &gap["count"]),
        (&8.into(), &12.into(), &3.into())
    );
    assert_eq!(said["ask"], Value::Null);
    assert_eq!(said["pages"][1]["paper_number"], 8);
    let out = bench.path("chup-lai.html");
    let words = ["pages", "retake", "KS.2008.01", "--out"].map(OsStr::new);
    assert_eq!(
        bench.run(words.into_iter().chain([out.as_os_str()])).ok()["missing"],
        3
    );
    assert!(
        std::fs::read_to_string(out)
            .unwrap()
            .contains("Thiếu 3 trang")
    );
}

#[test]
fn limits_of_pages_are_a_setting_of_the_workspace() {
    let bench = Bench::new();
    bench.add("KS", "2008");
    import(&bench, photos(&bench, Look::Scan).as_os_str(), "off");
    assert!(quality(&bench).iter().all(|page| page["verdict"] == "good"));
    bench.run(["pages", "limits", "--dpi", "400"]).ok();
    for page in quality(&bench) {
        assert_eq!(page["reasons"], serde_json::json!(["coarse"]), "{page}");
    }
    let refused = bench.run(["pages", "limits", "--glare", "7"]);
    assert_eq!(refused.json()["error"]["code"], "bad_setting");
    assert_eq!(bench.run(["pages", "limits"]).ok()["limits"]["dpi"], 400.0);
}
