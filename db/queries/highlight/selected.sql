-- Those of the selection, of the code ?1 or of any: by date (undated last), article and position
SELECT h.id, h.code_id, h.article_id, h.start, h.end, h.source_start, h.source_end, h.quote, h.before, h.after, h.decision_id FROM temp.selected s
JOIN article a ON a.id = s.article_id
JOIN highlight h ON h.article_id = s.article_id
WHERE h.live = 1 AND h.start IS NOT NULL AND (?1 IS NULL OR h.code_id = ?1)
ORDER BY a.published_first IS NULL, a.published_first, a.published, a.id, h.start, h.end DESC, h.id
