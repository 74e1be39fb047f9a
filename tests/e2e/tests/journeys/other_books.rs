//! What a new book takes over from the other books of its office.

use sohoa_e2e::{Bench, Key};

#[tokio::test]
async fn other_books() {
    let bench = Bench::new("other_books");
    bench.init();
    let births = bench.draw("sổ khai sinh", &["--type", "KS", "--cases", "3"]);
    bench.book(&births, true);
    let deaths = bench.draw("sổ khai tử", &["--type", "KT", "--cases", "2"]);
    bench.book_of_type("KT", "2008", "01", &deaths, false);
    let window = bench.open().await;
    window.click("[data-book='KT.2008.01']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_field("so").await;

    // The first case is proposed who signed in the nearest book, and holds nothing of it yet.
    let proposed = "
        const box = document.getElementById('f-nguoiKy');
        return box?.value === '' && box.placeholder.length > 3
            && !!document.querySelector('[data-field=nguoiKy] [title*=\"sổ gần nhất\"]')";
    window.until("the signer to be proposed", proposed).await;
    window.type_text("1").await;
    window.walk_to("nktNoiCuTru").await;
    let signer = "return document.getElementById('f-nguoiKy').value.length > 3";
    window
        .until("the signer to be taken by Enter", signer)
        .await;

    // A place that was typed in the book of births. It is gathered while somebody types.
    let offered = "
        const all = [...document.querySelectorAll('[aria-label^=\"Gợi ý\"] li')];
        return all.some((one) => one.title.includes('sổ khác') && one.innerText.includes('sổ khác'))";
    for _ in 0..50 {
        window.type_text("x").await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        if window.ask(offered).await == true {
            break;
        }
        window.key(Key::Backspace).await;
    }
    window.until("a place of another book", offered).await;
    window.picture("1-offered").await;
    window.end().await;
}
