//! The picture in a window of its own, for a clerk with two screens.

use sohoa_e2e::{Bench, Key, Window};

const DESK: &str = "return !!document.querySelector('.form')";
const PICTURE: &str = "return !!document.querySelector('[data-act=picture-home]')";
const PAGE: &str = "return document.querySelector('.paper img')?.src ?? ''";
const HERE: &str = "return !!document.querySelector('.entry .viewer')";
const THERE: &str = "return document.body.innerText.includes('Hình đang ở cửa sổ kia')";

async fn until_seen(window: &Window, title: &str) {
    let script = format!(
        "return document.querySelector('[data-testid=seen]')?.textContent === 'Trường hợp {title}'"
    );
    window.until(title, &script).await;
    window.until_picture().await;
}

#[tokio::test]
async fn two_windows() {
    let bench = Bench::new("two_windows");
    bench.init();
    let drawn = bench.draw("máy quét", &["--type", "KS", "--cases", "3"]);
    bench.book(&drawn, true);
    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until("the form", DESK).await;
    window.until_picture().await;
    window
        .click("[data-case='1'], [data-field='so'] input")
        .await;
    window.until_field("so").await;

    window.press(&[Key::Alt.into(), 'w']).await;
    window.until_windows(2).await;
    window.until("the picture to be away", THERE).await;
    window.go_to("the picture's", PICTURE).await;
    until_seen(&window, "1 / 3").await;
    let first = window.ask(PAGE).await;
    window.picture("1-picture").await;

    // The picture follows the case on the desk.
    window.go_to("the desk", DESK).await;
    window.key(Key::PageDown).await;
    window.until_words("2 / 3").await;
    window.picture("2-desk").await;
    window.go_to("the picture's", PICTURE).await;
    until_seen(&window, "2 / 3").await;
    let second = window.ask(PAGE).await;
    assert_ne!(first, second, "another page");
    window.picture("3-next").await;

    // A key of the case works here, too; a letter is not lost silently.
    window.key(Key::PageUp).await;
    until_seen(&window, "1 / 3").await;
    assert_eq!(window.ask(PAGE).await, first);
    window.press(&['a']).await;
    window.until_words("hãy gõ lại").await;
    window.go_to("the desk", DESK).await;
    window.until_words("Hãy gõ lại ở đây").await;
    window.picture("4-typed").await;
    window.until_words("1 / 3").await;
    // Where the cursor stands in a case that was read from a sheet: its first empty field.
    window.until_field("ghiChu").await;
    assert_eq!(window.value("ghiChu").await, "", "typed blindly");

    // Closed over there: the picture is back.
    window.go_to("the picture's", PICTURE).await;
    window.press_to_close(&[Key::Alt.into(), 'w']).await;
    window.until_windows(1).await;
    window.go_to("the desk", DESK).await;
    window.until("the picture to be back", HERE).await;
    window.until_picture().await;

    // And from here, by the button; the window can be opened again as often as one likes.
    window.click("[data-act='picture-window']").await;
    window.until_windows(2).await;
    window.until("the picture to be away", THERE).await;
    window.click("[data-act='picture-back']").await;
    window.until_windows(1).await;
    window.until("the picture to be back", HERE).await;
    window.picture("5-back").await;

    // The desk closes, and the other window with it.
    window.press(&[Key::Alt.into(), 'w']).await;
    window.until_windows(2).await;
    window.until("the picture to be away", THERE).await;
    window.go_to("the picture's", PICTURE).await;
    window.no_errors().await;
    window.go_to("the desk", DESK).await;
    window.close_to_the_end().await;
}
