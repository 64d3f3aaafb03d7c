-- Mentions after ?1 of the entities ?2 (a JSON array) or, when that is null, of the spellings ?3
SELECT m.id, m.article_id, m.start, m.end, m.entity_id, coalesce(m.found_id, m.entity_id) AS found_id, m.by_user,
       m.decision_id, f.text
FROM mention m JOIN form f ON f.id = m.form_id
WHERE m.id > ?1
  AND (?2 IS NULL OR m.entity_id IN (SELECT value FROM json_each(?2)))
  AND (?3 IS NULL OR f.text IN (SELECT value FROM json_each(?3)))
ORDER BY m.id
