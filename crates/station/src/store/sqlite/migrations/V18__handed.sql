-- Which deeds of a book another station has for sure, because its bundles brought them: 16 bytes each. What goes back
-- there need not carry them.
CREATE TABLE handed (
    book    BLOB NOT NULL,
    station BLOB NOT NULL,
    deeds   BLOB NOT NULL,
    PRIMARY KEY (book, station)
) STRICT, WITHOUT ROWID;
