UPDATE code SET name = ?2, color = ?3, key = ?4, parent_id = ?5, live = 1 WHERE id = ?1
