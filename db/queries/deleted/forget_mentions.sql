DELETE FROM mention WHERE article_id = ?1
