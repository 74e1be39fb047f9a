//! A case with no picture: its row would have no PDF.

use super::{Check, Hit, Rule};

pub(super) static RULE: Rule = Rule {
    needs_pages: true,
    ..Rule::error(
        "case_without_page",
        Check::Case(|view, hits| {
            if view.case.pages == 0 {
                hits.add(Hit::default());
            }
        }),
    )
};
