-- ?1 types (JSON array or null), ?2 first day, ?3 last day, ?4 any date (0), only with one of the precisions ?7 (1), only without (2), ?5 outlet or null for any,
-- ?6 only without an outlet, ?7 precisions (JSON array), ?8 articles (JSON array or null)
SELECT m.id, m.entity_id, m.article_id, a.outlet, a.agency, a.title, a.published, a.published_source, m.start, m.end,
       m.sentence_start, m.sentence_end,
       substr(CAST(t.reading_text AS BLOB), m.sentence_start + 1, m.sentence_end - m.sentence_start) AS sentence
FROM temp.selected s
JOIN article a ON a.id = s.article_id
JOIN mention m ON m.article_id = s.article_id
JOIN entity e ON e.id = m.entity_id
JOIN article_text t ON t.article_id = s.article_id
WHERE (?1 IS NULL OR e.kind IN (SELECT value FROM json_each(?1)))
  AND (?2 IS NULL OR a.published_first >= ?2) AND (?3 IS NULL OR a.published_last <= ?3)
  AND (?4 = 0 OR (?4 = 1) = (coalesce(a.published_precision, '') IN (SELECT value FROM json_each(?7))))
  AND (?5 IS NULL OR a.outlet = ?5) AND (?6 = 0 OR a.outlet IS NULL)
  AND (?8 IS NULL OR s.article_id IN (SELECT value FROM json_each(?8)))
ORDER BY a.published_first IS NULL, a.published_first, a.published, a.id, m.start
