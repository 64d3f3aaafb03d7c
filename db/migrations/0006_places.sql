-- Places put right by the user, and the place names that the user adds.

-- The row as the program had it, as JSON, where the user said otherwise; null while the row is the program's.
ALTER TABLE place ADD COLUMN found TEXT;

-- A list of place names that belongs to this project.
CREATE TABLE place_list (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,        -- as the user calls it
    added_at TEXT NOT NULL,               -- UTC
    places   INTEGER NOT NULL,
    sha256   BLOB NOT NULL,               -- of the content
    content  BLOB NOT NULL                -- the names as the program looks them up, see src/gazetteer/layout.rs
) STRICT;
