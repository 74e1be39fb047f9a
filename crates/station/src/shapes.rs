//! How pages lie in their pictures, what they are worth, and how they will be delivered.

use std::collections::HashMap;
use std::path::Path;

use sohoa_capture::{
    Choice, DeliverSpec, DeliveredImage, Limits, deliver, sheet_aspect, write_pdf,
};
use sohoa_core::book::{Id, Page, Shape};
use sohoa_core::people::Right;
use sohoa_core::survey::{self, Doubt, Reason, Survey, Thresholds, Verdict};

use crate::store::{Change, Op};
use crate::view::{DeliveryWay, Outline, PageDelivery, PageQuality, PageReason, PageRow};
use crate::workspace::write_whole;
use crate::{Result, Station, StationError};

impl Station {
    /// Says how pages lie in their pictures; `None` makes the whole picture the page. A person said so:
    /// nothing about it is in doubt any more. Parts of cases stay on the paper they were on.
    ///
    /// # Errors
    /// `unknown_page`, `bad_shape` for corners that make no page
    pub fn pages_shape(&self, pages: &[Id], shape: Option<&Shape>) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        if shape.is_some_and(|shape| !shape.is_sound()) {
            return Err(StationError::new("bad_shape"));
        }
        self.change_pages(Op::PagesShape, pages, |contents, page, changes| {
            let after = Page {
                shape: shape.cloned(),
                looked_at: true,
                ..page.clone()
            };
            if after.shape == page.shape {
                return after;
            }
            let lies = |page: &'_ Page| (page.shape.clone(), page.quarter_turns);
            let (old, new) = (lies(page), lies(&after));
            for case in &contents.cases {
                if !case
                    .pages
                    .iter()
                    .any(|part| part.page == page.id && part.region.is_some())
                {
                    continue;
                }
                // A case may stand on several of the pages.
                let listed = changes.iter_mut().find_map(|change| match change {
                    Change::Case { after: Some(c), .. } if c.id == case.id => Some(c),
                    _ => None,
                });
                let mut own = case.clone();
                let moved = match listed {
                    Some(listed) => listed,
                    None => &mut own,
                };
                for part in moved.pages.iter_mut().filter(|part| part.page == page.id) {
                    part.region = part.region.map(|region| {
                        region.carried((old.0.as_ref(), old.1), (new.0.as_ref(), new.1))
                    });
                }
                if own != *case {
                    changes.push(Change::Case {
                        before: Some(case.clone()),
                        after: Some(own),
                    });
                }
            }
            after
        })
    }

    /// As [`Station::pages_shape`], from what a person dragged. The light stays as it was found; the paper
    /// becomes as much wider or taller as its corners went.
    ///
    /// # Errors
    /// As there.
    pub fn pages_outline(&self, pages: &[Id], outline: Option<Outline>) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        let Some(outline) = outline else {
            return self.pages_shape(pages, None);
        };
        let first = pages
            .first()
            .map(|id| self.inner().store.page(*id))
            .transpose()?
            .flatten()
            .ok_or_else(|| StationError::new("unknown_page"))?;
        let sheet = |corners| sheet_aspect(corners, (first.width, first.height));
        let mut shape = Shape {
            corners: outline.corners,
            bow: outline.bow,
            aspect: sheet(outline.corners),
            gutter: outline.gutter,
            even_light: true,
        };
        if let Some(found) = &first.shape {
            shape.even_light = found.even_light;
            if found.turns() == shape.turns() {
                // What its bow added to the width is kept.
                shape.aspect *= found.aspect / sheet(found.corners);
            }
        }
        self.pages_shape(pages, Some(&shape))
    }

    /// Says that pages lie as they are drawn: a person has looked.
    ///
    /// # Errors
    /// `unknown_page`
    pub fn pages_looked_at(&self, pages: &[Id]) -> Result<Vec<PageRow>> {
        let _asked = self.may(Right::Capture)?;
        self.change_pages(Op::PagesShape, pages, |_, page, _| Page {
            looked_at: true,
            ..page.clone()
        })
    }

    /// What was measured of a book's pages, in its order.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn pages_quality(&self, book: Id) -> Result<Vec<PageQuality>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let rows = self.page_rows(&mut inner, book)?;
        let mut surveys = inner.store.surveys(book)?;
        let pages = &inner.contents(book)?.pages;
        Ok(rows
            .into_iter()
            .zip(pages)
            .map(|(row, page)| PageQuality {
                survey: surveys.remove(&row.id),
                picture: (page.width, page.height),
                turns: (page.shape.as_ref().map_or(0, Shape::turns) + page.quarter_turns) % 4,
                row,
            })
            .collect())
    }

    /// Writes a page as it will be delivered: into a `.pdf` bit for bit, else as JPEG, in which one-bit
    /// pages are shown grey at reading size.
    ///
    /// # Errors
    /// As [`Station::page_delivered`], and what writing says.
    pub fn page_show(&self, page: Id, out: &Path) -> Result<PageDelivery> {
        let _asked = self.may(Right::Look)?;
        let (image, told) = self.page_delivered(page)?;
        let pdf = out
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
        let bytes = if pdf {
            write_pdf(std::slice::from_ref(&image), "", "")
        } else {
            image.to_jpeg()?
        };
        write_whole(out, &bytes, false).map_err(|e| StationError::io(&e, out))?;
        Ok(told)
    }

    /// A page as it will be delivered, and what was chosen for it.
    ///
    /// # Errors
    /// `unknown_page`, `original_missing`, and what decoding says
    pub fn page_delivered(&self, page: Id) -> Result<(DeliveredImage, PageDelivery)> {
        let _asked = self.may(Right::Look)?;
        let page = self
            .inner()
            .store
            .page(page)?
            .ok_or_else(|| StationError::new("unknown_page"))?;
        let spec = DeliverSpec {
            quarter_turns: page.quarter_turns,
            shape: page.shape.clone(),
            ..DeliverSpec::default()
        };
        let source = self.source(&page)?;
        let image = deliver(&source, page.frame as usize, &spec, &Limits::default())?;
        let (way, quality, strokes) = match image.choice {
            Choice::Bits => (DeliveryWay::Bits, None, None),
            Choice::Encoded { quality, strokes } => (DeliveryWay::Encoded, Some(quality), strokes),
            _ => (DeliveryWay::Unchanged, None, None),
        };
        let told = PageDelivery {
            bytes: image.data.len() as u32,
            width: image.width,
            height: image.height,
            dpi: image.dpi().round() as u32,
            way,
            quality,
            strokes: strokes.map(|left| (left * 1000.0).round() / 1000.0),
        };
        Ok((image, told))
    }

    /// What each page is worth, and why.
    pub(crate) fn reasons(
        &self,
        pages: &[Page],
        surveys: &HashMap<Id, Survey>,
        thresholds: &Thresholds,
    ) -> Vec<(Verdict, Vec<PageReason>)> {
        let measured: Vec<Option<&Survey>> =
            pages.iter().map(|page| surveys.get(&page.id)).collect();
        let doubled = survey::doubled(&measured);
        let turns = |page: &Page| page.shape.as_ref().map_or(0, Shape::turns);
        let seen: Vec<_> = pages.iter().map(turns).collect();
        let seen: Vec<_> = measured.iter().copied().zip(seen).collect();
        let settled = survey::turned_as_neighbours(&seen);
        let known = measured.iter().zip(&doubled).zip(&settled);
        pages
            .iter()
            .zip(known)
            .map(|(page, ((survey, doubled), settled))| {
                let mut reasons =
                    survey.map_or_else(Vec::new, |s| s.reasons(thresholds, page.looked_at));
                if *settled {
                    reasons.retain(|reason| *reason != Reason::Doubt(Doubt::UprightUnsure));
                }
                if doubled.is_some() && !page.looked_at {
                    reasons.push(Reason::Doubled);
                }
                let other = doubled.map(|before| before + 1).unwrap_or_default();
                let told = |reason: &Reason| PageReason {
                    code: reason.code().to_owned(),
                    verdict: reason.verdict(),
                    text: self.knowledge.messages.text(
                        &format!("page_{}", reason.code()),
                        &[("page", other.to_string())],
                    ),
                };
                (
                    survey::verdict(&reasons),
                    reasons.iter().map(told).collect(),
                )
            })
            .collect()
    }
}
