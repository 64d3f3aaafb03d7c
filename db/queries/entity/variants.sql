SELECT m.entity_id, f.text, count(*) AS mentions
FROM temp.selected s JOIN mention m ON m.article_id = s.article_id JOIN form f ON f.id = m.form_id
GROUP BY m.entity_id, m.form_id
ORDER BY m.entity_id, mentions DESC, f.text
