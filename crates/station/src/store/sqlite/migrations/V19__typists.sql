-- Who typed into which case, as the history has it, so that the history of hundreds of books need not be read to know
-- whose own work a case is. `person` is empty for those without an account; `later` is what was typed a second time, or
-- by a third person. No references: what another station did may come before its cases.
CREATE TABLE typist (
    registration BLOB NOT NULL,
    person       BLOB NOT NULL,
    later        INTEGER NOT NULL,
    PRIMARY KEY (registration, person, later)
) STRICT, WITHOUT ROWID;
CREATE INDEX typist_by_person ON typist (person);

INSERT OR IGNORE INTO typist (registration, person, later)
SELECT unhex(replace(json_extract(c.body, '$.case'), '-', '')), coalesce(s.person, x''),
    s.op IN ('second_key', 'adjudicate_anew') OR c.body LIKE '{"of":"reading"%'
FROM change_set s JOIN change c ON c.change_set = s.id
WHERE s.op NOT IN ('cases_cut', 'layout_draw', 'layout_right', 'layout_carry', 'records_receive', 'compare',
        'adjudicate', 'settle')
    AND (c.body LIKE '{"of":"value"%' OR c.body LIKE '{"of":"reading"%');

-- Cases that came back to be mended are looked for whenever somebody sees the shelf.
CREATE INDEX said_returned ON said (registration)
    WHERE noun = 'mark' AND column_name = '' AND substr(body, 1, 18) = '{"said":"returned"';
