//! How pages lie in their pictures, replacing a picture, and putting pages between others.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use sohoa_core::book::{PageRole, Region};
use sohoa_core::shape::{Bow, Point, Shape};
use sohoa_station::view::{CutWay, Outline};
use sohoa_station::{Bring, Cancel, PictureKind};
use support::{picture, place};

fn shape() -> Shape {
    Shape {
        corners: [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9)].map(|(x, y)| Point { x, y }),
        bow: vec![],
        aspect: 0.75,
        gutter: None,
        even_light: false,
    }
}

fn region_of(place: &support::Place, case: usize) -> Region {
    let case = place.case_ids()[case];
    place.station.case_open(case).unwrap().pictures[0]
        .region
        .unwrap()
}

#[test]
fn what_a_person_drags_is_what_is_drawn() {
    let place = place(2);
    let pages = place.page_ids();
    let found = Shape {
        aspect: 0.9,
        ..shape()
    };
    let rows = place
        .station
        .pages_shape(&pages[..1], Some(&found))
        .unwrap();
    let kept = rows[0].shape.clone().unwrap();
    // Its edges bow, and it has a gutter.
    let bow: Vec<Bow> = (0..=8)
        .map(|i| {
            let u = f64::from(i) / 8.0;
            let top = 0.1 * u * (1.0 - u);
            Bow {
                u,
                top,
                bottom: 1.0,
            }
        })
        .collect();
    let dragged = Outline {
        corners: kept.corners,
        bow: bow.clone(),
        gutter: Some(0.48),
    };
    let rows = place
        .station
        .pages_outline(&pages, Some(dragged.clone()))
        .unwrap();
    for row in &rows {
        let now = row.shape.clone().unwrap();
        assert_eq!((&now.bow, now.gutter), (&bow, Some(0.48)));
        assert!(
            (now.aspect - 0.9).abs() < 1e-9,
            "the corners stayed, so did the width"
        );
        assert!(row.looked_at);
    }
    // Corners pulled to half the width: the paper is half as wide.
    let mut narrow = dragged;
    narrow.corners[1].x = 0.5;
    narrow.corners[2].x = 0.5;
    let rows = place
        .station
        .pages_outline(&pages[..1], Some(narrow))
        .unwrap();
    let aspect = rows[0].shape.clone().unwrap().aspect;
    assert!(aspect < 0.7, "{aspect}");
    let crossed = Outline {
        corners: [
            kept.corners[1],
            kept.corners[0],
            kept.corners[2],
            kept.corners[3],
        ],
        bow: vec![],
        gutter: None,
    };
    let refused = place.station.pages_outline(&pages[..1], Some(crossed));
    assert_eq!(refused.unwrap_err().code(), "bad_shape");
}

#[test]
fn a_page_is_drawn_as_it_lies_and_parts_stay_on_their_paper() {
    let place = place(2);
    place.cut(CutWay::PerPage(2));
    let pages = place.page_ids();
    let before = place
        .station
        .picture(pages[0], PictureKind::Display)
        .unwrap();
    let rows = place
        .station
        .pages_shape(&pages[..1], Some(&shape()))
        .unwrap();
    assert_eq!((rows[0].width, rows[0].height), (96, 128));
    assert!(rows[0].looked_at);
    let after = place
        .station
        .picture(pages[0], PictureKind::Display)
        .unwrap();
    assert_ne!(before, after);
    // The whole picture is still there to be looked at.
    let source = place
        .station
        .picture(pages[0], PictureKind::Source)
        .unwrap();
    assert_eq!(source, before);
    // The lower half of the picture begins in the middle of the page still, and ends at its end.
    let lower = region_of(&place, 1);
    assert!(
        (lower.y - 0.5).abs() < 1e-9 && (lower.y + lower.h - 1.0).abs() < 1e-9,
        "{lower:?}"
    );

    place.station.undo(place.book).unwrap();
    assert_eq!(place.station.pages(place.book).unwrap()[0].shape, None);
    assert_eq!(
        place
            .station
            .picture(pages[0], PictureKind::Display)
            .unwrap(),
        before
    );
    let whole = Region {
        x: 0.0,
        y: 0.5,
        w: 1.0,
        h: 0.5,
    };
    assert_eq!(region_of(&place, 1), whole);
}

#[test]
fn corners_that_make_no_page_are_refused() {
    let place = place(1);
    let pages = place.page_ids();
    let mut crossed = shape();
    crossed.corners.swap(0, 1);
    let error = place
        .station
        .pages_shape(&pages, Some(&crossed))
        .unwrap_err();
    assert_eq!(error.code(), "bad_shape");
    assert_eq!(place.station.pages(place.book).unwrap()[0].shape, None);
}

#[test]
fn a_picture_taken_again_takes_the_place_of_the_old_one() {
    let place = place(3);
    place.cut(CutWay::PerPage(1));
    let (pages, cases) = (place.page_ids(), place.case_ids());
    place
        .station
        .pages_role(&pages[1..2], PageRole::Retake)
        .unwrap();
    let again = picture(place.dir.path(), 77);
    let rows = place.station.page_replace(pages[1], &again).unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), pages);
    assert_eq!((rows[1].position, rows[1].role), (2, PageRole::Cases));
    assert_eq!(rows[1].file, "077.png");
    assert_eq!(place.case_ids(), cases, "cases stay as they are");
    place.station.undo(place.book).unwrap();
    assert_eq!(place.station.pages(place.book).unwrap()[1].file, "002.png");
}

#[test]
fn pages_come_in_between_without_moving_what_was_typed() {
    let place = place(3);
    place.cut(CutWay::PerPage(1));
    let (pages, cases) = (place.page_ids(), place.case_ids());
    // Often enough that the room between the two has to be made anew.
    for (nth, seed) in (0..4_usize).zip(50..) {
        let how = Bring {
            at: Some(2),
            ..Bring::default()
        };
        let path = picture(place.dir.path(), seed);
        place
            .station
            .pages_import(place.book, &[path], how, &Cancel::default(), &|_| ())
            .unwrap();
        let now = place.page_ids();
        assert_eq!(now[0], pages[0]);
        assert_eq!(now[nth + 2..], pages[1..], "after {nth}");
    }
    assert_eq!(place.case_ids(), cases);
    let how = Bring {
        at: Some(99),
        ..Bring::default()
    };
    let path = picture(place.dir.path(), 60);
    let refused = place
        .station
        .pages_import(place.book, &[path], how, &Cancel::default(), &|_| ())
        .unwrap_err();
    assert_eq!(refused.code(), "bad_range");
}

/// Names of the book's files in its order.
fn files(place: &support::Place) -> Vec<String> {
    let rows = place.station.pages(place.book).unwrap();
    rows.into_iter().map(|row| row.file).collect()
}

#[test]
fn what_was_stopped_goes_on_as_if_it_had_never_been() {
    for at in [None, Some(2)] {
        let place = place(3);
        let folder = tempfile::tempdir().unwrap();
        for seed in 20..29 {
            picture(folder.path(), seed);
        }
        let how = Bring { flatten: false, at };
        let whole = {
            let other = support::place(3);
            let paths = [folder.path().to_owned()];
            let bring = |tell: &(dyn Fn(sohoa_station::Progress) + Sync)| {
                other
                    .station
                    .pages_import(other.book, &paths, how, &Cancel::default(), tell)
            };
            bring(&|_| {}).unwrap();
            assert!(
                other.station.imports_begun().unwrap().is_empty(),
                "what is through is cleared away"
            );
            files(&other)
        };
        // A pause after some pages, in the middle of the work.
        let cancel = Cancel::default();
        let paths = [folder.path().to_owned()];
        let pause = |progress: sohoa_station::Progress| {
            if progress.done == 4 {
                cancel.pause();
            }
        };
        let summary = place
            .station
            .pages_import(place.book, &paths, how, &cancel, &pause)
            .unwrap();
        assert!(summary.paused && summary.imported.len() < 9, "{summary:?}");
        let begun = place.station.imports_begun().unwrap();
        let came = summary.imported.len() as u32;
        let noted = (begun.len(), begun[0].done, begun[0].total);
        assert_eq!(
            noted,
            (1, came, 9),
            "the note says what came, not what was handed out"
        );
        let rest = place
            .station
            .import_resume(begun[0].id, &Cancel::default(), &|_| {})
            .unwrap();
        assert_eq!(rest.imported.len() + summary.imported.len(), 9);
        assert_eq!(files(&place), whole, "{at:?}");
        assert!(place.station.imports_begun().unwrap().is_empty());
        let gone = place
            .station
            .import_resume(begun[0].id, &Cancel::default(), &|_| {});
        assert_eq!(gone.unwrap_err().code(), "nothing_begun");
    }
}
