SELECT CASE a.title_made_up WHEN 1 THEN '' ELSE a.title END AS title, t.reading_text
FROM article a JOIN article_text t ON t.article_id = a.id WHERE a.id = ?1
