//! Every screen at 150 % in 1366×768: nothing is cut off, nothing lies out of reach, and the size is kept.

use sohoa_e2e::{Bench, Window};

use crate::screens::{Size, walk};

/// The middle of what the selector names.
async fn middle(window: &Window, selector: &str) -> (f64, f64) {
    let script = format!(
        "const r = document.querySelector('{selector}').getBoundingClientRect(); return [(r.left + r.right) / 2, (r.top + r.bottom) / 2]"
    );
    let at = window.ask(&script).await;
    (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
}

/// Things that follow the pointer follow it where it is.
async fn pointed_at(window: &Window, screen: &str) {
    match screen {
        "13-corners" => {
            let from = middle(window, "#grip-0").await;
            let to = (from.0 + 30.0, from.1 + 40.0);
            window.drag(from, to).await;
            let at = middle(window, "#grip-0").await;
            assert!(
                (at.0 - to.0).abs() < 2.0 && (at.1 - to.1).abs() < 2.0,
                "{at:?} {to:?}"
            );
        }
        "14-layout" => {
            let at = middle(window, ".editor .picture").await;
            window.click_at(at).await;
            let cut = "return !!document.querySelector('[id^=cut-]')";
            window.until("a cut", cut).await;
            let cut = middle(window, "[id^=cut-]").await;
            // It may have gone to a printed line near by.
            assert!((cut.1 - at.1).abs() < 12.0, "{cut:?} {at:?}");
        }
        "25-table" => {
            let at = middle(window, "[data-at=\"3/2\"]").await;
            window.click_at(at).await;
            let hand = middle(window, ".hand").await;
            assert!(
                (hand.0 - at.0).abs() < 2.0 && (hand.1 - at.1).abs() < 2.0,
                "{hand:?} {at:?}"
            );
        }
        _ => {}
    }
}

#[tokio::test]
async fn enlarged_text() {
    let bench = Bench::new("enlarged_text");
    let faults = std::cell::RefCell::new(Vec::new());
    walk(
        &bench,
        Size::Largest,
        async |window: &Window, screen: &str| {
            window.picture(screen).await;
            let found = window.ask(include_str!("reach.js")).await;
            pointed_at(window, screen).await;
            for fault in found.as_array().unwrap() {
                faults
                    .borrow_mut()
                    .push(format!("{screen}: {}", fault.as_str().unwrap()));
            }
        },
    )
    .await;
    let faults = faults.into_inner();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
