-- Where a book's print has its fields: a list of column, picture of the case, part of it.
ALTER TABLE book ADD COLUMN spots TEXT;
