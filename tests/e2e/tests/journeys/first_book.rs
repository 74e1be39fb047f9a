//! From an empty folder to a delivered package, by hand.

use std::collections::BTreeMap;

use sohoa_e2e::{Bench, Key, Window};

use crate::readers;

const FIRST: [(&str, &str); 13] = [
    ("so", "1"),
    ("ngayDangKy", "05.06.2008"),
    ("loaiDangKy", "1"),
    ("nguoiKy", "Đặng Thị Hường"),
    ("nksHoTen", "Y Ƀhăm Êban"),
    ("nksGioiTinh", "1"),
    ("nksNgaySinh", "31.02.2008"),
    ("nksNoiSinh", "Buôn Ea Đrăng, xã An Nhơn"),
    ("nksDanToc", "Ê Đê"),
    ("nksQuocTich", "Việt Nam"),
    ("nksLoaiKhaiSinh", "1"),
    ("meHoTen", "H’Hen Niê"),
    ("meNgaySinh", "1985"),
];
/// The ledger does not say when this one was born.
const SECOND: [(&str, &str); 5] = [
    ("so", "2"),
    ("ngayDangKy", "06.06.2008"),
    ("loaiDangKy", "4"),
    ("nksHoTen", "K’Brửu"),
    ("nksGioiTinh", "1"),
];
const THIRD: [(&str, &str); 6] = [
    ("so", "3"),
    ("ngayDangKy", "30.12.2008"),
    ("loaiDangKy", "1"),
    ("nksHoTen", "H’Hen Niê"),
    ("nksGioiTinh", "2"),
    ("nksNgaySinh", "12.2008"),
];

#[tokio::test]
async fn first_book() {
    let bench = Bench::new("first_book");
    let drawn = bench.draw(
        "máy quét",
        &["--type", "KS", "--cases", "3", "--look", "scan"],
    );
    let window = bench.open().await;

    make_the_workspace(&bench, &window).await;
    add_the_book(&window).await;

    bench.answer(&[&drawn.join("trang")]);
    window.click("[data-act=add-folder]").await;
    window.until_words("Đã đưa vào 3 trang").await;
    window.until_picture().await;
    window.picture("3-pages").await;

    window.click("[data-act=open-cut]").await;
    window.click("label:has(input[value=one])").await;
    window.until_words("thành 3 trường hợp").await;
    window.picture("4-cut").await;
    window.click("[data-act=cut]").await;
    window.until_words("Đã cắt thành 3 trường hợp").await;

    type_the_book(&window).await;
    package(&bench, &window).await;
    window.end().await;
    look_at_the_package(&bench);
}

async fn make_the_workspace(bench: &Bench, window: &Window) {
    bench.answer(&[&bench.workspace()]);
    window.click("#place").await;
    window.picture("1-workspace").await;
    window.type_text("UBND xã An Nhơn").await;
    window.click("[data-act=pick-folder]").await;
    window.click("[data-act=make-workspace]").await;
    window.until_words("Ba bước đầu").await;
    window.picture("2-empty-shelf").await;
}

async fn add_the_book(window: &Window) {
    window.click("[data-act=new-book]").await;
    window.fill("#book-year", "2008").await;
    window.fill("#book-volume", "01").await;
    window.until_words("Sổ sẽ mang mã KS.2008.01").await;
    window.picture("2-add-book").await;
    window.key(Key::Enter).await;
    window.until_words("Sổ này chưa có trang nào").await;
    window.picture("3-no-pages").await;
}

async fn type_the_book(window: &Window) {
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("so").await;
    window.until_picture().await;
    window.picture("5-desk").await;

    window.type_case(&FIRST).await;
    window.key(Key::Enter).await;
    let impossible = "Lịch không có ngày 31.02.2008.";
    window.until_words(impossible).await;
    window.press(&[Key::Shift.into(), Key::F8.into()]).await;
    window.until_field("nksNgaySinh").await;
    window.picture("6-impossible-date").await;
    window.type_text("21.02.2008").await;
    window.key(Key::Enter).await;
    window
        .until(
            "the finding to go",
            "return !document.querySelector('[data-field=nksNgaySinh] .message')",
        )
        .await;
    window
        .press(&[Key::Control.into(), Key::Enter.into()])
        .await;

    window.until_words("2 / 3").await;
    window.until_field("so").await;
    window.type_case(&SECOND).await;
    window.walk_to("nksNoiSinh").await;
    window.until_words("Chưa có ngày, tháng, năm sinh.").await;
    window.press(&[Key::Shift.into(), Key::F8.into()]).await;
    window.until_field("nksNgaySinh").await;
    window.picture("7-missing-birth-date").await;
    window.key(Key::F4).await;
    window
        .until(
            "the ledger to leave it out",
            "return !document.querySelector('[data-field=nksNgaySinh] .message') && document.getElementById('f-nksNgaySinh').placeholder.includes('sổ không ghi')",
        )
        .await;
    window
        .press(&[Key::Control.into(), Key::Enter.into()])
        .await;

    window.until_words("3 / 3").await;
    window.until_field("so").await;
    window.type_case(&THIRD).await;
    window
        .press(&[Key::Control.into(), Key::Enter.into()])
        .await;
    window.until_words("Đã xong mọi trường hợp của sổ").await;
    window.picture("8-all-typed").await;
}

async fn package(bench: &Bench, window: &Window) {
    window.press(&[Key::Alt.into(), '4']).await;
    window.until_words("3 / 3 trường hợp đã nhập xong").await;
    window.picture("9-before-packaging").await;
    bench.answer(&[&bench.folder("giao nộp")]);
    window.click("[data-act=pick-target]").await;
    window.until_words("giao nộp").await;
    window.click("[data-act=package]").await;
    window
        .until(
            "the package",
            "return !!document.querySelector('[data-testid=package-done]')",
        )
        .await;
    window.until_words("Đã kiểm lại 3 PDF và 3 dòng").await;
    window.picture("9-packaged").await;
}

fn look_at_the_package(bench: &Bench) {
    let folder = bench.folder("giao nộp");
    let rows = readers::sheet(&folder.join("KS.2008.01.xlsx"));
    // What the book gives, and what was taken on the way past it.
    let given = [("quyenSo", "01/2008"), ("noiDangKy", "UBND xã An Nhơn")];
    let taken = [("nguoiKy", "Đặng Thị Hường")];
    let written = |case: &[(&'static str, &'static str)], more: &[(&'static str, &'static str)]| {
        let all = case.iter().chain(&given).chain(more);
        all.map(|(column, text)| match *text {
            "31.02.2008" => (*column, "21.02.2008"),
            text => (*column, text),
        })
        .collect::<BTreeMap<_, _>>()
    };
    let got: Vec<BTreeMap<_, _>> = rows
        .iter()
        .map(|row| readers::filled(row).into_iter().collect())
        .collect();
    let expected = [
        written(&FIRST, &[]),
        written(&SECOND, &taken),
        written(&THIRD, &taken),
    ];
    assert_eq!(got, expected);

    let zip = folder.join("KS.2008.01.zip");
    assert_eq!(
        readers::names(&zip),
        [
            "KS.2008.01.2008-06-05.1.pdf",
            "KS.2008.01.2008-06-06.2.pdf",
            "KS.2008.01.2008-12-30.3.pdf"
        ]
    );
    for pdf in readers::unpacked(&zip, &bench.folder("bung ra")) {
        assert_eq!(readers::pages(&pdf), 1, "{}", pdf.display());
        let ink = readers::ink(&pdf);
        assert!((0.002..0.5).contains(&ink), "{}: {ink}", pdf.display());
    }
}
