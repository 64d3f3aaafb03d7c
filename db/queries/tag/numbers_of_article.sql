SELECT tag_id FROM article_tag WHERE article_id = ?1 ORDER BY tag_id
