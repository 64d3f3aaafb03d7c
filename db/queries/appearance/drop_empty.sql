DELETE FROM appearance WHERE entity_id = ?1 AND mentions = 0
