//! Two cases whose columns give one PDF name. The later ones, in page order, get `_2`, `_3`; the
//! person is told which.

use super::{Check, Hit, Hits, Rule, WholeBook};
use crate::naming;
use crate::schema::Role;

pub(super) static RULE: Rule = Rule::warning("file_name_clash", Check::Book(run));

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let book = whole.book;
    let stems: Vec<String> = book
        .cases
        .iter()
        .map(|case| {
            book.names
                .stem(whole.book_type(), &case.record, book.volume)
        })
        .collect();
    let names = naming::distinct(stems.clone());
    for ((case, stem), name) in book.cases.iter().zip(stems).zip(names) {
        if stem != name {
            let hit = Hit {
                field: whole.field(Role::Number),
                ..Hit::default()
            };
            hits.add_to(
                Some((case.id, case.position)),
                hit.arg("stem", format!("{stem}.pdf"))
                    .arg("name", format!("{name}.pdf")),
            );
        }
    }
}
