//! Text typed in an old encoding (TCVN3, VNI, VISCII). Judged by the whole column, never by one
//! letter: ñ is a letter of Ê Đê and đ in VNI.

use super::{CaseInput, Check, Hit, Hits, Rule, WholeBook};
use crate::schema::Kind;
use crate::value::text;
use crate::viet::encoding::{Evidence, Legacy, convert, detect_one};

pub(super) static RULE: Rule = Rule::error("legacy_encoding", Check::Book(run));

fn run(whole: &WholeBook<'_>, hits: &mut Hits<'_>) {
    let columns: Vec<usize> = (0..whole.book_type().fields.len())
        .filter(|&index| holds_text(whole.book_type().fields[index].kind))
        .collect();
    let mut evidence = vec![Evidence::default(); columns.len()];
    for case in whole.book.cases {
        for (&index, seen) in columns.iter().zip(&mut evidence) {
            let typed = case.record.text(index);
            // Nothing in ASCII is encoded.
            if !typed.is_ascii() {
                seen.see(typed);
            }
        }
    }
    let suspects = columns.into_iter().zip(evidence);
    for (index, seen) in suspects.filter(|(_, seen)| seen.suspects()) {
        let column = seen.verdict();
        for case in whole.book.cases {
            let typed = case.record.text(index);
            if !typed.is_ascii() {
                tell(index, case, typed, column, hits);
            }
        }
    }
}

fn holds_text(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::RowNo
            | Kind::RegistrationNo
            | Kind::VolumeNo
            | Kind::PageNo
            | Kind::Date
            | Kind::Time
            | Kind::Code
            | Kind::IdNumber
            | Kind::PersonalId
    )
}

fn tell(
    index: usize,
    case: &CaseInput,
    typed: &str,
    column: Option<Legacy>,
    hits: &mut Hits<'_>,
) {
    let Some(from) = column.or_else(|| detect_one(typed)) else {
        return;
    };
    let converted = text::clean(&convert(typed, from));
    if converted != typed {
        let hit = Hit::at(index)
            .arg("value", typed)
            .arg("converted", &converted);
        hits.add_to(Some((case.id, case.position)), hit.fix(converted));
    }
}
