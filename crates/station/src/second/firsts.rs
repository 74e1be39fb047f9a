//! Who typed what as the first.

use std::collections::HashMap;

use sohoa_core::book::Id;

use crate::Result;
use crate::station::Inner;
use crate::store::Keyer;

/// The first keyers of a book's fields. What nobody typed was left out by whoever typed most of the case: leaving out
/// is a reading as any other.
pub(super) struct Firsts {
    fields: HashMap<(Id, String), Keyer>,
    cases: HashMap<Id, Keyer>,
}

impl Firsts {
    pub(super) fn of_book(inner: &Inner, book: Id) -> Result<Self> {
        let fields = inner.store.first_keyers(book)?;
        let mut typed: HashMap<Id, HashMap<&Keyer, u32>> = HashMap::new();
        for ((case, _), keyer) in &fields {
            *typed.entry(*case).or_default().entry(keyer).or_default() += 1;
        }
        let most = |keyers: HashMap<&Keyer, u32>| {
            let most = keyers
                .into_iter()
                .max_by(|(a, x), (b, y)| x.cmp(y).then(b.cmp(a)));
            most.map(|(keyer, _)| keyer.clone())
        };
        let cases = typed
            .into_iter()
            .filter_map(|(case, keyers)| Some((case, most(keyers)?)))
            .collect();
        Ok(Self { fields, cases })
    }

    /// Whose reading a field is; nothing where nobody typed anything of the case.
    pub(super) fn of(&self, case: Id, column: &str) -> Option<&Keyer> {
        let typed = self.fields.get(&(case, column.to_owned()));
        typed.or_else(|| self.cases.get(&case))
    }
}
