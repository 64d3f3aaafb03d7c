SELECT m.id, m.article_id, m.start, m.end, m.entity_id, coalesce(m.found_id, m.entity_id) AS found_id, m.by_user,
       m.decision_id, f.text
FROM form f JOIN mention m ON m.form_id = f.id
WHERE f.text = ?1
ORDER BY m.id
