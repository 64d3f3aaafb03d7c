INSERT INTO import_line (import_id, file, status, articles, reason, path, article_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
