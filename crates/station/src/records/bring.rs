//! Bringing the rows of a sheet into a book.

use std::collections::HashSet;

use sohoa_core::book::{Case, Id};
use sohoa_core::people::Right;
use sohoa_core::record::FieldValue;
use sohoa_core::value::text;

use crate::store::{Change, Op};
use crate::view::{
    ChangedValue, ColumnMeans, RecordsImported, SheetAsk, SheetCell, Taking, Unpaired,
};
use crate::{Result, Station};

use super::plan::{Goes, Meets, clash, meets};

impl Station {
    /// Brings a sheet into the cases of a book, as one deed. What stands in a case gives way only where `taking`
    /// says so; what a person took the columns for is remembered.
    ///
    /// # Errors
    /// As [`Station::sheet_plan`], and what the disk says.
    pub fn records_import(
        &self,
        book: Id,
        ask: &SheetAsk,
        taking: &Taking,
    ) -> Result<RecordsImported> {
        let _asked = self.may(Right::Key)?;
        let raw = super::read(ask)?;
        let mut inner = self.inner();
        let names = inner.names.clone();
        let contents = inner.contents(book)?;
        let known = self.understood(contents, &names, raw, ask)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let replaced = self.knowledge.messages.text("why_replaced", &[]);
        let mut report = RecordsImported {
            rows: known.rows.len() as u32,
            unknown_columns: unknown(&known.table.columns, ask),
            changed: known.changed,
            ..RecordsImported::default()
        };
        let cells: HashSet<&SheetCell> = taking.cells.iter().collect();
        let gives_way = |row: u32, column: &str| {
            let cell = SheetCell {
                row,
                column: column.to_owned(),
            };
            taking.all || taking.columns.iter().any(|one| one == column) || cells.contains(&cell)
        };
        let prefilled = self.prefilled(contents)?;
        let mut rank = contents
            .cases
            .iter()
            .map(|case| case.rank)
            .max()
            .unwrap_or(0);
        let mut changes = Vec::new();
        for ((row, comes), goes) in (1u32..).zip(&known.rows).zip(&known.goes) {
            match goes {
                Goes::Skipped => {}
                Goes::Asked(doubt, _) => report.unpaired.push(Unpaired {
                    row,
                    reason: self.doubt(*doubt),
                }),
                Goes::New => {
                    report.added += 1;
                    rank += 1;
                    let case = Case::new(self.host.new_id(), book, rank, Vec::new());
                    let id = case.id;
                    changes.push(Change::Case {
                        before: None,
                        after: Some(case),
                    });
                    let column = |field: usize| &book_type.fields[field].column;
                    let said = |name: &str| comes.iter().any(|one| column(one.field) == name);
                    let filled = prefilled.iter().filter(|(name, _)| !said(name)).cloned();
                    let given = comes.iter().map(|one| {
                        let value = FieldValue::given(one.text.clone());
                        (column(one.field).clone(), value)
                    });
                    changes.extend(filled.chain(given).map(|(column, after)| Change::Value {
                        case: id,
                        column,
                        before: FieldValue::default(),
                        after,
                    }));
                }
                Goes::Into(index) => {
                    report.paired += 1;
                    for one in comes {
                        let column = &book_type.fields[one.field].column;
                        let before = contents.inputs[*index].record.at(one.field);
                        match meets(contents, *index, one) {
                            Meets::Same => continue,
                            Meets::Other if !gives_way(row, column) => {
                                let kept = clash(contents, book_type, row, *index, one);
                                report.kept.push(kept);
                                continue;
                            }
                            Meets::Other => report.changed.push(ChangedValue {
                                row,
                                column: column.clone(),
                                from: before.text.clone(),
                                to: one.text.clone(),
                                why: replaced.clone(),
                            }),
                            Meets::Empty => {}
                        }
                        changes.push(Change::Value {
                            case: contents.cases[*index].id,
                            column: column.clone(),
                            before: before.clone(),
                            after: before.retold(one.text.clone()),
                        });
                    }
                }
            }
        }
        let kind = contents.book.kind.clone();
        let op = match taking.of_others {
            true => Op::RecordsReceive,
            false => Op::RecordsImport,
        };
        inner.transact(op, book, changes)?;
        if let Some(columns) = &ask.columns {
            inner.remember_sheet(&kind, &super::heads(&known.table), columns)?;
        }
        Ok(report)
    }
}

/// Columns that are not brought in though something stands at their head.
fn unknown(columns: &[(String, Option<usize>)], ask: &SheetAsk) -> Vec<String> {
    let file = |at: usize| {
        let asked = ask.columns.as_ref().and_then(|all| all.get(at));
        asked.is_some_and(|one| one.means == ColumnMeans::File)
    };
    let lost = columns.iter().enumerate().filter(|(at, (head, field))| {
        field.is_none() && !text::clean(head).is_empty() && !file(*at)
    });
    lost.map(|(_, (head, _))| head.clone()).collect()
}
