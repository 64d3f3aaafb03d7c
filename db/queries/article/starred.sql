SELECT is_starred FROM article WHERE id = ?1 AND deleted_by IS NULL
