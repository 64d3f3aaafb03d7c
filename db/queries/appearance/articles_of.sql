-- The articles that name an entity; ?1 the entity
SELECT article_id FROM appearance WHERE entity_id = ?1 ORDER BY article_id
