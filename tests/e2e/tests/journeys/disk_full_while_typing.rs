//! The disk fills up while a clerk types: it is told, typing goes on, and nothing is lost.

use sohoa_e2e::{Bench, Disk, Key, Window};

use crate::accessible_names;

const WARNING: &str = "return document.querySelector('[data-testid=save-problem]')?.innerText";

#[tokio::test]
async fn disk_full_while_typing() {
    let bench = Bench::new("disk_full_while_typing");
    let Some(disk) = Disk::at(&bench.workspace(), "24m") else {
        return;
    };
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "3", "--look", "scan"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.until_field("so").await;
    window.until_picture().await;
    window.type_case(&[("so", "17")]).await;
    window.key(Key::Enter).await;
    let safe = "return !!document.querySelector('[data-testid=saved]')";
    window.until("the first to be safe", safe).await;

    disk.fill();
    window
        .type_case(&[
            ("ngayDangKy", "05.06.2008"),
            ("nguoiKy", "Đặng Thị Hường"),
            ("nksHoTen", "Y Ƀhăm Êban"),
        ])
        .await;
    let told = window.until("the warning", WARNING).await;
    let told = told.as_str().unwrap();
    assert!(told.contains("Chưa ghi được"), "{told}");
    assert!(told.contains("Ổ đĩa đã đầy"), "{told}");
    assert!(told.contains("Chữ đã gõ vẫn còn"), "{told}");
    window.picture("1-full").await;
    accessible_names::assert_all(&window).await;

    // On to the next case and back: what was typed stands there, although it is not safe yet.
    window.key(Key::PageDown).await;
    window.until_words("2 / 3").await;
    window.until_field("so").await;
    window.type_case(&[("so", "18")]).await;
    window.key(Key::PageUp).await;
    window.until_words("1 / 3").await;
    window.until_field("loaiDangKy").await;
    assert_eq!(window.value("nksHoTen").await, "Y Ƀhăm Êban");
    assert_eq!(window.value("ngayDangKy").await, "05.06.2008");
    // Another tab and back, with a desk made anew.
    window.press(&[Key::Alt.into(), '1']).await;
    window.until_words("Cắt thành trường hợp").await;
    window.press(&[Key::Alt.into(), '2']).await;
    let holds = |column: &str, text: &str| {
        format!("return document.getElementById('f-{column}')?.value === '{text}'")
    };
    window
        .until("the name", &holds("nksHoTen", "Y Ƀhăm Êban"))
        .await;

    // Whoever closes the window is asked, and may stay.
    window.ask_to_close();
    window.until_words("Còn ô chưa ghi được").await;
    window.picture("2-closing").await;
    accessible_names::assert_all(&window).await;
    stay(&window).await;
    assert_eq!(window.value("nksHoTen").await, "Y Ƀhăm Êban");

    disk.empty();
    window
        .until(
            "the warning to go by itself",
            "return !document.querySelector('[data-testid=save-problem]') && !document.querySelector('[data-waiting]') && !!document.querySelector('[data-testid=saved]')",
        )
        .await;
    window.picture("3-safe").await;
    window.kill();

    let window = bench.open().await;
    window
        .until("the name", &holds("nksHoTen", "Y Ƀhăm Êban"))
        .await;
    for (column, text) in [
        ("so", "17"),
        ("ngayDangKy", "05.06.2008"),
        ("nguoiKy", "Đặng Thị Hường"),
    ] {
        assert_eq!(window.value(column).await, text, "{column}");
    }
    window.key(Key::PageDown).await;
    window.until("the other case", &holds("so", "18")).await;
    window.end().await;
}

async fn stay(window: &Window) {
    window.key(Key::Escape).await;
    let gone = "return !document.querySelector('dialog[open]')";
    window.until("the question to go", gone).await;
}
