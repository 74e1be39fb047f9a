//! Books: adding them, listing them with how far they have come.

use sohoa_core::book::{Book, BookState, CaseState, Closing, Id};
use sohoa_core::keying::Keying;
use sohoa_core::people::Right;
use sohoa_core::value::text;

use crate::station::Inner;
use crate::store::{Change, Op, Tally};
use crate::view::{BookRow, Counts, NewBook};
use crate::{Result, Station, StationError};

impl Station {
    /// Every book with how far it has come.
    ///
    /// # Errors
    /// What the disk says.
    pub fn books(&self) -> Result<Vec<BookRow>> {
        let _asked = self.may(Right::Look)?;
        let books = self.inner().store.books()?;
        books.into_iter().map(|book| self.row(book)).collect()
    }

    /// Every book, without looking at what is in it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn books_known(&self) -> Result<Vec<Book>> {
        let _asked = self.may(Right::Look)?;
        Ok(self.inner().store.books()?)
    }

    /// One book with how far it has come.
    ///
    /// # Errors
    /// `unknown_book`
    pub fn book(&self, book: Id) -> Result<BookRow> {
        let _asked = self.may(Right::Look)?;
        let found = self.inner().book(book)?;
        self.row(found)
    }

    /// Finds a book by its code (`KS.2008.01`).
    ///
    /// # Errors
    /// `unknown_book`
    pub fn book_named(&self, code: &str) -> Result<Book> {
        let _asked = self.may(Right::Look)?;
        let books = self.inner().store.books()?;
        let found = books
            .into_iter()
            .find(|book| book.code().eq_ignore_ascii_case(code));
        found.ok_or_else(|| StationError::new("unknown_book").with("book", code))
    }

    /// Adds a book.
    ///
    /// # Errors
    /// `unknown_type`, `unknown_sheet`, `bad_year`, `bad_volume`, `book_exists`
    pub fn book_add(&self, new: &NewBook) -> Result<BookRow> {
        let _asked = self.may(Right::Capture)?;
        let book_type = self.knowledge.book_type(&new.kind)?;
        if !(1900..=2100).contains(&new.year) {
            return Err(StationError::new("bad_year").with("year", new.year));
        }
        if !(1..=999).contains(&new.volume) {
            return Err(StationError::new("bad_volume").with("volume", new.volume));
        }
        let sheet = new
            .sheet
            .clone()
            .unwrap_or_else(|| book_type.default_sheet.clone());
        if book_type.sheet(&sheet).is_none() {
            return Err(StationError::new("unknown_sheet").with("sheet", sheet));
        }
        let mut inner = self.inner();
        let place = match new
            .place
            .as_deref()
            .map(text::clean)
            .filter(|place| !place.is_empty())
        {
            Some(place) => place,
            None => inner.store.setting("place")?.unwrap_or_default(),
        };
        let book = Book {
            id: self.host.new_id(),
            kind: new.kind.clone(),
            year: new.year,
            volume: new.volume,
            place,
            sheet,
            state: BookState::Open,
            closing: Closing::default(),
            spots: Vec::new(),
            keying: Keying::default(),
        };
        if inner
            .store
            .books()?
            .iter()
            .any(|other| other.code() == book.code())
        {
            return Err(StationError::new("book_exists").with("book", book.code()));
        }
        inner.transact(
            Op::BookAdd,
            book.id,
            vec![Change::Book {
                before: None,
                after: Some(book.clone()),
            }],
        )?;
        drop(inner);
        self.row(book)
    }

    /// Keeps what the office wrote when it closed the ledger.
    ///
    /// # Errors
    /// `unknown_book`, `bad_setting`
    pub fn book_closing(&self, book: Id, closing: Closing) -> Result<BookRow> {
        let _asked = self.may(Right::Key)?;
        let sane = |count: Option<u32>| count.is_none_or(|count| (1..=100_000).contains(&count));
        if !sane(closing.cases) || !sane(closing.pages) {
            return Err(StationError::new("bad_setting").with("what", "số ghi khi khóa sổ"));
        }
        let mut inner = self.inner();
        let before = inner.book(book)?;
        if before.closing != closing {
            let after = Book {
                closing,
                state: BookState::Open,
                ..before.clone()
            };
            let change = Change::Book {
                before: Some(before),
                after: Some(after),
            };
            inner.transact(Op::BookClosing, book, vec![change])?;
        }
        drop(inner);
        self.book(book)
    }

    fn row(&self, book: Book) -> Result<BookRow> {
        let (tally, last) = self.tally(&book)?;
        let disputed = self.inner().store.disputed_count(book.id)?;
        let thirds = match book.keying.is_double() {
            true => self.inner().store.thirds(book.id)?,
            false => 0,
        };
        let (who, changed_at) = last.map(|l| (l.who, l.at)).unwrap_or_default();
        Ok(BookRow {
            id: book.id,
            code: book.code(),
            kind: book.kind,
            year: book.year,
            volume: book.volume,
            place: book.place,
            sheet: book.sheet,
            pages: tally.pages,
            loose_pages: tally.loose_pages,
            cases: tally.cases,
            begun: tally.begun,
            done: tally.done,
            findings: Counts {
                error: tally.error,
                warning: tally.warning,
                info: tally.info,
            },
            begun_findings: Counts {
                error: tally.begun_error,
                warning: tally.begun_warning,
                info: tally.info,
            },
            disputed,
            state: book.state,
            closing: book.closing,
            keying: book.keying,
            thirds,
            who,
            changed_at,
        })
    }

    /// The tally of a book: the kept one when nothing changed since, else worked out and kept.
    fn tally(&self, book: &Book) -> Result<(Tally, Option<crate::store::LastChange>)> {
        let mut inner = self.inner();
        let last = inner.store.last_change(book.id)?;
        if let Some(last) = &last
            && let Some(tally) = inner.store.tally(book.id, last.id)?
        {
            return Ok((tally, Some(last.clone())));
        }
        let tally = inner.as_everybody(book.id, |inner| self.tallied(inner, book.id))?;
        if let Some(last) = &last {
            // Kept so that it need not be counted again, no more: on a full disk a book can still be looked at.
            let _ = inner.store.keep_tally(book.id, last.id, &tally);
        }
        Ok((tally, last))
    }

    /// Counts a book.
    fn tallied(&self, inner: &mut Inner, book: Id) -> Result<Tally> {
        let (counts, of_none) = self.count_book(inner, book)?;
        let contents = inner.contents(book)?;
        let (mut all, mut of_begun, mut begun) = (of_none, of_none, 0);
        for (index, counts) in counts.into_iter().enumerate() {
            // What another office hands in keeps nobody waiting here.
            if contents.cases[index].held.is_some() {
                begun += u32::from(self.is_begun(contents, index));
                continue;
            }
            all = all + counts;
            if self.is_begun(contents, index) {
                of_begun = of_begun + counts;
                begun += 1;
            }
        }
        let done = contents
            .cases
            .iter()
            .filter(|c| c.state == CaseState::Done || c.held.is_some());
        Ok(Tally {
            pages: contents.pages.len() as u32,
            loose_pages: contents.loose_pages().len() as u32,
            cases: contents.cases.len() as u32,
            begun,
            done: done.count() as u32,
            error: all.error,
            warning: all.warning,
            info: all.info,
            begun_error: of_begun.error,
            begun_warning: of_begun.warning,
        })
    }
}
