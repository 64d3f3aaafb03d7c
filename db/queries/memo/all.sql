SELECT m.about, m.target, m.text, m.decision_id,
       CASE m.about WHEN 'article' THEN a.title WHEN 'entity' THEN e.name WHEN 'code' THEN c.name ELSE '' END AS title
FROM memo m
LEFT JOIN article a ON m.about = 'article' AND a.id = m.target AND a.deleted_by IS NULL
LEFT JOIN entity e ON m.about = 'entity' AND e.id = m.target
LEFT JOIN code c ON m.about = 'code' AND c.id = m.target AND c.live = 1
WHERE m.about = 'project' OR a.id IS NOT NULL OR e.id IS NOT NULL OR c.id IS NOT NULL
ORDER BY CASE m.about WHEN 'project' THEN 0 WHEN 'code' THEN 1 WHEN 'entity' THEN 2 ELSE 3 END, m.target
