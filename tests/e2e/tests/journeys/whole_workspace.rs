//! One birth in two books, found in the check of the whole workspace, laid side by side and written
//! to a table; what an office decides about a rule; the totals of a closed ledger.

use sohoa_e2e::{Bench, Key};

use crate::readers;

#[tokio::test]
async fn whole_workspace() {
    let bench = Bench::new("whole_workspace");
    bench.init();
    let drawn = bench.draw("vẽ", &["--cases", "3", "--look", "scan"]);
    bench.book(&drawn, true);
    bench.book_of("2008", "02", &drawn, true);

    let window = bench.open().await;
    window.until_words("KS.2008.02").await;
    window.click("[data-act=check-all]").await;
    let group = "[data-group=registered_in_two_books]";
    window
        .until(
            "what both books hold",
            &format!("return !!document.querySelector('{group}')"),
        )
        .await;
    window.click(group).await;
    window
        .until(
            "the other case beside it",
            "return document.querySelector('[data-testid=beside] table')?.innerText.includes('Đăng ký: Quyển số')",
        )
        .await;
    window.until_picture().await;
    window.picture("1-side-by-side").await;

    let table = bench.path("xuất.xlsx");
    bench.answer(&[&table]);
    window.click("[data-act=export]").await;
    window.until_words("Đã ghi 6 dòng").await;
    let cells = readers::cells(&table);
    assert_eq!(
        cells.len(),
        6 + 3,
        "title, a gap, headings, and each case of both books"
    );
    assert!(
        cells[3].contains(&"KS.2008.01".to_owned()),
        "{:?}",
        cells[3]
    );

    // The office does not want to hear of it.
    window.click("[data-act=shelf]").await;
    window.click("[data-act=settings]").await;
    window
        .until(
            "the settings",
            "return !!document.querySelector('[data-rule]')",
        )
        .await;
    window.picture("2-settings").await;
    window
        .ask(
            "const select = document.querySelector('[data-rule=registered_in_two_books]');
             select.value = 'off';
             select.dispatchEvent(new Event('change', { bubbles: true }));
             return true",
        )
        .await;
    window.click("[data-act=keep-settings]").await;
    window.until_words("Đã lưu cài đặt").await;
    window.click("[data-act=check-all]").await;
    window.click("[data-act=check-again]").await;
    window
        .until(
            "nothing of it",
            &format!(
                "return !document.querySelector('{group}') && !document.querySelector('[data-testid=check-job]')"
            ),
        )
        .await;

    // Five were counted when the ledger was closed.
    window.click("[data-act=shelf]").await;
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '4']).await;
    window
        .until(
            "the totals",
            "return !!document.querySelector('#closing-cases')",
        )
        .await;
    window.fill("#closing-cases", "5").await;
    window.key(Key::Tab).await;
    window.until_words("1 cảnh báo").await;
    window.press(&[Key::Alt.into(), '3']).await;
    window
        .until_words("Khi khóa sổ ghi 5 trường hợp, ở đây có 3.")
        .await;
    window.picture("3-closing").await;
    window.end().await;
}
