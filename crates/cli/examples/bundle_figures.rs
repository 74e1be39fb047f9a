//! Figures of handing a book over for `docs/performance.md`: a book of 10,000 cases is given out, worked on at both
//! stations, and taken back. Run by `make bench`.
//!
//! `bundle_figures CASES FIELDS`: a book of that many cases, of which that many fields are typed afterwards one by one,
//! each a deed of its own, as somebody types who leaves field after field. Without them 10,000 and none.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rust_xlsxwriter::Workbook;
use sohoa_core::record::FieldValue;
use sohoa_ledgers::truth::records;
use sohoa_station::host::Machine;
use sohoa_station::view::{BundleAsk, CellEdit, NewBook, Purpose, SheetAsk, Taking};
use sohoa_station::{Bring, Cancel, Knowledge, Station, knowledge};

/// Cells of one deed, where they are not typed one by one.
const AT_ONCE: usize = 10;
const PAGES: u8 = 200;

/// As in the programs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let said = |nth: usize, otherwise: usize| {
        let said = std::env::args().nth(nth);
        said.map_or(otherwise, |said| said.parse().expect("a number"))
    };
    let (size, fields) = (said(1, 10_000), said(2, 0));
    // Of half of the cases three fields are typed at each station.
    let half = size / 2;
    let place = tempfile::tempdir().unwrap();
    let knowledge = knowledge().unwrap();
    let open = |name: &str| {
        let root = place.path().join(name);
        Station::create(
            &root,
            "UBND xã An Nhơn",
            knowledge.clone(),
            Arc::new(Machine),
        )
        .unwrap()
    };
    let (here, there) = (open("nơi giao"), open("nơi nhận"));
    let new = NewBook {
        kind: "KS".into(),
        year: 2008,
        volume: 1,
        place: None,
        sheet: None,
    };
    let book = here.book_add(&new).unwrap().id;
    let photos: Vec<PathBuf> = (0..PAGES).map(|nth| photo(place.path(), nth)).collect();
    here.pages_import(
        book,
        &photos,
        Bring {
            flatten: false,
            at: None,
        },
        &Cancel::default(),
        &|_| (),
    )
    .unwrap();
    let ask = SheetAsk {
        file: sheet(place.path(), &knowledge, size).display().to_string(),
        new_cases: true,
        ..SheetAsk::default()
    };
    here.records_import(
        book,
        &ask,
        &Taking {
            all: true,
            ..Taking::default()
        },
    )
    .unwrap();
    let cases: Vec<_> = here
        .cases(book)
        .unwrap()
        .iter()
        .map(|case| case.id)
        .collect();
    assert_eq!(cases.len(), size);
    let put = |station: &Station, cells: Vec<(usize, &str, String)>, at_once: usize| {
        let cells = cells.into_iter().map(|(nth, column, text)| CellEdit {
            case: cases[nth],
            column: column.into(),
            value: FieldValue::given(text),
            short: false,
        });
        for cells in cells.collect::<Vec<_>>().chunks(at_once) {
            station.cells_save(book, cells).unwrap();
        }
    };
    let three = |from: usize, columns: [&'static str; 3]| {
        let case = move |nth| columns.map(|column| (from + nth, column, format!("{column} {nth}")));
        (0..half).flat_map(case).collect::<Vec<_>>()
    };
    put(
        &here,
        three(0, ["ghiChu", "nksNoiSinh", "nksQueQuan"]),
        AT_ONCE,
    );
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        println!("{what}: {:.1} s", begun.elapsed().as_secs_f64());
    };
    let (out, back) = (place.path().join("đi.sohoa"), place.path().join("về.sohoa"));
    let make = |station: &Station, file: &Path, purpose| {
        let ask = BundleAsk {
            books: vec![book],
            purpose,
            ..BundleAsk::default()
        };
        station
            .bundle_make(&ask, file, &Cancel::default(), &|_| ())
            .unwrap();
    };
    let take = |station: &Station, file: &Path| {
        let taken = station
            .bundle_take(file, None, true, &Cancel::default(), &|_| ())
            .unwrap();
        println!("  {:?}", taken.books[0]);
    };
    timed("bundle made", &mut || make(&here, &out, Purpose::Keying));
    timed("taken by a station that had nothing", &mut || {
        take(&there, &out)
    });
    put(
        &there,
        three(half, ["meNoiCuTru", "chaNoiCuTru", "nycHoTen"]),
        AT_ONCE,
    );
    // Here, too, meanwhile: other fields, and one of a hundred cases the same.
    let meanwhile = (0..size / 10).map(|nth| match nth < size / 100 {
        true => (half + nth, "nycHoTen", format!("g {nth}")),
        false => (nth, "ghiChu", format!("g {nth}")),
    });
    put(&here, meanwhile.collect(), AT_ONCE);
    timed("bundle made to go back", &mut || {
        make(&there, &back, Purpose::Return)
    });
    timed("merged back", &mut || take(&here, &back));
    timed("taken a second time", &mut || take(&here, &back));
    timed("history looked through", &mut || {
        assert!(here.history_verify(&[]).unwrap().ok)
    });
    for file in [&out, &back] {
        println!("{:.1} MB", megabytes(file));
    }
    if fields == 0 {
        return;
    }
    // The station that was given the book types field after field.
    let columns = knowledge
        .book_type("KS")
        .unwrap()
        .fields
        .iter()
        .take(fields);
    let columns: Vec<&str> = columns.map(|field| field.column.as_str()).collect();
    println!("{} fields of {size} cases, a deed each", columns.len());
    timed("typed", &mut || {
        let cells = (0..size).flat_map(|nth| {
            let columns = columns.iter();
            columns.map(move |&column| (nth, column, format!("{nth}")))
        });
        put(&there, cells.collect(), 1);
    });
    timed("bundle made to go back", &mut || {
        make(&there, &back, Purpose::Return)
    });
    println!("{:.1} MB", megabytes(&back));
    timed("looked at", &mut || {
        here.bundle_show(&back, None).unwrap();
    });
    timed("merged back", &mut || take(&here, &back));
    timed("taken a second time", &mut || take(&here, &back));
    timed("history looked through", &mut || {
        assert!(here.history_verify(&[]).unwrap().ok)
    });
}

fn megabytes(file: &Path) -> f64 {
    std::fs::metadata(file).unwrap().len() as f64 / 1e6
}

/// A photo of about a megabyte.
fn photo(folder: &Path, nth: u8) -> PathBuf {
    let path = folder.join(format!("{nth:03}.jpg"));
    let noise = |x: u32, y: u32, c: u32| {
        (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503) ^ c)
            .wrapping_mul(1 + u32::from(nth)) as u8
    };
    image::RgbImage::from_fn(1200, 900, |x, y| {
        image::Rgb([noise(x, y, 1), noise(x, y, 2), noise(x, y, 3)])
    })
    .save(&path)
    .unwrap();
    path
}

fn sheet(folder: &Path, knowledge: &Knowledge, cases: usize) -> PathBuf {
    let book_type = knowledge.book_type("KS").unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, field) in (0u16..).zip(&book_type.fields) {
        sheet.write_string(0, at, &field.column).unwrap();
    }
    for (row, record) in (1u32..).zip(records(book_type, 2008, 1, cases, 7)) {
        for (at, field) in (0u16..).zip(0..book_type.fields.len()) {
            sheet.write_string(row, at, record.text(field)).unwrap();
        }
    }
    let path = folder.join("sổ.xlsx");
    book.save(&path).unwrap();
    path
}
