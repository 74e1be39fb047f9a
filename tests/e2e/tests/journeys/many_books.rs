//! A supervisor with more books than they want to give one by one: ticked together, typed twice, dealt to several people;
//! and nobody gets again what they are to type.

use sohoa_e2e::Bench;

use crate::second_pair::{OFFICE, arrive, choose, seen, there};

#[tokio::test]
async fn many_books() {
    let bench = Bench::new("many_books");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "2", "--look", "scan"]);
    for (kind, year) in [
        ("KS", "2008"),
        ("KS", "2009"),
        ("KH", "2008"),
        ("KT", "2008"),
    ] {
        bench.book_of_type(kind, year, "01", &drawn, false);
    }
    let window = bench.open().await;
    there(&window, "[data-book='KS.2008.01']").await;
    assert_eq!(window.ask_later(OFFICE).await, "done");
    window.ask("location.reload(); return true").await;

    arrive(&window, "Sáu Phụ Trách").await;
    window.click("[data-act=giving]").await;
    there(&window, "[data-act=tick-all]").await;
    window.click("[data-act=tick-all]").await;
    window.until_words("Giao việc ở 4 sổ").await;
    window.click("[name=many-twice][value=critical]").await;
    window.click("[data-act=keying-set-many]").await;
    window
        .until_words("Đã đặt cách nhập hai lần cho 4 sổ.")
        .await;

    choose(&window, "#give-person", "nhiều người").await;
    there(&window, "[data-act=several-all]").await;
    window.click("[data-several='Lan Nhập']").await;
    window.click("[data-several='Minh Nhập']").await;
    window.click("#give-due").await;
    window.type_text("31122099").await;
    window.click("[data-act=assign]").await;
    window
        .until_words(
            "Đã chia cho 2 người: Lan Nhập 2 sổ, 4 trường hợp; Minh Nhập 2 sổ, 4 trường hợp.",
        )
        .await;
    // The second time each gets what the other types.
    choose(&window, "#give-task", "Nhập lần hai").await;
    window.click("[data-act=assign]").await;
    let shares = "return document.querySelectorAll('[data-share]').length === 4";
    window.until("four shares", shares).await;
    seen(&window, "1-dealt").await;
    window.click("[data-act=untick]").await;
    window.click("[data-give='KS.2008.01']").await;
    there(&window, "[data-given='Lan Nhập']").await;
    let tasks = "return [...document.querySelectorAll('[data-given]')].map((one) => one.dataset.given).sort().join()";
    assert_eq!(window.ask(tasks).await, "Lan Nhập,Minh Nhập");

    // All is too much for one of them.
    window.click("[data-tick='KH.2008.01']").await;
    window.click("[data-tick='KS.2008.01']").await;
    window.until_words("Đang chọn 2 sổ").await;
    choose(&window, "#give-person", "Lan").await;
    choose(&window, "#give-task", "Nhập lần hai").await;
    window.click("[data-act=assign]").await;
    window
        .until_words("Không ai nhập lần hai hay soát phần mình nhập")
        .await;
    seen(&window, "2-own").await;
    window.end().await;
}
