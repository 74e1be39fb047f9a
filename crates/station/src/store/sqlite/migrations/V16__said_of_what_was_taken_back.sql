-- Work of several stations may say something of a case that one of them took back, and may show where a page was cut
-- that another one took back: it is kept, as what was typed is, and is there again with its case or page.
ALTER TABLE said RENAME TO said_before;
CREATE TABLE said (
    registration BLOB NOT NULL,
    noun         TEXT NOT NULL,
    column_name  TEXT NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (registration, noun, column_name)
) STRICT, WITHOUT ROWID;
INSERT INTO said SELECT * FROM said_before;
DROP TABLE said_before;

ALTER TABLE layout RENAME TO layout_before;
CREATE TABLE layout (
    page BLOB PRIMARY KEY,
    book BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO layout SELECT * FROM layout_before;
DROP TABLE layout_before;
CREATE INDEX layout_by_book ON layout (book);
