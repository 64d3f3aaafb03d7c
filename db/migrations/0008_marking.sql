-- What people mark: tags on articles, codes on passages, memos; and articles that were deleted.

-- The decision that deleted an article; null while it counts. A deleted article keeps its rows, but its mentions lie in
-- deleted_mention, it is in no family, and no selection holds it.
ALTER TABLE article ADD COLUMN deleted_by INTEGER;
-- Whether the user said which outlet it is of.
ALTER TABLE article ADD COLUMN outlet_by_user INTEGER NOT NULL DEFAULT 0 CHECK (outlet_by_user IN (0, 1));

-- Mentions of deleted articles: the columns of dismissed_mention, where dismissed_by is null for one that counts.
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

-- Rows of tag, code and highlight are never removed, so that undo and redo mean the same row: live says which count.
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

-- A passage with a code. Where the article is read again, the passage is found by its anchor: where it lay in the
-- source, else by its words and those around it.
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

-- Highlights that a decision touched; null where it is not about highlights.
ALTER TABLE decision ADD COLUMN highlights INTEGER;
