//! The tour of the README: a typed book with two slips, mended and delivered.

use std::ffi::OsStr;
use std::fs;

use serde_json::Value;
use sohoa_e2e::{Bench, Key};

use crate::readers;

#[tokio::test]
async fn demonstration_tour() {
    let bench = Bench::new("demonstration_tour");
    bench.init();
    let drawn = bench.draw_demo().join("KS-2008");
    bench.book(&drawn, true);
    let truth: Vec<Value> =
        serde_json::from_str(&fs::read_to_string(drawn.join("dung.json")).unwrap()).unwrap();

    let window = bench.open().await;
    window.until_words("KS.2008.01").await;
    window.picture("1-shelf").await;
    window.click("[data-book='KS.2008.01']").await;
    window.until_picture().await;
    window.press(&[Key::Alt.into(), '3']).await;
    window.until_words("Lịch không có ngày 31.02.2008.").await;
    window.until_words("“Nữ” không có trong danh mục.").await;
    window.until_picture().await;
    window.picture("2-findings").await;

    // The date has no sure mending: it is typed from the picture.
    let at = "return document.querySelector('.row.at')?.innerText.includes";
    window
        .until("the date in hand", &format!("{at}('31.02.2008')"))
        .await;
    window
        .until(
            "its field",
            "return !!document.getElementById('f-nksNgaySinh')",
        )
        .await;
    window.key(Key::Enter).await;
    window.until_field("nksNgaySinh").await;
    // What is typed replaces what stands there.
    window
        .type_text(truth[2]["nksNgaySinh"].as_str().unwrap())
        .await;
    window.key(Key::Enter).await;

    // The word has one: its code.
    window
        .until("the code in hand", &format!("{at}('Nữ')"))
        .await;
    window
        .until(
            "its case",
            "return document.querySelector('.mend')?.innerText.includes('trường hợp 7') && !!document.getElementById('f-nksGioiTinh')",
        )
        .await;
    window.picture("3-proposed").await;
    window.key(Key::Enter).await;
    window
        .until(
            "no error left",
            "return !document.querySelector('nav .sign.error')",
        )
        .await;
    window.picture("4-mended").await;

    window.press(&[Key::Alt.into(), '4']).await;
    window.until_words("Không còn lỗi").await;
    bench.answer(&[&bench.folder("giao nộp")]);
    window.click("[data-act=pick-target]").await;
    window.until_words("giao nộp").await;
    window.click("[data-act=package]").await;
    window.until_words("Đã kiểm lại 12 PDF và 12 dòng").await;
    window.picture("5-packaged").await;
    window.end().await;

    let folder = bench.folder("giao nộp");
    let (xlsx, zip) = (
        folder.join("KS.2008.01.xlsx"),
        folder.join("KS.2008.01.zip"),
    );
    bench.sohoa([OsStr::new("verify"), xlsx.as_os_str(), zip.as_os_str()]);
    for (row, drawn) in readers::sheet(&xlsx).iter().zip(&truth) {
        for (column, text) in drawn.as_object().unwrap() {
            if column != "STT" {
                assert_eq!(&row[column], text, "{column}");
            }
        }
    }
}
