-- A case that is another office's to hand in: which office, and why, as JSON. From here on a value may
-- also carry a remark and be doubtful, which older programs cannot read.
ALTER TABLE registration ADD COLUMN held TEXT;
CREATE INDEX registration_held ON registration (book) WHERE held IS NOT NULL;
