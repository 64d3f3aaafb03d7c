-- Mentions of one entity in sentences that name another; ?1 the one's entities, ?2 the other's (JSON arrays)
SELECT m.entity_id AS a, o.entity_id AS b, count(DISTINCT m.id) AS mentions, count(DISTINCT m.article_id) AS articles,
       count(DISTINCT coalesce(-x.family_id, x.id)) AS stories
FROM temp.selected s
JOIN article x ON x.id = s.article_id
JOIN mention m ON m.article_id = s.article_id AND m.entity_id IN (SELECT value FROM json_each(?1))
JOIN mention o ON o.article_id = m.article_id AND o.sentence_start = m.sentence_start AND o.entity_id <> m.entity_id
              AND o.entity_id IN (SELECT value FROM json_each(?2))
GROUP BY m.entity_id, o.entity_id
