-- Where these entities (?1) are named in these articles (?2, JSON arrays), by article and position
SELECT m.article_id, m.entity_id, m.start, m.sentence_start
FROM json_each(?2) s CROSS JOIN mention m ON m.article_id = s.value
WHERE m.entity_id IN (SELECT value FROM json_each(?1))
ORDER BY m.article_id, m.start, m.entity_id
