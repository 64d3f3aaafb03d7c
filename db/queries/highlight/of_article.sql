SELECT h.id, h.code_id, h.article_id, h.start, h.end, h.source_start, h.source_end, h.quote, h.before, h.after, h.decision_id FROM highlight h
WHERE h.article_id = ?1 AND h.live = 1 AND h.start IS NOT NULL ORDER BY h.start, h.end DESC, h.id
