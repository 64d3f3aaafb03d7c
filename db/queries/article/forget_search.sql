INSERT INTO article_search (article_search, rowid, title, body)
SELECT 'delete', id, title, body FROM article_words WHERE id IN (SELECT id FROM article WHERE source_id = ?1)
