SELECT t.reading_text, t.blocks FROM article_text t WHERE t.article_id = ?1
