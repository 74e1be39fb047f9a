//! The second pair of eyes, by three people: one gives the work, another types, a third types the same without seeing
//! it; the first decides where they differ, looks at it beside the picture and sends it back; mended, it is found right,
//! sampled and accepted, with the minutes.

use std::path::Path;
use std::process::Command;

use sohoa_e2e::{Bench, Key, Window, run};

use crate::accessible_names::faults;

const WORD: &str = "mat khau 2024";

/// Accounts, made behind the window; `several_people` makes them in it.
pub(crate) const OFFICE: &str = "
    const done = arguments[arguments.length - 1];
    const call = window.__TAURI_INTERNALS__.invoke;
    const password = 'mat khau 2024';
    const add = (name, roles) => call('person_add', { person: { name, roles }, password });
    add('Quản Trị', ['administrator'])
        .then(() => add('Lan Nhập', ['keyer']))
        .then(() => add('Minh Nhập', ['keyer']))
        .then(() => add('Sáu Phụ Trách', ['supervisor']))
        .then(() => call('sign_out'))
        .then(() => done('done'), (no) => done(no.code ?? String(no)));";

pub(crate) async fn there(window: &Window, selector: &str) {
    let script = format!("return !!document.querySelector(\"{selector}\")");
    window.until(selector, &script).await;
}

/// At the door; what comes then is the shelf, with one's own work.
pub(crate) async fn arrive(window: &Window, name: &str) {
    there(window, &format!("input[value='{name}']")).await;
    window.click(&format!("input[value='{name}']")).await;
    window.click("#password").await;
    window.type_text(WORD).await;
    window.key(Key::Enter).await;
    there(window, "[data-book='KS.2008.01']").await;
}

/// As [`arrive`], and into the book.
async fn enter(window: &Window, name: &str) {
    arrive(window, name).await;
    window.click("[data-book='KS.2008.01']").await;
    there(window, "[data-tab=entry]").await;
}

/// To the shelf, and from there to what was given.
async fn begin(window: &Window, name: &str, task: &str) {
    arrive(window, name).await;
    let button = format!("[data-act=go-on][data-task={task}]");
    there(window, &button).await;
    window.click(&button).await;
    there(window, "[data-tab=entry]").await;
}

async fn shelf(window: &Window) {
    window.click("[data-act=shelf]").await;
    there(window, "[data-book='KS.2008.01']").await;
}

/// A picture of a screen, which has to be one for everybody, also in the largest text.
pub(crate) async fn seen(window: &Window, name: &str) {
    window.picture(name).await;
    let faults = faults(window).await;
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    for percent in [110, 125, 150] {
        window.press(&[Key::Alt.into(), '=']).await;
        window.until_words(&format!("Cỡ chữ {percent} %")).await;
    }
    window.picture(&format!("{name}-large")).await;
    let cut = window.ask(include_str!("reach.js")).await;
    assert_eq!(cut, serde_json::json!([]), "{name} at 150 %");
    for percent in [125, 110, 100] {
        window.press(&[Key::Alt.into(), '-']).await;
        window.until_words(&format!("Cỡ chữ {percent} %")).await;
    }
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

/// Chooses in a list by what is written there.
pub(crate) async fn choose(window: &Window, list: &str, words: &str) {
    let script = format!(
        "const list = document.querySelector('{list}');
         list.value = [...list.options].find((one) => one.text.startsWith('{words}')).value;
         list.dispatchEvent(new Event('change', {{ bubbles: true }}));
         return true"
    );
    window.until(words, &script).await;
}

#[tokio::test]
async fn second_pair() {
    let bench = Bench::new("second_pair");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "2", "--look", "scan"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    there(&window, "[data-book='KS.2008.01']").await;
    assert_eq!(window.ask_later(OFFICE).await, "done");
    window.ask("location.reload(); return true").await;

    give(&window).await;
    type_twice(&window).await;
    check(&window).await;
    accept(&bench, &window).await;
    window.end().await;
}

/// Who types first and who second, and what.
async fn give(window: &Window) {
    arrive(window, "Sáu Phụ Trách").await;
    window.click("[data-act=giving]").await;
    there(window, "input[value=critical]").await;
    window.click("input[value=critical]").await;
    window.click("[data-act=keying-set]").await;
    window.until_words("nhập hai lần.").await;
    choose(window, "#give-person", "Lan").await;
    window.click("[data-act=assign]").await;
    there(window, "[data-given='Lan Nhập']").await;
    choose(window, "#give-task", "Nhập lần hai").await;
    choose(window, "#give-person", "Minh").await;
    window.click("#give-due").await;
    window.type_text("31/12/2099").await;
    window.key(Key::Enter).await;
    there(window, "[data-given='Minh Nhập']").await;
    window.until_words("hẹn 31/12/2099").await;
    seen(window, "01-given").await;
    window.click("[data-act=shelf]").await;
    leave(window).await;
}

async fn type_twice(window: &Window) {
    // The first types and calls it complete.
    arrive(window, "Lan Nhập").await;
    there(window, "[data-act=go-on]").await;
    window.until_words("còn 2 / 2").await;
    seen(window, "02-own-work").await;
    window.click("[data-act=go-on]").await;
    window.until_field("so").await;
    put(window, "so", "731").await;
    put(window, "nksHoTen", "Zeta Bí Mật").await;
    put(window, "meHoTen", "Kappa Thử").await;
    finish(window).await;
    window.until_words("2 / 2").await;
    put(window, "so", "732").await;
    put(window, "nksHoTen", "Theta Hai").await;
    finish(window).await;
    shelf(window).await;
    window
        .until_words("Bạn đã làm xong mọi việc được giao")
        .await;
    leave(window).await;

    // The second sees the picture and nothing of that.
    begin(window, "Minh Nhập", "second_key").await;
    there(window, "[data-testid=second]").await;
    window.until_picture().await;
    let shown = window.ask("return document.body.innerText + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join()").await;
    for secret in ["Bí Mật", "Kappa", "731"] {
        assert!(!shown.as_str().unwrap().contains(secret), "{secret}");
    }
    seen(window, "03-second").await;
    put(window, "so", "731").await;
    put(window, "nksHoTen", "Zeta Bí Mậc").await;
    put(window, "meHoTen", "Kappa Một").await;
    finish(window).await;
    window.until_words("2 ô phải nhập lại").await;
    holds(window, "nksHoTen", "").await;
    seen(window, "04-again").await;
    // Round to the first; and a third reading.
    put(window, "nksHoTen", "Zeta Bí Mật").await;
    put(window, "meHoTen", "Kappa Hai").await;
    finish(window).await;
    window.until_words("2 / 2").await;
    put(window, "so", "732").await;
    put(window, "nksHoTen", "Theta Hai").await;
    finish(window).await;
    shelf(window).await;
    window
        .until_words("Bạn đã làm xong mọi việc được giao")
        .await;
    leave(window).await;

    // Whoever decides sees both and the picture; and how often who slipped.
    arrive(window, "Sáu Phụ Trách").await;
    window.click("[data-act=giving]").await;
    there(window, "[data-act=see-thirds]").await;
    window.click("[data-act=see-thirds]").await;
    window.until_words("Kappa Hai").await;
    window.until_picture().await;
    seen(window, "05-third").await;
    window.press(&['2']).await;
    window.until_words("Không còn ô nào chờ phân xử").await;
    window.click("[data-act=shelf]").await;
    window.until_words("2 / 2 trường hợp xong cả hai lần").await;
    there(window, "[data-testid=slips] table").await;
    seen(window, "06-slips").await;
    window.click("[data-act=shelf]").await;
}

/// Field by field beside the picture; sent back, mended, and found right.
async fn check(window: &Window) {
    window.click("[data-book='KS.2008.01']").await;
    there(window, "[data-tab=findings]").await;
    window.click("[data-tab=findings]").await;
    there(window, "[data-act=by-cases]").await;
    window.click("[data-act=by-cases]").await;
    window.until_words("Zeta Bí Mật").await;
    window.until_words("Kappa Một").await;
    window.until_picture().await;
    seen(window, "07-check").await;
    window.key(Key::Enter).await;
    there(window, ".row.right").await;
    window.click("[data-look=nksHoTen]").await;
    window.press(&['x']).await;
    there(window, "#check-reason").await;
    window.type_text("sổ ghi Zeta Bí Ẩn").await;
    seen(window, "08-wrong").await;
    window.key(Key::Enter).await;
    there(window, ".row.wrong").await;
    window.press(&[Key::Alt.into(), 't']).await;
    there(window, "#back-reason").await;
    seen(window, "09-send-back").await;
    window.click("[data-act=send]").await;
    window.until_words("đã trả lại").await;
    shelf(window).await;
    leave(window).await;

    // Who typed it is told what and why, and mends it.
    arrive(window, "Lan Nhập").await;
    window.until_words("Bị trả lại").await;
    seen(window, "10-back").await;
    window.click("[data-act=mend]").await;
    there(window, "[data-testid=returned]").await;
    window.until_words("sổ ghi Zeta Bí Ẩn").await;
    seen(window, "11-returned").await;
    window.walk_to("nksHoTen").await;
    window.press(&[Key::Control.into(), 'a']).await;
    window.type_text("Zeta Bí Ẩn").await;
    finish(window).await;
    shelf(window).await;
    leave(window).await;

    enter(window, "Sáu Phụ Trách").await;
    window.click("[data-tab=findings]").await;
    window.until_words("Đã sửa sau khi bị trả lại").await;
    all_right(window).await;
    finish(window).await;
    window.until_words("Trường hợp 2 / 2").await;
    there(window, ".row.open").await;
    all_right(window).await;
    finish(window).await;
    window.until_words("0 trường hợp chờ soát").await;
    seen(window, "12-passed").await;
    shelf(window).await;
}

/// Sampled, accepted, and the minutes.
async fn accept(bench: &Bench, window: &Window) {
    window.click("[data-act=accept]").await;
    there(window, "[data-act=first-lot]").await;
    window.click("[data-act=first-lot]").await;
    there(window, "#lot-name").await;
    window.type_text("Lô thôn Hai").await;
    window.click("#lot-contractor").await;
    window.type_text("Tổ nhập liệu xã").await;
    window.click("[data-act=look-compare]").await;
    window.until_words("Xem cả 2 trường hợp").await;
    window.click("[data-act=make-lot]").await;
    there(window, "[data-act=draw]").await;
    window.click("#lot-seed").await;
    window.type_text("hạt 7").await;
    window.click("[data-act=draw]").await;
    there(window, "[data-act=look]").await;
    window.click("[data-act=look]").await;
    for _ in 0..2 {
        there(window, "[data-testid=inspect-step][data-step=compare]").await;
        window.until_picture().await;
        let at = "return document.querySelector('.field.here')?.dataset.column ?? ''";
        loop {
            let column = window.ask(at).await.as_str().unwrap().to_owned();
            if column.is_empty() {
                break;
            }
            window.key(Key::Enter).await;
            let on = format!("return !document.querySelector('.field.here[data-column={column}]')");
            window.until("the next field", &on).await;
        }
        let button = "return document.activeElement?.dataset.act === 'inspect-send'";
        window.until("the button that sends", button).await;
        window.key(Key::Enter).await;
        there(window, "[data-testid=inspect-step][data-step=done]").await;
        window.key(Key::Enter).await;
    }
    there(window, "[data-act=decide]").await;
    window.click("[data-act=decide]").await;
    there(window, "[data-testid=lot-state][data-state=accepted]").await;
    let folder = bench.folder("biên bản");
    bench.answer(&[&folder]);
    window.click("[data-act=minutes]").await;
    there(window, "[data-testid=minutes-done]").await;
    seen(window, "13-accepted").await;
    minutes(&folder);
}

/// The minutes as another program reads them.
fn minutes(folder: &Path) {
    let files = std::fs::read_dir(folder).unwrap().flatten();
    let mut pdfs = files
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|one| one == "pdf"));
    let said = run(Command::new("pdftotext").arg(pdfs.next().unwrap()).arg("-"));
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "Tổ nhập liệu xã",
        "hạt 7",
        "KS.2008.01",
        "Rút 2 trong 2 trường hợp",
        "Sáu Phụ Trách",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}
