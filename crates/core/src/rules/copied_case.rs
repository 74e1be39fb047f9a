//! Two neighbouring cases equal in everything but the number: a forgotten carry-over.

use super::{CaseInput, Check, Hit, Hits, Rule, WholeBook};
use crate::schema::{Kind, Role};
use crate::value::text;

pub(super) static RULE: Rule = Rule::warning("copied_case", Check::Book(run));

/// Cases with less than this typed are alike because they are empty.
const FEWEST: usize = 6;

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let own: Vec<usize> = (0..whole.book_type().fields.len())
        .filter(|&index| {
            let field = &whole.book_type().fields[index];
            !matches!(field.kind, Kind::RowNo | Kind::PageNo | Kind::RegistrationNo)
        })
        .collect();
    let name = whole.field(Role::SubjectName);
    let same = |a: &CaseInput, b: &CaseInput| {
        // The name first: it nearly always differs, and that ends it.
        name.is_none_or(|name| a.record.at(name) == b.record.at(name))
            && own.iter().all(|&i| a.record.at(i) == b.record.at(i))
            && own
                .iter()
                .filter(|&&i| !text::cleaned(a.record.text(i)).is_empty())
                .count()
                >= FEWEST
    };
    for pair in whole.book.cases.windows(2) {
        let [before, case] = pair else { continue };
        if same(before, case) {
            let hit = Hit {
                field: name,
                other: Some(before.id),
                ..Hit::default()
            };
            hits.add_to(
                Some((case.id, case.position)),
                hit.arg("before", before.position),
            );
        }
    }
}
