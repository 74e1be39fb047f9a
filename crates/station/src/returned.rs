//! Cases that a checker, or a lot that was not accepted, gave back to be mended (*bị trả lại*). A lot goes back whole, so
//! there may be hundreds of books of them: what was typed is only read of those that are told.

use std::collections::HashMap;

use sohoa_core::book::Id;
use sohoa_core::checking::{Mark, Said, WHOLE};
use sohoa_core::people::Right;
use sohoa_core::schema::BookType;

use crate::contents::{name_of, number_of};
use crate::meetings::record_of;
use crate::station::Inner;
use crate::view::{ReturnedBook, ReturnedCase};
use crate::{Result, Station};

/// A case that came back: its place, and which it is.
type Back = (u32, Id);

impl Station {
    /// What came back to whoever is here to be mended: cases they typed into and, for those who key, those nobody is
    /// known to have typed. Where nobody signs in, all of them. Without a word about the whole, the fields say why.
    ///
    /// # Errors
    /// What the disk says.
    pub fn returned(&self, book: Option<Id>) -> Result<Vec<ReturnedCase>> {
        let _asked = self.may(Right::Look)?;
        let mut all = Vec::new();
        for (book, back) in self.books_back(book)? {
            let inner = self.inner();
            for one in back {
                all.extend(self.returned_case(&inner, book, one)?);
            }
        }
        all.sort_by(|a, b| (&a.code, a.position).cmp(&(&b.code, b.position)));
        Ok(all)
    }

    /// The same, book by book: how many came back, and the first of them.
    ///
    /// # Errors
    /// What the disk says.
    pub fn returned_books(&self) -> Result<Vec<ReturnedBook>> {
        let _asked = self.may(Right::Look)?;
        let mut all = Vec::new();
        for (book, back) in self.books_back(None)? {
            let cases = back.len() as u32;
            if let Some(first) = back.into_iter().next() {
                let first = self.returned_case(&self.inner(), book, first)?;
                all.extend(first.map(|first| ReturnedBook { cases, first }));
            }
        }
        all.sort_by(|a, b| a.first.code.cmp(&b.first.code));
        Ok(all)
    }

    /// The cases of each book that came back to whoever is here, each with its place, in their order.
    fn books_back(&self, book: Option<Id>) -> Result<Vec<(Id, Vec<Back>)>> {
        let me = self.session.actor().person;
        let keys = self.may_also(Right::Key).is_ok();
        let mut all: HashMap<Id, HashMap<Id, bool>> = HashMap::new();
        for one in self.inner().store.returned(book, me)? {
            if keys || !one.nobodys {
                all.entry(one.book)
                    .or_default()
                    .insert(one.case, one.nobodys);
            }
        }
        let mut books = Vec::new();
        for (book, mut back) in all {
            // Let go between two books: whoever types waits for one of them.
            let mut inner = self.inner();
            // Whoever typed a case first is never its second keyer: what they typed is not hidden from them.
            if me.is_none() || back.values().any(|nobodys| *nobodys) {
                for hidden in inner.hidden_in(book)? {
                    back.remove(&hidden);
                }
            }
            let progress = inner.progress(book)?;
            let placed = progress.cases.iter().zip(1..);
            let placed = placed.filter(|(stand, _)| back.contains_key(&stand.case));
            let back: Vec<Back> = placed.map(|(stand, place)| (place, stand.case)).collect();
            if !back.is_empty() {
                books.push((book, back));
            }
        }
        Ok(books)
    }

    fn returned_case(
        &self,
        inner: &Inner,
        book: Id,
        (position, case): Back,
    ) -> Result<Option<ReturnedCase>> {
        // Mended a moment ago.
        let Some(mark) = inner.store.mark(case, WHOLE)? else {
            return Ok(None);
        };
        let known = inner.book(book)?;
        let book_type = self.knowledge.book_type(&known.kind)?;
        let record = record_of(book_type, inner.store.record(case)?);
        Ok(Some(ReturnedCase {
            book,
            code: known.code(),
            case,
            position,
            number: number_of(book_type, &record).to_owned(),
            name: name_of(book_type, &record),
            reason: match mark.reason.is_empty() {
                true => wrong_fields(book_type, &inner.store.case_marks(case)?),
                false => mark.reason,
            },
            who: mark.who,
            at: mark.at,
        }))
    }
}

/// What is wrong in which fields, in the order of the form.
fn wrong_fields(book_type: &BookType, marks: &[(String, Mark)]) -> String {
    let mut wrong: Vec<(usize, &Mark)> = marks
        .iter()
        .filter(|(_, mark)| mark.said == Said::Wrong)
        .filter_map(|(column, mark)| Some((book_type.field_index(column)?, mark)))
        .collect();
    wrong.sort_by_key(|(field, _)| *field);
    let told = wrong.into_iter().map(|(field, mark)| {
        let name = book_type.fields[field].full_name();
        match mark.reason.is_empty() {
            true => name,
            false => format!("{name}: {}", mark.reason),
        }
    });
    told.collect::<Vec<_>>().join("; ")
}
