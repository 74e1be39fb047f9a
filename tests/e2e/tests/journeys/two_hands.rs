//! A field is changed behind the back of somebody who types in it, as another window of the program would: neither
//! reading is lost, and none is written over unseen.

use sohoa_e2e::{Bench, Key};

/// Writes into the first case as another window does, past what stands on this one's screen.
const ELSEWHERE: &str = "
    const done = arguments[arguments.length - 1];
    const ask = window.__TAURI_INTERNALS__.invoke;
    (async () => {
        const [book] = await ask('books');
        const [first] = await ask('cases', { book: book.id });
        const value = { text: 'Y Ở Cửa Sổ Kia', state: 'given' };
        await ask('edits_save', { case: first.id, edits: [{ column: 'nksHoTen', value, short: false }] });
        done(true);
    })().catch((refused) => done(JSON.stringify(refused)));";

#[tokio::test]
async fn two_hands() {
    let bench = Bench::new("two_hands");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "2", "--look", "scan"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("so").await;
    window.walk_to("nksHoTen").await;
    window.type_text("lê thị").await;
    assert_eq!(window.ask_later(ELSEWHERE).await, true);
    window.type_text(" thử").await;
    window.key(Key::Enter).await;
    window.until_words("Bạn gõ: “lê thị thử”").await;
    assert_eq!(window.value("nksHoTen").await, "Y Ở Cửa Sổ Kia");
    window.picture("1-both").await;
    // By key: what is told of other fields may still come in and move everything down.
    window
        .ask("document.querySelector('[data-act=mine]').focus(); return true")
        .await;
    window.key(Key::Enter).await;
    let mine = "return document.getElementById('f-nksHoTen').value.toLowerCase() === 'lê thị thử'";
    window.until("what was typed here", mine).await;
    window
        .until(
            "it to be safe",
            "return document.body.innerText.includes('đã lưu')",
        )
        .await;
    // Both stand in the history.
    window.press(&[Key::Alt.into(), 'l']).await;
    window.until_words("Y Ở Cửa Sổ Kia").await;
    window.picture("2-history").await;
    window.end().await;
}
