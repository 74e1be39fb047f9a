//! Figures of the window for `docs/performance.md`: time until it is ready, memory with a book of
//! 1,000 pages open, time from key to next case in it. Run by `make bench` on release programs.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::time::Instant;

use sohoa_e2e::{Bench, Key};

const PAGES: usize = 1000;
/// Drawn pages; the others are these with a few bytes behind the picture, so that each is a file
/// of its own.
const DRAWN: usize = 50;
/// Cases gone through with each key: the first ones are typed, the later ones nobody has begun.
const STEPS: usize = 48;

/// Takes the time from the key until the next case's number stands there, its picture is drawn and
/// the cursor is in a field.
const CLOCK: &str = "
window.__taken = [];
const place = () => document.querySelector('[data-testid=position]')?.innerText;
const picture = () => document.querySelector('.paper img');
addEventListener('keydown', (event) => {
  if (event.key !== 'PageDown' && !(event.ctrlKey && event.key === 'Enter')) return;
  const begun = performance.now();
  const [was, shown] = [place(), picture()?.src];
  const look = () => {
    const now = picture();
    const drawn = now && now.src !== shown && now.complete && now.naturalWidth > 0;
    const field = document.activeElement?.id?.startsWith('f-');
    if (place() !== was && drawn && field && !document.querySelector('.opening'))
      requestAnimationFrame(() => window.__taken.push(performance.now() - begun));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, true);
return true";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let bench = Bench::new("figures");
    bench.init();
    let drawn = bench.draw("vẽ", &["--cases", &DRAWN.to_string(), "--look", "scan"]);
    for n in DRAWN..PAGES {
        let mut bytes = fs::read(drawn.join(format!("trang/{:04}.jpg", n % DRAWN + 1))).unwrap();
        bytes.extend(format!("trang {n}").bytes());
        fs::write(drawn.join(format!("trang/{:04}.jpg", n + 1)), bytes).unwrap();
    }
    bench.book(&drawn, true);

    let mut ready = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let window = bench.open().await;
        window
            .until("the book", "return !!document.querySelector('[data-book]')")
            .await;
        ready.push(begun.elapsed().as_millis());
        window.end().await;
    }
    ready.sort_unstable();
    println!(
        "window ready with its books, driver included: {} ms (median of 5; {ready:?})",
        ready[2]
    );

    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.click("[data-tab=pages]").await;
    window
        .until(
            "the strip",
            "return !!document.querySelector('[data-page] img')",
        )
        .await;
    memory("1,000-page book open on its strip");
    window.click("[data-tab=entry]").await;
    window.until_picture().await;
    window.ask(CLOCK).await;
    let ways: [Vec<char>; 2] = [
        vec![Key::PageDown.into()],
        vec![Key::Control.into(), Key::Enter.into()],
    ];
    memory("desk open on its first case");
    for (nth, key) in ways.iter().enumerate() {
        for step in 1..=STEPS {
            window.press(key).await;
            let taken = nth * STEPS + step;
            window
                .until(
                    "the next case",
                    &format!("return window.__taken.length === {taken}"),
                )
                .await;
        }
    }
    memory("desk after walking 96 cases");
    let times = window.ask("return window.__taken").await;
    let times: Vec<f64> = times
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t.as_f64().unwrap())
        .collect();
    println!("first step after opening: {:.0} ms", times[0]);
    report("PageDown", &times[1..STEPS]);
    report("Ctrl+Enter", &times[STEPS..]);
    window.end().await;
}

fn report(key: &str, times: &[f64]) {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    println!(
        "{key}: next case on screen after p50 {:.0} ms, p95 {:.0} ms, most {:.0} ms ({} cases)",
        at(0.5),
        at(0.95),
        at(1.0),
        sorted.len()
    );
}

/// Memory of the program and the web view's processes: resident, and proportional (shared pages
/// divided by those who share them, which is what closing the window would give back).
fn memory(when: &str) {
    let (mut all_rss, mut all_pss, mut parts) = (0, 0, Vec::new());
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let name = fs::read_to_string(entry.path().join("comm")).unwrap_or_default();
        let name = name.trim();
        if !(name.starts_with("tram-so-hoa")
            || (name.starts_with("WebKit") && !name.contains("Driver")))
        {
            continue;
        }
        let rollup = fs::read_to_string(entry.path().join("smaps_rollup")).unwrap_or_default();
        let kb = |key: &str| -> u64 {
            let line = rollup.lines().find(|line| line.starts_with(key));
            line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
                .unwrap_or(0)
        };
        let (rss, pss) = (kb("Rss:") / 1024, kb("Pss:") / 1024);
        if pss == 0 {
            continue; // Ended, and not collected yet.
        }
        all_rss += rss;
        all_pss += pss;
        parts.push(format!("{name} {rss}/{pss}"));
    }
    println!(
        "memory, {when}: {all_pss} MB proportional, {all_rss} MB resident ({})",
        parts.join(", ")
    );
}
