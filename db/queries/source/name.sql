SELECT coalesce((SELECT path FROM source_path WHERE source_id = s.id ORDER BY path LIMIT 1), '') AS path,
       a.file, a.member, a.ordinal
FROM source s LEFT JOIN article a ON a.id = (SELECT id FROM article WHERE source_id = s.id ORDER BY ordinal LIMIT 1)
WHERE s.id = ?1
