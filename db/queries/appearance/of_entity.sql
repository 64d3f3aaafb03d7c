-- How often each article names ?1
SELECT article_id, mentions FROM appearance WHERE entity_id = ?1 ORDER BY article_id
