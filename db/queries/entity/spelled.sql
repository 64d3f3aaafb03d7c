-- How an entity is written in its articles
SELECT f.text, count(*) AS mentions
FROM appearance p
JOIN mention m ON m.article_id = p.article_id AND m.entity_id = p.entity_id
JOIN form f ON f.id = m.form_id
WHERE p.entity_id = ?1
GROUP BY f.id ORDER BY mentions DESC, f.text
