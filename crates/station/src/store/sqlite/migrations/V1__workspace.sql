-- Identities are UUIDv7 in 16 bytes, so that workspaces can be merged and rows sort by age.
-- Times are RFC 3339 in UTC. Lists inside a row (pictures of a case) are JSON.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE book (
    id     BLOB PRIMARY KEY,
    kind   TEXT NOT NULL,
    year   INTEGER NOT NULL,
    volume INTEGER NOT NULL,
    place  TEXT NOT NULL,
    sheet  TEXT NOT NULL,
    state  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A file as it was brought in. Its bytes lie in originals/, named by the hash, never changed.
CREATE TABLE original (
    sha256 TEXT PRIMARY KEY,
    bytes  INTEGER NOT NULL,
    ending TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
    id            BLOB PRIMARY KEY,
    book          BLOB NOT NULL REFERENCES book (id),
    rank          INTEGER NOT NULL,
    original      TEXT NOT NULL REFERENCES original (sha256),
    frame         INTEGER NOT NULL,
    file          TEXT NOT NULL,
    width         INTEGER NOT NULL,
    height        INTEGER NOT NULL,
    quarter_turns INTEGER NOT NULL,
    role          TEXT NOT NULL,
    removed       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX page_by_book ON page (book, rank);

-- "case" is a word of SQL.
CREATE TABLE registration (
    id      BLOB PRIMARY KEY,
    book    BLOB NOT NULL REFERENCES book (id),
    rank    INTEGER NOT NULL,
    pages   TEXT NOT NULL,
    state   TEXT NOT NULL,
    removed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX registration_by_book ON registration (book, rank);

-- What was typed. A field nobody touched has no row. No reference to its case: taking back the
-- cutting of a page must not depend on the order in which rows go.
CREATE TABLE field_value (
    registration BLOB NOT NULL,
    field        TEXT NOT NULL,
    text         TEXT NOT NULL,
    state        TEXT NOT NULL,
    PRIMARY KEY (registration, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE confirmation (
    id           BLOB PRIMARY KEY,
    registration BLOB NOT NULL,
    rule         TEXT NOT NULL,
    field        TEXT NOT NULL,
    value        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    who          TEXT NOT NULL,
    at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmation_by_case ON confirmation (registration);

-- The history: a deed, and below it every row it changed, before and after. Deeds are ordered by
-- seq, not by their identity: the clock of an old machine may jump back.
CREATE TABLE change_set (
    seq    INTEGER PRIMARY KEY,
    id     BLOB NOT NULL UNIQUE,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL,
    op     TEXT NOT NULL,
    book   BLOB NOT NULL,
    of     BLOB,
    batch  BLOB,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX change_set_by_book ON change_set (book, seq);

CREATE TABLE change (
    change_set BLOB NOT NULL REFERENCES change_set (id),
    nth        INTEGER NOT NULL,
    body       TEXT NOT NULL,
    PRIMARY KEY (change_set, nth)
) STRICT, WITHOUT ROWID;

-- Derived: may be emptied at any time.
CREATE TABLE tally (
    book       BLOB PRIMARY KEY,
    change_set BLOB NOT NULL,
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where somebody was working: not part of the history.
CREATE TABLE desk (
    book         BLOB NOT NULL,
    who          TEXT NOT NULL,
    registration BLOB NOT NULL,
    field        TEXT NOT NULL,
    PRIMARY KEY (book, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE package_note (
    book    BLOB NOT NULL,
    content TEXT NOT NULL,
    who     TEXT NOT NULL,
    at      TEXT NOT NULL,
    folder  TEXT NOT NULL,
    nth     INTEGER NOT NULL,
    PRIMARY KEY (book, content)
) STRICT, WITHOUT ROWID;
