UPDATE highlight
SET article_id = ?2, start = ?3, end = ?4, source_start = ?5, source_end = ?6, quote = ?7, before = ?8, after = ?9
WHERE id = ?1
