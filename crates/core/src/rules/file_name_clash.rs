//! Two cases whose columns give one PDF name. The later ones, in page order, get `_2`, `_3`; the
//! person is told which.

use super::{BookView, Check, Hit, Hits, Rule, Severity};
use crate::naming;
use crate::schema::Role;

pub(super) static RULE: Rule = Rule {
    name: "file_name_clash",
    severity: Severity::Warning,
    confirmable: true,
    needs_pages: false,
    check: Check::Book(run),
};

fn run(book: &BookView<'_>, hits: &mut Hits<'_>) {
    let stems: Vec<String> = book
        .cases
        .iter()
        .map(|case| book.names.stem(book.book_type, &case.record, book.volume))
        .collect();
    let names = naming::distinct(stems.clone());
    let field = book.book_type.role(Role::Number).first().copied();
    for ((case, stem), name) in book.cases.iter().zip(stems).zip(names) {
        if stem != name {
            let args = vec![
                ("stem", format!("{stem}.pdf")),
                ("name", format!("{name}.pdf")),
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
