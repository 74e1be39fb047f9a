-- Which fields of a book are typed twice, as JSON; empty for none.
ALTER TABLE book ADD COLUMN keying TEXT;

-- What was said about a field of a case besides its value: what a second keyer typed (`reading`), what a checker found
-- (`mark`; under an empty column about the whole case), as JSON.
CREATE TABLE said (
    registration BLOB NOT NULL REFERENCES registration (id),
    noun         TEXT NOT NULL,
    column_name  TEXT NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (registration, noun, column_name)
) STRICT, WITHOUT ROWID;

-- Work given to people, as JSON.
CREATE TABLE assignment (
    id   BLOB PRIMARY KEY,
    book BLOB NOT NULL REFERENCES book (id),
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_of_book ON assignment (book);

-- Books of which only the pictures and empty forms are here, to be typed a second time.
CREATE TABLE blind_book (
    book BLOB PRIMARY KEY REFERENCES book (id)
) STRICT, WITHOUT ROWID;
