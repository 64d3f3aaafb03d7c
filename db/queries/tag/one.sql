SELECT name FROM tag WHERE id = ?1 AND live = 1
