SELECT is_starred FROM article WHERE id = ?1
