-- What a book's fields hold most often, by what they mean, for what is offered in other books of its office: made
-- anew once nobody types there any more. Nothing of it is data; it may be deleted.
CREATE TABLE phrases (
    book       BLOB PRIMARY KEY,
    -- How it was made.
    version    INTEGER NOT NULL,
    -- The last change of the book then.
    change_set BLOB,
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
