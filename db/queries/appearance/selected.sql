-- Who stands how often in which of the selected articles that have a day
SELECT p.entity_id, p.article_id, p.mentions
FROM temp.selected s
JOIN article a ON a.id = s.article_id AND a.published_precision IN ('day', 'minute')
JOIN appearance p ON p.article_id = s.article_id
