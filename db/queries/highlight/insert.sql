INSERT INTO highlight (id, code_id, article_id, start, end, source_start, source_end, quote, before, after, live, decision_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, ?11)
