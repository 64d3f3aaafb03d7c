-- Who stands how often in which of the selected articles
SELECT p.entity_id, p.article_id, p.mentions
FROM temp.selected s CROSS JOIN appearance p ON p.article_id = s.article_id
