INSERT OR IGNORE INTO form (id, text) VALUES (?1, ?2)
