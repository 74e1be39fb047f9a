//! One case signed by somebody who signs neither the ones before nor the ones after it.

use super::{CaseInput, Check, Hit, Hits, Rule, WholeBook};
use crate::schema::Role;
use crate::value::text;

pub(super) static RULE: Rule = Rule::info("signer_changes_back", Check::Book(run));

/// On each side, so many cases must agree on another signer.
const AROUND: usize = 3;

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let Some(field) = whole.field(Role::Signer) else {
        return;
    };
    let signer = |case: &CaseInput| text::folded(case.record.text(field));
    let cases = whole.book.cases;
    let typed = |case: &CaseInput| case.record.text(field).trim().to_owned();
    for at in AROUND..cases.len().saturating_sub(AROUND) {
        let case = &cases[at];
        let (before, own) = (&cases[at - 1], typed(case));
        // Nearly always the same as before: nothing to fold.
        if own.is_empty() || own == typed(before) {
            continue;
        }
        let usual = signer(before);
        let around = (at - AROUND..=at + AROUND).filter(|&i| i != at);
        if !usual.is_empty()
            && signer(case) != usual
            && around.into_iter().all(|i| signer(&cases[i]) == usual)
        {
            let hit = Hit::at(field)
                .arg("signer", own)
                .arg("usual", typed(before));
            hits.add_to(Some((case.id, case.position)), hit);
        }
    }
}
