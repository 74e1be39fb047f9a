//! What somebody who hears the screen, or sees it badly, needs of every screen: names, roles and contrast
//! after WCAG 2 A and AA, as axe-core finds them, and a focus that can be seen.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use serde_json::Value;
use sohoa_e2e::{Bench, Window};

use crate::screens::{Size, walk};

/// One line a place where a rule is broken; of contrasts what was measured.
const AXE: &str = "
    const done = arguments[arguments.length - 1];
    const only = { runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations'] };
    const still = Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
    still.then(() => axe.run(document, only)).then(({ violations }) =>
      done(violations.flatMap((one) => one.nodes.map((node) => {
        const seen = node.any.find((check) => check.data?.contrastRatio)?.data;
        const contrast = seen ? ` ${seen.contrastRatio} of ${seen.expectedContrastRatio}, ${seen.fgColor} on ${seen.bgColor}, ${seen.fontSize}` : '';
        return `${one.id}: ${node.target.join(' ')}${contrast} ${node.html.slice(0, 160)}`;
      }))),
      (error) => done([`axe: ${error}`]));";

/// What is wrong with the screen as it stands.
pub async fn faults(window: &Window) -> Vec<String> {
    if window.ask("return typeof axe").await != "object" {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/node_modules/axe-core/axe.min.js");
        let axe = fs::read_to_string(&file).expect("npm --prefix ui ci");
        window.ask(&format!("{axe}; window.axe = axe;")).await;
    }
    let broken = window.ask_later(AXE).await;
    let unseen = window.ask(include_str!("focus.js")).await;
    [broken, unseen]
        .iter()
        .flat_map(Value::as_array)
        .flatten()
        .map(|fault| fault.as_str().unwrap().to_owned())
        .collect()
}

/// Nothing is wrong with the screen as it stands.
pub async fn assert_all(window: &Window) {
    let faults = faults(window).await;
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[tokio::test]
async fn accessible_names() {
    let bench = Bench::new("accessible_names");
    let found = RefCell::new(Vec::new());
    walk(
        &bench,
        Size::Ordinary,
        async |window: &Window, screen: &str| {
            for fault in faults(window).await {
                found.borrow_mut().push(format!("{screen}: {fault}"));
            }
        },
    )
    .await;
    let found = found.into_inner();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}
