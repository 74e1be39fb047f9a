//! Two cases with one number in one year of registration. Numbering restarts each year, also
//! inside one book, so the year counts and the volume does not. Where the ledger itself repeats a
//! number, a person confirms it.

use std::collections::HashMap;

use super::{BookView, Check, Hit, Hits, Rule, Severity, registration_year};
use crate::schema::Role;
use crate::value::{number::number_key, text};

pub(super) static RULE: Rule = Rule {
    name: "duplicate_number",
    severity: Severity::Error,
    confirmable: true,
    needs_pages: false,
    check: Check::Book(run),
};

fn run(book: &BookView<'_>, hits: &mut Hits<'_>) {
    let mut seen: HashMap<(u16, u64, String), Vec<usize>> = HashMap::new();
    for (index, case) in book.cases.iter().enumerate() {
        let so = text::clean(case.record.role_text(book.book_type, Role::Number));
        if !so.is_empty() {
            let year = registration_year(book.book_type, &case.record, book.volume);
            let (number, suffix) = number_key(&so);
            seen.entry((year, number, suffix)).or_default().push(index);
        }
    }
    let field = book.book_type.role(Role::Number).first().copied();
    for ((year, ..), same) in seen.iter().filter(|(_, same)| same.len() > 1) {
        for &index in same {
            let case = &book.cases[index];
            let others = same
                .iter()
                .filter(|other| **other != index)
                .map(|&other| book.cases[other].position.to_string());
            let args = vec![
                (
                    "number",
                    text::clean(case.record.role_text(book.book_type, Role::Number)),
                ),
                ("year", year.to_string()),
                ("others", others.collect::<Vec<_>>().join(", ")),
            ];
            hits.add_to(
                Some((case.id, case.position)),
                Hit {
                    field,
                    args,
                    ..Hit::default()
                },
            );
        }
    }
}
