INSERT INTO aside (article_id, seq, kind, text, source_start, source_end, before) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
