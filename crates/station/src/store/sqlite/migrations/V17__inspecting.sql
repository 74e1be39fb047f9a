-- What somebody typed or said of a case of a sample and has not sent yet, as JSON. It is nobody's result, and in no
-- history: it is there so that nothing typed is lost.
CREATE TABLE inspecting (
    lot          BLOB NOT NULL REFERENCES lot (id),
    registration BLOB NOT NULL,
    person       BLOB NOT NULL,
    body         TEXT NOT NULL,
    PRIMARY KEY (lot, registration, person)
) STRICT, WITHOUT ROWID;
