SELECT id, file FROM article WHERE text_sha256 = ?1 ORDER BY id LIMIT 1
