-- Who may work here. Nobody is ever deleted.
CREATE TABLE person (
    id     BLOB PRIMARY KEY,
    name   TEXT NOT NULL,
    roles  TEXT NOT NULL,
    active INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How a person proves to be it. Never part of the history: that is handed on.
CREATE TABLE secret (
    person     BLOB PRIMARY KEY REFERENCES person (id),
    phc        TEXT NOT NULL,
    -- The code with which a forgotten password is replaced, likewise.
    recovery   TEXT,
    -- Wrong tries in a row, and until when none is heard.
    wrong      INTEGER NOT NULL DEFAULT 0,
    wait_until TEXT
) STRICT, WITHOUT ROWID;
