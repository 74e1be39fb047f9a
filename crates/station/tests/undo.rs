//! Taking back and doing again, as a property over anything a person may do.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use sohoa_core::CaseState;
use sohoa_core::book::{PageRole, Region};
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::typing::Proposal;
use sohoa_station::view::{CutWay, Edit};
use sohoa_station::{Station, knowledge};
use support::{Place, host, place, stories};

#[derive(Debug, Clone)]
enum Deed {
    Type(u8, u8, String),
    LeaveOut(u8, u8),
    Finish(u8),
    Turn(u8, u8),
    Role(u8),
    Move(u8, u8),
    Remove(u8),
    RemoveCase(u8),
    Attach(u8, u8),
    Cut(u8),
    Fix(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0u8..6;
    prop_oneof![
        (n.clone(), 0u8..20, "[0-9./ ]{0,8}|[A-ZĐa-zêă’ ]{0,12}")
            .prop_map(|(c, f, t)| Deed::Type(c, f, t)),
        (n.clone(), 0u8..20).prop_map(|(c, f)| Deed::LeaveOut(c, f)),
        n.clone().prop_map(Deed::Finish),
        (n.clone(), 1u8..4).prop_map(|(p, t)| Deed::Turn(p, t)),
        n.clone().prop_map(Deed::Role),
        (n.clone(), n.clone()).prop_map(|(p, to)| Deed::Move(p, to)),
        n.clone().prop_map(Deed::Remove),
        n.clone().prop_map(Deed::RemoveCase),
        (n.clone(), n.clone()).prop_map(|(c, p)| Deed::Attach(c, p)),
        (1u8..4).prop_map(Deed::Cut),
        n.prop_map(Deed::Fix),
    ]
}

/// A proposal as it is taken.
fn taken(proposal: &Proposal) -> Edit {
    let knowledge = knowledge().unwrap();
    let fields = &knowledge.book_type("KS").unwrap().fields;
    Edit {
        over: None,
        column: fields[proposal.field].column.clone(),
        value: proposal.value.clone(),
        short: false,
    }
}

/// Does a deed where it can be done; says whether anything changed.
fn does(place: &Place, deed: &Deed) -> bool {
    let (pages, cases) = (place.page_ids(), place.case_ids());
    let page = |n: &u8| pages.get(usize::from(*n)).copied();
    let case = |n: &u8| cases.get(usize::from(*n)).copied();
    let column = |n: &u8| {
        knowledge().unwrap().book_type("KS").unwrap().fields[usize::from(*n)]
            .column
            .clone()
    };
    let before = place.seen();
    let station = &place.station;
    let _ = match deed {
        Deed::Type(c, f, t) => case(c).map(|c| {
            station
                .field_save(c, &column(f), &FieldValue::given(t))
                .is_ok()
        }),
        Deed::LeaveOut(c, f) => {
            let value = FieldValue::said(FieldState::LeftOut, "");
            case(c).map(|c| station.field_save(c, &column(f), &value).is_ok())
        }
        Deed::Finish(c) => case(c).map(|c| {
            let view = station.case_open(c).unwrap();
            let taken: Vec<Edit> = view.proposals.iter().map(taken).collect();
            let done = view.state == CaseState::Done;
            station.case_finish(c, !done, &taken).is_ok()
        }),
        Deed::Turn(p, t) => page(p).map(|p| station.pages_turn(&[p], *t).is_ok()),
        Deed::Role(p) => page(p).map(|p| station.pages_role(&[p], PageRole::Cover).is_ok()),
        Deed::Move(p, to) => page(p).map(|p| station.page_move(p, u32::from(*to) + 1).is_ok()),
        Deed::Remove(p) => page(p).map(|p| station.pages_remove(&[p]).is_ok()),
        Deed::RemoveCase(c) => case(c).map(|c| station.case_remove(c).is_ok()),
        Deed::Attach(c, p) => case(c).zip(page(p)).map(|(c, p)| {
            station
                .case_attach(
                    c,
                    p,
                    Some(Region {
                        x: 0.0,
                        y: 0.25,
                        w: 1.0,
                        h: 0.5,
                    }),
                )
                .is_ok()
        }),
        Deed::Cut(count) => Some(
            station
                .cases_cut(place.book, CutWay::PerPage(*count), &[])
                .is_ok(),
        ),
        Deed::Fix(c) => case(c).map(|c| {
            let found = station
                .case_open(c)
                .unwrap()
                .judgement
                .findings
                .into_iter()
                .find_map(|f| Some((f.rule, f.fix?.field)));
            found.is_some_and(|(rule, field)| station.fix(c, &rule, &field).is_ok())
        }),
    };
    place.seen() != before
}

proptest! {
    #![proptest_config(stories())]

    /// Undo takes back deed by deed to the beginning, redo brings all of it again, and what is in
    /// memory is always what is on the disk.
    #[test]
    fn undo_and_redo_walk_the_same_way(deeds in prop::collection::vec(deed(), 1..14)) {
        let place = place(4);
        place.cut(CutWay::PerPage(1));
        let mut trail = vec![place.seen()];
        for deed in &deeds {
            does(&place, deed);
            trail.push(place.seen());
        }
        trail.dedup();
        let mut back = vec![place.seen()];
        // Counted, not compared: two moves may lead back to where the book was in the beginning.
        while back.len() < trail.len() {
            let undone = place.station.undo(place.book).unwrap();
            prop_assert!(undone.what.is_some(), "nothing left to undo");
            back.push(place.seen());
            back.dedup();
        }
        back.reverse();
        prop_assert_eq!(&back, &trail);
        while place.station.redo(place.book).unwrap().what.is_some() {}
        prop_assert_eq!(Some(&place.seen()), trail.last());
        // The history says the same, and nothing else.
        let look = place.station.history_verify(&[]).unwrap();
        prop_assert!(look.ok, "{:?}", look.faults);

        let Place { dir, station, book } = place;
        let in_memory = Place { dir, station, book }.reopened();
        prop_assert_eq!(Some(&in_memory), trail.last());
    }
}

impl Place {
    /// What is seen after closing and opening again.
    fn reopened(self) -> String {
        let Self { dir, station, book } = self;
        drop(station);
        let station = Station::open(&dir.path().join("kho"), knowledge().unwrap(), host()).unwrap();
        Self {
            dir,
            station: Arc::new(station),
            book,
        }
        .seen()
    }
}
