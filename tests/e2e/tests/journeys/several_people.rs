//! Several people at one machine: an administrator makes accounts, a keyer signs in, types, is away for too long, and
//! finds everything as it was.

use std::time::Duration;

use sohoa_e2e::{Bench, Key, Window};

const ADMINISTRATOR: &str = "quan tri 2024";
const KEYER: &str = "nguoi nhap 2024";

/// Asks the station behind the window's back, as a page that was tampered with would.
const BOOKS: &str = "
    const done = arguments[arguments.length - 1];
    window.__TAURI_INTERNALS__.invoke('books').then(() => done('done'), (refused) => done(refused.code));";

/// Waits for an element.
async fn there(window: &Window, selector: &str) {
    let script = format!("return !!document.querySelector(\"{selector}\")");
    window.until(selector, &script).await;
}

/// Fills the form for a person in.
async fn person(window: &Window, name: &str, roles: &[&str], password: &str) {
    there(window, "#person-name").await;
    window.click("#person-name").await;
    window.type_text(name).await;
    for role in roles {
        window.click(&format!("input[value='{role}']")).await;
    }
    window.click("#new-password").await;
    window.type_text(password).await;
    window.click("#new-password-again").await;
    window.type_text(password).await;
    window.until_words("Hai lần gõ giống nhau").await;
}

/// At the door.
async fn enter(window: &Window, name: &str, password: &str) {
    there(window, &format!("input[value='{name}']")).await;
    window.click(&format!("input[value='{name}']")).await;
    window.click("#password").await;
    window.type_text(password).await;
    window.key(Key::Enter).await;
}

#[tokio::test]
async fn several_people() {
    let bench = Bench::new("several_people");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "4", "--look", "scan"]);
    bench.book(&drawn, false);
    let window = bench.open().await;

    // The first account.
    window.click("[data-act=settings]").await;
    there(&window, "[data-act=people]").await;
    window.picture("1-settings").await;
    window.click("[data-act=people]").await;
    person(&window, "Nguyễn Quản Trị", &[], ADMINISTRATOR).await;
    window.picture("2-first-account").await;
    window.click("[data-act=keep-person]").await;
    there(&window, "[data-testid=recovery]").await;
    window.picture("3-code").await;
    window.click("[data-act=code-kept]").await;
    for (name, role) in [
        ("Y Ƀhăm Êban", "keyer"),
        ("H’Bia Niê", "checker"),
        ("Lê Phụ Trách", "supervisor"),
    ] {
        there(&window, "[data-act=add-person]").await;
        window.click("[data-act=add-person]").await;
        person(&window, name, &[role], KEYER).await;
        if role == "keyer" {
            window.picture("4-person").await;
        }
        window.click("[data-act=keep-person]").await;
        window.until_words(name).await;
    }
    window.picture("5-people").await;
    window.key(Key::Escape).await;
    window.key(Key::Escape).await;

    // A short one, for this test; whoever signs in next is told of it.
    let idle = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('keep_idle', { seconds: 6 }).then(() => done(true), (no) => done(no.code));";
    assert_eq!(window.ask_later(idle).await, true);
    window.click("[data-act=who]").await;
    window.picture("6-menu").await;
    window.click("[data-act=sign-out]").await;

    window.until_words("Bạn là ai?").await;
    assert_eq!(window.ask_later(BOOKS).await, "signed_out");
    enter(&window, "Y Ƀhăm Êban", "sai mat khau").await;
    window.until_words("Tên hoặc mật khẩu chưa đúng.").await;
    window.picture("7-door").await;
    window.type_text(KEYER).await;
    window.key(Key::Enter).await;

    // What a keyer may not is not offered.
    there(&window, "[data-book='KS.2008.01']").await;
    window.picture("8-shelf").await;
    let offered = "return ['[data-act=new-book]', '[data-tab=package]', '[data-act=open-cut]']
        .filter((one) => document.querySelector(one)).join()";
    assert_eq!(window.ask(offered).await, "");
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '1']).await;
    there(&window, "[data-page='1']").await;
    assert_eq!(window.ask(offered).await, "");
    window.picture("9-pages").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("so").await;
    window.walk_to("nksHoTen").await;
    window.type_text("lê thị thử").await;
    window.picture("10-desk").await;

    // Away.
    there(&window, "[data-testid=lock]").await;
    window.picture("11-locked").await;
    assert_eq!(window.ask_later(BOOKS).await, "locked");
    window.key(Key::Escape).await;
    std::thread::sleep(Duration::from_millis(300));
    there(&window, "[data-testid=lock][open]").await;
    window.click("#password").await;
    window.type_text(KEYER).await;
    window.key(Key::Enter).await;
    let gone = "return !document.querySelector('[data-testid=lock]')";
    window.until("the lock to go", gone).await;
    let mine = "return document.getElementById('f-nksHoTen').value.toLowerCase() === 'lê thị thử'";
    window.until("what was typed", mine).await;
    window.until_field("nksHoTen").await;
    window.press(&[Key::Alt.into(), 'l']).await;
    let who = "return document.querySelector('dialog[open] .cut')?.innerText === 'Y Ƀhăm Êban'";
    window.until("who typed it", who).await;
    window.picture("12-history").await;
    window.key(Key::Escape).await;
    window.end().await;
}
