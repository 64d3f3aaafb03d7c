-- Articles without a date that only a date range keeps out; ?1 outlets, ?2 entities, ?3 full-text query, ?4 tags
SELECT count(*) FROM article a
WHERE a.published IS NULL AND a.deleted_by IS NULL
  AND (?1 IS NULL OR a.outlet IN (SELECT value FROM json_each(?1)))
  AND (NOT EXISTS (SELECT 1 FROM temp.found WHERE article_id = 0) OR a.id IN (SELECT article_id FROM temp.found))
  AND (?2 IS NULL OR NOT EXISTS (
        SELECT 1 FROM json_each(?2) e
        WHERE NOT EXISTS (SELECT 1 FROM appearance p WHERE p.entity_id = e.value AND p.article_id = a.id)))
  AND (?3 IS NULL OR a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?3))
  AND (?4 IS NULL OR a.id IN (
        SELECT x.article_id FROM article_tag x JOIN tag t ON t.id = x.tag_id
        WHERE t.live = 1 AND t.name IN (SELECT value FROM json_each(?4))))
