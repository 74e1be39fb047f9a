//! Stations of their own, between which work goes as bundles.
#![allow(dead_code, missing_docs)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use sohoa_core::book::Id;
use sohoa_core::people::Role;
use sohoa_core::record::FieldValue;
use sohoa_station::host::Host;
use sohoa_station::view::{
    BundleAsk, BundleTaken, CaseView, CutWay, DisputedPart, NewPerson, Purpose,
};
use sohoa_station::{Bring, Cancel, Password, Result, Station, knowledge};
use tempfile::TempDir;

use super::{births, picture};

/// A machine of its own: identities that no other makes, a clock that goes as it likes.
pub struct Machine {
    pub nth: u64,
    pub count: AtomicU64,
    /// Who is added meanwhile has the same identity at every station that did the same before.
    pub hires: AtomicBool,
}

impl Host for Machine {
    fn now(&self) -> DateTime<Utc> {
        let count = self.count.fetch_add(1, Ordering::Relaxed) as i64;
        DateTime::from_timestamp(1_790_000_000 + count * (1 + self.nth as i64 * 3) % 5_000, 0)
            .unwrap()
    }

    fn who(&self) -> String {
        format!("người {}", self.nth)
    }

    fn new_id(&self) -> Id {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let nth = match self.hires.load(Ordering::Relaxed) {
            true => 0xFFFF,
            false => self.nth,
        };
        Id::from_u128(u128::from(count) << 64 | 0x8000_0000_0000_0000 | u128::from(nth))
    }
}

pub struct Desk {
    pub station: Arc<Station>,
}

/// Some stations, the first with a book of cut pages.
pub struct World {
    pub dir: TempDir,
    pub desks: Vec<Desk>,
    pub book: Id,
    files: u32,
}

impl World {
    pub fn new(stations: u64, pages: u8) -> Self {
        Self::peopled(stations, pages, 0)
    }

    /// Stations that know the same people, all of whom may do everything. At each is signed in who has its number.
    pub fn peopled(stations: u64, pages: u8, people: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let desk = |nth: u64| {
            let host = Arc::new(Machine {
                nth,
                count: AtomicU64::new(1),
                hires: AtomicBool::new(people > 0),
            });
            let root = dir.path().join(format!("kho-{nth}"));
            let place = format!("UBND xã Số {nth}");
            let knowledge = knowledge().unwrap();
            let station = Station::create(&root, &place, knowledge, host.clone()).unwrap();
            let word = Password::new("mật khẩu thử");
            for person in 0..people {
                let new = NewPerson {
                    name: format!("Người {person}"),
                    roles: vec![Role::Supervisor, Role::Administrator],
                };
                station.person_add(&new, &word).unwrap();
            }
            if people > 0 {
                // The clock runs with every look at it.
                station.keep_idle(None).unwrap();
                station.sign_in(&format!("Người {nth}"), &word).unwrap();
            }
            host.hires.store(false, Ordering::Relaxed);
            Desk {
                station: Arc::new(station),
            }
        };
        let desks: Vec<Desk> = (0..stations).map(desk).collect();
        let first = &desks[0].station;
        let book = first.book_add(&births()).unwrap().id;
        let paths: Vec<PathBuf> = (1..=pages).map(|n| picture(dir.path(), n)).collect();
        first
            .pages_import(book, &paths, Bring::default(), &Cancel::default(), &|_| ())
            .unwrap();
        first.cases_cut(book, CutWay::PerPage(1), &[]).unwrap();
        Self {
            dir,
            desks,
            book,
            files: 0,
        }
    }

    pub fn bundle(&mut self, from: usize, blind: bool) -> PathBuf {
        self.bundle_for(from, Purpose::Keying, blind).unwrap()
    }

    pub fn bundle_for(&mut self, from: usize, purpose: Purpose, blind: bool) -> Result<PathBuf> {
        self.files += 1;
        let file = self.dir.path().join(format!("goi-{}.sohoa", self.files));
        let ask = BundleAsk {
            books: vec![self.book],
            purpose,
            blind,
            password: None,
        };
        let station = &self.desks[from].station;
        station
            .bundle_make(&ask, &file, &Cancel::default(), &|_| ())
            .map(|_| file)
    }

    pub fn take(&self, to: usize, file: &Path) -> BundleTaken {
        self.offer(to, file).unwrap()
    }

    pub fn offer(&self, to: usize, file: &Path) -> Result<BundleTaken> {
        let station = &self.desks[to].station;
        station.bundle_take(file, None, true, &Cancel::default(), &|_| ())
    }

    /// What goes back comes to somebody who may lack what it rests on: then all of it is refused.
    pub fn come_by(&self, to: usize, file: &Path) {
        if let Err(refused) = self.offer(to, file) {
            let why = refused.code();
            assert!(
                ["bundle_rests", "bundle_no_pictures"].contains(&why),
                "{why}"
            );
        }
    }

    pub fn hand(&mut self, from: usize, to: usize) -> BundleTaken {
        let file = self.bundle(from, false);
        self.take(to, &file)
    }

    pub fn cases(&self, at: usize) -> Vec<Id> {
        let rows = self.desks[at].station.cases(self.book).unwrap_or_default();
        rows.iter().map(|case| case.id).collect()
    }

    pub fn has(&self, at: usize) -> bool {
        self.desks[at].station.book(self.book).is_ok()
    }

    pub fn put(&self, at: usize, case: Id, column: &str, text: &str) {
        let value = FieldValue::given(text);
        self.desks[at]
            .station
            .field_save(case, column, &value)
            .unwrap();
    }

    pub fn text(&self, at: usize, case: Id, column: &str) -> String {
        let knowledge = knowledge().unwrap();
        let field = knowledge
            .book_type("KS")
            .unwrap()
            .field_index(column)
            .unwrap();
        self.desks[at].station.case_open(case).unwrap().values[field]
            .text
            .clone()
    }

    pub fn disputed(&self, at: usize) -> Vec<DisputedPart> {
        self.desks[at].station.disputed(None).unwrap()
    }

    /// Everything a person can see of the book there, but whether it was packaged on that machine.
    pub fn seen(&self, at: usize) -> String {
        let station = &self.desks[at].station;
        let cases: Vec<CaseView> = self
            .cases(at)
            .into_iter()
            .map(|case| station.case_open(case).unwrap())
            .collect();
        let case = |case: &CaseView| {
            let marks = station.case_marks(case.id).unwrap();
            format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}\n",
                case.id,
                case.state,
                case.values,
                case.pictures,
                marks.state,
                marks.whole,
                marks.fields,
                marks.open
            )
        };
        let page = |page: &sohoa_station::view::PageRow| {
            format!(
                "{:?} {:?} {:?} {:?} {:?}\n",
                page.id, page.role, page.width, page.height, page.number
            )
        };
        let cases: String = cases.iter().map(case).collect();
        let pages: String = station.pages(self.book).unwrap().iter().map(page).collect();
        // What is here at one station is elsewhere at the other.
        let mut disputed = station.disputed(Some(self.book)).unwrap();
        for part in &mut disputed {
            let others = part.others.iter_mut().chain(&mut part.hidden);
            others
                .chain([&mut part.stands])
                .for_each(|one| one.place = None);
        }
        format!("{pages}{cases}{disputed:?}")
    }

    pub fn whole(&self, at: usize) {
        let look = self.desks[at].station.history_verify(&[]).unwrap();
        assert!(look.ok, "{:?}", look.faults);
        super::typists(&self.dir.path().join(format!("kho-{at}")));
    }
}
