SELECT kind, text, source_start, source_end, before FROM aside WHERE article_id = ?1 ORDER BY seq
