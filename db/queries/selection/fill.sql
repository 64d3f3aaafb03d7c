-- ?1 first day, ?2 last day, ?3 outlets (JSON array or null), ?4 entities (JSON array or null), ?5 full-text query,
-- ?6 only undated
INSERT INTO temp.selected (article_id)
SELECT a.id FROM article a
WHERE (?1 IS NULL OR a.published_first >= ?1)
  AND (?2 IS NULL OR a.published_last <= ?2)
  AND (?3 IS NULL OR a.outlet IN (SELECT value FROM json_each(?3)))
  AND (?4 IS NULL OR NOT EXISTS (
        SELECT 1 FROM json_each(?4) e
        WHERE NOT EXISTS (SELECT 1 FROM appearance p WHERE p.entity_id = e.value AND p.article_id = a.id)))
  AND (?5 IS NULL OR a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?5))
  AND (?6 = 0 OR a.published IS NULL)
