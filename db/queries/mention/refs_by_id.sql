-- ?1 mentions as a JSON array
SELECT m.id, m.article_id, m.start, m.end, m.entity_id, coalesce(m.found_id, m.entity_id) AS found_id, m.by_user,
       m.decision_id, f.text
FROM mention m JOIN form f ON f.id = m.form_id
WHERE m.id IN (SELECT value FROM json_each(?1))
ORDER BY m.id
