-- What is known of how a page was cut, as JSON: drawn by a person, or carried from a page that was.
CREATE TABLE layout (
    page BLOB PRIMARY KEY REFERENCES page (id),
    book BLOB NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX layout_by_book ON layout (book);
