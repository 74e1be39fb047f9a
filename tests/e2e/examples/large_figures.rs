//! Figures of the window in large workspaces for `docs/performance.md`: from key to letter, case to case and hit in
//! one of 1,000,000 records, and scrolling a table of 100,000 rows. Takes both folders, as `workspace_figures` fills
//! them. Run by `make bench`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

use sohoa_e2e::{Bench, Key, Window};

/// Takes the times of every letter: until everything that hangs on it was worked and laid out, and until it was
/// painted.
const LETTERS: &str = "
const known = !!window.__painted;
window.__worked = []; window.__painted = [];
if (known) return true;
let begun = 0;
addEventListener('keydown', (event) => { if (event.key.length === 1) begun = performance.now(); }, true);
addEventListener('input', (event) => {
  const from = begun;
  const after = new MessageChannel();
  after.port1.onmessage = () => {
    event.target.getBoundingClientRect();
    window.__worked.push(performance.now() - from);
  };
  after.port2.postMessage(0);
  requestAnimationFrame(() => setTimeout(() => window.__painted.push(performance.now() - from)));
}, true);
return true";

/// Takes the time from key to the next case in its fields.
const CASES: &str = "
window.__cases = [];
const place = () => document.querySelector('[data-testid=position]')?.innerText;
addEventListener('keydown', (event) => {
  if (event.key !== 'PageDown') return;
  const [from, was] = [performance.now(), place()];
  const look = () => place() !== was && document.activeElement?.id?.startsWith('f-')
    ? requestAnimationFrame(() => window.__cases.push(performance.now() - from))
    : requestAnimationFrame(look);
  requestAnimationFrame(look);
}, true);
return true";

/// Takes the time from letter to the hits it brings.
const HITS: &str = "
window.__hits = [];
let from = 0;
addEventListener('input', () => (from = performance.now()), true);
new MutationObserver(() => window.__hits.push(performance.now() - from))
  .observe(document.querySelector('#find-hits'), { childList: true, subtree: true, characterData: true });
return true";

/// Scrolls by a page at every frame, and takes how long frames took and how many rows were blank.
const SCROLL: &str = "
window.__frames = []; window.__blank = 0; window.__done = false;
const box = document.querySelector('[role=grid]');
let [before, left] = [performance.now(), 240];
const step = () => {
  const now = performance.now();
  window.__frames.push(now - before);
  before = now;
  if (left % 40 === 0) box.scrollTop = (box.scrollHeight / 6) * (left / 40 - 1);
  else box.scrollTop += 460;
  if (![...document.querySelectorAll('[role=gridcell] .cut')].some((cell) => cell.innerText)) window.__blank += 1;
  if (--left > 0) requestAnimationFrame(step); else window.__done = true;
};
requestAnimationFrame(step);
return true";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut folders = std::env::args().skip(1).map(PathBuf::from);
    let (million, hundred) = (
        folders.next().expect("folder"),
        folders.next().expect("folder"),
    );
    {
        let bench = Bench::new("large").in_workspace(million);
        // A workspace that people filled has its books counted.
        bench.sohoa(["book", "list"]);
        let window = bench.open().await;
        window
            .until(
                "the books",
                "return !!document.querySelector('[data-book]')",
            )
            .await;
        floor(&window).await;
        desk(&window).await;
        find(&window).await;
        window.end().await;
    }
    let bench = Bench::new("table").in_workspace(hundred);
    let window = bench.open().await;
    window.click("[data-book]").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window
        .until(
            "the desk",
            "return !!document.querySelector('[data-testid=position]')",
        )
        .await;
    window.press(&[Key::Alt.into(), 'b']).await;
    window
        .until("the table", "return [...document.querySelectorAll('[role=gridcell] .cut')].some((c) => c.innerText)")
        .await;
    window.ask(SCROLL).await;
    window.until("the end", "return window.__done").await;
    report(
        "a frame while 100,000 rows are scrolled by pages",
        &times(&window, "__frames").await[1..],
    );
    let blank = window.ask("return window.__blank").await;
    println!("frames of these in which no row had been read yet: {blank} of 240");
    window.end().await;
}

/// What the machine and its web view take for a letter by themselves: a bare box over the empty screen, with nothing
/// of this program hanging on it. The peer beside which the desk's letters are to be read.
async fn floor(window: &Window) {
    window
        .ask("const box = document.createElement('input'); box.id = 'bare'; document.body.append(box); box.focus(); return true")
        .await;
    window.ask(LETTERS).await;
    for _ in 0..4 {
        window
            .type_text("nguyen thi thu an, xa an nhon, huyen da teh")
            .await;
    }
    report(
        "from key to letter in a bare box, painted",
        &times(window, "__painted").await,
    );
    window
        .ask("document.getElementById('bare').remove(); return true")
        .await;
}

async fn desk(window: &Window) {
    window.click("[data-book^='KS.']").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window
        .until(
            "the desk",
            "return document.activeElement?.id?.startsWith('f-')",
        )
        .await;
    window.ask(CASES).await;
    for step in 1..=40 {
        window.key(Key::PageDown).await;
        window
            .until(
                "the next case",
                &format!("return window.__cases.length === {step}"),
            )
            .await;
    }
    report("case to case", &times(window, "__cases").await);
    window.ask(LETTERS).await;
    // Names and places: what is offered, proposed and found runs at every letter.
    for column in [
        "nksHoTen",
        "meHoTen",
        "chaHoTen",
        "meNoiCuTru",
        "chaNoiCuTru",
        "nksQueQuan",
    ] {
        window
            .until("the field", &format!("document.getElementById('f-{column}').focus(); document.activeElement.select?.(); return document.activeElement.id === 'f-{column}'"))
            .await;
        window
            .type_text("nguyen thi thu an, xa an nhon, huyen da teh")
            .await;
    }
    report(
        "from key to letter, all work done",
        &times(window, "__worked").await,
    );
    report(
        "from key to letter, painted",
        &times(window, "__painted").await,
    );
}

async fn find(window: &Window) {
    window.press(&[Key::Control.into(), 'f']).await;
    window.until_words("Gõ càng nhiều từ càng ít người.").await;
    window.ask(HITS).await;
    for typed in [
        "nguyen thi hoa 1998",
        "tran van an nhon",
        "le 5/6/1990",
        "Nguyễn Văn Tuấn",
        "62/2008",
    ] {
        window.type_text(typed).await;
        window.press(&[Key::Control.into(), 'a']).await;
    }
    report(
        "from letter to hits on the screen",
        &times(window, "__hits").await,
    );
}

async fn times(window: &Window, of: &str) -> Vec<f64> {
    let times = window.ask(&format!("return window.{of}")).await;
    times
        .as_array()
        .unwrap()
        .iter()
        .filter_map(serde_json::Value::as_f64)
        .collect()
}

fn report(what: &str, times: &[f64]) {
    assert!(!times.is_empty(), "{what}: nothing was measured");
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    println!(
        "{what}: p50 {:.0} ms, p95 {:.0} ms, p99 {:.0} ms, most {:.0} ms ({} times)",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        sorted.len()
    );
}
