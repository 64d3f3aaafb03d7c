-- ?1 types (JSON array or null)
SELECT e.kind, sum(p.mentions) AS mentions, count(DISTINCT p.article_id) AS articles,
       count(DISTINCT coalesce(-a.family_id, a.id)) AS stories
FROM temp.selected s JOIN article a ON a.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id JOIN entity e ON e.id = p.entity_id
WHERE ?1 IS NULL OR e.kind IN (SELECT value FROM json_each(?1))
GROUP BY e.kind
