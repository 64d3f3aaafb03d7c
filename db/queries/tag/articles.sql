SELECT article_id FROM article_tag WHERE tag_id = ?1 ORDER BY article_id
