SELECT DISTINCT m.entity_id, f.text FROM mention m JOIN form f ON f.id = m.form_id ORDER BY m.entity_id, f.text
