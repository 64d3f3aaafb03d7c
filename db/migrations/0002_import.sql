-- How sources were read, what an import says of each input, and columns of tables as the user chose them.

-- The user's choices in reading it (encoding, separator, columns) as JSON; null when the bytes spoke for themselves.
ALTER TABLE source ADD COLUMN read_as TEXT;

-- Which article of its source it is, from 1: tells articles of a bundle apart that have no names.
ALTER TABLE article ADD COLUMN ordinal INTEGER NOT NULL DEFAULT 1;

-- Where its text begins in the decoded file, in bytes: not 0 in a bundle of plain text.
ALTER TABLE article ADD COLUMN text_start INTEGER NOT NULL DEFAULT 0;

-- What the reader should know of how it was read, such as dates that contradict each other; lines, null for none.
ALTER TABLE article ADD COLUMN notes TEXT;

-- The input's path in the file system; null for what is inside an archive, pasted, or from elsewhere.
ALTER TABLE import_line ADD COLUMN path TEXT;

-- The first article that came of the input, or of which it is a duplicate.
ALTER TABLE import_line ADD COLUMN article_id INTEGER REFERENCES article (id) ON DELETE SET NULL;

-- Which columns the user chose for tables with these headings: both as JSON.
CREATE TABLE column_choice (
    headings TEXT PRIMARY KEY NOT NULL,
    columns  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
