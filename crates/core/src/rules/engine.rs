//! Runs the rules of one book type. Which rule looks at which field is worked out once; a text
//! that was found in order once is not looked at again in the same run.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashSet, FxHasher};

use super::across::{self, Trace};
use super::finding::{Finding, Hit, Hits, Severity};
use super::view::{BookView, CaseInput, CaseView, FieldView, Known, WholeBook};
use super::{ALL, Check, Rule, Settings};
use crate::book::Id;
use crate::messages::Messages;
use crate::schema::{BookType, Catalogue, Field, Role};
use crate::value::{PartialDate, text};

/// What an engine is made from.
#[derive(Clone, Copy)]
pub struct Setup<'a> {
    /// Code lists.
    pub catalogue: &'a Catalogue,
    /// Sentences.
    pub messages: &'a Messages,
    /// What the office decided.
    pub settings: &'a Settings,
    /// The day it is.
    pub today: Option<PartialDate>,
    /// Whether page pictures are known; a bare sheet has none.
    pub with_pages: bool,
}

type Weighed = (&'static Rule, Severity);

/// The rules of one book type, ready to run.
pub struct Engine<'a> {
    messages: &'a Messages,
    known: Known<'a>,
    missing: Vec<Vec<Weighed>>,
    given: Vec<Vec<Weighed>>,
    on_case: Vec<Weighed>,
    on_book: Vec<Weighed>,
    on_pair: Vec<Weighed>,
    /// For a person's name, the field of their ethnic group.
    groups: Vec<Option<usize>>,
}

/// Most texts remembered as being in order; past it they are forgotten and looked at again.
const REMEMBERED: usize = 1 << 17;

/// What one run remembers. One for each thread.
#[derive(Default)]
pub struct Scratch {
    in_order: FxHashSet<u64>,
    dates: Vec<Option<PartialDate>>,
}

impl<'a> Engine<'a> {
    /// All rules for that type.
    #[must_use]
    pub fn new(setup: &Setup<'a>, book_type: &'a BookType) -> Self {
        let rules: Vec<Weighed> = ALL
            .iter()
            .filter(|rule| setup.with_pages || !rule.needs_pages)
            .filter(|rule| rule.types.contains(&book_type.code.as_str()))
            .filter_map(|&rule| Some((rule, setup.settings.severity_of(rule)?)))
            .collect();
        let pick = |wanted: &dyn Fn(&Check) -> bool| -> Vec<Weighed> {
            rules
                .iter()
                .copied()
                .filter(|(rule, _)| wanted(&rule.check))
                .collect()
        };
        let each = |wanted: &dyn Fn(&Check, &Field) -> bool| -> Vec<Vec<Weighed>> {
            book_type
                .fields
                .iter()
                .map(|field| pick(&|check| wanted(check, field)))
                .collect()
        };
        Self {
            messages: setup.messages,
            known: Known {
                catalogue: setup.catalogue,
                settings: setup.settings,
                book_type,
                today: setup.today,
            },
            missing: each(&|check, field| matches!(check, Check::Missing { of, .. } if of(field))),
            given: each(&|check, field| matches!(check, Check::Field { of, .. } if of(field))),
            on_case: pick(&|check| matches!(check, Check::Case(_))),
            on_book: pick(&|check| matches!(check, Check::Book(_))),
            on_pair: pick(&|check| matches!(check, Check::Pair { .. })),
            groups: (0..book_type.fields.len())
                .map(|index| book_type.person_of(index).and_then(|p| p.ethnicity))
                .collect(),
        }
    }

    /// What is wrong with one field.
    #[must_use]
    pub fn field(&self, case: &CaseInput, index: usize) -> Vec<Finding> {
        let mut out = Vec::new();
        self.field_into(case, index, &mut Scratch::default(), &mut out);
        out
    }

    fn field_into(
        &self,
        case: &CaseInput,
        index: usize,
        scratch: &mut Scratch,
        out: &mut Vec<Finding>,
    ) {
        let value = case.record.at(index);
        if !value.state.is_read() {
            return;
        }
        if value.text.is_empty() {
            return self.missing_into(case, index, out);
        }
        let mut view = FieldView {
            known: self.known,
            record: &case.record,
            index,
            text: "",
            raw: &value.text,
        };
        let mut hasher = FxHasher::default();
        (index, view.raw).hash(&mut hasher);
        // What is right in one group's name is not in another's.
        if let Some(Some(group)) = self.groups.get(index) {
            case.record.text(*group).hash(&mut hasher);
        }
        let key = hasher.finish();
        if scratch.in_order.contains(&key) {
            return;
        }
        let text = text::cleaned(&value.text);
        if text.is_empty() {
            return self.missing_into(case, index, out);
        }
        view.text = &text;
        let before = out.len();
        for &rule in self.given.get(index).into_iter().flatten() {
            if let Check::Field { run, .. } = rule.0.check {
                run(&view, &mut self.hits(rule, Some(case), out));
            }
        }
        if out.len() == before {
            if scratch.in_order.len() >= REMEMBERED {
                scratch.in_order.clear();
            }
            scratch.in_order.insert(key);
        }
    }

    fn missing_into(&self, case: &CaseInput, index: usize, out: &mut Vec<Finding>) {
        for &rule in self.missing.get(index).into_iter().flatten() {
            if let Check::Missing { instead, .. } = rule.0.check {
                let mut hit = Hit::at(index);
                if let Some(text) = instead(self.known.book_type) {
                    hit = hit.fix(text);
                }
                self.hits(rule, Some(case), out).add(hit);
            }
        }
    }

    /// What is wrong with one case: its fields in the order of the page, then the case.
    #[must_use]
    pub fn case(&self, case: &CaseInput) -> Vec<Finding> {
        let mut out = Vec::new();
        self.case_into(case, &mut Scratch::default(), &mut out);
        out
    }

    /// As [`Engine::case`], for many cases one after the other.
    pub fn case_into(&self, case: &CaseInput, scratch: &mut Scratch, out: &mut Vec<Finding>) {
        for index in 0..self.known.book_type.fields.len() {
            self.field_into(case, index, scratch, out);
        }
        let view = self.view(case, scratch);
        for &rule in &self.on_case {
            if let Check::Case(run) = rule.0.check {
                run(&view, &mut self.hits(rule, Some(case), out));
            }
        }
    }

    fn view<'v>(&'v self, case: &'v CaseInput, scratch: &'v mut Scratch) -> CaseView<'v> {
        CaseView::reading(self.known, case, &mut scratch.dates)
    }

    /// What only the whole book shows; of one case alone when `about` names it.
    #[must_use]
    pub fn across(&self, book: &BookView<'_>, about: Option<Id>) -> Vec<Finding> {
        let mut out = Vec::new();
        let whole = WholeBook {
            known: self.known,
            book: *book,
        };
        for &rule in &self.on_book {
            if let Check::Book(run) = rule.0.check {
                let mut hits = self.hits(rule, None, &mut out);
                hits.about = about;
                run(&whole, &mut hits);
            }
        }
        out
    }

    /// Everything wrong with a book, case by case in its order; what belongs to no case last.
    #[must_use]
    pub fn book(&self, book: &BookView<'_>) -> Vec<Finding> {
        let mut out = Vec::new();
        let mut scratch = Scratch::default();
        self.book_into(book, &mut scratch, &mut out);
        out
    }

    /// As [`Engine::book`], for many books one after the other.
    pub fn book_into(&self, book: &BookView<'_>, scratch: &mut Scratch, out: &mut Vec<Finding>) {
        let before = out.len();
        for case in book.cases {
            self.case_into(case, scratch, out);
        }
        out.extend(self.across(book, None));
        if let Some(new) = out.get_mut(before..) {
            new.sort_by_key(|finding| finding.position.unwrap_or(u32::MAX));
        }
    }

    /// By what a case may meet others anywhere in the workspace.
    pub fn traces_into(&self, case: &CaseInput, scratch: &mut Scratch, out: &mut Vec<Trace>) {
        across::traces(&self.view(case, scratch), out);
    }

    /// What two cases that left the same trace say about each other: about this engine's case.
    pub(super) fn pair_into(&self, pair: &across::Pair<'_>, out: &mut Vec<Finding>) {
        for &rule in &self.on_pair {
            if let Check::Pair { spaces, run } = rule.0.check
                && spaces.contains(&pair.space)
                && let Some(mut hit) = run(pair)
            {
                hit.other = Some(pair.other.case.id);
                let number = match pair.other.role(Role::Number) {
                    number if number.is_empty() => "chưa có".into(),
                    number => number,
                };
                let hit = hit
                    .arg("book", pair.other_book)
                    .arg("other", pair.other.case.position)
                    .arg("number", number);
                self.hits(rule, Some(pair.this.case), out).add(hit);
            }
        }
    }

    /// A case as the rules see it, with dates kept elsewhere.
    pub(super) fn seen<'v>(
        &'v self,
        case: &'v CaseInput,
        scratch: &'v mut Scratch,
    ) -> CaseView<'v> {
        self.view(case, scratch)
    }

    fn hits<'b>(
        &'b self,
        (rule, severity): Weighed,
        case: Option<&CaseInput>,
        out: &'b mut Vec<Finding>,
    ) -> Hits<'b> {
        Hits {
            rule,
            severity,
            messages: self.messages,
            book_type: self.known.book_type,
            case: case.map(|c| (c.id, c.position)),
            about: None,
            out,
        }
    }
}
