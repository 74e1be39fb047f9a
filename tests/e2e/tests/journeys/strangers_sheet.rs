//! A contractor's own sheet, typed before there was a picture: brought in after a look, then joined with the
//! pictures that come later.

use std::path::Path;
use std::process::Command;

use sohoa_e2e::{Bench, Key, run};

const SHEET: &str = "
import sys, openpyxl
book = openpyxl.Workbook()
sheet = book.active
for row in [
    ['DANH SÁCH KHAI SINH'],
    ['', '', 'Trẻ', '', 'Mẹ'],
    ['Số', 'Ngày ĐK', 'Họ và tên', 'Năm sinh', 'Họ và tên'],
    ['1', '05.06.2008', 'NguyÔn V¨n Mïa', '2008', 'Lª ThÞ HuÖ'],
    ['2', '06.06.2008', 'TrÇn ThÞ Hång', '2008', 'Vò ThÞ Thµnh'],
    ['3', '07.06.2008', 'Ph¹m Quèc ViÖt', '2008', '§ç ThÞ H\\u00ad¬ng'],
    ['4', '08.06.2008', '§Æng §×nh Thö', '2008', 'Hå ThÞ MÉu'],
]:
    sheet.append(row)
book.save(sys.argv[1])
";

fn write(file: &Path) {
    run(Command::new("/usr/bin/python3")
        .args(["-c", SHEET])
        .arg(file));
}

#[tokio::test]
async fn strangers_sheet() {
    let bench = Bench::new("strangers_sheet");
    bench.init();
    bench.sohoa([
        "book", "add", "--type", "KS", "--year", "2008", "--volume", "01",
    ]);
    let file = bench.path("bảng nhà thầu.xlsx");
    write(&file);
    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    bench.answer(&[&file]);
    window.click("[data-act='sheet']").await;
    window.click("[data-act='pick-sheet']").await;
    window.until_words("Nguyễn Văn Mùa").await;
    window.picture("1-columns").await;
    window.click("[data-act='forward']").await;
    window.until_words("4 dòng thành trường hợp mới").await;
    window.picture("2-rows").await;
    window.click("[data-act='forward']").await;
    window.click("[data-act='import-sheet']").await;
    window.until_words("4 trường hợp mới").await;
    window.picture("3-brought").await;
    window.click("[data-act='seen']").await;
    window.until_words("1 / 4").await;
    assert_eq!(window.value("nksHoTen").await, "Nguyễn Văn Mùa");
    assert_eq!(window.value("meHoTen").await, "Lê Thị Huệ");

    // The pictures come: three of four, the second page was not taken.
    let drawn = bench.draw(
        "máy quét",
        &["--type", "KS", "--cases", "3", "--look", "scan"],
    );
    let pages = drawn.join("trang");
    window.end().await;
    bench.sohoa([
        "pages".as_ref(),
        "import".as_ref(),
        "KS.2008.01".as_ref(),
        pages.as_os_str(),
    ]);
    bench.sohoa(["cases", "cut", "KS.2008.01"]);
    // It opens where it was left.
    let window = bench.open().await;
    window.until_words("2008 quyển 01").await;
    window.press(&[Key::Alt.into(), '1']).await;
    window.click("[data-act='open-join']").await;
    window.until_words("1 dữ liệu chưa có hình").await;
    window.click("[data-gap='picture/1']").await;
    window.picture("4-join").await;
    window.click("[data-act='join']").await;
    window.until_words("Đã ghép 3 hình").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_words("/ 4").await;
    let found = bench_names(&window).await;
    assert_eq!(
        found,
        [
            "Nguyễn Văn Mùa",
            "Phạm Quốc Việt",
            "Đặng Đình Thử",
            "Trần Thị Hồng"
        ]
    );
    window.picture("5-joined").await;

    // The same sheet again, with a name that was mended meanwhile: both are shown, what stands stays.
    window.fill("#f-nksHoTen", "H Khác Mẫu").await;
    window.key(Key::Enter).await;
    window.click("[data-act='sheet']").await;
    window.click("[data-act='pick-sheet']").await;
    window.until_words("như lần trước").await;
    window.click("[data-act='forward']").await;
    window.until_words("chưa rõ").await;
    window.picture("6-again").await;
    window.click("[data-act='row-this']").await;
    window.until_words("Mọi dòng đều rõ").await;
    window.click("[data-act='forward']").await;
    window.until_words("1 ô đã nhập khác với bảng").await;
    window.picture("7-clash").await;
    window.end().await;
}

/// The names of the children, case by case; the desk is left on the last one.
async fn bench_names(window: &sohoa_e2e::Window) -> Vec<String> {
    let mut names = Vec::new();
    while !window
        .ask("return document.querySelector('[data-testid=position]').textContent")
        .await
        .as_str()
        .unwrap()
        .starts_with("1 ")
    {
        window.key(Key::PageUp).await;
    }
    for place in 1..=4 {
        window.until_words(&format!("{place} / 4")).await;
        names.push(window.value("nksHoTen").await);
        if place < 4 {
            window.key(Key::PageDown).await;
        }
    }
    names
}
