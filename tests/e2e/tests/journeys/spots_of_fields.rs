//! Somebody points once at where the fields stand, and from then on the picture goes where the cursor is.

use sohoa_e2e::{Bench, Key, Window};

const LIT: &str = "const s = document.querySelector('.spot'); return s ? s.getAttribute('y') : ''";

/// Whether what is lit lies inside the frame of the picture.
const IN_SIGHT: &str = "
    const s = document.querySelector('.spot')?.getBoundingClientRect();
    const f = document.querySelector('.frame').getBoundingClientRect();
    return !!s && s.top >= f.top && s.bottom <= f.bottom && s.left >= f.left && s.right <= f.right";

async fn point(window: &Window, from: (f64, f64), to: (f64, f64), next: &str) {
    window.drag(from, to).await;
    window.until_field(next).await;
}

#[tokio::test]
async fn spots_of_fields() {
    let bench = Bench::new("spots_of_fields");
    bench.init();
    let drawn = bench.draw("máy quét", &["--type", "KS", "--cases", "3"]);
    bench.book(&drawn, false);
    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("so").await;
    window.until_picture().await;
    window.press(&[Key::Alt.into(), 'v']).await;
    window
        .until_words("Kéo khung quanh chỗ ghi Số đăng ký")
        .await;
    window.picture("1-pointing").await;
    point(&window, (120.0, 260.0), (300.0, 285.0), "quyenSo").await;
    point(&window, (420.0, 260.0), (600.0, 285.0), "ngayDangKy").await;
    window.click("[data-act='spot-skip']").await;
    window.until_field("loaiDangKy").await;
    window.until_words("2 ô đã có chỗ").await;
    window.click("[data-act='spots-done']").await;
    window
        .until(
            "pointing to end",
            "return !document.querySelector('.point')",
        )
        .await;

    // On another case it is lit at once; zoomed in, the picture goes where the cursor goes.
    window.key(Key::PageDown).await;
    window.until_words("2 / 3").await;
    window.until_field("so").await;
    window.until("the spot", LIT).await;
    for _ in 0..6 {
        window.press(&[Key::Control.into(), '=']).await;
    }
    window.press(&[Key::Control.into(), Key::Down.into()]).await;
    window.press(&[Key::Control.into(), Key::Down.into()]).await;
    assert_eq!(
        window.ask(IN_SIGHT).await,
        false,
        "a person may look elsewhere"
    );
    window.key(Key::Tab).await;
    window.until_field("quyenSo").await;
    window.until("the next spot in sight", IN_SIGHT).await;
    window.picture("2-lit").await;
    window.key(Key::Tab).await;
    window
        .until(
            "no spot where nobody pointed",
            "return !document.querySelector('.spot')",
        )
        .await;
    window.end().await;
}
