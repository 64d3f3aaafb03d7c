SELECT id, file, deleted_by IS NOT NULL AS deleted FROM article WHERE text_sha256 = ?1
ORDER BY deleted_by IS NOT NULL, id LIMIT 1
