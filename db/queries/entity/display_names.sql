SELECT id, name FROM entity WHERE ?1 IS NULL OR kind = ?1
