SELECT family_id FROM article WHERE id = ?1
