//! What a keyer need not type, with real keys: a shell's own keys have swallowed a shortcut before.

use sohoa_e2e::{Bench, Key};

#[tokio::test]
async fn little_to_type() {
    let bench = Bench::new("little_to_type");
    bench.init();
    let drawn = bench.draw("máy quét", &["--type", "KS", "--cases", "3"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    // By key: the driver's click takes the cursor away from where the window puts it.
    window.press(&[Key::Alt.into(), '1']).await;
    window.until_words("Cắt thành trường hợp").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("so").await;
    window.until_picture().await;

    let upright = "return document.querySelector('.paper')?.outerHTML";
    let before = window.ask(upright).await;
    window.press(&[Key::Control.into(), 'r']).await;
    assert_ne!(
        window.ask(upright).await,
        before,
        "Ctrl+R turns the picture"
    );
    window.press(&[Key::Control.into(), 'r']).await;

    window
        .type_case(&[
            ("so", "1"),
            ("ngayDangKy", "5608"),
            ("nguoiKy", "trần văn mẫu"),
            ("nksHoTen", "lê thị thử"),
            ("nksNoiSinh", "Trạm y tế xã An Nhơn"),
            ("nksDanToc", "e de"),
            ("meHoTen", "ngô thị mẫu"),
            ("chaHoTen", "lê văn thử"),
            ("chaSoGiayToTuyThan", "240000001"),
        ])
        .await;
    window.walk_to("nycHoTen").await;
    let holds = |column: &str, text: &str| {
        format!("return document.getElementById('f-{column}')?.value === '{text}'")
    };
    for (column, text) in [
        ("ngayDangKy", "05.06.2008"),
        ("nksHoTen", "Lê Thị Thử"),
        ("nksDanToc", "Ê Đê"),
    ] {
        window.until(text, &holds(column, text)).await;
    }
    for name in ["Lê Văn Thử", "Ngô Thị Mẫu", "", "Lê Văn Thử"] {
        window.key(Key::F9).await;
        window.until(name, &holds("nycHoTen", name)).await;
    }
    let number = holds("nycSoGiayToTuyThan", "240000001");
    window.until("the paper's number", &number).await;
    window.picture("1-filled").await;

    window
        .press(&[Key::Control.into(), Key::Enter.into()])
        .await;
    window.until_words("2 / 3").await;
    let ghost = "return document.getElementById('f-nguoiKy')?.placeholder === 'Trần Văn Mẫu'";
    window.until("the signer to be proposed", ghost).await;
    window.picture("2-proposed").await;
    window.walk_to("nksNoiSinh").await;
    // What Enter went over is taken.
    let taken = holds("nguoiKy", "Trần Văn Mẫu");
    window.until("the signer to be taken", &taken).await;
    window.type_text("ty").await;
    let listed = "return !!document.querySelector('[aria-label^=\"Gợi ý\"]')";
    window.until("offers", listed).await;
    window.picture("3-offers").await;
    window.key(Key::Down).await;
    assert_eq!(window.value("nksNoiSinh").await, "Trạm y tế xã An Nhơn");
    window.end().await;
}
