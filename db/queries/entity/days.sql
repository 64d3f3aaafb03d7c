SELECT a.published_first AS day, sum(p.mentions) AS mentions
FROM temp.selected s JOIN article a ON a.id = s.article_id
JOIN appearance p ON p.article_id = s.article_id AND p.entity_id = ?1
WHERE a.published_precision IN ('day', 'minute')
GROUP BY day ORDER BY day
