INSERT INTO appearance (entity_id, article_id, mentions) VALUES (?1, ?2, ?3)
