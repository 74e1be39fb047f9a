-- By what a case is found: words in ASCII (see the core's `find`), without the texts themselves. Kept in the same
-- transaction as the change. What an older program wrote is indexed book by book after opening.
CREATE TABLE sought (
    place        INTEGER PRIMARY KEY,
    registration BLOB NOT NULL UNIQUE,
    -- Of its words, so that a change that leaves them as they are costs nothing.
    digest       INTEGER NOT NULL
) STRICT;
CREATE VIRTUAL TABLE seek USING fts5(
    words,
    content = '', contentless_delete = 1, detail = none,
    prefix = '2 3 4 5 6 7', tokenize = 'ascii'
);
CREATE TABLE indexed (
    book    BLOB PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
