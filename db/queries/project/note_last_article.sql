INSERT INTO project (key, value) SELECT 'last_article', CAST(coalesce(max(id), 0) AS TEXT) FROM article WHERE true
ON CONFLICT (key) DO UPDATE SET value = CAST(max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER)) AS TEXT)
