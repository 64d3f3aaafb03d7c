DELETE FROM deleted_mention WHERE article_id = ?1
