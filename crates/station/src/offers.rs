//! What is offered while a field is being typed: values of this book, most used and last used first, then those of
//! the other books of its office, then the lists of reference. Learned from what is typed, sent nowhere.

use std::sync::LazyLock;

use sohoa_core::book::{Book, Id};
use sohoa_core::facts::place::Era;
use sohoa_core::facts::{ethnic, nation, place};
use sohoa_core::find::Query;
use sohoa_core::people::Right;
use sohoa_core::schema::{Kind, Part, Role};
use sohoa_core::typing::{self, Elsewhere};
use sohoa_core::viet::fold::search_key;

use crate::meetings::record_of;
use crate::phrases::Group;
use crate::station::Inner;
use crate::view::{Offer, OfferFrom, People};
use crate::{Result, Station, StationError};

/// How many are offered.
pub(crate) const MOST: usize = 5;
/// Books opened from this year on know provinces and communes only (1 July 2025).
const TWO_RANKS: u16 = 2026;
/// Letters typed before the lists of places are asked.
const FOR_PLACES: usize = 2;
/// Marriages, and births, that are looked at for the parents of a child.
const FAMILIES: usize = 30;
/// How many beginnings of names are offered.
const BEGINNINGS: usize = 3;

impl Station {
    /// What may be meant by what is being typed into a field, the best first. Nothing of it is kept until a
    /// person takes it.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`
    pub fn offers(&self, case: Id, column: &str, typed: &str) -> Result<Vec<Offer>> {
        let _asked = self.may(Right::Key)?;
        self.pace.worked();
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let kind = inner.contents(book)?.book.kind.clone();
        let book_type = self.knowledge.book_type(&kind)?;
        let field = book_type
            .field_index(column)
            .ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
        if book_type.fields[field].kind == Kind::DateWords {
            return self.words(case, field, typed, &mut inner, book);
        }
        let Some(group) = Group::of(book_type, field) else {
            return Ok(Vec::new());
        };
        let mut offers = Vec::new();
        let about_person = book_type.person_of(field).is_some();
        if about_person && book_type.fields[field].kind == Kind::Name {
            offers = self.names_begun(case, field, typed, &mut inner, book)?;
        }
        // Whose name it is nobody knows before its first letter.
        if typed.trim().is_empty() && about_person {
            return Ok(offers);
        }
        let office = self.office(&mut inner, book);
        inner.contents(book)?;
        let contents = inner.open_book()?;
        let phrases = contents.phrases(book_type);
        let places = group == Group::Places;
        let mut known: Vec<(String, OfferFrom)> = Vec::new();
        let mut add = |texts: Vec<String>, from| {
            known.extend(texts.into_iter().map(|text| (text, from)));
        };
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        add(owned(phrases.fitting(group, typed)), OfferFrom::Book);
        if places {
            add(phrases.ended(typed), OfferFrom::Book);
        }
        if let Some(office) = &office {
            if let Some(meaning) = group.told_as(book_type) {
                add(owned(office.fitting(&meaning, typed)), OfferFrom::Office);
            }
            if places {
                add(office.ended(typed), OfferFrom::Office);
            }
        }
        let kind = book_type.fields[field].kind;
        add(from_lists(kind, typed, &contents.book), OfferFrom::List);
        for (text, from) in known {
            if offers.len() < MOST && offers.iter().all(|one| one.text != text) {
                offers.push(Offer {
                    text,
                    from,
                    begins: false,
                });
            }
        }
        Ok(offers)
    }
}

impl Station {
    /// The date in digits, in words.
    fn words(
        &self,
        case: Id,
        field: usize,
        typed: &str,
        inner: &mut Inner,
        book: Id,
    ) -> Result<Vec<Offer>> {
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let index = contents.case_index(case)?;
        let said = self.at_desk(contents, &settings, index, |desk| {
            typing::words(desk, field)
        })?;
        let fits = |text: &String| typing::matches(&search_key(typed), &search_key(text)).is_some();
        let offer = said.filter(|text| text != typed && fits(text));
        Ok(offer
            .map(|text| Offer {
                text,
                from: OfferFrom::Case,
                begins: false,
            })
            .into_iter()
            .collect())
    }

    /// How a name may begin: like others of the case, of the book, or of the office.
    fn names_begun(
        &self,
        case: Id,
        field: usize,
        typed: &str,
        inner: &mut Inner,
        book: Id,
    ) -> Result<Vec<Offer>> {
        let key = search_key(typed);
        // One that stands there already is no help.
        let help = |begin: &String| {
            let begin = search_key(begin);
            !key.starts_with(&begin) && matches!(typing::matches(&key, &begin), Some(0 | 1 | 3))
        };
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let index = contents.case_index(case)?;
        let of_case = self.at_desk(contents, &settings, index, |desk| {
            typing::family_names(desk, field)
        })?;
        let mut found: Vec<(String, OfferFrom)> = Vec::new();
        found.extend(of_case.into_iter().map(|text| (text, OfferFrom::Case)));
        if !typed.trim().is_empty() {
            let book_type = self.knowledge.book_type(&contents.book.kind)?;
            let known = inner.open_book()?.phrases(book_type).beginnings(typed);
            found.extend(known.into_iter().map(|text| (text, OfferFrom::Book)));
            if let Some(office) = self.office(inner, book) {
                let known = office.beginnings(typed).into_iter();
                found.extend(known.map(|text| (text, OfferFrom::Office)));
            }
        }
        found.retain(|(text, _)| help(text));
        let mut offers: Vec<Offer> = Vec::new();
        for (small, from) in found {
            // As somebody types who leaves the capitals to the box, or sets them.
            let set = typed.chars().any(char::is_uppercase);
            let text = if set { typing::titled(&small) } else { small };
            if offers.len() < BEGINNINGS && offers.iter().all(|one| one.text != text) {
                let begins = true;
                offers.push(Offer { text, from, begins });
            }
        }
        Ok(offers)
    }

    /// Who the person may be that a field belongs to, the likeliest first, with what would be filled in.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`
    pub fn people(&self, case: Id, column: &str) -> Result<People> {
        let _asked = self.may(Right::Key)?;
        let mut inner = self.inner();
        let book = inner.book_of_case(case)?;
        let settings = inner.settings.clone();
        let contents = inner.contents(book)?;
        let index = contents.case_index(case)?;
        let book_type = self.knowledge.book_type(&contents.book.kind)?;
        let field = book_type
            .field_index(column)
            .ok_or_else(|| StationError::new("unknown_field").with("field", column))?;
        let found = |desk: &typing::Desk<'_>| {
            let name = typing::parent_known(desk, field).map(str::to_owned);
            (typing::people(desk, field), name)
        };
        let (mut people, name) = self.at_desk(contents, &settings, index, found)?;
        if let Some(name) = name {
            let cases = self.families(&mut inner, case, &name)?;
            let contents = inner.contents(book)?;
            let found = |desk: &typing::Desk<'_>| typing::parents_elsewhere(desk, field, &cases);
            let parents = self.at_desk(contents, &settings, index, found)?;
            people.splice(0..0, parents);
        }
        Ok(People(people))
    }

    /// Marriages and births of the workspace in which somebody of that name stands.
    fn families(&self, inner: &mut Inner, not: Id, name: &str) -> Result<Vec<Elsewhere<'_>>> {
        let query = Query::parse(name);
        let mut cases = Vec::new();
        for book_type in self.knowledge.catalogue.types() {
            let parts = [Part::Wife, Part::Mother];
            if !parts.iter().any(|part| book_type.person(*part).is_some()) {
                continue;
            }
            for case in inner
                .store
                .sought(&query, Some(&book_type.code), FAMILIES)?
            {
                let found = inner.store.case(case)?.filter(|_| case != not);
                let Some(found) = found else { continue };
                if inner.hides(found.book, case)? {
                    continue;
                }
                let record = record_of(book_type, inner.store.record(case)?);
                let code = inner.book(found.book)?.code();
                let number = record.role_text(book_type, Role::Number);
                cases.push(Elsewhere {
                    place: match number {
                        "" => code,
                        number => format!("{code} số {number}"),
                    },
                    book_type,
                    record,
                });
            }
        }
        Ok(cases)
    }
}

/// Names with their keys, which are the same at every letter.
type Keyed = LazyLock<Vec<(&'static str, String)>>;
static GROUPS: Keyed = LazyLock::new(|| keyed(ethnic::all()));
static NATIONS: Keyed = LazyLock::new(|| keyed(nation::all()));

fn keyed(names: &[&'static str]) -> Vec<(&'static str, String)> {
    names.iter().map(|name| (*name, search_key(name))).collect()
}

/// What the lists of reference have.
fn from_lists(kind: Kind, typed: &str, book: &Book) -> Vec<String> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let named = |keys: &'static [(&'static str, String)]| {
        let values = keys.iter().map(|(name, key)| (*name, key.as_str()));
        let best = typing::best(typed, values, MOST);
        best.into_iter().map(str::to_owned).collect()
    };
    let era = if book.year < TWO_RANKS {
        Era::Before2025
    } else {
        Era::Since2025
    };
    match kind {
        Kind::Ethnicity => named(&GROUPS),
        Kind::Nationality => named(&NATIONS),
        Kind::Address | Kind::AdminUnit | Kind::RegistrationPlace
            if typed.chars().filter(|c| c.is_alphanumeric()).count() >= FOR_PLACES =>
        {
            place::completions(typed, &book.place, era, MOST)
        }
        _ => Vec::new(),
    }
}
