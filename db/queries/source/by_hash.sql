SELECT s.id, a.id AS article, coalesce(a.file, '') AS file
FROM source s
LEFT JOIN article a ON a.id = coalesce(s.duplicate_of, (SELECT min(id) FROM article WHERE source_id = s.id))
WHERE s.sha256 = ?1
