UPDATE import_line SET status = ?2, articles = ?3, reason = ?4, article_id = ?5
WHERE file = ?1 AND import_id = (SELECT max(import_id) FROM import_line WHERE file = ?1)
