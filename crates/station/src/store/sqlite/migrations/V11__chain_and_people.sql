-- Who did it, where the workspace knows people; the name stays beside it.
ALTER TABLE change_set ADD COLUMN person BLOB;
-- The station it was done at; empty for this one.
ALTER TABLE change_set ADD COLUMN station BLOB;
-- SHA-256 over the entry before and this one.
ALTER TABLE change_set ADD COLUMN hash BLOB;
-- Of what came from another station: the deeds whose writes this one replaced there, a list of identities. What was
-- done here replaced what stood.
ALTER TABLE change ADD COLUMN over TEXT;
