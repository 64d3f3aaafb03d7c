DELETE FROM dismissed_mention WHERE article_id = ?1
