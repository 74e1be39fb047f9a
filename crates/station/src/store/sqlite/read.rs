//! Reading rows back into the nouns of the core.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Params, Row, params};
use serde::de::DeserializeOwned;
use sohoa_core::book::{Book, Case, Closing, Confirmation, Id, Page};
use sohoa_core::keying::Keying;
use sohoa_core::layout::PageLayout;
use sohoa_core::record::FieldState;
use sohoa_core::survey::Survey;

use super::super::{
    BookPhrases, Change, LastChange, Met, Original, PackageNote, Stated, StoreError, Tally, Typed,
    Values,
};
use super::{SqliteStore, body};

/// A word or list kept as JSON text inside a column.
pub(super) fn json<T: DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|e| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(e))
    })
}

/// A bare word (an enum without content) kept as text.
pub(super) fn word<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    json(&serde_json::Value::String(text).to_string())
}

fn book(row: &Row<'_>) -> rusqlite::Result<Book> {
    Ok(Book {
        id: row.get("id")?,
        kind: row.get("kind")?,
        year: row.get("year")?,
        volume: row.get("volume")?,
        place: row.get("place")?,
        sheet: row.get("sheet")?,
        state: word(row, "state")?,
        closing: Closing {
            cases: row.get("closing_cases")?,
            pages: row.get("closing_pages")?,
        },
        spots: match row.get::<_, Option<String>>("spots")? {
            Some(body) => json(&body)?,
            None => Vec::new(),
        },
        keying: match row.get::<_, Option<String>>("keying")? {
            Some(body) => json(&body)?,
            None => Keying::default(),
        },
    })
}

fn page(row: &Row<'_>) -> rusqlite::Result<Page> {
    Ok(Page {
        id: row.get("id")?,
        book: row.get("book")?,
        rank: row.get("rank")?,
        original: row.get("original")?,
        frame: row.get("frame")?,
        file: row.get("file")?,
        width: row.get("width")?,
        height: row.get("height")?,
        quarter_turns: row.get("quarter_turns")?,
        role: word(row, "role")?,
        removed: row.get("removed")?,
        shape: row
            .get::<_, Option<String>>("shape")?
            .map(|text| json(&text))
            .transpose()?,
        looked_at: row.get("looked_at")?,
        number: row.get("number")?,
    })
}

fn case(row: &Row<'_>) -> rusqlite::Result<Case> {
    Ok(Case {
        id: row.get("id")?,
        book: row.get("book")?,
        rank: row.get("rank")?,
        pages: json(&row.get::<_, String>("pages")?)?,
        state: word(row, "state")?,
        removed: row.get("removed")?,
        held: row
            .get::<_, Option<String>>("held")?
            .map(|text| json(&text))
            .transpose()?,
    })
}

fn confirmation(row: &Row<'_>) -> rusqlite::Result<Confirmation> {
    Ok(Confirmation {
        id: row.get("id")?,
        case: row.get("registration")?,
        rule: row.get("rule")?,
        field: row.get("field")?,
        value: json(&row.get::<_, String>("value")?)?,
        reason: row.get("reason")?,
        who: row.get("who")?,
        at: row.get("at")?,
    })
}

impl SqliteStore {
    pub(super) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement
            .query_map(params, read)?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(rows)
    }

    pub(super) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row(params, read).optional()?)
    }

    pub(super) fn read_setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.one("SELECT value FROM setting WHERE name = ?1", [name], |row| {
            row.get(0)
        })
    }

    pub(super) fn read_books(&self) -> Result<Vec<Book>, StoreError> {
        self.all(
            "SELECT * FROM book ORDER BY kind, year, volume, id",
            [],
            book,
        )
    }

    pub(super) fn read_book(&self, id: Id) -> Result<Option<Book>, StoreError> {
        self.one("SELECT * FROM book WHERE id = ?1", [id], book)
    }

    pub(super) fn read_page(&self, id: Id) -> Result<Option<Page>, StoreError> {
        self.one("SELECT * FROM page WHERE id = ?1", [id], page)
    }

    pub(super) fn read_pages(&self, book: Id) -> Result<Vec<Page>, StoreError> {
        self.all(
            "SELECT * FROM page WHERE book = ?1 ORDER BY rank, id",
            [book],
            page,
        )
    }

    pub(super) fn read_layouts(&self, book: Id) -> Result<Vec<PageLayout>, StoreError> {
        let here = "SELECT l.body FROM layout l JOIN page p ON p.id = l.page WHERE l.book = ?1";
        self.all(here, [book], |row| json(&row.get::<_, String>(0)?))
    }

    pub(super) fn read_layout(&self, page: Id) -> Result<Option<PageLayout>, StoreError> {
        self.one("SELECT body FROM layout WHERE page = ?1", [page], |row| {
            json(&row.get::<_, String>(0)?)
        })
    }

    pub(super) fn read_surveys(&self, book: Id) -> Result<HashMap<Id, Survey>, StoreError> {
        let rows = self.all(
            "SELECT page.id, survey.body FROM page JOIN survey USING (original, frame) WHERE page.book = ?1",
            [book],
            |row| Ok((row.get(0)?, json(&row.get::<_, String>(1)?)?)),
        )?;
        Ok(rows.into_iter().collect())
    }

    pub(super) fn read_case(&self, id: Id) -> Result<Option<Case>, StoreError> {
        self.one("SELECT * FROM registration WHERE id = ?1", [id], case)
    }

    pub(super) fn read_cases(&self, book: Id) -> Result<Vec<Case>, StoreError> {
        self.all(
            "SELECT * FROM registration WHERE book = ?1 ORDER BY rank, id",
            [book],
            case,
        )
    }

    pub(super) fn read_holding(&self) -> Result<Vec<Id>, StoreError> {
        self.all(
            "SELECT DISTINCT book FROM registration WHERE held IS NOT NULL AND removed = 0",
            [],
            |row| row.get(0),
        )
    }

    pub(super) fn read_records(&self, book: Id) -> Result<Vec<Typed>, StoreError> {
        self.all(
            "SELECT v.registration, v.body, v.who FROM registration r
             JOIN record v ON v.registration = r.id WHERE r.book = ?1",
            [book],
            |row| {
                Ok(Typed {
                    case: row.get(0)?,
                    values: body::read(row.get_ref(1)?.as_str()?)?,
                    who: row.get(2)?,
                })
            },
        )
    }

    pub(super) fn read_record(&self, case: Id) -> Result<Values, StoreError> {
        let found = self.one(
            "SELECT body FROM record WHERE registration = ?1",
            [case],
            |row| body::read(row.get_ref(0)?.as_str()?),
        )?;
        Ok(found.unwrap_or_default())
    }

    pub(super) fn read_met(
        &self,
        book: Id,
        case: Option<Id>,
        most: usize,
    ) -> Result<Vec<Met>, StoreError> {
        let met = |row: &Row<'_>| {
            Ok(Met {
                key: row.get::<_, i64>(0)?.cast_unsigned(),
                case: row.get(1)?,
                other: row.get(2)?,
            })
        };
        let mine = match case {
            Some(_) => "SELECT key, registration FROM trace WHERE registration = ?2",
            None => {
                "SELECT t.key, t.registration FROM registration r JOIN trace t ON t.registration = r.id
                 WHERE r.book = ?1 AND ?2 IS NULL"
            }
        };
        // CROSS JOIN keeps the order of the loops: from these few traces to those who share them.
        let sql = format!(
            "SELECT mine.key, mine.registration, other.registration FROM ({mine}) mine
             CROSS JOIN trace other ON other.key = mine.key
             CROSS JOIN registration r ON r.id = other.registration
             WHERE r.book <> ?1 AND r.removed = 0"
        );
        let mut found = self.all(&sql, params![book, case], met)?;
        let mut shared: HashMap<(u64, Id), usize> = HashMap::new();
        for one in &found {
            *shared.entry((one.key, one.case)).or_default() += 1;
        }
        found.retain(|one| shared[&(one.key, one.case)] <= most);
        Ok(found)
    }

    pub(super) fn read_stated(&self, book: Id) -> Result<Vec<Stated>, StoreError> {
        let said = self.all(
            "SELECT c.body, s.who, s.at FROM change_set s JOIN change c ON c.change_set = s.id
             WHERE s.book = ?1 AND (c.body LIKE '%\"state\":\"leftOut\"%' OR c.body LIKE '%\"state\":\"illegible\"%'
                OR c.body LIKE '%\"state\":\"doubtful\"%')
             ORDER BY s.seq",
            [book],
            |row| {
                Ok((
                    json::<Change>(&row.get::<_, String>(0)?)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, String>(2)?,
                ))
            },
        )?;
        let mut last: HashMap<(Id, String), (String, String)> = HashMap::new();
        for (change, who, at) in said {
            if let Change::Value {
                case,
                column,
                after,
                ..
            } = change
                && after.state != FieldState::Given
            {
                last.insert((case, column), (who, at));
            }
        }
        let stated = |((case, column), (who, at))| Stated {
            case,
            column,
            who,
            at,
        };
        Ok(last.into_iter().map(stated).collect())
    }

    pub(super) fn read_untraced(&self, version: u32) -> Result<Vec<Id>, StoreError> {
        self.all(
            "SELECT id FROM book WHERE NOT EXISTS
                 (SELECT 1 FROM traced WHERE traced.book = book.id AND traced.version = ?1)",
            [version],
            |row| row.get(0),
        )
    }

    pub(super) fn read_confirmation(&self, id: Id) -> Result<Option<Confirmation>, StoreError> {
        self.one(
            "SELECT * FROM confirmation WHERE id = ?1",
            [id],
            confirmation,
        )
    }

    pub(super) fn read_confirmations(&self, book: Id) -> Result<Vec<Confirmation>, StoreError> {
        self.all(
            "SELECT c.* FROM registration r JOIN confirmation c ON c.registration = r.id WHERE r.book = ?1 ORDER BY c.id",
            [book],
            confirmation,
        )
    }

    pub(super) fn read_original(&self, sha256: &str) -> Result<Option<Original>, StoreError> {
        self.one(
            "SELECT * FROM original WHERE sha256 = ?1",
            [sha256],
            |row| {
                Ok(Original {
                    sha256: row.get("sha256")?,
                    bytes: row.get::<_, i64>("bytes")?.unsigned_abs(),
                    ending: row.get("ending")?,
                })
            },
        )
    }

    pub(super) fn read_last_change(&self, book: Id) -> Result<Option<LastChange>, StoreError> {
        self.one(
            "SELECT id, at, who FROM change_set WHERE book = ?1 ORDER BY seq DESC LIMIT 1",
            [book],
            |row| {
                Ok(LastChange {
                    id: row.get(0)?,
                    at: row.get(1)?,
                    who: row.get(2)?,
                })
            },
        )
    }

    pub(super) fn count_handed_in(&self, book: Id) -> Result<u32, StoreError> {
        let count = self.one(
            "SELECT count(*) FROM registration WHERE book = ?1 AND removed = 0 AND held IS NULL",
            [book],
            |row| row.get(0),
        )?;
        Ok(count.unwrap_or(0))
    }

    pub(super) fn read_tally(&self, book: Id, change_set: Id) -> Result<Option<Tally>, StoreError> {
        let body: Option<String> = self.one(
            "SELECT body FROM tally WHERE book = ?1 AND change_set = ?2",
            params![book, change_set],
            |row| row.get(0),
        )?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    }

    pub(super) fn read_unlearned(&self, version: u32) -> Result<Vec<Id>, StoreError> {
        self.all(
            "SELECT id FROM book WHERE NOT EXISTS
                 (SELECT 1 FROM phrases p WHERE p.book = book.id AND p.version = ?1 AND p.change_set IS
                     (SELECT id FROM change_set c WHERE c.book = book.id ORDER BY seq DESC LIMIT 1))",
            [version],
            |row| row.get(0),
        )
    }

    pub(super) fn read_phrases(&self, book: Id) -> Result<Option<BookPhrases>, StoreError> {
        let body: Option<String> =
            self.one("SELECT body FROM phrases WHERE book = ?1", [book], |row| {
                row.get(0)
            })?;
        Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
    }

    pub(super) fn read_desk(
        &self,
        book: Id,
        who: &str,
    ) -> Result<Option<(Id, String)>, StoreError> {
        self.one(
            "SELECT registration, field FROM desk WHERE book = ?1 AND who = ?2",
            params![book, who],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    pub(super) fn read_package_note(
        &self,
        book: Id,
        content: &str,
    ) -> Result<Option<PackageNote>, StoreError> {
        self.one(
            "SELECT * FROM package_note WHERE book = ?1 AND content = ?2",
            params![book, content],
            package_note,
        )
    }

    pub(super) fn read_last_package(&self, book: Id) -> Result<Option<PackageNote>, StoreError> {
        self.one(
            "SELECT * FROM package_note WHERE book = ?1 ORDER BY nth DESC LIMIT 1",
            [book],
            package_note,
        )
    }
}

fn package_note(row: &Row<'_>) -> rusqlite::Result<PackageNote> {
    Ok(PackageNote {
        who: row.get("who")?,
        at: row.get("at")?,
        folder: row.get("folder")?,
        head: row.get("head")?,
    })
}
