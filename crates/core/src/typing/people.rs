//! A person whose data stand elsewhere already: the father who asked for the registration, the parents of the
//! child before.

use serde::Serialize;
use ts_rs::TS;

use super::Desk;
use crate::record::{FieldValue, Record};
use crate::schema::{Part, Person, Role};

/// A person that may be meant, and what they bring along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct PersonOffer {
    /// What they are where they stand.
    pub part: Part,
    /// They stand in the case before, not in this one.
    pub before: bool,
    /// Their name.
    pub name: String,
    /// What would be filled in, by position of the field.
    pub values: Vec<(usize, FieldValue)>,
}

/// Who the person may be that a field belongs to, the likeliest first: for who asked for the registration the
/// father, the mother and whoever else the case is about; then the same person of the case before. Nobody for
/// a field that belongs to no person.
#[must_use]
pub fn people(desk: &Desk<'_>, field: usize) -> Vec<PersonOffer> {
    let Some(target) = desk.book_type.person_with(field) else {
        return Vec::new();
    };
    let mut offers = Vec::new();
    if target.part == Part::Requester {
        let mut others: Vec<&Person> = desk.book_type.people.iter().collect();
        others.retain(|one| one.part != Part::Requester && one.part != Part::Deceased);
        // Who was just born asks for nothing; fathers mostly went.
        others.retain(|one| one.part != Part::Child);
        others.sort_by_key(|one| one.part != Part::Father);
        offers.extend(
            others
                .into_iter()
                .filter_map(|one| offer(desk, desk.record, one, target, false)),
        );
    }
    if let Some(before) = desk.before.first() {
        offers.extend(offer(desk, before, target, target, true));
    }
    offers
}

fn offer(
    desk: &Desk<'_>,
    record: &Record,
    from: &Person,
    to: &Person,
    before: bool,
) -> Option<PersonOffer> {
    let name = record.text(from.name);
    if name.is_empty() {
        return None;
    }
    let fields = &desk.book_type.fields;
    let mut values: Vec<(usize, FieldValue)> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let Some(what) = to.about(&field.column) else {
            continue;
        };
        if field.role == Some(Role::Relation) && !before {
            if let Some(relation) = &from.relation {
                values.push((index, FieldValue::given(relation)));
            }
            continue;
        }
        let twin = desk
            .book_type
            .field_index(&format!("{}{what}", from.prefix));
        let value = twin
            .map(|twin| record.at(twin))
            .filter(|value| !value.read().is_empty());
        // A doubt goes with the reading; what was said about it belongs to its own field.
        let bare = |value: &FieldValue| FieldValue::said(value.state, &value.text);
        values.extend(value.map(|value| (index, bare(value))));
    }
    Some(PersonOffer {
        part: from.part,
        before,
        name: name.to_owned(),
        values,
    })
}
