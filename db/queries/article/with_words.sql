-- Articles after ?2 that match a full-text query.
SELECT rowid AS id FROM article_search WHERE article_search MATCH ?1 AND rowid > ?2 ORDER BY rowid
