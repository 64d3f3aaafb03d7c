INSERT OR IGNORE INTO source_path (source_id, path) VALUES (?1, ?2)
