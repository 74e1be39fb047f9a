//! How often keyers slip: by field and by person, first and second keyers apart.

use std::collections::BTreeMap;

use sohoa_core::book::Id;
use sohoa_core::keying::{Keying, Standing, Twice};
use sohoa_core::people::Right;

use super::eyes::by_case;
use super::firsts::Firsts;
use super::{is_through, taken};
use crate::store::Keyer;
use crate::view::{KeyingLook, SlipRate};
use crate::{Result, Station};

/// Fields typed, and those of them that turned out to be slips.
#[derive(Default, Clone, Copy)]
struct Count {
    typed: u32,
    slips: u32,
}

impl Station {
    /// How far the double keying of a book has come, and how often its keyers slipped. Only fields count of which it
    /// is known what stands.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn keying_look(&self, book: Id) -> Result<KeyingLook> {
        let _asked = self.may(Right::Adjudicate)?;
        let inner = self.inner();
        let firsts = Firsts::of_book(&inner, book)?;
        let contents = inner.read_whole(book)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let readings = by_case(inner.store.readings(book)?);
        let keying = &contents.book.keying;
        let columns = |twice| -> Vec<String> {
            let of = Keying {
                twice,
                ..Keying::default()
            };
            taken(book_type, &of).map(str::to_owned).collect()
        };
        let mut look = KeyingLook {
            keying: keying.clone(),
            possible: columns(Twice::Everything),
            critical: columns(Twice::Critical),
            cases: contents.cases.len() as u32,
            ..KeyingLook::default()
        };
        let mut people: BTreeMap<(bool, Keyer), Count> = BTreeMap::new();
        let mut fields: BTreeMap<(bool, usize), Count> = BTreeMap::new();
        for case in contents.cases.iter().filter(|_| keying.is_double()) {
            let own = readings.get(&case.id);
            look.begun += u32::from(own.is_some());
            look.through += u32::from(is_through(book_type, keying, own));
            for column in taken(book_type, keying) {
                let Some(reading) = own.and_then(|own| own.get(column)) else {
                    continue;
                };
                match &reading.standing {
                    Standing::Third { .. } => look.thirds += 1,
                    Standing::Again { .. } => look.again += 1,
                    _ => {}
                }
                let (Some(slips), Some(field)) =
                    (reading.standing.slips(), book_type.field_index(column))
                else {
                    continue;
                };
                let second = Keyer {
                    who: reading.who.clone(),
                    person: reading.person,
                };
                let first = firsts.of(case.id, column).cloned();
                let told = [
                    first.map(|first| (false, first, slips.first)),
                    Some((true, second, slips.second)),
                ];
                for (is_second, keyer, slip) in told.into_iter().flatten() {
                    for count in [
                        people.entry((is_second, keyer)).or_default(),
                        fields.entry((is_second, field)).or_default(),
                    ] {
                        count.typed += 1;
                        count.slips += u32::from(slip);
                    }
                }
            }
        }
        let rate = |second: bool, name: String, count: Count| SlipRate {
            name,
            second,
            typed: count.typed,
            slips: count.slips,
        };
        look.people = people
            .into_iter()
            .map(|((second, keyer), count)| rate(second, keyer.who, count))
            .collect();
        look.fields = fields
            .into_iter()
            .map(|((second, field), count)| {
                rate(second, book_type.fields[field].full_name(), count)
            })
            .collect();
        Ok(look)
    }
}
