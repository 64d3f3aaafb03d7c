-- Mentions after ?2 that decision ?1 dismissed
SELECT id, entity_id FROM dismissed_mention WHERE dismissed_by = ?1 AND id > ?2 ORDER BY id
