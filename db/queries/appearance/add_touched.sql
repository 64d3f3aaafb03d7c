-- Counts the touched mentions of ?1 for ?2 as well.
INSERT INTO appearance (entity_id, article_id, mentions)
SELECT ?2, m.article_id, count(*) FROM temp.touched x JOIN mention m ON m.id = x.id
WHERE m.entity_id = ?1 GROUP BY m.article_id
ON CONFLICT (entity_id, article_id) DO UPDATE SET mentions = mentions + excluded.mentions
