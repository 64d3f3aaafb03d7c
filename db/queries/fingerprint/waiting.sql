SELECT a.id FROM article a LEFT JOIN fingerprint f ON f.article_id = a.id
WHERE (f.compared IS NULL OR f.compared = 0) AND a.deleted_by IS NULL
ORDER BY a.id
