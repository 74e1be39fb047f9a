-- What several stations changed apart from each other and nobody has looked at yet, as JSON.
CREATE TABLE disputed (
    book BLOB NOT NULL REFERENCES book (id),
    part TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (book, part)
) STRICT, WITHOUT ROWID;

-- Stations whose work is taken.
CREATE TABLE station (
    id   BLOB PRIMARY KEY,
    -- Its public key, ed25519.
    key  BLOB NOT NULL,
    name TEXT NOT NULL,
    at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How the history ended when that content was packaged first.
ALTER TABLE package_note ADD COLUMN head TEXT NOT NULL DEFAULT '';
