//! A folder that is watched: files come once, when they are written to their end.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::fs;
use std::io::Write;
use std::time::{Duration, Instant};

use support::{picture, place};

#[test]
fn a_slow_writer_is_waited_for_and_a_folder_that_vanishes_comes_back() {
    let place = place(1);
    let (station, book) = (place.station.clone(), place.book);
    let away = tempfile::tempdir().unwrap();
    let folder = away.path().join("quet");
    fs::create_dir(&folder).unwrap();
    let ready = picture(away.path(), 40);
    fs::copy(&ready, folder.join("a.png")).unwrap();
    // The scanner has written half of the second one.
    let slow = fs::read(picture(away.path(), 41)).unwrap();
    let mut half = fs::File::create(folder.join("b.png")).unwrap();
    half.write_all(&slow[..slow.len() / 2]).unwrap();
    half.sync_all().unwrap();
    station.watch_start(book, &folder).unwrap();
    let until = |what: &str, test: &dyn Fn() -> bool| {
        let begin = Instant::now();
        while !test() {
            assert!(begin.elapsed() < Duration::from_secs(40), "{what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    let came = || station.watching(book).unwrap().unwrap().came;
    until("the first comes", &|| came() == 1);
    assert!(
        station.watching(book).unwrap().unwrap().refused.is_empty(),
        "half a file is no refusal yet"
    );
    half.write_all(&slow[slow.len() / 2..]).unwrap();
    drop(half);
    until("the second comes when it is whole", &|| came() == 2);
    fs::rename(&folder, away.path().join("rut")).unwrap();
    until("it is told", &|| {
        station.watching(book).unwrap().unwrap().problem.is_some()
    });
    fs::rename(away.path().join("rut"), &folder).unwrap();
    until("it goes on", &|| {
        station.watching(book).unwrap().unwrap().problem.is_none()
    });
    assert_eq!(station.pages(book).unwrap().len(), 3);
    assert_eq!(
        fs::read_dir(&folder).unwrap().count(),
        2,
        "nothing is taken away"
    );
    station.watch_stop(book).unwrap();
    assert!(station.watching(book).unwrap().is_none());
}
