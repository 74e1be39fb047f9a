//! How many keys a case takes: a scripted keyer presses them for twenty cases of each book type in the real
//! window, and another counts what the same cases take in a spreadsheet (`spreadsheet.rs`). Run by `make bench`.
//!
//! The keyer sees what a person sees and knows no trick a person would not: it goes on with Enter; takes what
//! is proposed when that is what the ledger says; types names without capitals; writes dates in short; looks
//! at the offers while the first letters are typed and walks to the right one, or to how a name begins, with the arrows; copies the case
//! before with F2, and who asked for the registration with F9. Afterwards the whole book is read back and
//! compared with the ledger: a key saved at the price of a wrong value would be found.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod hand;
mod spreadsheet;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use sohoa_core::record::Record;
use sohoa_core::schema::{BookType, Kind};
use sohoa_e2e::{Bench, Key, Window};
use sohoa_ledgers::truth::records;
use sohoa_station::host::Machine;
use sohoa_station::{Station, knowledge};

const CASES: usize = 20;
const YEAR: u16 = 2008;

/// What stands on the screen where the cursor is.
const LOOK: &str = "
const e = document.activeElement, row = e.closest('[data-field]');
const text = (one) => one?.innerText ?? '';
return {
  column: row?.dataset.field ?? '',
  value: e.value ?? text(e.querySelector('[aria-checked=true] b')),
  ghost: e.classList.contains('ghost') ? e.placeholder : text(e.querySelector('button.ghost b')),
  offers: [...(row?.querySelectorAll('[aria-label^=\"Gợi ý\"] .text') ?? [])].map((one) => one.textContent),
  position: text(document.querySelector('[data-testid=position]')),
}";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let only = std::env::args().nth(1);
    let knowledge = knowledge().unwrap();
    println!("type  ours  spreadsheet  share | from the tenth case: ours  spreadsheet  share");
    for kind in ["KS", "KH", "KT", "HN", "CMC"] {
        if only.as_deref().is_some_and(|only| only != kind) {
            continue;
        }
        let book_type = knowledge.book_type(kind).unwrap();
        let truth = records(book_type, YEAR, 1, CASES, 4711);
        let ours = typed(kind, book_type, &truth).await;
        let theirs = spreadsheet::keys(book_type, &truth);
        let sum = |keys: &[u32]| keys.iter().sum::<u32>();
        let share = |from: usize| f64::from(sum(&ours[from..])) / f64::from(sum(&theirs[from..]));
        println!(
            "{kind:4} {:6} {:8} {:8.2}    | {:6} {:8} {:8.2}",
            sum(&ours),
            sum(&theirs),
            share(0),
            sum(&ours[9..]),
            sum(&theirs[9..]),
            share(9)
        );
    }
}

/// Types a book in the window; how many keys each case took.
async fn typed(kind: &str, book_type: &BookType, truth: &[Record]) -> Vec<u32> {
    let bench = Bench::new("keystrokes");
    bench.init();
    let count = CASES.to_string();
    let drawn = bench.draw("vẽ", &["--type", kind, "--cases", &count, "--look", "scan"]);
    let year = YEAR.to_string();
    bench.book_of_type(kind, &year, "01", &drawn, false);
    let window = bench.open().await;
    window
        .click(&format!("[data-book='{kind}.{YEAR}.01']"))
        .await;
    // By key: the driver's click takes the cursor away from where the window puts it.
    window.press(&[Key::Alt.into(), '1']).await;
    window.until_words("Cắt thành trường hợp").await;
    window.press(&[Key::Alt.into(), '2']).await;
    window.until_picture().await;
    let mut keyer = Keyer {
        window: &window,
        book_type,
        keys: 0,
        before: None,
    };
    let mut taken = Vec::new();
    for (nth, record) in truth.iter().enumerate() {
        keyer.keys = 0;
        keyer.case(record, nth).await;
        taken.push(keyer.keys);
        keyer.before = Some(record.clone());
    }
    window.until_words("Đã xong mọi trường hợp của sổ").await;
    window.end().await;
    read_back(&bench, book_type, truth);
    taken
}

/// Every value of the book is what the ledger says.
fn read_back(bench: &Bench, book_type: &BookType, truth: &[Record]) {
    // The window lets go of the workspace a moment after it is gone.
    let open = || Station::open(&bench.workspace(), knowledge().unwrap(), Arc::new(Machine)).ok();
    let station = (0..50).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        open()
    });
    let station = station.expect("the workspace is free");
    let book = station.books().unwrap()[0].id;
    let sheet = book_type.sheet(&book_type.default_sheet).unwrap();
    for (row, record) in station.cases(book).unwrap().iter().zip(truth) {
        let view = station.case_open(row.id).unwrap();
        for &field in &sheet.columns {
            let column = &book_type.fields[field].column;
            let case = row.position;
            assert_eq!(
                view.values[field].text,
                record.at(field).text,
                "{column} of case {case}"
            );
        }
    }
}

struct Keyer<'a> {
    window: &'a Window,
    book_type: &'a BookType,
    keys: u32,
    before: Option<Record>,
}

struct Seen {
    column: String,
    value: String,
    ghost: String,
    offers: Vec<String>,
}

impl Keyer<'_> {
    async fn look(&self) -> Seen {
        let seen = self.window.ask(LOOK).await;
        let text = |key: &str| seen[key].as_str().unwrap_or_default().to_owned();
        let offers = seen["offers"].as_array().cloned().unwrap_or_default();
        Seen {
            column: text("column"),
            value: text("value"),
            ghost: text("ghost"),
            offers: offers
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        }
    }

    async fn press(&mut self, key: Key) {
        self.keys += 1;
        self.window.key(key).await;
    }

    /// As long as eyes need.
    async fn glance(&self) {
        tokio::time::sleep(std::time::Duration::from_millis(110)).await;
    }

    async fn case(&mut self, record: &Record, nth: usize) {
        self.window
            .until_words(&format!("{} / {CASES}", nth + 1))
            .await;
        let ready = "return !!document.activeElement?.id?.startsWith('f-')";
        self.window.until("the cursor in a field", ready).await;
        // The page is read before the first key.
        self.glance().await;
        self.glance().await;
        let sheet = self.book_type.sheet(&self.book_type.default_sheet).unwrap();
        let last = sheet
            .columns
            .iter()
            .copied()
            .filter(|&field| !record.text(field).is_empty() && !self.book_type.fields[field].rare)
            .max()
            .unwrap();
        let mut visits: BTreeMap<String, u32> = BTreeMap::new();
        loop {
            let seen = self.look().await;
            let again = visits.entry(seen.column.clone()).or_default();
            *again += 1;
            assert!(*again < 3, "the cursor does not leave {}", seen.column);
            let field = self.book_type.field_index(&seen.column).unwrap();
            let before = self.keys;
            self.field(field, record.text(field), &seen).await;
            if std::env::var_os("EACH").is_some() {
                println!(
                    "{}\t{}\t{}\t{}",
                    nth + 1,
                    seen.column,
                    self.keys - before,
                    record.text(field)
                );
            }
            let ahead = self.ahead(record, field, last).await;
            if ahead.iter().all(|(_, there, _)| *there) {
                break;
            }
            self.press(Key::Enter).await;
            self.settled().await;
            // Something that Enter goes past is not what this ledger says: back to it.
            let wrong = ahead.iter().find(|(_, there, passed)| !there && *passed);
            while let Some((wrong, ..)) = wrong {
                let at = self.look().await.column;
                if self.book_type.field_index(&at).unwrap() <= *wrong {
                    break;
                }
                self.keys += 2;
                self.window
                    .press(&[Key::Shift.into(), Key::Tab.into()])
                    .await;
            }
        }
        self.keys += 2;
        self.window
            .press(&[Key::Control.into(), Key::Enter.into()])
            .await;
    }

    /// The fields after the cursor as they stand on the screen: whether they are what the ledger says or will
    /// be when the case is finished, and whether Enter goes past them.
    async fn ahead(&self, record: &Record, at: usize, last: usize) -> Vec<(usize, bool, bool)> {
        let seen = self
            .window
            .ask(
                "const all = {};
                 const text = (one) => one?.innerText ?? '';
                 for (const row of document.querySelectorAll('[data-field]')) {
                   const e = row.querySelector('input, textarea, [role=radiogroup]');
                   all[row.dataset.field] = {
                     value: e?.value ?? text(e?.querySelector('[aria-checked=true] b')),
                     ghost: e?.classList.contains('ghost') ? e.placeholder : text(e?.querySelector('button.ghost b')),
                     passed: row.hasAttribute('data-passed'),
                   };
                 }
                 return all",
            )
            .await;
        let fields = &self.book_type.fields;
        let shown = (at + 1..=last).filter(|&field| !seen[&fields[field].column].is_null());
        shown
            .map(|field| {
                let there = &seen[&fields[field].column];
                let ghost = there["ghost"].as_str().unwrap_or_default();
                let ghost = match ghost.split(' ').next() {
                    Some(code) if fields[field].kind == Kind::Code => code,
                    _ => ghost,
                };
                let passed = there["passed"] == true;
                let value = there["value"].as_str().unwrap_or_default();
                let kept = if value.is_empty() && passed {
                    ghost
                } else {
                    value
                };
                (field, kept == record.text(field), passed)
            })
            .collect()
    }

    /// Waits until what was typed is safe: people are slower than that.
    async fn settled(&self) {
        self.window
            .until(
                "what was typed to be saved",
                "return !document.querySelector('[data-waiting]')",
            )
            .await;
    }

    async fn field(&mut self, field: usize, wanted: &str, seen: &Seen) {
        let about = &self.book_type.fields[field];
        let code = about.kind == Kind::Code;
        let ghost = match seen.ghost.split(' ').next() {
            Some(first) if code => first,
            _ => seen.ghost.as_str(),
        };
        if seen.value == wanted && (seen.ghost.is_empty() || !wanted.is_empty()) {
            return;
        }
        if ghost == wanted {
            return;
        }
        if wanted.is_empty() {
            return self.press(Key::Backspace).await;
        }
        if code {
            self.keys += 1;
            return self.window.type_text(wanted).await;
        }
        let person = about.kind == Kind::Name
            && self.book_type.person_of(field).is_some()
            && about.column.starts_with("nyc");
        if person {
            self.press(Key::F9).await;
            // Until eyes see that something came, or nothing does.
            for _ in 0..8 {
                self.glance().await;
                if !self.look().await.value.is_empty() {
                    break;
                }
            }
            self.settled().await;
            if self.look().await.value == wanted {
                return;
            }
            // Nobody it could be: back as it was.
            while !self.look().await.value.is_empty() {
                self.press(Key::F9).await;
                self.glance().await;
            }
        }
        let same = self
            .before
            .as_ref()
            .is_some_and(|before| before.text(field) == wanted);
        let typed = match about.kind {
            Kind::Date => hand::short_date(wanted),
            Kind::Name => hand::uncapitalised(wanted),
            // The window writes out four digits once it has seen how the ledger writes a time.
            Kind::Time if self.before.is_some() => {
                wanted.chars().filter(char::is_ascii_digit).collect()
            }
            _ => wanted.to_owned(),
        };
        let whole = hand::keys(&typed);
        if same && whole > 1 {
            self.press(Key::F2).await;
            self.glance().await;
            return self.settled().await;
        }
        if !matches!(
            about.kind,
            Kind::Date | Kind::IdNumber | Kind::PersonalId | Kind::RegistrationNo
        ) {
            self.glance().await;
            if self.taken(wanted, whole).await {
                return;
            }
        }
        // What stands in the box of it; more than was pressed once a beginning was taken.
        let mut done = 0;
        if about.kind == Kind::Name {
            done = self.beginning(&typed, done).await;
        }
        while let Some(letter) = typed[done..].chars().next() {
            done += letter.len_utf8();
            let so_far = &typed[..done];
            self.keys += hand::keys(so_far) - hand::keys(&typed[..done - letter.len_utf8()]);
            self.window.type_text(&letter.to_string()).await;
            let left = whole - hand::keys(so_far);
            // Eyes go up at the first letters and where a new part begins.
            let word = so_far
                .rsplit(' ')
                .next()
                .map_or(0, |word| word.chars().count());
            let second = about.kind == Kind::Name && word == 1 && so_far.matches(' ').count() == 1;
            let part = letter == ',' || second || so_far.chars().count() <= 4;
            let looks = part && left > 1 && about.kind != Kind::Date;
            if looks && about.kind != Kind::IdNumber {
                self.glance().await;
                if self.taken(wanted, left).await {
                    return;
                }
                if about.kind == Kind::Name {
                    done = self.beginning(&typed, done).await;
                }
            }
        }
    }

    /// Walks to the beginning of a name that is offered and saves keys; how much of the name stands there then.
    async fn beginning(&mut self, typed: &str, done: usize) -> usize {
        let offers = self.look().await.offers;
        let saves = |(at, offer): (usize, &String)| {
            let begin = offer.strip_suffix('…')?;
            let spares = typed.starts_with(begin) && begin.len() > done;
            let keys = spares.then(|| hand::keys(begin) - hand::keys(&typed[..done]))?;
            (keys > at as u32 + 1).then_some((keys - at as u32, at, begin.len()))
        };
        let best = offers.iter().enumerate().filter_map(saves).max();
        let Some((_, at, length)) = best else {
            return done;
        };
        for _ in 0..=at {
            self.press(Key::Down).await;
        }
        length
    }

    /// Walks to what is offered when that takes fewer keys than typing the rest.
    async fn taken(&mut self, wanted: &str, left: u32) -> bool {
        let offers = self.look().await.offers;
        let Some(at) = offers.iter().position(|one| one == wanted) else {
            return false;
        };
        if at as u32 + 1 >= left {
            return false;
        }
        for _ in 0..=at {
            self.press(Key::Down).await;
        }
        true
    }
}
