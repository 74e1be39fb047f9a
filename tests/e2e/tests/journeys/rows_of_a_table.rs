//! The rows of a table are cut on one page, corrected by hand, carried through the book, and what is not
//! sure is looked at.

use std::ffi::OsStr;

use sohoa_e2e::{Bench, Key};

#[tokio::test]
async fn rows_of_a_table() {
    let bench = Bench::new("rows_of_a_table");
    bench.init();
    let drawn = bench.draw(
        "bảng",
        &[
            "--type",
            "KS",
            "--year",
            "1987",
            "--cases",
            "18",
            "--per-page",
            "8",
            "--table",
        ],
    );
    bench.sohoa([
        "book", "add", "--type", "KS", "--year", "1987", "--volume", "01",
    ]);
    let pages = drawn.join("trang");
    bench.sohoa([
        OsStr::new("pages"),
        OsStr::new("import"),
        OsStr::new("KS.1987.01"),
        pages.as_os_str(),
    ]);

    let window = bench.open().await;
    window.click("[data-book='KS.1987.01']").await;
    window.click("[data-page='1']").await;
    window.until_words("0001.jpg").await;
    window.click("[data-act=rule]").await;
    // The machine proposes the rows; the heading is none of them.
    window.until_words("8 trường hợp").await;
    window
        .until(
            "nine cuts",
            "return document.querySelectorAll('.cut.row').length === 9",
        )
        .await;
    window.picture("1-proposed").await;

    // A cut too many is added with a click, and taken away by its key.
    let middle = "const r = document.querySelector('[data-strip=\"0-3\"]').getBoundingClientRect(), p = \
                  document.querySelector('.picture').getBoundingClientRect(); return [p.left + p.width / 2, \
                  r.top + r.height / 2]";
    let at: Vec<f64> = serde_json::from_value(window.ask(middle).await).unwrap();
    window.drag((at[0], at[1]), (at[0], at[1])).await;
    window.until_words("9 trường hợp").await;
    window.key(Key::Delete).await;
    window.until_words("8 trường hợp").await;
    // A cut that is pulled off its line stays where it was left, and goes back by the table.
    let cut = "const r = document.getElementById('cut-0-2').getBoundingClientRect(); return [r.left + r.width / 2, \
               r.top + r.height / 2]";
    let from: Vec<f64> = serde_json::from_value(window.ask(cut).await).unwrap();
    window
        .drag((from[0], from[1]), (from[0], from[1] + 18.0))
        .await;
    let pulled = format!(
        "const r = document.getElementById('cut-0-2').getBoundingClientRect(); return Math.abs(r.top + r.height / 2 - {}) < 3",
        from[1] + 18.0
    );
    window.until("the cut where it was left", &pulled).await;
    // Looking at another page in between loses nothing.
    window.click("[data-page='2']").await;
    window.until_words("0002.jpg").await;
    window.click("[data-page='1']").await;
    window.until_words("0001.jpg").await;
    window.click("[data-act=rule]").await;
    window.until("the cut still there", &pulled).await;
    window.click("[data-act=by-rows]").await;

    window
        .press(&[Key::Control.into(), Key::Enter.into()])
        .await;
    window
        .until_words("Đã cắt trang 1 và 2 trang khác, 24 trường hợp mới, 1 trang cần xem lại")
        .await;
    window
        .until(
            "cuts on the thumbnails",
            "return document.querySelectorAll('[data-page=\"3\"] rect').length === 8",
        )
        .await;
    window.picture("2-carried").await;

    // The last page has two rows in use: the person says so.
    window.key(Key::F8).await;
    window.until_words("dường như không có chữ").await;
    window.press(&['k']).await;
    window.click("[data-act=leave-out]").await;
    window.until_words("2 trường hợp").await;
    window.picture("3-unwritten").await;
    window.click("[data-act=only-here]").await;
    window.until_words("Đã cắt trang 3").await;
    window
        .until(
            "nothing more to look at",
            "return !document.querySelector('[data-act=next-doubtful]') && document.querySelectorAll('[data-page=\"3\"] rect').length === 2",
        )
        .await;
    // All of it is taken back step by step.
    window.press(&[Key::Control.into(), 'z']).await;
    window.until_words("Đã hoàn tác: kẻ chỗ cắt").await;
    window.press(&[Key::Control.into(), 'z']).await;
    window
        .until_words("Đã hoàn tác: mang chỗ cắt theo các trang")
        .await;
    window
        .until(
            "no cuts",
            "return !document.querySelector('[data-page] rect')",
        )
        .await;
    window.end().await;
}
