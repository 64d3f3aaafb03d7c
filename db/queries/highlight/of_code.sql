-- Of articles that count and of those that do not, placed or not
SELECT h.id, h.code_id, h.article_id, h.start, h.end, h.source_start, h.source_end, h.quote, h.before, h.after, h.decision_id FROM highlight h WHERE h.code_id = ?1 AND h.live = 1 ORDER BY h.id
