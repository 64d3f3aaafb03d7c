SELECT h.id, h.code_id, h.article_id, h.start, h.end, h.source_start, h.source_end, h.quote, h.before, h.after, h.decision_id FROM highlight h LEFT JOIN article a ON a.id = h.article_id
WHERE h.live = 1 AND h.start IS NULL AND a.deleted_by IS NULL ORDER BY h.article_id, h.id
