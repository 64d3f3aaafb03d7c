-- ?1 entity, in the selection
SELECT f.text, count(*) AS mentions
FROM appearance p
JOIN temp.selected s ON s.article_id = p.article_id
JOIN mention m ON m.article_id = p.article_id AND m.entity_id = p.entity_id
JOIN form f ON f.id = m.form_id
WHERE p.entity_id = ?1
GROUP BY m.form_id
ORDER BY mentions DESC, f.text
