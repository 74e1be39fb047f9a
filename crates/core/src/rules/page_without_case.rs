//! A page that belongs to no case and is not marked cover, blank, index or void.

use super::{Check, Hit, Hits, Rule, WholeBook};

pub(super) static RULE: Rule = Rule {
    needs_pages: true,
    confirmable: false,
    ..Rule::warning("page_without_case", Check::Book(run))
};

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    for (page, position) in whole.book.loose_pages {
        hits.add(Hit {
            page: Some(*page),
            args: vec![("page", position.to_string())],
            ..Hit::default()
        });
    }
}
