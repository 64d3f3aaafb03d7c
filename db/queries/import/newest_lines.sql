SELECT file, status, articles, reason, path, article_id FROM import_line
WHERE import_id = (SELECT max(id) FROM import)
ORDER BY CASE status WHEN 'failed' THEN 0 WHEN 'partly read' THEN 1 WHEN 'duplicate' THEN 2 ELSE 3 END, id
