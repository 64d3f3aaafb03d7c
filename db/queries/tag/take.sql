DELETE FROM article_tag WHERE tag_id = ?1 AND article_id = ?2
