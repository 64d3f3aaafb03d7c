UPDATE code SET live = 0 WHERE id = ?1
