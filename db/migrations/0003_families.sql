-- Story families: versions of one text, what finds them, and which articles the user keeps apart.

CREATE TABLE family (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that undo and redo mean the same family
    kind   TEXT NOT NULL CHECK (kind IN ('identical', 'version', 'excerpt')),
    shared REAL NOT NULL                  -- share of the shorter text's words that the two most different neighbors have in common
) STRICT;

CREATE INDEX article_by_family ON article (family_id) WHERE family_id IS NOT NULL;

CREATE TABLE fingerprint (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    hashes     BLOB NOT NULL,             -- the smallest hashes of runs of five words, little-endian, four bytes each, ascending
    complete   INTEGER NOT NULL CHECK (complete IN (0, 1)), -- whether these are all of them
    words      INTEGER NOT NULL,          -- words of the reading text as they are compared
    compared   INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1)) -- whether its versions were looked for
) STRICT;

-- Articles that the user said are not one story; the program never joins them again.
CREATE TABLE story_apart (
    a INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE, -- the smaller number
    b INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (a, b),
    CHECK (a < b)
) STRICT, WITHOUT ROWID;
