-- Mentions of one entity in articles that name another; ?1 the one's entities, ?2 the other's (JSON arrays)
SELECT p.entity_id AS a, o.entity_id AS b, sum(p.mentions) AS mentions, count(*) AS articles,
       count(DISTINCT coalesce(-x.family_id, x.id)) AS stories
FROM temp.selected s
JOIN article x ON x.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id AND p.entity_id IN (SELECT value FROM json_each(?1))
JOIN appearance o ON o.article_id = s.article_id AND o.entity_id <> p.entity_id
                 AND o.entity_id IN (SELECT value FROM json_each(?2))
GROUP BY p.entity_id, o.entity_id
