-- Articles whose relations were not looked for with the names they have now; ?1 version of the search, ?2 only the selected
-- ones. The sum tells any name that was added, taken away or given another type.
SELECT a.id FROM article a
LEFT JOIN relation_search r ON r.article_id = a.id
LEFT JOIN (
    SELECT m.article_id, sum(m.start * 64 + (m.end - m.start) * 4
           + CASE e.kind WHEN 'person' THEN 0 WHEN 'organization' THEN 1 WHEN 'place' THEN 2 ELSE 3 END) AS names
    FROM mention m JOIN entity e ON e.id = m.entity_id GROUP BY m.article_id
) n ON n.article_id = a.id
WHERE a.deleted_by IS NULL AND (r.version IS NOT ?1 OR r.names <> coalesce(n.names, 0))
  AND (?2 = 0 OR a.id IN (SELECT article_id FROM temp.selected))
ORDER BY a.id
