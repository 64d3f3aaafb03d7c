-- All of a source's articles, those that are no more as well: an undo may bring them back
SELECT h.id, h.code_id, h.article_id, h.start, h.end, h.source_start, h.source_end, h.quote, h.before, h.after, h.decision_id FROM highlight h WHERE h.article_id IN (SELECT id FROM article WHERE source_id = ?1) ORDER BY h.id
