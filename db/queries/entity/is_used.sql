SELECT EXISTS (SELECT 1 FROM mention WHERE entity_id = ?1) OR EXISTS (SELECT 1 FROM dismissed_mention WHERE entity_id = ?1)
    OR EXISTS (SELECT 1 FROM deleted_mention WHERE entity_id = ?1)
