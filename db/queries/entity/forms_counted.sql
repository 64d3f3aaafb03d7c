-- Every entity that stands in an article, with its spellings
SELECT e.id, e.kind, e.name, f.text, count(*) AS mentions, min(m.id) AS first
FROM mention m JOIN entity e ON e.id = m.entity_id JOIN form f ON f.id = m.form_id
GROUP BY e.id, f.id
ORDER BY e.id, mentions DESC, f.text
