SELECT entity_id, article_id, mentions FROM appearance ORDER BY entity_id, article_id
