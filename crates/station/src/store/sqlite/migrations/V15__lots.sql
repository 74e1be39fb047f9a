-- What is handed in and looked at together: how it came about, what was drawn, how it ended, as JSON. Every byte of it
-- is said by the history, which is looked at before minutes are made.
CREATE TABLE lot (
    id   BLOB PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was found in a case of its sample, likewise.
CREATE TABLE inspection (
    lot          BLOB NOT NULL REFERENCES lot (id),
    registration BLOB NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (lot, registration)
) STRICT, WITHOUT ROWID;
