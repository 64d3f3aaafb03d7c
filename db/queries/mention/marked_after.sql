-- Mentions after ?2 that decision ?1 marked
SELECT id, entity_id FROM mention WHERE id > ?2 AND decision_id = ?1 ORDER BY id
