//! A page that belongs to no case and is not marked cover, blank, index or void.

use super::{BookView, Check, Hit, Hits, Rule, Severity};

pub(super) static RULE: Rule = Rule {
    name: "page_without_case",
    severity: Severity::Warning,
    confirmable: false,
    needs_pages: true,
    check: Check::Book(run),
};

fn run(book: &BookView<'_>, hits: &mut Hits<'_>) {
    for (page, position) in book.loose_pages {
        hits.add(Hit {
            page: Some(*page),
            args: vec![("page", position.to_string())],
            ..Hit::default()
        });
    }
}
