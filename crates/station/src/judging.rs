//! What is wrong: rules over a case or a book, with what people have confirmed set apart.

use std::collections::HashSet;
use std::ops::Add;

use sohoa_core::book::{Confirmation, Id};
use sohoa_core::naming::NamePattern;
use sohoa_core::people::Right;
use sohoa_core::record::{FieldState, FieldValue};
use sohoa_core::rules::{Finding, Scratch, Settings, Severity};
use sohoa_core::value::text;

use crate::contents::Contents;
use crate::station::Inner;
use crate::store::{Change, Op};
use crate::view::{Confirmed, Counts, Judgement, Saved};
use crate::{Result, Station, StationError};

impl Counts {
    /// Counts one more.
    pub fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self {
            error: self.error + more.error,
            warning: self.warning + more.warning,
            info: self.info + more.info,
        }
    }
}

impl Judgement {
    /// Open findings by weight.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            counts.count(finding.severity);
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
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        self.judge_book(&mut inner, book)
    }

    /// What is wrong with a book as far as it was begun: a case nobody has typed yet lacks everything,
    /// and listing that would bury what a person can act on.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn findings_begun(&self, book: Id) -> Result<Judgement> {
        let _asked = self.may(Right::Look)?;
        let mut inner = self.inner();
        let mut judgement = self.judge_book(&mut inner, book)?;
        let contents = inner.contents(book)?;
        let begun: Vec<bool> = (0..contents.cases.len())
            .map(|index| self.is_begun(contents, index))
            .collect();
        judgement
            .findings
            .retain(|f| f.position.is_none_or(|at| begun[at as usize - 1]));
        Ok(judgement)
    }

    /// Accepts a finding as being so in the ledger. It does not come back unless the value
    /// changes.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_rule`, `not_confirmable`, `reason_missing`, `own_work`
    pub fn confirm(&self, case: Id, rule: &str, field: &str, reason: &str) -> Result<Saved> {
        let _asked = self.may(Right::Check)?;
        let reason = text::clean(reason);
        if reason.is_empty() {
            return Err(StationError::new("reason_missing"));
        }
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let judgement = self.judge_case(&mut inner, book, case)?;
        if self.is_own_case(&inner, case)? {
            return Err(StationError::new("own_work"));
        }
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
            who: self.session.actor().who,
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
        let _asked = self.may(Right::Check)?;
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
        let _asked = self.may(Right::Key)?;
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
            changes.push(self.given(&mut inner, book, case, column, to)?);
        }
        inner.transact(Op::Fix, book, changes)?;
        self.saved(&mut inner, book, case)
    }

    /// Takes the fixes that a rule proposes in these cases, as one deed that undo takes back.
    /// Gives back how many findings were mended.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn fix_all(&self, book: Id, rule: &str, cases: &[Id]) -> Result<u32> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let mut changes: Vec<Change> = Vec::new();
        let mut touched = HashSet::new();
        let mut mended = 0;
        for (case, finding) in self.found_in(&mut inner, book, rule, cases)? {
            let Some(fix) = finding.fix else { continue };
            let also = fix.also.into_iter().map(|f| (f.field, f.to));
            let fields: Vec<(String, String)> =
                [(fix.field, fix.to)].into_iter().chain(also).collect();
            // Two fixes of one field: the second one waits until the first was looked at.
            if fields
                .iter()
                .any(|(column, _)| touched.contains(&(case, column.clone())))
            {
                continue;
            }
            mended += 1;
            for (column, to) in fields {
                touched.insert((case, column.clone()));
                changes.push(self.given(&mut inner, book, case, column, to)?);
            }
        }
        inner.transact(Op::Fix, book, changes)?;
        Ok(mended)
    }

    /// Accepts what a rule finds in these cases as being so in the ledger, with one reason, as one
    /// deed. Gives back how many findings were accepted; those of a person's own work are passed.
    ///
    /// # Errors
    /// `unknown_book`, `reason_missing`, `own_work` when all of them are
    pub fn confirm_all(&self, book: Id, rule: &str, cases: &[Id], reason: &str) -> Result<u32> {
        let _asked = self.may(Right::Check)?;
        let reason = text::clean(reason);
        if reason.is_empty() {
            return Err(StationError::new("reason_missing"));
        }
        let mut inner = self.inner();
        let mut changes = Vec::new();
        let mut passed = 0;
        let own = self.own_cases(&inner, book)?;
        for (case, finding) in self.found_in(&mut inner, book, rule, cases)? {
            if !finding.confirmable {
                continue;
            }
            if own.contains(&case) {
                passed += 1;
                continue;
            }
            let field = finding.field.unwrap_or_default();
            let confirmation = Confirmation {
                id: self.host.new_id(),
                case,
                rule: rule.to_owned(),
                value: self.value(&mut inner, book, case, &field)?,
                field,
                reason: reason.clone(),
                who: self.session.actor().who,
                at: self.host.stamp(),
            };
            changes.push(Change::Confirmation {
                before: None,
                after: Some(confirmation),
            });
        }
        let accepted = changes.len() as u32;
        if accepted == 0 && passed > 0 {
            return Err(StationError::new("own_work"));
        }
        inner.transact(Op::Confirm, book, changes)?;
        Ok(accepted)
    }

    /// Says of the fields that a rule misses in these cases that the ledger leaves them out, or that
    /// they cannot be read, as one deed. Gives back how many fields it was said of.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn mark_all(&self, book: Id, rule: &str, cases: &[Id], state: FieldState) -> Result<u32> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let mut changes = Vec::new();
        for (case, finding) in self.found_in(&mut inner, book, rule, cases)? {
            let Some(column) = finding.field else {
                continue;
            };
            let before = self.value(&mut inner, book, case, &column)?;
            // Only where nothing stands: what somebody typed is not wiped out in bulk.
            if before.is_untouched() {
                changes.push(Change::Value {
                    case,
                    column,
                    before,
                    after: FieldValue::said(state, ""),
                });
            }
        }
        let marked = changes.len() as u32;
        inner.transact(Op::FieldSave, book, changes)?;
        Ok(marked)
    }

    /// What a rule finds in these cases, confirmed ones left out.
    fn found_in(
        &self,
        inner: &mut Inner,
        book: Id,
        rule: &str,
        cases: &[Id],
    ) -> Result<Vec<(Id, Finding)>> {
        let wanted: HashSet<Id> = cases.iter().copied().collect();
        let found = self.judge_book(inner, book)?.findings.into_iter();
        Ok(found
            .filter(|finding| finding.rule == rule)
            .filter_map(|finding| Some((finding.case.filter(|c| wanted.contains(c))?, finding)))
            .collect())
    }

    pub(crate) fn judge_book(&self, inner: &mut Inner, book: Id) -> Result<Judgement> {
        let (names, settings) = (inner.names.clone(), inner.settings.clone());
        let contents = inner.compared(book)?;
        self.judged(contents, &names, &settings)
    }

    pub(crate) fn judged(
        &self,
        contents: &Contents,
        names: &NamePattern,
        settings: &Settings,
    ) -> Result<Judgement> {
        let today = self.host.today();
        let engine_for = |book_type| self.knowledge.engine(book_type, settings, today, true);
        let engine = engine_for(self.knowledge.book_type(&contents.book.kind)?);
        let mut all = contents.judged(names, |view| engine.book(view));
        all.extend(contents.meetings(&self.knowledge, &engine, &engine_for, None));
        all.sort_by_key(|finding| finding.position.unwrap_or(u32::MAX));
        Ok(self.sorted_out(contents, all))
    }

    /// Open findings of a book, counted: for each case, and for what belongs to none. After a case
    /// was changed only that one is judged again by itself.
    pub(crate) fn count_book(&self, inner: &mut Inner, book: Id) -> Result<(Vec<Counts>, Counts)> {
        let (names, settings) = (inner.names.clone(), inner.settings.clone());
        inner.compared(book)?;
        let contents = inner.open_book()?;
        let today = self.host.today();
        let engine_for = |book_type| self.knowledge.engine(book_type, &settings, today, true);
        let engine = engine_for(self.knowledge.book_type(&contents.book.kind)?);
        let mut scratch = Scratch::default();
        let mut cases = contents.counted(today, &settings, |contents, index| {
            let mut own = Vec::new();
            engine.case_into(&contents.inputs[index], &mut scratch, &mut own);
            self.sorted_out(contents, own).counts()
        });
        let mut shared = contents.judged(&names, |view| engine.across(view, None));
        shared.extend(contents.meetings(&self.knowledge, &engine, &engine_for, None));
        let mut rest = Counts::default();
        for finding in self.sorted_out(contents, shared).findings {
            let at = finding
                .position
                .and_then(|at| cases.get_mut(at as usize - 1));
            at.unwrap_or(&mut rest).count(finding.severity);
        }
        Ok((cases, rest))
    }

    /// One case: its own findings, and what the whole book and the other books say about it.
    pub(crate) fn judge_case(&self, inner: &mut Inner, book: Id, case: Id) -> Result<Judgement> {
        let (names, settings) = (inner.names.clone(), inner.settings.clone());
        let contents = inner.compared(book)?;
        let today = self.host.today();
        let engine_for = |book_type| self.knowledge.engine(book_type, &settings, today, true);
        let engine = engine_for(self.knowledge.book_type(&contents.book.kind)?);
        let at = contents.case_index(case)?;
        let mut all = engine.case(&contents.inputs[at]);
        all.extend(contents.judged(&names, |view| engine.across(view, Some(case))));
        all.extend(contents.meetings(&self.knowledge, &engine, &engine_for, Some(at)));
        Ok(self.sorted_out(contents, all))
    }

    pub(crate) fn sorted_out(&self, contents: &Contents, all: Vec<Finding>) -> Judgement {
        let mut judgement = Judgement::default();
        let Ok(book_type) = self.knowledge.book_type(&contents.book.kind) else {
            return judgement;
        };
        let position = |f: &Finding| f.position.map(|p| p as usize - 1);
        for mut finding in all
            .into_iter()
            .filter(|one| contents.is_shown(book_type, one))
        {
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

    /// The change that puts a text into a field.
    fn given(
        &self,
        inner: &mut Inner,
        book: Id,
        case: Id,
        column: String,
        to: String,
    ) -> Result<Change> {
        let before = self.value(inner, book, case, &column)?;
        Ok(Change::Value {
            case,
            after: before.retold(to),
            before,
            column,
        })
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
