-- Corrections of names: what the program found is kept beside what the user made of it, so that each decision can be
-- taken back and the next import can follow it.

-- What the program found, where a decision changed it.
ALTER TABLE entity ADD COLUMN found_kind TEXT
    CHECK (found_kind IN ('person', 'organization', 'place', 'group')); -- its type; null while kind is that
ALTER TABLE entity ADD COLUMN decision_id INTEGER; -- the decision that made it; null when the program found it
ALTER TABLE mention ADD COLUMN found_id INTEGER;   -- the entity it was found to be; null while entity_id is that
ALTER TABLE mention ADD COLUMN decision_id INTEGER; -- the decision that marked it; null when the program found it

CREATE INDEX mention_by_form ON mention (form_id);

-- Mentions that a decision dismissed ("not a name"): the same columns, and the decision. They count nowhere.
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

-- Who decided, and how much it touched.
ALTER TABLE decision ADD COLUMN who TEXT;         -- the system's name for the user
ALTER TABLE decision ADD COLUMN mentions INTEGER; -- null where no names are touched
ALTER TABLE decision ADD COLUMN articles INTEGER;
