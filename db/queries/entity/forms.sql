-- Spellings by the entity the program found them to be, whatever was decided since.
SELECT coalesce(m.found_id, m.entity_id) AS entity_id, f.text FROM mention m JOIN form f ON f.id = m.form_id
WHERE m.decision_id IS NULL
UNION
SELECT coalesce(m.found_id, m.entity_id), f.text FROM dismissed_mention m JOIN form f ON f.id = m.form_id
WHERE m.decision_id IS NULL
ORDER BY 1, 2
