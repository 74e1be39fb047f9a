//! Figures of what books of an office offer each other for `docs/performance.md`: making and gathering it, what that
//! costs somebody who types meanwhile, and offers at every letter afterwards. Takes the folder that
//! `workspace_figures` filled. Run by `make bench`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_core::schema::Kind;
use sohoa_station::host::Machine;
use sohoa_station::view::OfferFrom;
use sohoa_station::{Knowledge, Station, knowledge};

fn main() {
    let kho: PathBuf = std::env::args().nth(1).expect("folder").into();
    let file = kho.join("so-hoa.db");
    let size = || std::fs::metadata(&file).unwrap().len() as f64 / 1e6;
    let knowledge = knowledge().unwrap();
    let begun = Instant::now();
    let station = Station::open(&kho, knowledge.clone(), Arc::new(Machine)).unwrap();
    let station = Arc::new(station);
    let books = station.books_known().unwrap();
    println!(
        "{} books opened in {:.2} s",
        books.len(),
        begun.elapsed().as_secs_f64()
    );
    let before = size();

    // Nothing is learned yet; somebody types all the while.
    let learning = std::thread::spawn({
        let station = station.clone();
        move || {
            let begun = Instant::now();
            station.learn_all().unwrap();
            begun.elapsed().as_secs_f64()
        }
    });
    let mut told = Told::new(&station, &knowledge, books[0].id);
    let (mut offered, mut saved) = (Vec::new(), Vec::new());
    while !learning.is_finished() {
        offered.push(told.offers("th"));
        saved.push(told.save());
        std::thread::sleep(Duration::from_millis(40));
    }
    println!(
        "all books learned in {:.1} s; the database grew by {:.1} MB",
        learning.join().unwrap(),
        size() - before
    );
    say("offers while they are learned", &mut offered);
    say("a field saved while they are learned", &mut saved);

    // Another book is opened, the way people go on: its office is gathered.
    let (mut gathered, mut letters, mut office) = (Vec::new(), Vec::new(), 0);
    let memory = resident();
    for book in books.iter().step_by(books.len().div_ceil(20)) {
        let told = Told::new(&station, &knowledge, book.id);
        told.offers("t");
        let begun = Instant::now();
        station.learn_all().unwrap();
        gathered.push(begun.elapsed().as_secs_f64() * 1000.0);
        for typed in [
            "",
            "t",
            "th",
            "thô",
            "thôn",
            "an",
            "xã an nh",
            "anđt",
            "huyện",
            "Tổ 7, x",
            "zzz",
        ] {
            letters.push(told.offers(typed));
            office += told.of_office(typed);
        }
    }
    say("gathered for another book", &mut gathered);
    say("offers at every letter, with the office's", &mut letters);
    println!(
        "{office} offers of the office; {} MB more in memory after {} books, one of them open",
        resident().saturating_sub(memory),
        gathered.len()
    );
}

/// A case of a book, and a place in it to type.
struct Told<'a> {
    station: &'a Station,
    case: Id,
    column: String,
    nth: u32,
}

impl<'a> Told<'a> {
    fn new(station: &'a Station, knowledge: &Knowledge, book: Id) -> Self {
        let kind = station.book(book).unwrap().kind;
        let fields = &knowledge.book_type(&kind).unwrap().fields;
        let place = fields.iter().find(|f| f.kind == Kind::Address).unwrap();
        let case = station.cases(book).unwrap()[0].id;
        Self {
            station,
            case,
            column: place.column.clone(),
            nth: 0,
        }
    }

    fn offers(&self, typed: &str) -> f64 {
        timed(|| drop(self.station.offers(self.case, &self.column, typed).unwrap()))
    }

    fn of_office(&self, typed: &str) -> usize {
        let all = self.station.offers(self.case, &self.column, typed).unwrap();
        all.iter()
            .filter(|one| one.from == OfferFrom::Office)
            .count()
    }

    fn save(&mut self) -> f64 {
        self.nth += 1;
        let value = FieldValue::given(format!("thôn {}, xã An Nhơn", self.nth));
        timed(|| {
            drop(
                self.station
                    .field_save(self.case, &self.column, &value)
                    .unwrap(),
            );
        })
    }
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1000.0
}

fn say(what: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    println!(
        "{what}: p50 {:.1} ms, p99 {:.1} ms, most {:.1} ms ({} times)",
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        times[times.len() - 1],
        times.len()
    );
}

/// Megabytes of this process in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
