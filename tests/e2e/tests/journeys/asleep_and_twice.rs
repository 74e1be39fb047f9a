//! The lid is closed while somebody types, and a second program is started on the same workspace.

use std::time::Duration;

use sohoa_e2e::{Bench, Key};

fn holds(column: &str, text: &str) -> String {
    format!("return document.getElementById('f-{column}')?.value === '{text}'")
}

#[tokio::test]
async fn asleep_and_twice() {
    let bench = Bench::new("asleep_and_twice");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "2", "--look", "scan"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.until_field("so").await;

    // Half a name, not at rest yet.
    window
        .type_case(&[("so", "17"), ("nksHoTen", "Y Ƀhă")])
        .await;
    window.sleep(Duration::from_secs(2));
    window.type_text("m Êban").await;
    assert_eq!(window.value("nksHoTen").await, "Y Ƀhăm Êban");
    // A save on its way.
    window
        .ask(
            "const box = document.getElementById('f-nguoiKy');
             box.focus();
             box.value = 'Đặng Thị Hường';
             box.dispatchEvent(new Event('input', { bubbles: true }));
             setTimeout(() => box.blur(), 60);
             return true",
        )
        .await;
    std::thread::sleep(Duration::from_millis(60));
    window.sleep(Duration::from_secs(2));
    window
        .until(
            "all to be safe",
            "return !document.querySelector('[data-waiting]') && !document.querySelector('[data-testid=save-problem]')",
        )
        .await;

    // A second one is told why not, and the first goes on.
    let second = bench.open().await;
    second
        .until_words("đang được mở ở một cửa sổ hoặc chương trình khác")
        .await;
    second.picture("1-second").await;
    second.kill();
    window
        .ask("document.getElementById('f-meHoTen').focus(); return true")
        .await;
    window.type_text("H’Hen Niê").await;
    window.key(Key::Enter).await;
    window
        .until(
            "her to be safe",
            "return !document.querySelector('[data-waiting]')",
        )
        .await;
    window.kill();

    let window = bench.open().await;
    window
        .until("her name", &holds("meHoTen", "H’Hen Niê"))
        .await;
    for (column, text) in [
        ("so", "17"),
        ("nksHoTen", "Y Ƀhăm Êban"),
        ("nguoiKy", "Đặng Thị Hường"),
    ] {
        assert_eq!(window.value(column).await, text, "{column}");
    }
    window.end().await;
}
