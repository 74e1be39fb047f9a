//! The minutes of a lot: put together from what the history proves, and written to a folder.

use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate, TimeDelta};
use sha2::{Digest, Sha256};
use sohoa_capture::{DeliverSpec, Encoding, Limits, deliver, write_pdf};
use sohoa_core::acceptance::{Differing, Inspection, Lot, standing};
use sohoa_core::book::{Case, CasePage, Id, Region};
use sohoa_core::messages::Messages;
use sohoa_core::people::Right;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::schema::Field;
use sohoa_core::viet::fold::search_key;

use super::{drawn_of, proof};
use crate::import::hex;
use crate::minutes::{Defect, Drawn, LotBook, Minutes};
use crate::station::Inner;
use crate::store::chain;
use crate::view::{MinutesAsk, MinutesWritten};
use crate::workspace::write_whole;
use crate::{Result, Station, StationError};

/// How much paper is shown around the spot of a field, in parts of its size.
const AROUND: f64 = 0.3;

impl Station {
    /// Writes the minutes of a decided lot into a folder, as .docx and .pdf. Before that everything in them is compared
    /// with the history: the lot, what was found, where its pages lie, and the pictures as they came.
    ///
    /// # Errors
    /// `unknown_lot`, `lot_undecided`, `lot_tampered`, `original_missing`, and what the disk says
    pub fn lot_minutes(&self, lot: Id, folder: &Path, ask: &MinutesAsk) -> Result<MinutesWritten> {
        let _asked = self.may(Right::Sample)?;
        let (minutes, lot) = self.minutes_of(lot, ask)?;
        let name = file_name(&lot);
        let messages = &self.knowledge.messages;
        let put = |ending: &str, bytes: &[u8]| {
            let path = folder.join(format!("{name}.{ending}"));
            write_whole(&path, bytes, true).map_err(|error| StationError::io(&error, &path))?;
            Ok::<_, StationError>(path.display().to_string())
        };
        // Both are made before one is written.
        let (docx, pdf) = (minutes.docx(messages)?, minutes.pdf(messages)?);
        Ok(MinutesWritten {
            docx: put("docx", &docx)?,
            pdf: put("pdf", &pdf)?,
            head: minutes.chain,
        })
    }

    fn minutes_of(&self, lot: Id, ask: &MinutesAsk) -> Result<(Minutes, Lot)> {
        let inner = self.inner();
        proof::proved(&inner, lot)?;
        let lot = inner.lot(lot)?;
        let draw = drawn_of(&lot)?;
        let undecided = || StationError::new("lot_undecided").with("lot", &lot.name);
        let end = lot.decision.as_ref().ok_or_else(undecided)?;
        let found = inner.store.inspections(lot.id)?;
        let head = inner.store.history_head()?;
        let mut wanted = Vec::new();
        let mut inspectors: Vec<&str> = Vec::new();
        for sampled in &draw.sample {
            let Some(one) = found.iter().find(|one| one.case == sampled.id) else {
                continue;
            };
            if !inspectors.contains(&one.by.who.as_str()) {
                inspectors.push(&one.by.who);
            }
            wanted.extend(
                one.defects()
                    .map(|(what, grade)| (sampled, one, what, grade)),
            );
        }
        let mut books: Vec<Id> = Vec::new();
        let mut spots = Vec::new();
        for (_, one, what, _) in &wanted {
            let spot = self.spot_of(&inner, one, what)?;
            books.extend(spot.iter().map(|spot| spot.book));
            spots.push(spot);
        }
        books.sort_unstable();
        books.dedup();
        for book in books {
            if crate::inspect::unsaid(&inner, book)? > 0 {
                return Err(StationError::new("lot_tampered"));
            }
        }
        drop(inner);
        let mut defects = Vec::new();
        for ((sampled, _, what, grade), spot) in wanted.into_iter().zip(spots) {
            defects.push(Defect {
                book: sampled.book.clone(),
                case: sampled.position,
                number: sampled.number.clone(),
                field: self.label(&sampled.book, &what.column),
                delivered: self.in_words(&what.delivered),
                paper: self.in_words(&what.paper),
                grade,
                picture: spot.map(|spot| self.cut_out(&spot)).transpose()?,
            });
        }
        let minutes = Minutes {
            office: lot.office.clone(),
            contractor: lot.contractor.clone(),
            place: place_of(&self.knowledge.messages, &lot.office),
            date: day_of(&end.by.at),
            number: ask.number.clone(),
            books: draw
                .books
                .iter()
                .map(|book| LotBook {
                    book: book.code.clone(),
                    title: book.title.clone(),
                    cases: book.cases,
                })
                .collect(),
            way: lot.way.clone(),
            look: lot.look,
            changed: standing(draw, &found).changed,
            n: draw.n,
            ac: draw.ac,
            confidence: lot.way.confidence(),
            seed: draw.seed.clone(),
            sample: draw
                .sample
                .iter()
                .map(|one| Drawn {
                    book: one.book.clone(),
                    case: one.position,
                    number: one.number.clone(),
                })
                .collect(),
            defects,
            decision: end.outcome,
            next: end.next,
            stop: end.stop,
            chain: head.as_ref().map_or_else(String::new, chain::hex),
            signs_contractor: ask.signs_contractor.clone(),
            signs_office: ask.signs_office.clone(),
            inspector: inspectors.join(", "),
        };
        Ok((minutes, lot))
    }

    /// Where a defect is on the paper: the spot of its field where somebody pointed at it, else the case's first part.
    fn spot_of(
        &self,
        inner: &Inner,
        found: &Inspection,
        what: &Differing,
    ) -> Result<Option<OnPage>> {
        let Some(case) = inner.store.case(found.case)? else {
            return Ok(None);
        };
        let book = inner.book(case.book)?;
        let spot = book.spots.iter().find(|spot| spot.column == what.column);
        let part = spot.and_then(|spot| case.pages.get(usize::from(spot.picture)));
        Ok(match (spot, part) {
            (Some(spot), Some(part)) => Some(on_page(&case, part, Some(spot.region))),
            _ => case.pages.first().map(|part| on_page(&case, part, None)),
        })
    }

    /// A part of a page out of the picture as it came, which has to be the one that came.
    fn cut_out(&self, spot: &OnPage) -> Result<Vec<u8>> {
        let page = self.inner().store.page(spot.page)?;
        let page = page.ok_or_else(|| StationError::new("unknown_page"))?;
        let missing = || StationError::new("original_missing").with("file", &page.file);
        let known = self.inner().store.original(&page.original)?;
        let known = known.ok_or_else(missing)?;
        let path = self.folder.original(&known.sha256, &known.ending);
        let bytes = fs::read(&path).map_err(|_| missing())?;
        if hex(&Sha256::digest(&bytes)) != page.original {
            return Err(StationError::new("lot_tampered"));
        }
        let spec = DeliverSpec {
            quarter_turns: page.quarter_turns,
            shape: page.shape.clone(),
            region: spot.region,
            ..DeliverSpec::default()
        };
        let source = self.source(&page)?;
        let image = deliver(&source, page.frame as usize, &spec, &Limits::default())?;
        Ok(match image.encoding {
            Encoding::Jpeg { .. } => image.data,
            // Bits are read by nobody but readers of PDF.
            _ => write_pdf(&[image], "", ""),
        })
    }

    /// What a column is called in a book with that code.
    fn label(&self, book: &str, column: &str) -> String {
        let kind = book.split('.').next().unwrap_or_default();
        let book_type = self.knowledge.catalogue.book_type(kind);
        let field = book_type.and_then(|one| Some(&one.fields[one.field_index(column)?]));
        field.map_or_else(|| column.to_owned(), Field::full_name)
    }

    /// A value as the minutes print it.
    fn in_words(&self, value: &FieldValue) -> String {
        let words = &self.knowledge.messages;
        match value.state {
            FieldState::LeftOut => words.text("lot_left_out", &[]),
            FieldState::Illegible => words.text("lot_illegible", &[]),
            _ if value.text.is_empty() => words.text("lot_left_out", &[]),
            _ => value.text.clone(),
        }
    }
}

/// A part of a page.
struct OnPage {
    book: Id,
    page: Id,
    region: Option<Region>,
}

/// A spot of a case's part, with some paper around it, as a part of the page.
fn on_page(case: &Case, part: &CasePage, spot: Option<Region>) -> OnPage {
    let region = match spot {
        None => part.region,
        Some(spot) => {
            let whole = part.region.unwrap_or(Region::FULL);
            let (dx, dy) = (spot.w * AROUND, spot.h * AROUND);
            let (left, top) = ((spot.x - dx).max(0.0), (spot.y - dy).max(0.0));
            let right = (spot.x + spot.w + dx).min(1.0);
            let bottom = (spot.y + spot.h + dy).min(1.0);
            Some(Region {
                x: whole.x + left * whole.w,
                y: whole.y + top * whole.h,
                w: (right - left) * whole.w,
                h: (bottom - top) * whole.h,
            })
        }
    };
    OnPage {
        book: case.book,
        page: part.page,
        region,
    }
}

/// Where an office is, as it stands before a date: its name without what it is.
fn place_of(messages: &Messages, office: &str) -> String {
    let prefixes = messages.text("office_prefixes", &[]);
    let found = prefixes
        .split('|')
        .find_map(|prefix| office.strip_prefix(prefix));
    found.unwrap_or(office).trim().to_owned()
}

/// The day of a deed in Vietnam, whatever zone the machine was left in.
fn day_of(at: &str) -> NaiveDate {
    DateTime::parse_from_rfc3339(at).map_or_else(
        |_| NaiveDate::default(),
        |at| (at.to_utc() + TimeDelta::hours(7)).date_naive(),
    )
}

/// What the files of a lot's minutes are called: its name in plain letters, and what tells it from one of nearly the
/// same name.
fn file_name(lot: &Lot) -> String {
    let plain: String = search_key(&lot.name)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let print = hex(&Sha256::digest(lot.id.as_bytes()));
    format!("bien-ban-{}-{}", words.join("-"), &print[..6])
}
