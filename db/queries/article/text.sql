SELECT reading_text FROM article_text WHERE article_id = ?1
