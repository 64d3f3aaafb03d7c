DELETE FROM place WHERE entity_id = ?1
