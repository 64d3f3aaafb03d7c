UPDATE entity SET name = ?2, decided_by = ?3 WHERE id = ?1
