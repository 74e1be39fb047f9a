//! Every screen at 150 % in 1366×768: nothing is cut off, nothing lies out of reach, and the size is kept.

use sohoa_e2e::{Bench, Window};

use crate::screens::{Size, walk};

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
