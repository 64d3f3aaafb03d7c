DELETE FROM relation WHERE article_id = ?1
