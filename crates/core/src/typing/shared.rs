//! What fields of different books have in common: a signer is a signer in a ledger of births and of deaths. By
//! that, values typed in one book of an office are offered in its others.

use crate::find::is_officer;
use crate::schema::{BookType, Kind};

/// What a field's values mean, the same word in every book type; `None` where values of other books are none of
/// this one's business: names of people, numbers, dates, codes.
#[must_use]
pub fn meaning(book_type: &BookType, field: usize) -> Option<String> {
    let about = book_type.fields.get(field)?;
    match about.kind {
        Kind::Name if !is_officer(about) => None,
        Kind::Name | Kind::Text | Kind::Note => Some(match about.role {
            Some(role) => format!("{role:?}"),
            // What is said about a person, whoever of the case that is; else the column, whatever its book.
            None => book_type
                .person_with(field)
                .and_then(|person| person.about(&about.column))
                .unwrap_or(&about.column)
                .to_owned(),
        }),
        Kind::Ethnicity | Kind::Nationality | Kind::RegistrationPlace => {
            Some(format!("{:?}", about.kind))
        }
        // Addresses and units of all people are one store.
        Kind::Address | Kind::AdminUnit => Some(PLACES.to_owned()),
        _ => None,
    }
}

/// The meaning of addresses and units.
pub const PLACES: &str = "Address";

/// Whether a value of that field says something of the office by itself. Free words that stand in a book once are
/// about one family: they go nowhere else.
#[must_use]
pub fn of_the_office(book_type: &BookType, field: usize) -> bool {
    let Some(about) = book_type.fields.get(field) else {
        return false;
    };
    is_officer(about) || !matches!(about.kind, Kind::Name | Kind::Text | Kind::Note)
}
