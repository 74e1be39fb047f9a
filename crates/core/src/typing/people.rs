//! A person whose data stand elsewhere already: the father who asked for the registration, the parents of the
//! child before.

use serde::Serialize;
use ts_rs::TS;

use super::Desk;
use crate::record::{FieldValue, Record};
use crate::schema::{BookType, Part, Person, Role};
use crate::viet::fold::name_key;

/// A person that may be meant, and what they bring along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[ts(export_to = "index.ts")]
pub struct PersonOffer {
    /// What they are where they stand.
    pub part: Part,
    /// They stand in the case before, not in this one.
    pub before: bool,
    /// The case of another book, or of this one, in which they stand: a marriage, an older sibling's birth.
    pub elsewhere: Option<String>,
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

/// A case that may hold the parents of a child.
#[derive(Debug, Clone)]
pub struct Elsewhere<'a> {
    /// Its book's type.
    pub book_type: &'a BookType,
    /// What was typed.
    pub record: Record,
    /// How it is called: book and number.
    pub place: String,
}

/// The name by which cases with the parents of a child are looked for, when a field belongs to one of them: the
/// other parent's, else their own.
#[must_use]
pub fn parent_known<'a>(desk: &Desk<'a>, field: usize) -> Option<&'a str> {
    let (own, other) = parents(desk, field)?;
    let name = |person: &Person| desk.record.text(person.name);
    [other.map_or("", name), name(own)]
        .into_iter()
        .find(|name| !name.is_empty())
}

/// The parent that a field belongs to, and the other one.
fn parents<'a>(desk: &Desk<'a>, field: usize) -> Option<(&'a Person, Option<&'a Person>)> {
    let own = desk.book_type.person_with(field)?;
    let other = match own.part {
        Part::Mother => Part::Father,
        Part::Father => Part::Mother,
        _ => return None,
    };
    Some((own, desk.book_type.person(other)))
}

/// Parents as they stand in a marriage or at the birth of an older sibling: whoever goes with the other parent's
/// name there, or bears the name that is typed already. Each once.
#[must_use]
pub fn parents_elsewhere(
    desk: &Desk<'_>,
    field: usize,
    cases: &[Elsewhere<'_>],
) -> Vec<PersonOffer> {
    let Some((own, other)) = parents(desk, field) else {
        return Vec::new();
    };
    let typed = |person: &Person| name_key(desk.record.text(person.name));
    let (own_typed, other_typed) = (typed(own), other.map_or_else(String::new, typed));
    let mut offers: Vec<PersonOffer> = Vec::new();
    for case in cases {
        let there = |part: Part| {
            let spouse = match part {
                Part::Father => Part::Husband,
                _ => Part::Wife,
            };
            let person = case.book_type.person(part);
            person.or_else(|| case.book_type.person(spouse))
        };
        let (Some(from), Some(with)) = (there(own.part), other.and_then(|other| there(other.part)))
        else {
            continue;
        };
        let name = |person: &Person| name_key(case.record.text(person.name));
        let fits = |typed: &str, there: &str| typed.is_empty() || typed == there;
        let (own_there, other_there) = (name(from), name(with));
        let known = !(own_typed.is_empty() && other_typed.is_empty());
        if !known || !fits(&own_typed, &own_there) || !fits(&other_typed, &other_there) {
            continue;
        }
        let offer = filled(desk, (case.book_type, &case.record, from), own);
        offers.extend(
            offer
                .filter(|offer| offers.iter().all(|known| known.values != offer.values))
                .map(|offer| PersonOffer {
                    elsewhere: Some(case.place.clone()),
                    ..offer
                }),
        );
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
    let mut offer = filled(desk, (desk.book_type, record, from), to)?;
    offer.before = before;
    if before {
        return Some(offer);
    }
    let relation =
        desk.book_type.fields.iter().position(|field| {
            field.role == Some(Role::Relation) && to.about(&field.column).is_some()
        });
    if let (Some(index), Some(relation)) = (relation, &from.relation) {
        offer.values.retain(|(at, _)| *at != index);
        offer.values.push((index, FieldValue::given(relation)));
        offer.values.sort_by_key(|(at, _)| *at);
    } else if let Some(index) = relation {
        offer.values.retain(|(at, _)| *at != index);
    }
    Some(offer)
}

/// What a person brings along from where they stand, for the fields of one of this book.
fn filled(
    desk: &Desk<'_>,
    (book_type, record, from): (&BookType, &Record, &Person),
    to: &Person,
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
        let twin = book_type.field_index(&format!("{}{what}", from.prefix));
        let value = twin
            .map(|twin| record.at(twin))
            .filter(|value| !value.read().is_empty());
        // A doubt goes with the reading; what was said about it belongs to its own field.
        let bare = |value: &FieldValue| FieldValue::said(value.state, &value.text);
        values.extend(value.map(|value| (index, bare(value))));
    }
    Some(PersonOffer {
        part: from.part,
        before: false,
        elsewhere: None,
        name: name.to_owned(),
        values,
    })
}
