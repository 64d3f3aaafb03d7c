SELECT s.id, coalesce((SELECT a.file FROM article a WHERE a.id = s.duplicate_of OR a.source_id = s.id LIMIT 1), '') AS file
FROM source s WHERE s.sha256 = ?1
