INSERT OR IGNORE INTO story_apart (a, b) VALUES (?1, ?2)
