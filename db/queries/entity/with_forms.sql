-- Entities of the type ?2 (or of any) that are written in one of these ways.
SELECT DISTINCT m.entity_id AS id FROM json_each(?1) f JOIN mention m ON m.form_id = f.value
JOIN entity e ON e.id = m.entity_id WHERE ?2 IS NULL OR e.kind = ?2
