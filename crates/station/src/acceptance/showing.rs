//! Lots as people are shown them.

use std::collections::{HashMap, HashSet};

use sohoa_core::acceptance::{Draw, Inspection, Look, Lot, next_of, outcomes, standing};
use sohoa_core::book::{Book, Id};
use sohoa_core::people::{Right, same_name};
use sohoa_core::sampling::{
    Outcome, Switching, bounds, curve, found_words, next_words, plan_lines, upper, whole,
};

use super::making::POINTS;
use super::no_plan;
use crate::station::Inner;
use crate::view::{
    ContractorLot, ContractorRow, LotBookRow, LotEnd, LotRow, LotState, LotView, SampledRow,
    SampledState,
};
use crate::{Result, Station};

impl Station {
    /// All lots, the last made first.
    ///
    /// # Errors
    /// What the disk says.
    pub fn lots(&self) -> Result<Vec<LotRow>> {
        let _asked = self.may(Right::Sample)?;
        let inner = self.inner();
        let mut rows = Vec::new();
        for lot in inner.store.lots()?.iter().rev() {
            let books = self.lot_books(&inner, lot)?;
            let found = inner.store.inspections(lot.id)?;
            rows.push(row(lot, &books, &found));
        }
        Ok(rows)
    }

    /// One lot with its sample and what was found.
    ///
    /// # Errors
    /// `unknown_lot`
    pub fn lot_open(&self, lot: Id) -> Result<LotView> {
        let _asked = self.may(Right::Sample)?;
        let mut inner = self.inner();
        let lot = inner.lot(lot)?;
        self.lot_view(&mut inner, &lot)
    }

    /// Everybody who handed something in, with how their lots ended and how strict the next one is.
    ///
    /// # Errors
    /// What the disk says.
    pub fn contractors(&self) -> Result<Vec<ContractorRow>> {
        let _asked = self.may(Right::Sample)?;
        let lots = self.inner().store.lots()?;
        let mut rows: Vec<ContractorRow> = Vec::new();
        for lot in &lots {
            let one = ContractorLot {
                id: lot.id,
                name: lot.name.clone(),
                outcome: lot.decision.as_ref().map(|end| end.outcome),
                again: lot.again,
            };
            match rows
                .iter_mut()
                .find(|row| same_name(&row.name, &lot.contractor))
            {
                Some(row) => row.lots.push(one),
                None => {
                    let (next, stop) = next_of(&lot.contractor, &lots, &Switching::default());
                    rows.push(ContractorRow {
                        name: lot.contractor.clone(),
                        lots: vec![one],
                        next,
                        stop,
                        words: next_words(&self.knowledge.messages, next, stop),
                    });
                }
            }
        }
        rows.sort_by_key(|row| row.name.to_lowercase());
        Ok(rows)
    }

    /// The books of a lot: as they were at the draw, before it as they are.
    pub(super) fn lot_books(&self, inner: &Inner, lot: &Lot) -> Result<Vec<LotBookRow>> {
        if let Some(draw) = &lot.drawn {
            let row = |book: &sohoa_core::acceptance::LotBook| LotBookRow {
                id: book.id,
                code: book.code.clone(),
                title: book.title.clone(),
                cases: book.cases,
            };
            return Ok(draw.books.iter().map(row).collect());
        }
        let books: Vec<Book> = lot
            .books
            .iter()
            .map(|book| inner.book(*book))
            .collect::<Result<_>>()?;
        self.counted(inner, &books)
    }

    pub(super) fn lot_view(&self, inner: &mut Inner, lot: &Lot) -> Result<LotView> {
        let books = self.lot_books(inner, lot)?;
        let found = inner.store.inspections(lot.id)?;
        let row = row(lot, &books, &found);
        let words = &self.knowledge.messages;
        let lots = inner.store.lots()?;
        let (plan, way) = match &lot.drawn {
            Some(draw) => (draw.plan(), lot.way.clone()),
            None => {
                let (regime, _) = next_of(&lot.contractor, &lots, &Switching::default());
                let size = row.cases.max(1);
                lot.way
                    .plan(size, regime)
                    .map_err(|why| no_plan(why, &lot.way))?
            }
        };
        let limit = way.limit().unwrap_or_default();
        let own = self.own_of(inner, lot)?;
        let sample = lot
            .drawn
            .as_ref()
            .map_or_else(Vec::new, |draw| sample_rows(lot, draw, &found, &own));
        let mut told = Vec::new();
        if !own.is_empty() && lot.decision.is_none() {
            let mine = sample.iter().filter(|one| one.own).count() as u64;
            let args = [("count", whole(own.len() as u64)), ("sampled", whole(mine))];
            told.push(words.text(
                match lot.drawn {
                    Some(_) => "lot_own_drawn",
                    None => "lot_own",
                },
                &args,
            ));
        }
        let (mut said, mut next, mut most) = (Vec::new(), Vec::new(), None);
        if let Some(standing) = &row.standing {
            if standing.changed > 0 {
                let args = [("count", whole(u64::from(standing.changed)))];
                told.push(words.text("lot_changed", &args));
            }
            if standing.beyond && standing.left > 0 {
                let args = [
                    ("wrong", whole(u64::from(standing.wrong))),
                    ("ac", whole(u64::from(row.ac))),
                    ("left", whole(u64::from(standing.left))),
                ];
                told.push(words.text("lot_beyond", &args));
            }
            let sure = way.confidence();
            if let Some(outcome) = standing.outcome {
                let (looked, wrong) = (standing.looked, standing.wrong);
                let args = [
                    ("looked", whole(u64::from(looked))),
                    ("wrong", whole(u64::from(wrong))),
                    ("ac", whole(u64::from(row.ac))),
                    ("critical", whole(u64::from(standing.defects.critical))),
                    ("major", whole(u64::from(standing.defects.major))),
                    ("minor", whole(u64::from(standing.defects.minor))),
                ];
                said.push(words.text("lot_counts", &args));
                said.extend(found_words(words, row.cases, looked, wrong, sure));
                if looked < row.cases {
                    most = bounds(wrong, looked, sure).map(|found| upper(&found, wrong));
                }
                next.push(words.text(
                    match outcome {
                        Outcome::Accepted => "lot_accepted",
                        Outcome::Rejected => "lot_rejected",
                    },
                    &args,
                ));
                let (regime, stop) = match &lot.decision {
                    Some(end) => (end.next, end.stop),
                    None => after(lot, &lots, outcome),
                };
                next.push(next_words(words, regime, stop));
            }
        }
        Ok(LotView {
            origin: lot.origin.clone(),
            plan: plan_lines(words, row.cases, &plan, limit),
            curve: match plan.n < row.cases {
                true => curve(row.cases, &plan, POINTS),
                false => Vec::new(),
            },
            limit,
            upper: most,
            seed: lot
                .drawn
                .as_ref()
                .map_or_else(String::new, |draw| draw.seed.clone()),
            sample,
            found: said,
            told,
            next,
            end: lot.decision.as_ref().map(|end| LotEnd {
                outcome: end.outcome,
                who: end.by.who.clone(),
                at: end.by.at.clone(),
            }),
            books,
            way,
            row,
        })
    }

    /// The cases of a lot in which whoever is here typed something. Unlike with confirmations there is no way around:
    /// who works alone has nobody to accept their work.
    pub(super) fn own_of(&self, inner: &Inner, lot: &Lot) -> Result<HashSet<Id>> {
        match self.session.actor().person {
            Some(me) => Ok(inner.store.worked_on_any(&lot.books, me)?),
            None => Ok(HashSet::new()),
        }
    }
}

/// The regime after a lot that ends so.
pub(super) fn after(
    lot: &Lot,
    lots: &[Lot],
    outcome: Outcome,
) -> (sohoa_core::sampling::Regime, bool) {
    let mut ended = outcomes(&lot.contractor, lots);
    if !lot.again {
        ended.push(outcome);
    }
    Switching::default().next(&ended)
}

/// A lot in the list.
fn row(lot: &Lot, books: &[LotBookRow], found: &[Inspection]) -> LotRow {
    let standing = lot.drawn.as_ref().map(|draw| standing(draw, found));
    let state = match (&lot.decision, &standing) {
        (Some(end), _) if end.outcome == Outcome::Accepted => LotState::Accepted,
        (Some(_), _) => LotState::Rejected,
        (None, None) => LotState::New,
        (None, Some(standing)) if standing.outcome.is_some() => LotState::Ready,
        (None, Some(_)) => LotState::Looking,
    };
    LotRow {
        id: lot.id,
        name: lot.name.clone(),
        contractor: lot.contractor.clone(),
        state,
        books: books.len() as u32,
        cases: books.iter().map(|book| book.cases).sum(),
        n: lot.drawn.as_ref().map_or(0, |draw| draw.n),
        ac: lot.drawn.as_ref().map_or(0, |draw| draw.ac),
        standing,
        look: lot.look,
        at: lot.made.at.clone(),
        who: lot.made.who.clone(),
    }
}

fn sample_rows(lot: &Lot, draw: &Draw, found: &[Inspection], own: &HashSet<Id>) -> Vec<SampledRow> {
    let found: HashMap<Id, &Inspection> = found.iter().map(|one| (one.case, one)).collect();
    let row = |one: &sohoa_core::acceptance::Sampled| {
        let seen = found.get(&one.id);
        let state = match seen {
            None => SampledState::Waiting,
            Some(seen) if !seen.is_done() => SampledState::Begun,
            Some(seen) if seen.defects().next().is_some() => SampledState::Wrong,
            Some(_) => SampledState::Right,
        };
        // Its number is one of the fields that are typed blind.
        let hidden = lot.look == Look::Blind && seen.is_none();
        SampledRow {
            id: one.id,
            book: one.book.clone(),
            position: one.position,
            number: (!hidden).then(|| one.number.clone()),
            state,
            own: own.contains(&one.id),
            who: seen.map_or_else(String::new, |seen| seen.by.who.clone()),
        }
    };
    draw.sample.iter().map(row).collect()
}
