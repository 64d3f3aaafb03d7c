UPDATE article SET family_id = ?2 WHERE id = ?1
