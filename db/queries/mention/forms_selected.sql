-- Who is written how in the selected articles, a row for each mention
SELECT m.entity_id, m.form_id FROM temp.selected s CROSS JOIN mention m ON m.article_id = s.article_id
