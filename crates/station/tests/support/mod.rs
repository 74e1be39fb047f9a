//! A workspace on a real disk, with a clock and identities of its own.
#![allow(dead_code, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use proptest::prelude::ProptestConfig;
use rusqlite::Connection;
use sohoa_core::book::Id;
use sohoa_core::record::FieldValue;
use sohoa_station::host::Host;
use sohoa_station::view::{CaseView, CutWay, NewBook};
use sohoa_station::{Bring, Cancel, Station, knowledge};
use tempfile::TempDir;

pub mod keyers;
pub mod lots;
pub mod world;

/// How many stories are told with a disk under them: each takes a second. More with `PROPTEST_CASES`.
pub fn stories() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|asked| asked.parse().ok()).unwrap_or(24),
        ..ProptestConfig::default()
    }
}

/// Each call is a second later; identities count up.
pub struct Counting(pub AtomicU64);

impl Host for Counting {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(
            1_790_000_000 + self.0.fetch_add(1, Ordering::Relaxed) as i64,
            0,
        )
        .unwrap()
    }

    fn who(&self) -> String {
        "người thử".into()
    }

    fn new_id(&self) -> Id {
        Id::from_u128(
            u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 64 | 0x8000_0000_0000_0000,
        )
    }
}

pub struct Place {
    pub dir: TempDir,
    pub station: Arc<Station>,
    pub book: Id,
}

/// Who typed into which case as the database in that workspace keeps it: case, person, whether as a later one. Fails
/// unless its history says the same.
pub fn typists(kho: &Path) -> BTreeSet<(Vec<u8>, Vec<u8>, bool)> {
    let migration = include_str!("../../src/store/sqlite/migrations/V19__typists.sql");
    let begin = migration.find("SELECT").unwrap();
    let end = begin + migration[begin..].find(';').unwrap();
    let db = Connection::open(kho.join("so-hoa.db")).unwrap();
    let rows = |sql: &str| -> BTreeSet<(Vec<u8>, Vec<u8>, bool)> {
        let mut asked = db.prepare(sql).unwrap();
        let rows = asked.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        rows.unwrap().map(Result::unwrap).collect()
    };
    let kept = rows("SELECT registration, person, later FROM typist");
    assert_eq!(kept, rows(&migration[begin..end]));
    kept
}

pub fn host() -> Arc<Counting> {
    Arc::new(Counting(AtomicU64::new(1)))
}

/// One that begins far behind, for a workspace that was open before.
pub fn later() -> Arc<Counting> {
    Arc::new(Counting(AtomicU64::new(1 << 32)))
}

/// The book most tests begin with.
pub fn births() -> NewBook {
    NewBook {
        kind: "KS".into(),
        year: 2008,
        volume: 1,
        place: None,
        sheet: None,
    }
}

pub fn place(pages: u8) -> Place {
    place_of(&births(), pages)
}

/// A workspace with that book and so many pages of it.
pub fn place_of(new: &NewBook, pages: u8) -> Place {
    let dir = tempfile::tempdir().unwrap();
    let station = Station::create(
        &dir.path().join("kho"),
        "UBND xã An Nhơn",
        knowledge().unwrap(),
        host(),
    )
    .unwrap();
    let book = station.book_add(new).unwrap().id;
    let paths: Vec<PathBuf> = (1..=pages).map(|n| picture(dir.path(), n)).collect();
    let done = station
        .pages_import(book, &paths, Bring::default(), &Cancel::default(), &|_| ())
        .unwrap();
    assert_eq!(done.imported.len(), usize::from(pages));
    Place {
        dir,
        station: Arc::new(station),
        book,
    }
}

pub fn picture(folder: &Path, seed: u8) -> PathBuf {
    let path = folder.join(format!("{seed:03}.png"));
    image::RgbImage::from_fn(120, 160, |x, y| image::Rgb([x as u8, y as u8, seed]))
        .save(&path)
        .unwrap();
    path
}

impl Place {
    pub fn cut(&self, way: CutWay) -> Vec<Id> {
        self.station.cases_cut(self.book, way, &[]).unwrap();
        self.case_ids()
    }

    pub fn case_ids(&self) -> Vec<Id> {
        self.station
            .cases(self.book)
            .unwrap()
            .iter()
            .map(|case| case.id)
            .collect()
    }

    pub fn page_ids(&self) -> Vec<Id> {
        self.station
            .pages(self.book)
            .unwrap()
            .iter()
            .map(|page| page.id)
            .collect()
    }

    pub fn put(&self, case: Id, column: &str, text: &str) -> CaseView {
        self.station
            .field_save(case, column, &FieldValue::given(text))
            .unwrap()
            .case
    }

    pub fn text(&self, case: Id, column: &str) -> String {
        let index = knowledge()
            .unwrap()
            .book_type("KS")
            .unwrap()
            .field_index(column)
            .unwrap();
        self.station.case_open(case).unwrap().values[index]
            .text
            .clone()
    }

    /// Everything a person can see of the book.
    pub fn seen(&self) -> String {
        let cases: Vec<CaseView> = self
            .case_ids()
            .into_iter()
            .map(|case| self.station.case_open(case).unwrap())
            .collect();
        let values = |case: &CaseView| {
            format!(
                "{:?}{:?}{:?}{:?}",
                case.id, case.values, case.pictures, case.judgement
            )
        };
        let cases: Vec<String> = cases.iter().map(values).collect();
        format!(
            "{:?}\n{}",
            self.station.pages(self.book).unwrap(),
            cases.join("\n")
        )
    }
}
