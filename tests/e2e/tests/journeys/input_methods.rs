use sohoa_e2e::{Bench, InputMethod, Keys, strike, take_the_keyboard};
use std::time::Duration;

#[tokio::test]
async fn input_methods() {
    let bench = Bench::new("input_methods");
    bench.init();
    let drawn = bench.draw("máy quét", &["--cases", "2", "--look", "scan"]);
    bench.book(&drawn, false);
    let method = InputMethod::start(&bench, Keys::Telex);
    let window = bench.open_with(&method).await;
    window.click("[data-book='KS.2008.01']").await;
    window.until_field("so").await;
    window.until_picture().await;
    take_the_keyboard();
    window.ask("window.__seen = []; for (const t of ['keydown','compositionstart','compositionupdate','compositionend','input']) addEventListener(t, (e) => __seen.push(`${t} ${e.key ?? ''} ${e.keyCode ?? ''} ${e.isComposing ?? ''} ${e.data ?? ''} ${e.inputType ?? ''}`), true); return true").await;
    window.ask("document.getElementById('f-nksHoTen').focus(); return true").await;
    strike(&["N", "g", "u", "y", "e", "e", "x", "n"]);
    tokio::time::sleep(Duration::from_millis(800)).await;
    println!("{:#}", window.ask("return __seen").await);
    println!("{}", window.value("nksHoTen").await);
    window.picture("1").await;
    strike(&["space", "V", "a", "w", "n", "Return"]);
    tokio::time::sleep(Duration::from_millis(800)).await;
    println!("{:#}", window.ask("return __seen.slice(-16)").await);
    println!("{} {}", window.value("nksHoTen").await, window.field().await);
    panic!();
}
