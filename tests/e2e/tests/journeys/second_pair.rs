//! The second pair of eyes: one types, another types the same without seeing it, a third decides where they differ, a
//! fourth looks at it beside the picture and sends it back; mended, it is found right.

use sohoa_e2e::{Bench, Key, Window};

use crate::accessible_names::faults;

const WORD: &str = "mat khau 2024";

/// Accounts, and a book of which the critical fields are typed twice; all made behind the window.
const OFFICE: &str = "
    const done = arguments[arguments.length - 1];
    const call = window.__TAURI_INTERNALS__.invoke;
    const password = 'mat khau 2024';
    const add = (name, roles) => call('person_add', { person: { name, roles }, password });
    const lenience = { spaces: true, tonePlacement: true, case: false };
    (async () => {
        await add('Quản Trị', ['administrator']);
        await add('Lan Nhập', ['keyer']);
        await add('Minh Nhập', ['keyer']);
        await add('Mai Soát', ['checker']);
        await add('Sáu Phụ Trách', ['supervisor']);
        await call('sign_in', { name: 'Sáu Phụ Trách', password });
        const [book] = await call('books');
        await call('keying_set', { book: book.id, keying: { twice: 'critical', chosen: [], lenience } });
        await call('sign_out');
        return 'done';
    })().then(done, (no) => done(no.code ?? String(no)));";

async fn there(window: &Window, selector: &str) {
    let script = format!("return !!document.querySelector(\"{selector}\")");
    window.until(selector, &script).await;
}

/// At the door; the book opens, as for everybody, from the shelf.
async fn enter(window: &Window, name: &str) {
    there(window, &format!("input[value='{name}']")).await;
    window.click(&format!("input[value='{name}']")).await;
    window.click("#password").await;
    window.type_text(WORD).await;
    window.key(Key::Enter).await;
    // The book that was open at this machine last opens by itself.
    there(window, "[data-book='KS.2008.01'], [data-tab=entry]").await;
    let shelf = "return !!document.querySelector(\"[data-book='KS.2008.01']\")";
    if window.ask(shelf).await == true {
        window.click("[data-book='KS.2008.01']").await;
    }
    there(window, "[data-tab=entry]").await;
}

/// A picture of a screen, which has to be one for everybody.
async fn seen(window: &Window, name: &str) {
    window.picture(name).await;
    let faults = faults(window).await;
    assert!(faults.is_empty(), "{name}: {faults:#?}");
}

async fn leave(window: &Window) {
    window.click("[data-act=who]").await;
    window.click("[data-act=sign-out]").await;
}

async fn put(window: &Window, column: &str, text: &str) {
    window.walk_to(column).await;
    window.type_text(text).await;
}

async fn finish(window: &Window) {
    window
        .press(&[Key::Control.into(), Key::Enter.into()])
        .await;
}

async fn holds(window: &Window, column: &str, text: &str) {
    let script = format!("return document.getElementById('f-{column}')?.value === '{text}'");
    window
        .until(&format!("{column} to hold {text}"), &script)
        .await;
}

/// Finds every field right that nobody has looked at.
async fn all_right(window: &Window) {
    let open = "return document.querySelectorAll('.row.open, .row.changed').length";
    for _ in 0..60 {
        let left = window.ask(open).await.as_u64().unwrap();
        if left == 0 {
            return;
        }
        window.key(Key::Enter).await;
        let fewer =
            format!("return document.querySelectorAll('.row.open, .row.changed').length < {left}");
        window.until("one field fewer", &fewer).await;
    }
    panic!("fields are left");
}

#[tokio::test]
async fn second_pair() {
    let bench = Bench::new("second_pair");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "3", "--look", "scan"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    there(&window, "[data-book='KS.2008.01']").await;
    assert_eq!(window.ask_later(OFFICE).await, "done");
    window.ask("location.reload(); return true").await;

    // The first types and calls it complete.
    enter(&window, "Lan Nhập").await;
    window.until_field("so").await;
    put(&window, "so", "731").await;
    put(&window, "nksHoTen", "Zeta Bí Mật").await;
    put(&window, "meHoTen", "Kappa Thử").await;
    finish(&window).await;
    window.until_words("2 / 3").await;
    leave(&window).await;

    // The second sees the picture and nothing of that.
    enter(&window, "Minh Nhập").await;
    there(&window, "[data-testid=second]").await;
    window.until_picture().await;
    let shown = window.ask("return document.body.innerText + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join()").await;
    for secret in ["Bí Mật", "Kappa", "731"] {
        assert!(!shown.as_str().unwrap().contains(secret), "{secret}");
    }
    seen(&window, "01-second").await;
    put(&window, "so", "731").await;
    put(&window, "nksHoTen", "Zeta Bí Mậc").await;
    put(&window, "meHoTen", "Kappa Một").await;
    finish(&window).await;
    window.until_words("2 ô phải nhập lại").await;
    holds(&window, "nksHoTen", "").await;
    seen(&window, "02-again").await;
    // Round to the first; and a third reading.
    put(&window, "nksHoTen", "Zeta Bí Mật").await;
    put(&window, "meHoTen", "Kappa Hai").await;
    finish(&window).await;
    window.until_words("2 / 3").await;
    leave(&window).await;

    // Whoever decides sees both and the picture.
    enter(&window, "Sáu Phụ Trách").await;
    there(&window, "[data-tab=thirds]").await;
    window.click("[data-tab=thirds]").await;
    window.until_words("Kappa Hai").await;
    window.until_picture().await;
    seen(&window, "03-third").await;
    window.press(&['2']).await;
    window.until_words("Không còn ô nào chờ phân xử").await;
    leave(&window).await;

    // Field by field beside the picture.
    enter(&window, "Mai Soát").await;
    window.press(&[Key::Alt.into(), '3']).await;
    there(&window, "[data-act=by-cases]").await;
    window.click("[data-act=by-cases]").await;
    window.until_words("Zeta Bí Mật").await;
    window.until_words("Kappa Một").await;
    window.until_picture().await;
    seen(&window, "04-check").await;
    window.key(Key::Enter).await;
    there(&window, ".row.right").await;
    window.click("[data-look=nksHoTen]").await;
    window.press(&['x']).await;
    there(&window, "#check-reason").await;
    window.type_text("sổ ghi Zeta Bí Ẩn").await;
    seen(&window, "05-wrong").await;
    window.key(Key::Enter).await;
    there(&window, ".row.wrong").await;
    window.press(&[Key::Alt.into(), 't']).await;
    there(&window, "#back-reason").await;
    seen(&window, "06-send-back").await;
    window.click("[data-act=send]").await;
    window.until_words("đã trả lại").await;
    leave(&window).await;

    // Who typed it is told what and why, and mends it.
    enter(&window, "Lan Nhập").await;
    window.press(&[Key::Control.into(), 'g']).await;
    there(&window, "dialog[open]").await;
    window.key(Key::Enter).await;
    there(&window, "[data-testid=returned]").await;
    window.until_words("sổ ghi Zeta Bí Ẩn").await;
    seen(&window, "07-returned").await;
    window.walk_to("nksHoTen").await;
    window.press(&[Key::Control.into(), 'a']).await;
    window.type_text("Zeta Bí Ẩn").await;
    finish(&window).await;
    window.until_words("2 / 3").await;
    leave(&window).await;

    enter(&window, "Mai Soát").await;
    window.press(&[Key::Alt.into(), '3']).await;
    window.until_words("Đã sửa sau khi bị trả lại").await;
    all_right(&window).await;
    finish(&window).await;
    window.until_words("đã soát, đúng").await;
    seen(&window, "08-passed").await;
    window.end().await;
}
