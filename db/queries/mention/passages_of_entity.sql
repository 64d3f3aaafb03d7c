-- ?1 entity, ?2 first day, ?3 last day, ?4 any date (0), only with one of the precisions ?7 (1), only without (2), ?5 outlet or null for any, ?6 other entity in the sentence or null,
-- ?7 precisions (JSON array), ?8 spelling or null for any, ?9 only without an outlet
SELECT m.id, m.entity_id, m.article_id, a.outlet, a.agency, a.title, a.published, a.published_source, m.start, m.end,
       m.sentence_start, m.sentence_end,
       substr(CAST(t.reading_text AS BLOB), m.sentence_start + 1, m.sentence_end - m.sentence_start) AS sentence
FROM appearance p
JOIN temp.selected s ON s.article_id = p.article_id
JOIN article a ON a.id = p.article_id
JOIN mention m ON m.article_id = p.article_id AND m.entity_id = p.entity_id
JOIN article_text t ON t.article_id = p.article_id
WHERE p.entity_id = ?1
  AND (?2 IS NULL OR a.published_first >= ?2) AND (?3 IS NULL OR a.published_last <= ?3)
  AND (?4 = 0 OR (?4 = 1) = (coalesce(a.published_precision, '') IN (SELECT value FROM json_each(?7))))
  AND (?5 IS NULL OR a.outlet = ?5) AND (?9 = 0 OR a.outlet IS NULL)
  AND (?8 IS NULL OR m.form_id = (SELECT id FROM form WHERE text = ?8))
  AND (?6 IS NULL OR EXISTS (SELECT 1 FROM mention o WHERE o.article_id = m.article_id AND o.entity_id = ?6
                             AND o.sentence_start = m.sentence_start))
ORDER BY a.published_first IS NULL, a.published_first, a.published, a.id, m.start
