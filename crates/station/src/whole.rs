//! Every book of the workspace under all rules, on all cores, with progress, and stopped when asked.
//! What was found is kept until the next time, so that the list can be filtered and gone through
//! without judging everything again.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;
use sohoa_core::book::{Book, Id};
use sohoa_core::people::Right;
use sohoa_core::rules::{Finding, Severity};

use crate::export::{MOST_ROWS, Page, Row, write};
use crate::jobs::{Cancel, Pace, Progress};
use crate::package::row_numbers;
use crate::view::{
    BookCount, CaseRow, CheckFilter, CheckLine, CheckLines, Counts, Job, JobKind, JobState,
    Judgement, RuleCount, WholeChecked,
};
use crate::workspace::write_whole;
use crate::{Result, Station, StationError};

/// Books held in memory at a time.
const TOGETHER: usize = 8;
/// Lines handed out at once: more than anybody scrolls through, and quickly drawn.
const MOST_LINES: usize = 2000;

const COLUMNS: &[(&str, f64)] = &[
    ("Sổ", 13.0),
    ("Trường hợp", 8.0),
    ("Số", 10.0),
    ("Họ tên", 26.0),
    ("Mục", 20.0),
    ("Giá trị", 20.0),
    ("Mức", 10.0),
    ("Loại", 24.0),
    ("Vì sao", 44.0),
    ("Cần làm", 44.0),
    ("Người nhập", 14.0),
];

/// One book that was looked at.
#[derive(Debug)]
pub struct Checked {
    /// The book.
    pub book: Book,
    /// Its cases.
    pub cases: Vec<CaseRow>,
    /// The data row of each case in the sheet, from 1.
    pub rows: Vec<u32>,
    /// What is wrong, also in cases nobody has begun.
    pub judgement: Judgement,
}

/// Most findings of one rule that are kept: a rule that finds more in a workspace has one cause, and
/// no rule may crowd out the others.
const MOST_OF_RULE: u32 = 20_000;

/// Findings counted by weight and rule, and inside that by code and book.
type ByRule = BTreeMap<(Severity, String), BTreeMap<(String, Id), u32>>;

/// What the last check of the workspace found in cases that were begun.
#[derive(Debug, Default)]
pub(crate) struct LastCheck {
    lines: Vec<CheckLine>,
    /// How often each rule found something, also what is not kept.
    counts: ByRule,
    people: BTreeSet<String>,
}

impl LastCheck {
    fn take(&mut self, line: CheckLine) {
        let Finding { severity, rule, .. } = &line.finding;
        let books = self.counts.entry((*severity, rule.clone())).or_default();
        *books.entry((line.code.clone(), line.book)).or_default() += 1;
        let found: u32 = books.values().sum();
        if !line.who.is_empty() && !self.people.contains(&line.who) {
            self.people.insert(line.who.clone());
        }
        if found <= MOST_OF_RULE {
            self.lines.push(line);
        }
    }
}

impl Station {
    /// Judges these books one after the other and hands out what was found, in their order.
    ///
    /// # Errors
    /// `unknown_book`, `cancelled`, and what the sink says
    pub fn check_all(
        &self,
        books: &[Id],
        cancel: &Cancel,
        report: &(dyn Fn(Progress) + Sync),
        sink: &mut dyn FnMut(Checked) -> Result<()>,
    ) -> Result<()> {
        let _asked = self.may(Right::Look)?;
        let pace = Pace::new();
        let done = AtomicU32::new(0);
        for some in books.chunks(TOGETHER) {
            let checked: Vec<Checked> = some
                .par_iter()
                .map(|&book| {
                    cancel.check()?;
                    let checked = self.check_one(book)?;
                    let nth = done.fetch_add(1, Ordering::Relaxed) + 1;
                    report(pace.progress(nth, books.len() as u32, checked.book.code()));
                    Ok(checked)
                })
                .collect::<Result<_>>()?;
            for one in checked {
                sink(one)?;
            }
        }
        Ok(())
    }

    /// Reads a book for itself, so that the one somebody works in stays in memory; the store is held
    /// only while it is read.
    fn check_one(&self, book: Id) -> Result<Checked> {
        let (contents, names, settings) = {
            let inner = self.inner();
            let mut contents = inner.read_contents(book)?;
            contents.prepare_meetings(inner.store.as_ref(), &self.knowledge)?;
            (contents, inner.names.clone(), inner.settings.clone())
        };
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let judgement = self.judged(&contents, &names, &settings)?;
        let mut counts = vec![Counts::default(); contents.cases.len()];
        for finding in &judgement.findings {
            if let Some(at) = finding.position {
                counts[at as usize - 1].count(finding.severity);
            }
        }
        Ok(Checked {
            cases: self.case_rows(&contents, &counts)?,
            rows: row_numbers(&contents, book_type, &names),
            book: contents.book,
            judgement,
        })
    }

    /// Judges the whole workspace in the background.
    ///
    /// # Errors
    /// What the disk says.
    pub fn check_start(
        self: &Arc<Self>,
        tell: impl Fn(Job) + Send + Sync + 'static,
    ) -> Result<Job> {
        let _asked = self.may(Right::Look)?;
        let books: Vec<Id> = self
            .inner()
            .store
            .books()?
            .iter()
            .map(|book| book.id)
            .collect();
        Ok(self.in_background(
            JobKind::Check,
            Id::nil(),
            tell,
            move |station, job, work| {
                let checked = station.check_whole(&books, work.cancel, work.report)?;
                Ok(Job {
                    state: JobState::Done,
                    checked: Some(checked),
                    ..job
                })
            },
        ))
    }

    /// Judges these books and keeps what was found in cases that were begun.
    ///
    /// # Errors
    /// As [`Station::check_all`].
    pub fn check_whole(
        &self,
        books: &[Id],
        cancel: &Cancel,
        report: &(dyn Fn(Progress) + Sync),
    ) -> Result<WholeChecked> {
        let _asked = self.may(Right::Look)?;
        let mut last = LastCheck::default();
        let mut whole = WholeChecked {
            at: self.host.stamp(),
            books: books.len() as u32,
            ..WholeChecked::default()
        };
        self.check_all(books, cancel, report, &mut |checked| {
            whole.cases += checked.cases.len() as u32;
            whole.begun += checked.cases.iter().filter(|case| case.begun).count() as u32;
            lines(checked).for_each(|line| last.take(line));
            Ok(())
        })?;
        whole.rules = rule_counts(&last.counts);
        whole.people = last.people.iter().cloned().collect();
        *self.last_check() = last;
        Ok(whole)
    }

    /// Some of what the last check found. Findings that were settled since are still among them
    /// until the workspace is checked again.
    ///
    /// # Errors
    /// Only who may not look.
    pub fn check_lines(&self, filter: &CheckFilter) -> Result<CheckLines> {
        let _asked = self.may(Right::Look)?;
        let last = self.last_check();
        let fitting = self.fitting(&last, filter)?;
        let mut counts = ByRule::new();
        for line in &fitting {
            let Finding { severity, rule, .. } = &line.finding;
            let books = counts.entry((*severity, rule.clone())).or_default();
            *books.entry((line.code.clone(), line.book)).or_default() += 1;
        }
        Ok(CheckLines {
            total: fitting.len() as u32,
            rules: rule_counts(&counts),
            lines: fitting.into_iter().take(MOST_LINES).cloned().collect(),
        })
    }

    /// Writes what the last check found, as far as it fits the filter, as .xlsx.
    ///
    /// # Errors
    /// What the disk says.
    pub fn check_export(&self, filter: &CheckFilter, file: &Path) -> Result<u32> {
        let _asked = self.may(Right::Look)?;
        let last = self.last_check();
        let rows = self.fitting(&last, filter)?;
        let count = rows.len() as u32;
        self.write_findings(rows.into_iter(), file)?;
        Ok(count)
    }

    /// Writes what is wrong with a book, as far as it was begun, as .xlsx.
    ///
    /// # Errors
    /// `unknown_book`, and what the disk says.
    pub fn findings_export(&self, book: Id, file: &Path) -> Result<u32> {
        let _asked = self.may(Right::Look)?;
        let found: Vec<CheckLine> = lines(self.check_one(book)?).collect();
        self.write_findings(found.iter(), file)?;
        Ok(found.len() as u32)
    }

    /// The lines that fit and that whoever is here may see: somebody else may have let it be checked.
    fn fitting<'a>(&self, last: &'a LastCheck, filter: &CheckFilter) -> Result<Vec<&'a CheckLine>> {
        let mut fitting: Vec<&CheckLine> =
            last.lines.iter().filter(|line| filter.fits(line)).collect();
        let books: HashSet<Id> = fitting.iter().map(|line| line.book).collect();
        let inner = self.inner();
        let mut hidden = HashSet::new();
        for book in books {
            hidden.extend(inner.hidden_in(book)?);
        }
        fitting.retain(|line| line.finding.case.is_none_or(|case| !hidden.contains(&case)));
        Ok(fitting)
    }

    fn write_findings<'a>(
        &self,
        lines: impl Iterator<Item = &'a CheckLine>,
        file: &Path,
    ) -> Result<()> {
        let row = |line: &CheckLine| {
            let Finding {
                rule,
                severity,
                position,
                field,
                value,
                message,
                advice,
                ..
            } = &line.finding;
            let weight = self.knowledge.messages.text(
                match severity {
                    Severity::Error => "weight_error",
                    Severity::Warning => "weight_warning",
                    Severity::Info => "weight_info",
                },
                &[],
            );
            let label = || {
                let kind = line.code.split('.').next()?;
                let book_type = self.knowledge.catalogue.book_type(kind)?;
                let at = book_type.field_index(field.as_deref()?)?;
                Some(book_type.fields[at].label.clone())
            };
            Row::Cells(vec![
                line.code.clone(),
                position.map(|at| at.to_string()).unwrap_or_default(),
                line.number.clone(),
                line.name.clone(),
                label().unwrap_or_default(),
                value.clone(),
                weight,
                self.knowledge.messages.rule(rule, "title", &[]),
                message.clone(),
                advice.clone(),
                line.who.clone(),
            ])
        };
        let mut rows: Vec<Row> = lines.map(row).collect();
        let mut pages = Vec::new();
        while pages.is_empty() || !rows.is_empty() {
            // A sheet of the format ends; the rest goes on the next one.
            let rest = rows.split_off(rows.len().min(MOST_ROWS));
            let name = match pages.len() {
                0 => "Chỗ cần xem".to_owned(),
                nth => format!("Chỗ cần xem ({})", nth + 1),
            };
            pages.push(Page {
                name,
                title: format!("Những chỗ cần xem, {}", self.host.today()),
                columns: COLUMNS,
                rows: std::mem::replace(&mut rows, rest),
            });
        }
        let bytes = write(&pages)
            .map_err(|e| StationError::new("store_trouble").with("detail", e.to_string()))?;
        write_whole(file, &bytes, true).map_err(|e| StationError::io(&e, file))
    }
}

/// The open findings of a book's begun cases.
fn lines(checked: Checked) -> impl Iterator<Item = CheckLine> {
    let Checked {
        book,
        cases,
        judgement,
        ..
    } = checked;
    let code = book.code();
    judgement.findings.into_iter().filter_map(move |finding| {
        let case = finding.position.and_then(|at| cases.get(at as usize - 1));
        if case.is_some_and(|case| !case.begun) {
            return None;
        }
        Some(CheckLine {
            book: book.id,
            code: code.clone(),
            number: case.map(|case| case.number.clone()).unwrap_or_default(),
            name: case.map(|case| case.name.clone()).unwrap_or_default(),
            who: case.map(|case| case.who.clone()).unwrap_or_default(),
            finding,
        })
    })
}

fn rule_counts(counts: &ByRule) -> Vec<RuleCount> {
    let mut rules: Vec<RuleCount> = counts
        .iter()
        .map(|((severity, rule), books)| RuleCount {
            rule: rule.clone(),
            severity: *severity,
            count: books.values().sum(),
            books: books
                .iter()
                .map(|((code, book), count)| BookCount {
                    book: *book,
                    code: code.clone(),
                    count: *count,
                })
                .collect(),
        })
        .collect();
    rules.sort_by_key(|rule| (rule.severity, std::cmp::Reverse(rule.count)));
    rules
}

impl CheckFilter {
    fn fits(&self, line: &CheckLine) -> bool {
        self.rule
            .as_ref()
            .is_none_or(|rule| *rule == line.finding.rule)
            && self
                .severity
                .is_none_or(|severity| severity == line.finding.severity)
            && self.who.as_ref().is_none_or(|who| *who == line.who)
            && self.book.is_none_or(|book| book == line.book)
    }
}

impl WholeChecked {
    /// Open findings by weight.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for rule in &self.rules {
            match rule.severity {
                Severity::Error => counts.error += rule.count,
                Severity::Warning => counts.warning += rule.count,
                Severity::Info => counts.info += rule.count,
            }
        }
        counts
    }
}
