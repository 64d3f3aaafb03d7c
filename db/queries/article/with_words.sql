-- Articles after ?2 that match a full-text query.
SELECT s.rowid AS id FROM article_search s JOIN article a ON a.id = s.rowid
WHERE article_search MATCH ?1 AND s.rowid > ?2 AND a.deleted_by IS NULL ORDER BY s.rowid
