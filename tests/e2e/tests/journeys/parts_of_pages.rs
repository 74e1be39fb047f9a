//! A case's part of a page is pulled right, and its two pictures are looked at together.

use std::ffi::OsStr;

use sohoa_e2e::{Bench, Key};

#[tokio::test]
async fn parts_of_pages() {
    let bench = Bench::new("parts_of_pages");
    bench.init();
    let drawn = bench.draw(
        "máy quét",
        &[
            "--type",
            "KS",
            "--cases",
            "4",
            "--per-page",
            "2",
            "--look",
            "scan",
        ],
    );
    bench.sohoa([
        "book", "add", "--type", "KS", "--year", "2008", "--volume", "01",
    ]);
    let pages = drawn.join("trang");
    bench.sohoa([
        OsStr::new("pages"),
        OsStr::new("import"),
        OsStr::new("KS.2008.01"),
        pages.as_os_str(),
    ]);
    bench.sohoa(["cases", "cut", "KS.2008.01", "--per-page", "2"]);

    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '1']).await;
    window.click("[data-page='1']").await;
    window.until_picture().await;
    let part = "const r = document.querySelector('.over .mark').getBoundingClientRect(); return";
    let edge = |said: serde_json::Value| {
        let point: Vec<f64> = serde_json::from_value(said).unwrap();
        (point[0], point[1])
    };
    let middle = edge(
        window
            .ask(&format!("{part} [r.left + r.width / 2, r.bottom - 2]"))
            .await,
    );
    window.drag(middle, (middle.0, middle.1 + 40.0)).await;
    window.until_words("Đã đổi phần của trường hợp 1").await;
    let moved = format!("{part} Math.abs(r.bottom - {}) < 8", middle.1 + 40.0);
    window.until("the edge where it was left", &moved).await;
    window.picture("1-pulled").await;

    window.click("[data-page='2']").await;
    window.until_words("0002.jpg").await;
    window.fill("#attach-number", "1").await;
    window.key(Key::Enter).await;
    window
        .until(
            "the second page at case 1",
            "return document.querySelector('[data-page=\"2\"]').innerText.includes('trường hợp 1')",
        )
        .await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_words("1 / 4").await;
    window.click("[data-act=stack-down]").await;
    window
        .until(
            "both pictures",
            "const all = [...document.querySelectorAll('.part .paper img')]; return all.length === 2 && all.every((one) => one.complete && one.naturalWidth > 0)",
        )
        .await;
    window.picture("2-stacked").await;
    window.end().await;
}
