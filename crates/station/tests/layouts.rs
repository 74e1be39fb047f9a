//! Drawing where cases lie, and carrying it through a book.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::path::PathBuf;

use sohoa_core::book::{Id, PageRole, Region};
use sohoa_core::layout::Cell;
use sohoa_station::view::{CarryOutcome, CutWay};
use sohoa_station::{Bring, Cancel, Onto};
use support::{Place, place};

const SIZE: (u32, u32) = (600, 880);

/// A page with printed lines across, and something written between them.
fn ruled(lines: &[f64]) -> image::RgbImage {
    let mut page = image::RgbImage::from_pixel(SIZE.0, SIZE.1, image::Rgb([236, 230, 214]));
    let mut paint = |x: u32, y: u32, level: u8| {
        if y < SIZE.1 {
            page.put_pixel(x, y, image::Rgb([level, level, level]));
        }
    };
    for at in lines {
        let y = (at * f64::from(SIZE.1)) as u32;
        for x in 30..SIZE.0 - 30 {
            paint(x, y, 70);
            paint(x, y + 1, 90);
            if x % 9 < 4 {
                for up in 12..20 {
                    paint(x, y + up, 40);
                }
            }
        }
    }
    page
}

/// A book whose pages have these lines.
fn book(pages: &[Vec<f64>]) -> Place {
    let place = place(0);
    let paths: Vec<PathBuf> = pages
        .iter()
        .zip(1_u32..)
        .map(|(lines, n)| {
            let path = place.dir.path().join(format!("ke-{n:03}.png"));
            let mut page = ruled(lines);
            // No two pages are the same file.
            page.put_pixel(0, 0, image::Rgb([n as u8, 9, 9]));
            page.save(&path).unwrap();
            path
        })
        .collect();
    place
        .station
        .pages_import(
            place.book,
            &paths,
            Bring::default(),
            &Cancel::default(),
            &|_| (),
        )
        .unwrap();
    place
}

/// A heading and four rows.
const TABLE: [f64; 6] = [0.08, 0.16, 0.36, 0.56, 0.76, 0.96];
/// Another press.
const OTHER: [f64; 7] = [0.05, 0.13, 0.18, 0.33, 0.51, 0.66, 0.9];

fn moved(lines: &[f64], by: f64, stretch: f64) -> Vec<f64> {
    lines
        .iter()
        .map(|y| 0.5 + (y - 0.5) * stretch + by)
        .collect()
}

fn strips(at: &[f64]) -> Vec<Cell> {
    let cell = |w: &[f64]| Cell {
        region: Region {
            x: 0.0,
            y: w[0],
            w: 1.0,
            h: w[1] - w[0],
        },
        continues: false,
    };
    at.windows(2).map(cell).collect()
}

fn whole(continues: bool) -> Cell {
    Cell {
        region: Region::FULL,
        continues,
    }
}

/// Upper edges of the parts on a page, in the order of the book.
fn tops(place: &Place, page: usize) -> Vec<f64> {
    let row = &place.station.pages(place.book).unwrap()[page];
    row.cases
        .iter()
        .map(|one| one.region.map_or(0.0, |r| r.y))
        .collect()
}

fn near(found: &[f64], wanted: &[f64]) -> bool {
    found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.005)
}

/// Pages each case stands on, by place in the book.
fn stands(place: &Place) -> Vec<Vec<u32>> {
    let pages = |case: Id| {
        let view = place.station.case_open(case).unwrap();
        view.pictures
            .iter()
            .map(|picture| picture.position)
            .collect()
    };
    place.case_ids().into_iter().map(pages).collect()
}

fn reasons(place: &Place, page: usize) -> Vec<String> {
    let row = &place.station.pages(place.book).unwrap()[page];
    row.reasons
        .iter()
        .map(|one| one.code.clone())
        .filter(|code| code.starts_with("cut_"))
        .collect()
}

#[test]
fn rows_drawn_once_are_carried_through_the_book_and_taken_back_at_once() {
    let pages = [
        TABLE.to_vec(),
        moved(&TABLE, 0.02, 1.0),
        moved(&TABLE, -0.01, 1.02),
        vec![],
        moved(&TABLE, 0.005, 0.985),
        vec![0.31, 0.62],
    ];
    let place = book(&pages);
    let ids = place.page_ids();
    place
        .station
        .pages_role(&ids[3..4], PageRole::Blank)
        .unwrap();
    let before = place.seen();

    let rows = place.station.layout_rows(ids[0], &[]).unwrap();
    assert_eq!(rows.len(), 4, "the heading is no case: {rows:?}");
    let done = place
        .station
        .layout_carry(ids[0], Some(&rows), Onto::After, 1)
        .unwrap();
    assert_eq!(done.cases, 20);
    let positions: Vec<u32> = done.pages.iter().map(|page| page.position).collect();
    assert_eq!(positions, [2, 3, 5, 6], "the blank page holds no cases");
    assert!(
        done.pages
            .iter()
            .all(|page| page.outcome == CarryOutcome::Cut && page.example == 1)
    );
    for page in [0, 1, 2, 4] {
        assert!(
            near(&tops(&place, page), &pages[page][1..5]),
            "page {page}: {:?}",
            tops(&place, page)
        );
        assert_eq!(reasons(&place, page), [] as [&str; 0]);
    }
    // A page of another print is cut, and shown to a person.
    assert!(done.pages[3].flagged && done.pages[3].confidence < 0.5);
    assert!(reasons(&place, 5).contains(&"cut_unsure".to_owned()));
    place.station.layouts_right(&ids[5..]).unwrap();
    assert_eq!(reasons(&place, 5), [] as [&str; 0]);
    place.station.undo(place.book).unwrap();
    assert!(!reasons(&place, 5).is_empty());

    place.station.undo(place.book).unwrap();
    assert_eq!(place.seen(), before);
    assert!(!place.station.layout(ids[0]).unwrap().drawn);
    place.station.redo(place.book).unwrap();
    assert_eq!(place.case_ids().len(), 20);
    assert!(place.station.layout(ids[0]).unwrap().drawn);
}

#[test]
fn parts_of_cases_that_are_there_move_and_what_was_typed_stays() {
    let pages = [TABLE.to_vec(), moved(&TABLE, 0.015, 1.0), TABLE.to_vec()];
    let place = book(&pages);
    let ids = place.page_ids();
    place
        .station
        .cases_cut(place.book, CutWay::PerPage(4), &ids[..2])
        .unwrap();
    place
        .station
        .cases_cut(place.book, CutWay::PerPage(3), &ids[2..])
        .unwrap();
    let cases = place.case_ids();
    place.put(cases[5], "nksHoTen", "Nguyễn Thị Mẫu");
    let before = place.seen();
    let done = place
        .station
        .layout_carry(ids[0], Some(&strips(&TABLE[1..])), Onto::After, 1)
        .unwrap();
    assert_eq!(done.cases, 0);
    let outcomes: Vec<CarryOutcome> = done.pages.iter().map(|page| page.outcome).collect();
    assert_eq!(outcomes, [CarryOutcome::Moved, CarryOutcome::Left]);
    assert_eq!(
        place.case_ids(),
        cases,
        "nothing is deleted, nothing is new"
    );
    assert_eq!(place.text(cases[5], "nksHoTen"), "Nguyễn Thị Mẫu");
    assert!(near(&tops(&place, 1), &pages[1][1..5]));
    assert_eq!(tops(&place, 2).len(), 3);
    // Another number of parts is refused where something was typed, and nothing changes.
    let refused = place
        .station
        .layout_draw(ids[1], &strips(&[0.1, 0.5, 0.9]))
        .unwrap_err();
    assert_eq!(refused.code(), "layout_typed");
    // Where nobody has typed, the page is cut anew.
    place
        .station
        .layout_draw(ids[2], &strips(&[0.1, 0.5, 0.9]))
        .unwrap();
    assert!(near(&tops(&place, 2), &[0.1, 0.5]));
    for _ in 0..2 {
        place.station.undo(place.book).unwrap();
    }
    assert_eq!(place.seen(), before);
}

#[test]
fn a_correction_is_the_example_for_pages_like_it() {
    let pages = [
        TABLE.to_vec(),
        moved(&TABLE, 0.01, 1.0),
        OTHER.to_vec(),
        moved(&OTHER, -0.012, 1.0),
        moved(&TABLE, -0.01, 1.0),
        moved(&OTHER, 0.01, 1.01),
    ];
    let place = book(&pages);
    let ids = place.page_ids();
    let first = strips(&TABLE[1..]);
    let done = place
        .station
        .layout_carry(ids[0], Some(&first), Onto::After, 1)
        .unwrap();
    let flagged: Vec<u32> = done
        .pages
        .iter()
        .filter(|p| p.flagged)
        .map(|p| p.position)
        .collect();
    assert_eq!(flagged, [3, 4, 6]);
    // By the edges in the large picture, one after the other: what counts is how it is in the end.
    for (nth, cell) in strips(&[OTHER[1], OTHER[3], OTHER[4], OTHER[5], OTHER[6]])
        .iter()
        .enumerate()
    {
        let case = place.station.pages(place.book).unwrap()[2].cases[nth].case;
        place
            .station
            .case_attach(case, ids[2], Some(cell.region))
            .unwrap();
    }
    assert!(place.station.layout(ids[2]).unwrap().drawn);
    let done = place
        .station
        .layout_carry(ids[0], None, Onto::After, 1)
        .unwrap();
    let examples: Vec<(u32, u32)> = done.pages.iter().map(|p| (p.position, p.example)).collect();
    assert_eq!(
        examples,
        [(2, 1), (4, 3), (5, 1), (6, 3)],
        "page 3 stays as the person left it"
    );
    assert!(
        done.pages
            .iter()
            .all(|page| !page.flagged && page.outcome == CarryOutcome::Moved)
    );
    let others = |lines: &[f64]| [lines[1], lines[3], lines[4], lines[5]];
    assert!(
        near(&tops(&place, 3), &others(&pages[3])),
        "{:?}",
        tops(&place, 3)
    );
    assert!(near(&tops(&place, 5), &others(&pages[5])));
    assert!(near(&tops(&place, 4), &pages[4][1..5]));
}

#[test]
fn cases_over_two_pages_and_several_pictures() {
    // The upper part of each page goes on with the last case of the page before.
    let place = book(&[vec![0.3, 0.6], vec![0.3, 0.6], vec![0.31, 0.61]]);
    let ids = place.page_ids();
    place
        .station
        .layout_draw(ids[0], &strips(&[0.0, 0.3, 0.6, 1.0]))
        .unwrap();
    let mut cells = strips(&[0.0, 0.3, 0.6, 1.0]);
    cells[0].continues = true;
    let done = place
        .station
        .layout_carry(ids[1], Some(&cells), Onto::After, 1)
        .unwrap();
    assert!(done.pages[0].confidence > 0.5);
    let wanted: [&[u32]; 7] = [&[1], &[1], &[1, 2], &[2], &[2, 3], &[3], &[3]];
    assert_eq!(stands(&place), wanted);
    // The same again moves the same parts.
    let again = place
        .station
        .layout_carry(ids[1], Some(&cells), Onto::After, 1)
        .unwrap();
    assert_eq!(
        (again.cases, again.pages[0].outcome),
        (0, CarryOutcome::Moved)
    );
    assert_eq!(stands(&place), wanted);

    // Two pictures a case, in runs of two.
    let place = book(&[vec![], vec![], vec![], vec![], vec![]]);
    let ids = place.page_ids();
    place.station.layout_draw(ids[0], &[whole(false)]).unwrap();
    place.station.layout_draw(ids[1], &[whole(true)]).unwrap();
    place
        .station
        .layout_carry(ids[0], None, Onto::After, 2)
        .unwrap();
    assert_eq!(stands(&place), [vec![1, 2], vec![3, 4], vec![5]]);
}

#[test]
fn halves_of_a_spread_are_a_case_together_or_one_each() {
    let half = |x: f64, y: f64, continues: bool| Cell {
        region: Region {
            x,
            y,
            w: 0.5,
            h: 0.3,
        },
        continues,
    };
    let place = book(&[vec![0.1, 0.4, 0.7]]);
    let ids = place.page_ids();
    let together = [
        half(0.0, 0.1, false),
        half(0.5, 0.1, true),
        half(0.0, 0.4, false),
        half(0.5, 0.4, true),
    ];
    place.station.layout_draw(ids[0], &together).unwrap();
    assert_eq!(stands(&place), [vec![1, 1], vec![1, 1]]);
    // The second part of a case is moved, not the first.
    let wider = Region {
        x: 0.45,
        y: 0.1,
        w: 0.55,
        h: 0.3,
    };
    let first = place.case_ids()[0];
    let parts = place
        .station
        .case_part(first, ids[0], 1, wider)
        .unwrap()
        .pictures;
    assert_eq!(
        (parts[0].region, parts[1].region),
        (Some(together[0].region), Some(wider))
    );
    let refused = place
        .station
        .case_part(first, ids[0], 2, wider)
        .unwrap_err();
    assert_eq!(refused.code(), "unknown_page");
    place.station.undo(place.book).unwrap();
    // One each: the left page from top to bottom, then the right one.
    let each = together.map(|cell| Cell {
        continues: false,
        ..cell
    });
    place.station.layout_draw(ids[0], &each).unwrap();
    let row = &place.station.pages(place.book).unwrap()[0];
    let order: Vec<(f64, f64)> = row
        .cases
        .iter()
        .map(|c| c.region.map_or((9.0, 9.0), |r| (r.x, r.y)))
        .collect();
    assert_eq!(order, [(0.0, 0.1), (0.0, 0.4), (0.5, 0.1), (0.5, 0.4)]);
}

#[test]
fn empty_rows_are_cut_and_shown_never_dropped() {
    let place = book(&[TABLE.to_vec(), TABLE.to_vec()]);
    let ids = place.page_ids();
    // Below the last line of these pages there is writing, and nothing after it.
    let cells = strips(&[0.16, 0.36, 0.56, 0.76]);
    place.station.layout_draw(ids[0], &cells).unwrap();
    assert!(
        place
            .station
            .layout(ids[0])
            .unwrap()
            .cells
            .iter()
            .all(|cell| !cell.empty)
    );
    let place = book(&[TABLE.to_vec(), vec![0.08, 0.36, 0.56, 0.96]]);
    let ids = place.page_ids();
    let lines = [0.2, 0.36, 0.44, 0.56, 0.66, 0.96];
    let done = place
        .station
        .layout_carry(ids[0], Some(&strips(&lines)), Onto::After, 1)
        .unwrap();
    assert_eq!(done.pages[0].cells.len(), 5, "every row is cut");
    assert!(done.pages[0].cells.iter().any(|cell| cell.empty) && done.pages[0].flagged);
    assert!(reasons(&place, 1).contains(&"cut_empty".to_owned()));
}

#[test]
fn a_page_on_which_rows_were_left_out_is_no_example_for_the_next() {
    let place = book(&[TABLE.to_vec(), TABLE.to_vec(), moved(&TABLE, 0.01, 1.0)]);
    let ids = place.page_ids();
    // The year ended on page 2: the person took its first two rows only.
    place
        .station
        .layout_draw(ids[1], &strips(&TABLE[1..4]))
        .unwrap();
    let done = place
        .station
        .layout_carry(ids[0], Some(&strips(&TABLE[1..])), Onto::After, 1)
        .unwrap();
    assert_eq!((done.pages.len(), done.pages[0].example), (1, 1));
    assert_eq!(tops(&place, 2).len(), 4);
    assert_eq!(tops(&place, 1).len(), 2, "what the person drew stays");
    // With nothing else to follow, rows with writing are not left out in silence.
    let place = book(&[TABLE.to_vec(), moved(&TABLE, 0.01, 1.0)]);
    let ids = place.page_ids();
    let done = place
        .station
        .layout_carry(ids[0], Some(&strips(&TABLE[1..4])), Onto::After, 1)
        .unwrap();
    assert!(done.pages[0].flagged);
    assert!(reasons(&place, 1).contains(&"cut_left_out".to_owned()));
}

#[test]
fn equal_parts_snap_to_printed_lines_where_they_are() {
    let mut pages: Vec<Vec<f64>> = (0..4)
        .map(|i| vec![0.24 + 0.004 * f64::from(i), 0.5, 0.75])
        .collect();
    pages.push(vec![]);
    let place = book(&pages);
    let done = place
        .station
        .cases_cut(place.book, CutWay::PerPage(4), &[])
        .unwrap();
    assert_eq!((done.cases, done.pages, done.ruled), (20, 5, 4));
    for (page, lines) in pages[..4].iter().enumerate() {
        let mut wanted = vec![0.0];
        wanted.extend(lines);
        assert!(
            near(&tops(&place, page), &wanted),
            "{:?}",
            tops(&place, page)
        );
    }
    assert_eq!(tops(&place, 4), [0.0, 0.25, 0.5, 0.75]);
    // Where all the others have lines, one without is strange.
    assert_eq!(reasons(&place, 4), ["cut_unsure"]);
    assert_eq!(reasons(&place, 0), [] as [&str; 0]);
}

#[test]
fn parts_follow_when_a_page_is_taken_again() {
    let place = book(&[TABLE.to_vec(), TABLE.to_vec()]);
    let ids = place.page_ids();
    place
        .station
        .layout_carry(ids[0], Some(&strips(&TABLE[1..])), Onto::After, 1)
        .unwrap();
    let cases = place.case_ids();
    place.put(cases[4], "nksHoTen", "Nguyễn Thị Mẫu");
    let again = |lines: &[f64]| {
        let path = place.dir.path().join("chup-lai.png");
        ruled(lines).save(&path).unwrap();
        place.station.page_replace(ids[1], &path).unwrap();
    };
    let shifted = moved(&TABLE, -0.02, 1.01);
    again(&shifted);
    assert!(
        near(&tops(&place, 1), &shifted[1..5]),
        "{:?}",
        tops(&place, 1)
    );
    assert_eq!(reasons(&place, 1), [] as [&str; 0]);
    // Nothing of the old print on it: parts stay, and somebody looks.
    again(&[0.4]);
    assert!(near(&tops(&place, 1), &shifted[1..5]));
    assert_eq!(reasons(&place, 1), ["cut_unsure"]);
    assert_eq!(place.text(cases[4], "nksHoTen"), "Nguyễn Thị Mẫu");
    for _ in 0..2 {
        place.station.undo(place.book).unwrap();
    }
    assert!(near(&tops(&place, 1), &TABLE[1..5]));
}

#[test]
fn what_cannot_be_done_is_refused() {
    let place = book(&[TABLE.to_vec(), vec![]]);
    let ids = place.page_ids();
    let code = |result: Result<_, sohoa_station::StationError>| -> String {
        result.map(|_: ()| ()).unwrap_err().code().to_owned()
    };
    let station = &place.station;
    let draw = |cells: &[Cell]| code(station.layout_draw(ids[0], cells).map(drop));
    assert_eq!(draw(&[]), "bad_layout");
    assert_eq!(draw(&strips(&[0.5, 0.5001])), "bad_layout");
    assert_eq!(draw(&strips(&[0.5, 1.2])), "bad_layout");
    let rows = strips(&TABLE[1..]);
    let carry = |cells, onto, run| code(station.layout_carry(ids[0], cells, onto, run).map(drop));
    assert_eq!(carry(None, Onto::After, 1), "not_cut");
    assert_eq!(carry(Some(&rows), Onto::After, 0), "bad_run");
    assert_eq!(
        carry(Some(&rows), Onto::UpTo(place.book), 1),
        "unknown_page"
    );
    assert_eq!(code(station.layout_rows(ids[1], &[]).map(drop)), "no_rows");
    assert_eq!(code(station.layouts_right(&ids).map(drop)), "not_cut");
    station.pages_role(&ids[..1], PageRole::Cover).unwrap();
    assert_eq!(draw(&rows), "not_for_cases");
    assert!(place.case_ids().is_empty(), "nothing was done");
}
