UPDATE article SET is_read = ?2 WHERE id = ?1 AND is_read <> ?2
