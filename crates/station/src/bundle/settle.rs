//! Deciding between what several stations wrote.

use std::collections::HashMap;

use sohoa_core::book::{CasePage, CaseState, Id};
use sohoa_core::checking::{Mark, Said};
use sohoa_core::keying::Reading as SecondReading;
use sohoa_core::merge::{Noun, Part};
use sohoa_core::people::Right;
use sohoa_core::record::{FieldState, FieldValue};

use super::replay::{Replayed, last_writes};
use crate::contents::Contents;
use crate::parts::{Thing, heard, thing};
use crate::station::Inner;
use crate::store::told::{Disputed, Logged, Reading};
use crate::store::{Change, ChangeSet, Op};
use crate::view::{DisputedPart, DisputedReading};
use crate::{Knowledge, Result, Station, StationError};

impl Station {
    /// What somebody has to look at after work of several stations met, of one book or of all.
    ///
    /// # Errors
    /// What the disk says.
    pub fn disputed(&self, book: Option<Id>) -> Result<Vec<DisputedPart>> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let mut all = Vec::new();
        let stations = inner.store.station_names()?;
        for (book, disputed) in inner.store.disputed(book)? {
            let part = &disputed.part;
            if (part.noun == Noun::Case || part.noun.by_column()) && inner.hides(book, part.id)? {
                continue;
            }
            let paper = inner.paper_of(&disputed.part)?;
            let contents = inner.contents(book)?;
            all.push(self.shown(contents, &disputed, &paper, &stations)?);
        }
        Ok(all)
    }

    fn shown(
        &self,
        contents: &Contents,
        disputed: &Disputed,
        paper: &[CasePage],
        stations: &HashMap<Id, String>,
    ) -> Result<DisputedPart> {
        let part = &disputed.part;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let case = (part.noun == Noun::Case || part.noun.by_column()).then_some(part.id);
        let field_of = |part: &Part| {
            let column = part.noun.by_column().then_some(&part.name);
            column.and_then(|column| book_type.field_index(column))
        };
        let field_in_words =
            |part: &Part, at: usize| self.field_in_words(part, &book_type.fields[at].full_name());
        let field = field_of(part);
        let label = match field {
            Some(field) => field_in_words(part, field),
            None => part_in_words(&self.knowledge, part),
        };
        let place = |station: Id| match stations.get(&station) {
            Some(name) => name.clone(),
            // It came through a third one.
            None => self.knowledge.messages.text("part_elsewhere", &[]),
        };
        let reading = |reading: &Reading| DisputedReading {
            deed: reading.deed,
            text: in_words(&self.knowledge, reading),
            who: reading.who.clone(),
            place: reading.station.map(place),
            at: reading.at.clone(),
        };
        let hidden = |hidden: &Reading| {
            let named = match field_of(&hidden.part) {
                Some(field) => field_in_words(&hidden.part, field),
                None => part_in_words(&self.knowledge, &hidden.part),
            };
            let shown = reading(hidden);
            DisputedReading {
                text: format!("{named}: {}", shown.text),
                ..shown
            }
        };
        Ok(DisputedPart {
            book: contents.book.id,
            case,
            position: case
                .and_then(|case| contents.index_of(case))
                .map(|index| index as u32 + 1),
            part: part.clone(),
            label,
            pictures: (paper.iter())
                .filter_map(|part| self.part_shown(contents, part))
                .collect(),
            stands: reading(&disputed.stands),
            others: disputed.others.iter().map(reading).collect(),
            hidden: disputed.hidden.iter().map(hidden).collect(),
        })
    }

    /// A field's name, with what of it is meant when it is not the value.
    fn field_in_words(&self, part: &Part, label: &str) -> String {
        let text = |code| self.knowledge.messages.text(code, &[]);
        match part.noun {
            Noun::Reading => format!("{label} ({})", text("part_second_reading")),
            Noun::Mark => format!("{label} ({})", text("part_checking")),
            _ => label.to_owned(),
        }
    }

    /// Decides: what a deed wrote there stands from now on, everywhere. What stands already may be named as well. A
    /// thing that was taken out and worked on elsewhere stays out, or comes back when a deed is named that worked on
    /// it.
    ///
    /// # Errors
    /// `bundle_settled` when somebody decided meanwhile, `changed_meanwhile`, `disk_full`
    pub fn settle(&self, book: Id, part: &Part, deed: Id) -> Result<()> {
        let _asked = self.may(Right::Adjudicate)?;
        let mut inner = self.inner();
        let found = inner.store.disputed(Some(book))?;
        let settled = || StationError::new("bundle_settled");
        let (_, disputed) = (found.into_iter())
            .find(|(_, disputed)| disputed.part == *part)
            .ok_or_else(settled)?;
        let value = if disputed.hidden.iter().any(|hidden| hidden.deed == deed) {
            // Back again.
            Some(
                if part.name == "removed" {
                    "false"
                } else {
                    "true"
                }
                .to_owned(),
            )
        } else {
            let mut readings = disputed.others.iter();
            let chosen = readings.find(|reading| reading.deed == deed);
            if chosen.is_none() && disputed.stands.deed != deed {
                return Err(settled());
            }
            chosen.map(|reading| reading.value.clone())
        };
        let mut changes = Vec::new();
        if let Some(value) = value {
            changes.extend(inner.with_part(book, part, &value)?);
        }
        changes.push(Change::Settled { part: part.clone() });
        inner.transact(Op::Settle, book, changes)
    }
}

impl Inner {
    /// What somebody has to look at after a deed of this station, where that is something else than before it: what the
    /// deed writes stands there then, beside what it does not replace.
    pub(crate) fn disputed_after(&self, set: &ChangeSet) -> Result<Option<Vec<Disputed>>> {
        let mut things: Vec<Id> = set
            .changes
            .iter()
            .filter_map(thing)
            .map(|one| one.1)
            .collect();
        things.sort_unstable();
        things.dedup();
        // Who saves a field waits for this: all that is disputed in a book is only read where it may matter. What goes
        // out of sight bears the identity of what hides it.
        let mut any = false;
        for thing in things {
            any = any || self.store.is_disputed(set.book, thing)?;
        }
        if !any {
            return Ok(None);
        }
        let found = self.store.disputed(Some(set.book))?;
        let written: HashMap<Part, String> = (last_writes(&set.changes).into_iter())
            .map(|(_, own)| (own.part, own.value))
            .collect();
        let out_of_sight = |disputed: &Disputed| {
            let mut hidden = disputed.hidden.iter();
            hidden.any(|one| written.contains_key(&one.part))
        };
        let before: Vec<Disputed> = found.into_iter().map(|(_, disputed)| disputed).collect();
        let disputed = if before.iter().any(out_of_sight) {
            let mut log = self.store.log(set.book)?;
            log.push(Logged {
                set: set.clone(),
                station: None,
                told: vec![None; set.changes.len()],
            });
            Replayed::of(&log).disputed()
        } else {
            let now = |disputed: &Disputed| match written.get(&disputed.part) {
                Some(value) => disputed.written_over(set, value),
                None => Some(disputed.clone()),
            };
            before.iter().filter_map(now).collect()
        };
        Ok((disputed != before).then_some(disputed))
    }

    /// Where a part of a thing is read on paper. A case that was taken out is no part of the open book any more, and
    /// has its pictures all the same.
    fn paper_of(&self, part: &Part) -> Result<Vec<CasePage>> {
        let case = match part.noun {
            Noun::Case | Noun::Value | Noun::Reading | Noun::Mark => Some(part.id),
            Noun::Confirmation => self.store.confirmation(part.id)?.map(|one| one.case),
            Noun::Page | Noun::Layout => {
                return Ok(vec![CasePage {
                    page: part.id,
                    region: None,
                }]);
            }
            Noun::Book | Noun::Assignment => None,
        };
        let case = case.map(|case| self.store.case(case)).transpose()?;
        Ok(case.flatten().map(|case| case.pages).unwrap_or_default())
    }

    /// The change that gives a part of a book that value; nothing when it has it.
    fn with_part(&self, book: Id, part: &Part, value: &str) -> Result<Option<Change>> {
        let store = self.store.as_ref();
        let gone = || StationError::new("changed_meanwhile").with("detail", &part.name);
        let with = |now: Option<Change>| -> Result<Thing> {
            let mut thing = match now {
                Some(now) => Thing::of(&now),
                None => self.as_written(book, part)?,
            };
            thing.part(&part.name, value);
            Ok(thing)
        };
        let change = match part.noun {
            Noun::Value => {
                let after: FieldValue = serde_json::from_str(value).map_err(|_| gone())?;
                let record = store.record(part.id)?.into_iter();
                let before = record.filter(|(column, _)| *column == part.name);
                let before = before.map(|(_, value)| value).next().unwrap_or_default();
                (before != after).then(|| Change::Value {
                    case: part.id,
                    column: part.name.clone(),
                    before,
                    after,
                })
            }
            Noun::Reading => {
                let (before, after) = (store.reading(part.id, &part.name)?, heard(value));
                (before != after).then(|| Change::Reading {
                    case: part.id,
                    column: part.name.clone(),
                    before,
                    after,
                })
            }
            Noun::Mark => {
                let (before, after) = (store.mark(part.id, &part.name)?, heard(value));
                (before != after).then(|| Change::Mark {
                    case: part.id,
                    column: part.name.clone(),
                    before,
                    after,
                })
            }
            Noun::Book => {
                let before = store.book(part.id)?.ok_or_else(gone)?;
                let now = Change::Book {
                    before: None,
                    after: Some(before.clone()),
                };
                let after = with(Some(now))?.book(part.id, before.state);
                (after.as_ref() != Some(&before)).then_some(Change::Book {
                    before: Some(before),
                    after,
                })
            }
            Noun::Page => {
                let before = store.page(part.id)?;
                let now = before.clone().map(|after| Change::Page {
                    before: None,
                    after: Some(after),
                });
                let after = with(now)?.page(part.id);
                (before != after).then_some(Change::Page { before, after })
            }
            Noun::Case => {
                let before = store.case(part.id)?;
                let now = before.clone().map(|after| Change::Case {
                    before: None,
                    after: Some(after),
                });
                let after = with(now)?.case(part.id);
                (before != after).then_some(Change::Case { before, after })
            }
            Noun::Layout => {
                let before = store.layout(part.id)?;
                let now = before.clone().map(|after| Change::Layout {
                    before: None,
                    after: Some(after),
                });
                let after = with(now)?.layout(part.id);
                (before != after).then_some(Change::Layout { before, after })
            }
            Noun::Assignment => {
                let before = store.assignment(part.id)?;
                let now = before.clone().map(|after| Change::Assignment {
                    before: None,
                    after: Some(after),
                });
                let after = with(now)?.assignment(part.id);
                (before != after).then_some(Change::Assignment { before, after })
            }
            Noun::Confirmation => {
                let before = store.confirmation(part.id)?;
                let now = before.clone().map(|after| Change::Confirmation {
                    before: None,
                    after: Some(after),
                });
                let after = with(now)?.confirmation(part.id);
                (before != after).then_some(Change::Confirmation { before, after })
            }
        };
        Ok(change)
    }

    /// A thing as the history says it stood: what was taken away may be wanted back.
    fn as_written(&self, book: Id, part: &Part) -> Result<Thing> {
        let replayed = Replayed::of(&self.store.log(book)?);
        let mut thing = Thing::default();
        for (of, standing) in replayed.merge.thing(part.id) {
            if of.noun == part.noun {
                thing.part(&of.name, &standing.stands.value);
            }
        }
        Ok(thing)
    }
}

/// What a part is called that is no field.
fn part_in_words(knowledge: &Knowledge, part: &Part) -> String {
    let noun = match part.noun {
        Noun::Book => "book",
        Noun::Page => "page",
        // Of these only what was said of the whole case has no column.
        Noun::Mark => return knowledge.messages.text("part_checking", &[]),
        Noun::Case | Noun::Value | Noun::Reading => "case",
        Noun::Assignment => "assignment",
        Noun::Confirmation => "confirmation",
        Noun::Layout => "layout",
    };
    let code = format!("part_{noun}_{}", part.name);
    knowledge.messages.text(&code, &[])
}

/// What was written, as people read it.
fn in_words(knowledge: &Knowledge, reading: &Reading) -> String {
    let text = |code: &str| knowledge.messages.text(code, &[]);
    if let Noun::Mark = reading.part.noun {
        return match heard::<Mark>(&reading.value) {
            Some(mark) => {
                let said = text(match mark.said {
                    Said::Right => "said_right",
                    Said::Wrong => "said_wrong",
                    Said::Passed => "said_passed",
                    Said::Returned => "said_returned",
                    Said::Mended => "said_mended",
                });
                match mark.reason.is_empty() {
                    true => said,
                    false => format!("{said}: {}", mark.reason),
                }
            }
            None => text("part_empty"),
        };
    }
    let value = match reading.part.noun {
        Noun::Value => Some(serde_json::from_str::<FieldValue>(&reading.value).unwrap_or_default()),
        Noun::Reading => {
            let typed = heard::<SecondReading>(&reading.value).map(|one| one.typed);
            Some(typed.unwrap_or_default())
        }
        _ => None,
    };
    if let Some(value) = value {
        let mut words = match value.state {
            FieldState::LeftOut => text("part_left_out"),
            FieldState::Illegible => text("part_illegible"),
            FieldState::Given | FieldState::Doubtful if value.text.is_empty() => text("part_empty"),
            FieldState::Given | FieldState::Doubtful => value.text.clone(),
        };
        if value.state == FieldState::Doubtful {
            words = format!("{words} ({})", text("part_doubtful"));
        }
        // The remark is a part of what differs.
        if !value.note().is_empty() {
            words = format!("{words} · {}", value.note());
        }
        if let Some(paper) = value.certificate() {
            words = format!("{words} · {}: {}", paper.paper, paper.reading);
        }
        return words;
    }
    match (reading.part.name.as_str(), reading.value.as_str()) {
        ("removed", "true") | ("there", "false") => text("part_taken_out"),
        ("removed", _) | ("there", _) => text("part_is_there"),
        ("state", state) => {
            let done =
                serde_json::from_str(state).is_ok_and(|state: CaseState| state == CaseState::Done);
            text(if done { "part_done" } else { "part_draft" })
        }
        ("place" | "sheet", quoted) => serde_json::from_str(quoted).unwrap_or_default(),
        ("number", "null") => text("part_empty"),
        ("number", number) => number.to_owned(),
        // Drawn and measured things are looked at, not read.
        _ => text("part_changed"),
    }
}
