UPDATE article SET deleted_by = ?2 WHERE id = ?1
