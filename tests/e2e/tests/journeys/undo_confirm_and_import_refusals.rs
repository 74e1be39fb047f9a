//! What goes wrong and is put right: a broken file, a doubt that is the ledger's own, second
//! thoughts.

use std::fs;

use sohoa_e2e::{Bench, Key, Window};

const DOUBT: &str = "Ngày sinh 06.07.2008 sau ngày đăng ký 05.06.2008.";

#[tokio::test]
async fn undo_confirm_and_import_refusals() {
    let bench = Bench::new("undo_confirm");
    bench.init();
    bench.sohoa([
        "book", "add", "--type", "KS", "--year", "2008", "--volume", "01",
    ]);
    let drawn = bench.draw(
        "máy ảnh",
        &["--type", "KS", "--cases", "2", "--look", "photo"],
    );
    let whole = fs::read(drawn.join("trang/0001.jpg")).unwrap();
    fs::write(
        drawn.join("trang/0003 chép dở.jpg"),
        &whole[..whole.len() / 2],
    )
    .unwrap();

    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    bench.answer(&[&drawn.join("trang")]);
    window.click("[data-act=add-folder]").await;
    window
        .until_words("Đã đưa vào 2 trang, 1 tệp không nhận được")
        .await;
    window
        .click("[data-testid=import-job] [data-act=rejected]")
        .await;
    window.until_words("0003 chép dở.jpg").await;
    window.until_words("Tệp bị thiếu phần cuối").await;
    window.until_picture().await;
    window.picture("1-refused").await;
    window.click("[data-act=open-cut]").await;
    window.click("label:has(input[value=one])").await;
    window.click("[data-act=cut]").await;
    window.until_words("Đã cắt thành 2 trường hợp").await;

    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("so").await;
    window
        .type_case(&[
            ("so", "1"),
            ("ngayDangKy", "05.06.2008"),
            ("nksNgaySinh", "06.07.2008"),
        ])
        .await;
    window.key(Key::Enter).await;
    doubted(&window).await;
    window.press(&[Key::Shift.into(), Key::F8.into()]).await;
    window.until_field("nksNgaySinh").await;
    window.press(&[Key::Alt.into(), 'x']).await;
    window
        .until(
            "the question why",
            "return document.activeElement?.ariaLabel === 'Vì sao'",
        )
        .await;
    window.type_text("Chính sổ ghi nhầm tháng").await;
    window.picture("2-reason").await;
    window.key(Key::Enter).await;
    settled(&window).await;
    window.until_field("nksNgaySinh").await;
    window.picture("3-confirmed").await;

    window.click("[data-act=unconfirm]").await;
    doubted(&window).await;
    undo(&window).await;
    settled(&window).await;
    undo(&window).await;
    doubted(&window).await;
    undo(&window).await;
    window
        .until(
            "the date to be gone",
            "return document.getElementById('f-nksNgaySinh').value === ''",
        )
        .await;
    window.press(&[Key::Control.into(), 'y']).await;
    window
        .until(
            "the date to be back",
            "return document.getElementById('f-nksNgaySinh').value === '06.07.2008'",
        )
        .await;
    window.picture("4-undone").await;
    window.end().await;
}

async fn undo(window: &Window) {
    window.until_field("nksNgaySinh").await;
    window.press(&[Key::Control.into(), 'z']).await;
}

/// The doubt stands open.
async fn doubted(window: &Window) {
    window
        .until(
            "the doubt",
            &format!("return document.querySelector('[data-field=nksNgaySinh] li.warning')?.innerText.includes('{DOUBT}')"),
        )
        .await;
}

/// The doubt is settled, with its reason.
async fn settled(window: &Window) {
    window
        .until(
            "the doubt to be settled",
            "return document.querySelector('[data-field=nksNgaySinh] li.good')?.innerText.includes('Chính sổ ghi nhầm tháng')",
        )
        .await;
}
