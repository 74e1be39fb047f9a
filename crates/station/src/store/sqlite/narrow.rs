//! The narrow interface over the tables: which method of the store is answered where.

use std::collections::{HashMap, HashSet};

use rusqlite::params;
use sohoa_core::acceptance::{InspectDraft, Inspection, Lot};
use sohoa_core::assignment::Assignment;
use sohoa_core::book::{Book, Case, Confirmation, Id, Page};
use sohoa_core::checking::Mark;
use sohoa_core::find::Query;
use sohoa_core::keying::Reading;
use sohoa_core::layout::PageLayout;
use sohoa_core::people::Person;
use sohoa_core::survey::Survey;

use super::super::chain::{Hash, Looked};
use super::super::told::{Disputed, Line, Logged, Taken};
use super::super::{
    BookPhrases, ChangeSet, Keyer, LastChange, LotsKept, Met, Original, PackageNote, Past,
    Returned, Secret, Stated, Store, StoreError, Tally, Tracer, Typed, Values,
};
use super::SqliteStore;
use super::rows::*;
use super::work::{MARK, READING};

impl Store for SqliteStore {
    fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read_setting(name)
    }

    fn keep_setting(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
            .execute([name, value])?;
        Ok(())
    }

    fn people(&self) -> Result<Vec<Person>, StoreError> {
        self.read_people()
    }

    fn person(&self, id: Id) -> Result<Option<Person>, StoreError> {
        self.read_person(id)
    }

    fn secret(&self, person: Id) -> Result<Option<Secret>, StoreError> {
        self.read_secret(person)
    }

    fn with_secrets(&self) -> Result<Vec<Id>, StoreError> {
        self.read_with_secrets()
    }

    fn keep_secret(&mut self, person: Id, secret: &Secret) -> Result<(), StoreError> {
        self.put_secret(person, secret)
    }

    fn worked_on(&self, book: Id, person: Id) -> Result<HashSet<Id>, StoreError> {
        self.read_worked_on(book, person)
    }

    fn typists(&self, book: Id) -> Result<Vec<(Id, Id, bool)>, StoreError> {
        self.read_typists(book)
    }

    fn worked_on_any(&self, books: &[Id], person: Id) -> Result<HashSet<Id>, StoreError> {
        self.read_worked_on_any(books, person)
    }

    fn has_worked_on(&self, case: Id, person: Id) -> Result<bool, StoreError> {
        self.read_has_worked_on(case, person)
    }

    fn lots(&self) -> Result<Vec<Lot>, StoreError> {
        self.read_lots()
    }

    fn lot(&self, id: Id) -> Result<Option<Lot>, StoreError> {
        self.read_lot(id)
    }

    fn inspections(&self, lot: Id) -> Result<Vec<Inspection>, StoreError> {
        self.read_inspections(lot)
    }

    fn inspection(&self, lot: Id, case: Id) -> Result<Option<Inspection>, StoreError> {
        self.read_inspection(lot, case)
    }

    fn inspecting(
        &self,
        lot: Id,
        case: Id,
        person: Id,
    ) -> Result<Option<InspectDraft>, StoreError> {
        self.read_inspecting(lot, case, person)
    }

    fn keep_inspecting(
        &mut self,
        lot: Id,
        case: Id,
        person: Id,
        draft: &InspectDraft,
    ) -> Result<(), StoreError> {
        self.put_inspecting(lot, case, person, draft)
    }

    fn forget_inspecting(&mut self, lot: Id, case: Id) -> Result<(), StoreError> {
        self.delete_inspecting(lot, case)
    }

    fn lots_kept(&self) -> Result<LotsKept, StoreError> {
        self.read_lots_kept()
    }

    fn books(&self) -> Result<Vec<Book>, StoreError> {
        self.read_books()
    }

    fn book(&self, id: Id) -> Result<Option<Book>, StoreError> {
        self.read_book(id)
    }

    fn page(&self, id: Id) -> Result<Option<Page>, StoreError> {
        self.read_page(id)
    }

    fn surveys(&self, book: Id) -> Result<HashMap<Id, Survey>, StoreError> {
        self.read_surveys(book)
    }

    fn pages(&self, book: Id) -> Result<Vec<Page>, StoreError> {
        self.read_pages(book)
    }

    fn case(&self, id: Id) -> Result<Option<Case>, StoreError> {
        self.read_case(id)
    }

    fn cases(&self, book: Id) -> Result<Vec<Case>, StoreError> {
        self.read_cases(book)
    }

    fn handed_in(&self, book: Id) -> Result<u32, StoreError> {
        self.count_handed_in(book)
    }

    fn holding(&self) -> Result<Vec<Id>, StoreError> {
        self.read_holding()
    }

    fn records(&self, book: Id) -> Result<Vec<Typed>, StoreError> {
        self.read_records(book)
    }

    fn record(&self, case: Id) -> Result<Values, StoreError> {
        self.read_record(case)
    }

    fn met(&self, book: Id, case: Option<Id>, most: usize) -> Result<Vec<Met>, StoreError> {
        self.read_met(book, case, most)
    }

    fn untraced(&self, version: u32) -> Result<Vec<Id>, StoreError> {
        self.read_untraced(version)
    }

    fn trace_book(&mut self, book: Id, tracer: &dyn Tracer) -> Result<(), StoreError> {
        let Some(found) = self.read_book(book)? else {
            return Ok(());
        };
        let records = self.read_records(book)?;
        self.whole(|store| {
            store
                .connection
                .prepare_cached(
                    "DELETE FROM trace WHERE registration IN (SELECT id FROM registration WHERE book = ?1)",
                )?
                .execute([book])?;
            let live: HashSet<Id> = store
                .read_cases(book)?
                .into_iter()
                .filter(|case| !case.removed)
                .map(|case| case.id)
                .collect();
            for typed in records {
                if !live.contains(&typed.case) {
                    continue;
                }
                let traces = tracer.traces(&found.kind, typed.case, typed.values);
                store.keep_traces(typed.case, &traces)?;
            }
            store.traced(book, tracer.version())
        })
    }

    fn unindexed(&self, version: u32) -> Result<Vec<Id>, StoreError> {
        self.read_unindexed(version)
    }

    fn index_book(&mut self, book: Id, tracer: &dyn Tracer) -> Result<(), StoreError> {
        self.whole(|store| store.index(book, tracer))
    }

    fn sought(
        &self,
        query: &Query,
        kind: Option<&str>,
        most: usize,
    ) -> Result<Vec<Id>, StoreError> {
        self.read_sought(query, kind, most)
    }

    fn stated(&self, book: Id) -> Result<Vec<Stated>, StoreError> {
        self.read_stated(book)
    }

    fn readings(&self, book: Id) -> Result<Vec<(Id, String, Reading)>, StoreError> {
        self.read_all_said(READING, book)
    }

    fn thirds(&self, book: Id) -> Result<u32, StoreError> {
        self.count_thirds(book)
    }

    fn typed_second(&self, book: Id, columns: &[&str]) -> Result<HashMap<Id, usize>, StoreError> {
        self.count_typed_second(book, columns)
    }

    fn case_readings(&self, case: Id) -> Result<Vec<(String, Reading)>, StoreError> {
        self.read_case_said(READING, case)
    }

    fn reading(&self, case: Id, column: &str) -> Result<Option<Reading>, StoreError> {
        self.read_said(READING, case, column)
    }

    fn case_marks(&self, case: Id) -> Result<Vec<(String, Mark)>, StoreError> {
        self.read_case_said(MARK, case)
    }

    fn whole_marks(&self, book: Id) -> Result<Vec<(Id, Mark)>, StoreError> {
        self.read_whole_marks(book)
    }

    fn returned(&self, book: Option<Id>, whose: Option<Id>) -> Result<Vec<Returned>, StoreError> {
        self.read_returned(book, whose)
    }

    fn mark(&self, case: Id, column: &str) -> Result<Option<Mark>, StoreError> {
        self.read_said(MARK, case, column)
    }

    fn first_keyed(&self, book: Id, person: Id) -> Result<HashSet<Id>, StoreError> {
        self.read_first_keyed(book, person)
    }

    fn first_keyers(&self, book: Id) -> Result<HashMap<(Id, String), Keyer>, StoreError> {
        self.read_first_keyers(book)
    }

    fn assignments(&self, book: Option<Id>) -> Result<Vec<Assignment>, StoreError> {
        self.read_assignments(book)
    }

    fn assignment(&self, id: Id) -> Result<Option<Assignment>, StoreError> {
        self.read_assignment(id)
    }

    fn is_blind(&self, book: Id) -> Result<bool, StoreError> {
        self.read_is_blind(book)
    }

    fn layouts(&self, book: Id) -> Result<Vec<PageLayout>, StoreError> {
        self.read_layouts(book)
    }

    fn layout(&self, page: Id) -> Result<Option<PageLayout>, StoreError> {
        self.read_layout(page)
    }

    fn confirmations(&self, book: Id) -> Result<Vec<Confirmation>, StoreError> {
        self.read_confirmations(book)
    }

    fn confirmation(&self, id: Id) -> Result<Option<Confirmation>, StoreError> {
        self.read_confirmation(id)
    }

    fn original(&self, sha256: &str) -> Result<Option<Original>, StoreError> {
        self.read_original(sha256)
    }

    fn last_change(&self, book: Id) -> Result<Option<LastChange>, StoreError> {
        self.read_last_change(book)
    }

    fn tally(&self, book: Id, change_set: Id) -> Result<Option<Tally>, StoreError> {
        self.read_tally(book, change_set)
    }

    fn keep_tally(&mut self, book: Id, change_set: Id, tally: &Tally) -> Result<(), StoreError> {
        self.lightly(
            "INSERT INTO tally (book, change_set, body) VALUES (?1, ?2, ?3)
             ON CONFLICT (book) DO UPDATE SET change_set = ?2, body = ?3",
            params![book, change_set, json(tally)?],
        )
    }

    fn forget_tallies(&mut self) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM tally", [])?;
        Ok(())
    }

    fn unlearned(&self, version: u32) -> Result<Vec<Id>, StoreError> {
        self.read_unlearned(version)
    }

    fn phrases(&self, book: Id) -> Result<Option<BookPhrases>, StoreError> {
        self.read_phrases(book)
    }

    fn keep_phrases(
        &mut self,
        book: Id,
        change_set: Option<Id>,
        version: u32,
        phrases: &BookPhrases,
    ) -> Result<(), StoreError> {
        self.lightly(
            "INSERT INTO phrases (book, version, change_set, body) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (book) DO UPDATE SET version = ?2, change_set = ?3, body = ?4",
            params![book, version, change_set, json(phrases)?],
        )
    }

    fn apply(
        &mut self,
        set: &ChangeSet,
        disputed: Option<&[Disputed]>,
        tracer: &dyn Tracer,
    ) -> Result<(), StoreError> {
        self.whole(|store| {
            store.apply_inside(set, tracer)?;
            disputed.map_or(Ok(()), |disputed| store.put_disputed(set.book, disputed))
        })
    }

    fn past(&self, book: Id, case: Id) -> Result<Vec<Past>, StoreError> {
        self.read_past(book, case)
    }

    fn deeds(&self, book: Id) -> Result<HashSet<Id>, StoreError> {
        self.read_deeds(book)
    }

    fn handed(&self, book: Id) -> Result<Vec<HashSet<Id>>, StoreError> {
        self.read_handed(book)
    }

    fn keep_handed(
        &mut self,
        book: Id,
        station: Id,
        deeds: &HashSet<Id>,
    ) -> Result<(), StoreError> {
        self.put_handed(book, station, deeds)
    }

    fn log(&self, book: Id) -> Result<Vec<Logged>, StoreError> {
        self.read_log(book)
    }

    fn take(&mut self, book: Id, taken: &Taken, tracer: &dyn Tracer) -> Result<(), StoreError> {
        self.whole(|store| store.take_inside(book, taken, tracer))
    }

    fn disputed(&self, book: Option<Id>) -> Result<Vec<(Id, Disputed)>, StoreError> {
        self.read_disputed(book)
    }

    fn is_disputed(&self, book: Id, thing: Id) -> Result<bool, StoreError> {
        self.read_is_disputed(book, thing)
    }

    fn disputed_count(&self, book: Id) -> Result<u32, StoreError> {
        self.count_disputed(book)
    }

    fn known_station(&self, station: Id) -> Result<Option<Vec<u8>>, StoreError> {
        self.read_station(station)
    }

    fn station_names(&self) -> Result<HashMap<Id, String>, StoreError> {
        self.read_station_names()
    }

    fn keep_station(
        &mut self,
        station: Id,
        key: &[u8],
        name: &str,
        at: &str,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO station (id, key, name, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET name = ?3",
            )?
            .execute(params![station, key, name, at])?;
        Ok(())
    }

    fn look_at_history(&self, heads: &[Hash]) -> Result<Looked, StoreError> {
        self.read_whole_history(heads)
    }

    fn history_lines(&self, tell: &mut dyn FnMut(&Line) -> bool) -> Result<(), StoreError> {
        self.tell_history(tell)
    }

    fn history_head(&self) -> Result<Option<Hash>, StoreError> {
        self.read_head()
    }

    fn undoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError> {
        self.read_undoable(book)
    }

    fn redoable(&self, book: Id) -> Result<Option<ChangeSet>, StoreError> {
        self.read_redoable(book)
    }

    fn desk(&self, book: Id, who: &str) -> Result<Option<(Id, String)>, StoreError> {
        self.read_desk(book, who)
    }

    fn keep_desk(&mut self, book: Id, who: &str, case: Id, column: &str) -> Result<(), StoreError> {
        self.lightly(
            "INSERT INTO desk (book, who, registration, field) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (book, who) DO UPDATE SET registration = ?3, field = ?4",
            params![book, who, case, column],
        )
    }

    fn package_note(&self, book: Id, content: &str) -> Result<Option<PackageNote>, StoreError> {
        self.read_package_note(book, content)
    }

    fn last_package(&self, book: Id) -> Result<Option<PackageNote>, StoreError> {
        self.read_last_package(book)
    }

    fn keep_package_note(
        &mut self,
        book: Id,
        content: &str,
        note: &PackageNote,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO package_note (book, content, who, at, folder, head, nth)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT coalesce(max(nth), 0) + 1 FROM package_note WHERE book = ?1))
                 ON CONFLICT (book, content) DO UPDATE SET folder = ?5, nth = excluded.nth",
            )?
            .execute(params![book, content, note.who, note.at, note.folder, note.head])?;
        Ok(())
    }
}
