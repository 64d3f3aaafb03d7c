UPDATE article SET family_id = NULL WHERE family_id = ?1
