//! A case with no picture: its row would have no PDF.

use super::{CaseView, Check, Hit, Hits, Rule, Severity};

pub(super) static RULE: Rule = Rule {
    name: "case_without_page",
    severity: Severity::Error,
    confirmable: false,
    needs_pages: true,
    check: Check::Case(run),
};

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    if view.case.pages == 0 {
        hits.add(Hit::default());
    }
}
