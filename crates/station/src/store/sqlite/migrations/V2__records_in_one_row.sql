-- The totals written when a ledger was closed.
ALTER TABLE book ADD COLUMN closing_cases INTEGER;
ALTER TABLE book ADD COLUMN closing_pages INTEGER;

-- What was typed for a case, as one JSON object: the text by column; where the ledger leaves a field
-- out or it cannot be read, {"text": …, "state": …}. One row instead of one for each field: a
-- workspace of a million cases is read ten times as fast and takes half the room. A field nobody
-- touched is not in it. No reference to its case: taking back the cutting of a page must not depend
-- on the order in which rows go.
CREATE TABLE record (
    registration BLOB NOT NULL PRIMARY KEY,
    body         TEXT NOT NULL,
    -- Who changed it last.
    who          TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO record (registration, body)
    SELECT registration, json_group_object(field, json(
        CASE state WHEN 'given' THEN json_quote(text) ELSE json_object('text', text, 'state', state) END))
    FROM field_value GROUP BY registration;
DROP TABLE field_value;

-- By what a case may meet others anywhere in the workspace: hashes of names with dates, of numbers
-- of papers. Derived, kept in step with every change; a book whose row in `traced` is missing or of
-- another version is gone through again.
CREATE TABLE trace (
    key          INTEGER NOT NULL,
    registration BLOB NOT NULL,
    PRIMARY KEY (key, registration)
) STRICT, WITHOUT ROWID;
CREATE INDEX trace_by_case ON trace (registration);
CREATE TABLE traced (
    book    BLOB PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
