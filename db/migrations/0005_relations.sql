-- Relative locations: "40 km south of …". What they are said of and counted from are spans; which names stand there, and
-- where those lie now, is looked up when they are read.

CREATE TABLE relation (
    id             INTEGER PRIMARY KEY,
    article_id     INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start          INTEGER NOT NULL,      -- bytes of the reading text, as all spans here: the whole phrase
    end            INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,      -- the sentence around it
    sentence_end   INTEGER NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('at', 'halfway', 'between', 'off', 'next', 'access')),
    place_start    INTEGER,               -- what lies there; null where an event is located
    place_end      INTEGER,
    described      INTEGER NOT NULL CHECK (described IN (0, 1)), -- 1: "a village" rather than a name
    anchor_start   INTEGER NOT NULL,      -- the name it is seen from
    anchor_end     INTEGER NOT NULL,
    second_start   INTEGER,               -- the other end of "between"
    second_end     INTEGER,
    km             REAL,                  -- the stated distance; null where none is
    second_km      REAL,                  -- the same in the other unit, in km
    low_km         REAL,                  -- what the figure can mean as it is rounded
    high_km        REAL,
    agree          INTEGER CHECK (agree IN (0, 1)), -- whether the two units say the same; null where only one is stated
    direction      TEXT,                  -- N, NNE, …: how the place lies, seen from the anchor
    CHECK ((km IS NULL) = (low_km IS NULL) AND (km IS NULL) = (high_km IS NULL))
) STRICT;

CREATE INDEX relation_by_article ON relation (article_id, start);

-- Articles whose relations were looked for, and with which names: other names, or a newer version of the search, and they
-- are looked for again. Articles of older projects have no row and so are looked for when they are needed.
CREATE TABLE relation_search (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,          -- of the search
    names      INTEGER NOT NULL           -- sum over the article's mentions, see db/queries/relation/stale.sql
) STRICT;
