//! Work that goes from station to station and back: nothing twice, nothing lost, nothing overwritten unseen.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use sohoa_core::book::{Id, PageRole, Region};
use sohoa_core::layout::Cell;
use sohoa_core::merge::Noun;
use sohoa_core::record::FieldValue;
use sohoa_station::host::Host;
use sohoa_station::view::{BundleAsk, CutWay, DisputedPart, Job, JobState, NewBook, Purpose};
use sohoa_station::{Bring, Cancel, Station, knowledge};
use support::world::World;
use support::{births, picture, stories};

#[test]
fn given_out_typed_and_taken_back() {
    let mut world = World::new(2, 3);
    let given = world.hand(0, 1);
    assert!(given.books[0].new && given.books[0].disputed == 0);
    assert_eq!(world.seen(0), world.seen(1));
    let cases = world.cases(1);
    world.put(1, cases[0], "nksHoTen", "Lò Thị Ba");
    world.put(0, cases[1], "nksHoTen", "Y Blô Adrơ̆ng");
    let file = world.bundle(1, false);
    let back = world.take(0, &file);
    assert_eq!(
        (
            back.books[0].new,
            back.books[0].entries,
            back.books[0].disputed
        ),
        (false, 1, 0)
    );
    assert_eq!(world.text(0, cases[0], "nksHoTen"), "Lò Thị Ba");
    assert_eq!(world.text(0, cases[1], "nksHoTen"), "Y Blô Adrơ̆ng");
    // Taken twice it changes nothing, and an older one neither.
    let before = world.seen(0);
    let again = world.take(0, &file);
    assert_eq!((again.books[0].entries, again.books[0].changed), (0, 0));
    assert_eq!(world.seen(0), before);
    // Who typed it is known, and their deed is not mine to take back.
    let past = world.desks[0].station.history(cases[0]).unwrap();
    assert!(
        past.iter()
            .any(|entry| entry.who == "người 1" && entry.after.text == "Lò Thị Ba")
    );
    world.desks[0].station.undo(world.book).unwrap();
    assert_eq!(world.text(0, cases[0], "nksHoTen"), "Lò Thị Ba");
    assert_eq!(world.text(0, cases[1], "nksHoTen"), "");
    world.whole(0);
    world.whole(1);
    // The pictures came along: the page can be drawn there.
    let page = world.desks[1].station.pages(world.book).unwrap()[0].id;
    assert!(world.desks[1].station.page_delivered(page).is_ok());
}

#[test]
fn what_goes_back_leaves_out_what_is_there() {
    let mut world = World::new(3, 3);
    world.hand(0, 1);
    let cases = world.cases(1);
    world.put(1, cases[0], "nksHoTen", "Lò Thị Ba");
    let file = world.bundle_for(1, Purpose::Return, false).unwrap();
    let look = world.desks[0].station.bundle_show(&file, None).unwrap();
    assert_eq!(
        (look.books[0].entries, look.news[0]),
        (1, 1),
        "one deed alone"
    );
    // Who has nothing of it is told, and keeps nothing.
    let refused = world.offer(2, &file).unwrap_err();
    assert_eq!(refused.code(), "bundle_rests");
    assert!(!world.has(2));
    let back = world.take(0, &file);
    assert_eq!((back.books[0].entries, back.books[0].changed), (1, 1));
    assert_eq!(world.seen(0), world.seen(1));
    assert_eq!(world.take(0, &file).books[0].entries, 0, "twice");
    world.whole(0);
    // Where two stations gave, what goes back holds what either may lack.
    world.hand(0, 2);
    world.put(2, cases[1], "nksHoTen", "Y Mẫu");
    world.hand(2, 1);
    world.put(1, cases[2], "nksHoTen", "Lê Thị Thử");
    let file = world.bundle_for(1, Purpose::Return, false).unwrap();
    for to in [0, 2] {
        world.take(to, &file);
    }
    assert_eq!(world.text(0, cases[1], "nksHoTen"), "Y Mẫu");
    assert_eq!(world.text(2, cases[2], "nksHoTen"), "Lê Thị Thử");
    // Whoever has lost what they had asks for all of it.
    let whole = world.bundle_for(1, Purpose::Checking, false).unwrap();
    let look = world.desks[0].station.bundle_show(&whole, None).unwrap();
    assert!(look.books[0].entries > 4);
}

#[test]
fn what_both_sides_changed_is_shown_and_decided_once() {
    let mut world = World::new(2, 2);
    world.hand(0, 1);
    let cases = world.cases(0);
    world.put(0, cases[0], "nksHoTen", "Lò Thị Ba");
    world.put(1, cases[0], "nksHoTen", "Lò Thị Bà");
    world.put(0, cases[0], "so", "1");
    world.put(1, cases[0], "so", "1");
    let taken = world.hand(1, 0);
    assert_eq!(taken.books[0].disputed, 1);
    let shown = world.disputed(0);
    assert_eq!(shown.len(), 1);
    let (part, other) = (shown[0].part.clone(), shown[0].others[0].clone());
    assert_eq!(
        (shown[0].case, shown[0].position),
        (Some(cases[0]), Some(1))
    );
    assert_eq!(shown[0].label, "Người được khai sinh: Họ, chữ đệm, tên");
    assert_eq!(world.desks[0].station.book(world.book).unwrap().disputed, 1);
    let pictures = world.desks[0].station.case_open(cases[0]).unwrap().pictures;
    assert_eq!(
        (shown[0].pictures.len(), &shown[0].pictures),
        (1, &pictures)
    );
    let readings = [shown[0].stands.text.as_str(), other.text.as_str()];
    assert!(
        readings.contains(&"Lò Thị Ba") && readings.contains(&"Lò Thị Bà"),
        "{readings:?}"
    );
    let place = |text: &str| {
        let all = [&shown[0].stands, &other];
        let one = all.into_iter().find(|one| one.text == text).unwrap();
        one.place.clone()
    };
    assert_eq!(place("Lò Thị Ba"), None);
    assert_eq!(place("Lò Thị Bà").as_deref(), Some("UBND xã Số 1"));
    // The other side sees the same.
    world.hand(0, 1);
    assert_eq!(world.seen(0), world.seen(1));
    world.desks[1]
        .station
        .settle(world.book, &part, other.deed)
        .unwrap();
    assert!(world.disputed(1).is_empty());
    assert_eq!(world.desks[1].station.book(world.book).unwrap().disputed, 0);
    assert_eq!(world.text(1, cases[0], "nksHoTen"), other.text);
    let late = world.desks[1].station.settle(world.book, &part, other.deed);
    assert_eq!(late.unwrap_err().code(), "bundle_settled");
    world.hand(1, 0);
    assert!(world.disputed(0).is_empty());
    assert_eq!(world.seen(0), world.seen(1));
    world.whole(0);
    world.whole(1);
}

#[test]
fn what_was_taken_out_while_it_was_typed_is_asked_about() {
    let mut world = World::new(2, 2);
    world.hand(0, 1);
    let cases = world.cases(0);
    world.desks[0].station.case_remove(cases[0]).unwrap();
    world.put(1, cases[0], "nksHoTen", "Lò Thị Ba");
    world.hand(1, 0);
    let shown = world.disputed(0);
    assert_eq!(
        (shown.len(), shown[0].hidden.len(), shown[0].position),
        (1, 1, None)
    );
    // What it is about can still be looked at.
    assert_eq!(shown[0].pictures.len(), 1);
    assert!(shown[0].hidden[0].text.ends_with("Lò Thị Ba"));
    let deed = shown[0].hidden[0].deed;
    world.desks[0]
        .station
        .settle(world.book, &shown[0].part, deed)
        .unwrap();
    assert!(world.disputed(0).is_empty());
    assert_eq!(world.text(0, cases[0], "nksHoTen"), "Lò Thị Ba");
    world.whole(0);
}

#[test]
fn what_is_typed_where_two_readings_stand_is_the_one_that_is_decided_about() {
    let mut world = World::new(2, 2);
    world.hand(0, 1);
    let case = world.cases(0)[0];
    world.put(0, case, "nksHoTen", "Lò Thị Ba");
    world.put(1, case, "nksHoTen", "Lò Thị Bà");
    world.hand(1, 0);
    // Typed again without deciding: the other reading still waits beside it.
    world.put(0, case, "nksHoTen", "Lò Thị Bá");
    let shown = world.disputed(0);
    let told = |at: &DisputedPart| (at.stands.text.clone(), at.others.len());
    let both: Vec<_> = shown.iter().map(told).collect();
    let other = shown[0].others[0].text.clone();
    assert_eq!(both, [("Lò Thị Bá".to_owned(), 1)]);
    world.hand(0, 1);
    assert_eq!(world.seen(0), world.seen(1));
    // Typed as the other reads: there is nothing left to decide.
    world.put(0, case, "nksHoTen", &other);
    assert!(world.disputed(0).is_empty());
    world.hand(0, 1);
    assert_eq!(world.seen(0), world.seen(1));
    world.whole(0);
    world.whole(1);
}

#[test]
fn a_case_that_was_never_cut_and_was_worked_on_elsewhere_is_asked_about() {
    let mut world = World::new(2, 2);
    world.hand(0, 1);
    let cases = world.cases(0);
    // Here cutting is taken back; there one of the cases is typed and looked at.
    world.desks[0].station.undo(world.book).unwrap();
    assert!(world.cases(0).is_empty());
    world.put(1, cases[0], "nksHoTen", "Lò Thị Ba");
    let there = &world.desks[1].station;
    there
        .mark(cases[0], "nksHoTen", Some(false), "Lò Thị Bà")
        .unwrap();
    world.hand(1, 0);
    let shown = world.disputed(0);
    assert_eq!((shown.len(), shown[0].hidden.len()), (1, 2));
    // The other way round: what was said there of a case that goes does not keep the bundle from being taken.
    world.hand(0, 1);
    assert!(world.cases(1).is_empty());
    assert_eq!(world.seen(0), world.seen(1));
    // Somebody wants it back, with everything that was said of it.
    let deed = shown[0].hidden[0].deed;
    let here = &world.desks[0].station;
    here.settle(world.book, &shown[0].part, deed).unwrap();
    assert!(world.disputed(0).is_empty());
    assert_eq!(world.cases(0), cases[..1]);
    assert_eq!(world.text(0, cases[0], "nksHoTen"), "Lò Thị Ba");
    let marks = here.case_marks(cases[0]).unwrap().fields;
    assert_eq!((marks.len(), marks[0].reason.as_str()), (1, "Lò Thị Bà"));
    world.hand(0, 1);
    assert_eq!(world.seen(0), world.seen(1));
    world.whole(0);
    world.whole(1);
}

#[test]
fn a_page_that_was_never_brought_in_and_was_cut_elsewhere_is_asked_about() {
    let mut world = World::new(2, 1);
    world.desks[0].station.undo(world.book).unwrap();
    world.hand(0, 1);
    let page = world.desks[0].station.pages(world.book).unwrap()[0].id;
    world.desks[0].station.undo(world.book).unwrap();
    let region = Region {
        x: 0.0,
        y: 0.1,
        w: 1.0,
        h: 0.5,
    };
    let cell = Cell {
        region,
        continues: false,
    };
    world.desks[1].station.layout_draw(page, &[cell]).unwrap();
    world.hand(1, 0);
    let shown = world.disputed(0);
    let part = shown.iter().find(|one| one.part.noun == Noun::Page);
    let part = part.unwrap();
    let deed = part.hidden[0].deed;
    let here = &world.desks[0].station;
    here.settle(world.book, &part.part, deed).unwrap();
    assert_eq!(here.pages(world.book).unwrap().len(), 1);
    world.hand(0, 1);
    assert_eq!(world.seen(0), world.seen(1));
    world.whole(0);
    world.whole(1);
}

#[test]
fn a_blind_bundle_holds_nothing_that_was_typed() {
    let mut world = World::new(2, 2);
    let cases = world.cases(0);
    world.put(0, cases[0], "nksHoTen", "Lò Thị Ba");
    let file = world.bundle(0, true);
    let bytes = fs::read(&file).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes[200..])).unwrap();
    for nth in 0..zip.len() {
        let mut entry = zip.by_index(nth).unwrap();
        let mut inside = Vec::new();
        entry.read_to_end(&mut inside).unwrap();
        let inside = String::from_utf8_lossy(&inside).into_owned();
        assert!(!inside.contains("Lò Thị Ba") && !inside.contains("\"value\""));
    }
    world.take(1, &file);
    assert_eq!(world.cases(1), cases);
    assert_eq!(world.text(1, cases[0], "nksHoTen"), "");
    // Typed there without having seen the first: both readings are shown.
    world.put(1, cases[0], "nksHoTen", "Lò Thị Bạ");
    world.put(1, cases[1], "nksHoTen", "Vàng A Tủa");
    // Meanwhile something else happens here that the copies know nothing of.
    let page = world.desks[0].station.pages(world.book).unwrap()[1].id;
    world.desks[0]
        .station
        .pages_role(&[page], PageRole::Retake)
        .unwrap();
    let back = world.hand(1, 0);
    assert_eq!(back.books[0].disputed, 1);
    assert_eq!(world.text(0, cases[1], "nksHoTen"), "Vàng A Tủa");
    assert_eq!(
        world.desks[0].station.pages(world.book).unwrap()[1].role,
        PageRole::Retake
    );
    world.whole(0);
    world.whole(1);
}

#[test]
fn what_is_not_to_be_trusted_is_refused_whole() {
    let mut world = World::new(3, 2);
    let file = world.bundle(0, false);
    let at = &world.desks[1].station;
    let refused = |file: &Path, password: Option<&str>, trust: bool| {
        let taken = at.bundle_take(file, password, trust, &Cancel::default(), &|_| ());
        assert!(at.books().unwrap().is_empty());
        taken.unwrap_err().code()
    };
    assert_eq!(refused(&file, None, false), "bundle_stranger");
    let look = at.bundle_show(&file, None).unwrap();
    assert!(!look.known && look.books[0].book == "KS.2008.01" && look.news[0] > 0);
    let own = world.desks[0].station.bundle_show(&file, None).unwrap();
    assert!(own.known && own.news == [0] && own.station.fingerprint == look.station.fingerprint);

    let scrap = world.dir.path().join("thu.xlsx");
    fs::write(&scrap, b"PK not a bundle at all, only some bytes").unwrap();
    assert_eq!(refused(&scrap, None, true), "bundle_foreign");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&scrap, &bytes).unwrap();
    assert_eq!(refused(&scrap, None, true), "bundle_damaged");
    assert_eq!(
        refused(&world.dir.path().join("không có"), None, true),
        "file_missing"
    );

    let closed = world.dir.path().join("kin.sohoa");
    let ask = BundleAsk {
        books: vec![world.book],
        password: Some("một mật khẩu".into()),
        ..BundleAsk::default()
    };
    let make = |ask: &BundleAsk| {
        world.desks[0]
            .station
            .bundle_make(ask, &closed, &Cancel::default(), &|_| ())
    };
    make(&ask).unwrap();
    assert_eq!(refused(&closed, None, true), "bundle_password");
    assert_eq!(
        refused(&closed, Some("mật khẩu khác"), true),
        "bundle_password"
    );
    let short = BundleAsk {
        password: Some("ngắn".into()),
        ..ask.clone()
    };
    assert_eq!(make(&short).unwrap_err().code(), "bundle_short_password");
    assert_eq!(
        make(&BundleAsk::default()).unwrap_err().code(),
        "bundle_empty"
    );

    // Another book with the same code is there already.
    let new = births();
    let third = &world.desks[2].station;
    third.book_add(&new).unwrap();
    let taken = third.bundle_take(&file, None, true, &Cancel::default(), &|_| ());
    assert_eq!(taken.unwrap_err().code(), "bundle_other_book");

    at.bundle_take(
        &closed,
        Some("một mật khẩu"),
        true,
        &Cancel::default(),
        &|_| (),
    )
    .unwrap();
    assert_eq!(world.seen(0), world.seen(1));
    // Known from now on.
    let file = world.bundle(0, false);
    let again = world.desks[1]
        .station
        .bundle_take(&file, None, false, &Cancel::default(), &|_| ());
    assert!(again.is_ok());
}

/// A machine whose next identities are said by the test.
struct Foretold(AtomicU64);

impl Host for Foretold {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    fn who(&self) -> String {
        "người thử".into()
    }

    fn new_id(&self) -> Id {
        Id::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 64 | 1 << 63)
    }
}

/// A station whose only book has one page and one case, with identities counted from these numbers.
fn foretold(folder: &Path, year: u16, book_from: u64, page: u64, case: u64) -> (Station, Id) {
    let host = Arc::new(Foretold(AtomicU64::new(book_from)));
    let root = folder.join(format!("kho-{year}-{page}-{case}"));
    let made = Station::create(&root, "UBND xã", knowledge().unwrap(), host.clone()).unwrap();
    let new = NewBook { year, ..births() };
    let book = made.book_add(&new).unwrap().id;
    host.0.store(page, Ordering::Relaxed);
    let photo = picture(folder, 1);
    made.pages_import(
        book,
        &[photo],
        Bring::default(),
        &Cancel::default(),
        &|_| (),
    )
    .unwrap();
    host.0.store(case, Ordering::Relaxed);
    made.cases_cut(book, CutWay::PerPage(1), &[]).unwrap();
    host.0.store(100 * book_from + case, Ordering::Relaxed);
    (made, book)
}

#[test]
fn takes_nothing_from_another_book_that_is_here() {
    let dir = tempfile::tempdir().unwrap();
    let (here, mine) = foretold(dir.path(), 2008, 1_000, 2_000, 3_000);
    let of = |station: &Station, book: Id| {
        let page = station.pages(book).unwrap()[0].id;
        (page, station.cases(book).unwrap()[0].id)
    };
    let (page, case) = of(&here, mine);
    here.field_save(case, "nksHoTen", &FieldValue::given("Lò Thị Ba"))
        .unwrap();
    let seen = |station: &Station| {
        let opened = station.case_open(case).unwrap();
        format!(
            "{:?} {opened:?} {:?}",
            station.books().unwrap(),
            station.history_head().unwrap()
        )
    };
    let before = seen(&here);
    for (at, same_page, same_case) in [(2_000, true, false), (7_000, false, true)] {
        let case_at = if same_case { 3_000 } else { 9_000 };
        let (there, foreign) = foretold(dir.path(), 2009, 5_000, at, case_at);
        // A book that is nobody's stands before it in the bundle.
        let harmless = there
            .book_add(&NewBook {
                year: 2010,
                ..births()
            })
            .unwrap()
            .id;
        let (their_page, their_case) = of(&there, foreign);
        assert_eq!(
            (their_page == page, their_case == case),
            (same_page, same_case)
        );
        assert!(foreign != mine);
        let file = dir.path().join("goi.sohoa");
        let ask = BundleAsk {
            books: vec![harmless, foreign],
            ..BundleAsk::default()
        };
        there
            .bundle_make(&ask, &file, &Cancel::default(), &|_| ())
            .unwrap();
        let take = || here.bundle_take(&file, None, true, &Cancel::default(), &|_| ());
        assert_eq!(take().unwrap_err().code(), "bundle_damaged");
        assert_eq!(seen(&here), before);
        // The station is not known by what was refused.
        assert!(!here.bundle_show(&file, None).unwrap().known);
        assert!(here.history_verify(&[]).unwrap().ok);
        // Where nothing of it is there, the same bundle is taken.
        let root = dir.path().join(format!("kho-khac-{at}"));
        let host = Arc::new(Foretold(AtomicU64::new(500_000)));
        let elsewhere = Station::create(&root, "UBND xã", knowledge().unwrap(), host).unwrap();
        let taken = elsewhere
            .bundle_take(&file, None, true, &Cancel::default(), &|_| ())
            .unwrap();
        assert_eq!(taken.books.len(), 2);
    }
}

#[test]
fn made_and_taken_as_long_work() {
    let world = World::new(2, 2);
    let file = world.dir.path().join("goi.sohoa");
    let ask = BundleAsk {
        books: vec![world.book],
        password: Some("một mật khẩu".into()),
        ..BundleAsk::default()
    };
    let (tell, told) = mpsc::channel();
    let ends = || loop {
        let job: Job = told.recv_timeout(Duration::from_secs(60)).unwrap();
        if job.state != JobState::Running {
            return job;
        }
    };
    let (here, there) = (&world.desks[0].station, &world.desks[1].station);
    let heard = tell.clone();
    here.bundle_make_start(ask, &file, move |job| heard.send(job).unwrap())
        .unwrap();
    let made = ends().made.unwrap();
    assert_eq!(made.bytes, fs::metadata(&file).unwrap().len());
    let take = |password: Option<&str>, trust| {
        let heard = tell.clone();
        let password = password.map(str::to_owned);
        there
            .bundle_take_start(&file, password, trust, move |job| heard.send(job).unwrap())
            .unwrap();
        ends()
    };
    let refused = |job: Job| {
        assert_eq!(job.state, JobState::Failed);
        job.problem.unwrap().code
    };
    assert_eq!(refused(take(None, true)), "bundle_password");
    assert_eq!(
        refused(take(Some("một mật khẩu"), false)),
        "bundle_stranger"
    );
    let taken = take(Some("một mật khẩu"), true).taken.unwrap();
    assert!(taken.books[0].new && there.book(world.book).is_ok());
    // What is read out on the telephone is what the other side sees.
    let look = there.bundle_show(&file, Some("một mật khẩu")).unwrap();
    assert_eq!(look.station, here.station_card().unwrap());
}

#[derive(Debug, Clone)]
enum Deed {
    Type(usize, usize, usize, u8),
    Finish(usize, usize, bool),
    Remove(usize, usize),
    Mark(usize, usize, usize, u8),
    SendBack(usize, usize),
    Pass(usize, usize),
    Role(usize, usize, bool),
    Turn(usize, usize),
    Undo(usize),
    Settle(usize, usize, usize),
    Bundle(usize, bool),
    Take(usize, usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0..4usize;
    prop_oneof![
        6 => (n.clone(), n.clone(), n.clone(), 0..3u8).prop_map(|(s, c, f, v)| Deed::Type(s, c, f, v)),
        1 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(s, c, done)| Deed::Finish(s, c, done)),
        1 => (n.clone(), n.clone()).prop_map(|(s, c)| Deed::Remove(s, c)),
        3 => (n.clone(), n.clone(), n.clone(), 0..3u8).prop_map(|(s, c, f, m)| Deed::Mark(s, c, f, m)),
        1 => (n.clone(), n.clone()).prop_map(|(s, c)| Deed::SendBack(s, c)),
        1 => (n.clone(), n.clone()).prop_map(|(s, c)| Deed::Pass(s, c)),
        1 => (n.clone(), n.clone(), any::<bool>()).prop_map(|(s, p, r)| Deed::Role(s, p, r)),
        1 => (n.clone(), n.clone()).prop_map(|(s, p)| Deed::Turn(s, p)),
        1 => n.clone().prop_map(Deed::Undo),
        2 => (n.clone(), n.clone(), n.clone()).prop_map(|(s, c, w)| Deed::Settle(s, c, w)),
        3 => (n.clone(), any::<bool>()).prop_map(|(s, back)| Deed::Bundle(s, back)),
        5 => (n, 0..50usize).prop_map(|(s, b)| Deed::Take(s, b)),
    ]
}

fn does(world: &mut World, bundles: &mut Vec<PathBuf>, stations: usize, deed: &Deed) {
    let fields = ["so", "nksHoTen", "nksNgaySinh", "ghiChu"];
    let at = |nth: usize| nth % stations;
    match *deed {
        Deed::Type(s, c, field, value) => {
            let cases = world.cases(at(s));
            if let Some(case) = cases.get(c % cases.len().max(1)) {
                world.put(
                    at(s),
                    *case,
                    fields[field],
                    ["", "Lò", "12.03.2008"][usize::from(value)],
                );
            }
        }
        Deed::Finish(s, c, done) => {
            let cases = world.cases(at(s));
            if let Some(case) = cases.get(c % cases.len().max(1)) {
                world.desks[at(s)]
                    .station
                    .case_finish(*case, done, &[])
                    .unwrap();
            }
        }
        Deed::Remove(s, c) => {
            let cases = world.cases(at(s));
            if cases.len() > 1 {
                world.desks[at(s)]
                    .station
                    .case_remove(cases[c % cases.len()])
                    .unwrap();
            }
        }
        Deed::Mark(s, c, field, said) => {
            let cases = world.cases(at(s));
            if let Some(case) = cases.get(c % cases.len().max(1)) {
                let said = [None, Some(true), Some(false)][usize::from(said)];
                let reason = ["", "sổ mờ"][c % 2];
                let station = &world.desks[at(s)].station;
                station.mark(*case, fields[field], said, reason).unwrap();
            }
        }
        Deed::SendBack(s, c) => {
            let cases = world.cases(at(s));
            if let Some(case) = cases.get(c % cases.len().max(1)) {
                let station = &world.desks[at(s)].station;
                station.send_back(*case, "thiếu chữ").unwrap();
            }
        }
        Deed::Pass(s, c) => {
            let cases = world.cases(at(s));
            if let Some(case) = cases.get(c % cases.len().max(1)) {
                let passed = world.desks[at(s)].station.check_pass(*case);
                if let Err(error) = passed {
                    assert!(["check_draft", "check_open"].contains(&error.code()));
                }
            }
        }
        Deed::Role(s, p, cover) => {
            let station = &world.desks[at(s)].station;
            let pages = station.pages(world.book).unwrap_or_default();
            if let Some(page) = pages.get(p % pages.len().max(1)) {
                let role = if cover {
                    PageRole::Retake
                } else {
                    PageRole::Cases
                };
                station.pages_role(&[page.id], role).unwrap();
            }
        }
        Deed::Turn(s, p) => {
            let station = &world.desks[at(s)].station;
            let pages = station.pages(world.book).unwrap_or_default();
            if let Some(page) = pages.get(p % pages.len().max(1)) {
                station.pages_turn(&[page.id], 1).unwrap();
            }
        }
        Deed::Undo(s) => {
            // What others changed since cannot be taken back from under them: that is told, and nothing happens.
            let _ = world.desks[at(s)].station.undo(world.book);
        }
        Deed::Settle(s, c, which) => {
            let shown = world.disputed(at(s));
            if let Some(part) = shown.get(c) {
                let deeds: Vec<Id> = [&part.stands]
                    .into_iter()
                    .chain(&part.others)
                    .chain(&part.hidden)
                    .map(|one| one.deed)
                    .collect();
                let station = &world.desks[at(s)].station;
                station
                    .settle(world.book, &part.part, deeds[which % deeds.len()])
                    .unwrap();
                let still = world.disputed(at(s));
                assert!(still.iter().all(|one| one.part != part.part), "asked again");
            }
        }
        Deed::Bundle(s, back) => {
            if world.has(at(s)) {
                let purpose = if back {
                    Purpose::Return
                } else {
                    Purpose::Keying
                };
                bundles.push(world.bundle_for(at(s), purpose, false).unwrap());
            }
        }
        Deed::Take(s, nth) => {
            if !bundles.is_empty() {
                let file = bundles[nth % bundles.len()].clone();
                world.come_by(at(s), &file);
            }
        }
    }
}

proptest! {
    #![proptest_config(stories())]

    #[test]
    fn every_station_ends_in_the_same_state(
        stations in 2..=4usize,
        deeds in prop::collection::vec(deed(), 1..40),
    ) {
        let mut world = World::new(stations as u64, 2);
        let mut bundles = vec![world.bundle(0, false)];
        for deed in &deeds {
            does(&mut world, &mut bundles, stations, deed);
        }
        // Everybody gets everything, late and partly twice.
        for round in 0..2 {
            for from in 0..stations {
                if !world.has(from) {
                    continue;
                }
                let file = world.bundle(from, false);
                for to in 0..stations {
                    world.take((to + round) % stations, &file);
                }
            }
        }
        let first = world.seen(0);
        world.whole(0);
        for station in 1..stations {
            prop_assert_eq!(&first, &world.seen(station));
            world.whole(station);
        }
    }
}
