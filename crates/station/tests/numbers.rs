//! Numbers on the paper, what they tell of missing pages, and the list to take to the shelf.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use sohoa_core::book::PageRole;
use support::place;

#[test]
fn typed_numbers_tell_what_is_missing_and_are_taken_back() {
    let place = place(6);
    let station = &place.station;
    let pages = place.page_ids();
    station.pages_role(&pages[..1], PageRole::Cover).unwrap();
    let rows = station.page_number(pages[1], Some(44)).unwrap();
    let numbers: Vec<_> = rows.iter().map(|row| row.number).collect();
    assert_eq!(
        numbers,
        [None, Some(44), Some(45), Some(46), Some(47), Some(48)]
    );
    let asked = |rows: &[sohoa_station::view::PageRow]| rows.iter().position(|row| row.ask_number);
    assert_eq!(asked(&rows), Some(5), "the end is asked for first");
    let rows = station.page_number(pages[5], Some(50)).unwrap();
    assert_eq!(rows[5].missing_before, 2);
    let rows = station
        .page_number(pages[asked(&rows).unwrap()], Some(48))
        .unwrap();
    let rows = match asked(&rows) {
        Some(at) => station.page_number(pages[at], Some(45)).unwrap(),
        None => rows,
    };
    assert_eq!(asked(&rows), None);
    let gaps: Vec<i32> = rows.iter().map(|row| row.missing_before).collect();
    assert_eq!(gaps, [0, 0, 0, 2, 0, 0], "46 and 47 are missing");
    // Taken back like everything else, and kept when the workspace is opened anew.
    assert!(station.undo(place.book).unwrap().what.is_some());
    assert_ne!(asked(&station.pages(place.book).unwrap()), None);
    let refused = station.page_number(pages[2], Some(0)).unwrap_err();
    assert_eq!(refused.code(), "bad_range");
}

#[test]
fn the_list_shows_what_to_take_again_and_what_is_missing() {
    let place = place(4);
    let station = &place.station;
    let pages = place.page_ids();
    station.pages_role(&pages[1..2], PageRole::Retake).unwrap();
    station.page_number(pages[0], Some(1)).unwrap();
    station.page_number(pages[3], Some(6)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let told = station.retake_list(place.book, folder.path()).unwrap();
    // The drawn pictures are too small to be read, so that all of them belong on it.
    assert_eq!((told.pages, told.missing), (4, 2));
    let html = std::fs::read_to_string(&told.path).unwrap();
    assert!(
        html.contains("Thiếu 2 trang") && html.contains("giữa trang 1 và 6"),
        "{html}"
    );
    assert!(html.contains("data:image/jpeg;base64,/9j/"));
    assert!(!html.contains("{{"), "nothing is left unfilled");
    let nowhere = told.path.join("x.html");
    assert!(station.retake_list(place.book, &nowhere).is_err());
}
