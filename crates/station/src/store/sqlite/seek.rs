//! The index by which cases are found, over SQLite's FTS5. Its words are ASCII and come from the core.

use std::hash::{Hash, Hasher};

use rusqlite::{OptionalExtension, params};
use rustc_hash::FxHasher;
use sohoa_core::book::Id;
use sohoa_core::find::{Asked, Key, Query, Words, kind_word};

use super::super::{StoreError, Tracer};
use super::SqliteStore;

/// What every word begins with in the index, so that each has a list of its own: columns of FTS5 share one, and
/// a word that is in every place would make looking for it among names slow.
const SUBJECT: char = 'a';
const MARKED: char = 'm';
const OTHERS: char = 'o';
const NUMBERS: char = 'n';

/// How strictly words are looked for, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Whole words of the names the case is about, with marks where they were typed.
    Whole,
    /// The last of them still being typed.
    Typing,
    /// Whole words whatever the marks.
    BareWhole,
    /// The last of these still being typed.
    Bare,
    /// In the names of others and in places, too.
    Anywhere,
    /// Beginnings of words.
    Beginnings,
}

impl SqliteStore {
    /// Makes the words of cases anew; `None` for one that is to be found no more.
    ///
    /// FTS5 writes down and merges what it has gathered whenever another statement may have to be taken back, and
    /// whenever a place comes before the last one: its own statements come after all others, in the order of places.
    pub(super) fn put_words(&self, all: &[(Id, Option<Words>)]) -> Result<(), StoreError> {
        let db = &self.connection;
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for (case, words) in all {
            let known: Option<(i64, i64)> = db
                .prepare_cached("SELECT place, digest FROM sought WHERE registration = ?1")?
                .query_row([case], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let digest = words.as_ref().map(digest);
            if known.map(|known| known.1) == digest {
                continue;
            }
            gone.extend(known.map(|(place, _)| place));
            let (Some(words), Some(digest)) = (words, digest) else {
                db.prepare_cached("DELETE FROM sought WHERE registration = ?1")?
                    .execute([case])?;
                continue;
            };
            let place: i64 = db
                .prepare_cached(
                    "INSERT INTO sought (registration, digest) VALUES (?1, ?2)
                     ON CONFLICT (registration) DO UPDATE SET digest = ?2 RETURNING place",
                )?
                .query_row(params![case, digest], |row| row.get(0))?;
            come.push((place, words));
        }
        gone.sort_unstable();
        come.sort_unstable_by_key(|(place, _)| *place);
        let mut delete = db.prepare_cached("DELETE FROM seek WHERE rowid = ?1")?;
        for place in gone {
            delete.execute([place])?;
        }
        let mut insert = db.prepare_cached("INSERT INTO seek (rowid, words) VALUES (?1, ?2)")?;
        for (place, words) in come {
            insert.execute(params![place, kept(words)])?;
        }
        Ok(())
    }

    pub(super) fn read_unindexed(&self, version: u32) -> Result<Vec<Id>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id FROM book WHERE NOT EXISTS
                 (SELECT 1 FROM indexed WHERE indexed.book = book.id AND indexed.version = ?1)",
        )?;
        let books = statement.query_map([version], |row| row.get(0))?;
        Ok(books.collect::<Result<_, _>>()?)
    }

    pub(super) fn indexed(&self, book: Id, version: u32) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO indexed (book, version) VALUES (?1, ?2) ON CONFLICT (book) DO UPDATE SET version = ?2",
            )?
            .execute(params![book, version])?;
        Ok(())
    }

    /// Makes the words of a whole book anew.
    pub(super) fn index(&self, book: Id, tracer: &dyn Tracer) -> Result<(), StoreError> {
        let Some(found) = self.read_book(book)? else {
            return Ok(());
        };
        let live: std::collections::HashSet<Id> = self
            .read_cases(book)?
            .into_iter()
            .filter(|case| !case.removed)
            .map(|case| case.id)
            .collect();
        let words = self.read_records(book)?.into_iter().map(|typed| {
            let words = live
                .contains(&typed.case)
                .then(|| tracer.words(&found.kind, typed.values));
            (typed.case, words.flatten())
        });
        self.put_words(&words.collect::<Vec<_>>())?;
        self.indexed(book, tracer.words_version())
    }

    /// The cases a query means, the best first, the last added first among equals; at most `most`.
    pub(super) fn read_sought(
        &self,
        query: &Query,
        kind: Option<&str>,
        most: usize,
    ) -> Result<Vec<Id>, StoreError> {
        let named = query
            .asked
            .iter()
            .any(|asked| matches!(asked, Asked::Text { .. }));
        let marked = |asked: &Asked| {
            matches!(
                asked,
                Asked::Text {
                    marked: Some(_),
                    ..
                }
            )
        };
        let ways: &[Way] = match (named, query.asked.iter().any(marked)) {
            (false, _) => &[Way::Anywhere],
            (true, false) => &[Way::Whole, Way::Typing, Way::Anywhere, Way::Beginnings],
            (true, true) => &[
                Way::Whole,
                Way::Typing,
                Way::BareWhole,
                Way::Bare,
                Way::Anywhere,
                Way::Beginnings,
            ],
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT registration FROM sought WHERE place IN
                 (SELECT rowid FROM seek WHERE seek MATCH ?1 ORDER BY rowid DESC LIMIT ?2)
             ORDER BY place DESC",
        )?;
        let mut found: Vec<Id> = Vec::new();
        for &way in ways {
            if way == Way::Beginnings && !found.is_empty() {
                break;
            }
            let asked = match_of(query, kind, way);
            // What a stricter way found is found again.
            let limit = (found.len() + most) as i64;
            let rows = statement.query_map(params![asked, limit], |row| row.get(0))?;
            for id in rows {
                let id: Id = id?;
                if found.len() < most && !found.contains(&id) {
                    found.push(id);
                }
            }
            if found.len() >= most {
                break;
            }
        }
        Ok(found)
    }
}

fn digest(words: &Words) -> i64 {
    let mut hasher = FxHasher::default();
    (&words.subject, &words.marked).hash(&mut hasher);
    (&words.others, &words.numbers).hash(&mut hasher);
    hasher.finish().cast_signed()
}

/// The words of a case as the index keeps them.
fn kept(words: &Words) -> String {
    let mut out = String::new();
    let parts = [
        (SUBJECT, &words.subject),
        (MARKED, &words.marked),
        (OTHERS, &words.others),
        (NUMBERS, &words.numbers),
    ];
    for (of, words) in parts {
        for word in words.split(' ').filter(|word| !word.is_empty()) {
            out.push(of);
            out.push_str(word);
            out.push(' ');
        }
    }
    out
}

/// The query in the words of FTS5. Every word is plain ASCII letters and digits.
fn match_of(query: &Query, kind: Option<&str>, way: Way) -> String {
    let mut all: Vec<String> = Vec::new();
    let last = query.asked.len().saturating_sub(1);
    for (at, asked) in query.asked.iter().enumerate() {
        let star = match way {
            Way::Whole | Way::BareWhole => "",
            Way::Beginnings => " *",
            _ if at == last => " *",
            _ => "",
        };
        all.push(match asked {
            Asked::Number(keys) => number_of(keys),
            Asked::Text { bare, marked } => match (way, marked) {
                (Way::Whole | Way::Typing, Some(marked)) => format!("\"{MARKED}{marked}\"{star}"),
                (Way::Anywhere | Way::Beginnings, _) => {
                    format!("(\"{SUBJECT}{bare}\"{star} OR \"{OTHERS}{bare}\"{star})")
                }
                _ => format!("\"{SUBJECT}{bare}\"{star}"),
            },
        });
    }
    if let Some(kind) = kind {
        all.push(format!("\"{NUMBERS}{}\"", kind_word(kind)));
    }
    all.join(" AND ")
}

fn number_of(keys: &[Key]) -> String {
    let mut any: Vec<String> = Vec::new();
    for Key { word, begins } in keys {
        any.push(format!(
            "\"{NUMBERS}{word}\"{}",
            if *begins { " *" } else { "" }
        ));
        // A number may also stand in a place: `tổ 7`.
        let bare = word.strip_prefix('s').filter(|bare| bare.len() <= 3);
        if let Some(bare) = bare {
            any.push(format!("\"{OTHERS}{bare}\""));
        }
    }
    format!("({})", any.join(" OR "))
}
