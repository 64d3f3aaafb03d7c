-- Searches that people keep by name.
CREATE TABLE saved_search (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,                 -- unique, capitals of ASCII ignored
    filter TEXT NOT NULL                  -- JSON: the filter's fields; text is the query as it was typed
) STRICT;

CREATE UNIQUE INDEX saved_search_by_name ON saved_search (name COLLATE NOCASE);

-- Which entities a spelling stands for is asked while a person types; with the entity in the index no mention is read.
DROP INDEX mention_by_form;
CREATE INDEX mention_by_form ON mention (form_id, entity_id);
