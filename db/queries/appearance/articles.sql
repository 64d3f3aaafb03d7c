SELECT DISTINCT p.article_id AS id FROM json_each(?1) e JOIN appearance p ON p.entity_id = e.value
