SELECT a.id, a.published_first AS day
FROM temp.selected s JOIN article a ON a.id = s.article_id
WHERE a.published_precision IN ('day', 'minute')
ORDER BY a.id
