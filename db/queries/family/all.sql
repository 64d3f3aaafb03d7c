SELECT f.id, f.kind, f.shared, a.id AS article_id
FROM family f JOIN article a ON a.family_id = f.id
WHERE f.id IN (SELECT s.family_id FROM temp.selected x JOIN article s ON s.id = x.article_id WHERE s.family_id IS NOT NULL)
ORDER BY f.id, a.published_first IS NULL, a.published_first, a.published, a.id
