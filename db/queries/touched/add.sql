INSERT OR IGNORE INTO temp.touched (id) VALUES (?1)
