DELETE FROM appearance WHERE article_id = ?1
