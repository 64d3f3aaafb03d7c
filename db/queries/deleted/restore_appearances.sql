INSERT INTO appearance (entity_id, article_id, mentions)
SELECT entity_id, article_id, count(*) FROM mention WHERE article_id = ?1 GROUP BY entity_id, article_id
