//! What is wrong: rules over a case or a book, with what people have confirmed set apart.

use sohoa_core::book::{Confirmation, Id};
use sohoa_core::record::FieldValue;
use sohoa_core::rules::{Finding, Severity};
use sohoa_core::value::text;

use crate::contents::Contents;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{Confirmed, Counts, Judgement, Saved};
use crate::{Result, Station, StationError};

impl Judgement {
    /// Open findings by weight.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Info => counts.info += 1,
            }
        }
        counts
    }

    /// The part that is about one case.
    #[must_use]
    pub fn of_case(&self, case: Id) -> Self {
        Self {
            findings: self
                .findings
                .iter()
                .filter(|f| f.case == Some(case))
                .cloned()
                .collect(),
            confirmed: self
                .confirmed
                .iter()
                .filter(|c| c.finding.case == Some(case))
                .cloned()
                .collect(),
        }
    }
}

impl Station {
    /// Everything wrong with a book.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn findings(&self, book: Id) -> Result<Judgement> {
        let mut inner = self.inner();
        self.judge_book(&mut inner, book)
    }

    /// Accepts a finding as being so in the ledger. It does not come back unless the value
    /// changes.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_rule`, `not_confirmable`, `reason_missing`
    pub fn confirm(&self, case: Id, rule: &str, field: &str, reason: &str) -> Result<Saved> {
        let reason = text::clean(reason);
        if reason.is_empty() {
            return Err(StationError::new("reason_missing"));
        }
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let judgement = self.judge_case(&mut inner, book, case)?;
        let found = judgement
            .findings
            .iter()
            .find(|f| f.rule == rule && f.field.as_deref().unwrap_or("") == field);
        let Some(found) = found else {
            return Err(StationError::new("unknown_rule").with("rule", rule));
        };
        if !found.confirmable {
            return Err(StationError::new("not_confirmable"));
        }
        let confirmation = Confirmation {
            id: self.host.new_id(),
            case,
            rule: rule.to_owned(),
            field: field.to_owned(),
            value: self.value(&mut inner, book, case, field)?,
            reason,
            who: self.host.who(),
            at: self.host.stamp(),
        };
        inner.transact(
            Op::Confirm,
            book,
            vec![Change::Confirmation {
                before: None,
                after: Some(confirmation),
            }],
        )?;
        self.saved(&mut inner, book, case)
    }

    /// Takes a confirmation back.
    ///
    /// # Errors
    /// `unknown_confirmation`
    pub fn unconfirm(&self, confirmation: Id) -> Result<Saved> {
        let mut inner = self.inner();
        let found = inner.store.confirmation(confirmation)?;
        let before = found.ok_or_else(|| StationError::new("unknown_confirmation"))?;
        let case = before.case;
        let book = inner.book_of_case(case)?;
        inner.transact(
            Op::Unconfirm,
            book,
            vec![Change::Confirmation {
                before: Some(before),
                after: None,
            }],
        )?;
        self.saved(&mut inner, book, case)
    }

    /// Takes the fix that a finding proposes.
    ///
    /// # Errors
    /// `unknown_case`, `no_fix`
    pub fn fix(&self, case: Id, rule: &str, field: &str) -> Result<Saved> {
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let judgement = self.judge_case(&mut inner, book, case)?;
        let found = judgement
            .findings
            .iter()
            .find(|f| f.rule == rule && f.field.as_deref() == Some(field));
        let fix = found
            .and_then(|f| f.fix.clone())
            .ok_or_else(|| StationError::new("no_fix"))?;
        let mut changes = Vec::new();
        let fields = [(fix.field, fix.to)]
            .into_iter()
            .chain(fix.also.into_iter().map(|f| (f.field, f.to)));
        for (column, to) in fields {
            let before = self.value(&mut inner, book, case, &column)?;
            changes.push(Change::Value {
                case,
                column,
                before,
                after: FieldValue::given(to),
            });
        }
        inner.transact(Op::Fix, book, changes)?;
        self.saved(&mut inner, book, case)
    }

    pub(crate) fn judge_book(&self, inner: &mut Inner, book: Id) -> Result<Judgement> {
        let names = inner.names.clone();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let engine = self.knowledge.engine(book_type, true);
        let all = contents.judged(book_type, &names, |view| engine.book(view));
        Ok(self.sorted_out(contents, all))
    }

    /// One case: its own findings, and what the whole book says about it.
    pub(crate) fn judge_case(&self, inner: &mut Inner, book: Id, case: Id) -> Result<Judgement> {
        let names = inner.names.clone();
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let engine = self.knowledge.engine(book_type, true);
        let input = &contents.inputs[contents.case_index(case)?];
        let mut all = engine.case(input);
        let across = contents.judged(book_type, &names, |view| engine.across(view));
        all.extend(across.into_iter().filter(|f| f.case == Some(case)));
        Ok(self.sorted_out(contents, all))
    }

    fn sorted_out(&self, contents: &Contents, all: Vec<Finding>) -> Judgement {
        let mut judgement = Judgement::default();
        let Ok(book_type) = self.knowledge.book_type(&contents.book.kind) else {
            return judgement;
        };
        let position = |f: &Finding| f.position.map(|p| p as usize - 1);
        for mut finding in all {
            let record = position(&finding)
                .and_then(|index| contents.inputs.get(index))
                .map(|input| &input.record);
            if let (Some(record), Some(field)) = (
                record,
                finding
                    .field
                    .as_deref()
                    .and_then(|column| book_type.field_index(column)),
            ) {
                finding.value.clone_from(&record.at(field).text);
            }
            let given = record.and_then(|record| {
                finding.confirmed_by(record, book_type, &contents.confirmations)
            });
            match given {
                Some(c) => judgement.confirmed.push(Confirmed {
                    id: c.id,
                    finding,
                    reason: c.reason.clone(),
                    who: c.who.clone(),
                    at: c.at.clone(),
                }),
                None => judgement.findings.push(finding),
            }
        }
        judgement
    }

    pub(crate) fn value(
        &self,
        inner: &mut Inner,
        book: Id,
        case: Id,
        column: &str,
    ) -> Result<FieldValue> {
        let contents = inner.contents(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let record = &contents.inputs[contents.case_index(case)?].record;
        Ok(book_type
            .field_index(column)
            .map(|index| record.at(index).clone())
            .unwrap_or_default())
    }
}
