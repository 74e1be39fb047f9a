//! From the key to the next case's form and picture.

use sohoa_e2e::{Bench, Key, Window};

const CASES: usize = 40;

/// Takes the time from the key until the next case's number stands there and its picture is drawn.
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

#[tokio::test]
async fn next_case_is_quick() {
    let bench = Bench::new("next_case");
    bench.init();
    let drawn = bench.draw(
        "máy quét",
        &["--type", "KS", "--cases", "40", "--look", "scan"],
    );
    bench.book(&drawn, true);

    let window = bench.open().await;
    window.click("[data-book='KS.2008.01']").await;
    window.until_picture().await;
    window.ask(CLOCK).await;
    let (walked, finished) = (CASES / 2, CASES - 1);
    for nth in 0..walked {
        window.key(Key::PageDown).await;
        taken(&window, nth + 1).await;
    }
    for nth in walked..finished {
        window
            .press(&[Key::Control.into(), Key::Enter.into()])
            .await;
        taken(&window, nth + 1).await;
    }
    let times: Vec<f64> = window
        .ask("return window.__taken")
        .await
        .as_array()
        .unwrap()
        .iter()
        .map(|time| time.as_f64().unwrap())
        .collect();
    // The very first step finds nothing prepared: its picture may not have been made yet.
    println!("first step after opening: {:.0} ms", times[0]);
    report("PageDown", &times[1..walked]);
    report("Ctrl+Enter", &times[walked..]);
    assert!(times[1..].iter().all(|time| *time < 2000.0), "{times:?}");
    window.picture("last").await;
    window.end().await;
}

async fn taken(window: &Window, cases: usize) {
    window
        .until(
            &format!("case {}", cases + 1),
            &format!("return window.__taken.length === {cases}"),
        )
        .await;
}

fn report(key: &str, times: &[f64]) {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share).round() as usize];
    println!(
        "{key}: next case shown after p50 {:.0} ms, p95 {:.0} ms, most {:.0} ms ({} cases)",
        at(0.5),
        at(0.95),
        at(1.0),
        sorted.len()
    );
}
