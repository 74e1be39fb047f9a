-- The number a person read on the page, the first of two on an open book.
ALTER TABLE page ADD COLUMN number INTEGER;
