INSERT INTO import_line (import_id, file, status, articles, reason) VALUES (?1, ?2, ?3, ?4, ?5)
