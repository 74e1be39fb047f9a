//! What is offered while a field is being typed: values of this book, most used and last used first, then the
//! lists of reference. Learned from what is typed, kept in memory, sent nowhere.

use std::collections::HashMap;
use std::sync::LazyLock;

use sohoa_core::book::{Book, Id};
use sohoa_core::facts::place::Era;
use sohoa_core::facts::{ethnic, nation, place};
use sohoa_core::find::Query;
use sohoa_core::record::FieldValue;
use sohoa_core::rules::CaseInput;
use sohoa_core::schema::{BookType, Kind, Part, Role};
use sohoa_core::typing::{self, Elsewhere};
use sohoa_core::viet::fold::search_key;

use crate::meetings::record_of;
use crate::station::Inner;
use crate::store::Change;
use crate::view::{Offer, OfferFrom, People};
use crate::{Result, Station, StationError};

/// How many are offered.
const MOST: usize = 5;
/// Longest text that is worth offering, characters.
const LONGEST: usize = 200;
/// Books opened from this year on know provinces and communes only (1 July 2025).
const TWO_RANKS: u16 = 2026;
/// Letters typed before the lists of places are asked.
const FOR_PLACES: usize = 2;
/// Marriages, and births, that are looked at for the parents of a child.
const FAMILIES: usize = 30;
/// How many beginnings of names are offered.
const BEGINNINGS: usize = 3;
/// Names that have a beginning in common until it is offered.
const COMMON: u32 = 2;

/// Fields that share their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Group {
    /// Addresses and units of all people.
    Places,
    /// How names of people begin.
    Beginnings,
    /// What stands behind a comma in an address, to its end.
    Ends,
    /// One field's own.
    Field(usize),
}

impl Group {
    fn of(book_type: &BookType, field: usize) -> Option<Self> {
        match book_type.fields.get(field)?.kind {
            Kind::Address | Kind::AdminUnit => Some(Self::Places),
            Kind::Name
            | Kind::Ethnicity
            | Kind::Nationality
            | Kind::RegistrationPlace
            | Kind::Text
            | Kind::Note => Some(Self::Field(field)),
            _ => None,
        }
    }
}

struct Phrase {
    key: String,
    uses: u32,
    /// When it was used last, by a count of uses.
    last: u64,
}

/// The values of a book, by the fields that share them.
#[derive(Default)]
pub(crate) struct Phrases {
    groups: HashMap<Group, HashMap<String, Phrase>>,
    clock: u64,
}

impl Phrases {
    /// Those of a whole book.
    pub fn of(book_type: &BookType, inputs: &[CaseInput]) -> Self {
        let mut all = Self::default();
        for input in inputs {
            for field in 0..book_type.fields.len() {
                all.used(book_type, field, input.record.at(field));
            }
        }
        all
    }

    fn used(&mut self, book_type: &BookType, field: usize, value: &FieldValue) {
        let text = value.text.as_str();
        let Some(group) = Group::of(book_type, field) else {
            return;
        };
        if text.is_empty() || text.chars().count() > LONGEST {
            return;
        }
        self.clock += 1;
        self.seen(group, text);
        for (group, part) in parts(book_type, field, text) {
            self.seen(group, &part);
        }
    }

    fn seen(&mut self, group: Group, text: &str) {
        let group = self.groups.entry(group).or_default();
        if let Some(phrase) = group.get_mut(text) {
            phrase.uses += 1;
            phrase.last = self.clock;
            return;
        }
        let phrase = Phrase {
            key: search_key(text),
            uses: 1,
            last: self.clock,
        };
        group.insert(text.to_owned(), phrase);
    }

    fn unused(&mut self, book_type: &BookType, field: usize, value: &FieldValue) {
        let text = value.text.as_str();
        let Some(group) = Group::of(book_type, field) else {
            return;
        };
        if text.chars().count() > LONGEST {
            return;
        }
        self.gone(group, text);
        for (group, part) in parts(book_type, field, text) {
            self.gone(group, &part);
        }
    }

    fn gone(&mut self, group: Group, text: &str) {
        let Some(group) = self.groups.get_mut(&group) else {
            return;
        };
        if let Some(phrase) = group.get_mut(text) {
            phrase.uses -= 1;
            if phrase.uses == 0 {
                group.remove(text);
            }
        }
    }

    /// Addresses that are new in this book and end like others of it, once their last comma is typed.
    fn ended(&self, typed: &str) -> Vec<String> {
        let Some(comma) = typed.rfind([',', ';']) else {
            return Vec::new();
        };
        let (head, rest) = typed.split_at(comma + 1);
        let ends = self.fitting(Group::Ends, rest.trim());
        let whole = ends.into_iter().map(|end| format!("{head} {end}"));
        whole.filter(|text| text != typed).collect()
    }

    /// How names begin that begin like what is typed.
    fn beginnings(&self, typed: &str) -> Vec<String> {
        let known = self.groups.get(&Group::Beginnings);
        let common = |text: &str| known.is_some_and(|all| all[text].uses >= COMMON);
        let all = self.fitting(Group::Beginnings, typed);
        let all = all.into_iter().filter(|text| common(text));
        all.map(str::to_owned).collect()
    }

    /// Takes in a change, so that a slip that was mended is not offered again.
    pub fn follow(&mut self, book_type: &BookType, change: &Change) {
        if let Change::Value {
            column,
            before,
            after,
            ..
        } = change
            && let Some(field) = book_type.field_index(column)
        {
            self.unused(book_type, field, before);
            self.used(book_type, field, after);
        }
    }

    /// Those that fit what is typed, the best first. Before anything is typed, the last used.
    fn fitting(&self, group: Group, typed: &str) -> Vec<&str> {
        let Some(known) = self.groups.get(&group) else {
            return Vec::new();
        };
        let key = search_key(typed);
        let mut found: Vec<(u8, &str, &Phrase)> = known
            .iter()
            .filter(|(text, _)| *text != typed)
            .filter_map(|(text, phrase)| {
                Some((typing::matches(&key, &phrase.key)?, text.as_str(), phrase))
            })
            .collect();
        // Twice as often weighs as much as twice as lately.
        let weight = |phrase: &Phrase| {
            let age = (self.clock - phrase.last + 1) as f64;
            f64::from(phrase.uses) / age.sqrt()
        };
        found.sort_by(|a, b| {
            (a.0.cmp(&b.0))
                .then(weight(b.2).total_cmp(&weight(a.2)))
                .then(a.1.cmp(b.1))
        });
        found.into_iter().take(MOST).map(|one| one.1).collect()
    }
}

impl Station {
    /// What may be meant by what is being typed into a field, the best first. Nothing of it is kept until a
    /// person takes it.
    ///
    /// # Errors
    /// `unknown_case`, `unknown_field`
    pub fn offers(&self, case: Id, column: &str, typed: &str) -> Result<Vec<Offer>> {
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
        inner.contents(book)?;
        let contents = inner.open_book()?;
        let phrases = contents.phrases(book_type);
        let whole = phrases.fitting(group, typed).into_iter().map(str::to_owned);
        let mut known: Vec<String> = whole.collect();
        if group == Group::Places {
            let ended = phrases.ended(typed);
            known.extend(ended);
        }
        for text in known {
            if offers.len() < MOST && offers.iter().all(|one| one.text != text) {
                offers.push(Offer {
                    text,
                    from: OfferFrom::Book,
                    begins: false,
                });
            }
        }
        for text in from_lists(book_type.fields[field].kind, typed, &contents.book) {
            if offers.len() < MOST && offers.iter().all(|one| one.text != text) {
                offers.push(Offer {
                    text,
                    from: OfferFrom::List,
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

    /// How a name may begin: like others of the case, or of the book.
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
            let cases = self.families(&inner, case, &name)?;
            let contents = inner.contents(book)?;
            let found = |desk: &typing::Desk<'_>| typing::parents_elsewhere(desk, field, &cases);
            let parents = self.at_desk(contents, &settings, index, found)?;
            people.splice(0..0, parents);
        }
        Ok(People(people))
    }

    /// Marriages and births of the workspace in which somebody of that name stands.
    fn families(&self, inner: &Inner, not: Id, name: &str) -> Result<Vec<Elsewhere<'_>>> {
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

/// Parts of a value that are offered by themselves: the beginnings of the name of a person, the ends of an
/// address.
fn parts(book_type: &BookType, field: usize, text: &str) -> Vec<(Group, String)> {
    match book_type.fields[field].kind {
        Kind::Name if book_type.person_of(field).is_some() => typing::beginnings(text)
            .map(|begin| (Group::Beginnings, begin))
            .collect(),
        Kind::Address | Kind::AdminUnit => text
            .match_indices([',', ';'])
            .map(|(at, _)| text[at + 1..].trim())
            .filter(|end| !end.is_empty())
            .map(|end| (Group::Ends, end.to_owned()))
            .collect(),
        _ => Vec::new(),
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
