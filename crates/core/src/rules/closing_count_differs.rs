//! The numbers of registrations and pages that the office wrote when it closed the ledger are not
//! what is here (Luật Hộ tịch, Điều 58: a ledger is closed with both totals).

use super::{Check, Hit, Hits, Rule, WholeBook};

pub(super) static RULE: Rule = Rule {
    confirmable: false,
    ..Rule::warning("closing_count_differs", Check::Book(run))
};

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let book = whole.book;
    let cases = book.cases.len() as u32;
    let mut differ = Vec::new();
    if let Some(written) = book.closing.cases.filter(|written| *written != cases) {
        differ.push(format!("{written} trường hợp, ở đây có {cases}"));
    }
    if let Some(written) = book.closing.pages.filter(|written| *written != book.pages) {
        differ.push(format!("{written} trang, ở đây có {}", book.pages));
    }
    if !differ.is_empty() {
        hits.add(Hit::default().arg("differ", differ.join("; ")));
    }
}
