-- ?1 first day, ?2 last day, ?3 outlets (JSON array or null), ?4 entities (JSON array or null), ?5 full-text query,
-- ?6 only undated, ?7 tags (JSON array or null), ?8 only with a doubtful date (with ?6: either)
INSERT INTO temp.selected (article_id)
SELECT a.id FROM article a
WHERE a.deleted_by IS NULL
  AND (?1 IS NULL OR a.published_first >= ?1)
  AND (?2 IS NULL OR a.published_last <= ?2)
  AND (?3 IS NULL OR a.outlet IN (SELECT value FROM json_each(?3)))
  AND (NOT EXISTS (SELECT 1 FROM temp.found WHERE article_id = 0) OR a.id IN (SELECT article_id FROM temp.found))
  AND (?4 IS NULL OR NOT EXISTS (
        SELECT 1 FROM json_each(?4) e
        WHERE NOT EXISTS (SELECT 1 FROM appearance p WHERE p.entity_id = e.value AND p.article_id = a.id)))
  AND (?5 IS NULL OR a.id IN (SELECT rowid FROM article_search WHERE article_search MATCH ?5))
  AND (?6 = 0 AND ?8 = 0
       OR ?6 = 1 AND a.published IS NULL
       OR ?8 = 1 AND a.published IS NOT NULL AND a.published_source <> 'user'
          AND (a.published_source = 'file name' OR a.published_precision IN ('year', 'month')
               OR instr(coalesce(a.notes, ''), 'Dates disagree: ') > 0))
  AND (?7 IS NULL OR a.id IN (
        SELECT x.article_id FROM article_tag x JOIN tag t ON t.id = x.tag_id
        WHERE t.live = 1 AND t.name IN (SELECT value FROM json_each(?7))))
