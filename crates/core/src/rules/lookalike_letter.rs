//! Letters that look right and are others: Cyrillic а, Latin ð for đ, ǎ for ă; and, where the
//! office decided for one apostrophe, the others.

use super::{Check, FieldView, Hit, Hits, Rule};
use crate::schema::Kind;
use crate::viet::{apostrophe, letters};

pub(super) static RULE: Rule = Rule::error(
    "lookalike_letter",
    Check::Field {
        of: |field| {
            matches!(
                field.kind,
                Kind::Name
                    | Kind::Address
                    | Kind::AdminUnit
                    | Kind::Ethnicity
                    | Kind::Nationality
                    | Kind::RegistrationPlace
                    | Kind::DateWords
            )
        },
        run,
    },
);

fn run(view: &FieldView<'_>, hits: &mut Hits<'_>) {
    let mended = letters::lookalike(view.text);
    let text = mended.as_deref().unwrap_or(view.text);
    let unified = view
        .known
        .settings
        .apostrophe
        .map(|wanted| apostrophe::unify(text, wanted));
    let text = unified.as_deref().unwrap_or(text);
    if text != view.text {
        hits.add(Hit::at(view.index).arg("value", view.text).fix(text));
    }
}
