CREATE TABLE assignment (
    id   BLOB PRIMARY KEY,
    book BLOB NOT NULL REFERENCES book (id),
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE blind_book (
    book BLOB PRIMARY KEY REFERENCES book (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE book (
    id     BLOB PRIMARY KEY,
    kind   TEXT NOT NULL,
    year   INTEGER NOT NULL,
    volume INTEGER NOT NULL,
    place  TEXT NOT NULL,
    sheet  TEXT NOT NULL,
    state  TEXT NOT NULL
, closing_cases INTEGER, closing_pages INTEGER, spots TEXT, keying TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    change_set BLOB NOT NULL REFERENCES change_set (id),
    nth        INTEGER NOT NULL,
    body       TEXT NOT NULL, over TEXT,
    PRIMARY KEY (change_set, nth)
) STRICT, WITHOUT ROWID;

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
, person BLOB, station BLOB, hash BLOB) STRICT;

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

CREATE TABLE desk (
    book         BLOB NOT NULL,
    who          TEXT NOT NULL,
    registration BLOB NOT NULL,
    field        TEXT NOT NULL,
    PRIMARY KEY (book, who)
) STRICT, WITHOUT ROWID;

CREATE TABLE disputed (
    book BLOB NOT NULL REFERENCES book (id),
    part TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (book, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE handed (
    book    BLOB NOT NULL,
    station BLOB NOT NULL,
    deeds   BLOB NOT NULL,
    PRIMARY KEY (book, station)
) STRICT, WITHOUT ROWID;

CREATE TABLE indexed (
    book    BLOB PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE inspecting (
    lot          BLOB NOT NULL REFERENCES lot (id),
    registration BLOB NOT NULL,
    person       BLOB NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (lot, registration, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE inspection (
    lot          BLOB NOT NULL REFERENCES lot (id),
    registration BLOB NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (lot, registration)
) STRICT, WITHOUT ROWID;

CREATE TABLE layout (
    page BLOB PRIMARY KEY,
    book BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lot (
    id   BLOB PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE original (
    sha256 TEXT PRIMARY KEY,
    bytes  INTEGER NOT NULL,
    ending TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE package_note (
    book    BLOB NOT NULL,
    content TEXT NOT NULL,
    who     TEXT NOT NULL,
    at      TEXT NOT NULL,
    folder  TEXT NOT NULL,
    nth     INTEGER NOT NULL, head TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (book, content)
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
, shape TEXT, looked_at INTEGER NOT NULL DEFAULT 0, number INTEGER) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id     BLOB PRIMARY KEY,
    name   TEXT NOT NULL,
    roles  TEXT NOT NULL,
    active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE phrases (
    book       BLOB PRIMARY KEY,
    -- How it was made.
    version    INTEGER NOT NULL,
    -- The last change of the book then.
    change_set BLOB,
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
    registration BLOB NOT NULL PRIMARY KEY,
    body         TEXT NOT NULL,
    -- Who changed it last.
    who          TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE registration (
    id      BLOB PRIMARY KEY,
    book    BLOB NOT NULL REFERENCES book (id),
    rank    INTEGER NOT NULL,
    pages   TEXT NOT NULL,
    state   TEXT NOT NULL,
    removed INTEGER NOT NULL
, held TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE said (
    registration BLOB NOT NULL,
    noun         TEXT NOT NULL,
    column_name  TEXT NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (registration, noun, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret (
    person     BLOB PRIMARY KEY REFERENCES person (id),
    phc        TEXT NOT NULL,
    -- The code with which a forgotten password is replaced, likewise.
    recovery   TEXT,
    -- Wrong tries in a row, and until when none is heard.
    wrong      INTEGER NOT NULL DEFAULT 0,
    wait_until TEXT
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE seek USING fts5(
    words,
    content = '', contentless_delete = 1, detail = none,
    prefix = '2 3 4 5 6 7', tokenize = 'ascii'
);

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sought (
    place        INTEGER PRIMARY KEY,
    registration BLOB NOT NULL UNIQUE,
    -- Of its words, so that a change that leaves them as they are costs nothing.
    digest       INTEGER NOT NULL
) STRICT;

CREATE TABLE station (
    id   BLOB PRIMARY KEY,
    -- Its public key, ed25519.
    key  BLOB NOT NULL,
    name TEXT NOT NULL,
    at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE survey (
    original TEXT NOT NULL REFERENCES original (sha256),
    frame    INTEGER NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (original, frame)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    book       BLOB PRIMARY KEY,
    change_set BLOB NOT NULL,
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE trace (
    key          INTEGER NOT NULL,
    registration BLOB NOT NULL,
    PRIMARY KEY (key, registration)
) STRICT, WITHOUT ROWID;

CREATE TABLE traced (
    book    BLOB PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE typist (
    registration BLOB NOT NULL,
    person       BLOB NOT NULL,
    later        INTEGER NOT NULL,
    PRIMARY KEY (registration, person, later)
) STRICT, WITHOUT ROWID;

CREATE INDEX assignment_of_book ON assignment (book);

CREATE INDEX change_set_by_book ON change_set (book, seq);

CREATE INDEX confirmation_by_case ON confirmation (registration);

CREATE INDEX layout_by_book ON layout (book);

CREATE INDEX page_by_book ON page (book, rank);

CREATE INDEX registration_by_book ON registration (book, rank);

CREATE INDEX registration_held ON registration (book) WHERE held IS NOT NULL;

CREATE INDEX said_returned ON said (registration)
    WHERE noun = 'mark' AND column_name = '' AND substr(body, 1, 18) = '{"said":"returned"';

CREATE INDEX trace_by_case ON trace (registration);

CREATE INDEX typist_by_person ON typist (person);
