INSERT INTO project (key, value)
SELECT 'last_mention', CAST(max(coalesce((SELECT max(id) FROM mention), 0), coalesce((SELECT max(id) FROM dismissed_mention), 0),
                                coalesce((SELECT max(id) FROM deleted_mention), 0)) AS TEXT)
WHERE true
ON CONFLICT (key) DO UPDATE SET value = CAST(max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER)) AS TEXT)
