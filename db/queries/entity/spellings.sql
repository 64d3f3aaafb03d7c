SELECT f.text, count(*) AS mentions FROM mention m JOIN form f ON f.id = m.form_id
WHERE m.entity_id = ?1
GROUP BY f.id ORDER BY mentions DESC, f.text
