-- ?1 types as a JSON array or null
SELECT e.id, e.kind, e.name, sum(p.mentions) AS mentions, count(*) AS articles,
       count(DISTINCT coalesce(-a.family_id, a.id)) AS stories,
       min(a.published_first) AS first, max(a.published_last) AS last
FROM temp.selected s
JOIN article a ON a.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id
JOIN entity e ON e.id = p.entity_id
WHERE ?1 IS NULL OR e.kind IN (SELECT value FROM json_each(?1))
GROUP BY e.id
ORDER BY mentions DESC, articles DESC, e.name COLLATE NOCASE, e.id
