-- How a page lies in its picture, as JSON; absent when the whole picture is the page. And whether a
-- person has looked at it.
ALTER TABLE page ADD COLUMN shape TEXT;
ALTER TABLE page ADD COLUMN looked_at INTEGER NOT NULL DEFAULT 0;

-- What was measured of a picture when it came, as JSON. Derived from the original: not in the history,
-- and measured again when it is missing.
CREATE TABLE survey (
    original TEXT NOT NULL REFERENCES original (sha256),
    frame    INTEGER NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (original, frame)
) STRICT, WITHOUT ROWID;
