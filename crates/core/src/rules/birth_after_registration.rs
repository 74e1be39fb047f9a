//! A person born after the day of registration. Partial dates count only when it is sure.

use super::{CaseView, Check, Hit, Hits, Rule, Severity};
use crate::schema::Role;
use crate::value::{PartialDate, text};

pub(super) static RULE: Rule = Rule {
    name: "birth_after_registration",
    severity: Severity::Warning,
    confirmable: true,
    needs_pages: false,
    check: Check::Case(run),
};

fn run(view: &CaseView<'_>, hits: &mut Hits<'_>) {
    let record = &view.case.record;
    let date = |raw: &str| PartialDate::parse(&text::clean(raw)).ok();
    let Some(registered) = date(record.role_text(view.book_type, Role::RegistrationDate)) else {
        return;
    };
    for &field in view.book_type.role(Role::SubjectBirthDate) {
        if let Some(born) = date(record.text(field))
            && born.surely_after(registered)
        {
            let args = vec![
                ("born", born.to_string()),
                ("registered", registered.to_string()),
            ];
            hits.add(Hit {
                field: Some(field),
                args,
                ..Hit::default()
            });
        }
    }
}
