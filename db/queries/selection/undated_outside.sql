-- Articles without a date that only a date range, and maybe the text, keeps out; ?1 outlets, ?2 entities, ?3 tags
SELECT a.id FROM article a
WHERE a.published IS NULL AND a.deleted_by IS NULL
  AND (?1 IS NULL OR a.outlet IN (SELECT value FROM json_each(?1)))
  AND (?2 IS NULL OR NOT EXISTS (
        SELECT 1 FROM json_each(?2) e
        WHERE NOT EXISTS (SELECT 1 FROM appearance p WHERE p.entity_id = e.value AND p.article_id = a.id)))
  AND (?3 IS NULL OR a.id IN (
        SELECT x.article_id FROM article_tag x JOIN tag t ON t.id = x.tag_id
        WHERE t.live = 1 AND t.name IN (SELECT value FROM json_each(?3))))
