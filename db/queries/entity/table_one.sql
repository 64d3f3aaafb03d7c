-- ?1 entity, in the selection
SELECT e.id, e.kind, e.name, sum(p.mentions) AS mentions, count(*) AS articles,
       count(DISTINCT coalesce(-a.family_id, a.id)) AS stories,
       min(a.published_first) AS first, max(a.published_last) AS last
FROM appearance p
JOIN temp.selected s ON s.article_id = p.article_id
JOIN article a ON a.id = p.article_id
JOIN entity e ON e.id = p.entity_id
WHERE p.entity_id = ?1
GROUP BY e.id
