SELECT id FROM article WHERE is_read = ?1
