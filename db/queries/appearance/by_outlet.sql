-- Which outlet names which of these entities how often; ?1 entities (JSON array)
SELECT a.outlet, p.entity_id, sum(p.mentions) AS mentions, count(*) AS articles,
       count(DISTINCT coalesce(-a.family_id, a.id)) AS stories
FROM temp.selected s
JOIN article a ON a.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id AND p.entity_id IN (SELECT value FROM json_each(?1))
GROUP BY a.outlet, p.entity_id
