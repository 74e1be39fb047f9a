//! Making a lot, and drawing its sample.

use std::collections::HashMap;

use sohoa_core::acceptance::{Draw, Lot, LotBook, Origin, Sampled, Way, again, next_of};
use sohoa_core::book::{Book, Id};
use sohoa_core::people::{Right, named, same_name};
use sohoa_core::sampling::{Outcome, Regime, Switching, curve, draw, next_words, plan_lines};

use super::{no_plan, open_still, print_of};
use crate::station::Inner;
use crate::store::Op;
use crate::view::{LotAsk, LotBookRow, LotPreview, LotView};
use crate::{Result, Station, StationError};

/// Points of a curve that is drawn on the screen.
pub(super) const POINTS: u32 = 60;
/// Bytes of a seed that is made here.
const SEED: usize = 10;
/// Longest seed that somebody may give, in characters: it is printed in the minutes.
const LONGEST_SEED: usize = 100;

impl Station {
    /// What a lot would come to: its books, how many are looked at, and what such a plan lets through.
    ///
    /// # Errors
    /// `unknown_book`, `book_twice`, `lot_empty`, and what is wrong with the plan
    pub fn lot_preview(&self, ask: &LotAsk) -> Result<LotPreview> {
        let _asked = self.may(Right::Sample)?;
        let inner = self.inner();
        let lots = inner.store.lots()?;
        let books = self.books_meant(&inner, ask, &lots)?;
        let books = self.counted(&inner, &books)?;
        let cases = books.iter().map(|book| book.cases).sum();
        if cases == 0 {
            return Err(StationError::new("lot_empty"));
        }
        let (regime, stop) = next_of(&ask.contractor, &lots, &Switching::default());
        let (plan, way) = ask
            .way
            .plan(cases, regime)
            .map_err(|why| no_plan(why, &ask.way))?;
        let limit = way.limit().unwrap_or_default();
        let words = &self.knowledge.messages;
        let mut told = plan_lines(words, cases, &plan, limit);
        if regime == Regime::Tightened {
            let code = match way {
                Way::Standard { .. } => "lot_tightened",
                _ => "lot_tightened_other",
            };
            told.push(words.text(code, &[]));
        }
        if stop {
            told.push(next_words(words, regime, stop));
        }
        Ok(LotPreview {
            books,
            cases,
            n: plan.n.min(cases),
            ac: plan.ac,
            regime,
            words: told,
            curve: match plan.n < cases {
                true => curve(cases, &plan, POINTS),
                false => Vec::new(),
            },
            limit,
        })
    }

    /// Makes a lot. Its books are settled from then on.
    ///
    /// # Errors
    /// `lot_name`, `lot_exists`, `contractor_missing`, `unknown_book`, `book_twice`, `book_in_lot`, `lot_empty`, and what
    /// is wrong with the plan
    pub fn lot_add(&self, ask: &LotAsk) -> Result<LotView> {
        let _asked = self.may(Right::Sample)?;
        let name = named(&ask.name).ok_or_else(|| StationError::new("lot_name"))?;
        let contractor =
            named(&ask.contractor).ok_or_else(|| StationError::new("contractor_missing"))?;
        let mut inner = self.inner();
        let lots = inner.store.lots()?;
        if lots.iter().any(|lot| same_name(&lot.name, &name)) {
            return Err(StationError::new("lot_exists").with("lot", name));
        }
        let books = self.books_meant(&inner, ask, &lots)?;
        for lot in lots.iter().filter(|lot| lot.decision.is_none()) {
            if let Some(book) = books.iter().find(|book| lot.books.contains(&book.id)) {
                return Err(StationError::new("book_in_lot")
                    .with("book", book.code())
                    .with("lot", &lot.name));
            }
        }
        let counted = self.counted(&inner, &books)?;
        let cases = counted.iter().map(|book| book.cases).sum();
        if cases == 0 {
            return Err(StationError::new("lot_empty"));
        }
        let (regime, _) = next_of(&contractor, &lots, &Switching::default());
        ask.way
            .plan(cases, regime)
            .map_err(|why| no_plan(why, &ask.way))?;
        let books: Vec<Id> = books.iter().map(|book| book.id).collect();
        let lot = Lot {
            id: self.host.new_id(),
            name,
            office: inner.store.setting("place")?.unwrap_or_default(),
            again: again(&contractor, &books, &lots),
            contractor,
            origin: ask.origin.clone(),
            books,
            way: ask.way.clone(),
            look: ask.look,
            made: inner.signed(),
            drawn: None,
            decision: None,
        };
        inner.keep_lot(Op::LotAdd, None, lot.clone())?;
        self.lot_view(&mut inner, &lot)
    }

    /// Draws the sample of a lot, once. Without a seed one is made at random. What the cases hold by then is what is
    /// judged.
    ///
    /// # Errors
    /// `unknown_lot`, `lot_drawn`, `seed_missing` for an empty one, `seed_long`, `lot_empty`, `unknown_book`
    pub fn lot_draw(&self, lot: Id, seed: Option<&str>) -> Result<LotView> {
        let _asked = self.may(Right::Sample)?;
        let mut inner = self.inner();
        let before = inner.lot(lot)?;
        open_still(&before)?;
        if before.drawn.is_some() {
            return Err(StationError::new("lot_drawn").with("lot", &before.name));
        }
        let seed = match seed.map(str::trim) {
            Some("") => return Err(StationError::new("seed_missing")),
            Some(seed) if seed.chars().count() > LONGEST_SEED => {
                return Err(StationError::new("seed_long").with("most", LONGEST_SEED));
            }
            Some(seed) => seed.to_owned(),
            None => seed_at_random()?,
        };
        let all = inner.lot_places(&before.books)?;
        let count = all.len() as u32;
        if count == 0 {
            return Err(StationError::new("lot_empty"));
        }
        let lots = inner.store.lots()?;
        let (regime, _) = next_of(&before.contractor, &lots, &Switching::default());
        let (plan, way) = before
            .way
            .plan(count, regime)
            .map_err(|why| no_plan(why, &before.way))?;
        let mut sample = Vec::new();
        for place in draw(all.len(), plan.n as usize, &seed) {
            let Some(place) = all.get(place) else {
                continue;
            };
            let case = self.drawn_case(&inner, place)?;
            sample.push(Sampled {
                digest: print_of(&inner.store.record(case.id)?),
                id: case.id,
                book: case.book,
                position: case.position,
                number: case.number,
            });
        }
        let mut of_book: HashMap<Id, u32> = HashMap::new();
        for place in &all {
            *of_book.entry(place.book).or_default() += 1;
        }
        let mut books = Vec::new();
        for book in &before.books {
            let book = inner.book(*book)?;
            books.push(LotBook {
                id: book.id,
                title: self.book_title(&book)?,
                cases: of_book.get(&book.id).copied().unwrap_or(0),
                code: book.code(),
            });
        }
        let after = Lot {
            way,
            drawn: Some(Draw {
                seed,
                n: plan.n.min(count),
                ac: plan.ac,
                re: plan.re,
                books,
                sample,
                by: inner.signed(),
            }),
            ..before.clone()
        };
        inner.keep_lot(Op::LotDraw, Some(before), after.clone())?;
        self.lot_view(&mut inner, &after)
    }

    /// The books that are meant, in the order in which they are drawn from: as they were named, else by their codes.
    fn books_meant(&self, inner: &Inner, ask: &LotAsk, lots: &[Lot]) -> Result<Vec<Book>> {
        if ask.origin == Origin::Books {
            let mut books: Vec<Book> = Vec::new();
            for id in &ask.books {
                let book = inner.book(*id)?;
                if books.iter().any(|one| one.id == book.id) {
                    return Err(StationError::new("book_twice").with("book", book.code()));
                }
                books.push(book);
            }
            return Ok(books);
        }
        let taken = |book: &Book| {
            lots.iter().any(|lot| {
                let back = lot
                    .decision
                    .as_ref()
                    .is_some_and(|end| end.outcome == Outcome::Rejected);
                !back && lot.books.contains(&book.id)
            })
        };
        let mut books = inner.store.books()?;
        books.retain(|book| match &ask.origin {
            Origin::Books => false,
            Origin::Office { place } => book.place == *place,
            Origin::Years { from, to } => (*from..=*to).contains(&book.year),
            Origin::Delivery => !taken(book),
        });
        books.sort_by_key(Book::code);
        let mut with_cases = Vec::new();
        for book in books {
            if inner.store.handed_in(book.id)? > 0 {
                with_cases.push(book);
            }
        }
        Ok(with_cases)
    }

    /// Books with how many cases of each are handed in.
    pub(super) fn counted(&self, inner: &Inner, books: &[Book]) -> Result<Vec<LotBookRow>> {
        let row = |book: &Book| {
            Ok(LotBookRow {
                id: book.id,
                code: book.code(),
                title: self.book_title(book)?,
                cases: inner.store.handed_in(book.id)?,
            })
        };
        books.iter().map(row).collect()
    }

    /// What a book is, for people.
    fn book_title(&self, book: &Book) -> Result<String> {
        let args = [
            ("type", self.knowledge.book_type(&book.kind)?.name.clone()),
            ("year", book.year.to_string()),
            ("volume", format!("{:02}", book.volume)),
        ];
        Ok(self.knowledge.messages.text("lot_book_title", &args))
    }
}

/// A seed nobody chose.
fn seed_at_random() -> Result<String> {
    let mut bytes = [0; SEED];
    getrandom::fill(&mut bytes)
        .map_err(|error| StationError::new("store_trouble").with("detail", error))?;
    let hex: Vec<String> = bytes
        .chunks(2)
        .map(|two| two.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    Ok(hex.join("-"))
}
