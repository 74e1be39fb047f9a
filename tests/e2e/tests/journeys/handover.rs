//! Two stations: a book is given out in a closed file, typed in elsewhere and here at the same time, given back, and
//! what both wrote is decided.

use std::path::Path;
use std::sync::Arc;

use sohoa_core::record::FieldValue;
use sohoa_e2e::{Bench, Key, Window};
use sohoa_station::host::Machine;
use sohoa_station::{Station, knowledge};

use crate::accessible_names::assert_all;

const PASSWORD: &str = "ao thu 2024";

/// Types into a field of the first case of the only book, without the window.
fn types(workspace: &Path, column: &str, text: &str) {
    let station = Station::open(workspace, knowledge().unwrap(), Arc::new(Machine)).unwrap();
    let book = station.books().unwrap()[0].id;
    let case = station.cases(book).unwrap()[0].id;
    station
        .field_save(case, column, &FieldValue::given(text))
        .unwrap();
}

/// What the element says.
async fn words(window: &Window, selector: &str) -> String {
    let script = format!("return document.querySelector('{selector}')?.textContent.trim()");
    let said = window.until(selector, &script).await;
    said.as_str().unwrap().to_owned()
}

async fn gives(window: &Window, bench: &Bench, file: &Path) {
    window.click("[data-give='KS.2008.01']").await;
    bench.answer(&[file]);
    window.click("[data-act=seal]").await;
    window.until_words("Đã niêm phong").await;
}

#[tokio::test]
async fn handover() {
    let bench = Bench::new("handover");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "4", "--look", "scan"]);
    bench.book(&drawn, false);
    let (here, there) = (bench.workspace(), bench.path("kho nơi nhận"));
    types(&here, "so", "1");
    let (out, back) = (bench.path("đi.goi"), bench.path("về.goi"));

    // Given out, closed.
    let window = bench.open().await;
    window.click("[data-act=hand-over]").await;
    let own = words(&window, "[data-testid=own-card] b").await;
    window.picture("1-ways").await;
    window.click("[data-act=give]").await;
    window.click("[data-act=close-bundle]").await;
    window.click("#new-password").await;
    window.type_text(PASSWORD).await;
    window.click("#new-password-again").await;
    window.type_text(PASSWORD).await;
    window.picture("2-give").await;
    gives(&window, &bench, &out).await;
    window.picture("3-given").await;
    assert_all(&window).await;
    window.end().await;

    // Taken at another station.
    let bench = bench.in_workspace(there.clone());
    let place = there.display().to_string();
    bench.sohoa(["init", &place, "--place", "UBND xã Ea Drăng"]);
    let window = bench.open().await;
    window.click("[data-act=hand-over]").await;
    window.click("[data-act=take]").await;
    window.picture("4-take").await;
    bench.answer(&[&out]);
    window.click("[data-act=pick-bundle]").await;
    window.until_words("Tệp này có mật khẩu").await;
    window.type_text("sai").await;
    window.key(Key::Enter).await;
    window.until_words("Mật khẩu chưa đúng").await;
    window.picture("5-password").await;
    window.type_text(PASSWORD).await;
    window.key(Key::Enter).await;
    let groups = words(&window, "[data-testid=stranger] .groups").await;
    assert_eq!(groups, own.replace(' ', ""));
    window.picture("6-stranger").await;
    assert_all(&window).await;
    window.click("[data-act=compared]").await;
    window.click("[data-act=take-bundle]").await;
    window.until_words("sổ mới trong kho này").await;
    window.picture("7-taken").await;
    window.click("[data-open='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("ngayDangKy").await;
    assert_eq!(window.value("so").await, "1");
    window.walk_to("nksHoTen").await;
    window.type_text("Lê Thị Bà").await;
    window.key(Key::Enter).await;
    window.until_words("đã lưu").await;

    // Meanwhile here, too.
    types(&here, "nksHoTen", "Lê Thị Ba");

    // Given back.
    window.click("[data-act=shelf]").await;
    window.click("[data-act=hand-over]").await;
    window.click("[data-act=give]").await;
    window.click("input[value=return]").await;
    window.picture("8-return").await;
    gives(&window, &bench, &back).await;
    window.end().await;

    // Taken back and decided.
    let bench = bench.in_workspace(here.clone());
    let window = bench.open().await;
    window.click("[data-act=hand-over]").await;
    window.click("[data-act=take]").await;
    bench.answer(&[&back]);
    window.click("[data-act=pick-bundle]").await;
    window.click("[data-act=compared]").await;
    window.click("[data-act=take-bundle]").await;
    window.until_words("1 chỗ hai nơi ghi khác nhau").await;
    window.picture("9-taken-back").await;
    assert_all(&window).await;
    window.click("[data-act=shelf]").await;
    window.until_words("⇄ 1 ghi khác").await;
    window.picture("10-shelf").await;
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window
        .until(
            "the mark",
            "return !!document.querySelector('[data-field=nksHoTen] [data-act=decide]')",
        )
        .await;
    window.picture("11-desk").await;
    window
        .click("[data-field=nksHoTen] [data-act=decide]")
        .await;
    window.until_words("đang giữ trong sổ").await;
    window.picture("12-decide").await;
    assert_all(&window).await;
    let theirs = "return [...document.querySelectorAll('[data-choice]')]
        .find((one) => one.textContent.includes('Lê Thị Bà')).dataset.choice";
    let theirs = window.until("the other reading", theirs).await;
    let number = theirs.as_str().unwrap().chars().next().unwrap();
    window.press(&[number]).await;
    window
        .until_words("Không còn chỗ nào hai nơi ghi khác nhau")
        .await;
    window.picture("13-decided").await;
    assert_all(&window).await;
    window.click("[data-act=to-desk]").await;
    window.until_field("ngayDangKy").await;
    window.walk_to("nksGioiTinh").await;
    window.press(&[Key::Shift.into(), Key::Enter.into()]).await;
    window.until_field("nksHoTen").await;
    assert_eq!(window.value("nksHoTen").await, "Lê Thị Bà");
    // Both stand in the history.
    window.press(&[Key::Alt.into(), 'l']).await;
    let both = "const said = document.querySelector('dialog[open]')?.innerText ?? '';
        return said.includes('Lê Thị Ba') && said.includes('Lê Thị Bà')";
    window.until("both readings", both).await;
    window.picture("14-history").await;
    window.key(Key::Escape).await;
    window.end().await;
    let left = bench.sohoa(["disputed", "KS.2008.01"]);
    assert_eq!(left["disputed"].as_array().unwrap().len(), 0);
}
