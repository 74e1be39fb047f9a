//! Somebody is looked for with real keys, on the shelf and from a case, and stands on the desk.

use sohoa_e2e::{Bench, Key};

#[tokio::test]
async fn find_anyone() {
    let bench = Bench::new("find_anyone");
    bench.init();
    let demo = bench.draw_demo();
    bench.book(&demo.join("KS-2008"), true);
    let window = bench.open().await;
    window.until_words("KS.2008.01").await;
    window.press(&[Key::Control.into(), 'f']).await;
    window.until_words("Gõ càng nhiều từ càng ít người.").await;
    window.picture("1-asked").await;
    window.type_text("khong co ai").await;
    window.until_words("Không thấy ai như vậy.").await;
    window.press(&[Key::Control.into(), 'a']).await;
    window.type_text("rithy kim 2008").await;
    window
        .until(
            "one hit",
            "return document.querySelectorAll('.hit').length === 1",
        )
        .await;
    window.picture("2-found").await;
    window.key(Key::Enter).await;
    window
        .until(
            "the case on the desk",
            "return document.getElementById('f-nksHoTen')?.value === 'Kim Thị Rithy'",
        )
        .await;
    // From the desk to another case of the same book.
    window.press(&[Key::Control.into(), 'f']).await;
    window.until_words("Gõ càng nhiều từ càng ít người.").await;
    window.type_text("Nguyễn Thị Hạnh").await;
    window
        .until(
            "her",
            "return document.querySelector('.hit .name')?.innerText === 'Nguyễn Thị Hạnh'",
        )
        .await;
    window.key(Key::Enter).await;
    window
        .until(
            "her case",
            "return document.getElementById('f-nksHoTen')?.value === 'Nguyễn Thị Hạnh'",
        )
        .await;
    window.end().await;
}
