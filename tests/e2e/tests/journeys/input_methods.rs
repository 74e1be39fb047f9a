//! Vietnamese typed with a real input method, and as Unikey types it on Windows: no shortcut and no offer breaks
//! a word that is being put together.

use std::time::Duration;

use sohoa_e2e::{Bench, InputMethod, Key, Keys, Window, strike, take_the_keyboard};

/// A letter's key each: `Nguyeexn`.
fn letters(text: &str) {
    let keys: Vec<String> = text
        .chars()
        .map(|c| match c {
            ' ' => "space".to_owned(),
            c => c.to_string(),
        })
        .collect();
    strike(&keys.iter().map(String::as_str).collect::<Vec<_>>());
}

async fn go_to(window: &Window, column: &str) {
    let script = format!("document.getElementById('f-{column}').focus(); return true");
    window.ask(&script).await;
    window.until_field(column).await;
}

async fn holds(window: &Window, column: &str, text: &str) {
    let script = format!("return document.getElementById('f-{column}')?.value === '{text}'");
    window.until(&format!("{text} in {column}"), &script).await;
}

/// A book whose first case has a place of birth that is offered in the second.
async fn desk(window: &Window) {
    window.click("[data-book='KS.2008.01']").await;
    window.until_field("so").await;
    window.until_picture().await;
    window
        .type_case(&[
            ("so", "1"),
            ("nksHoTen", "Lê Thị Thử"),
            ("nksNoiSinh", "Trạm y tế xã An Nhơn"),
        ])
        .await;
    window
        .press(&[Key::Control.into(), Key::Enter.into()])
        .await;
    window.until_words("2 / 2").await;
    window.until_field("so").await;
    let safe = "return !document.querySelector('[data-waiting]')";
    window.until("the first to be safe", safe).await;
}

const OFFERED: &str = "return !!document.querySelector('[aria-label^=\"Gợi ý\"]')";

#[tokio::test]
async fn input_methods() {
    let bench = Bench::new("input_methods");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "2", "--look", "scan"]);
    bench.book(&drawn, false);
    // The driver's keys do not get past an input method.
    let window = bench.open().await;
    desk(&window).await;
    window.end().await;
    {
        let method = InputMethod::start(&bench, Keys::Telex);
        let window = bench.open_with(&method).await;
        window.until_words("2 / 2").await;
        take_the_keyboard();
        telex(&window).await;
        table(&window).await;
        window.end().await;
    }
    let method = InputMethod::start(&bench, Keys::Vni);
    let window = bench.open_with(&method).await;
    window.click("[data-act=to-desk]").await;
    let desk = "return !!document.getElementById('f-chaHoTen')";
    window.until("the desk", desk).await;
    take_the_keyboard();
    go_to(&window, "chaHoTen").await;
    letters("Nguye64n Va8n D9u7c1");
    strike(&["Tab"]);
    holds(&window, "chaHoTen", "Nguyễn Văn Đức").await;
    // Figures are still figures where they are a code.
    go_to(&window, "nksLoaiKhaiSinh").await;
    letters("1");
    holds(&window, "nksLoaiKhaiSinh", "1").await;
    window.end().await;
}

async fn telex(window: &Window) {
    // What is being put together is seen, and Enter takes it along.
    go_to(window, "nksHoTen").await;
    letters("Nguyeexn");
    holds(window, "nksHoTen", "Nguyễn").await;
    window.picture("1-composing").await;
    letters(" Vawn Hair");
    strike(&["Return"]);
    window.until_field("nksGioiTinh").await;
    holds(window, "nksHoTen", "Nguyễn Văn Hải").await;

    // The hands rest in the middle of a word, which is saved by itself and goes on.
    go_to(window, "meHoTen").await;
    letters("Ddawjng Thij Huwowf");
    tokio::time::sleep(Duration::from_millis(1400)).await;
    letters("ng");
    strike(&["BackSpace"]);
    letters("g");
    strike(&["Tab"]);
    holds(window, "meHoTen", "Đặng Thị Hường").await;

    // Offers come while a word is put together; only the arrow takes one.
    go_to(window, "nksNoiSinh").await;
    letters("trajm");
    window.until("offers", OFFERED).await;
    holds(window, "nksNoiSinh", "trạm").await;
    letters(" xas");
    holds(window, "nksNoiSinh", "trạm xá").await;
    for _ in 0..3 {
        strike(&["BackSpace"]);
    }
    window.until("offers again", OFFERED).await;
    strike(&["Down"]);
    holds(window, "nksNoiSinh", "Trạm y tế xã An Nhơn").await;
    strike(&["Return"]);
    holds(window, "nksNoiSinh", "Trạm y tế xã An Nhơn").await;

    // A key of the desk in the middle of a word: the word is kept, and comes back.
    go_to(window, "chaHoTen").await;
    letters("Leex");
    strike(&["F4"]);
    window
        .until(
            "the ledger to leave it out",
            "return document.getElementById('f-chaHoTen').placeholder.includes('sổ không ghi')",
        )
        .await;
    strike(&["F4"]);
    holds(window, "chaHoTen", "Lễ").await;

    // A letter picks from a list of codes, also through the input method.
    go_to(window, "nksLoaiKhaiSinh").await;
    letters("d");
    strike(&["Return"]);
    window
        .until(
            "a code",
            "return /^\\d$/.test(document.getElementById('f-nksLoaiKhaiSinh').value)",
        )
        .await;

    // Where there is nothing to write in, a figure is a figure.
    go_to(window, "nksGioiTinh").await;
    letters("2");
    window
        .until(
            "the second of three",
            "return !!document.querySelector('#f-nksGioiTinh [aria-checked=true]')?.innerText.startsWith('2')",
        )
        .await;

    // Whoever looks for somebody finds them by the first Enter.
    strike(&["ctrl+f"]);
    window.until_words("Gõ càng nhiều từ càng ít người.").await;
    letters("leej thij thuwr");
    let hit = "return document.querySelector('.hit .name')?.innerText === 'Lê Thị Thử'";
    letters(" ");
    window
        .until(
            "what was typed",
            "return document.getElementById('find-words').value.trim() === 'lệ thị thử'",
        )
        .await;
    strike(&["ctrl+a"]);
    letters("lee thij thuwr");
    window.until("her", hit).await;
    strike(&["Return"]);
    window.until_words("1 / 2").await;
}

async fn table(window: &Window) {
    strike(&["alt+b"]);
    let at = "return document.querySelector('.row.here')?.getAttribute('aria-rowindex') === '2'";
    window.until("the table", at).await;
    strike(&["ctrl+Home"]);
    for _ in 0..5 {
        strike(&["Right"]);
    }
    let before = window
        .ask("return document.querySelector('.at')?.dataset.at")
        .await;
    assert_eq!(before, "0/5");
    letters("Traanf Vawn Maaux");
    window
        .until(
            "the cell to be typed in",
            "return document.querySelector('.hand').value === 'Trần Văn Mẫu'",
        )
        .await;
    window.picture("2-cell").await;
    strike(&["Return"]);
    window
        .until(
            "the cell, and the next in hand",
            "return document.querySelector('[data-at=\"0/5\"] .cut').innerText === 'Trần Văn Mẫu' && document.querySelector('.at').dataset.at === '1/5'",
        )
        .await;
}

/// Takes what was typed back by Backspace and types anew what it has become, letter by letter.
async fn unikey(window: &Window, steps: &[(usize, &str)]) {
    for (back, text) in steps {
        for _ in 0..*back {
            window.key(Key::Backspace).await;
        }
        for letter in text.chars() {
            window.press(&[letter]).await;
        }
    }
}

#[tokio::test]
async fn unikey_on_windows() {
    let bench = Bench::new("unikey_on_windows");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "2", "--look", "scan"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    desk(&window).await;

    let name = [
        (0, "Nguye"),
        (1, "ê"),
        (1, "ễ"),
        (0, "n Va"),
        (1, "ă"),
        (0, "n"),
    ];
    go_to(&window, "nksHoTen").await;
    unikey(&window, &name).await;
    window.key(Key::Enter).await;
    holds(&window, "nksHoTen", "Nguyễn Văn").await;

    go_to(&window, "nksNoiSinh").await;
    unikey(&window, &[(0, "tra"), (1, "ạ"), (0, "m")]).await;
    window.until("offers", OFFERED).await;
    unikey(&window, &[(0, " xa"), (1, "á")]).await;
    holds(&window, "nksNoiSinh", "trạm xá").await;
    window.key(Key::Tab).await;
    holds(&window, "nksNoiSinh", "trạm xá").await;

    window.press(&[Key::Control.into(), 'f']).await;
    window.until_words("Gõ càng nhiều từ càng ít người.").await;
    unikey(&window, &[(0, "le"), (1, "ê"), (0, " thi"), (1, "ị")]).await;
    window
        .until(
            "her",
            "return document.querySelector('.hit .name')?.innerText === 'Lê Thị Thử' && document.getElementById('find-words').value === 'lê thị'",
        )
        .await;
    window.key(Key::Enter).await;
    window.until_words("1 / 2").await;

    window.press(&[Key::Alt.into(), 'b']).await;
    let at = "return document.querySelector('.row.here')?.getAttribute('aria-rowindex') === '2' && !!document.querySelector('[data-at=\"0/5\"] .cut')";
    window.until("the table", at).await;
    window.press(&[Key::Control.into(), Key::Home.into()]).await;
    for _ in 0..5 {
        window.key(Key::Right).await;
    }
    unikey(&window, &name).await;
    window.key(Key::Enter).await;
    window
        .until(
            "the cell",
            "return document.querySelector('[data-at=\"0/5\"] .cut').innerText === 'Nguyễn Văn'",
        )
        .await;
    // Backspace in a cell that is not typed in empties it, and only that one.
    window.key(Key::Up).await;
    unikey(&window, &[(1, "")]).await;
    window
        .until(
            "the empty cell",
            "return document.querySelector('[data-at=\"0/5\"] .cut').innerText.trim() === '' && document.querySelector('.at').dataset.at === '0/5'",
        )
        .await;
    window.end().await;
}
