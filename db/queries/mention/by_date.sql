-- ?1 entity or null, ?2 types (JSON array or null)
SELECT a.published_first, a.published_precision, a.id, coalesce(-a.family_id, a.id) AS story, sum(p.mentions) AS mentions
FROM temp.selected s JOIN article a ON a.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id JOIN entity e ON e.id = p.entity_id
WHERE (?1 IS NULL OR p.entity_id = ?1) AND (?2 IS NULL OR e.kind IN (SELECT value FROM json_each(?2)))
GROUP BY a.id
ORDER BY a.published_first, a.id
