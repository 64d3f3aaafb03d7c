-- Mentions that a sample is drawn from; ?1 a type or null
SELECT m.id FROM mention m JOIN entity e ON e.id = m.entity_id WHERE ?1 IS NULL OR e.kind = ?1 ORDER BY m.id
