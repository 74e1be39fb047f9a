//! A book as a table, with real keys: filtered, typed in, filled down, copied, replaced, taken back.

use sohoa_e2e::{Bench, Key};

#[tokio::test]
async fn book_as_a_table() {
    let bench = Bench::new("book_as_a_table");
    bench.init();
    let drawn = bench.draw_demo().join("KS-2008");
    bench.book(&drawn, true);
    let window = bench.open().await;
    window.until_words("KS.2008.01").await;
    window.click("[data-book='KS.2008.01']").await;
    window.until_picture().await;
    window.press(&[Key::Alt.into(), '2']).await;
    window
        .until(
            "the desk",
            "return !!document.querySelector('[data-testid=position]')",
        )
        .await;
    window.press(&[Key::Alt.into(), 'b']).await;
    let cell = |row: u32, column: u32| {
        format!("document.querySelector('[data-at=\"{row}/{column}\"] .cut')?.innerText.trim()")
    };
    let shows =
        |row: u32, column: u32, text: &str| format!("return {} === '{text}'", cell(row, column));
    window.until("the table", &shows(11, 0, "12")).await;
    window.picture("1-table").await;

    // Down and right, typed over, written out; the cell below is in hand.
    window.key(Key::Down).await;
    for _ in 0..2 {
        window.key(Key::Right).await;
    }
    window.type_text("5608").await;
    window.key(Key::Enter).await;
    window.until("the date", &shows(1, 2, "05.06.2008")).await;
    // Three cells from the one above.
    window.key(Key::Up).await;
    for _ in 0..2 {
        window.press(&[Key::Shift.into(), Key::Down.into()]).await;
    }
    window.press(&[Key::Control.into(), 'd']).await;
    window
        .until("filled down", &shows(3, 2, "05.06.2008"))
        .await;
    window.picture("2-filled").await;
    window.press(&[Key::Control.into(), 'z']).await;
    window.until("taken back", &shows(3, 2, "26.02.2008")).await;
    window
        .until("and no more", &shows(1, 2, "05.06.2008"))
        .await;
    window.press(&[Key::Control.into(), 'z']).await;
    window.until("that, too", &shows(1, 2, "25.01.2008")).await;

    // Copied and pasted two rows below.
    window.press(&[Key::Control.into(), 'c']).await;
    for _ in 0..4 {
        window.key(Key::Down).await;
    }
    window.press(&[Key::Control.into(), 'v']).await;
    window.until_words("Đã dán").await;
    window.press(&[Key::Control.into(), 'z']).await;

    // A column is filtered by a part of it, and sorted.
    window
        .until("the filter", "document.querySelectorAll('.filter')[5].focus(); return document.activeElement.className.includes('filter')")
        .await;
    window.type_text("kim dieu").await;
    window
        .until(
            "half of them",
            "return document.querySelector('[data-testid=rows]').innerText === '6 / 12 trường hợp'",
        )
        .await;
    window.picture("3-filtered").await;

    // Replaced after a look.
    window.press(&[Key::Control.into(), 'h']).await;
    window.until_words("Tìm và thay trong sổ").await;
    window.type_text("xa an nhon").await;
    window.key(Key::Tab).await;
    window.type_text("xã Tân Thử").await;
    window
        .until("what would be", "return [...document.querySelectorAll('dialog b')].some((b) => b.innerText === 'UBND xã Tân Thử')")
        .await;
    window.picture("4-replacing").await;
    window.key(Key::Enter).await;
    window
        .until("replaced", &shows(0, 4, "UBND xã Tân Thử"))
        .await;

    // To the case of the row, and back.
    window.press(&[Key::Alt.into(), 'b']).await;
    window
        .until(
            "the case",
            "return document.getElementById('f-noiDangKy')?.value === 'UBND xã Tân Thử'",
        )
        .await;
    window.end().await;
}
