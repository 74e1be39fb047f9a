//! Figures of double keying for `docs/performance.md`: two keyings of a birth book of 10,000 cases are compared, all
//! fields that are typed twice. Run by `make bench`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Instant;

use sohoa_core::keying::{Event, Keying, Lenience, Standing, Twice, next};
use sohoa_core::record::FieldValue;
use sohoa_ledgers::truth::records;
use sohoa_station::knowledge;

/// Of so many fields one is typed otherwise the second time.
const SLIPS: usize = 50;
const CASES: usize = 10_000;

fn main() {
    let knowledge = knowledge().unwrap();
    let book_type = knowledge.book_type("KS").unwrap();
    let births = records(book_type, 2008, 1, CASES, 7);
    for twice in [Twice::Critical, Twice::Everything] {
        let keying = Keying {
            twice,
            ..Keying::default()
        };
        let taken = (0..book_type.fields.len()).filter(|field| keying.takes(book_type, *field));
        let taken: Vec<usize> = taken.collect();
        let firsts = births
            .iter()
            .flat_map(|record| taken.iter().map(|field| record.text(*field)));
        let fields: Vec<(FieldValue, FieldValue)> = firsts
            .enumerate()
            .map(|(nth, first)| {
                let slip = if nth % SLIPS == 0 { "x" } else { "" };
                let second = format!("{first}{slip}");
                (FieldValue::given(first), FieldValue::given(second))
            })
            .collect();
        let (lenience, begun) = (Lenience::default(), Instant::now());
        let again = fields.iter().filter(|(first, second)| {
            let typed = Event::Typed(second);
            let step = next(&Standing::Untyped, Some(first), typed, &lenience);
            matches!(step.unwrap().standing, Standing::Again { .. })
        });
        println!(
            "{twice:?}: {} fields of {CASES} cases compared, {} otherwise, in {:.1} ms",
            fields.len(),
            again.count(),
            begun.elapsed().as_secs_f64() * 1e3
        );
    }
}
