//! Where fields stand on the print of a book.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use sohoa_core::book::Region;
use sohoa_station::view::NewBook;
use support::{Place, place};

const SPOT: Region = Region {
    x: 0.1,
    y: 0.2,
    w: 0.3,
    h: 0.05,
};

fn columns(place: &Place) -> Vec<String> {
    let spots = place.station.spots(place.book).unwrap().spots;
    spots.into_iter().map(|spot| spot.column).collect()
}

#[test]
fn spots_are_kept_taken_back_and_offered_to_the_next_book() {
    let place = place(1);
    let station = &place.station;
    for column in ["so", "nksHoTen", "meHoTen"] {
        station
            .spot_save(place.book, column, Some((0, SPOT)))
            .unwrap();
    }
    station
        .spot_save(place.book, "so", Some((1, SPOT)))
        .unwrap();
    station.spot_save(place.book, "meHoTen", None).unwrap();
    assert_eq!(columns(&place), ["nksHoTen", "so"]);
    assert_eq!(station.spots(place.book).unwrap().spots[1].picture, 1);
    // They outlive the program, and undo takes them back like any deed.
    station.undo(place.book).unwrap();
    assert_eq!(columns(&place), ["nksHoTen", "meHoTen", "so"]);
    for (column, at) in [
        ("lạ", Some((0, SPOT))),
        ("so", Some((0, Region { w: 1.0, ..SPOT }))),
    ] {
        assert!(station.spot_save(place.book, column, at).is_err());
    }
    let next = |kind: &str, year: u16| {
        let book = NewBook {
            kind: kind.into(),
            year,
            volume: 1,
            place: None,
            sheet: None,
        };
        station.book_add(&book).unwrap().id
    };
    let (births, deaths) = (next("KS", 2009), next("KT", 2009));
    assert_eq!(station.spots(deaths).unwrap().offered, None);
    let offered = station.spots(births).unwrap().offered.unwrap();
    assert_eq!((offered.code.as_str(), offered.fields), ("KS.2008.01", 3));
    let taken = station.spots_take(births, offered.book).unwrap();
    assert_eq!((taken.spots.len(), taken.offered), (3, None));
}
