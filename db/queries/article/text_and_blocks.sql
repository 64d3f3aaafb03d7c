SELECT t.reading_text, t.blocks FROM article_text t JOIN article a ON a.id = t.article_id
WHERE t.article_id = ?1 AND a.deleted_by IS NULL
