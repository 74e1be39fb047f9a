//! The power goes while a name is being typed.

use std::time::Duration;

use sohoa_e2e::{Bench, Key};

#[tokio::test]
async fn killed_while_typing() {
    let bench = Bench::new("killed_while_typing");
    bench.init();
    let drawn = bench.draw(
        "máy quét",
        &["--type", "KS", "--cases", "2", "--look", "scan"],
    );
    bench.book(&drawn, false);

    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.until_field("so").await;
    window.key(Key::PageDown).await;
    window.until_words("2 / 2").await;
    window.until_field("so").await;
    window
        .type_case(&[("so", "17"), ("nksHoTen", "Y Ƀhăm Êb")])
        .await;
    // Time itself is tested here: text that rests is safe after a second, left or not.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    window.kill();

    let window = bench.open().await;
    window.until_field("nksHoTen").await;
    window.until_words("2 / 2").await;
    window.until_picture().await;
    assert_eq!(window.value("nksHoTen").await, "Y Ƀhăm Êb");
    assert_eq!(window.value("so").await, "17");
    window.picture("after").await;
    window.end().await;
}
