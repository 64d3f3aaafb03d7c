DELETE FROM entity WHERE id = ?1
