-- Generated from the migrations; `DATELINE_BLESS=1 cargo test schema` writes it anew.

CREATE TABLE project (
    key   TEXT PRIMARY KEY NOT NULL, -- created_by, created_at
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    id           INTEGER PRIMARY KEY,
    sha256       BLOB NOT NULL UNIQUE,    -- 32 bytes, of the file as it came
    bytes        INTEGER NOT NULL,        -- size of the file as it came
    packing      TEXT NOT NULL CHECK (packing IN ('none', 'deflate')),
    content      BLOB NOT NULL,           -- the file's bytes, packed
    format       TEXT NOT NULL,           -- text, …
    encoding     TEXT NOT NULL,           -- of the text in it, such as UTF-8 or windows-1252
    imported_at  TEXT NOT NULL,           -- UTC
    duplicate_of INTEGER REFERENCES article (id) ON DELETE SET NULL -- other bytes, but the same reading text
, read_as TEXT) STRICT;

CREATE TABLE source_path (
    source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    path      TEXT NOT NULL,              -- every path the bytes were imported from
    PRIMARY KEY (source_id, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
    id                  INTEGER PRIMARY KEY,
    source_id           INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    file                TEXT NOT NULL,    -- name as imported; BUNDLE/member or BUNDLE#3 inside a bundle
    member              TEXT,             -- name inside a bundle, null when the file is the article
    text_is_source      INTEGER NOT NULL CHECK (text_is_source IN (0, 1)), -- whether offsets lead into the decoded file
    title               TEXT NOT NULL,
    title_made_up       INTEGER NOT NULL CHECK (title_made_up IN (0, 1)), -- 1: the first sentence stands in
    outlet              TEXT,
    agency              TEXT,
    byline              TEXT,
    published           TEXT,             -- as precise as known, null when unknown
    published_precision TEXT CHECK (published_precision IN ('year', 'month', 'day', 'minute')),
    published_source    TEXT CHECK (published_source IN ('text', 'metadata', 'file name', 'user')),
    published_first     TEXT,             -- first day the date can mean, for sorting
    published_last      TEXT,             -- last day the date can mean, for ranges
    dateline_place      TEXT,
    language            TEXT,             -- ISO 639-1, null when not looked at
    url                 TEXT,
    words               INTEGER NOT NULL,
    mentions            INTEGER NOT NULL DEFAULT 0,
    text_sha256         BLOB NOT NULL,    -- of the reading text
    family_id           INTEGER,          -- versions of one story share it; null when alone
    is_read             INTEGER NOT NULL DEFAULT 0 CHECK (is_read IN (0, 1)),
    is_starred          INTEGER NOT NULL DEFAULT 0 CHECK (is_starred IN (0, 1))
, ordinal INTEGER NOT NULL DEFAULT 1, text_start INTEGER NOT NULL DEFAULT 0, notes TEXT, deleted_by INTEGER, outlet_by_user INTEGER NOT NULL DEFAULT 0 CHECK (outlet_by_user IN (0, 1))) STRICT;

CREATE INDEX article_by_source ON article (source_id);

CREATE INDEX article_by_text ON article (text_sha256);

CREATE INDEX article_by_date ON article (published_first);

CREATE TABLE article_text (
    article_id   INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    reading_text TEXT NOT NULL,           -- headline (when there is one) and body, blocks apart by a blank line
    blocks       TEXT NOT NULL,           -- a letter a block: H headline, S subhead, P paragraph, C caption
    offsets      BLOB NOT NULL            -- reading text to decoded source text, see db/README.md
) STRICT;

CREATE TABLE aside (
    article_id   INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    seq          INTEGER NOT NULL,
    kind         TEXT NOT NULL,           -- navigation, sharing, comments, credit, …
    text         TEXT NOT NULL,           -- furniture set aside from the reading text
    source_start INTEGER NOT NULL,
    source_end   INTEGER NOT NULL,
    before       INTEGER NOT NULL,        -- offset in the reading text where it stood
    PRIMARY KEY (article_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity (
    id         INTEGER PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('person', 'organization', 'place', 'group')),
    name       TEXT NOT NULL,             -- the display name
    found_name TEXT NOT NULL,             -- the name the program gave it
    decided_by TEXT NOT NULL DEFAULT 'program' CHECK (decided_by IN ('program', 'user'))
, found_kind TEXT
    CHECK (found_kind IN ('person', 'organization', 'place', 'group')), decision_id INTEGER) STRICT;

CREATE TABLE place (
    entity_id      INTEGER PRIMARY KEY REFERENCES entity (id) ON DELETE CASCADE,
    name           TEXT NOT NULL,         -- the gazetteer's name
    status         TEXT NOT NULL CHECK (status IN ('resolved', 'area', 'user', 'unresolved')),
    lat            REAL,                  -- degrees, WGS 84; null when unresolved
    lon            REAL,
    uncertainty_km REAL,
    country        TEXT,                  -- ISO 3166 alpha-2
    feature        TEXT,
    gazetteer_id   TEXT,
    candidates     INTEGER NOT NULL,
    reason         TEXT NOT NULL, found TEXT,
    CHECK ((lat IS NULL) = (lon IS NULL)),
    CHECK ((status = 'unresolved') = (lat IS NULL))
) STRICT;

CREATE TABLE form (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE             -- a spelling as it stands in an article
) STRICT;

CREATE TABLE mention (
    id             INTEGER PRIMARY KEY,
    article_id     INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start          INTEGER NOT NULL,      -- bytes of the reading text
    end            INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,      -- the sentence around it
    sentence_end   INTEGER NOT NULL,
    entity_id      INTEGER NOT NULL REFERENCES entity (id),
    form_id        INTEGER NOT NULL REFERENCES form (id),
    confidence     INTEGER NOT NULL,      -- thousandths
    by_user        INTEGER NOT NULL DEFAULT 0 CHECK (by_user IN (0, 1))
, found_id INTEGER, decision_id INTEGER) STRICT;

CREATE INDEX mention_by_article ON mention (article_id, start);

CREATE TABLE appearance (
    entity_id  INTEGER NOT NULL REFERENCES entity (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    mentions   INTEGER NOT NULL,
    PRIMARY KEY (entity_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX appearance_by_article ON appearance (article_id, entity_id);

CREATE TABLE import (
    id         INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,             -- UTC
    ended_at   TEXT,                      -- null while running, or when it was interrupted
    state      TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'interrupted'))
) STRICT;

CREATE TABLE import_line (
    id        INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
    file      TEXT NOT NULL,
    status    TEXT NOT NULL CHECK (status IN ('imported', 'duplicate', 'partly read', 'failed')),
    articles  INTEGER NOT NULL,
    reason    TEXT NOT NULL
, path TEXT, article_id INTEGER REFERENCES article (id) ON DELETE SET NULL) STRICT;

CREATE INDEX import_line_by_import ON import_line (import_id);

CREATE TABLE decision (
    id     INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,                 -- UTC
    action TEXT NOT NULL,                 -- rename, set-date, star, undo, redo, …
    label  TEXT NOT NULL,                 -- for people: Rename “Marsa el Brega” to “Brega”
    target INTEGER REFERENCES decision (id), -- the row that an undo or redo is about
    apply  TEXT,                          -- JSON: what it did; null for undo and redo
    revert TEXT                           -- JSON: what takes it back; null for undo and redo
, who TEXT, mentions INTEGER, articles INTEGER, highlights INTEGER) STRICT;

CREATE VIEW article_words (id, title, body) AS
SELECT a.id, CASE a.title_made_up WHEN 1 THEN '' ELSE a.title END, t.reading_text
FROM article a JOIN article_text t ON t.article_id = a.id;

CREATE VIRTUAL TABLE article_search USING fts5 (
    title, body,
    content = 'article_words', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIEW mention_words AS
SELECT m.id, m.article_id, a.file, a.outlet, a.published, f.text, e.kind AS type, e.id AS entity_id, e.name,
       m.start, m.end, m.confidence / 1000.0 AS confidence,
       CASE m.by_user WHEN 1 THEN 'user' ELSE 'program' END AS decided_by
FROM mention m
JOIN article a ON a.id = m.article_id
JOIN entity e ON e.id = m.entity_id
JOIN form f ON f.id = m.form_id;

CREATE TABLE column_choice (
    headings TEXT PRIMARY KEY NOT NULL,
    columns  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE family (
    id     INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that undo and redo mean the same family
    kind   TEXT NOT NULL CHECK (kind IN ('identical', 'version', 'excerpt')),
    shared REAL NOT NULL                  -- share of the shorter text's words that the two most different neighbors have in common
) STRICT;

CREATE TABLE sqlite_sequence(name,seq);

CREATE INDEX article_by_family ON article (family_id) WHERE family_id IS NOT NULL;

CREATE TABLE fingerprint (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    hashes     BLOB NOT NULL,             -- the smallest hashes of runs of five words, little-endian, four bytes each, ascending
    complete   INTEGER NOT NULL CHECK (complete IN (0, 1)), -- whether these are all of them
    words      INTEGER NOT NULL,          -- words of the reading text as they are compared
    compared   INTEGER NOT NULL DEFAULT 0 CHECK (compared IN (0, 1)) -- whether its versions were looked for
) STRICT;

CREATE TABLE story_apart (
    a INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE, -- the smaller number
    b INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (a, b),
    CHECK (a < b)
) STRICT, WITHOUT ROWID;

CREATE TABLE dismissed_mention (
    id             INTEGER PRIMARY KEY,   -- as it was in mention, and is again when the decision is undone
    article_id     INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start          INTEGER NOT NULL,      -- bytes of the reading text
    end            INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    entity_id      INTEGER NOT NULL REFERENCES entity (id),
    form_id        INTEGER NOT NULL REFERENCES form (id),
    confidence     INTEGER NOT NULL,      -- thousandths
    by_user        INTEGER NOT NULL CHECK (by_user IN (0, 1)),
    found_id       INTEGER,
    decision_id    INTEGER,
    dismissed_by   INTEGER NOT NULL       -- the decision
) STRICT;

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

CREATE TABLE relation_search (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    version    INTEGER NOT NULL,          -- of the search
    names      INTEGER NOT NULL           -- sum over the article's mentions, see db/queries/relation/stale.sql
) STRICT;

CREATE TABLE place_list (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,        -- as the user calls it
    added_at TEXT NOT NULL,               -- UTC
    places   INTEGER NOT NULL,
    sha256   BLOB NOT NULL,               -- of the content
    content  BLOB NOT NULL                -- the names as the program looks them up, see src/gazetteer/layout.rs
) STRICT;

CREATE TABLE saved_search (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,                 -- unique, capitals of ASCII ignored
    filter TEXT NOT NULL                  -- JSON: the filter's fields; text is the query as it was typed
) STRICT;

CREATE UNIQUE INDEX saved_search_by_name ON saved_search (name COLLATE NOCASE);

CREATE INDEX mention_by_form ON mention (form_id, entity_id);

CREATE TABLE deleted_mention (
    id             INTEGER PRIMARY KEY,   -- as it was, and is again when the article comes back
    article_id     INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    start          INTEGER NOT NULL,      -- bytes of the reading text
    end            INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    entity_id      INTEGER NOT NULL REFERENCES entity (id),
    form_id        INTEGER NOT NULL REFERENCES form (id),
    confidence     INTEGER NOT NULL,      -- thousandths
    by_user        INTEGER NOT NULL CHECK (by_user IN (0, 1)),
    found_id       INTEGER,
    decision_id    INTEGER,
    dismissed_by   INTEGER                -- the decision that dismissed it, if one did
) STRICT;

CREATE INDEX deleted_mention_by_article ON deleted_mention (article_id);

CREATE INDEX dismissed_mention_by_article ON dismissed_mention (article_id);

CREATE TABLE tag (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX tag_by_name ON tag (name) WHERE live = 1;

CREATE TABLE article_tag (
    tag_id     INTEGER NOT NULL REFERENCES tag (id),
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, article_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_tag_by_article ON article_tag (article_id);

CREATE TABLE code (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    color     INTEGER NOT NULL,           -- place in the palette of codes, from 0
    key       TEXT,                       -- the single key that applies it
    parent_id INTEGER REFERENCES code (id), -- the code it is a part of
    live      INTEGER NOT NULL CHECK (live IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX code_by_name ON code (name) WHERE live = 1;

CREATE TABLE highlight (
    id           INTEGER PRIMARY KEY,
    code_id      INTEGER NOT NULL REFERENCES code (id),
    article_id   INTEGER REFERENCES article (id) ON DELETE SET NULL,
    start        INTEGER,                 -- bytes of the reading text; null when the passage could not be placed any more
    end          INTEGER,
    source_start INTEGER,                 -- bytes of the decoded source text; null where the format has no plain one
    source_end   INTEGER,
    quote        TEXT NOT NULL,           -- the passage
    before       TEXT NOT NULL,           -- what stands before it, up to 60 characters
    after        TEXT NOT NULL,           -- what stands behind it, up to 60 characters
    live         INTEGER NOT NULL CHECK (live IN (0, 1)),
    decision_id  INTEGER NOT NULL,        -- the decision that made it
    CHECK ((start IS NULL) = (end IS NULL))
) STRICT;

CREATE INDEX highlight_by_article ON highlight (article_id, start);

CREATE INDEX highlight_by_code ON highlight (code_id);

CREATE TABLE memo (
    about       TEXT NOT NULL CHECK (about IN ('project', 'article', 'entity', 'code')),
    target      INTEGER NOT NULL,         -- number of the article, entity or code; 0 for the project
    text        TEXT NOT NULL,            -- Markdown
    decision_id INTEGER NOT NULL,         -- the decision that wrote it
    PRIMARY KEY (about, target)
) STRICT, WITHOUT ROWID;

