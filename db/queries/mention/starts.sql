-- Where these entities are named in the selected articles; ?1 entities (JSON array)
SELECT m.article_id, coalesce(-x.family_id, x.id) AS story, m.entity_id, m.start
FROM temp.selected s
JOIN article x ON x.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id AND p.entity_id IN (SELECT value FROM json_each(?1))
JOIN mention m ON m.article_id = p.article_id AND m.entity_id = p.entity_id
ORDER BY m.article_id, m.start, m.entity_id
